# SPDX-License-Identifier: Apache-2.0
"""The one table of what a person can ask of the window; menus, palette and F1 are fed from it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final

from himdesk.domain.roles import permitted

if TYPE_CHECKING:
    from collections.abc import Collection

    from himdesk.domain.roles import Role


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One action: its key as Qt writes it, the verb that allows it ("" for everybody).

    `screen` is where the key holds; "" means everywhere. `menu` is the title of its menu.
    """

    id: str
    text: str
    icon: str = ""
    shortcut: str = ""
    verb: str = ""
    menu: str = ""
    screen: str = ""

    @property
    def movable(self) -> bool:
        """Whether another key can be taken; those of lists and tables are part of them."""
        return ", " not in self.shortcut and self.shortcut not in {"Return", "Space"}

    def clashes_with(self, other: ActionSpec) -> bool:
        """Whether a key would ask for both on one screen."""
        there = self.screen == other.screen or not self.screen or not other.screen
        keys = set(self.shortcut.split(", ")) & set(other.shortcut.split(", "))
        return there and bool(keys - {""})


MENUS: Final = {
    "File": "&File", "View": "&View", "Chart": "&Chart", "Correct": "C&orrect",
    "Release": "&Release", "Help": "&Help",
}  # fmt: skip
"""The menus, each with the letter that opens it together with Alt."""

SCREENS: Final = {
    "worklist": "Worklist", "search": "Charts", "chart": "Chart", "reader": "Document",
    "compare": "Compare", "review": "Review", "approve": "Approve", "split": "Split",
    "amend": "Amend", "history": "History", "undo": "Undo", "requests": "Requests",
    "letter": "Letters", "release": "Release", "disclosures": "Disclosures", "audit": "Audit",
    "templates": "Templates",
}  # fmt: skip
"""The screens that have keys of their own, as they are called."""

