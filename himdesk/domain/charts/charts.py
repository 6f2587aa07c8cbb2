# SPDX-License-Identifier: Apache-2.0
"""Charts: patients with their items, and which assertion each shows as *the* value of a field."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, fields
from enum import StrEnum
from json.encoder import encode_basestring as _quoted
from operator import attrgetter
from typing import TYPE_CHECKING, Final
from unicodedata import is_normalized

from himdesk.domain.changes import canonical, sha256
from himdesk.domain.charts.addressed import addressed
from himdesk.domain.charts.items import Flag as FlagDetails
from himdesk.domain.charts.items import (
    FlagCode,
    Identifier,
    Item,
    Kind,
    Name,
    Statement,
    Telecom,
    detail_fields,
    person_name,
)

if TYPE_CHECKING:
    from collections.abc import Mapping


class ChartStatus(StrEnum):
    """The life of a chart; nothing is ever deleted."""

    ACTIVE = "active"
    RETIRED = "retired"
    ENTERED_IN_ERROR = "entered-in-error"


@dataclass(frozen=True, slots=True)
class ChoiceField:
    """A field for which a chart shows one assertion of several.

    `kind` is the kind of assertion it chooses from, `part` the detail it shows; `both` says
    whether a merge may keep the values of both charts current.
    """

    name: str
    kind: Kind
    part: str
    both: bool = False


CHOICES: Final[tuple[ChoiceField, ...]] = (
    ChoiceField("family", Kind.NAME, "family"),
    ChoiceField("given", Kind.NAME, "given"),
    ChoiceField("middle", Kind.NAME, "middle"),
    ChoiceField("prefix", Kind.NAME, "prefix"),
    ChoiceField("suffix", Kind.NAME, "suffix"),
    ChoiceField("birth_date", Kind.STATEMENT, "value"),
    ChoiceField("sex", Kind.STATEMENT, "value"),
    ChoiceField("deceased", Kind.STATEMENT, "value"),
    ChoiceField("language", Kind.STATEMENT, "value"),
    ChoiceField("marital_status", Kind.STATEMENT, "value"),
    ChoiceField("ssn", Kind.IDENTIFIER, "value"),
    ChoiceField("phone", Kind.TELECOM, "value", both=True),
    ChoiceField("mobile", Kind.TELECOM, "value", both=True),
    ChoiceField("email", Kind.TELECOM, "value", both=True),
    ChoiceField("address", Kind.ADDRESS, "line", both=True),
)
"""The fields with a choice. Their names, with the prefix `choice_`, are published ledger fields."""

CHOICE_FIELDS: Final[dict[str, ChoiceField]] = {c.name: c for c in CHOICES}


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient:
    """A chart's own row. `number` within `authority` is its MRN for ever, also when retired.

    `choices` maps a `ChoiceField` name to the id of the chosen assertion.
    """

    id: str
    authority: str
    number: str
    status: str = ChartStatus.ACTIVE
    replaced_by: str | None = None
    choices: Mapping[str, str | None] = field(default_factory=dict)


def fits(choice: ChoiceField, item: Item) -> bool:
    """Whether the assertion is one that this field may choose (in error ones are not)."""
    if item.kind is not choice.kind or item.in_error or getattr(item.details, choice.part) is None:
        return False
    match item.details:
        case Identifier(type=kind):
            return kind == "SS"  # the one kind of number that a chart shows by choice
        case Telecom(system="phone", use=use):
            return choice.name == ("mobile" if use == "mobile" else "phone")
        case Telecom(system=system):
            return choice.name == system
        case Statement(about=about):
            return choice.name == about
    return True


@dataclass(frozen=True, slots=True)
class Chart:
    """A patient with items: all of them, or those that a question needs (`items` says which)."""

    patient: Patient
    items: tuple[Item, ...]

    def chosen(self, name: str) -> Item | None:
        """The assertion that the chart shows for a choice field."""
        wanted = self.patient.choices.get(name)
        if wanted is None:
            return None
        return next((item for item in self.items if item.id == wanted), None)

    def value(self, name: str) -> str | None:
        """The value that the chart shows for a choice field."""
        item = self.chosen(name)
        if item is None:
            return None
        value = getattr(item.details, CHOICE_FIELDS[name].part)
        return None if value is None else str(value)

    def name(self) -> str:
        """The patient's name as shown, put together from the chosen parts."""
        return person_name(self._parts())

    def addressed(self) -> str:
        """The patient's name as on an envelope."""
        return addressed(self._parts())

    def _parts(self) -> Name:
        parts = ("family", "given", "middle", "prefix", "suffix")
        return Name(**{part: self.value(part) for part in parts})

    def flags(self) -> frozenset[str]:
        """The flags in force; the strictest wins, so one assertion suffices."""
        return frozenset(
            item.details.flag
            for item in self.items
            if isinstance(item.details, FlagDetails) and not item.in_error and item.until is None
        )

    @property
    def restricted(self) -> bool:
        """Whether name and contents are masked until the glass is broken (DOMAIN S17)."""
        return FlagCode.VIP in self.flags()


_ALL: Final = tuple(sorted(f.name for f in fields(Item)))
_values: Final = attrgetter(*_ALL)
_SORTED: Final = {kind: tuple(sorted(detail_fields(kind))) for kind in Kind}
_DETAILS: Final = {kind: attrgetter(*names) for kind, names in _SORTED.items()}


def patient_body(patient: Patient) -> bytes:
    """The canonical body of a chart at its creation: what never changes of it."""
    return canonical(
        {"authority": patient.authority, "id": patient.id, "number": patient.number, "v": 1}
    )


def item_body(item: Item) -> bytes:
    """The canonical body of an item at its creation: all its fields that are not None.

    Written out by hand, because an import makes millions of them; `canonical` says the same.
    """
    kind, parts = item.kind, []
    for name, value in zip(_ALL, _values(item), strict=True):
        if name == "details":
            said = ",".join(
                f'"{name}":{_quoted(value)}'
                for name, value in zip(_SORTED[kind], _DETAILS[kind](value), strict=True)
                if value is not None
            )
            parts.append(f'"details":{{{said}}}')
        elif value is not None:
            parts.append(f'"{name}":{_quoted(str(value))}')
    text = f'{{{",".join(parts)},"v":1}}'
    return text.encode() if is_normalized("NFC", text) else canonical(json.loads(text))


def patient_digest(patient: Patient) -> str:
    """The `after` of the change that creates a chart."""
    return sha256(patient_body(patient))


def item_digest(item: Item) -> str:
    """The `after` of the change that creates an item."""
    return sha256(item_body(item))
