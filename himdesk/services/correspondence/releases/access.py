# SPDX-License-Identifier: Apache-2.0
"""The letters of a request for release to whoever asked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from himdesk.domain.errors import UsageError
from himdesk.domain.releases.authorization import failing
from himdesk.domain.releases.basis import GROUNDS
from himdesk.domain.releases.denial import PARAGRAPHS
from himdesk.printing.letters.release_notices import (
    AccessAcceptance,
    AccessDenial,
    AccessExtension,
    AccessReview,
    AuthorizationReturn,
    DenialGround,
    Fee,
    ProofRequest,
    RecordsElsewhere,
)
from himdesk.services.correspondence.complaints import complaint
from himdesk.services.correspondence.defects import defect
from himdesk.services.correspondence.errand import person
from himdesk.services.releases.charging import charge_if_any
from himdesk.services.releases.requests.log import ReleaseLog

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from himdesk.domain.releases.request import Release
    from himdesk.printing.letters.notices import Notice
    from himdesk.printing.letters.values import Recipient
    from himdesk.services.correspondence.releases.errand import ReleaseErrand
    from himdesk.services.releases.requests.values import ReleaseView

    Written = tuple[Notice, Recipient]


def returned(errand: ReleaseErrand) -> Written:
    """The form goes back to whoever asked, with exactly what is wrong with it.

    Raises:
        UsageError: nothing is wrong with it, or there is no form.
    """
    release = errand.release()
    view = _view(errand, release)
    defects = tuple(defect(e, errand.language, errand.written) for e in failing(view.elements))
    text = "No element of an authorization fails: there is nothing to return it for."
    errand.needs(defects, text)
    notice = AuthorizationReturn(**errand.head(release), defects=defects)
    return errand.stated(notice), errand.asker(release)


def proof(errand: ReleaseErrand) -> Written:
    """Whoever asked is told which proof of identity or authority is missing.

    Raises:
        UsageError: none is.
    """
    release = errand.release()
    identity, authority = lacks_identity(release), lacks_authority(release)
    errand.needs(identity or authority, "Identity and authority are shown: no proof is missing.")
    chart = errand.chart(release.patient)
    notice = ProofRequest(
        **errand.head(release),
        identity=identity,
        authority=authority,
        deceased=authority and chart.value("deceased") not in {None, "false"},
        send_to=errand.ours,
    )
    # It goes to somebody who is not verified: the number of the record is not told.
    nameless = replace(notice, patient=replace(person(chart), mrn="", birth_date=None))
    return errand.stated(nameless), errand.asker(release)


def accepted(errand: ReleaseErrand) -> Written:
    """Whoever asked is told that they get it, in which form, at which fee, and by when.

    Raises:
        UsageError: the law names no time for the request, or something still keeps it shut.
    """
    release = errand.release()
    view = _view(errand, release)
    errand.needs(view.due, "Only a request for access is accepted by a letter.")
    if view.shut:
        raise UsageError(f"It is not accepted yet. {' '.join(view.shut)}", errand.about)
    assert view.due is not None
    notice = AccessAcceptance(
        **errand.head(release),
        records=_records(errand, release),
        form=errand.words.forms[release.delivery],
        address=", ".join((release.recipient, *release.address.splitlines())),
        due=view.due,
        fees=tuple(_fees(errand, release)),
    )
    return errand.stated(notice), errand.asker(release)


def extended(errand: ReleaseErrand) -> Written:
    """Whoever asked is told why it takes longer, and until when.

    Raises:
        UsageError: the request was not extended.
    """
    release = errand.release()
    if release.extension is None:
        text = "The request was not extended: note the extension first."
        raise UsageError(text, errand.about)
    notice = AccessExtension(
        **errand.head(release), reason=release.extension.reason, until=release.extension.until
    )
    return errand.stated(notice), errand.asker(release)


def denied(errand: ReleaseErrand) -> Written:
    """Whoever asked is told on which basis access is denied, and what they may do about it.

    Raises:
        UsageError: it was not denied.
    """
    release = errand.release()
    if release.denial is None:
        text = "Access was not denied: put down the denial with its basis first."
        raise UsageError(text, errand.about)
    denial, words = release.denial, errand.words
    notice = AccessDenial(
        **errand.head(release),
        grounds=tuple(
            DenialGround(text=words.bases[basis], paragraph=f"45 CFR {PARAGRAPHS[basis]}")
            for basis in denial.bases
        ),
        reason=denial.reason,
        given=denial.given,
        reviewable=denial.reviewable,
        review_at=errand.ours,
        complaint=complaint(errand),
    )
    return errand.stated(notice), errand.asker(release)


def reviewed(errand: ReleaseErrand) -> Written:
    """Whoever asked is told what the reviewer of the denial determined.

    Raises:
        UsageError: it was not denied, or not reviewed.
    """
    release = errand.release()
    if release.denial is None or release.review is None:
        text = "The denial was not reviewed: put down the review first."
        raise UsageError(text, errand.about)
    review = release.review
    notice = AccessReview(
        **errand.head(release),
        denied_on=release.denial.on,
        reviewer=review.reviewer,
        reviewed_on=review.on,
        upheld=review.upheld,
        determination=review.determination,
        complaint=complaint(errand),
    )
    return errand.stated(notice), errand.asker(release)


def elsewhere(errand: ReleaseErrand) -> Written:
    """Whoever asked is told what we do not hold, and who does; a person states both."""
    release = errand.release()
    notice = RecordsElsewhere(**errand.head(release), lacking="")
    return errand.stated(notice), errand.asker(release)


WRITERS: Final[dict[str, Callable[[ReleaseErrand], Written]]] = {
    AuthorizationReturn.kind: returned,
    ProofRequest.kind: proof,
    AccessAcceptance.kind: accepted,
    AccessExtension.kind: extended,
    AccessDenial.kind: denied,
    AccessReview.kind: reviewed,
    RecordsElsewhere.kind: elsewhere,
}
"""The letters about a request for release."""


def lacks_identity(release: Release) -> bool:
    """Whether it was not shown yet who asks."""
    return not release.identity_check.strip()


def lacks_authority(release: Release) -> bool:
    """Whether it was not shown yet by what right somebody asks."""
    return GROUNDS[release.basis].authority and not release.authority.strip()


def _view(errand: ReleaseErrand, release: Release) -> ReleaseView:
    return ReleaseLog(errand.context).view(errand.session, release, bare=True)


def _records(errand: ReleaseErrand, release: Release) -> str:
    """Of which days records were asked for."""
    words, wanted = errand.words, release.wanted
    if wanted.since is None and wanted.until is None:
        return words.everything
    since = errand.written(wanted.since) if wanted.since else words.beginning
    return words.period.format(since=since, until=errand.written(wanted.until or errand.today))


def _fees(errand: ReleaseErrand, release: Release) -> Iterator[Fee]:
    """What a copy costs, part by part; the number of its pages is known once it is made."""
    charge, words = charge_if_any(errand.session, release), errand.words
    if charge is None:
        return
    due = charge.schedule
    pages = words.page
    if due.first_pages:
        pages = words.first_pages.format(count=due.first_pages)
    parts = {
        words.flat: due.flat,
        words.labour: due.labour,
        pages: due.by_page,
        words.later_page: due.by_later_page or 0,
        words.supplies: due.supplies,
        words.search: due.retrieval,
        words.postage: charge.postage,
    }
    yield from (Fee(text=text, amount=f"${sum_:.2f}") for text, sum_ in parts.items() if sum_)
