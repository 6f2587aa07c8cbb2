# SPDX-License-Identifier: Apache-2.0
"""The import desk: foreign files become charts, as one import with an id."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from himdesk.domain.errors import UsageError
from himdesk.exchange.errors import NotInThisVersion, UnreadableFile
from himdesk.services.intake.arriving import survey
from himdesk.services.intake.plans.numbers import Numbers
from himdesk.services.intake.plans.sheets import Desk
from himdesk.services.intake.report import FileReport, Report
from himdesk.services.intake.run import Cancelled, Run
from himdesk.services.intake.writing import Writer
from himdesk.services.matching.settling import checker
from himdesk.store.desk import settings, sources, staff
from himdesk.store.desk.sources import ImportBatch
from himdesk.store.errors import Stopped
from himdesk.store.writing import ledger

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from himdesk.services.context import Context
    from himdesk.services.intake.arriving.survey import Source


@dataclass(frozen=True, slots=True)
class Exchange:
    """What comes from other systems."""

    context: Context

    def import_files(
        self,
        paths: Sequence[Path],
        source: str,
        *,
        progress: Callable[[int], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> dict[str, Any]:
        """Import files, and all files of folders, of one source, and tell what came of them.

        `progress` is told how many records are done; when `cancelled` says yes, the import stops
        after what it is writing, and repeating it goes on from there.

        Raises:
            UsageError: there is no file, or the source has no name.
            NotPermitted: the person may not import.
            Stopped: the database went away or is full; it says how much was filed before.
        """
        context = self.context
        context.require("import")
        if not source.strip() or not source.isprintable():
            raise UsageError("The source of an import needs a name.", "source")
        found = survey.expand(paths)
        if not found:
            raise UsageError("There is no file to import.")
        report = Report(context.new_id(), [FileReport(str(path)) for path in found])
        run = self._begin(report, source, progress, cancelled)
        try:
            report.state = self._take(run, self._readable(found, report))
            self._keep(report, run.desk)
        except Stopped as error:
            raise replace(error, filed=run.writer.filed) from None
        return report.view()

    def _take(self, run: Run, files: Sequence[Source]) -> str:
        """Take everything in; answers the state that the import is in then."""
        try:
            run.take(survey.in_order(files))
        except Cancelled:
            return "cancelled"
        return "done"

    def _begin(
        self,
        report: Report,
        source: str,
        progress: Callable[[int], None] | None,
        cancelled: Callable[[], bool] | None,
    ) -> Run:
        """Note that an import begins."""
        context = self.context
        with context.database.read() as session:
            system = settings.read(session).get(f"source.{source}.mrn-system")
        desk = Desk(
            import_id=report.import_id,
            source=source,
            by=context.staff.name,
            at=context.now(),
            reason=f"Import from {source}",
        )
        self._keep(report, desk)
        writer = Writer(context.database, desk, context.new_id)
        return Run(
            database=context.database,
            desk=desk,
            numbers=Numbers(source, system, context.site.authority),
            new_id=context.new_id,
            writer=writer,
            report=report,
            duplicates=checker(context, writing=writer.turn),
            progress=progress,
            cancelled=cancelled,
        )

    def _readable(self, found: Sequence[Path], report: Report) -> list[Source]:
        """The files that can be read; the others are refused."""
        readable = []
        for number, path in enumerate(found):
            try:
                readable.append(survey.survey(number, path))
            except (UnreadableFile, NotInThisVersion) as fault:
                report.files[number].refuse(fault.where(), fault.reason())
        return readable

    def _keep(self, report: Report, desk: Desk) -> None:
        """Keep how far the import is."""
        context = self.context
        batch = ImportBatch(
            id=report.import_id,
            source=desk.source,
            started_at=desk.at,
            by=desk.by,
            state=report.state,
            report=json.dumps(report.view(), ensure_ascii=False),
        )
        with context.database.write(desk.by) as session:
            sources.put_import(session, batch)
            if report.state == "running":
                context.log(session, "import", reason=desk.source)
            else:
                through = ledger.head(session)[0]
                said = {"through": through, "import": sources.witness(session, batch, through)}
                staff.record(
                    session, at=context.now(), by=desk.by, verb="import", subject=batch.id,
                    detail=json.dumps(said),
                )  # fmt: skip
