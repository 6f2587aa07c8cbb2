# SPDX-License-Identifier: Apache-2.0
"""Building a packet for keeps, with the disclosure that it is; previewing and printing again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from himdesk.domain.errors import UsageError
from himdesk.domain.progress import unheard
from himdesk.domain.releases.disclosures import Disclosure
from himdesk.domain.releases.errors import ReleaseShut
from himdesk.domain.releases.passphrase import check_passphrase
from himdesk.domain.releases.request import Delivery, Release, State
from himdesk.domain.words import counted
from himdesk.printing.letters.values import Site
from himdesk.services.charts.sight import Sight
from himdesk.services.releases.disclosures import Disclosures
from himdesk.services.releases.handing import check_file, lay
from himdesk.services.releases.packets.packing import Packing
from himdesk.services.releases.requests.log import ReleaseLog
from himdesk.store import content
from himdesk.store.desk import releases as kept
from himdesk.store.reading import patients

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from himdesk.domain.charts.items import Item
    from himdesk.domain.progress import Progress
    from himdesk.printing.packet.values import Packet, PacketOrder, Paper
    from himdesk.services.context import Context
    from himdesk.store.engine import Transaction


@dataclass(frozen=True, slots=True)
class Packets:
    """The packets of requests for release."""

    context: Context

    def preview(self, release_id: str, *, progress: Progress = unheard) -> Packet:
        """The packet as it would be built now, not encrypted; nothing is logged as released.

        `progress` hears how many papers of how many are done, and may raise to stop.

        Raises:
            ReleaseShut: it may not go, or nothing would.
            PacketFaulty: papers can't be printed; it names each.
        """
        self.context.require("release-read")
        with self.context.database.read() as session:
            order = self._order(session, self._requests.read(session, release_id), None)
        return _print(order, progress)

    def paper(self, release_id: str, item_id: str) -> bytes:
        """All pages of one document, for choosing pages and drawing boxes; the look is logged.

        Raises:
            UsageError: it may not go, or has no pages of its own.
            PacketFaulty: it can't be printed.
        """
        self.context.require("release-read")
        with self.context.writing() as session:
            release = self._requests.read(session, release_id)
            lines = self._requests.view(session, release).lines
            items = tuple(e.item for e in lines if e.item.id == item_id and e.verdict.included)
            papers = self._packing(session, release, items).order().papers
            if not papers:
                raise UsageError("This has no pages to choose from, or may not go.", item_id)
            self.context.log(session, "release paper", release.patient, item_id)
        return _pages_of(papers[0])

    def build(
        self,
        release_id: str,
        *,
        passphrase: str | None = None,
        progress: Progress = unheard,
        file: Path | None = None,
    ) -> Packet:
        """Build the packet for keeps, log the disclosure of all that is in it, hand over the file.

        `progress` is as in `preview`; nothing is logged if it raises. The `file` is written
        before anything is logged, and gets its name after; should that fail at last, the log
        says that nothing left, and the request is open again.

        Raises:
            ReleaseShut: it may not go, or nothing would; a file without a passphrase.
            PacketFaulty: papers can't be printed; it names each.
            UsageError: the passphrase is weak, or the file can't be written.
        """
        self.context.require("release")
        if file is not None:
            check_file(file)
        with self.context.database.read() as session:
            release = self._requests.read(session, release_id)
            if passphrase is not None:
                check_passphrase(passphrase)
            elif release.delivery is Delivery.FILE:
                raise ReleaseShut(release_id, ("A file goes out encrypted: give a passphrase.",))
            order = self._order(session, release, passphrase)
        packet = _print(order, progress)
        if file is None:
            self._log(release, packet)
            return packet
        with lay(file, packet.file.parts()) as laid:
            disclosure = self._log(release, packet)
            try:
                laid.hand_over()
            except UsageError as error:
                self._take_back(release, disclosure, error.message())
                text = f"{error.message()} Nothing left: the log says so; the request is open."
                raise UsageError(text, error.where()) from None
        return packet

    def reprint(self, disclosure_id: str) -> bytes:
        """The very bytes of a packet that went out; the printing is logged as a copy.

        Raises:
            NotFound, UsageError: there is no such packet.
            Restricted: its chart is confidential.
        """
        self.context.require("release")
        with self.context.writing() as session:
            found = kept.disclosure(session, disclosure_id)
            if found.packet is None or found.takes_back:
                raise UsageError(f"Disclosure {disclosure_id} was no packet of ours.")
            Sight(self.context, session).check(patients.chain(session, found.patient_id)[-1])
            self.context.log(session, "copy of packet", found.patient_id, disclosure_id)
            return content.get(session, found.packet)

    def _order(self, session: Transaction, release: Release, passphrase: str | None) -> PacketOrder:
        view = self._requests.view(session, release)
        if view.shut:
            raise ReleaseShut(release.id, view.shut)
        items = tuple(line.item for line in view.lines if line.goes)
        if not items:
            raise ReleaseShut(release.id, ("Nothing of the chart would go out.",))
        return replace(self._packing(session, release, items).order(), passphrase=passphrase)

    def _packing(self, session: Transaction, release: Release, items: tuple[Item, ...]) -> Packing:
        return Packing(
            context=self.context,
            session=session,
            release=release,
            items=items,
            site=self._site(),
        )

    def _log(self, release: Release, packet: Packet) -> Disclosure:
        """Log the disclosure and end the request, if it is as it was when the packet was made."""
        with self.context.writing() as session:
            if self._requests.read(session, release.id) != release:
                raise ReleaseShut(release.id, ("The request was changed meanwhile.",))
            disclosure = self._disclosure(session, release, packet)
            self._write(session, release, disclosure, packet.file.parts())
            done = replace(
                release,
                state=State.RELEASED,
                ended_on=self._requests.today(),
                disclosure=disclosure.id,
            )
            self._requests.keep(session, done, "build")
        return disclosure

    def _take_back(self, release: Release, disclosure: Disclosure, why: str) -> None:
        """Log that nothing left after all, and open the request again."""
        entry = replace(
            disclosure, id=self.context.new_id(), description=f"Nothing left: {why}", items=()
        )
        how = kept.UNDELIVERED + disclosure.id
        with self.context.writing() as session:
            self._write(session, release, replace(entry, packet=None), how=how)
            self._requests.keep(session, release, "undelivered")

    def _disclosure(self, session: Transaction, release: Release, packet: Packet) -> Disclosure:
        going = [line.item.id for line in self._requests.view(session, release).lines if line.goes]
        return Disclosure(
            id=self.context.new_id(),
            patient=release.patient,
            on=self._requests.today(),
            recipient=release.recipient,
            address=release.fax if release.delivery is Delivery.FAX else release.address,
            description=f"{counted(len(going), 'record')} on {counted(packet.pages, 'page')}",
            purpose=release.purpose,
            basis=release.basis,
            items=tuple(going),
            packet=packet.sha256,
        )

    def _write(
        self,
        session: Transaction,
        release: Release,
        disclosure: Disclosure,
        pdf: Iterable[bytes] = (),
        how: str = "",
    ) -> None:
        Disclosures(self.context).write(
            session,
            disclosure,
            how=how or release.delivery.value,
            release=release.id,
            packet=pdf,
        )

    @property
    def _requests(self) -> ReleaseLog:
        return ReleaseLog(self.context)

    def _site(self) -> Site:
        site = self.context.site
        return Site(
            name=site.name,
            department="Release of Information",
            address=site.address,
            phone=site.phone,
            zone=site.zone,
        )


def _print(order: PacketOrder, progress: Progress) -> Packet:
    from himdesk.printing.packet.build import build  # noqa: PLC0415 - slow to import

    try:
        return build(order, progress)
    except OSError as error:
        text = f"The packet can't be put together: {error.strerror}. Nothing was released."
        raise UsageError(text) from None


def _pages_of(paper: Paper) -> bytes:
    from himdesk.printing.packet.build import pages_of  # noqa: PLC0415 - slow to import

    return pages_of(paper)
