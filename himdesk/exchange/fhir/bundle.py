# SPDX-License-Identifier: Apache-2.0
"""A Bundle of any type to records: each resource's place in the text, its key, its neighbours."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from himdesk.domain.charts.records import Rejected
from himdesk.exchange.errors import Unacceptable
from himdesk.exchange.fhir.parsing.jsontext import BadJson, known_value_at, skip_blanks, value_at
from himdesk.exchange.fhir.parsing.spans import walk_list, walk_object
from himdesk.exchange.fhir.parsing.values import WrongValue
from himdesk.exchange.fhir.resource import (
    Source,
    id_from,
    is_id,
    read_resource,
    resource_id,
    type_name,
)
from himdesk.exchange.fhir.surroundings import Surroundings
from himdesk.exchange.fhir.types.every import TYPES
from himdesk.exchange.grouping import each_once

if TYPE_CHECKING:
    from collections.abc import Iterator

    from himdesk.domain.charts.records import Record
    from himdesk.exchange.fhir.parsing.values import Json

ATOMIC: Final = frozenset({"transaction", "message", "document"})
"""The types of bundle that are taken whole or not at all."""

_LOOSE: Final = frozenset(
    {"batch", "collection", "searchset", "history", "transaction-response", "batch-response"}
)
_ASKING: Final = frozenset({"GET", "HEAD"})
_DEEPEST: Final = 5


@dataclass(slots=True)
class Entry:
    """One resource of a bundle: its place in messages, its span in the text, its key."""

    where: str
    start: int
    end: int
    key: str
    spare_id: str | None
    updated: str
    in_history: bool = False


@dataclass(slots=True)
class Bundle:
    """The entries of a bundle and of the bundles in it, in their order."""

    text: str
    kind: str | None = None
    entries: list[Entry] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    around: Surroundings = field(default_factory=Surroundings)

    @property
    def atomic(self) -> bool:
        """Whether all of it stands or falls together."""
        return self.kind in ATOMIC


def read_bundle(text: str, where: str) -> Bundle | None:
    """The bundle that a text is; None if the text is some other JSON value.

    Raises:
        BadJson: the text is not JSON.
    """
    start = skip_blanks(text, 0)
    if text[start : start + 1] != "{" or '"Bundle"' not in text:
        return None
    bundle = Bundle(text)
    walk = _Walk(bundle, where, level=1)
    end = skip_blanks(text, walk.go(start))
    if end != len(text):
        raise BadJson("something follows after the end of the JSON value", end)
    bundle.kind = walk.facts.get("type")
    return bundle if walk.facts.get("resourceType") == "Bundle" else None


def records_of(bundle: Bundle) -> Iterator[Record | Rejected]:
    """What the entries of a bundle are, each id once."""
    yield from bundle.rejected
    yield from each_once(_records(bundle))


def _records(bundle: Bundle) -> Iterator[Record | Rejected]:
    near = bundle.around.neighbours()
    for entry in _newest(bundle):
        value = known_value_at(bundle.text, entry.start)
        body = bundle.text[entry.start : entry.end].encode()
        yield read_resource(value, Source(entry.where, body, entry.spare_id), near)


def _newest(bundle: Bundle) -> Iterator[Entry]:
    """The entries; of a history only the newest version of each record."""
    chosen: dict[str, Entry] = {}
    for entry in bundle.entries:
        if entry.in_history:
            other = chosen.setdefault(entry.key, entry)
            if entry.updated > other.updated:
                chosen[entry.key] = entry
    for entry in bundle.entries:
        if not entry.in_history or chosen[entry.key] is entry:
            yield entry


class _Walk:
    """The way through one bundle's text; a bundle in an entry is walked in its turn."""

    def __init__(self, bundle: Bundle, where: str, *, level: int) -> None:
        self.bundle = bundle
        self.where = where
        self.level = level
        self.facts: dict[str, Any] = {}

    def go(self, start: int) -> int:
        """Walk, and return the offset after the bundle."""
        first = len(self.bundle.entries)
        end = walk_object(self.bundle.text, start, self._member)
        kind = self.facts.get("type")
        if kind not in ATOMIC and kind not in _LOOSE:
            known = ", ".join(sorted(ATOMIC | _LOOSE))
            self._reject(self.where, f"Bundle.type: expected one of {known}.")
            del self.bundle.entries[first:]
        for entry in self.bundle.entries[first:]:
            entry.in_history = entry.in_history or kind == "history"
        return end

    def _reject(self, where: str, reason: str) -> None:
        self.bundle.rejected.append(Rejected(where, reason))

    def _member(self, name: str, at: int) -> int:
        if name == "entry" and self.bundle.text[at : at + 1] == "[":
            return walk_list(self.bundle.text, at, self._entry)
        value, end = value_at(self.bundle.text, at)
        if name == "entry" and value is not None:
            self._reject(self.where, "Bundle.entry: expected a list of objects.")
        self.facts[name] = value if isinstance(value, str) else None
        return end

    def _entry(self, number: int, at: int) -> int:
        """One entry; what it says beside its resource may stand before or after it."""
        text = self.bundle.text
        where = f"{self.where}, entry[{number}]"
        if text[at : at + 1] != "{":
            self._reject(where, "Bundle.entry: expected an object.")
            return value_at(text, at)[1]
        members: dict[str, Any] = {}
        span = [0, 0]

        def member(name: str, start: int) -> int:
            members[name], end = value_at(text, start)
            if name == "resource":
                span[:] = start, end
            return end

        end = walk_object(text, at, member)
        try:
            self._take(where, members, span[0], span[1])
        except WrongValue as fault:
            value = members.get("resource")
            self._reject(where, fault.sentence(value if type(value) is dict else members))
        except Unacceptable as fault:
            self._reject(where, fault.text)
        return end

    def _take(self, where: str, members: Json, start: int, end: int) -> None:
        """Keep the entry's resource for reading, if it has one that is to be kept."""
        request = members.get("request")
        method = str(request.get("method")) if type(request) is dict else ""
        if method in ("DELETE", "PATCH"):
            raise Unacceptable(
                f"the entry asks to {method.lower()} a record, which an import can't do; "
                "expected whole records, each replacing the one before."
            )
        value = members.get("resource")
        if value is None:
            if method in _ASKING or members.get("response") is not None:
                return
            raise Unacceptable("Bundle.entry.resource: expected a resource; there is none.")
        search = members.get("search")
        if type(search) is dict and search.get("mode") == "outcome":
            return
        kind = type_name(value)
        if kind == "Bundle":
            self._inner(where, start)
            return
        id_ = resource_id(value)
        spare_id = None if id_ else self._spare_id(members, request, kind, start, end)
        key = f"{kind}/{id_ or spare_id}"
        self.bundle.entries.append(Entry(where, start, end, key, spare_id, _updated(value)))
        self.bundle.around.add(value, kind, key, members.get("fullUrl"))

    def _spare_id(
        self, members: Json, request: Json | None, kind: str, start: int, end: int
    ) -> str:
        named = _named_by(members, request, kind)
        if named is not None and is_id(named):
            return named
        return id_from(self.bundle.text[start:end].encode())

    def _inner(self, where: str, start: int) -> None:
        if self.level == _DEEPEST:
            raise Unacceptable("bundles are nested too deeply in one another.")
        _Walk(self.bundle, where, level=self.level + 1).go(start)


def _named_by(members: Json, request: Json | None, kind: str) -> str | None:
    """The id of a resource that has none: from its fullUrl, else from the request's condition.

    A fullUrl that is the address of a resource ends with the id.
    """
    url = members.get("fullUrl")
    if type(url) is str:
        parts = url.split("/")
        return parts[-1] if len(parts) > 1 and parts[-2] in TYPES else url
    if type(request) is dict:
        for name in ("url", "ifNoneExist"):
            asked = request.get(name)
            if type(asked) is str and "=" in asked:
                return "?" + asked.removeprefix(kind).removeprefix("?")
    return None


def _updated(value: Json) -> str:
    """When the source last changed the resource, for comparing versions of a history."""
    meta = value.get("meta")
    when = meta.get("lastUpdated") if type(meta) is dict else None
    return when if type(when) is str else ""
