# SPDX-License-Identifier: Apache-2.0
"""What an entry that came later carries of its person, beside what each chart says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from himdesk.domain.changes import PATIENT, ChangeKind
from himdesk.domain.charts.items import Encounter
from himdesk.domain.corrections.relocation import NEEDED
from himdesk.domain.words import counted
from himdesk.services.correspondence.change_sets import kinds_about
from himdesk.ui import saying
from himdesk.ui.charts.entries import detail_of
from himdesk.ui.compare.rows import shown_by_name
from himdesk.ui.undo.values import Carried

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from himdesk.domain.charts.charts import Chart
    from himdesk.domain.charts.items import Item
    from himdesk.services.charts.comparing import UndoPreview

COMPARED: Final = (
    ("registered_name", "name"),
    ("registered_birth_date", "birth_date"),
    ("registered_sex", "sex"),
    ("registered_phone", "phone"),
    ("registered_address", "address"),
    ("registered_mrn", "mrn"),
)
"""What a visit was registered with, and what of a chart it is compared with."""

TITLES: Final = {"name": "Name", "mrn": "MRN"}
MOST: Final = 8


def carries(item: Item, charts: Sequence[Chart]) -> tuple[Carried, ...]:
    """What a visit was registered with and which chart says the same; of others what they say."""
    if not isinstance(item.details, Encounter):
        facts = detail_of(item).facts[:MOST]
        return tuple(Carried(name, text) for name, text in facts)
    found = []
    for name, of in COMPARED:
        said = getattr(item.details, name)
        if said:
            values = [_of_chart(of, chart) for chart in charts]
            fits = tuple(_fits(of, said, value) for value in values)
            told = tuple(
                next((one for one in own if _fits(of, said, (one,))), own[0]) for own in values
            )
            label = TITLES.get(of) or saying.field(of)
            found.append(Carried(label, said, told, fits))
    return tuple(found)


def _of_chart(of: str, chart: Chart) -> tuple[str, ...]:
    """What a chart says of it, what is shown first; any of them fits."""
    if of == "mrn":
        return (chart.patient.number,)
    if of == "name":
        return (chart.name(),)
    names = ("phone", "mobile") if of == "phone" else (of,)
    values = tuple(value for name in names if (value := shown_by_name(name, chart)))
    return values or ("",)


def _fits(of: str, said: str, values: Sequence[str]) -> bool | None:
    """Whether one of the values is what was said; None where the chart says nothing.

    What was registered may say more than the chart, such as the state of an address.
    """
    plain = [_plain(of, value) for value in values if value]
    wanted = _plain(of, said)
    return any(each <= wanted for each in plain) if plain else None


def _plain(of: str, text: str) -> frozenset[str]:
    """The words of a value in whatever order, the digits of a telephone; a date stays whole."""
    if of == "phone":
        return frozenset({"".join(c for c in text if c.isdigit())})
    kept = "".join(c if c.isalnum() or c == "-" else " " for c in text.casefold())
    return frozenset(kept.split())


def then_of(preview: UndoPreview, numbers: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """What follows from the undo, each with its icon."""
    changes = preview.outcome.change_set.changes
    found = [
        ("undo", f"{numbers.get(c.id, c.id)} is an active chart again")
        if c.after == "active"
        else ("strike", f"{numbers.get(c.id, c.id)} is marked as entered in error")
        for c in changes
        if (c.entity, c.field) == (PATIENT, "status")
    ]
    again = sum(c.field == "signature" and c.after == NEEDED for c in changes)
    if again:
        found.append(("amend", f"{counted(again, 'note')} to be signed again by the author"))
    found.append(("link", "Other systems are listed, to be corrected"))
    titles = [kind.replace("-", " ") for kind in kinds_about(ChangeKind.UNDO)]
    found.append(("letters", f"To write: {', '.join(titles)}"))
    if preview.misdirected:
        told = counted(len(preview.misdirected), "disclosure")
        found.append(("warn", f"{told} for the privacy officer to judge"))
    if preview.outcome.needs_approval:
        found.append(("approve", "A second person approves"))
    return tuple(found)
