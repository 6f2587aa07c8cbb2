# SPDX-License-Identifier: Apache-2.0
"""Items of a chart in words: a row in the list, everything one says, and what changed since."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Final

from himdesk.domain.charts.items import (
    ASSERTIONS,
    STUB,
    Clinical,
    Identifier,
    Kind,
    Statement,
)
from himdesk.services.views import display
from himdesk.ui.charts.shelves import CATEGORIES
from himdesk.ui.charts.values import Detail, Entry, Fact
from himdesk.ui.compare.rows import CHOICE_LABELS, masked, shown_by_name
from himdesk.ui.saying import field, moment, value
from himdesk.ui.wording import KIND_ICONS

if TYPE_CHECKING:
    from himdesk.domain.charts.charts import Chart
    from himdesk.domain.charts.items import Item
    from himdesk.services.charts.held import Held

GONE: Final = "left since"
CHANGED: Final = "changed since"
_SILENT: Final = frozenset({"content", "category"})
_COMMON: Final = (
    "at", "until", "status", "type", "code", "author", "sensitivity", "recorded",
)  # fmt: skip


def entry_of(item: Item, since: str = "", held: Held | None = None) -> Entry:
    """An item as a row; `since` says what became of it after the day the chart is shown at."""
    back = f"held since {held.since[:10]}" if held is not None else ""
    odd = "entered in error" if item.in_error else item.sensitivity or ""
    tone = "chg_text" if since or back else "text_3" if item.in_error else ""
    return Entry(
        id=item.id,
        icon=icon_of(item),
        at=moment(item.at or ""),
        what=words_of(item),
        status=value("status", item.status or ""),
        who=item.author or getattr(item.details, "provider", None) or "",
        mark=", ".join(part for part in (since, back, odd) if part),
        tone=tone,
    )


def icon_of(item: Item) -> str:
    """The icon of an item's kind, or of its category."""
    if isinstance(item.details, Clinical) and item.details.category in CATEGORIES:
        return CATEGORIES[item.details.category][1]  # type: ignore[index]  # a value of it
    return KIND_ICONS[item.kind]


def words_of(item: Item) -> str:
    """What an item is, in a line; a social security number masked."""
    details = item.details
    if isinstance(details, Identifier):
        return identifier_words(item)
    if isinstance(details, Statement):
        return f"{field(details.about)}: {value(details.about, details.value or 'none recorded')}"
    if isinstance(details, Clinical) and details.value and details.value not in display(item):
        return f"{display(item)}: {details.value}"
    return display(item)


def identifier_words(item: Item) -> str:
    """A number with its type and whose it is."""
    kind, number = getattr(item.details, "type", None), getattr(item.details, "value", None) or ""
    words = value("type", kind or "number")
    return f"{words[:1].upper()}{words[1:]} {masked(number) if kind == 'SS' else number}"


def detail_of(item: Item, held: Held | None = None) -> Detail:
    """Everything that an item says, field by field."""
    hidden = isinstance(item.details, Identifier) and item.details.type == "SS"
    own = [
        (f.name, getattr(item.details, f.name))
        for f in fields(item.details)
        if f.name not in _SILENT and not (hidden and f.name == "value")
    ]
    common = [(name, getattr(item, name)) for name in _COMMON]
    about = item.details.about if isinstance(item.details, Statement) else ""
    facts = tuple(
        (field(name), value(about if name == "value" else name, str(said)))
        for name, said in (*own, *common)
        if said
    )
    if held is not None:
        told = f"since {held.since[:10]}: it may be another person's"
        facts = (("Held back from release", told), *facts)
    return Detail(
        title=words_of(item),
        facts=facts,
        document=item.kind is Kind.DOCUMENT,
        holdable=item.kind not in ASSERTIONS and item.type != STUB and not item.in_error,
        held_on=held.on if held is not None else "",
    )


def facts_of(chart: Chart, today: Chart | None = None) -> tuple[Fact, ...]:
    """What a chart shows of the person, beside what it shows `today` where it is another time."""
    found = []
    for name, title in CHOICE_LABELS.items():
        said = shown_by_name(name, chart)
        now = said if today is None else shown_by_name(name, today)
        if said is not None or now is not None:
            other = "" if now == said else now or "none recorded"
            found.append(Fact(name=title, value=said or "none recorded", now=other))
    return tuple(found)


def since_of(chart: Chart, today: Chart) -> dict[str, str]:
    """What became of the items of a chart as it stood, by id; those that are as they were: none."""
    now = {item.id: item for item in today.items}
    return {
        item.id: GONE if item.id not in now else CHANGED
        for item in chart.items
        if now.get(item.id) != item
    }


def since_words(chart: Chart, today: Chart, since: dict[str, str]) -> str:
    """What changed after the day that a chart is shown at, in a sentence."""
    gone = sum(word == GONE for word in since.values())
    came = len({item.id for item in today.items} - {item.id for item in chart.items})
    counts = ((came, "came"), (gone, "left"), (len(since) - gone, "changed"))
    said = ", ".join(f"{n:,} {verb}" for n, verb in counts if n)
    return f"Since then of its items {said}; they are marked." if said else "Nothing changed since."
