# SPDX-License-Identifier: Apache-2.0
"""Which letters a request gives reason for, the one to write first at the head."""

from __future__ import annotations

from typing import TYPE_CHECKING

from himdesk.domain.releases.authorization import failing
from himdesk.domain.releases.request import State
from himdesk.printing.letters.release_notices import (
    AccessAcceptance,
    AccessDenial,
    AccessExtension,
    AccessReview,
    AccountingExtension,
    AccountingFee,
    AuthorizationReturn,
    ProofRequest,
    RecordsElsewhere,
)
from himdesk.services.correspondence.releases.access import lacks_authority, lacks_identity

if TYPE_CHECKING:
    from decimal import Decimal

    from himdesk.domain.releases.account_request import AccountRequest
    from himdesk.services.releases.requests.values import ReleaseView


def letters_of(view: ReleaseView) -> tuple[str, ...]:
    """The letters of a request for release."""
    release = view.release
    open_, access = release.state is State.OPEN, view.due is not None
    reasons = {
        AccessReview.kind: release.review is not None,
        AccessDenial.kind: release.denial is not None,
        AccessExtension.kind: open_ and release.extension is not None,
        AuthorizationReturn.kind: open_ and bool(failing(view.elements)),
        ProofRequest.kind: open_ and (lacks_identity(release) or lacks_authority(release)),
        AccessAcceptance.kind: open_ and access and not view.shut,
        RecordsElsewhere.kind: open_,
    }
    return tuple(kind for kind, reason in reasons.items() if reason)


def letters_of_accounting(asked: AccountRequest, fee: Decimal) -> tuple[str, ...]:
    """The letters of a request for an accounting that costs this."""
    reasons = {AccountingExtension.kind: asked.extension, AccountingFee.kind: fee}
    return tuple(kind for kind, reason in reasons.items() if reason)
