# SPDX-License-Identifier: Apache-2.0
"""Where splitters and the columns of all tables stand, kept from one start to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QSplitter

from himdesk.ui.widgets.tables.header import TableHeader

if TYPE_CHECKING:
    from PySide6.QtCore import QSettings
    from PySide6.QtWidgets import QWidget


def keep(window: QWidget, settings: QSettings) -> None:
    """Remember all splitters, and the columns of tables whose widths a person chose."""
    for splitter in window.findChildren(QSplitter):
        if splitter.objectName():
            settings.setValue(f"split/{splitter.objectName()}", splitter.saveState())
    for header in window.findChildren(TableHeader):
        settings.setValue(_columns(header), _text(header.shares))


def restore(panel: QWidget, settings: QSettings) -> None:
    """Put splitters and columns of a screen where they stood; what can't be read is as shipped."""
    for splitter in panel.findChildren(QSplitter):
        kept = settings.value(f"split/{splitter.objectName()}")
        if kept:
            splitter.restoreState(kept)
    for header in panel.findChildren(TableHeader):
        header.take_shares(_shares(str(settings.value(_columns(header), ""))))


def _columns(header: TableHeader) -> str:
    table = header.parent()
    return f"columns/{table.objectName() if table is not None else ''}"


def _text(shares: dict[int, float]) -> str:
    return " ".join(f"{column}:{share:.4f}" for column, share in sorted(shares.items()))


def _shares(text: str) -> dict[int, float]:
    try:
        pairs = (each.split(":") for each in text.split())
        return {int(column): float(share) for column, share in pairs}
    except ValueError:
        return {}
