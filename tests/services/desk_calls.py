# SPDX-License-Identifier: Apache-2.0
"""A call of each method of each desk about one person; what changes something comes later."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from himdesk.domain.amendments.steps.deciding import Decided
from himdesk.domain.changes import ChangeKind
from himdesk.domain.charts.items import Kind
from himdesk.domain.releases.basis import Basis
from himdesk.domain.releases.disclosures import Disclosure, Suspension
from himdesk.domain.releases.request import State
from himdesk.services.charts.brought import Brought
from himdesk.services.corrections.demographics import Stated
from himdesk.services.corrections.judging import chart_beside, judged_of
from himdesk.services.corrections.orders import UndoOrder
from himdesk.services.corrections.separating import chart_to_move_to, preview_split
from himdesk.services.correspondence.letters import Wanted
from himdesk.services.correspondence.mailing import Mailing
from himdesk.services.scans.watch import Scan
from himdesk.services.worklist.values import Filter

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from himdesk.services.desk import Desk
    from services.told import Subject

    Call = Callable[[Desk, Subject], object]

SINCE, UNTIL, LATER = date(2026, 3, 1), date(2026, 3, 31), date(2026, 6, 1)
WHY = "so it was asked"
A_FORM = {"basis": "patient-access", "requester": "a mother", "address": "2 Quay"}
A_RECIPIENT = {"name": "Clinic", "kind": "clinic", "address": "2 Quay", "verified_how": "phone"}
A_SCAN = Scan(name="a.pdf", size=1, content_type="application/pdf", digest="")


def a_file(s: Subject) -> Path:
    """A file of one record like the person's."""
    file, who = s.folder / "one.csv", s.who
    row = f"1,{who.family},{who.given},{who.born}"
    file.write_text(f"record_id,last,first,dob\n{row}\n", encoding="utf-8")
    return file


def a_disclosure() -> Disclosure:
    return Disclosure(
        id="", patient="", on=SINCE, recipient="Clinic", address="2 Quay",
        description="a summary", purpose="treatment", basis=Basis.TREATMENT,
    )  # fmt: skip


def a_suspension() -> Suspension:
    return Suspension(
        recipient="Agency", since=SINCE, until=UNTIL, written=True, statement="it would impede"
    )


