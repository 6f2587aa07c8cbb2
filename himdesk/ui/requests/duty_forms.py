# SPDX-License-Identifier: Apache-2.0
"""The forms of what a case owes to others, and of what follows a denial."""

from __future__ import annotations

from typing import TYPE_CHECKING

from himdesk.domain.amendments.steps import dispute, duties
from himdesk.ui.requests.making import ALL, YES_NO, choice, day, form, step, steps
from himdesk.ui.requests.values import CHOICE, DAY, TEXT, Field

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from himdesk.domain.amendments.case import Case
    from himdesk.ui.requests.values import Form


def duty_forms(case: Case) -> Iterator[Form]:
    """People to be told and systems to be corrected."""
    accepted = any(item.accepted for item in case.items)
    if accepted:
        yield form(
            "notify",
            "Add someone to be told…",
            "named by the patient, or relying on it",
            "Add to the list",
            (
                Field("recipient", "Name"),
                Field("address", "Address", TEXT),
                Field("named", "Named by patient?", CHOICE, YES_NO),
                Field("agreed", "Patient agrees?", CHOICE, YES_NO[::-1]),
            ),
            step(
                lambda v: duties.NoticeListed(
                    recipient=v["recipient"],
                    address=v["address"],
                    named_by_patient=v["named"] == "yes",
                    agreed=v["agreed"] == "yes",
                )
            ),
            "user",
        )
    asked = [n for n in case.notices if n.named_by_patient and n.sent_on is None]
    if asked:
        yield form(
            "agree",
            "Agreement to tell someone…",
            "what the patient said",
            "Record it",
            (
                choice("notice", "Who", [(n.number, n.recipient) for n in asked]),
                Field("agreed", "Patient agrees?", CHOICE, YES_NO),
            ),
            step(
                lambda v: duties.NoticeAgreed(notice=int(v["notice"]), agreed=v["agreed"] == "yes")
            ),
            "check",
        )
    owed = [n for n in case.notices if n.owed]
    if owed:
        yield form(
            "waive",
            "Need not be told…",
            "with the reason",
            "Record it",
            (
                choice("notice", "Who", [(n.number, n.recipient) for n in owed]),
                Field("why", "Why"),
            ),
            step(lambda v: duties.NoticeWaived(notice=int(v["notice"]), why=v["why"])),
            "x",
        )
    tasks = [t for t in case.tasks if t.done_on is None]
    if tasks:
        yield form(
            "done",
            "A system was corrected…",
            f"{len(tasks)} are open",
            "Record it",
            (
                choice(
                    "task",
                    "System",
                    [(t.number, t.system) for t in tasks],
                    everything=f"All {len(tasks)}",
                ),
                Field("evidence", "Evidence"),
            ),
            steps(
                lambda v: [
                    duties.TaskDone(task=t.number, evidence=v["evidence"])
                    for t in tasks
                    if v["task"] in {ALL, str(t.number)}
                ]
            ),
            "check",
        )
    if accepted:
        yield form(
            "task",
            "Add a system to correct…",
            "until it is done, the case stays open",
            "Add the system",
            (Field("system", "System"), Field("action", "What to do")),
            step(lambda v: duties.TaskListed(system=v["system"], action=v["action"])),
            "amend",
        )


def dispute_forms(case: Case, today: date) -> Iterator[Form]:
    """Disagreement, rebuttal, and what later releases carry."""
    if not any(item.denied for item in case.items):
        return
    if case.disagreement is None:
        yield form(
            "disagree",
            "Statement of disagreement…",
            "word for word, as it came",
            "File the statement",
            (
                Field("text", "Statement", TEXT),
                Field("on", "Came on", DAY, (), today.isoformat()),
                *_scan(case),
            ),
            step(
                lambda v: dispute.Disagreed(
                    text=v["text"],
                    on=day(v, "on"),
                    attachment=int(v["scan"]) if v.get("scan") else None,
                )
            ),
            "amend",
        )
        if not case.attach_request:
            yield form(
                "attach",
                "Attach request and denial…",
                "the patient asked for it",
                "Attach them to later releases",
                (),
                step(lambda _v: dispute.AttachmentAsked()),
                "doc",
            )
    elif case.rebuttal is None:
        yield form(
            "rebut",
            "Rebuttal…",
            "a copy goes to the patient",
            "File the rebuttal",
            (Field("text", "Rebuttal", TEXT),),
            step(lambda v: dispute.Rebutted(text=v["text"])),
            "amend",
        )


def _scan(case: Case) -> Iterator[Field]:
    """Which of the case's files shows the statement as it came."""
    files = tuple((f"{file.number}", file.name) for file in case.attachments)
    if files:
        yield Field("scan", "As it came", CHOICE, (("", "No file"), *files), rules=("attachment",))
