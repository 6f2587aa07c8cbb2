# SPDX-License-Identifier: Apache-2.0
"""The kinds of items as a chart and a comparison list them: clinical ones by category."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from himdesk.domain.charts.items import ASSERTIONS, Category, Clinical, Kind
from himdesk.ui.charts.values import ShelfRow
from himdesk.ui.wording import KIND_ICONS, KIND_LABELS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from himdesk.domain.charts.items import Item

CATEGORIES: Final = {
    Category.ALLERGY: ("Allergies", "warn"),
    Category.CONDITION: ("Conditions", "flag"),
    Category.MEDICATION: ("Medications", "pill"),
    Category.ORDER: ("Orders", "stamp"),
    Category.RESULT: ("Results", "flask"),
    Category.IMMUNIZATION: ("Immunizations", "drop"),
    Category.PROCEDURE: ("Procedures", "amend"),
    Category.BLOOD_GROUP: ("Blood groups", "drop"),
    Category.MOTHER: ("Mother", "users"),
    Category.OTHER: ("Other clinical items", "info"),
}
"""The titles and icons of the categories, in the order in which they are listed."""


def key_of(kind: Kind, category: str | None = None) -> str:
    """The key of a kind, or of a category of clinical items."""
    return kind.value if category is None else f"{kind.value}/{category}"


SHELF_ORDER: Final = (
    key_of(Kind.ENCOUNTER),
    key_of(Kind.DOCUMENT),
    *(key_of(Kind.CLINICAL, category) for category in CATEGORIES),
    key_of(Kind.COVERAGE),
    *(key_of(kind) for kind in KIND_LABELS if kind in ASSERTIONS),
)
"""All keys, in the order in which they are listed."""


def shelf_of(item: Item) -> str:
    """The key of the kind that an item is listed under."""
    category = item.details.category if isinstance(item.details, Clinical) else None
    return key_of(item.kind, category)


def parted(key: str) -> tuple[Kind, str | None]:
    """The kind and the category that a key stands for."""
    kind, _, category = key.partition("/")
    return Kind(kind), category or None


def shelves(counts: Mapping[Kind, int], clinical: Mapping[str, int]) -> tuple[ShelfRow, ...]:
    """Records of care, then what the chart says of the person; empty categories are left out."""
    first = [_of_kind(Kind.ENCOUNTER, counts), _of_kind(Kind.DOCUMENT, counts)]
    known = [
        ShelfRow(key=key_of(Kind.CLINICAL, c), label=title, icon=icon, count=clinical[c])
        for c, (title, icon) in CATEGORIES.items()
        if clinical.get(c)
    ]
    person = [
        _of_kind(kind, counts)
        for kind in KIND_LABELS
        if kind in ASSERTIONS and (counts.get(kind) or kind is Kind.FLAG)
    ]
    return (*first, *known, _of_kind(Kind.COVERAGE, counts), *person)


def _of_kind(kind: Kind, counts: Mapping[Kind, int]) -> ShelfRow:
    return ShelfRow(
        key=kind.value, label=KIND_LABELS[kind], icon=KIND_ICONS[kind], count=counts.get(kind, 0)
    )


def counted(items: Iterable[Item]) -> tuple[dict[Kind, int], dict[str, int]]:
    """The numbers of items by kind, and of clinical ones by category."""
    items = tuple(items)
    clinical = Counter(str(i.details.category) for i in items if isinstance(i.details, Clinical))
    return dict(Counter(item.kind for item in items)), dict(clinical)
