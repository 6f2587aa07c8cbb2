# SPDX-License-Identifier: Apache-2.0
"""Papers that can't go into a packet: each is named, and there is never half a packet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from himdesk.domain.errors import HimdeskError

if TYPE_CHECKING:
    from himdesk.printing.packet.values import Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A paper that can't go, and why: broken, encrypted, empty, not what it says to be.

    `name` is what staff know it by, its title and its day.
    """

    id: str
    name: str
    why: str

    @classmethod
    def of(cls, paper: Paper, why: Unreadable) -> Fault:
        """What is wrong with a paper."""
        known = " of ".join(filter(None, (paper.title, paper.day)))
        return cls(id=paper.id, name=known or paper.id, why=str(why))


@dataclass
class PacketFaulty(HimdeskError):
    """Papers can't be printed; staff leave them out with a reason, or have them scanned again."""

    faults: tuple[Fault, ...]
    code: ClassVar[str] = "packet-faulty"

    def message(self) -> str:
        """Name each paper with what is wrong."""
        named = "; ".join(f"{fault.name} {fault.why}" for fault in self.faults)
        return f"Papers can't be printed: {named}. Leave them out, or have them scanned again."

    def where(self) -> str | None:
        """The ids of the papers."""
        return " ".join(fault.id for fault in self.faults)


class Unreadable(Exception):
    """A paper can't be read; the text says why, after the paper's name."""