LOOKING: Final[dict[str, Call]] = {
    "charts.search": lambda d, s: d.charts.search(s.who.mrn),
    "charts.open": lambda d, s: [
        d.charts.open(s.who.mrn, as_of=then) for then in (None, s.change_set, "2026-03-02")
    ],
    "charts.overview": lambda d, s: d.charts.overview(s.who.mrn),
    "charts.page": lambda d, s: d.charts.page(s.who.chart, Kind.DOCUMENT),
    "charts.holds": lambda d, s: d.charts.holds(s.who.chart, s.undo.created.items),
    "charts.within": lambda d, s: d.charts.within(s.who.chart, "note"),
    "charts.show_view": lambda d, s: d.charts.show_view(s.who.mrn),
    "charts.history": lambda d, s: [d.charts.history(x.mrn) for x in (s.beside, s.who)],
    "charts.history_view": lambda d, s: [d.charts.history_view(x.mrn) for x in (s.beside, s.who)],
    "charts.before_after": lambda d, s: [
        d.charts.before_after(x.mrn, s.change_set) for x in (s.beside, s.who)
    ],
    "charts.numbers": lambda d, s: d.charts.numbers(s.undo),
    "corrections.compare": lambda d, s: d.corrections.compare([s.who.mrn, s.beside.mrn]),
    "corrections.legend": lambda d, s: d.corrections.legend(s.undo),
    "corrections.preview_undo": lambda d, s: d.corrections.preview_undo(s.change_set),
    "approvals.requests": lambda d, _: [
        d.approvals.requests(),
        d.approvals.requests(everything=True),
    ],
    "approvals.waiting": lambda d, _: d.approvals.waiting(),
    "approvals.request": lambda d, s: d.approvals.request(s.request),
    "approvals.review": lambda d, s: d.approvals.review(s.request),
    "letters.issued": lambda d, _: d.letters.issued(),
    "letters.preview": lambda d, s: d.letters.preview(
        Wanted(kind="overlay-patient", about=s.change_set, patient=s.who.mrn)
    ),
    "letters.reprint": lambda d, s: d.letters.reprint(s.letter),
    "mail.sent": lambda d, s: d.mail.sent([s.letter]),
    "mail.labels": lambda d, s: d.mail.labels([s.letter], sheet="avery-5160"),
    "cases.show": lambda d, s: d.cases.show(s.case),
    "cases.attachment": lambda d, s: d.cases.attachment(s.case, 1),
    "cases.read_attachment": lambda d, s: d.cases.read_attachment(s.case, 1),
    "cases.find": lambda d, _: [d.cases.find(), d.cases.find(closed=True)],
    "cases.about": lambda d, s: d.cases.about([s.note]),
    "cases.today": lambda d, _: d.cases.today(),
    "downstream.find": lambda d, s: [
        d.downstream.find(),
        d.downstream.find(closed=True),
        d.downstream.find(mrn=s.who.mrn),
    ],
    "downstream.show": lambda d, s: d.downstream.show(s.change_set),
    "releases.show": lambda d, s: d.releases.show(s.release),
    "releases.find": lambda d, _: [d.releases.find(), d.releases.find(ended=True)],
    "releases.today": lambda d, _: d.releases.today(),
    "release_files.get": lambda d, s: d.release_files.get(s.release, 1),
    "release_files.read": lambda d, s: d.release_files.read(s.release, 1),
    "scans.watch": lambda d, _: d.scans.watch(),
    "scans.read": lambda d, _: d.scans.read(A_SCAN),
    "packets.preview": lambda d, s: d.packets.preview(s.release),
    "packets.paper": lambda d, s: d.packets.paper(s.release, s.note),
    "packets.reprint": lambda d, s: d.packets.reprint(s.disclosure),
    "disclosures.log": lambda d, s: [d.disclosures.log(), d.disclosures.log(s.who.mrn)],
    "disclosures.of_items": lambda d, s: d.disclosures.of_items([s.note]),
    "disclosures.accounting": lambda d, s: d.disclosures.accounting(s.who.mrn, SINCE, UNTIL),
    "disclosures.report": lambda d, s: d.disclosures.report(s.accounting),
    "accountings.cost": lambda d, s: d.accountings.cost(s.asked),
    "accountings.show": lambda d, s: d.accountings.show(s.asked),
    "accountings.find": lambda d, _: [d.accountings.find(), d.accountings.find(ended=True)],
    "accountings.make": lambda d, s: d.accountings.make(s.asked),
    "disclosures.today": lambda d, _: d.disclosures.today(),
    "directory.all": lambda d, _: d.directory.all(),
    "documents.open": lambda d, s: d.documents.open(s.note),
    "documents.read": lambda d, s: d.documents.read(s.note),
    "drafts.all": lambda d, _: d.drafts.all(),
    "drafts.find": lambda d, _: d.drafts.find("merge", "x"),
    "matching.counts": lambda d, _: d.matching.counts(),
    "matching.worklist": lambda d, _: [
        d.matching.worklist(),
        d.matching.worklist("suspected-overlay"),
    ],
    "matching.evidence": lambda d, s: d.matching.evidence(s.who.mrn, s.beside.mrn),
    "matching.check_file": lambda d, s: d.matching.check_file(a_file(s)),
    "matching.useful": lambda d, _: d.matching.useful(),
    "matching.report": lambda d, _: d.matching.report(),
    "matching.models": lambda d, _: d.matching.models(),
    "matching.model_in_use": lambda d, _: d.matching.model_in_use(),
    "matching.model_document": lambda d, _: d.matching.model_document(),
    "worklist.overview": lambda d, _: d.worklist.overview(),
    "worklist.ids": lambda d, _: d.worklist.ids(Filter()),
    "worklist.top": lambda d, _: d.worklist.top(Filter(), 50),
    "worklist.rows": lambda d, s: d.worklist.rows([s.case, s.request, "pair", "overlay"]),
    "worklist.today": lambda d, _: d.worklist.today(),
    "templates.all": lambda d, _: d.templates.all(),
    "templates.open": lambda d, _: d.templates.open("merge-notice.en"),
    "templates.try_": lambda d, _: d.templates.try_("merge-notice.en", ""),
    "casework.evidence": lambda d, s: d.casework.evidence(s.case, s.evidence),
    "casework.said": lambda d, s: d.casework.said(s.case),
    "casework.colleagues": lambda d, _: d.casework.colleagues(),
    "accesses.lines": lambda d, s: [d.accesses.lines(), d.accesses.lines(chart=s.who.mrn)],
    "accesses.openings": lambda d, _: d.accesses.openings(reviewed=True),
    "audit.verify": lambda d, _: d.audit.verify(),
    "audit.verified": lambda d, _: d.audit.verified(),
    "audit.head": lambda d, _: d.audit.head(),
    "audit.anchor": lambda d, s: d.audit.anchor(s.folder / "anchor.json"),
    "audit.vocabulary": lambda d, _: d.audit.vocabulary(),
    "personal.all": lambda d, _: d.personal.all(),
    "staff.list": lambda d, _: d.staff.list(),
    "staff.site": lambda d, _: d.staff.site({}),
}
"""What changes nothing."""

