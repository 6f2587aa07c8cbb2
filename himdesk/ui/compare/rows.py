# SPDX-License-Identifier: Apache-2.0
"""The rows of the field table: pure functions of the charts and of what was chosen."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from himdesk.domain.charts.charts import CHOICE_FIELDS, CHOICES, Chart, ChoiceField
from himdesk.domain.charts.differences import differing, kind_of_difference
from himdesk.domain.charts.items import Address, Category, Clinical, FlagCode
from himdesk.domain.charts.survivorship import merged_choice
from himdesk.ui.compare.values import LETTERS, Cell, FieldRow, Sign
from himdesk.ui.saying import FIELDS
from himdesk.ui.saying import value as in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

CHOICE_LABELS: Final = {name: words for name, words in FIELDS.items() if name in CHOICE_FIELDS}
MUST_CHOOSE: Final = frozenset({"birth_date", "sex", "deceased"})
"""Differing values of these are never taken by rule alone (DOMAIN 2.5, S10)."""

BOTH: Final = "both"
_ORDER: Final = (
    "family", "given", "middle", "suffix", "birth_date", "sex", "ssn", "phone", "mobile",
    "email", "address", "language", "marital_status", "deceased", "prefix",
)  # fmt: skip


def field_rows(
    charts: Sequence[Chart], keep: Mapping[str, str], survivor: int = 0
) -> tuple[FieldRow, ...]:
    """The rows of the table; `charts[survivor]` goes on, `keep` holds letters or "both"."""
    by_name = {choice.name: choice for choice in CHOICES}
    rows = [_row(by_name[name], charts, keep.get(name), survivor) for name in _ORDER]
    shown = [row for row in rows if any(cell.text is not None for cell in row.cells)]
    return (*shown, *_by_rule(charts))


def shown_by_name(name: str, chart: Chart) -> str | None:
    """A chart's value of a field, by the field's name; see `shown`."""
    return shown(CHOICE_FIELDS[name], chart)


def shown(choice: ChoiceField, chart: Chart) -> str | None:
    """A chart's value as the table shows it, in words; social security numbers masked."""
    item = chart.chosen(choice.name)
    if item is None:
        return None
    if isinstance(item.details, Address):
        parts = ((item.details.line or "").replace("\n", ", "), item.details.city or "")
        return ", ".join(part for part in parts if part)
    value = chart.value(choice.name)
    if not value:
        return value
    return masked(value) if choice.name == "ssn" else in_words(choice.name, value)


def masked(ssn: str) -> str:
    """A social security number with only its last four digits."""
    return f"***-**-{_digits(ssn)[-4:]}"


def _row(choice: ChoiceField, charts: Sequence[Chart], keep: str | None, survivor: int) -> FieldRow:
    values = [_compared(choice.name, chart) for chart in charts]
    texts = [shown(choice, chart) for chart in charts]
    different = len({v for v in values if v is not None}) > 1
    missing = None in values and any(v is not None for v in values)
    conflict = different and choice.name in MUST_CHOOSE
    sign = _sign(values, different=different, conflict=conflict)
    kept = keep or _by_default(choice, charts, survivor)
    needed = conflict and keep is None
    same = not (different or missing)
    return FieldRow(
        field=choice.name,
        label=CHOICE_LABELS[choice.name],
        cells=_cells(choice, values, texts, different=different),
        sign=sign,
        keep="" if same or needed else kept,
        choices=()
        if same
        else (*LETTERS[: len(charts)], *((BOTH,) if choice.both and different else ())),
        result=Cell(None if needed else _result(texts, kept)),
        sources=() if same or needed else _sources(kept, charts),
        remark="choose one" if needed else _remark(texts, kept, different=different),
        open=needed,
    )


def _compared(name: str, chart: Chart) -> str | None:
    """A value as it is compared: of a social security number only the digits."""
    value = chart.value(name)
    return _digits(value) if name == "ssn" and value else value


def _sign(values: Sequence[str | None], *, different: bool, conflict: bool) -> Sign:
    if conflict:
        return Sign.CONFLICT
    if different:
        return Sign.CHANGED
    if values[0] is None and any(values):
        return Sign.ADDED
    if values[0] is not None and None in values:
        return Sign.REMOVED
    return Sign.EQUAL


def _cells(
    choice: ChoiceField,
    values: Sequence[str | None],
    texts: Sequence[str | None],
    *,
    different: bool,
) -> tuple[Cell, ...]:
    """Each chart's value; what differs from the first chart's is marked on both sides."""
    first = texts[0]
    cells = [Cell(text) for text in texts]
    if not different:
        return tuple(cells)
    for i, text in enumerate(texts[1:], start=1):
        if first is None or text is None or values[i] == values[0]:
            continue
        if choice.name == "ssn":
            cells[0], cells[i] = _masked_cells(values[0] or "", values[i] or "", cells[0])
            continue
        found = differing(first, text)
        note = kind_of_difference(choice.name, values[0] or "", values[i] or "") or ""
        cells[0] = Cell(first, joined((*cells[0].marks, *found.left)))
        cells[i] = Cell(text, found.right, note)
    return tuple(cells)


