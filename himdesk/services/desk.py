# SPDX-License-Identifier: Apache-2.0
"""Signing in: one person at one database, with all the desks that the roles open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from himdesk.domain.errors import SignInFailed, UsageError
from himdesk.domain.roles import Role
from himdesk.domain.times import utc_text
from himdesk.services.approvals.approvals import Approvals
from himdesk.services.charts.charts import Charts
from himdesk.services.context import Context, Site, StaffMember
from himdesk.services.corrections.corrections import Corrections
from himdesk.services.ids import new_id, now
from himdesk.services.passwords import verify_password
from himdesk.services.staff import Staff
from himdesk.store import schema
from himdesk.store.desk import access, meta, staff
from himdesk.store.engine import connect

if TYPE_CHECKING:
    from collections.abc import Callable

    from himdesk.services.accesses import Accesses
    from himdesk.services.amendments import Cases
    from himdesk.services.audit import Audit
    from himdesk.services.charts.documents import Documents
    from himdesk.services.corrections.drafts import Drafts
    from himdesk.services.correspondence.letters import Letters
    from himdesk.services.correspondence.mailing import Mail
    from himdesk.services.correspondence.templates import Templates
    from himdesk.services.downstream import Downstream
    from himdesk.services.intake import Exchange
    from himdesk.services.matching import Matching
    from himdesk.services.personal import Personal
    from himdesk.services.releases import Releases
    from himdesk.services.releases.accountings.desk import Accountings
    from himdesk.services.releases.disclosures import Disclosures
    from himdesk.services.releases.packets.building import Packets
    from himdesk.services.releases.requests.denials import Denials
    from himdesk.services.releases.requests.directory import Directory
    from himdesk.services.releases.requests.files import ReleaseFiles
    from himdesk.services.scans.desk import Scans
    from himdesk.services.settings import Settings
    from himdesk.services.worklist import Casework, Worklist
    from himdesk.store.engine import Database


@dataclass(frozen=True)
class Desk:
    """One signed-in person's way to everything the roles allow; `close` it when done."""

    context: Context

    @cached_property
    def charts(self) -> Charts:
        """Searching and reading."""
        return Charts(self.context)

    @cached_property
    def corrections(self) -> Corrections:
        """Merging and undoing."""
        return Corrections(self.context)

    @cached_property
    def approvals(self) -> Approvals:
        """The second person's decisions."""
        return Approvals(self.context)

    @cached_property
    def letters(self) -> Letters:
        """Letters to print and keep."""
        from himdesk.services.correspondence.letters import Letters

        return Letters(self.context)

    @cached_property
    def mail(self) -> Mail:
        """How issued letters go out."""
        from himdesk.services.correspondence.mailing import Mail

        return Mail(self.context)

    @cached_property
    def templates(self) -> Templates:
        """The templates of letters."""
        from himdesk.services.correspondence.templates import Templates

        return Templates(self.context)

    @cached_property
    def cases(self) -> Cases:
        """Amendment requests."""
        from himdesk.services.amendments import Cases

        return Cases(self.context)

    @cached_property
    def personal(self) -> Personal:
        """What the person set for themselves."""
        from himdesk.services.personal import Personal

        return Personal(self.context)

    @cached_property
    def releases(self) -> Releases:
        """Release of information."""
        from himdesk.services.releases import Releases

        return Releases(self.context)

    @cached_property
    def denials(self) -> Denials:
        """Access denied, and the reviews of that."""
        from himdesk.services.releases.requests.denials import Denials

        return Denials(self.context)

    @cached_property
    def packets(self) -> Packets:
        """The packets of releases."""
        from himdesk.services.releases.packets.building import Packets

        return Packets(self.context)

    @cached_property
    def release_files(self) -> ReleaseFiles:
        """What came with requests for release."""
        from himdesk.services.releases.requests.files import ReleaseFiles

        return ReleaseFiles(self.context)

    @cached_property
    def scans(self) -> Scans:
        """Incoming scans."""
        from himdesk.services.scans.desk import Scans

        return Scans(self.context)

    @cached_property
    def disclosures(self) -> Disclosures:
        """What went out, and its accounting."""
        from himdesk.services.releases.disclosures import Disclosures

        return Disclosures(self.context)

    @cached_property
    def accountings(self) -> Accountings:
        """Requests for an accounting."""
        from himdesk.services.releases.accountings.desk import Accountings

        return Accountings(self.context)

    @cached_property
    def directory(self) -> Directory:
        """The recipients whose addresses were verified."""
        from himdesk.services.releases.requests.directory import Directory

        return Directory(self.context)

    @cached_property
    def accesses(self) -> Accesses:
        """Who looked at what."""
        from himdesk.services.accesses import Accesses

        return Accesses(self.context)

    @cached_property
    def documents(self) -> Documents:
        """Documents with their revisions."""
        from himdesk.services.charts.documents import Documents

        return Documents(self.context)

    @cached_property
    def drafts(self) -> Drafts:
        """This person's unfinished work."""
        from himdesk.services.corrections.drafts import Drafts

        return Drafts(self.context)

    @cached_property
    def exchange(self) -> Exchange:
        """Importing."""
        from himdesk.services.intake import Exchange

        return Exchange(self.context)

    @cached_property
    def matching(self) -> Matching:
        """Finding duplicates, and what waits for a decision."""
        from himdesk.services.matching import Matching

        return Matching(self.context)

    @cached_property
    def worklist(self) -> Worklist:
        """What waits for this person."""
        from himdesk.services.worklist import Worklist

        return Worklist(self.context)

    @cached_property
    def casework(self) -> Casework:
        """Who has a case, what it waits for, and what is said of it."""
        from himdesk.services.worklist import Casework

        return Casework(self.context)

    @cached_property
    def downstream(self) -> Downstream:
        """What other systems are owed after a correction."""
        from himdesk.services.downstream import Downstream

        return Downstream(self.context)

    @cached_property
    def settings(self) -> Settings:
        """How the department works."""
        from himdesk.services.settings import Settings

        return Settings(self.context)

    @cached_property
    def audit(self) -> Audit:
        """Verifying, anchoring and backing up."""
        from himdesk.services.audit import Audit

        return Audit(self.context)

    @cached_property
    def staff(self) -> Staff:
        """Accounts and roles."""
        return Staff(self.context)

    def close(self) -> None:
        """Let go of the database."""
        self.context.database.close()


