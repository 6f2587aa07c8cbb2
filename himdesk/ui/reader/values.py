# SPDX-License-Identifier: Apache-2.0
"""What the reader shows, prepared by its presenter; no Qt here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from himdesk.ui.amend.values import RailRow, Standing
    from himdesk.ui.widgets.banners.banner_values import Who


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One document or revision as it is read: words, pages as a PDF, or why there is neither."""

    title: str
    note: str = ""
    standing: Standing | None = None
    pdf: bytes | None = None
    fault: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderPage:
    """A document opened for reading, with all its revisions; the first row is how it stands.

    `id` is the original's; it is empty for a file of a case, which is nothing to amend. `trail`
    leads to it.
    """

    id: str
    who: Who
    title: str
    about: str
    rail: tuple[RailRow, ...]
    facts: tuple[tuple[str, str], ...]
    sent: tuple[tuple[str, str], ...]
    trail: tuple[str, ...] = ("Charts", "Chart")
