# SPDX-License-Identifier: Apache-2.0
"""Would this be two people? What speaks against joining charts (DOMAIN 2.6, S7, S9, S16).

Each rule looks at two charts and yields contradictions; a merge of more asks each pair.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING, Final

from himdesk.domain.charts.items import Category, Clinical, Encounter, FlagCode, Identifier, Item
from himdesk.domain.plans import Contradiction, Grade
from himdesk.domain.times import earliest, latest, overlap, similar_dates

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from himdesk.domain.charts.charts import Chart

INPATIENT: Final = frozenset({"IMP", "ACUTE", "NONAC", "inpatient"})
"""FHIR v3 ActEncounterCode values (and DSTU2's word) of stays in a bed."""

OVER: Final = frozenset({"finished", "cancelled", "entered-in-error", "planned"})
VOID: Final = frozenset({"cancelled", "entered-in-error", "planned"})


def contradictions(charts: Sequence[Chart]) -> tuple[Contradiction, ...]:
    """All contradictions between the charts, gravest first; one per code and pair."""
    found: list[Contradiction] = []
    for left, right in combinations(charts, 2):
        for rule in _PAIR_RULES:
            found.extend(rule(left, right))
    found.extend(_legal_hold(charts))
    grades = list(Grade)
    single = _joined(found).values()
    return tuple(sorted(single, key=lambda c: (-grades.index(c.grade), c.code, c.charts)))


def _joined(found: Iterable[Contradiction]) -> dict[tuple[str, tuple[str, ...]], Contradiction]:
    """One finding per code and pair, where each side says what contradicts the other."""
    joined: dict[tuple[str, tuple[str, ...]], Contradiction] = {}
    for each in found:
        first = joined.setdefault((each.code, each.charts), each)
        if first is not each:
            joined[each.code, each.charts] = replace(
                first, text=f"{first.text} {each.text}", items=(*first.items, *each.items)
            )
    return joined


def _encounters(chart: Chart) -> list[tuple[Item, Encounter]]:
    return [
        (item, item.details)
        for item in chart.items
        if isinstance(item.details, Encounter) and item.status not in VOID and not item.in_error
    ]


def _clinical(chart: Chart, category: Category) -> list[tuple[Item, Clinical]]:
    return [
        (item, item.details)
        for item in chart.items
        if isinstance(item.details, Clinical)
        and item.details.category == category
        and not item.in_error
    ]


def _pair(
    grade: Grade, code: str, text: str, charts: tuple[Chart, Chart], items: Iterable[Item] = ()
) -> Contradiction:
    return Contradiction(
        grade=grade,
        code=code,
        text=text,
        charts=tuple(c.patient.id for c in charts),
        items=tuple(i.id for i in items),
    )


def _numbers(left: Chart, right: Chart) -> str:
    return f"{left.patient.number} and {right.patient.number}"


def _birth_date(left: Chart, right: Chart) -> Iterator[Contradiction]:
    a, b = left.value("birth_date"), right.value("birth_date")
    if a is None or b is None or a == b or a.startswith(b) or b.startswith(a):
        return
    alike = similar_dates(a, b)
    text = f"Birth dates differ: {left.patient.number} {a}, {right.patient.number} {b}"
    yield _pair(
        Grade.WARN if alike else Grade.STOP,
        "birth-date",
        f"{text} ({alike})." if alike else f"{text}.",
        (left, right),
    )


def _sex(left: Chart, right: Chart) -> Iterator[Contradiction]:
    a, b = left.value("sex"), right.value("sex")
    if {a, b} == {"male", "female"}:
        text = f"Sex differs: {left.patient.number} {a}, {right.patient.number} {b}."
        yield _pair(Grade.STOP, "sex", text, (left, right))


def _stays(left: Chart, right: Chart) -> Iterator[Contradiction]:
    pair = _first_overlap(_inpatient(left), _inpatient(right))
    if pair is not None:
        x, y = pair
        text = (
            f"Inpatient stays overlap: {left.patient.number} {_span(x)}, "
            f"{right.patient.number} {_span(y)}. One person can't be in two beds."
        )
        yield _pair(Grade.STOP, "inpatient-overlap", text, (left, right), (x, y))


def _inpatient(chart: Chart) -> list[Item]:
    stays = [i for i, e in _encounters(chart) if e.encounter_class in INPATIENT and i.at]
    return sorted(stays, key=lambda i: earliest(i.at or ""))


def _first_overlap(left: list[Item], right: list[Item]) -> tuple[Item, Item] | None:
    """Two stays, one of each chart, that overlap; both lists are in order of their start."""
    x = y = 0
    while x < len(left) and y < len(right):
        a, b = left[x], right[y]
        if overlap((a.at, a.until), (b.at, b.until)):
            return a, b
        if earliest(a.at or "") <= earliest(b.at or ""):
            x += 1
        else:
            y += 1
    return None


def _span(item: Item) -> str:
    start = (item.at or "?")[:10]
    return f"{start} to {item.until[:10]}" if item.until else f"since {start}"


def _beds(left: Chart, right: Chart) -> Iterator[Contradiction]:
    beds = [
        next((i for i, e in _encounters(c) if e.bed and i.status not in OVER and not i.until), None)
        for c in (left, right)
    ]
    if beds[0] is not None and beds[1] is not None:
        text = f"{_numbers(left, right)} both occupy a bed now."
        yield _pair(Grade.STOP, "bed-both", text, (left, right), (beds[0], beds[1]))


def _same_encounter_number(left: Chart, right: Chart) -> Iterator[Contradiction]:
    numbers = {e.number: i for i, e in _encounters(left) if e.number}
    for item, details in _encounters(right):
        if details.number in numbers:
            text = (
                f"Encounter number {details.number} is on both {_numbers(left, right)}: "
                "one visit recorded twice, or a visit under the wrong patient."
            )
            other = numbers[details.number]
            yield _pair(Grade.WARN, "encounter-number", text, (left, right), (other, item))
            return


def _orders(left: Chart, right: Chart) -> Iterator[Contradiction]:
    active = [
        [i for i, c in _clinical(chart, Category.ORDER) if c.active == "yes"]
        for chart in (left, right)
    ]
    if active[0] and active[1]:
        text = (
            f"{_numbers(left, right)} both have active orders ({len(active[0])} and "
            f"{len(active[1])}). They would be carried out twice."
        )
        yield _pair(
            Grade.STOP, "orders-both", text, (left, right), (*active[0][:5], *active[1][:5])
        )


def _blood_group(left: Chart, right: Chart) -> Iterator[Contradiction]:
    groups = [
        {c.value: i for i, c in _clinical(chart, Category.BLOOD_GROUP) if c.value}
        for chart in (left, right)
    ]
    for a, x in groups[0].items():
        for b, y in groups[1].items():
            if a and b and not _same_group(a, b):
                text = (
                    f"Blood group differs: {left.patient.number} {a}, {right.patient.number} {b}. "
                    "These are probably two people."
                )
                yield _pair(Grade.STOP, "blood-group", text, (left, right), (x, y))
                return


def _same_group(a: str, b: str) -> bool:
    """Whether two statements of blood group can be of one person: "O" and "O+" can."""
    abo, rh = {a.rstrip("+-"), b.rstrip("+-")}, {a[-1:], b[-1:]} & {"+", "-"}
    return len(abo - {""}) <= 1 and len(rh) <= 1


def _allergies(left: Chart, right: Chart) -> Iterator[Contradiction]:
    for one, other in ((left, right), (right, left)):
        none_known = [i for i, c in _clinical(one, Category.ALLERGY) if c.negated == "yes"]
        listed = [i for i, c in _clinical(other, Category.ALLERGY) if c.negated != "yes"]
        if none_known and listed:
            what = ", ".join(sorted({i.display or "an allergy" for i in listed})[:3])
            text = (
                f"{other.patient.number} has {what}, {one.patient.number} says no known allergy. "
                "Both are kept for a clinician to reconcile."
            )
            yield _pair(
                Grade.WARN, "allergy-none-known", text, (left, right), (*none_known, *listed)
            )


def _deceased(left: Chart, right: Chart) -> Iterator[Contradiction]:
    for one, other in ((left, right), (right, left)):
        died = one.value("deceased")
        if died in {None, "false"}:
            continue
        if other.value("deceased") in {None, "false"}:
            text = f"{one.patient.number} is recorded as deceased, {other.patient.number} is not."
            yield _pair(Grade.STOP, "deceased-one", text, (left, right))
        after = [
            i
            for i, _ in _encounters(other)
            if died != "true" and i.at is not None and earliest(i.at) > latest(died or "")
        ]
        if after:
            text = (
                f"{other.patient.number} has activity on {(after[0].at or '')[:10]}, after the "
                f"death recorded on {one.patient.number} ({(died or '')[:10]})."
            )
            yield _pair(Grade.STOP, "activity-after-death", text, (left, right), after[:5])


def _mother(left: Chart, right: Chart) -> Iterator[Contradiction]:
    for child, mother in ((left, right), (right, left)):
        numbers = {mother.patient.number} | {
            i.details.value for i in mother.items if isinstance(i.details, Identifier)
        }
        said = [i for i, c in _clinical(child, Category.MOTHER) if c.value and c.value in numbers]
        if said:
            text = f"{mother.patient.number} is recorded as the mother of {child.patient.number}."
            yield _pair(Grade.NEVER, "mother-newborn", text, (left, right), said)


def _multiple_birth(left: Chart, right: Chart) -> Iterator[Contradiction]:
    flagged = FlagCode.MULTIPLE_BIRTH in left.flags() | right.flags()
    same_day = left.value("birth_date") == right.value("birth_date") is not None
    if flagged and same_day and left.value("given") != right.value("given"):
        text = (
            f"{_numbers(left, right)} are of a multiple birth, with the same birth date and "
            "different first names: twins?"
        )
        yield _pair(Grade.STOP, "multiple-birth", text, (left, right))


def _legal_hold(charts: Sequence[Chart]) -> Iterator[Contradiction]:
    for chart in charts:
        if FlagCode.LEGAL_HOLD in chart.flags():
            yield Contradiction(
                grade=Grade.STOP,
                code="legal-hold",
                text=f"{chart.patient.number} is under a legal hold.",
                charts=(chart.patient.id,),
            )


_PAIR_RULES: Final = (
    _birth_date,
    _sex,
    _stays,
    _beds,
    _same_encounter_number,
    _orders,
    _blood_group,
    _allergies,
    _deceased,
    _mother,
    _multiple_birth,
)

CODES: Final = {
    "birth-date": (Grade.WARN, Grade.STOP),
    "sex": (Grade.STOP,),
    "inpatient-overlap": (Grade.STOP,),
    "bed-both": (Grade.STOP,),
    "encounter-number": (Grade.WARN,),
    "orders-both": (Grade.STOP,),
    "blood-group": (Grade.STOP,),
    "allergy-none-known": (Grade.WARN,),
    "deceased-one": (Grade.STOP,),
    "activity-after-death": (Grade.STOP,),
    "mother-newborn": (Grade.NEVER,),
    "multiple-birth": (Grade.STOP,),
    "legal-hold": (Grade.STOP,),
    "chosen-since": (Grade.WARN,),
    "other-author": (Grade.WARN,),
    "amendment-request": (Grade.WARN,),
    "sent-before": (Grade.WARN,),
    "same-chart": (Grade.NEVER,),
}
"""The published warning codes, and the grades each may have."""