def joined(marks: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Stretches in order, those that touch as one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(marks):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def _masked_cells(left: str, right: str, first: Cell) -> tuple[Cell, Cell]:
    """Which positions of two masked numbers differ, without their digits."""
    a, b = _digits(left), _digits(right)
    places = [i for i, (x, y) in enumerate(zip_longest(a, b)) if x != y]
    marks = tuple((_SHOWN_AT[i], _SHOWN_AT[i] + 1) for i in places if i < len(_SHOWN_AT))
    named = ", ".join(str(i + 1) for i in places)
    note = f"digit {named} of 9 differs" if len(places) == 1 else f"digits {named} of 9 differ"
    both = tuple(sorted({*first.marks, *marks}))
    return Cell(first.text, both), Cell(masked(right), marks, note)


_SHOWN_AT: Final = (0, 1, 2, 4, 5, 7, 8, 9, 10)
"""Where the nine digits stand in a masked number."""


def _digits(ssn: str) -> str:
    return "".join(sign for sign in ssn if sign.isdigit())


def _by_default(choice: ChoiceField, charts: Sequence[Chart], survivor: int) -> str:
    others = [chart for i, chart in enumerate(charts) if i != survivor]
    chosen = merged_choice(choice, charts[survivor], others)
    for letter, chart in zip(LETTERS, charts, strict=False):
        if chosen is not None and chart.patient.choices.get(choice.name) == chosen:
            return letter
    return LETTERS[survivor]


def _result(texts: Sequence[str | None], kept: str) -> str | None:
    if kept == BOTH:
        return " and ".join(dict.fromkeys(text for text in texts if text))
    return texts[LETTERS.index(kept)]


def _sources(kept: str, charts: Sequence[Chart]) -> tuple[str, ...]:
    return tuple(LETTERS[: len(charts)]) if kept == BOTH else (kept,)


def _remark(texts: Sequence[str | None], kept: str, *, different: bool) -> str:
    if not different:
        return ""
    if kept == BOTH:
        return "both stay current"
    chosen = texts[LETTERS.index(kept)]
    others = [text for text in dict.fromkeys(texts) if text and text != chosen]
    return f"{' and '.join(others)} kept as previous" if others else ""


def _by_rule(charts: Sequence[Chart]) -> tuple[FieldRow, ...]:
    """What nobody chooses: sensitivity is the strictest, blood groups are all kept."""
    rows = []
    flags = [", ".join(sorted(FLAG_WORDS[f] for f in c.flags() if f in FLAG_WORDS)) for c in charts]
    if any(flags):
        union = sorted({FLAG_WORDS[f] for c in charts for f in c.flags() if f in FLAG_WORDS})
        rows.append(_ruled("Sensitivity", [f or "normal" for f in flags], ", ".join(union)))
    groups = [_blood_groups(chart) for chart in charts]
    if any(groups):
        together = " and ".join(dict.fromkeys(g for g in groups if g))
        rows.append(_ruled("Blood group", groups, together))
    return tuple(rows)


FLAG_WORDS: Final[dict[str, str]] = {
    FlagCode.VIP: "confidential",
    FlagCode.PART2: "Part 2",
    FlagCode.LEGAL_HOLD: "legal hold",
    FlagCode.MULTIPLE_BIRTH: "multiple birth",
    FlagCode.RELEASE_HOLD: "entries held from release",
}


def _blood_groups(chart: Chart) -> str:
    values = {
        i.details.value
        for i in chart.items
        if isinstance(i.details, Clinical)
        and i.details.category == Category.BLOOD_GROUP
        and i.details.value
        and not i.in_error
    }
    if len(values) > 1 and values & {"+", "-"} and len(values - {"+", "-"}) == 1:
        abo, rhesus = values - {"+", "-"}, values & {"+", "-"}
        return "".join((*abo, *rhesus))
    return " and ".join(sorted(values))


def _ruled(label: str, values: Sequence[str], result: str) -> FieldRow:
    stated = [v for v in values if v]
    different, several = len(set(values)) > 1, len(set(stated)) > 1
    conflict = label == "Blood group" and several
    sign = _sign([v or None for v in values], different=several, conflict=conflict)
    remark = "strictest wins" if label == "Sensitivity" else "all kept"
    if conflict:
        remark = "all kept, blood bank to confirm"
    return FieldRow(
        field=label,
        label=label,
        cells=tuple(
            Cell(v or None, ((0, len(v)),) if several and v and v != "normal" else ())
            for v in values
        ),
        sign=sign,
        keep="rule",
        choices=(),
        result=Cell(result),
        sources=tuple(
            letter for letter, v in zip(LETTERS, values, strict=False) if v and v in result
        ),
        remark=remark if different else "",
    )
