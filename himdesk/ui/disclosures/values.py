# SPDX-License-Identifier: Apache-2.0
"""What the screen of disclosures shows, as plain values and rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from himdesk.domain.releases.basis import Basis
from himdesk.domain.words import counted
from himdesk.ui.widgets.tables.cell import Chip, Row, Text, hint, line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from himdesk.services.releases.disclosures import Accounting, Logged

SHORT = 12
"""Characters of an id that people read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogPage:
    """Disclosures of a chart, or the latest of all; `note` says what they are."""

    rows: tuple[Row, ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountingPage:
    """An accounting of a chart and period as it would be given."""

    rows: tuple[Row, ...]
    note: str


def log_page(found: Sequence[Logged], mrn: str) -> LogPage:
    """The log of a chart, or the latest of all."""
    corrected = sum(bool(each.corrected_since) for each in found)
    of = f"of {mrn}" if mrn else "of all charts, the last logged first"
    note = f"{len(found):,} {of}" if found else f"nothing was disclosed {of.partition(',')[0]}"
    note += f"; {corrected:,} corrected since" if corrected else ""
    return LogPage(rows=tuple(_logged(each) for each in found), note=note)


def _logged(each: Logged) -> Row:
    d = each.disclosure
    marks = [Chip("accountable", "accent") if d.accountable else hint("not accountable")]
    if d.basis is Basis.MISDIRECTED:
        marks.append(Chip("misdirected", "stop", "warn"))
    if each.corrected_since:
        marks.append(Chip("corrected since", "warn", "warn"))
    who = Text(d.recipient)
    return Row(
        d.id,
        (
            line(d.on.isoformat()),
            line(each.mrn),
            line(who, hint(d.purpose)),
            line(hint(each.how)),
            line(*marks),
        ),
    )


def reading(each: Logged) -> str:
    """All that the log says of a disclosure."""
    d = each.disclosure
    said = [f"{d.on}: {d.description}, to {d.recipient}, {', '.join(d.address.splitlines())}."]
    said.append(f"For {d.purpose}, {d.basis.value.replace('-', ' ')}, by {each.how}.")
    said.append(f"Accounting: {d.why}. Logged by {each.by}.")
    if each.corrected_since:
        sets = ", ".join(name[-SHORT:] for name in each.corrected_since)
        said.append(f"Corrected since, by {sets}: the recipient has the earlier record.")
    return " ".join(said)


def accounting_page(made: Accounting) -> AccountingPage:
    """An accounting as it would be given."""
    cost = "free" if made.free else "not the first in twelve months: a fee may be charged"
    note = f"{made.mrn}, {made.since} to {made.until}: {counted(len(made.entries), 'row')}, {cost}"
    rows = []
    for number, entry in enumerate(made.entries):
        series = hint(f"{entry.count} times, the last on {entry.last}") if entry.last else hint("")
        cells = (
            line(entry.on.isoformat()),
            line(made.mrn),
            line(entry.recipient, hint(entry.purpose)),
            line(hint(entry.description)),
            line(series),
        )
        rows.append(Row(f"entry:{number}", cells))
    return AccountingPage(rows=tuple(rows), note=note)