ACTIONS: Final = (
    ActionSpec("lock", "Lock now", "lock", "Ctrl+L", menu="File"),
    ActionSpec("quit", "Quit", "x", "Ctrl+Q", menu="File"),
    ActionSpec("find", "Search or run a command…", "search", "Ctrl+K", menu="Chart"),
    ActionSpec("go-worklist", "Worklist", "worklist", "Alt+0", "show", "Chart"),
    ActionSpec("go-search", "Search charts", "search", "Alt+1", "search", "Chart"),
    ActionSpec("go-compare", "Compare", "compare", "Alt+2", "merge", "Correct"),
    ActionSpec("go-history", "History", "history", "Alt+3", "history", "Chart"),
    ActionSpec("go-approve", "Approve", "approve", "Alt+4", "requests", "Correct"),
    ActionSpec("go-split", "Split", "split", "Alt+5", "split", "Correct"),
    ActionSpec("go-amend", "Amend", "amend", "Alt+6", "amend", "Correct"),
    ActionSpec("go-requests", "Amendment requests", "stamp", "Alt+7", "case", "Correct"),
    ActionSpec("go-letter", "Letters", "letters", "Alt+8", "letter", "Chart"),
    ActionSpec("go-release", "Release of information", "release", "Ctrl+Shift+R",
               "release-read", "Release"),
    ActionSpec("go-disclosures", "Disclosures and accounting", "send", "Ctrl+Shift+A",
               "accounting-read", "Release"),
    ActionSpec("go-audit", "Audit", "quality", "Alt+9", "access-log", "File"),
    ActionSpec("go-settings", "Settings", "admin", "Ctrl+,", "settings", "File"),
    ActionSpec("go-templates", "Templates of letters", "doc", "Ctrl+Shift+T", "settings",
               "File"),
    ActionSpec("person-correct", "Correct what the open chart shows of its person…", "user",
               "Ctrl+Shift+D", "amend", "Correct"),
    ActionSpec("person-judge", "Link the open chart with another, or keep them apart…", "link",
               "Ctrl+Shift+L", "link", "Correct"),
    ActionSpec("look-system", "Colours as the system", "", menu="View"),
    ActionSpec("look-light", "Light colours", "", menu="View"),
    ActionSpec("look-dark", "Dark colours", "", menu="View"),
    ActionSpec("look-contrast", "High contrast", "", menu="View"),
    ActionSpec("text-larger", "Larger text", "plus", "Ctrl++", menu="View"),
    ActionSpec("text-smaller", "Smaller text", "minus", "Ctrl+-", menu="View"),
    ActionSpec("text-standard", "Standard text size", "", "Ctrl+0", menu="View"),
    ActionSpec("own-settings", "My settings…", "user", menu="View"),
    ActionSpec("own-keys", "My keys…", "help", menu="View"),
    ActionSpec("work-absence", "Delegate my work while I am away…", "users", "", "case",
               "Correct"),
    ActionSpec("work-leaver", "Reassign all of somebody…", "users", "", "assign", "Correct"),
    ActionSpec("keys", "Keys of this screen", "help", "F1", menu="Help"),
    ActionSpec("about", "About himdesk", "info", menu="Help"),
    ActionSpec("work-open", "Open the case", "worklist", "Return", "show", screen="worklist"),
    ActionSpec("work-tick", "Tick, to do something with several", "", "Space", "show",
               screen="worklist"),
    ActionSpec("work-claim", "Take", "user", "T", "show", screen="worklist"),
    ActionSpec("work-give-back", "Give back", "undo", "R", "show", screen="worklist"),
    ActionSpec("work-assign", "Assign or hand over…", "users", "Ctrl+G", "show",
               screen="worklist"),
    ActionSpec("work-ask-for", "Ask who has it for it…", "", "K", "show", screen="worklist"),
    ActionSpec("work-distinct", "Not the same person…", "x", "N", "distinct", screen="worklist"),
    ActionSpec("work-ask", "Ask for information…", "chat", "I", "show", screen="worklist"),
    ActionSpec("work-came", "Information came…", "chat", "Y", "show", screen="worklist"),
    ActionSpec("work-right", "It is right…", "check", "J", "show", screen="worklist"),
    ActionSpec("work-wrong", "It is wrong…", "warn", "W", "show", screen="worklist"),
    ActionSpec("work-snooze", "Snooze…", "clock", "Z", "show", screen="worklist"),
    ActionSpec("work-wake", "Wake", "clock", "Shift+Z", "show", screen="worklist"),
    ActionSpec("work-comment", "Comment, attach evidence…", "chat", "M", "show",
               screen="worklist"),
    ActionSpec("work-reopen", "Open again…", "redo", "O", "show", screen="worklist"),
    ActionSpec("work-save", "Save filter…", "save", "Ctrl+S", "show", screen="worklist"),
    ActionSpec("open-chart", "Open the chart", "charts", "Ctrl+O", "show", screen="search"),
    ActionSpec("compare-marked", "Compare the marked charts", "compare", "Ctrl+M", "merge",
               screen="search"),
    ActionSpec("split-chart", "Split this chart…", "split", "Ctrl+T", "split", screen="chart"),
    ActionSpec("move-item", "Move to another chart or visit…", "folder-out", "Ctrl+E", "move",
               screen="chart"),
    ActionSpec("amend-document", "Amend a document…", "amend", "Ctrl+D", "amend",
               screen="chart"),
    ActionSpec("find-in-chart", "Find in this chart", "search", "Ctrl+F", "show", screen="chart"),
    ActionSpec("read-document", "Read the document", "doc", "Ctrl+O", "show", screen="chart"),
    ActionSpec("chart-history", "History", "history", "Ctrl+H", "history", screen="chart"),
    ActionSpec("find-in-document", "Find in this document", "search", "Ctrl+F", "show",
               screen="reader"),
    ActionSpec("reader-next", "Next place", "", "F3", "show", screen="reader"),
    ActionSpec("reader-last", "Last place", "", "Shift+F3", "show", screen="reader"),
    ActionSpec("reader-larger", "Larger", "plus", "Alt++", "show", screen="reader"),
    ActionSpec("reader-smaller", "Smaller", "minus", "Alt+-", "show", screen="reader"),
    ActionSpec("reader-fit", "As wide as the window", "", "Alt+W", "show", screen="reader"),
    ActionSpec("amend-read", "Amend this document…", "amend", "Ctrl+D", "amend",
               screen="reader"),
    ActionSpec("amend-addendum", "Addendum", "", "Alt+A", "amend", screen="amend"),
    ActionSpec("amend-late-entry", "Late entry", "", "Alt+L", "amend", screen="amend"),
    ActionSpec("amend-correction", "Correction", "", "Alt+E", "amend", screen="amend"),
    ActionSpec("amend-retraction", "Retraction", "", "Alt+T", "amend", screen="amend"),
    ActionSpec("amend-compare", "Compare two revisions", "compare", "Ctrl+M", "amend",
               screen="amend"),
    ActionSpec("amend-review", "Review the revision", "check", "Ctrl+Return", "amend",
               screen="amend"),
    ActionSpec("amend-case", "Open the request", "stamp", "Ctrl+G", "case", screen="amend"),
    ActionSpec("case-new", "New request…", "plus", "Ctrl+N", "case", screen="requests"),
    ActionSpec("case-document", "Open the document", "doc", "Ctrl+O", "case", screen="requests"),
    ActionSpec("case-attach", "Attach files…", "link", "Ctrl+I", "case", screen="requests"),
    ActionSpec("case-letter", "Write a letter…", "letters", "Ctrl+P", "case", screen="requests"),
    ActionSpec("case-scans", "Attach a scan…", "scan", "Ctrl+J", "case", screen="requests"),
    ActionSpec("case-step", "Take a step…", "check", "Ctrl+E", "case", screen="requests"),
    ActionSpec("release-new", "New request for release…", "plus", "Ctrl+N", "release",
               screen="release"),
    ActionSpec("release-pages", "Pages and black-outs of the document…", "strike", "Ctrl+E",
               "release", screen="release"),
    ActionSpec("release-letter", "Letters of the request…", "letters", "Ctrl+B", "release",
               screen="release"),
    ActionSpec("release-next", "Next part of the request", "right", "Ctrl+G", "release-read",
               screen="release"),
    ActionSpec("release-scans", "Attach a scan…", "scan", "Ctrl+J", "release",
               screen="release"),
    ActionSpec("release-build", "Release the packet", "check", "Ctrl+Return", "release",
               screen="release"),
    ActionSpec("packet-print", "Print the packet…", "print", "Ctrl+P", "release",
               screen="release"),
    ActionSpec("disclosures-account", "Accounting of disclosures", "check", "Ctrl+Return",
               "accounting-read", screen="disclosures"),
    ActionSpec("disclosures-save", "Give and save, or save a copy", "save", "Ctrl+S",
               "accounting", screen="disclosures"),
    ActionSpec("issue-letter", "Issue and save", "check", "Ctrl+Return", "letter",
               screen="letter"),
    ActionSpec("letter-print", "Print the issued letter…", "print", "Ctrl+P", "letter",
               screen="letter"),
    ActionSpec("split-decide", "Stays, new chart, existing chart", "", "1, 2, 3", "split",
               screen="split"),
    ActionSpec("split-mark", "Mark rows that go together", "filter", "Ctrl+M", "split",
               screen="split"),
    ActionSpec("audit-verify", "Verify the ledger", "check", "Ctrl+Return", "verify",
               screen="audit"),
    ActionSpec("template-save", "Save as a new version", "check", "Ctrl+Return", "settings",
               screen="templates"),
    ActionSpec("split-all", "Accept all proposals", "check", "F7", "split", screen="split"),
    ActionSpec("split-next", "Next undecided", "help", "F8", "split", screen="split"),
    ActionSpec("split-both", "For both persons…", "scan", "Ctrl+G", "split", screen="split"),
    ActionSpec("split-review", "Review split", "check", "Ctrl+Return", "split", screen="split"),
    ActionSpec("review", "Review", "check", "Ctrl+Return", "merge", screen="compare"),
    ActionSpec("swap", "Swap survivor", "swap", "Ctrl+W", "merge", screen="compare"),
    ActionSpec("compare-distinct", "Not the same person…", "x", "N", "distinct",
               screen="compare"),
    ActionSpec("compare-ask", "Ask for information…", "chat", "I", "case", screen="compare"),
    ActionSpec("compare-skip", "Skip, take the next case", "right", "S", "case",
               screen="compare"),
    ActionSpec("compare-fields", "All fields, or those that differ", "filter", "Ctrl+D", "merge",
               screen="compare"),
    ActionSpec("choose", "Choose A, B, C or + (both) in the row", "", "A, B, C", "merge",
               screen="compare"),
    ActionSpec("apply", "Apply or send for approval", "check", "Ctrl+Return", "merge",
               screen="review"),
    ActionSpec("history-earlier", "A step back in time", "left", "Alt+Left", "history",
               screen="history"),
    ActionSpec("history-later", "A step forward in time", "right", "Alt+Right", "history",
               screen="history"),
    ActionSpec("history-today", "Today", "", "Alt+T", "history", screen="history"),
    ActionSpec("history-open", "Open the chart of that day", "eye", "Ctrl+O", "history",
               screen="history"),
    ActionSpec("history-undo", "Undo…", "undo", "Ctrl+U", "undo", screen="history"),
    ActionSpec("history-letter", "Letter…", "doc", "Ctrl+P", "letter", screen="history"),
    ActionSpec("undo-review", "Review undo", "check", "Ctrl+Return", "undo", screen="undo"),
    ActionSpec("next-undecided", "Next undecided", "help", "F8", "undo", screen="undo"),
    ActionSpec("decide", "Belongs to A, B or both", "", "1, 2, 3", "undo", screen="undo"),
    ActionSpec("approve", "Approve", "approve", "Ctrl+Return", "approve", screen="approve"),
    ActionSpec("approve-marked", "Approve the plain ones of those marked", "approve",
               "Ctrl+Shift+Return", "approve", screen="approve"),
    ActionSpec("approve-claim", "Take, give back", "user", "Ctrl+T", "approve",
               screen="approve"),
    ActionSpec("approve-hand-over", "Hand over…", "users", "Ctrl+G", "approve",
               screen="approve"),
    ActionSpec("return", "Return", "undo", "Ctrl+R", "return", screen="approve"),
    ActionSpec("reject", "Reject", "x", "Ctrl+J", "reject", screen="approve"),
)  # fmt: skip
"""Everything with a key. A screen's keys hold only there."""


def mnemonics() -> dict[str, str]:
    """The keys that open the menus, with their titles."""
    return {f"Alt+{title[title.index('&') + 1].upper()}": name for name, title in MENUS.items()}


def first_screen(roles: Collection[Role]) -> str:
    """The screen that a window opens with: the first of these that the roles may use."""
    screens = {"worklist": "case", "search": "search", "settings": "settings", "audit": "verify"}
    return next(screen for screen, verb in screens.items() if permitted(verb, roles))


def allowed(
    roles: Collection[Role], actions: tuple[ActionSpec, ...] = ACTIONS
) -> tuple[ActionSpec, ...]:
    """The actions that these roles may use; others are absent, not greyed."""
    return tuple(a for a in actions if not a.verb or permitted(a.verb, roles))


def clashes(actions: tuple[ActionSpec, ...] = ACTIONS) -> tuple[tuple[str, str], ...]:
    """Pairs of actions that claim one key on one screen; there must be none."""
    pairs = combinations(actions, 2)
    return tuple((one.id, other.id) for one, other in pairs if one.clashes_with(other))
