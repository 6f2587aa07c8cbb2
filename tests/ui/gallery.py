# SPDX-License-Identifier: Apache-2.0
"""Draws every screen with invented values into PNG files: `python tests/ui/gallery.py OUT`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parents[2])]

from PySide6.QtWidgets import QApplication, QWidget  # noqa: E402

from himdesk.ui.actions import ACTIONS  # noqa: E402
from himdesk.ui.approve.panel import ApprovePanel  # noqa: E402
from himdesk.ui.charts.panel import ChartPanel  # noqa: E402
from himdesk.ui.charts.search import SearchPanel  # noqa: E402
from himdesk.ui.compare.panel import ComparePanel  # noqa: E402
from himdesk.ui.frame.values import Entry, StatusView  # noqa: E402
from himdesk.ui.frame.window import MainWindow  # noqa: E402
from himdesk.ui.look import fonts, theme  # noqa: E402
from himdesk.ui.look.fonts import Type  # noqa: E402
from himdesk.ui.look.theme import Look  # noqa: E402
from himdesk.ui.look.tokens import DARK, HIGH_CONTRAST, LIGHT  # noqa: E402
from himdesk.ui.reader.panel import ReaderPanel  # noqa: E402
from himdesk.ui.review.panel import ReviewPanel  # noqa: E402
from himdesk.ui.signin.panel import SignInPanel  # noqa: E402
from himdesk.ui.signin.values import LockView, SignInView  # noqa: E402
from himdesk.ui.undo.panel import UndoPanel  # noqa: E402
from ui import samples  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

LOOKS = {
    "light": (Look(LIGHT), (1440, 900)),
    "dark": (Look(DARK), (1440, 900)),
    "small": (Look(LIGHT), (1280, 800)),
    "large": (Look(LIGHT), (2560, 1440)),
    "text150": (Look(LIGHT, Type(1.5)), (1280, 800)),
    "text200": (Look(LIGHT, Type(2.0)), (1920, 1080)),
    "contrast": (Look(HIGH_CONTRAST), (1440, 900)),
}
TURNS = 200
"""Turns of the event loop after which pages that are drawn in other threads stand there."""

STATUS = StatusView(
    "Dana Whitfield", "clerk", "Main Hospital", 0, "Ledger verified 09:12",
    ledger_ok=True, note="Locks after 10 min idle",
)  # fmt: skip
SCREENS = (
    ("search", "Charts", "charts"),
    ("compare", "Compare", "compare"),
    ("approve", "Approve", "approve"),
    ("undo", "History", "history"),
)


def undo(look: Look) -> QWidget:
    panel = UndoPanel(look)
    panel.show_view(samples.an_undo())
    return panel


def compare(look: Look) -> QWidget:
    panel = ComparePanel(look)
    panel.show_comparison(samples.a_comparison())
    panel.show_evidence("AB", samples.an_evidence())
    return panel


def three(look: Look) -> QWidget:
    panel = ComparePanel(look)
    panel.show_comparison(samples.a_comparison(three=True))
    panel.show_evidence("AC", samples.an_evidence())
    panel.show_case(on=True)
    return panel


def review(look: Look) -> QWidget:
    panel = ReviewPanel(look)
    panel.show_sheet(samples.a_sheet())
    return panel


def search(look: Look) -> QWidget:
    panel = SearchPanel(look)
    panel.show_hits(samples.hits(), more=False)
    return panel


def chart(look: Look) -> QWidget:
    panel = ChartPanel(look)
    panel.show_chart(samples.a_page())
    panel.show_entries(samples.entries(), more=False, first=True)
    panel.show_detail(samples.a_detail())
    return panel


def reader(look: Look) -> QWidget:
    panel = ReaderPanel(look)
    panel.show_page(samples.a_reader_page())
    panel.show_sheet("stands", samples.an_amended_note())
    return panel


def pages(look: Look) -> QWidget:
    panel = ReaderPanel(look)
    panel.show_page(samples.a_reader_page())
    panel.show_sheet("stands", samples.a_scan())
    return panel


def unread(look: Look) -> QWidget:
    panel = ReaderPanel(look)
    panel.show_page(samples.a_reader_page())
    panel.show_sheet("stands", samples.a_locked_scan())
    return panel


def approve(look: Look) -> QWidget:
    panel = ApprovePanel(look)
    panel.show_requests(samples.requests())
    panel.ask_password()
    panel.show_review(samples.a_request())
    return panel


PANELS: dict[str, Callable[[Look], QWidget]] = {
    "undo": undo, "compare": compare, "three": three, "review": review, "search": search,
    "chart": chart, "approve": approve, "reader": reader, "pages": pages, "unread": unread,
}  # fmt: skip


def framed(look: Look, screen: str, panel: QWidget, size: tuple[int, int]) -> MainWindow:
    window = MainWindow(look, ACTIONS)
    for name, title, icon in SCREENS:
        if name != screen:
            window.add_screen(name, title, icon, QWidget)
    titles = {name: (title, icon) for name, title, icon in SCREENS}
    window.add_screen(screen, *titles.get(screen, ("", "")), lambda: panel)
    window.show_count("approve", 3)
    window.show_status(STATUS)
    window.show_training("Training hospital. Nobody here is a patient.")
    window.show_screen(screen)
    window.resize(*size)
    return window


def palette(look: Look, size: tuple[int, int]) -> QWidget:
    window = framed(look, "undo", undo(look), size)
    window.show()
    window.open_palette()
    window.palette_of_commands.field.setText("ander")
    window.palette_of_commands.show_found(
        "ander",
        (
            Entry("Charts", "c1", "ANDERSON, Mia Grace", "02750  2019-06-14  F", "charts",
                  marks=((0, 5),)),
            Entry("Charts", "c2", "1 restricted chart", "reason and password needed", "lock"),
            Entry("Requests", "r1", "Undo of a merge", "ANDERSON 02750, yours", "undo"),
        ),
    )  # fmt: skip
    return window


def sign_in(look: Look, size: tuple[int, int]) -> QWidget:
    panel = SignInPanel(look)
    panel.show_view(SignInView("Main Hospital", "d.whitfield", "0.1", last="2026-11-20 16:41"))
    panel.show_refused("That name or password is not right. 4 tries left.")
    panel.resize(*size)
    return panel


def lock(look: Look, size: tuple[int, int]) -> QWidget:
    window = framed(look, "undo", undo(look), size)
    window.lock(
        LockView(
            "Dana Whitfield", "clerk", "11:42", "after 10 minutes without a key",
            "Your work is kept: 1 draft, saved 11:32.", "Main Hospital", "0.1",
        )
    )  # fmt: skip
    return window


def main(out: Path) -> int:
    out.mkdir(parents=True, exist_ok=True)
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    fonts.load()
    wanted = sys.argv[2:] or list(LOOKS)
    for tag, (look, size) in LOOKS.items():
        if tag not in wanted:
            continue
        theme.apply(app, look)
        shown = {name: framed(look, name, make(look), size) for name, make in PANELS.items()}
        shown |= {"palette": palette(look, size), "sign-in": sign_in(look, size),
                  "lock": lock(look, size)}  # fmt: skip
        for name, widget in shown.items():
            widget.show()
            for _ in range(TURNS):
                app.processEvents()
            widget.grab().save(str(out / f"{name}-{tag}.png"))
            widget.hide()
    print(f"{len(list(out.glob('*.png')))} pictures in {out}")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
