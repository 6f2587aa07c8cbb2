# SPDX-License-Identifier: Apache-2.0
"""What moving items to other charts entails: links, signatures, choices, and stubs left behind.

Shared by move and split. An item moves, it is never copied; what hangs on it moves along unless
it is given a chart of its own; no link crosses charts; nothing left behind names the other person.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from himdesk.domain.changes import CREATED, PATIENT, Change
from himdesk.domain.charts.charts import CHOICES, fits, item_digest
from himdesk.domain.charts.items import ASSERTIONS, STUB, Document, Item, Kind
from himdesk.domain.charts.survivorship import preferred

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from himdesk.domain.charts.charts import Chart

SIGNED: Final = "signed"
NEEDED: Final = "needed"

STUB_TITLE: Final = "Entry removed: it belonged to another patient"


@dataclass(frozen=True, slots=True)
class Relocation:
    """Where items of one or more charts go.

    `items` are all items concerned: those that move and all that hang on one that moves or that
    one that moves hangs on. `goes` maps an item to the chart it goes to; what is not named
    follows its parent. `refiled` maps an item to the encounter it is filed under from now on.
    """

    items: Mapping[str, Item]
    goes: Mapping[str, str]
    refiled: Mapping[str, str]

    def destinations(self) -> dict[str, str]:
        """The chart of each item afterwards."""
        found = dict(self.goes)
        for name, item in self.items.items():
            above = item.parent_id or item.encounter_id or ""
            if name not in found and above in found:
                found[name] = found[above]
            elif name not in found:
                self._follow(name, found)
        return found

    def _follow(self, item: str, found: dict[str, str]) -> None:
        """Find the chart of an item and of what it hangs on."""
        path: dict[str, str] = {}
        at = item
        while at in self.items and at not in found and at not in path:
            path[at] = self.items[at].patient_id
            at = self.items[at].parent_id or self.items[at].encounter_id or ""
        for step, own in reversed(path.items()):
            found[step] = found.get(at, own)
            at = step

    def changes(self, after: Mapping[str, str]) -> Iterator[Change]:
        """Owners, links and signatures; `after` are the destinations."""
        for name, item in self.items.items():
            goes = after[name]
            if goes != item.patient_id:
                kind, details = item.kind.value, item.details
                yield Change(kind, name, "patient_id", item.patient_id, goes)
                if isinstance(details, Document) and details.signature == SIGNED:
                    yield Change(kind, name, "signature", SIGNED, NEEDED)
            if item.encounter_id or item.parent_id or name in self.refiled:
                yield from self._links(item, after)

    def _links(self, item: Item, after: Mapping[str, str]) -> Iterator[Change]:
        for name, now in (("encounter_id", item.encounter_id), ("parent_id", item.parent_id)):
            link = now
            if name == "encounter_id" and item.id in self.refiled:
                link = self.refiled[item.id]
            elif now is not None and after.get(now, item.patient_id) != after[item.id]:
                link = None
            if link != now:
                yield Change(item.kind.value, item.id, name, now, link)


def choices_after(
    charts: Iterable[Chart],
    after: Mapping[str, str],
    *,
    more: Iterable[Item] = (),
    wrong: Collection[str] = (),
) -> Iterator[Change]:
    """The choices of charts that lose or gain assertions.

    A choice that leaves, or is among the `wrong` ones, falls to the next by the rule; a blank
    is filled by what comes.
    """
    charts = tuple(charts)
    owned: dict[str, list[Item]] = defaultdict(list)
    for item in (*(i for chart in charts for i in chart.items), *more):
        if item.kind in ASSERTIONS and item.id not in wrong:
            owned[after.get(item.id, item.patient_id)].append(item)
    for patient in (chart.patient for chart in charts):
        for choice in CHOICES:
            now = patient.choices.get(choice.name)
            fitting = [i for i in owned[patient.id] if fits(choice, i)]
            came = any(i.patient_id != patient.id for i in fitting)
            if (now is None and not came) or any(i.id == now for i in fitting):
                continue
            best = preferred(choice, owned[patient.id])
            name = best.id if best else None
            if name != now:
                yield Change(PATIENT, patient.id, f"choice_{choice.name}", now, name)


def stub(item: Item, new_id: str) -> Item | None:
    """What stays at the wrong chart in place of an entry: its day, and nothing of its content.

    Statements about the person leave none: they were never entries of care.
    """
    if item.kind in ASSERTIONS or item.in_error:
        return None
    return Item(
        id=new_id,
        kind=Kind.DOCUMENT,
        home_patient_id=item.patient_id,
        patient_id=item.patient_id,
        details=Document(title=STUB_TITLE),
        type=STUB,
        status="current",
        at=item.at,
    )


def creation(item: Item) -> Change:
    """The ledger's record of a new item."""
    return Change(item.kind.value, item.id, CREATED, None, item_digest(item))


def recorded_anew(item: Item, *, patient: str, new_id: str, **changes: str | None) -> Item:
    """A new recording of an item in another chart; only the first one's id leads back to it."""
    return replace(
        item,
        id=new_id,
        home_patient_id=patient,
        patient_id=patient,
        parent_id=None,
        encounter_id=None,
        body=None,
        source_record_id=None,
        derived_from=item.id,
        **changes,  # type: ignore[arg-type]
    )
