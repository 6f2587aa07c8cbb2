# SPDX-License-Identifier: Apache-2.0
"""What a chart must not tell of another person: whose an item was, and who is named beside it.

An item that came by a move or a split keeps its home for ever; whose that is, is nobody's
business who reads this chart. What was merged into it is the same person, and is named.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from himdesk.domain.charts.items import (
    About,
    Address,
    Encounter,
    Identifier,
    Item,
    Kind,
    Name,
    Statement,
    Telecom,
)
from himdesk.store.reading import asof, charts, items, patients

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from himdesk.domain.changes import AppliedChangeSet
    from himdesk.domain.charts.charts import Chart
    from himdesk.store.engine import Transaction

ANOTHER: Final = "another chart"
"""What stands in place of whatever would tell who the other person is."""

_SHORTEST: Final = 3
_SHORTEST_CONTACT: Final = 6
_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Identity:
    """What a person can be recognised by, in words that compare."""

    numbers: frozenset[str]
    names: tuple[frozenset[str], ...]
    birth_dates: frozenset[str]
    contacts: frozenset[str]

    @classmethod
    def of(cls, numbers: Iterable[str], stated: Iterable[Item]) -> Identity:
        """From the numbers of a person's charts, and statements about the person."""
        stated = tuple(stated)
        details = [item.details for item in stated]
        ids = {d.value for d in details if isinstance(d, Identifier) and d.value}
        names = (d for d in details if isinstance(d, Name))
        births = (d for d in details if isinstance(d, Statement) and d.about == About.BIRTH_DATE)
        return cls(
            numbers=frozenset({*numbers, *ids}),
            names=tuple(_words(" ".join(filter(None, _parts(name)))) for name in names),
            birth_dates=frozenset(b.value for b in births if b.value),
            contacts=frozenset(
                _letters(d.value if isinstance(d, Telecom) else d.line)
                for d in details
                if isinstance(d, (Telecom, Address))
            ),
        )

    def has_name(self, text: str) -> bool:
        """Whether the text says nothing but words of one of the names."""
        words = _words(text)
        return any(words <= name for name in self.names)

    def has_address(self, text: str) -> bool:
        """Whether the text begins like one of the addresses; the town may stand behind it."""
        said = _letters(text)
        return any(said.startswith(own) for own in self.contacts if own)


def homes_shown(session: Transaction, chart: Chart, *, seq: int | None = None) -> dict[str, str]:
    """For each chart that items of this one name: its number, or that it is another's."""
    own = chart.patient
    ids = {i.home_patient_id for i in chart.items} | {own.id, *filter(None, [own.replaced_by])}
    return numbers_told(session, own.id, ids, seq=seq)


def numbers_told(
    session: Transaction, chart_id: str, ids: Collection[str], *, seq: int | None = None
) -> dict[str, str]:
    """The numbers of charts as one chart may tell them: a stranger's is another chart."""
    same = {chart_id, *_same_person(session, chart_id, ids, seq)}
    found = patients.patients(session, ids)
    return {name: found[name].number if name in same else ANOTHER for name in ids}


def discreet(
    session: Transaction,
    chart_id: str,
    found: Sequence[Item],
    *,
    chart: Chart | None = None,
    seq: int | None = None,
) -> tuple[Item, ...]:
    """Items of a chart; what came from another person's was perhaps registered as that person.

    `chart` has the assertions, if they were read already; `seq` the time of reading.
    """
    homes = {i.home_patient_id for i in found if i.kind is Kind.ENCOUNTER} - {chart_id}
    foreign = homes - _same_person(session, chart_id, homes, seq)
    if not foreign:
        return tuple(found)
    chart = chart or charts.assertions(session, [chart_id])[chart_id]
    retired = patients.retired_into(session, chart_id)
    own = Identity.of([chart.patient.number, *(p.number for p in retired)], chart.items)
    return tuple(_masked(i, own) if i.home_patient_id in foreign else i for i in found)


