# SPDX-License-Identifier: Apache-2.0
"""The files of requests for release: the signed form, a subpoena, whatever came as a scan."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from himdesk.domain.amendments.case import Attachment
from himdesk.domain.changes import sha256
from himdesk.domain.errors import NotFound, UsageError
from himdesk.services.amendments.attachments import AttachmentView
from himdesk.services.charts.legible import legible
from himdesk.services.charts.sight import Sight
from himdesk.services.releases.requests.log import ReleaseLog
from himdesk.store import content
from himdesk.store.reading import charts, patients

if TYPE_CHECKING:
    from himdesk.domain.releases.request import Release
    from himdesk.services.charts.brought import Brought
    from himdesk.services.context import Context
    from himdesk.services.releases.requests.values import ReleaseView


@dataclass(frozen=True, slots=True)
class ReleaseFiles:
    """What came with requests for release; kept byte for byte, and never part of a packet."""

    context: Context

    def add(self, release_id: str, *files: Brought) -> ReleaseView:
        """Keep files with an open request, all or none.

        Raises:
            UsageError: a file can't be kept, or the request has it already.
            ReleaseShut: the request is over.
            HimdeskError: there is no such request, or its chart may not be opened.
        """
        self.context.require("release")
        kinds = [file.content_type() for file in files]
        requests = ReleaseLog(self.context)
        with self.context.writing() as session:
            release = requests.read_open(session, release_id)
            content.put(session, (file.body for file in files))
            for file, kind in zip(files, kinds, strict=True):
                release = self._with(release, file, kind)
            return requests.keep(session, release, "add-file")

    def get(self, release_id: str, number: int) -> tuple[Attachment, bytes]:
        """A file of a request as it came; the look is logged.

        Raises:
            NotFound: there is no such request, or no such file.
            Restricted: its chart is confidential.
        """
        self.context.require("release-read")
        with self.context.writing() as session:
            release = ReleaseLog(self.context).read(session, release_id)
            Sight(self.context, session).check(patients.chain(session, release.patient)[-1])
            self.context.log(session, "read attachment", release.patient, release_id)
            for file in release.files:
                if file.number == number:
                    return file, content.get(session, file.digest)
        raise NotFound("file", str(number))

    def read(self, release_id: str, number: int) -> AttachmentView:
        """What can be read of a file of a request; the look is logged. Raises as `get`."""
        file, body = self.get(release_id, number)
        with self.context.database.read() as session:
            release = ReleaseLog(self.context).read(session, release_id)
            end = patients.chain(session, release.patient)[-1].id
            chart = charts.assertions(session, [end])[end]
        seen = legible(body, file.content_type)
        return AttachmentView(case=release_id, chart=chart, attachment=file, legible=seen)

    def _with(self, release: Release, file: Brought, kind: str) -> Release:
        digest = sha256(file.body)
        for each in release.files:
            if each.digest == digest:
                text = f"{file.shown_name} is here already: file {each.number}."
                raise UsageError(text, file.shown_name)
        made = Attachment(
            number=len(release.files) + 1,
            name=file.shown_name,
            content_type=kind,
            size=len(file.body),
            digest=digest,
            about=file.about.strip(),
            on=ReleaseLog(self.context).today(),
            by=self.context.staff.name,
        )
        return replace(release, files=(*release.files, made))
