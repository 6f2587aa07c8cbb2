# SPDX-License-Identifier: Apache-2.0
"""The pages of the gallery: what each shows, with invented people."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from himdesk.domain.roles import Role
from himdesk.ui.actions import allowed
from himdesk.ui.frame.values import Entry, StatusView
from himdesk.ui.frame.window import MainWindow
from himdesk.ui.look.tokens import SIZES
from himdesk.ui.parts.controls import ActionBar, ActionButton, SectionBar
from himdesk.ui.parts.message import MessageStrip
from himdesk.ui.signin.panel import LockPanel, SignInPanel
from himdesk.ui.signin.values import LockView, SignInView
from himdesk.ui.widgets.banners.banner import IdentityBanner, Who
from himdesk.ui.widgets.counts import CountBar, CountFigure, Figure, Part
from himdesk.ui.widgets.progress import ProgressStrip
from himdesk.ui.widgets.state import State, StatePanel
from himdesk.ui.widgets.switch import ChoiceSwitch
from himdesk.ui.widgets.tables.cell import (
    Cell,
    Check,
    Chip,
    Choice,
    Column,
    Icon,
    Letter,
    Meter,
    Nothing,
    Row,
    Sign,
    Text,
    hint,
    line,
    number,
)
from himdesk.ui.widgets.tables.line import Line
from himdesk.ui.widgets.tables.rows import heading
from himdesk.ui.widgets.tables.table import CellTable
from himdesk.ui.widgets.timelines.timeline import Timeline
from himdesk.ui.widgets.timelines.timeline_values import Band, Lane, Stay, Stroke, TimelineView, day
from himdesk.ui.widgets.waterfall import Evidence, Step, Waterfall

if TYPE_CHECKING:
    from collections.abc import Callable

    from himdesk.ui.look.theme import Look

EVIDENCE: Final = Evidence(
    -7.4,
    (
        Step("address", "Address", 3.8),
        Step("family", "Last name", 4.1),
        Step("given", "First name", 2.3),
        Step("phone", "Phone", 2.0),
        Step("middle", "Middle", 0.8),
        Step("sex", "Sex", 0.7),
        Step("birth_date", "Birth date", -0.6, "day and month swapped, a common typing error"),
        Step("blood", "Blood type", -1.9),
    ),
    (("likely", 2.5), ("review", 0.0)),
)
TIMES: Final = TimelineView(
    (Lane("A", "00123"), Lane("B", "00987")),
    (
        Stay("A", day(2023, 2), None, inpatient=False, label="Outpatient, Main"),
        Stay("A", day(2024, 6), day(2024, 7, 9), inpatient=True, label="Inpatient, Main"),
        Stay("A", day(2025, 4, 2), day(2025, 4, 5), inpatient=True, label="Inpatient, Main"),
        Stay("A", day(2026, 3), None),
        Stay("B", day(2024, 11, 5), None),
        Stay("B", day(2025, 4, 3), day(2025, 4, 4), inpatient=True),
        Stay("B", day(2026, 5, 26), None),
    ),
    tuple(Stroke("AB"[i % 2], day(2023 + i % 4, 1 + i % 12, 1 + i)) for i in range(24)),
    (Band(day(2025, 4, 3), day(2025, 4, 4), "two beds, 04-03 to 04-04"),),
)
LONG: Final = "WOJCIECHOWSKA-GARCÍA DE LA TORRE, Anastasia Bernadette Conception"
NAMES: Final = ("SANTOS-RIVERA, Maria E", "Nguyễn, Thị Hương", "ПЕТРОВА, Ирина", LONG)


def page(name: str, *widgets: QWidget) -> QWidget:
    """Widgets under each other on a surface."""
    made = QWidget()
    made.setObjectName(f"page-{name}")
    made.setProperty("surface", "true")
    made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for widget in widgets:
        column.addWidget(widget)
    column.addStretch(1)
    return made


def beside(*widgets: QWidget) -> QWidget:
    """Widgets side by side."""
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(16, 8, 16, 8)
    row.setSpacing(8)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return made


def banners(look: Look) -> list[QWidget]:
    """Banners alone, in a pair and in a triple, with long and foreign names."""
    made: list[QWidget] = []
    marks = (Chip("Part 2", "outline", "lock"), Chip("deceased 2026-10-02", "outline", "info"))
    for i, name in enumerate(NAMES):
        banner = IdentityBanner(look, name=f"banner-{i}")
        facts = ("MRN 00123", "1984-03-12 (42)", "F", "Main Hospital")
        banner.show_who(Who("ABC="[i], name, facts, marks[: i % 3]))
        made.append(banner)
    triple = QWidget()
    row = QHBoxLayout(triple)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(0)
    for letter, name in zip("ABC", NAMES[1:], strict=True):
        banner = IdentityBanner(look, name=f"triple-{letter}")
        banner.show_who(Who(letter, name, ("00987", "1984-12-03 (41)", "F"), marks[:1]))
        row.addWidget(banner)
    return [*made, triple]


def lines(look: Look) -> list[QWidget]:
    """All pieces of cells."""
    tones = ("plain", "outline", "accent", "done", "stop", "warn", "conflict", "key")
    chips = [Chip(tone, tone, "clock" if i % 2 else "") for i, tone in enumerate(tones)]
    texts = (
        Text("SANTOS-RIVERA", marks=((6, 13),), mark="A"),
        Text("1984-12-03", marks=((5, 10),), mark="B"),
        Text("SANTOZ", marks=((5, 6),), mark="C"),
        Text("Current smoker", marks=((0, 14),), mark="rem", strike=True),
        Text("Never smoked", marks=((0, 12),), mark="add"),
        Text("hyphenated li", marks=((12, 13),), mark="A"),
        Text("equal text", "text_3"),
        Nothing(),
    )
    choices = (
        Choice(("A", "B", "both"), "A"),
        Choice(("A", "B", "both"), "B"),
        Choice(("A", "B", "both"), "both"),
        Choice(("A", "B", "both"), suggested="B"),
        Choice(("A", "B", "C", "both"), needed=True),
    )
    signs = [Sign(sign) for sign in "=~−+!?"]
    letters = [Letter(letter) for letter in "ABC=?"]
    rest = (Icon("bed"), Icon("warn", "cnf_text", 18), Meter(0.8), Meter(0.2), Check(on=True),
            Check(on=False), hint("small words"), Text("bold", weight=600))  # fmt: skip
    cells = (chips, texts, choices, [*signs, *letters], rest)
    return [beside(Line(look, Cell(tuple(pieces)))) for pieces in cells]


def table(look: Look) -> CellTable:
    """A small comparison."""
    columns = (
        Column("Field", 120),
        Column("A", 200, stretch=1),
        Column("", 40),
        Column("B", 220, stretch=1),
        Column("Keep", 140),
        Column("Items", 90, right=True),
    )
    made = CellTable(look, columns, name="sample-table", label="Sample")
    rows = (
        heading("Person", "8 fields", columns=6),
        Row("family", (line("Last name"), line(Text("SANTOS-RIVERA", marks=((6, 13),))),
                       line(Sign("~")), line("SANTOS", hint("B is a part of A")),
                       line(Choice(("A", "B", "both"), "A")), number("1,024"))),
        Row("given", (line("First name"), line(Text("Maria", "text_3")), line(Sign("=")),
                      line(Text("Maria", "text_3")), line(hint("same on both")), number("7"))),
        Row("birth", (line("Birth date"), line(Text("1984-03-12", marks=((5, 10),))),
                      line(Sign("!")),
                      line(Text("1984-12-03", marks=((5, 10),), mark="B"),
                           hint("⇄ day and month swapped", "cnf_text")),
                      line(Choice(("A", "B", "both"), suggested="A", needed=True)), number("2"))),
        Row("ssn", (line("SSN"), line("***-**-4471"), line(Sign("−")), line(Nothing()),
                    line(Choice(("A", "B", "both"), "A")), number("1"))),
        Row("two", (line("Two lines"),
                    Cell((Text(LONG),), (Letter("A"), hint("Main 2025-04-02 to 04-05"))),
                    line(Sign("+")), Cell((Text(LONG),), (hint(LONG),)), Cell(), number("12"))),
    )  # fmt: skip
    made.row_height(SIZES.row_double)
    made.fit()
    made.show_rows(rows)
    made.choose_row("birth")
    return made


def controls(look: Look) -> QWidget:
    """Buttons, bars, messages, figures."""
    section = SectionBar(look, "Fields of 00123", name="section")
    section.say(note="4 change, 8 stay")
    section.right.addWidget(ActionButton(look, "Show all 12", name="all", kind="link"))
    off = ActionButton(look, "Not yet", name="off")
    off.setEnabled(False)
    off_primary = ActionButton(look, "Not yet", name="off-primary", kind="primary")
    off_primary.setEnabled(False)
    buttons = beside(
        ActionButton(look, "Merge 00987 into 00123", name="p", kind="primary", key="Ctrl+Return"),
        ActionButton(look, "Skip", name="s", key="S"),
        ActionButton(look, "Swap survivor", name="i", key="Ctrl+W", icon_name="swap"),
        ActionButton(look, "Flat", name="f", kind="flat"),
        ActionButton(look, "Link", name="l", kind="link"),
        off,
        off_primary,
    )
    figures = beside(
        CountFigure(look, Figure("amend", 4, "fields of\n00123 change")),
        CountFigure(look, Figure("merge", 1560, "items move\nfrom 00987")),
        CountFigure(look, Figure("check", 502, "items after,\nnone lost", "add_text")),
    )
    counts = CountBar(look, name="count-bar")
    counts.show_parts((Part("A", 120), Part("B", 14), Part("C", 1), Part("?", 3)))
    done, error, notice = (MessageStrip(look, name=f"m{i}") for i in range(3))
    done.show_done("Merged 00987 into 00123.", "Undo")
    error.show_error(RuntimeError())
    notice.show_notice("Ruth Adeyemi changed this chart at 10:14. " + LONG)
    bar = ActionBar(look, name="actions")
    bar.add(ActionButton(look, "Back to Compare", name="b", key="Esc"))
    bar.stretch()
    bar.add(ActionButton(look, "Review merge of 00987 into 00123…", name="r", kind="primary"))
    return page("controls", section, buttons, figures, counts, done, error, notice, bar)


def charts(look: Look) -> QWidget:
    """Evidence and two timelines, progress and switches."""
    strip = ProgressStrip(look, name="progress")
    strip.begin("Comparing charts…")
    strip.show_progress(1240, 5000, 12.0)
    switches = beside(
        *(
            ChoiceSwitch(look, choice, name=f"switch-{i}", label="Birth date")
            for i, choice in enumerate(
                (
                    Choice(("A", "B", "both"), "A"),
                    Choice(("A", "B", "both"), suggested="B", needed=True),
                    Choice(("A", "B", "C", "both"), "C"),
                )
            )
        )
    )
    waterfall = Waterfall(look, name="evidence")
    waterfall.show_evidence(EVIDENCE)
    waterfall.show_current("birth_date")
    timeline, close = Timeline(look, name="time"), Timeline(look, name="time-close")
    timeline.show_view(TIMES)
    close.show_view(replace(TIMES, lanes=(*TIMES.lanes, Lane("C", "18833"))))
    for _ in range(5):
        close.zoom_in()
    empty = Timeline(look, name="time-empty")
    bars = [SectionBar(look, title, name=title) for title in ("Evidence", "Timeline", "Zoomed")]
    bars[0].say(note="97.8 % same person")
    return page("charts", strip, switches, bars[0], waterfall, bars[1], timeline, bars[2], close,
                empty)  # fmt: skip


def states(look: Look) -> QWidget:
    """Empty, loading, stale and refused."""
    made = QWidget()
    row = QHBoxLayout(made)
    for kind, title, text, action in (
        ("empty", "Nothing waits here", "New pairs come with the next registration.", ""),
        ("loading", "Reading the charts…", "12 of 40", "Cancel"),
        ("stale", "Ruth Adeyemi changed 00123", "Phone, at 10:14. Look at it again.", "Show it"),
        ("refused", "This chart is restricted", "Ask the privacy officer.", "Give a reason"),
    ):
        panel = StatePanel(look, name=f"state-{kind}")
        panel.show_state(State(kind, title, text, action))
        row.addWidget(panel)
    return made


def pieces(look: Look) -> QWidget:
    """Banners, pieces and a table on one page."""
    return page("pieces", *banners(look), *lines(look), table(look))


def sign_in(look: Look) -> QWidget:
    """The sign-in page."""
    panel = SignInPanel(look)
    panel.show_view(SignInView("Main Hospital", "d.whitfield", "1.0", last="2026-11-20 16:41"))
    panel.show_refused("Name or password is wrong, or the account is disabled.")
    return panel


def lock(look: Look) -> QWidget:
    """The lock."""
    panel = LockPanel(look)
    panel.show_view(
        LockView(
            "Dana Whitfield", "clerk", "11:42", "after 10 minutes without a key",
            "Your work is kept: 1 draft, saved 11:32.", "Main Hospital", "1.0",
            "The claim on your work item runs out at 12:02",
        )
    )  # fmt: skip
    panel.show_refused("That password is not right. 4 tries left.")
    return panel


def window(look: Look) -> MainWindow:
    """The frame with a screen in it."""
    made = MainWindow(look, allowed([Role.SUPERVISOR]))
    for screen, title, icon in (
        ("search", "Charts", "charts"),
        ("compare", "Compare", "compare"),
        ("approve", "Approve", "approve"),
        ("history", "History", "history"),
    ):
        made.add_screen(
            screen, title, icon, lambda name=screen: page(name, *banners(look)[:2], table(look))
        )
    made.show_count("approve", 3)
    made.show_training("TRAINING: these people are invented")
    made.show_status(
        StatusView(
            "Dana Whitfield", "supervisor", "Main Hospital", 0, "Ledger verified 09:12", True,
            "Locks after 10 min idle",
        )
    )  # fmt: skip
    made.show_screen("compare")
    return made


def palette(look: Look) -> QWidget:
    """The command palette over the frame."""
    made = window(look)
    made.show()
    made.resize(1440, 900)
    made.open_palette()
    opened = made.palette_of_commands
    opened.field.setText("san")
    opened.show_found(
        "san",
        (
            Entry("Charts", "1", NAMES[0], "00123  1984-03-12  F", "charts", "Enter", ((0, 3),)),
            Entry("Charts", "2", LONG, "00987  1984-12-03  F", "charts"),
            Entry("Charts", "3", "1 restricted chart", "reason and password needed", "lock"),
            Entry("Requests", "4", "Potential duplicate", "SANTOS-RIVERA and SANTOS", "compare"),
        ),
    )
    return made


PAGES: Final[dict[str, Callable[[Look], QWidget]]] = {
    "pieces": pieces,
    "controls": controls,
    "charts": charts,
    "states": states,
    "sign-in": sign_in,
    "lock": lock,
    "window": window,
    "palette": palette,
}