def _masked(item: Item, own: Identity) -> Item:
    """The registration with what is not this chart's own struck out."""
    was = item.details
    if not isinstance(was, Encounter):
        return item
    own_name = own.has_name(was.registered_name or "")
    same = {
        "registered_mrn": was.registered_mrn in own.numbers,
        "registered_name": own_name,
        "registered_birth_date": was.registered_birth_date in own.birth_dates,
        "registered_address": own.has_address(was.registered_address or ""),
        "registered_phone": _letters(was.registered_phone) in own.contacts,
    }
    struck = {n: ANOTHER for n, own_ in same.items() if getattr(was, n) is not None and not own_}
    return replace(item, details=replace(was, **struck))


def held_anothers(session: Transaction, chart: Chart) -> bool:
    """Whether a chart as it stood holds what was found since to be another person's."""
    now = items.items(session, {item.id for item in chart.items})
    owners = {item.patient_id for item in now.values()} - {chart.patient.id}
    ends = patients.survivors(session, {chart.patient.id, *owners})
    return any(ends[owner] != ends[chart.patient.id] for owner in owners)


def reasons(
    session: Transaction, chart_id: str, sets: Sequence[AppliedChangeSet]
) -> dict[str, str]:
    """The reasons of change sets, by id, as the history of a chart shows them; see `struck`."""
    texts = [(each.change_set.reason, each.change_set.charts()) for each in sets]
    told = struck(session, chart_id, texts)
    return {each.id: text for each, text in zip(sets, told, strict=True)}


def struck(
    session: Transaction, chart_id: str, texts: Sequence[tuple[str, Collection[str]]]
) -> list[str]:
    """Texts with the charts that they are about, as they are told from one chart.

    What a clerk wrote for two charts may name the other person; that is struck out.
    """
    touched = {chart for _, charts_ in texts for chart in charts_} - {chart_id}
    others = touched - _same_person(session, chart_id, touched, None)
    found = charts.assertions(session, {chart_id, *others}) if others else {}
    stated = [item for name, chart in found.items() if name not in others for item in chart.items]
    own = Identity.of((), stated)
    result = []
    for text, about in texts:
        strangers = sorted(set(about) & others & found.keys())
        identities = [Identity.of([found[s].patient.number], found[s].items) for s in strangers]
        result.append(_struck(text, identities, own))
    return result


def _struck(text: str, others: Iterable[Identity], own: Identity) -> str:
    for other in others:
        contacts = (c for c in other.contacts - own.contacts if len(c) >= _SHORTEST_CONTACT)
        for contact in sorted(contacts, key=len, reverse=True):
            text = _without(text, r"[\W_]*".join(map(re.escape, contact)))
        for trace in _traces(other, own):
            text = _without(text, re.escape(trace))
    return text


def _without(text: str, pattern: str) -> str:
    return re.sub(rf"(?<!\w){pattern}(?!\w)", ANOTHER, text, flags=re.IGNORECASE)


def _traces(other: Identity, own: Identity) -> Iterator[str]:
    """Long ones first, since a short one may be part of it."""
    own_words = frozenset(word for name in own.names for word in name)
    yield from sorted((n for n in other.numbers if len(n) >= _SHORTEST), key=len, reverse=True)
    for born in other.birth_dates:
        yield born
        year, _, rest = born.partition("-")
        month, _, day = rest.partition("-")
        if day:
            yield f"{month}/{day}/{year}"
            yield f"{int(month)}/{int(day)}/{year}"
    words = {word for name in other.names for word in name}
    yield from sorted(w for w in words if len(w) >= _SHORTEST and w not in own_words)


def _same_person(
    session: Transaction, chart_id: str, ids: Collection[str], seq: int | None
) -> set[str]:
    """Those of the charts that are joined with this one, now or at a place in the ledger."""
    if not set(ids) - {chart_id}:
        return set(ids)
    wanted = {chart_id, *ids}
    ends = (
        patients.survivors(session, wanted) if seq is None else asof.survivors(session, wanted, seq)
    )
    return {name for name in ids if ends[name] == ends[chart_id]}


def _parts(name: Name) -> tuple[str | None, ...]:
    return (name.given, name.middle, name.family, name.suffix)


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold()))


def _letters(text: str | None) -> str:
    """A telephone number or street without what people write differently."""
    return "".join(sign for sign in (text or "").casefold() if sign.isalnum())
