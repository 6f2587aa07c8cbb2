# SPDX-License-Identifier: Apache-2.0
"""What the audit screen shows, in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from himdesk.services.accesses import AccessLine, Opening

ID: Final = re.compile(r"\b[0-9a-f]{20,}\b")
TOLD: Final = 6

DID: Final = {
    "work list": "saw the work list",
    "search": "searched for a person",
    "show": "opened the chart",
    "search in chart": "searched in the chart",
    "show document": "opened a document",
    "read document": "read a document",
    "read scan": "read a scan",
    "read attachment": "read an attachment",
    "show change set": "saw a change set",
    "show judgements": "saw what was said of pairs",
    "history": "saw the history",
    "compare": "compared charts",
    "evidence": "saw the evidence of a pair",
    "match": "looked for duplicates",
    "check-duplicates": "looked for duplicates",
    "distinct": "said: not the same person",
    "review": "reviewed a request for approval",
    "split": "opened a split",
    "import": "imported records",
    "backup": "saved a backup",
    "verify": "verified the ledger",
    "access-log": "saw this log",
    "break-glass": "opened a confidential chart",
    "break-glass-review": "reviewed an opening",
    "disclose": "recorded a disclosure",
    "accounting": "wrote an accounting",
    "suspend accounting": "held an accounting back",
    "copy of packet": "saved a copy of a packet",
    "letter labels": "printed labels",
    "case show": "opened an amendment request",
    "case open": "took an amendment request down",
    "release show": "opened a release request",
    "release open": "took a release request down",
    "release paper": "read a paper of a release",
    "release choose": "chose records for a release",
    "release build": "made a packet",
    "downstream show": "saw the other systems",
    "downstream done": "recorded a system as done",
    "downstream reopen": "opened a system again",
    "sign-in refused": "was refused at sign-in",
}
"""What the verbs of the access log mean, in words."""

FIRST: Final = {
    "letter": "issued: {}",
    "copy": "saved a copy {}",
    "refused": "was refused: {}",
    "release": "release request: {}",
    "accounting": "accounting: {}",
    "update": "resolved: {}",
}
"""What verbs mean that name a kind of thing at their end."""

HEAD = 12
"""Characters of the ledger's head that stand on paper too."""


@dataclass(frozen=True, slots=True)
class May:
    """Which parts of the screen a person has."""

    verify: bool
    log: bool
    review: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a verification came to: whether all is whole, and the words that say it."""

    whole: bool
    text: str


def verdict_of(found: dict[str, Any]) -> Verdict:
    """The words for what `verify` answers."""
    size = f"{found['change_sets']:,} change sets, head {found['head'][:HEAD]}"
    if found["ok"]:
        return Verdict(whole=True, text=f"Whole: {size}.")
    broken = found["first_broken"]
    at = f" at change set {broken['seq']}" if broken["seq"] is not None else ""
    said = f"expected {broken['expected'] or 'nothing'}, found {broken['found'] or 'nothing'}"
    return Verdict(
        whole=False,
        text=f"NOT whole{at}, {broken['where']}: {said}. Keep the database as it is, restore the "
        f"last good backup beside it, and compare. ({size})",
    )


def cells_of_line(line: AccessLine) -> tuple[str, ...]:
    """The cells of a line of the access log."""
    return (_time(line.at), line.staff, did(line.verb), line.chart, short(line.reason))


def tips_of_line(line: AccessLine) -> tuple[str, ...]:
    """What is said of the cells when they are pointed at: the log's own words."""
    return ("", "", line.verb, "", line.reason)


def did(verb: str) -> str:
    """What a verb of the log says that somebody did."""
    if verb in DID:
        return DID[verb]
    first, _, rest = verb.partition(" ")
    said = FIRST.get(first)
    return said.format(rest.replace("-", " ")) if said and rest else verb.replace("-", " ")


def short(reason: str) -> str:
    """A reason as it was given; of an id its end, which tells one from the other."""
    return ID.sub(lambda found: f"#{found[0][-TOLD:]}", reason)


def cells_of_opening(opening: Opening) -> tuple[str, ...]:
    """The cells of an opening."""
    said = f"{opening.finding} ({opening.reviewed_by})" if opening.reviewed_by else "to review"
    return (_time(opening.at), opening.staff, opening.chart, opening.reason, said)


def _time(at: str) -> str:
    return at[:19].replace("T", " ")
