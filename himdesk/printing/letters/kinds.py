# SPDX-License-Identifier: Apache-2.0
"""Every kind of letter by its name."""

from __future__ import annotations

from typing import Final

from himdesk.printing.letters.case_notices import CASE_KINDS
from himdesk.printing.letters.notices import (
    AmendmentNotice,
    ClinicianQuery,
    CorrectionNotice,
    MergeCertificate,
    MergeNotice,
    Notice,
    OverlayClinicianNotice,
    OverlayPatientNotice,
    PrivacyHandoff,
    SignatureRequest,
    SplitCertificate,
    UnmergeCertificate,
    UnmergeNotice,
)
from himdesk.printing.letters.release_notices import RELEASE_KINDS

_ALL: Final[tuple[type[Notice], ...]] = (
    MergeNotice,
    UnmergeNotice,
    OverlayClinicianNotice,
    OverlayPatientNotice,
    CorrectionNotice,
    AmendmentNotice,
    PrivacyHandoff,
    SignatureRequest,
    ClinicianQuery,
    MergeCertificate,
    UnmergeCertificate,
    SplitCertificate,
    *CASE_KINDS,
    *RELEASE_KINDS,
)

KINDS: Final[dict[str, type[Notice]]] = {notice.kind: notice for notice in _ALL}
"""Every kind of letter by its name."""
