# SPDX-License-Identifier: Apache-2.0
"""The desk of incoming scans: looking into the site's folder, attaching what lies there."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from himdesk.domain.changes import sha256
from himdesk.domain.errors import UsageError
from himdesk.domain.roles import permitted
from himdesk.services.amendments.cases import Cases
from himdesk.services.charts.brought import Brought
from himdesk.services.charts.legible import legible
from himdesk.services.releases.requests.files import ReleaseFiles
from himdesk.services.scans.folder import Folder, ScanGone
from himdesk.services.scans.watch import Watch
from himdesk.store.desk import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from himdesk.services.amendments.standing import CaseView
    from himdesk.services.charts.legible import Legible
    from himdesk.services.context import Context
    from himdesk.services.releases.requests.values import ReleaseView
    from himdesk.services.scans.watch import Scan

FOLDER: Final = "scans.folder"
"""The setting that names the folder; none is watched while it is not set."""


@dataclass(frozen=True, slots=True)
class Scans:
    """What a desk does with incoming scans; for all who attach files to requests."""

    context: Context

    def watch(self) -> Watch | None:
        """The looks of this desk at the site's folder; None if the site has named none."""
        folder = self._folder()
        if folder is None:
            return None
        return Watch(folder, self.context.clock, self.context.new_id)

    def read(self, scan: Scan) -> Legible:
        """The pages of a scan, to see whose it is; the look is logged.

        Raises:
            ScanGone: it isn't there any more.
            UsageError: it is another file now, or can't be read.
        """
        file = self._read(self._must().path / scan.name, scan)
        with self.context.writing() as session:
            self.context.log(session, "read scan", reason=scan.digest[:12])
        return legible(file.body, scan.content_type)

    def to_release(self, release_id: str, scan: Scan, about: str = "") -> ReleaseView:
        """Attach a scan to a request for release, and put its file among those taken.

        Raises:
            ScanGone: another desk was first.
            UsageError: it is another file now, or the request has it already.
            HimdeskError: as for `ReleaseFiles.add`. Whatever is raised, the scan is offered again.
        """
        self.context.require("release")
        with self._taking(scan) as file:
            return ReleaseFiles(self.context).add(release_id, replace(file, about=about))

    def to_case(self, case_id: str, scan: Scan, about: str = "") -> CaseView:
        """Attach a scan to an amendment request; as `to_release`, with the refusals of `attach`."""
        self.context.require("case")
        with self._taking(scan) as file:
            return Cases(self.context).attach(case_id, replace(file, about=about))

    @contextmanager
    def _taking(self, scan: Scan) -> Iterator[Brought]:
        """Hold a file while it is attached; then it is among those taken, or offered again."""
        folder = self._must()
        try:
            claim = folder.claim(scan.name, self.context.clock(), self.context.new_id())
        except OSError as error:
            raise _unusable(folder, error) from None
        try:
            yield replace(self._read(claim.path, scan), name=scan.name)
        except BaseException:
            folder.put_back(claim)
            raise
        try:
            folder.finish(claim)
        except OSError as error:
            raise _unusable(folder, error, f"{scan.name} is attached, but ") from None

    def _read(self, path: Path, scan: Scan) -> Brought:
        if not path.exists():
            raise ScanGone(scan.name)
        file = Brought.read(path)
        if sha256(file.body) != scan.digest:
            text = f"{scan.name} is another file now. Nothing was attached: look at it again."
            raise UsageError(text, scan.name)
        return file

    def _must(self) -> Folder:
        folder = self._folder()
        if folder is None:
            raise UsageError("The site has named no folder for incoming scans.", FOLDER)
        return folder

    def _folder(self) -> Folder | None:
        context = self.context
        if not permitted("case", context.staff.roles):
            context.require("release")
        with context.database.read() as session:
            named = settings.read(session).get(FOLDER, "")
        return Folder(Path(named)) if named else None


def _unusable(folder: Folder, error: OSError, before: str = "") -> UsageError:
    why = error.strerror or "the system refuses"
    after = "" if before else " Nothing was attached."
    text = f"{before}the folder for scans, {folder.path}, can't be used: {why}.{after}"
    return UsageError(text[0].upper() + text[1:], str(folder.path))
