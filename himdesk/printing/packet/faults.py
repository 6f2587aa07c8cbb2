# SPDX-License-Identifier: Apache-2.0
"""Papers that can't go into a packet: each is named, and there is never half a packet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from himdesk.domain.errors import HimdeskError


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A paper that can't go, and why: broken, encrypted, empty, not what it says to be."""

    id: str
    why: str


@dataclass
class PacketFaulty(HimdeskError):
    """Papers can't be printed; staff leave them out with a reason, or have them scanned again."""

    faults: tuple[Fault, ...]
    code: ClassVar[str] = "packet-faulty"

    def message(self) -> str:
        """Name each paper with what is wrong."""
        named = "; ".join(f"{fault.id} {fault.why}" for fault in self.faults)
        return f"Papers can't be printed: {named}. Leave them out, or have them scanned again."

    def where(self) -> str | None:
        """The ids of the papers."""
        return " ".join(fault.id for fault in self.faults)


class Unreadable(Exception):
    """A paper can't be read; the text says why, after the paper's name."""
