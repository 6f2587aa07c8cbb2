# SPDX-License-Identifier: Apache-2.0
"""What the person at the desk set for themselves; it is there on whatever machine they sit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from himdesk.domain.personal import check_own
from himdesk.store.desk import personal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from himdesk.services.context import Context


@dataclass(frozen=True, slots=True)
class Personal:
    """One's own settings; there is no way to those of anybody else."""

    context: Context

    def all(self) -> dict[str, str]:
        """What is set, by key; what is as shipped is not there."""
        with self.context.database.read() as session:
            return personal.read(session, self.context.staff.name)

    def change(self, wanted: Mapping[str, str]) -> None:
        """Set some of it; an empty value is as shipped. All or none.

        Raises:
            UsageError: there is no such setting, or the value is none for it.
        """
        check_own(wanted)
        with self.context.writing() as session:
            personal.put(session, self.context.staff.name, wanted)
