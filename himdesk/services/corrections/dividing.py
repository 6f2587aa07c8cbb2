# SPDX-License-Identifier: Apache-2.0
"""What a split does beside moving: documents divided by pages or words, items recorded anew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from himdesk.domain.charts.items import Document
from himdesk.domain.corrections.split import Part
from himdesk.domain.errors import BadDecision, UsageError
from himdesk.printing import pdfium
from himdesk.store import content

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from himdesk.domain.charts.charts import Chart
    from himdesk.domain.charts.items import Item
    from himdesk.store.engine import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class PartOrder:
    """A part of a document for a chart (an id): some pages of a scan, or a text written anew."""

    document: str
    chart: str
    new_id: str
    pages: tuple[int, ...] = ()
    text: str = ""

    def title(self, was: str) -> str:
        """What the part is called, after the title of the whole."""
        if not self.pages:
            return f"{was} (documented anew)"
        word = "page" if len(self.pages) == 1 else "pages"
        return f"{was}, {word} {spans(self.pages)}"


def spans(pages: Sequence[int]) -> str:
    """Page numbers as people write them: 1-3, 5."""
    words: list[list[int]] = []
    for page in sorted(pages):
        if words and page == words[-1][-1] + 1:
            words[-1].append(page)
        else:
            words.append([page])
    return ", ".join(f"{w[0]}-{w[-1]}" if len(w) > 1 else str(w[0]) for w in words)


def parts_of(session: Transaction, source: Chart, orders: Sequence[PartOrder]) -> tuple[Part, ...]:
    """The parts with their bytes, cut out of the documents of the chart.

    Raises:
        BadDecision: a document that has no such pages, or of which a page has no chart or two.
    """
    items = {item.id: item for item in source.items}
    documents = dict.fromkeys(order.document for order in orders)
    return tuple(
        part
        for document in documents
        for part in _parts(session, items, [o for o in orders if o.document == document])
    )


def _parts(
    session: Transaction, items: Mapping[str, Item], orders: Sequence[PartOrder]
) -> Iterator[Part]:
    name = orders[0].document
    item = items.get(name)
    if item is None:
        raise BadDecision(name, f"Item {name} is not in this chart.")
    title = getattr(item.details, "title", None) or item.display or "Document"
    by_pages = any(order.pages for order in orders)
    pdf = _pages(session, item, orders) if by_pages else b""
    for order in orders:
        body = pdfium.take_pages(pdf, order.pages) if by_pages else order.text.encode()
        yield Part(
            document=name,
            chart=order.chart,
            new_id=order.new_id,
            content=body,
            title=order.title(title),
            written=not by_pages,
        )


def _pages(session: Transaction, item: Item, orders: Sequence[PartOrder]) -> bytes:
    """The PDF of a document, each page of which goes to one chart."""
    details = item.details
    if not isinstance(details, Document) or details.content is None:
        raise BadDecision(item.id, f"Item {item.id} has no pages to divide.")
    pdf = content.get(session, details.content)
    try:
        count = pdfium.count_pages(pdf)
    except UsageError:
        raise BadDecision(item.id, f"Item {item.id} has no pages to divide.") from None
    wanted = sorted(page for order in orders for page in order.pages)
    if not all(order.pages for order in orders) or wanted != list(range(1, count + 1)):
        text = f"Document {item.id} has pages 1 to {count}: each of them goes to one chart."
        raise BadDecision(item.id, text)
    return pdf
