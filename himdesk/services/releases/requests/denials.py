# SPDX-License-Identifier: Apache-2.0
"""Denying access, in whole or part, and what its review determined (164.524(d))."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from himdesk.domain.errors import UsageError
from himdesk.domain.releases.basis import GROUNDS
from himdesk.domain.releases.denial import check_denial, check_review
from himdesk.domain.releases.request import State
from himdesk.services.releases.forms.denying import read_denial, read_review
from himdesk.services.releases.requests.log import ReleaseLog

if TYPE_CHECKING:
    from himdesk.services.context import Context
    from himdesk.services.releases.requests.values import ReleaseView


@dataclass(frozen=True, slots=True)
class Denials:
    """What the release desk does where access is not given."""

    context: Context

    def deny(self, release_id: str, form: object) -> ReleaseView:
        """Deny access on a basis of the law; see `read_denial`.

        The request ends, unless a part is given all the same: that goes by a packet.

        Raises:
            UsageError: the form is not one, or the law does not let access be denied so.
            ReleaseShut: the request is over.
        """
        self.context.require("release")
        requests = ReleaseLog(self.context)
        denial = read_denial(form, today=requests.today())
        with self.context.writing() as session:
            release = requests.read_open(session, release_id)
            if GROUNDS[release.basis].days is None:
                text = "Only a request for access is denied on a basis; others just end."
                raise UsageError(text, release_id)
            check_denial(denial, release.received, requests.today())
            changed = replace(release, denial=denial, review=None)
            if not denial.given:
                changed = replace(
                    changed,
                    state=State.DENIED,
                    ended_on=requests.today(),
                    ended_because=denial.reason,
                )
            return requests.keep(session, changed, "deny")

    def review(self, release_id: str, form: object) -> ReleaseView:
        """Put down what the reviewer determined; see `read_review`.

        If the denial is not upheld the request is open again: access has to be given.

        Raises:
            UsageError: the form is not one, or the denial can't be reviewed so.
        """
        self.context.require("release")
        requests = ReleaseLog(self.context)
        review = read_review(form, today=requests.today())
        with self.context.writing() as session:
            release = requests.read(session, release_id)
            check_review(release.denial, review, requests.today())
            changed = replace(release, review=review)
            if not review.upheld:
                changed = replace(
                    changed, state=State.OPEN, ended_on=None, ended_because="", disclosure=None
                )
            return requests.keep(session, changed, "review")
