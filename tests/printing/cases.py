# SPDX-License-Identifier: Apache-2.0
"""One believable letter of each kind; all people are made up."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from himdesk.printing.letters import case_notices as c
from himdesk.printing.letters import notices as n
from himdesk.printing.letters.values import (
    Amended,
    Census,
    Dispatch,
    Entry,
    FieldChange,
    Option,
    Person,
    Recipient,
    Signer,
    Site,
    Task,
    Withheld,
)
from printing import people
from printing.release_cases import RELEASES

SITE: Final = Site(
    name="Lakeside Main Hospital",
    department="Health Information Management",
    address=("400 Harbor Drive", "Milwaukee, WI 53202"),
    phone="(414) 555-0100",
    zone=ZoneInfo("America/Chicago"),
)
SIGNER: Final = Signer(name="Ruth Adeyemi", title="HIM Supervisor", phone="(414) 555-0121")
PRIVACY: Final = people.PRIVACY
LETTER: Final = Dispatch(
    reference="LTR-2026-000123",
    on=date(2026, 11, 23),
    recipient=Recipient(
        name="Laboratory, LIS coordinator",
        lines=("Building C, level 2", "402 Harbor Drive", "Milwaukee, WI 53203"),
    ),
    signer=SIGNER,
    ledger_head="0123456789ab",
    enclosures=("List of specimens", "Copy of the request"),
)
AT: Final = datetime(2026, 11, 22, 17, 3, tzinfo=UTC)
PARK: Final = people.PARK
TWICE: Final = Person(name="PARK, Minjun", mrn="LMH:77120", birth_date=date(1990, 9, 17))
OTHER: Final = Withheld(
    names=("KOWALCZYK, Zofia",), numbers=("LMH:90417",), birth_date=date(1957, 2, 3)
)
DEPARTMENT_TASKS: Final = (
    Task(system="Laboratory (LIS)", action="merge the patient files and relabel stored specimens"),
    Task(system="Blood bank", action="test again before the next crossmatch"),
)
ENTRIES: Final = (
    Entry(
        title="Emergency department note",
        on=date(2026, 10, 2),
        change="removed",
        author="Dr. T. Okafor",
    ),
    Entry(title="Potassium result", on=date(2026, 10, 3), change="removed", author="Laboratory"),
)

MERGE: Final = n.MergeNotice(
    survivor=PARK,
    retired=(TWICE,),
    reason="Same person: equal birth date, SSN and address.",
    at=AT,
    requested_by="Dana Whitfield",
    approved_by="Oscar Lindqvist",
    change_set="cs-000042",
    tasks=DEPARTMENT_TASKS,
    due=date(2026, 12, 1),
)
UNMERGE: Final = n.UnmergeNotice(
    survivor=PARK,
    restored=(TWICE,),
    reason="Two cousins with one birth date; wristband photographs differ.",
    at=AT,
    merged_at=datetime(2026, 10, 1, 14, 30, tzinfo=UTC),
    requested_by="Dana Whitfield",
    approved_by="Oscar Lindqvist",
    change_set="cs-000077",
    undone_change_set="cs-000042",
    tasks=DEPARTMENT_TASKS,
    due=date(2026, 12, 1),
)
OVERLAY_CLINICIANS: Final = n.OverlayClinicianNotice(
    patient=PARK,
    entries=ENTRIES,
    found_on=date(2026, 11, 20),
    corrected_at=AT,
    to_sign=(
        Entry(
            title="Discharge summary",
            on=date(2026, 10, 5),
            change="added",
            author="Dr. L. Brandt",
        ),
    ),
    sign_by=date(2026, 12, 2),
    change_set="cs-000051",
    withheld=(OTHER,),
)
OVERLAY_PATIENT: Final = n.OverlayPatientNotice(
    patient=PARK,
    information=("A note of a visit to the emergency department", "One laboratory result"),
    found_on=date(2026, 11, 20),
    corrected_on=date(2026, 11, 22),
    to_check=("Your allergies and medicines in the patient portal", "Bills for October 2026"),
    contact=PRIVACY,
    separate_letter=True,
    withheld=(OTHER,),
)
CORRECTION: Final = n.CorrectionNotice(
    patient=PARK,
    document="Operative report",
    document_on=date(2026, 9, 14),
    author="Dr. L. Brandt",
    was="Procedure on the left knee.",
    now="Procedure on the right knee.",
    reason="The side was dictated wrongly; consent and images show the right knee.",
    corrected_at=AT,
    received_on=date(2026, 9, 30),
    pages="1 and 3",
    confirm_by=date(2026, 12, 4),
    change_set="cs-000058",
)
AMENDMENT: Final = n.AmendmentNotice(
    patient=PARK,
    records=(
        Amended(
            document="Clinic note",
            document_on=date(2026, 7, 8),
            was="Smoker, one pack a day.",
            now="Has never smoked.",
            effective_on=date(2026, 11, 19),
            pages="2",
            received_on=date(2026, 8, 1),
        ),
        Amended(
            document="Medication list",
            document_on=date(2026, 7, 9),
            was="Metoprolol 10 mg.",
            now="Metoprolol 5 mg.",
            effective_on=date(2026, 11, 20),
            pages="all pages",
        ),
    ),
    confirm_by=date(2026, 12, 5),
)
HANDOFF: Final = n.PrivacyHandoff(
    subject=PARK,
    disclosed_to="Harbor Mutual Insurance, claims department",
    disclosed_on=date(2026, 10, 9),
    information=("Emergency department note of October 2, 2026", "Potassium result"),
    method="Fax, 4 pages",
    from_chart="LMH:90417",
    discovered_on=date(2026, 11, 20),
    discovered_by="Dana Whitfield",
    notify_by=date(2027, 1, 19),
    viewed="Yes, by one claims examiner",
    recovered="Destruction promised by telephone; written attestation asked for",
    identifiers="Name, birth date, one diagnosis; no SSN",
    likelihood="A covered entity with a duty of confidence",
    mitigation="The insurer confirmed that no claim was processed",
    change_set="cs-000051",
)
SIGNATURE: Final = n.SignatureRequest(
    clinician="Dr. L. Brandt",
    patient=PARK,
    entries=(Entry(title="Discharge summary", on=date(2026, 10, 5), change="moved to this chart"),),
    why="The entry had been written in the wrong chart.",
    due=date(2026, 12, 2),
    options=(
        Option(text="I have reviewed the entry; it belongs to this patient and I sign it."),
        Option(text="It needs an addendum, which I will write."),
        Option(text="It does not belong to this patient."),
    ),
    change_set="cs-000051",
    withheld=(OTHER,),
)
QUERY: Final = n.ClinicianQuery(
    clinician="Dr. L. Brandt",
    patient=PARK,
    case="AM-0198",
    received_on=date(2026, 10, 12),
    document="Clinic note",
    document_on=date(2026, 7, 8),
    says="Patient declined surgery.",
    wanted="Patient asked for time to think about surgery.",
    reason="My employer read it as if I had refused treatment.",
    due=date(2026, 11, 30),
    options=(
        Option(text="The patient is right; I recommend to amend."),
        Option(text="The entry is accurate and complete."),
        Option(text="I am not the author; ask:"),
    ),
)
_CENSUS: Final = (
    Census(kind="Encounters", before="7 and 2", after="9 and 0"),
    Census(kind="Documents", before="31 and 4", after="35 and 0"),
)
_CHANGES: Final = (
    FieldChange(field="Street", before="12 Pier Rd", after="12 Pier Road"),
    FieldChange(field="Home telephone", before="", after="(414) 555-0177"),
)
CERTIFICATE: Final = n.MergeCertificate(
    survivor=PARK,
    others=(TWICE,),
    reason="Same person: equal birth date, SSN and address.",
    at=AT,
    requested_by="Dana Whitfield",
    approved_by="Oscar Lindqvist",
    approved_at=datetime(2026, 11, 22, 17, 1, tzinfo=UTC),
    change_set="cs-000042",
    seq=1042,
    content="5f" * 32,
    digest="a1" * 32,
    previous="7c" * 32,
    changes=_CHANGES,
    census=_CENSUS,
)
UNDO_CERTIFICATE: Final = n.UnmergeCertificate(
    survivor=PARK,
    others=(TWICE,),
    reason="Two cousins with one birth date; wristband photographs differ.",
    at=AT,
    requested_by="Dana Whitfield",
    approved_by="Oscar Lindqvist",
    approved_at=datetime(2026, 11, 22, 17, 1, tzinfo=UTC),
    change_set="cs-000077",
    undone_change_set="cs-000042",
    seq=1077,
    content="5f" * 32,
    digest="a1" * 32,
    previous="7c" * 32,
    changes=_CHANGES,
    census=_CENSUS,
)
SPLIT_CERTIFICATE: Final = n.SplitCertificate(
    patient=PARK,
    held_others=True,
    reason="Two strangers of one name; birth dates and telephones differ.",
    at=AT,
    requested_by="Dana Whitfield",
    approved_by="Oscar Lindqvist",
    approved_at=datetime(2026, 11, 22, 17, 1, tzinfo=UTC),
    change_set="cs-000091",
    seq=1091,
    content="5f" * 32,
    digest="a1" * 32,
    previous="7c" * 32,
    census=(
        Census(kind="Visits or stays", before="9", after="7"),
        Census(kind="Documents", before="35", after="31"),
    ),
)
_CASE: Final = {"patient": PARK, "case": "AM-0198", "received_on": date(2026, 10, 12)}
ACKNOWLEDGED: Final = c.Acknowledgement(
    **_CASE,
    items=(
        c.Wish(number=1, element="Clinic note of 8 July", wrong="smoker", wanted="never smoked"),
        c.Wish(number=2, element="Medication list", wrong="10 mg", wanted="5 mg daily"),
    ),
    due=date(2026, 12, 11),
)
EXTENDED: Final = c.ExtensionNotice(
    **_CASE, reason="The author of the note is on leave.", until=date(2027, 1, 10)
)
ACCEPTED: Final = c.Acceptance(
    **_CASE,
    accepted=(
        c.Accepted(
            number=1,
            element="Clinic note of 8 July",
            how="A correction was linked to the note; the original stays readable.",
        ),
    ),
    amended_on=date(2026, 11, 20),
    told=("Zenith Insurance, PO Box 77",),
)
DENIED: Final = c.Denial(
    **_CASE,
    denied=(
        c.Denied(
            number=2,
            element="Medication list",
            basis="The information is accurate and complete.",
            reason="The prescription of that day says 10 mg.",
        ),
    ),
    accepted=ACCEPTED.accepted,
    amended_on=ACCEPTED.amended_on,
    told=ACCEPTED.told,
    file_at="Lakeside Main Hospital, 400 Harbor Drive, Milwaukee, WI 53202",
    longest="It may be as long as two pages.",
    complaint=PRIVACY,
)
WHOLLY_DENIED: Final = replace(DENIED, accepted=(), amended_on=None, told=())
DISAGREED: Final = c.DisagreementReceipt(
    **_CASE, disagreed_on=date(2026, 12, 26), elements=("Medication list",)
)
REBUTTED: Final = c.RebuttalCopy(
    **_CASE,
    disagreed_on=date(2026, 12, 26),
    rebuttal="The pharmacy dispensed 10 mg on that day, and the dose was changed a week later.",
)
ALL: Final[tuple[n.Notice, ...]] = (
    *RELEASES,
    MERGE,
    UNMERGE,
    OVERLAY_CLINICIANS,
    OVERLAY_PATIENT,
    CORRECTION,
    AMENDMENT,
    HANDOFF,
    SIGNATURE,
    QUERY,
    CERTIFICATE,
    UNDO_CERTIFICATE,
    SPLIT_CERTIFICATE,
    ACKNOWLEDGED,
    EXTENDED,
    ACCEPTED,
    DENIED,
    DISAGREED,
    REBUTTED,
)
