# SPDX-License-Identifier: Apache-2.0
"""Looking for words within one chart: in what its items say, and in the text of its notes."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final

from himdesk.domain.charts.items import Document, Identifier, Item
from himdesk.domain.charts.normal import fold
from himdesk.services.charts.addressing import Addressing
from himdesk.services.charts.discretion import discreet
from himdesk.services.charts.legible import plain_words
from himdesk.services.views import display
from himdesk.store import content
from himdesk.store.reading import charts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from himdesk.services.context import Context
    from himdesk.store.engine import Transaction

MOST: Final = 500
"""How many items a search answers with."""

_AT_ONCE: Final = 200
"""How many texts are held at a time."""


@dataclass(frozen=True, slots=True)
class Within:
    """The items found, newest first, and how many there are in all."""

    items: tuple[Item, ...]
    total: int


def find(context: Context, chart_id: str, text: str) -> Within:
    """The items of a chart in which all the words stand, in any order; the search is logged.

    Raises:
        Restricted: the chart is confidential.
    """
    words = fold(text).split()
    with context.database.read() as session:
        header = charts.headers(session, [chart_id])[chart_id]
        Addressing(context, session).check_open(header)
        if not words:
            return Within((), 0)
        shown = discreet(session, chart_id, charts.chart(session, chart_id).items)
        said = {item.id for item in shown if _has(_words_of(item), words)}
        said |= _written(session, [item for item in shown if item.id not in said], words)
    with context.writing() as session:
        context.log(session, "search in chart", chart_id)
    found = [item for item in shown if item.id in said]
    found.sort(key=lambda item: (item.at or "", item.id), reverse=True)
    return Within(tuple(found[:MOST]), len(found))


def _words_of(item: Item) -> str:
    """What an item says; of a social security number nothing, for it is shown masked."""
    if isinstance(item.details, Identifier) and item.details.type == "SS":
        return ""
    own = (getattr(item.details, f.name) for f in fields(item.details) if f.name != "content")
    said = (display(item), item.at, item.status, item.author, item.code, item.type, *own)
    return fold(" ".join(part for part in said if part))


def _written(session: Transaction, items: Iterable[Item], words: Collection[str]) -> set[str]:
    """The ids of documents of text in which the words are written."""
    digests = {item.id: d for item in items if (d := _text_of(item)) is not None}
    wanted, met = sorted(set(digests.values())), set()
    for start in range(0, len(wanted), _AT_ONCE):
        for digest, body in content.get_many(session, wanted[start : start + _AT_ONCE]).items():
            text = body.decode("utf-8", errors="replace")
            if _has(fold(plain_words(text) if text.lstrip()[:1] == "<" else text), words):
                met.add(digest)
    return {name for name, digest in digests.items() if digest in met}


def _text_of(item: Item) -> str | None:
    details = item.details
    if not isinstance(details, Document):
        return None
    kind = (details.content_type or "text/plain").partition(";")[0]
    return details.content if kind.startswith("text/") or kind.endswith("xml") else None


def _has(said: str, words: Collection[str]) -> bool:
    return all(word in said for word in words)
