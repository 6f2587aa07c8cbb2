# SPDX-License-Identifier: Apache-2.0
"""What the screen of amendment requests shows, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from himdesk.services.amendments import Cases
    from himdesk.ui.widgets.banners.banner_values import Who
    from himdesk.ui.widgets.tables.cell import Cell, Row

LINE, TEXT, CHOICE, DAY, SEVERAL = "line", "text", "choice", "day", "several"
KILO = 1024


def size_words(size: int) -> str:
    """How large a file is, as people say it."""
    if size < KILO:
        return f"{size} bytes"
    kilo = size / KILO
    return f"{kilo:,.0f} KB" if kilo < KILO else f"{kilo / KILO:,.1f} MB"


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a form asks for; `options` are the values and words of a choice.

    `rules` are those by which it may be refused, besides the one of its own name.
    """

    name: str
    label: str
    kind: str = LINE
    options: tuple[tuple[str, str], ...] = ()
    value: str = ""
    hint: str = ""
    rules: tuple[str, ...] = ()

    def is_about(self, place: str, value: str) -> bool:
        """Whether an error of a rule, or at a place, is about this field with this value."""
        named = place.replace("-", "_") == self.name
        return bool(place) and (named or place in {*self.rules, value})


@dataclass(frozen=True, slots=True)
class Form:
    """A step that can be taken now: what it asks for, and how it is taken.

    `why` says in a few words what it is for; `button` names its effect.
    """

    verb: str
    title: str
    why: str
    button: str
    icon: str
    fields: tuple[Field, ...]
    act: Callable[[Cases, str, Mapping[str, str]], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """A request as it was taken down: of which chart, received when, the form, what came with it.

    `received` is the day as it was typed.
    """

    mrn: str
    received: str
    form: Mapping[str, object]
    files: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in the list: due first."""

    id: str
    mrn: str
    clock: str
    status: str
    owed: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class CasePage:
    """A case: who, its line of state, its rows, and the steps that can be taken now."""

    id: str
    mrn: str
    who: Who
    head: Cell
    about: str
    rows: tuple[Row, ...]
    forms: tuple[Form, ...]
    letters: tuple[str, ...]
