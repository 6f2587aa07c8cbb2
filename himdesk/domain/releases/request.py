# SPDX-License-Identifier: Apache-2.0
"""A request for release: who asks for what on which ground, and what still keeps it shut."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from himdesk.domain.releases.authorization import checklist, failing
from himdesk.domain.releases.basis import ACCESS_DAYS, GROUNDS, Basis
from himdesk.domain.releases.choosing import Wanted, minimum_missing
from himdesk.domain.releases.directive import directive_checklist
from himdesk.domain.releases.errors import ReleaseShut

if TYPE_CHECKING:
    from collections.abc import Iterator

    from himdesk.domain.amendments.case import Attachment
    from himdesk.domain.releases.authorization import Authorization, Element
    from himdesk.domain.releases.denial import Denial, Review
    from himdesk.domain.releases.directive import Directive


class State(StrEnum):
    """Where a request stands."""

    OPEN = "open"
    RELEASED = "released"
    RETURNED = "returned"
    DENIED = "denied"
    CANCELLED = "cancelled"


class Delivery(StrEnum):
    """How a packet goes out."""

    PAPER = "paper"
    FILE = "file"
    FAX = "fax"


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """The one extension of a request: reasons, and the new day (164.524(b)(2)(iii)).

    It counts from the day on which its letter was sent; until then it is only prepared.
    """

    reason: str
    until: date
    sent_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A part of a page that is blacked out, in points from the page's lower left corner."""

    page: int
    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A request as it stands.

    `identity_check` says how the requester's identity was verified, `authority` what was shown
    for it (164.514(h)), never the number of a document. `left_out` are items that staff took out
    though they may go, with the reason; `pages` the pages of a scan that go (all, if it is not
    named); `boxes` what is blacked out. `without_disputes` is the privacy officer's reason to
    leave a dispute packet out. `fee` names a fee schedule or waives it, empty leaves it to the
    site; `postage` is what the posting costs, in dollars. `files` came with the request: the signed
    form, a subpoena; they prove it and never go into a packet. `denial` says why access is
    denied, in whole or part, and `review` what another professional determined of it.
    """

    id: str
    patient: str
    basis: Basis
    requester: str
    recipient: str
    address: str
    purpose: str
    received: date
    wanted: Wanted
    delivery: Delivery = Delivery.PAPER
    fax: str = ""
    identity_check: str = ""
    authority: str = ""
    form: Authorization | None = None
    directive: Directive | None = None
    left_out: tuple[tuple[str, str], ...] = ()
    pages: tuple[tuple[str, tuple[int, ...]], ...] = ()
    boxes: tuple[tuple[str, tuple[Box, ...]], ...] = ()
    without_disputes: str = ""
    extension: Extension | None = None
    state: State = State.OPEN
    ended_on: date | None = None
    ended_because: str = ""
    disclosure: str | None = None
    fee: str = ""
    postage: Decimal = Decimal(0)
    files: tuple[Attachment, ...] = ()
    denial: Denial | None = None
    review: Review | None = None


def due(release: Release, *, days: int = ACCESS_DAYS) -> date | None:
    """The last day to act; None where the law names none.

    `days` is the site's own period, never longer than the law's. An extension that was sent
    within the law's period stands, though the site shortened its own since.
    """
    lawful = GROUNDS[release.basis].days
    if lawful is None:
        return None
    extension, last = release.extension, release.received + timedelta(days=lawful)
    if extension is not None and extension.sent_on is not None and extension.sent_on <= last:
        return extension.until
    return min(last, release.received + timedelta(days=days))


def latest_extension(release: Release) -> date:
    """The latest day that an extension may name."""
    return release.received + timedelta(days=2 * ACCESS_DAYS)


def check_extension(
    release: Release, extension: Extension, first: date | None, today: date
) -> None:
    """Check that the law allows this extension.

    `first` is the last day of the first period. One that is only prepared may be prepared anew.

    Raises:
        ReleaseShut: it does not; the error names the field of the extension, if it is about one.
    """
    if first is None:
        raise ReleaseShut(release.id, ("The law names no time for this request.",))
    if release.extension is not None and release.extension.sent_on is not None:
        raise ReleaseShut(release.id, ("The law allows one extension, and it was taken.",))
    if not extension.reason.strip():
        text = "An extension gives the reasons for the delay."
        raise ReleaseShut(release.id, (text,), "reason")
    told = extension.sent_on or today
    if not release.received <= told <= min(first, today):
        text = f"An extension is sent after the request came and by {first}."
        raise ReleaseShut(release.id, (text,), "sent_on")
    last = latest_extension(release)
    if not first < extension.until <= last:
        text = f"An extension ends after {first} and not later than {last}."
        raise ReleaseShut(release.id, (text,), "until")


def shut_by(release: Release, today: date, *, oldest_days: int = 365) -> tuple[str, ...]:
    """Why nothing may be released yet, in words; nothing if it may."""
    return tuple(_reasons(release, today, oldest_days))


def _reasons(release: Release, today: date, oldest_days: int) -> Iterator[str]:
    ground = GROUNDS[release.basis]
    if release.state is not State.OPEN:
        yield f"The request is {release.state}."
    if not release.identity_check.strip():
        yield "The requester's identity has not been verified (164.514(h))."
    if ground.authority and not release.authority.strip():
        yield "The requester's authority has not been shown (164.514(h))."
    if release.delivery is Delivery.FAX and not release.fax.strip():
        yield "There is no verified fax number."
    if release.delivery is not Delivery.FAX and not release.address.strip():
        yield "The recipient has no address."
    if minimum_missing(release.wanted):
        yield "The whole chart must be specifically justified (164.514(d)(5))."
    if ground.authorization and release.form is None:
        yield "There is no authorization."
    yield from _of_directive(release)
    yield from _of_form(release, today, oldest_days)


def directive_elements(release: Release) -> tuple[Element, ...]:
    """The checklist of the patient's directive, if the request has one."""
    if release.directive is None:
        return ()
    recipient, received = release.recipient, release.received
    return directive_checklist(release.directive, recipient=recipient, received=received)


