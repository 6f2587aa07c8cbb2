# SPDX-License-Identifier: Apache-2.0
"""From a preview and what was decided to what the split screen shows: pure functions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from himdesk.domain.charts.items import (
    ASSERTIONS,
    Document,
    Encounter,
    Identifier,
    Item,
    Kind,
    Name,
    person_name,
)
from himdesk.domain.corrections.contradictions import INPATIENT
from himdesk.domain.corrections.hold import holds
from himdesk.domain.corrections.relocation import SIGNED
from himdesk.domain.words import counted
from himdesk.services.corrections.dividing import spans
from himdesk.services.corrections.separating import NEW_SIDE
from himdesk.services.views import display
from himdesk.ui.compare.banners import SEXES, banner_of, with_age
from himdesk.ui.split.values import OTHER, ClusterView, Compared, RowFacts, SplitRowView, SplitView
from himdesk.ui.widgets.banners.banner_values import Who
from himdesk.ui.widgets.tables.cell import Chip
from himdesk.ui.widgets.timelines.timeline_values import day
from himdesk.ui.wording import KIND_ICONS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from himdesk.domain.charts.charts import Chart
    from himdesk.services.corrections.separating import SplitPreview, SplitRow
    from himdesk.ui.split.decisions import Decisions

PDF = "application/pdf"
NAME_PARTS = ("family", "given", "middle", "suffix")
REGISTERED = {
    "name": "Name",
    "birth_date": "Birth date",
    "phone": "Phone",
    "address": "Address",
}


def side(preview: SplitPreview, letter: str) -> str:
    """The id of the chart with a letter."""
    target = preview.target
    ids = {"A": preview.source.patient.id, "B": NEW_SIDE}
    return ids.get(letter) or (target.patient.id if target is not None else NEW_SIDE)


def letter(preview: SplitPreview, chart: str) -> str:
    """The letter of the chart with an id."""
    return {preview.source.patient.id: "A", NEW_SIDE: "B"}.get(chart, "C")


def charts(preview: SplitPreview) -> dict[str, str]:
    """The numbers of the existing charts by letter, with their authorities."""
    known = {"A": preview.source, "C": preview.target}
    return {
        name: f"{chart.patient.authority}:{chart.patient.number}"
        for name, chart in known.items()
        if chart is not None
    }


def facts(preview: SplitPreview) -> tuple[RowFacts, ...]:
    """What never changes of the rows."""
    return tuple(_facts(row) for row in preview.rows)


def title(item: Item) -> str:
    """What an item is; a number of an authority is masked where it is secret."""
    details = item.details
    if isinstance(details, Identifier):
        value = details.value or ""
        shown = f"***-**-{value[-4:]}" if details.type == "SS" else value
        return f"{details.type or 'Number'} {shown}"
    said = display(item)
    if item.kind in ASSERTIONS:
        about = getattr(details, "about", item.kind.value).replace("_", " ").capitalize()
        return f"{about}: {said}"
    if isinstance(details, Encounter) and not item.display:
        parts = (details.reason, details.location, details.provider, details.number)
        return ", ".join(part for part in parts if part) or said
    return said


def _facts(row: SplitRow) -> RowFacts:
    item, details = row.item, row.item.details
    document = isinstance(details, Document)
    return RowFacts(
        key=item.id,
        date=(item.at or "")[:10],
        title=title(item),
        icon=KIND_ICONS[item.kind],
        depth=row.depth,
        start=_day(item.at),
        until=_day(item.until),
        visit=isinstance(details, Encounter),
        inpatient=isinstance(details, Encounter) and details.encounter_class in INPATIENT,
        signed=isinstance(details, Document) and details.signature == SIGNED,
        dividable=document and getattr(details, "content_type", None) == PDF,
        rewritable=document and getattr(details, "content_type", None) != PDF,
        repeatable=item.kind is Kind.CLINICAL,
    )


def _day(at: str | None) -> float | None:
    try:
        known = date.fromisoformat((at or "")[:10])
    except ValueError:
        return None
    return day(known.year, known.month, known.day)


def view(
    preview: SplitPreview,
    known: tuple[RowFacts, ...],
    decisions: Decisions,
    proposed: Mapping[str, tuple[str | None, str]],
    stated: Mapping[str, str],
    *,
    now: str,
    begun: str = "",
) -> SplitView:
    """Everything the screen shows."""
    letters = decisions.effective(preview.rows)
    titles = {fact.key: fact.title for fact in known}
    options = ("A", "B", "C") if preview.target is not None else ("A", "B", OTHER)
    who = _known_of(preview, stated if _makes_new(preview, decisions) else {})
    rows = []
    for row, fact in zip(preview.rows, known, strict=True):
        key, own = row.item.id, row.item.id in decisions.chosen
        chart, because = proposed.get(key, (None, ""))
        follows = bool(row.above) and not own
        rows.append(
            SplitRowView(
                facts=fact,
                compared=_compared(row.item, who),
                chosen=letters[key],
                suggest="" if chart is None else letter(preview, chart),
                because=f"follows {titles[row.above]}" if follows else because,
                follows=follows,
                both=_both(decisions, key),
                options=options,
            )
        )
    return SplitView(
        mrn=preview.source.patient.number,
        sides=_sides(preview, decisions, stated, now),
        rows=_waiting(rows, preview),
        clusters=tuple(
            ClusterView(f"{c.sort.value.capitalize()} {c.value}", c.items) for c in preview.clusters
        ),
        stated=tuple(stated.items()),
        target=preview.target.patient.number if preview.target is not None else "",
        verb=f"Review split of {preview.source.patient.number}…",
        blocked=_blocked(rows, decisions, stated),
        begun=begun,
        held=_held(preview),
    )


def _waiting(rows: list[SplitRowView], preview: SplitPreview) -> tuple[SplitRowView, ...]:
    """What follows an undecided row is proposed with it."""
    suggest: dict[str, str] = {}
    found = []
    for row, source in zip(rows, preview.rows, strict=True):
        shown = row
        if row.follows and not row.chosen and suggest.get(source.above):
            shown = replace(row, suggest=suggest[source.above])
        suggest[row.facts.key] = shown.suggest
        found.append(shown)
    return tuple(found)


def _known_of(preview: SplitPreview, stated: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """What each side says of its person; `stated` is empty where no chart is made."""
    found = {"A": _shown(preview.source)}
    if stated:
        parts = {part: stated.get(part) or None for part in NAME_PARTS}
        found["B"] = {**stated, "name": person_name(Name(**parts))}
    if preview.target is not None:
        found["C"] = _shown(preview.target)
    return found


def _shown(chart: Chart) -> dict[str, str]:
    fields = ("birth_date", "phone", "mobile", "address")
    known = {name: chart.value(name) or "" for name in fields}
    return {**known, "name": chart.name()}


def _compared(item: Item, who: Mapping[str, Mapping[str, str]]) -> tuple[Compared, ...]:
    """What a visit was registered with, beside what each side says."""
    details = item.details
    if not isinstance(details, Encounter):
        return ()
    said = {
        "name": details.registered_name,
        "birth_date": details.registered_birth_date,
        "phone": details.registered_phone,
        "address": details.registered_address,
    }
    return tuple(
        Compared(
            REGISTERED[name],
            value,
            _whose(name, value, who),
            tuple((side, known.get(name, "")) for side, known in who.items()),
        )
        for name, value in said.items()
        if value
    )


def _whose(name: str, registered: str, who: Mapping[str, Mapping[str, str]]) -> str:
    """The one side that says the same; of an address the town may be left out."""
    said, found = _letters(registered), []
    for side_, known in who.items():
        names = ("phone", "mobile") if name == "phone" else (name,)
        owns = [own for each in names if (own := _letters(known.get(each, "")))]
        begins = name == "address" and any(o.startswith(said) or said.startswith(o) for o in owns)
        if said in owns or (said and begins):
            found.append(side_)
    return found[0] if len(found) == 1 else ""


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _held(preview: SplitPreview) -> str:
    """What is held back from release, in the words of the screen's header."""
    since = holds(preview.source.items)
    if not since:
        return ""
    first = min(since.values())[:10]
    return f"do not release: {counted(len(since), 'entry', 'entries')} held since {first}"


