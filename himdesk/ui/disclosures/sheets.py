# SPDX-License-Identifier: Apache-2.0
"""The forms of the log: a disclosure of others' making, a misdirected one, a suspension."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from himdesk.domain.releases.basis import Basis
from himdesk.ui.release.forms.sheets import BASES
from himdesk.ui.release.values import Sheet
from himdesk.ui.requests.values import CHOICE, DAY, TEXT, Field

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from himdesk.services.releases.disclosures import Logged


def recording(mrn: str, today: date) -> Sheet:
    """A disclosure that no packet of ours made."""
    fields = (
        Field("mrn", "Record number", value=mrn),
        Field("on", "Disclosed on", DAY, value=today.isoformat()),
        Field("recipient", "Recipient"),
        Field("address", "Address", TEXT),
        Field("description", "What was disclosed"),
        Field("purpose", "Purpose"),
        Field("basis", "Basis", CHOICE, BASES),
        Field("how", "How", hint="telephone, interface, by hand …"),
    )
    return Sheet(
        name="disclosure-record",
        title="Log a disclosure",
        why="One that no packet of ours made. Nothing in the log is ever changed or taken out.",
        button="Log it",
        halves=(("Disclosure", fields),),
    )


def misdirected(mrn: str, today: date, sent: Logged | None) -> Sheet:
    """Records of this chart went to the wrong place; `sent` is the disclosure that one is on."""
    d = sent.disclosure if sent is not None else None
    fields = (
        Field("mrn", "Whose records", value=sent.mrn if sent else mrn),
        Field("on", "Went on", DAY, value=(d.on if d else today).isoformat()),
        Field("recipient", "Went to", value=d.recipient if d else ""),
        Field("address", "Address", TEXT, value=d.address if d else ""),
        Field("description", "What went", value=d.description if d else ""),
        Field("how", "How", value=sent.how if sent else "", hint="fax, letter, portal …"),
        Field("purpose", "What happened", hint="wrong fax number, wrong envelope …"),
    )
    return Sheet(
        name="disclosure-misdirected",
        title="Log a misdirected disclosure",
        why="It is accounted for. The letter to the privacy officer follows: today is the day of "
        "discovery, and starts 60 days (45 CFR 164.404).",
        button="Log it and write the letter",
        halves=(("Misdirected", fields),),
    )


def suspending(mrn: str, today: date) -> Sheet:
    """An agency's statement that an accounting would impede it."""
    fields = (
        Field("mrn", "Record number", value=mrn),
        Field("recipient", "Agency", hint="as it stands in the log"),
        Field("since", "From", DAY, value=today.isoformat()),
        Field("until", "To", DAY),
        Field("written", "In writing", CHOICE, (("yes", "Yes"), ("no", "No: 30 days at most"))),
        Field("statement", "What it stated", TEXT),
    )
    return Sheet(
        name="disclosure-suspend",
        title="Suspend an accounting",
        why="Its disclosures are left out of accountings until the suspension ends "
        "(45 CFR 164.528(a)(2)).",
        button="Suspend it",
        halves=(("Suspension", fields),),
    )


def disclosure_form(values: Mapping[str, str]) -> dict[str, Any]:
    """What a form says, as the desk takes it; without a basis it was misdirected."""
    return {"basis": Basis.MISDIRECTED.value, **{k: v for k, v in values.items() if k != "mrn"}}


def suspension_form(values: Mapping[str, str]) -> dict[str, Any]:
    """What a form says, as the desk takes it."""
    given: dict[str, Any] = {k: v for k, v in values.items() if k != "mrn"}
    return {**given, "written": values["written"] == "yes"}