def _of_directive(release: Release) -> Iterator[str]:
    if release.basis is not Basis.DIRECTIVE:
        return
    if release.directive is None:
        yield "There is no signed, written directive (164.524(c)(3)(ii))."
    yield from (f"{e.name} ({e.paragraph}): {e.text}" for e in failing(directive_elements(release)))


def _of_form(release: Release, today: date, oldest_days: int) -> Iterator[str]:
    form, wanted = release.form, release.wanted
    own = release.basis in {Basis.PATIENT, Basis.COURT_ORDER}
    if form is None:
        if (wanted.categories and not own) or wanted.psychotherapy:
            yield "Sensitive records need a consent that covers them."
        return
    elements = checklist(form, received=release.received, today=today, oldest_days=oldest_days)
    yield from (f"{e.name} ({e.paragraph}): {e.text}" for e in failing(elements))
    if not form.scan:
        yield "The scan of the form that proves it is not named."
    for category in sorted(wanted.categories - form.categories):
        yield f"The form does not cover {category}."
    if "part2" in wanted.categories and not form.part2:
        yield "A general authorization is not enough for Part 2 records (42 CFR 2.31)."
    if wanted.psychotherapy and not form.psychotherapy:
        yield "Psychotherapy notes need an authorization of their own (164.508(a)(2))."
    if form.recipient.strip() and form.recipient.strip() != release.recipient.strip():
        yield f"The form names another recipient: {form.recipient.strip()}."
    if _begins_before(wanted, form) or _ends_after(wanted, form):
        yield "The form covers a shorter period than is asked for."


def _begins_before(wanted: Wanted, form: Authorization) -> bool:
    first = form.service_from
    return first is not None and (wanted.since is None or wanted.since < first)


def _ends_after(wanted: Wanted, form: Authorization) -> bool:
    last = form.service_to
    return last is not None and (wanted.until is None or wanted.until > last)
