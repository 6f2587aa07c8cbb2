# SPDX-License-Identifier: Apache-2.0
"""The log of disclosures and its accounting (164.528)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from himdesk.domain.changes import sha256
from himdesk.domain.errors import UsageError
from himdesk.domain.releases.account_request import withheld_because
from himdesk.domain.releases.basis import Basis
from himdesk.domain.releases.disclosures import (
    Disclosure,
    Suspension,
    accounting,
    is_free,
    look_back,
)
from himdesk.services.charts.addressing import Addressing
from himdesk.services.charts.sight import Sight
from himdesk.services.releases.charging import accounting_fee
from himdesk.services.releases.disclosures.report import account_of
from himdesk.services.releases.disclosures.rows import (
    disclosure_of,
    masked,
    suspension_of,
    undelivered,
)
from himdesk.services.releases.disclosures.values import Accounting, Logged
from himdesk.services.releases.handing import handing
from himdesk.store.desk import releases as kept
from himdesk.store.reading import charts, history, patients

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from pathlib import Path

    from himdesk.domain.charts.charts import Patient
    from himdesk.domain.releases.account_request import AccountRequest
    from himdesk.services.context import Context
    from himdesk.store.engine import Transaction


@dataclass(frozen=True, slots=True)
class Disclosures:
    """What went out of charts, whoever released it."""

    context: Context

    def record(self, mrn: str, disclosure: Disclosure, *, how: str) -> Logged:
        """Log a disclosure that no packet of ours made: by telephone, by an associate, misdirected.

        `disclosure.id` and `disclosure.patient` are given here.

        Whoever reads the log may put a misdirected one into it; the others are the release desk's.

        Raises:
            UsageError: it says not when, to whom, what or why, or it is to come.
        """
        misdirected = disclosure.basis is Basis.MISDIRECTED
        self.context.require("misdirected" if misdirected else "release")
        stated = {
            "recipient": disclosure.recipient,
            "description": disclosure.description,
            "purpose": disclosure.purpose,
            "how": how,
        }
        for name, text in stated.items():
            if not text.strip():
                said = "A disclosure says to whom, what, for what purpose, and how."
                raise UsageError(said, name)
        if disclosure.on > self.today():
            raise UsageError(f"A disclosure can't be after today ({self.today()}).", "on")
        with self.context.writing() as session:
            patient = Addressing(self.context, session).survivor(mrn)
            own = replace(disclosure, id=self.context.new_id(), patient=patient.id)
            self.write(session, own, how=how)
            return self.logged(session, kept.disclosure(session, own.id))

    def write(
        self,
        session: Transaction,
        disclosure: Disclosure,
        *,
        how: str,
        release: str | None = None,
        packet: Iterable[bytes] = (),
    ) -> None:
        """Log a disclosure within a unit of work, with the bytes of the packet that went."""
        disclosed = kept.Disclosed(
            id=disclosure.id,
            at=self.context.now(),
            day=disclosure.on.isoformat(),
            by=self.context.staff.name,
            patient_id=disclosure.patient,
            recipient=disclosure.recipient.strip(),
            address=disclosure.address.strip(),
            description=disclosure.description.strip(),
            purpose=disclosure.purpose.strip(),
            basis=disclosure.basis.value,
            how=how.strip(),
            items=" ".join(disclosure.items),
            packet=disclosure.packet,
            case_id=release,
        )
        kept.disclose(session, disclosed, packet)
        self.context.log(session, "disclose", disclosure.patient, disclosure.id)

    def log(self, mrn: str | None = None) -> tuple[Logged, ...]:
        """What was disclosed, newest first: of one patient, or lately."""
        self.context.require("release-read")
        with self.context.database.read() as session:
            if mrn is None:
                found = kept.latest(session)
            else:
                ids = self._charts(session, self._patient(session, mrn))
                ever = ("0001-01-01", "9999-12-31")
                found = kept.disclosures(session, ids, *ever, undelivered=True)[::-1]
            return self._told(session, found)

    def of_items(self, item_ids: Collection[str]) -> tuple[Logged, ...]:
        """The disclosures by which records went out: who has to hear of their correction."""
        self.context.require("show")
        with self.context.database.read() as session:
            return self._told(session, kept.disclosures_of(session, item_ids))

    def _told(self, session: Transaction, found: Sequence[kept.Disclosed]) -> tuple[Logged, ...]:
        """Disclosures as a list shows them to this person."""
        silent = Sight(self.context, session).silent([each.patient_id] for each in found)
        back = {each.takes_back for each in found} - {None}
        told = [
            masked(self.logged(session, each)) if hide else self.logged(session, each)
            for each, hide in zip(found, silent, strict=True)
        ]
        return tuple(
            undelivered(logged) if each.id in back or each.takes_back else logged
            for each, logged in zip(found, told, strict=True)
        )

    def suspend(self, mrn: str, suspension: Suspension) -> None:
        """Note an agency's statement that an accounting would impede it (164.528(a)(2)).

        Raises:
            UsageError: it says not who, what, or it ends before it begins.
        """
        self.context.require("accounting")
        stated = {"recipient": suspension.recipient, "statement": suspension.statement}
        for name, text in stated.items():
            if not text.strip():
                raise UsageError("A suspension says which agency, and what it stated.", name)
        if suspension.until < suspension.since:
            raise UsageError("A suspension ends after it begins.", "until")
        with self.context.writing() as session:
            patient = self._patient(session, mrn)
            suspended = kept.Suspended(
                at=self.context.now(),
                by=self.context.staff.name,
                patient_id=patient.id,
                recipient=suspension.recipient.strip(),
                since=suspension.since.isoformat(),
                until=suspension.until.isoformat(),
                written="yes" if suspension.written else "no",
                statement=suspension.statement.strip(),
            )
            kept.suspend(session, suspended)
            self.context.log(session, "suspend accounting", patient.id)

    def accounting(
        self, mrn: str, since: date, until: date, *, asked: date | None = None
    ) -> Accounting:
        """The accounting of a period as it would be given today, asked for today or that day.

        Raises:
            UsageError: the period ends before it begins.
        """
        self.context.require("accounting-read")
        if until < since:
            raise UsageError("The period ends before it begins.")
        with self.context.database.read() as session:
            patient = self._patient(session, mrn)
            ids, today = self._charts(session, patient), self.today()
            first = max(since, look_back(asked or today))
            found = kept.disclosures(session, ids, first.isoformat(), until.isoformat())
            entries = accounting(
                [disclosure_of(d) for d in found],
                since=since,
                until=until,
                today=today,
                suspensions=[suspension_of(s) for s in kept.suspensions(session, ids)],
                asked=asked,
            )
            free = self._is_free(session, ids)
            fee = Decimal(0) if free else accounting_fee(session)
        return Accounting(
            mrn=patient.number,
            since=first,
            until=until,
            free=free,
            entries=entries,
            fee=fee,
        )

    def fee(self, session: Transaction, patient_id: str) -> Decimal:
        """What an accounting of a patient costs today, nothing if it is free."""
        patient = patients.chain(session, patient_id)[-1]
        free = self._is_free(session, self._charts(session, patient))
        return Decimal(0) if free else accounting_fee(session)

    def _is_free(self, session: Transaction, charts_: Sequence[str]) -> bool:
        given = [date.fromisoformat(a.day) for a in kept.accountings(session, charts_)]
        return is_free(given, self.today())

    def report(self, accounting_: Accounting, *, csv: bool = False) -> bytes:
        """The accounting as the patient gets it: a PDF, or CSV."""
        from himdesk.printing.accounting import as_csv, as_pdf  # noqa: PLC0415 - slow to import

        self.context.require("accounting-read")
        with self.context.database.read() as session:
            patient = self._patient(session, accounting_.mrn)
            account = account_of(self.context, session, patient, accounting_, self.today())
        return as_csv(account) if csv else as_pdf(account)

    def give(self, accounting_: Accounting, report: bytes, *, file: Path | None = None) -> str:
        """Keep an accounting as it is given to the patient, and write its file.

        Answers the digest of its bytes. Without its file it was not given, and does not count.

        Raises:
            UsageError: it costs a fee, which is told in advance and agreed to in a request, or the
                file can't be written.
        """
        self.context.require("accounting")
        with handing(file, report) as hand_over, self.context.writing() as session:
            digest = self.keep(session, accounting_, report)
            hand_over()
        return digest

    def keep(
        self,
        session: Transaction,
        accounting_: Accounting,
        report: bytes,
        request: AccountRequest | None = None,
    ) -> str:
        """Keep an accounting within a unit of work, given on request or at once.

        Raises:
            UsageError: see `give`.
        """
        withheld = withheld_because(request, accounting_.fee)
        if withheld:
            raise UsageError(withheld, accounting_.mrn)
        patient = self._patient(session, accounting_.mrn)
        digest = sha256(report)
        accounted = kept.Accounted(
            at=self.context.now(),
            day=self.today().isoformat(),
            by=self.context.staff.name,
            patient_id=patient.id,
            since=accounting_.since.isoformat(),
            until=accounting_.until.isoformat(),
            free="yes" if accounting_.free else "no",
            content=digest,
        )
        kept.account(session, accounted, report)
        self.context.log(session, "accounting", patient.id)
        return digest

    def today(self) -> date:
        """The legal day: that of the site."""
        return self.context.clock().astimezone(self.context.site.zone).date()

    def _patient(self, session: Transaction, mrn: str) -> Patient:
        addressing = Addressing(self.context, session)
        patient = addressing.survivor(mrn)
        addressing.check_open(charts.headers(session, [patient.id])[patient.id])
        return patient

    def _charts(self, session: Transaction, patient: Patient) -> list[str]:
        """The chart and all that were merged into it: each disclosed in its own name."""
        return [patient.id, *(p.id for p in patients.retired_into(session, patient.id))]

    def logged(self, session: Transaction, disclosed: kept.Disclosed) -> Logged:
        """A disclosure as it is kept, with what was corrected since."""
        corrected = history.corrections_of(session, disclosed.items.split(), disclosed.at)
        return Logged(
            disclosure=disclosure_of(disclosed),
            mrn=patients.chain(session, disclosed.patient_id)[-1].number,
            by=disclosed.by,
            how=disclosed.how,
            release=disclosed.case_id,
            corrected_since=corrected,
        )
