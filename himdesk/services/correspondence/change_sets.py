# SPDX-License-Identifier: Apache-2.0
"""Which letters can be written about which kind of change set, and by what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from himdesk.domain.changes import MOVING, ChangeKind
from himdesk.domain.errors import UsageError
from himdesk.printing.letters.notices import (
    CorrectionNotice,
    MergeNotice,
    Notice,
    OverlayClinicianNotice,
    OverlayPatientNotice,
    PrivacyHandoff,
    SignatureRequest,
    SplitCertificate,
    UnmergeNotice,
)
from himdesk.services.correspondence import certified, corrected, merged, overlay

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from himdesk.printing.letters.values import Recipient
    from himdesk.services.correspondence.errand import Errand

    Writer = Callable[[Errand], tuple[Notice, Recipient]]

WRITERS: Final[dict[str, tuple[Collection[ChangeKind], Writer]]] = {
    MergeNotice.kind: ((ChangeKind.MERGE,), merged.merge),
    UnmergeNotice.kind: ((ChangeKind.UNDO,), merged.unmerge),
    OverlayClinicianNotice.kind: (MOVING, overlay.clinicians),
    OverlayPatientNotice.kind: (MOVING, overlay.patient),
    SignatureRequest.kind: (MOVING, overlay.signature),
    PrivacyHandoff.kind: ((*MOVING, ChangeKind.UNDO), overlay.handoff),
    SplitCertificate.kind: (MOVING, certified.certificate),
    CorrectionNotice.kind: ((ChangeKind.AMEND,), corrected.correction),
}
"""The letters about change sets, the one asked for most first."""


def kinds_about(done: ChangeKind) -> tuple[str, ...]:
    """The letters that can be written about a change set of a kind."""
    return tuple(kind for kind, (about, _) in WRITERS.items() if done in about)


def written(errand: Errand, kind: str) -> tuple[Notice, Recipient]:
    """The letter's values and who gets it.

    Raises:
        UsageError: such a letter is not written about such a change set.
    """
    done = errand.applied.change_set.kind
    about, writer = WRITERS.get(kind, ((), None))
    if writer is None or done not in about:
        raise UsageError(f"A {kind} can't be written about a change set of kind {done}.", kind)
    return writer(errand)
