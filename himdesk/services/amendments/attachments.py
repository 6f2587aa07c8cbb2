# SPDX-License-Identifier: Apache-2.0
"""The files of amendment requests: the patient's letter as it came, byte for byte.

They are the case's, not the chart's: whoever works on cases and may open the chart reads them, each
reading is logged, and no release carries them. That holds for a letter about a substance use
program or psychotherapy notes too (42 CFR part 2, 45 CFR 164.508(a)(2)). But the file that shows
a statement of disagreement goes with it, where the disputed record goes (164.526(d)(5)).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from himdesk.domain.amendments.steps.files import FileAdded
from himdesk.domain.changes import sha256
from himdesk.domain.errors import NotFound
from himdesk.store import content

if TYPE_CHECKING:
    from collections.abc import Sequence

    from himdesk.domain.amendments.case import Attachment, Case
    from himdesk.domain.charts.charts import Chart
    from himdesk.services.charts.brought import Brought
    from himdesk.services.charts.legible import Legible
    from himdesk.store.engine import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentView:
    """A file of a case as it is read, with the chart of whom it is about."""

    case: str
    chart: Chart
    attachment: Attachment
    legible: Legible


def added(files: Sequence[Brought]) -> dict[FileAdded, bytes]:
    """The steps that add files, with their bytes; made before the database is locked for writing.

    Raises:
        UsageError: a file can't be kept, which the sentence explains.
    """
    return {
        FileAdded(
            name=file.shown_name,
            content_type=file.content_type(),
            size=len(file.body),
            digest=sha256(file.body),
            about=file.about.strip(),
        ): file.body
        for file in files
    }


def attached(session: Transaction, case: Case, number: int) -> tuple[Attachment, bytes]:
    """A file of a case.

    Raises:
        NotFound: the case has no such file.
    """
    found = case.attachment(number)
    if found is None:
        raise NotFound("file", str(number))
    return found, content.get(session, found.digest)