def _both(decisions: Decisions, key: str) -> str:
    divided, repeated = decisions.divided.get(key), decisions.repeated.get(key)
    if divided is not None:
        stays = f"pages {spans(divided.stays)} A, " if divided.stays else ""
        return f"{stays}pages {spans(divided.goes)} {divided.to}; the original is sealed"
    written = decisions.rewritten.get(key)
    if written is not None:
        sides = " and ".join(
            side for side, text in (("A", written.stays), (written.to, written.goes)) if text
        )
        return f"retracted, and documented anew for {sides}"
    if repeated is not None:
        return f"stays, and is recorded anew for {repeated.to}: {repeated.reason}"
    return ""


def _sides(
    preview: SplitPreview, decisions: Decisions, stated: Mapping[str, str], now: str
) -> tuple[Who, ...]:
    made = [who_of("A", preview.source, now, "stays")]
    if _makes_new(preview, decisions):
        parts = {part: stated.get(part) or None for part in NAME_PARTS}
        facts_ = (
            "number at commit",
            with_age(stated.get("birth_date"), now),
            SEXES.get(stated.get("sex", ""), "sex unknown"),
        )
        made.append(Who("B", person_name(Name(**parts)), facts_, aside="new chart"))
    if preview.target is not None:
        made.append(who_of("C", preview.target, now, "existing"))
    return tuple(made)


def _makes_new(preview: SplitPreview, decisions: Decisions) -> bool:
    """Whether a chart is made, as far as is decided."""
    return preview.target is None or "B" in decisions.used()


def who_of(letter_: str, chart: Chart, now: str, aside: str) -> Who:
    """The banner of an existing chart."""
    banner = banner_of(letter_, chart, now)
    marks = tuple(Chip(mark, "outline") for mark in banner.marks)
    said = tuple(fact for fact in (banner.mrn, banner.born, banner.sex) if fact)
    return Who(letter_, banner.name, said, marks, aside)


def _blocked(rows: list[SplitRowView], decisions: Decisions, stated: Mapping[str, str]) -> str:
    open_ = sum(row.open for row in rows)
    used = decisions.used()
    if open_:
        return f"{open_:,} undecided"
    if not used & {"B", "C"}:
        return "nothing goes to another chart"
    if "B" in used and not stated.get("family", "").strip():
        return "the new chart needs a last name"
    return ""
