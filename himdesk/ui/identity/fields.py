# SPDX-License-Identifier: Apache-2.0
"""What a chart says of its person, field by field, for the dialog that corrects it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from himdesk.domain.charts.charts import CHOICE_FIELDS, fits
from himdesk.domain.charts.items import Kind, Statement, Status
from himdesk.services.views import display
from himdesk.ui import saying
from himdesk.ui.compare.rows import CHOICE_LABELS, masked
from himdesk.ui.identity.values import FieldPage, StatementRow
from himdesk.ui.requests.values import CHOICE, DAY, Field

if TYPE_CHECKING:
    from himdesk.domain.charts.charts import Chart, ChoiceField
    from himdesk.domain.charts.items import Item

LABELS: Final = {"family": "Name"} | {
    name: words
    for name, words in CHOICE_LABELS.items()
    if CHOICE_FIELDS[name].kind is not Kind.NAME
}
"""The fields that are corrected, the name as a whole; the first one is shown first."""

PARTS: Final = {
    Kind.NAME: ("family", "given", "middle", "prefix", "suffix"),
    Kind.ADDRESS: ("line", "city", "state", "postal_code"),
}
PART_LABELS: Final = CHOICE_LABELS | {
    "line": "Street",
    "city": "City",
    "state": "State",
    "postal_code": "Postal code",
}
SEXES: Final = (
    ("female", "female"), ("male", "male"), ("other", "other"), ("unknown", "unknown"),
)  # fmt: skip
CODED: Final = ("language", "marital_status")
"""Fields whose values are chosen by their words, for records hold codes."""

BECAUSE: Final = Field(
    "because",
    "The value shown now",
    CHOICE,
    (("correction", "was wrong: it is struck"), ("update", "was right once: it ends today")),
)
EVIDENCE: Final = Field("evidence", "Seen", hint="such as the passport, or the document of the day")


def field_page(chart: Chart, name: str) -> FieldPage:
    """A field of a chart with its statements, what is shown now first."""
    choice, shown = CHOICE_FIELDS[name], chart.chosen(name)
    own = [item for item in chart.items if _is_of(choice, item)]
    own.sort(key=lambda item: (item != shown, item.in_error, item.id))
    return FieldPage(
        name=name,
        statements=tuple(_row(item, shown) for item in own),
        parts=(*_parts(name, shown), BECAUSE, EVIDENCE)
        if shown
        else (*_parts(name, None), EVIDENCE),
    )


def _is_of(choice: ChoiceField, item: Item) -> bool:
    """Whether a statement, also one in error, is about this field; a name is about all parts."""
    if item.kind is not choice.kind or choice.kind is Kind.NAME:
        return item.kind is choice.kind
    return fits(choice, replace(item, status=Status.CURRENT))


def _row(item: Item, shown: Item | None) -> StatementRow:
    says = display(item)
    if isinstance(item.details, Statement):
        says = saying.value(item.details.about, item.details.value or says)
    mark = "previous" if item.status == Status.PREVIOUS or item.until else ""
    if item.in_error:
        mark = "struck: was wrong"
    if item == shown:
        mark = "shown now"
    return StatementRow(
        key=item.id,
        says=masked(says) if item.kind is Kind.IDENTIFIER else says,
        since=(item.at or item.recorded or "")[:10],
        mark=mark,
        past=bool(mark) and item != shown,
    )


def _parts(name: str, shown: Item | None) -> tuple[Field, ...]:
    """What a new statement is made of; it begins with what is shown, to be changed."""
    parts = PARTS.get(CHOICE_FIELDS[name].kind)
    if parts is None:
        return (_single(name, getattr(shown.details, "value", None) or "" if shown else ""),)
    return tuple(
        Field(part, PART_LABELS[part], value=getattr(shown.details, part) or "" if shown else "")
        for part in parts
    )


def _single(name: str, value: str) -> Field:
    label = CHOICE_LABELS[name]
    if name == "sex":
        options = sorted(SEXES, key=lambda option: option[0] != value)
        return Field("value", label, CHOICE, tuple(options))
    if name in CODED:
        first = saying.value(name, value) if value else "choose one"
        options = [(value, first)]
        options += sorted(
            ((code, words) for code, words in saying.VALUES[name].items() if code != value),
            key=lambda option: option[1],
        )
        return Field("value", label, CHOICE, tuple(options))
    if name == "ssn":
        return Field("value", label, hint="the whole number")
    kind = DAY if name == "birth_date" else "line"
    hint = "yes, no, or the day of death" if name == "deceased" else ""
    said = saying.value(name, value) if name == "deceased" else value
    return Field("value", label, kind, value=said, hint=hint)


def as_recorded(name: str, typed: str) -> str:
    """What was typed for a field, as it is recorded: of a death "yes" and "no" are codes."""
    if name != "deceased":
        return typed
    return {"yes": "true", "no": "false"}.get(typed.strip().casefold(), typed)
