# SPDX-License-Identifier: Apache-2.0
"""The forms of a request: taking it down, completing it, extending and ending it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from himdesk.domain.releases.basis import GROUNDS, Basis
from himdesk.domain.releases.request import Delivery, State
from himdesk.ui.release.forms.denying import DENIAL
from himdesk.ui.release.values import Sheet
from himdesk.ui.requests.values import CHOICE, DAY, TEXT, Field

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from himdesk.domain.releases.request import Release
    from himdesk.ui.release.values import Addressee

ENTRY: Final = "entry"
"""The field that offers the directory."""

BASES: Final = tuple(
    (basis.value, f"{basis.value.replace('-', ' ').capitalize()} ({GROUNDS[basis].paragraph})")
    for basis in Basis
    if basis is not Basis.MISDIRECTED
)
DELIVERIES: Final = (
    (Delivery.FILE.value, "Encrypted file"),
    (Delivery.PAPER.value, "Paper"),
    (Delivery.FAX.value, "Fax"),
)
ENDS: Final = (
    (State.RETURNED.value, "Returned to the sender"),
    (State.DENIED.value, "Denied"),
    (State.CANCELLED.value, "Cancelled"),
)
_COMPLETING: Final = (
    "requester", "recipient", "address", "fax", "purpose", "delivery", "identity_check",
    "authority", "fee", "postage",
)  # fmt: skip
_SCOPE: Final = ("since", "until", "whole_chart_because")


def intake(mrn: str, today: date, directory: Sequence[Addressee]) -> Sheet:
    """Taking down a request."""
    who = (
        Field("mrn", "Record number", value=mrn, hint="MRN of the patient"),
        Field("basis", "Basis", CHOICE, BASES),
        Field("requester", "Who asks"),
        Field("purpose", "Purpose", hint="own use, claim 4711 …"),
        Field("received", "Received", DAY, value=today.isoformat()),
        Field("identity_check", "Identity checked by", hint="license seen; never its number"),
        Field("authority", "Authority shown", hint="letters testamentary, order …"),
    )
    what = (
        *_recipient("", directory),
        Field("address", "Address", TEXT),
        Field("fax", "Fax", hint="a verified number"),
        Field("delivery", "Goes as", CHOICE, DELIVERIES),
        Field("since", "Records from", DAY, hint="2026-01-01; empty: from the beginning"),
        Field("until", "Records to", DAY, hint="2026-12-31; empty: to today"),
        Field("whole_chart_because", "Whole chart, because", hint="if nothing narrows it"),
        *_charged(),
    )
    return Sheet(
        name="release-intake",
        title="New request for release",
        why="The legal clock of an access request starts with the day on which it was received.",
        button="Open the request",
        halves=(("Who asks, and why", who), ("What goes, and to whom", what)),
        draft="new",
    )


def _recipient(name: str, directory: Sequence[Addressee]) -> tuple[Field, ...]:
    named = [
        (entry.id, f"{entry.name}, verified {entry.verified_on} by {entry.verified_by}")
        for entry in directory
    ]
    options = (("", "As written below"), *named)
    return (
        Field(ENTRY, "From the directory", CHOICE, options),
        Field("recipient", "Recipient", value=name, hint="empty: the one who asks"),
    )


def _charged(fee: str = "", postage: str = "") -> tuple[Field, ...]:
    return (
        Field("fee", "Fee", value=fee, hint="as the site has it; waived; or a schedule's name"),
        Field("postage", "Postage", value=postage, hint="in dollars, 4.60"),
    )


def completing(release: Release, directory: Sequence[Addressee]) -> Sheet:
    """What was found out since the request came: identity, authority, address."""
    who = (
        Field("requester", "Who asks", value=release.requester),
        Field("purpose", "Purpose", value=release.purpose),
        Field("identity_check", "Identity checked by", value=release.identity_check),
        Field("authority", "Authority shown", value=release.authority),
    )
    to = (
        *_recipient(release.recipient, directory),
        Field("address", "Address", TEXT, value=release.address),
        Field("fax", "Fax", value=release.fax),
        Field("delivery", "Goes as", CHOICE, _first(DELIVERIES, release.delivery.value)),
        *_charged(release.fee, str(release.postage or "")),
    )
    return Sheet(
        name="release-complete",
        title="Complete the request",
        why="What was found out since. Its basis and what is asked for stay as they were.",
        button="Put it down",
        halves=(("Who asks", who), ("To whom", to)),
    )


def extending(latest: date) -> Sheet:
    """More time, once."""
    fields = (
        Field("until", "Done by", DAY, value=latest.isoformat()),
        Field("sent_on", "Letter sent on", DAY, hint="empty: its letter follows"),
        Field("reason", "Reasons for the delay", TEXT),
    )
    return Sheet(
        name="release-extend",
        title="Take more time",
        why=f"Once, by a letter within the first period, until {latest} at the latest.",
        button="Note the extension",
        halves=(("Extension", fields),),
    )


def ending(basis: Basis) -> Sheet:
    """The end of a request without a release; access is denied on a basis of the law."""
    fields = (
        Field("state", "How it ends", CHOICE, ENDS),
        Field("reason", "Reason", TEXT),
    )
    denied = (("If access is denied", DENIAL),) if GROUNDS[basis].days is not None else ()
    return Sheet(
        name="release-end",
        title="End without a release",
        why="Nothing goes out. The request stays in the list of those that ended.",
        button="End the request",
        halves=(("End", fields), *denied),
    )


def leaving_out(title: str) -> Sheet:
    """Why something that may go is left out."""
    fields = (Field("why", "Why", hint="not asked for, duplicate …", rules=("left_out",)),)
    return Sheet(
        name="release-leave",
        title=f"Leave out: {title}",
        why="The reason stands in the log of the request, and with a certification in the packet.",
        button="Leave it out",
        halves=(("Reason", fields),),
    )


def overriding() -> Sheet:
    """Why a dispute packet does not go along."""
    fields = (Field("without_disputes", "Reason", TEXT, hint="empty: it goes along again"),)
    return Sheet(
        name="release-disputes",
        title="Leave the dispute packet out",
        why="Only the privacy officer may. An empty reason lets it go along again.",
        button="Put it down",
        halves=(("Dispute packet", fields),),
    )


def request_form(values: Mapping[str, str]) -> dict[str, Any]:
    """What an intake sheet says, as the desk takes it; an entry of the directory is no field."""
    wanted = {name: values[name] for name in _SCOPE if values.get(name)}
    given = {name: values[name] for name in (*_COMPLETING, "basis") if values.get(name)}
    return {**given, "wanted": wanted}


def completed_form(values: Mapping[str, str]) -> dict[str, Any]:
    """What a completing sheet says, as the desk takes it."""
    return {name: values[name] for name in _COMPLETING}


def _first(options: Sequence[tuple[str, str]], value: str) -> tuple[tuple[str, str], ...]:
    """The options with the one that holds at the top, where a choice begins."""
    return tuple(sorted(options, key=lambda option: option[0] != value))