def open(  # noqa: A001 - the contract's name
    url: str,
    user: str,
    password: str,
    *,
    clock: Callable[[], datetime] = now,
    new_id: Callable[[], str] = new_id,
    training_now: str | None = None,
    db_password: str | None = None,
) -> Desk:
    """Sign in to a database.

    `training_now` (ISO 8601 with an offset) replaces the clock on a training database only.

    Raises:
        SignInFailed: the name or the password is wrong, or the account is disabled.
        HimdeskError: the database can't be opened or belongs to another version.
    """
    database = connect(url, password=db_password)
    try:
        schema.check(database)
        with database.read() as session:
            site = _site(meta.read(session))
            account = staff.find(session, user)
        if site.training and training_now is not None:
            clock = _standing_clock(training_now)
        member = signed_in(database, account, user, password, at=utc_text(clock()))
    except BaseException:
        database.close()
        raise
    return Desk(Context(database=database, staff=member, site=site, clock=clock, new_id=new_id))


def signed_in(
    database: Database, account: staff.Account | None, user: str, password: str, *, at: str
) -> StaffMember:
    """The person of an account, by the password; a failure is logged with the `user` typed.

    Raises:
        SignInFailed: there is no such account, it is disabled, or the password is wrong.
    """
    member = _member(account, password)
    if member is None:
        _log_failure(database, user, at)
        raise SignInFailed
    return member


def _member(account: staff.Account | None, password: str) -> StaffMember | None:
    """The person of an account, if the account is in use and the password is right."""
    if account is None or account.disabled == staff.YES:
        return None
    if not verify_password(account.password_hash, password):
        return None
    return StaffMember(
        id=account.id,
        name=account.name,
        display=account.display,
        person=account.person_id,
        roles=frozenset(Role(role) for role in account.roles),
    )


def _log_failure(database: Database, user: str, at: str) -> None:
    """A failed sign-in is a line of the access log; what was typed as a name is kept short."""
    with database.write("himdesk") as session:
        access.append(
            session,
            at=at,
            staff="himdesk",
            verb="sign-in refused",
            patient_id=None,
            reason=user[:40],
        )


def _site(facts: dict[str, str]) -> Site:
    return Site(
        name=facts.get("site", "Main Hospital"),
        address=tuple(facts.get("address", "").splitlines()),
        phone=facts.get("phone", ""),
        zone=ZoneInfo(facts.get("zone", "UTC")),
        authority=facts.get("authority", "HIMDESK"),
        training=facts.get("training") == "yes",
    )


def _standing_clock(text: str) -> Callable[[], datetime]:
    """A clock that stands at a time, for training and for checks from outside."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"HIMDESK_NOW is not a time: {text}.", "HIMDESK_NOW") from None
    if moment.tzinfo is None:
        raise UsageError("HIMDESK_NOW needs an offset, such as +00:00.", "HIMDESK_NOW")
    moment = moment.astimezone(UTC)
    return lambda: moment
