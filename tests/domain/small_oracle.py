# SPDX-License-Identifier: Apache-2.0
"""Who owns what, said once more and differently: a diary that is read aloud from the beginning.

It shares no line with the program. What is in force is found from the end of the diary backwards
(an undo comes after what it undoes); owners by walking all items through what is in force.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Entry:
    """One line of the diary."""

    id: str
    into: str = ""
    gone: tuple[str, ...] = ()
    steps: list[tuple[str, str, str]] = field(default_factory=list)
    of: str = ""

    @property
    def deliberate(self) -> bool:
        return bool(self.steps) and not self.of


@dataclass
class Diary:
    """Homes of items, when they came, and what was done."""

    home: dict[str, str] = field(default_factory=dict)
    came: dict[str, int] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)

    def arrive(self, item: str, number: str) -> None:
        self.home[item] = number
        self.came[item] = len(self.entries)

    def live(self, without: str = "") -> list[Entry]:
        """What is in force, in order."""
        dead, alive = {without}, []
        for entry in reversed(self.entries):
            if entry.id not in dead:
                alive.append(entry)
                dead.add(entry.of)
        return alive[::-1]

    def owners(self, without: str = "", until: str = "") -> dict[str, str]:
        at = dict(self.home)
        alive = {entry.id for entry in self.live(without)}
        for entry in self.entries:
            if entry.id == until:
                break
            if entry.id in alive:
                self._take_part(entry, at)
        return at

    @staticmethod
    def _take_part(entry: Entry, at: dict[str, str]) -> None:
        if entry.into:
            for item, chart in at.items():
                if chart in entry.gone:
                    at[item] = entry.into
        for item, source, target in entry.steps:
            if at[item] == source:
                at[item] = target

    def survivors(self, without: str = "") -> dict[str, str]:
        return {g: entry.into for entry in self.live(without) for g in entry.gone}

    def sound(self, without: str) -> bool:
        """Whether no merge in force works with a chart that an earlier one has retired."""
        gone: set[str] = set()
        for entry in self.live(without):
            if gone & {entry.into, *entry.gone} - {""}:
                return False
            gone |= set(entry.gone)
        return True

    def chain(self, chart: str) -> list[str]:
        after, found = self.survivors(), [chart]
        while found[-1] in after:
            found.append(after[found[-1]])
        return found

    def to_decide(self, of: str) -> set[str]:
        """What a person must decide before the entry is undone."""
        place = [entry.id for entry in self.entries].index(of)
        target, now = self.entries[place], self.owners()
        taken = {item for item, _, _ in target.steps}
        later = set()
        if target.into:
            then = self.owners(until=of)
            taken = {i for i, n in self.came.items() if n <= place and then[i] in target.gone}
            chain = self.chain(target.into)
            settled = {i for entry in self.live() if entry.of for i, _, _ in entry.steps}
            later = {
                i
                for i, chart in self.home.items()
                if self.came[i] > place and chart in chain and now[i] == chain[-1]
            } - settled
        live_ids = {entry.id for entry in self.live()}
        moved = {
            i
            for entry in self.entries[place + 1 :]
            if entry.deliberate and entry.id in live_ids
            for i, _, _ in entry.steps
        }
        return later | (taken & moved)