CHANGING: Final[dict[str, Call]] = {
    "corrections.merge": lambda d, s: d.corrections.merge(
        s.beside.mrn, [s.who.mrn], reason=WHY, dry_run=True
    ),
    "corrections.undo": lambda d, s: d.corrections.undo(s.change_set, reason=WHY, dry_run=True),
    "corrections.move": lambda d, s: d.corrections.move(s.note, to=s.beside.mrn, reason=WHY),
    "corrections.split": lambda d, s: d.corrections.split(
        s.who.mrn, moves={s.note: s.beside.mrn}, reason=WHY
    ),
    "corrections.judge": lambda d, s: d.corrections.judge(
        ChangeKind.LINK, [s.who.mrn, s.beside.mrn], reason=WHY
    ),
    "corrections.amend": lambda d, s: d.corrections.amend(
        s.note, kind="addendum", text="more", author="Dr. Lee", reason=WHY
    ),
    "corrections.correct": lambda d, s: d.corrections.correct(
        s.who.mrn, Stated(field="birth_date", values={"value": "1990-01-01"}), reason=WHY
    ),
    "corrections.hold": lambda d, s: d.corrections.hold([s.note], reason=WHY),
    "corrections.carry_out": lambda d, s: d.corrections.carry_out(
        UndoOrder(target=s.change_set, reason=WHY), dry_run=True
    ),
    "corrections.undo_import": lambda d, _: d.corrections.undo_import("none", reason=WHY),
    "letters.issue": lambda d, s: d.letters.issue(
        Wanted(kind="overlay-patient", about=s.change_set, patient=s.who.mrn)
    ),
    "cases.open": lambda d, s: d.cases.open(
        s.who.mrn, SINCE, {"how": "letter", "requester": {"name": "a mother"}, "items": []}
    ),
    "cases.attach": lambda d, s: d.cases.attach(s.case, Brought("letter.txt", b"more")),
    "cases.take": lambda d, s: d.cases.take(s.case, Decided(item=1, accept=True, reason=WHY)),
    "cases.correct": lambda d, s: d.cases.correct(
        s.case, 1, kind="correction", text="more", author="Dr. Lee"
    ),
    "downstream.done": lambda d, s: d.downstream.done(s.change_set, [2], evidence=WHY),
    "downstream.reopen": lambda d, s: d.downstream.reopen(s.change_set, [1], reason=WHY),
    "releases.open": lambda d, s: d.releases.open(s.who.mrn, SINCE, A_FORM),
    "release_files.add": lambda d, s: d.release_files.add(
        s.release, Brought("form.txt", b"signed")
    ),
    "scans.to_release": lambda d, s: d.scans.to_release(s.release, A_SCAN),
    "scans.to_case": lambda d, s: d.scans.to_case(s.case, A_SCAN),
    "releases.complete": lambda d, s: d.releases.complete(s.release, {"authority": "a deed"}),
    "releases.check": lambda d, s: d.releases.check(s.release, {}),
    "releases.direct": lambda d, s: d.releases.direct(s.release, {}),
    "releases.choose": lambda d, s: d.releases.choose(s.release, {"left_out": {s.note: WHY}}),
    "releases.extend": lambda d, s: d.releases.extend(
        s.release, reason=WHY, until=date(2026, 4, 20), sent_on=SINCE
    ),
    "releases.end": lambda d, s: d.releases.end(s.release, State.CANCELLED, reason=WHY),
    "denials.deny": lambda d, s: d.denials.deny(
        s.release, {"bases": ["inmate-safety"], "reason": WHY}
    ),
    "denials.review": lambda d, s: d.denials.review(
        s.release, {"reviewer": "Dr. Lee", "upheld": True, "determination": WHY}
    ),
    "packets.build": lambda d, s: d.packets.build(s.release),
    "disclosures.record": lambda d, s: d.disclosures.record(s.who.mrn, a_disclosure(), how="fax"),
    "disclosures.suspend": lambda d, s: d.disclosures.suspend(s.who.mrn, a_suspension()),
    "disclosures.give": lambda d, s: d.disclosures.give(s.accounting, b"a report"),
    "accountings.open": lambda d, s: d.accountings.open(
        s.who.mrn, requester="a mother", received=SINCE
    ),
    "accountings.tell_fee": lambda d, s: d.accountings.tell_fee(
        s.asked, amount=Decimal(5), told_on=SINCE
    ),
    "accountings.agree": lambda d, s: d.accountings.agree(s.asked),
    "accountings.modify": lambda d, s: d.accountings.modify(s.asked, SINCE, UNTIL),
    "accountings.extend": lambda d, s: d.accountings.extend(
        s.asked, reason=WHY, until=date(2026, 5, 20), sent_on=SINCE
    ),
    "accountings.give": lambda d, s: d.accountings.give(s.asked, s.accounting, b"a report"),
    "accountings.withdraw": lambda d, s: d.accountings.withdraw(s.asked, reason=WHY),
    "accesses.review": lambda d, _: d.accesses.review("none", finding=WHY),
    "settings.all": lambda d, _: d.settings.all(),
    "settings.change": lambda d, _: d.settings.change({"approval.merge": "always"}),
    "personal.change": lambda d, _: d.personal.change({"look-colors": "dark"}),
    "directory.put": lambda d, _: d.directory.put(A_RECIPIENT),
    "mail.note": lambda d, s: d.mail.note([s.letter], Mailing(on=d.cases.today(), how="post")),
    "drafts.keep": lambda d, _: d.drafts.keep("merge", "x", {}),
    "drafts.drop": lambda d, _: d.drafts.drop("merge", "x"),
    "exchange.import_files": lambda d, s: d.exchange.import_files([a_file(s)], "other"),
    "matching.keep_distinct": lambda d, s: d.matching.keep_distinct(
        s.who.mrn, s.beside.mrn, reason=WHY
    ),
    "matching.apply_update": lambda d, _: d.matching.apply_update("overlay", reason=WHY),
    "matching.refuse_update": lambda d, _: d.matching.refuse_update("overlay", reason=WHY),
    "matching.scan": lambda d, _: d.matching.scan(),
    "matching.learn": lambda d, _: d.matching.learn(reason=WHY),
    "matching.use_model": lambda d, _: d.matching.use_model(0, reason=WHY),
    "worklist.keep_filter": lambda d, _: d.worklist.keep_filter("mine", Filter()),
    "worklist.drop_filter": lambda d, _: d.worklist.drop_filter("mine"),
    "casework.claim": lambda d, s: d.casework.claim(s.case),
    "casework.comment": lambda d, s: d.casework.comment(s.case, "called"),
    "casework.look_over": lambda d, s: d.casework.look_over(s.case, right=True),
    "casework.attach": lambda d, s: d.casework.attach(s.case, "called", Brought("a.txt", b"x")),
    "casework.ask_information": lambda d, s: d.casework.ask_information(s.case, "the form"),
    "casework.information_came": lambda d, s: d.casework.information_came(s.case, "the form"),
    "casework.snooze": lambda d, s: d.casework.snooze(s.case, date(2026, 3, 20)),
    "casework.wake": lambda d, s: d.casework.wake(s.case),
    "casework.ask_for": lambda d, s: d.casework.ask_for(s.case),
    "casework.assign": lambda d, s: d.casework.assign([s.case], "clerk2"),
    "casework.hand_over": lambda d, s: d.casework.hand_over(s.case, "clerk2"),
    "casework.give_back": lambda d, s: d.casework.give_back(s.case),
    "casework.reassign_all": lambda d, _: d.casework.reassign_all("clerk2", None),
    "casework.be_away": lambda d, _: d.casework.be_away(LATER, "clerk2"),
    "casework.come_back": lambda d, _: d.casework.come_back(),
    "casework.reopen": lambda d, s: d.casework.reopen(s.case, reason=WHY),
    "approvals.return_": lambda d, s: d.approvals.return_(s.request, comment=WHY),
    "approvals.reject": lambda d, s: d.approvals.reject(s.request, comment=WHY),
    "approvals.withdraw": lambda d, s: d.approvals.withdraw(s.request),
    "approvals.approve": lambda d, s: d.approvals.approve(s.request),
    "templates.save": lambda d, _: d.templates.save("merge-notice.en", "", seen="1"),
    "templates.use": lambda d, _: d.templates.use("merge-notice.en", "1", seen="1"),
    "audit.backup": lambda d, s: d.audit.backup(s.folder / "copy.himdesk"),
    "staff.add": lambda d, _: d.staff.add("new", roles=["roi"], password="quiet-harbour-8"),
    "staff.set_roles": lambda d, _: d.staff.set_roles("new", ["privacy"]),
    "staff.reset_password": lambda d, _: d.staff.reset_password("new", "quiet-harbour-9"),
    "staff.disable": lambda d, _: d.staff.disable("new"),
    "charts.break_glass": lambda d, s: d.charts.break_glass(s.who.mrn, reason=WHY),
}
"""What changes something, or may."""

BESIDE: Final[dict[str, Call]] = {
    "judging.judged_of": lambda d, s: [judged_of(d.context, x.mrn) for x in (s.beside, s.who)],
    "judging.chart_beside": lambda d, s: chart_beside(d.context, s.who.mrn),
    "separating.preview_split": lambda d, s: preview_split(d.context, s.who.mrn),
    "separating.chart_to_move_to": lambda d, s: chart_to_move_to(d.context, s.who.mrn),
}
"""What windows ask beside the desks."""

CALLS: Final = LOOKING | CHANGING
