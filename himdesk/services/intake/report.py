# SPDX-License-Identifier: Apache-2.0
"""What an import did, file by file, as the console prints it and the store keeps it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from himdesk.domain.charts.records import Rejected

NEW, CHANGED, UNCHANGED = "new", "changed", "unchanged"

_MOST_NOTICES: Final = 100


@dataclass(slots=True)
class FileReport:
    """How many records of a file came to what. `unreadable`: nothing of it could be used."""

    path: str
    read: int = 0
    outcomes: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys((NEW, CHANGED, UNCHANGED), 0)
    )
    rejected: list[Rejected] = field(default_factory=list)
    notices: list[Rejected] = field(default_factory=list)
    unreadable: bool = False

    def refuse(self, where: str, reason: str) -> None:
        """Nothing of the file could be used."""
        self.unreadable = True
        if (told := Rejected(where, reason)) not in self.rejected:  # each reading finds it again
            self.rejected.append(told)

    def notice(self, notice: Rejected) -> None:
        """Keep what a person should know; the first ones tell enough."""
        if len(self.notices) < _MOST_NOTICES and notice not in self.notices:
            self.notices.append(notice)

    def view(self) -> dict[str, Any]:
        """As DESIGN 4 has it, with what is not quite right beside it."""
        view: dict[str, Any] = {"path": self.path, "read": self.read, **self.outcomes}
        view["rejected"] = [{"where": r.where, "reason": r.reason} for r in self.rejected]
        view["notices"] = [{"where": n.where, "reason": n.reason} for n in self.notices]
        return view | ({"unreadable": True} if self.unreadable else {})


@dataclass(slots=True)
class Report:
    """The whole import; `state` is "running", "done" or "cancelled"."""

    import_id: str
    files: list[FileReport]
    state: str = "running"

    @property
    def done(self) -> int:
        """How many records were dealt with so far."""
        return sum(len(f.rejected) + sum(f.outcomes.values()) for f in self.files)

    def view(self) -> dict[str, Any]:
        """As DESIGN 4 has it."""
        return {
            "import": self.import_id,
            "state": self.state,
            "files": [file.view() for file in self.files],
        }
