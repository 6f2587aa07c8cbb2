# SPDX-License-Identifier: Apache-2.0

from __future__ import annotations

from base64 import b64encode
from dataclasses import fields
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from himdesk.domain.charts.items import (
    Clinical,
    Coverage,
    Document,
    Encounter,
    Flag,
    Kind,
    Name,
    Telecom,
)
from himdesk.domain.errors import HimdeskError
from himdesk.exchange.errors import Unacceptable
from himdesk.exchange.hl7v2.er7 import parse, split
from himdesk.exchange.hl7v2.reading import read_message, stream_hl7
from himdesk.exchange.hl7v2.writing import STRUCTURES, Envelope, Line, write
from himdesk.exchange.reading import read

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Writer  # type: ignore[attr-defined]
    from himdesk.domain.charts.records import Draft, Group, Record

HEAD = "MSH|^~\\&|REG|GH|HIM|GH|20240301120000+0000||{}|M1|P|2.5.1"
PID = (
    "PID|1||0042^^^GH^MR~900-12-3456^^^SSA^SS||QUILLFEATHER^ODESSA^MARIE^III^DR^^L"
    "~BRAMBLEWORTH^ODESSA^^^^^M||19840312|F|||1 Main St^Apt 2^Springfield^IL^62701^USA^H"
    "||(555)010-0123^PRN^PH~ody@example.org^NET^Internet^ody@example.org|||M"
)
PV1 = (
    "PV1|1|I|3W^312^B^GH||||1001^EXAMPLE^ADA^^^DR.||||||||||||V-7^^^GH^VN"
    + "|" * 25
    + "20240301100000+0000"
)


def message(event: str, *lines: str, end: str = "\r") -> bytes:
    return end.join((HEAD.format(event), *lines)).encode()


def group(event: str, *lines: str) -> Group:
    return read_message(message(event, *lines), "file, message 1")


def records(event: str, *lines: str) -> dict[str, Record]:
    made = group(event, *lines)
    assert made.atomic
    assert not made.rejected, made.rejected
    return {record.key: record for record in made.records}


def reason(event: str, *lines: str) -> str:
    made = group(event, *lines)
    assert made.records == ()
    (refused,) = made.rejected
    assert refused.where == "file, message 1"
    return refused.reason


def of_kind(record: Record, kind: Kind) -> list[Draft]:
    return [draft for draft in record.drafts if draft.kind is kind]


def item(found: dict[str, Record], kind: str) -> Draft:
    (record,) = [r for r in found.values() if r.type == kind]
    assert record.subject == "Patient/GH|0042"
    (draft,) = record.drafts
    return draft


class TestAdmission:
    def test_a_patient_with_number_names_and_addresses(self) -> None:
        patient = records("ADT^A01^ADT_A01", PID, PV1)["Patient/GH|0042"]
        assert patient.mrn == ("GH", "0042")
        assert patient.body == message("ADT^A01^ADT_A01", PID, PV1)
        assert [d.display for d in patient.drafts] == [
            "QUILLFEATHER, ODESSA MARIE III",
            "BRAMBLEWORTH, ODESSA",
            "0042",
            "900-12-3456",
            "(555)010-0123",
            "ody@example.org",
            "1 Main St, Apt 2, Springfield, IL, 62701",
            "1984-03-12",
            "female",
            "M",
        ]
        names = [d.details for d in of_kind(patient, Kind.NAME)]
        assert names[1] == Name(use="maiden", family="BRAMBLEWORTH", given="ODESSA")
        assert of_kind(patient, Kind.TELECOM)[1].details == Telecom(
            system="email", use="home", value="ody@example.org"
        )

    def test_a_visit_with_its_registration_data(self) -> None:
        evn = "EVN|A01|20240301|||2002^DESK^ER"
        draft = item(records("ADT^A01", evn, PID, PV1), "Encounter")
        assert (draft.status, draft.at, draft.until) == (
            "in-progress",
            "2024-03-01T10:00:00Z",
            None,
        )
        assert draft.details == Encounter(
            number="V-7",
            encounter_class="IMP",
            bed="3W 312 B",
            location="3W, 312, GH",
            provider="DR. ADA EXAMPLE",
            registered_name="QUILLFEATHER, ODESSA MARIE III",
            registered_birth_date="1984-03-12",
            registered_sex="F",
            registered_address="1 Main St, Apt 2, Springfield, IL, 62701",
            registered_phone="(555)010-0123",
            registered_mrn="0042",
            registrar="ER DESK",
        )

    def test_a_discharge_ends_the_stay_and_frees_the_bed(self) -> None:
        draft = item(records("ADT^A03", PID, f"{PV1}|20240305120000+0100"), "Encounter")
        assert (draft.status, draft.until) == ("finished", "2024-03-05T12:00:00+01:00")
        assert isinstance(draft.details, Encounter)
        assert draft.details.bed is None

    def test_a_cancelled_admission_was_entered_in_error(self) -> None:
        assert item(records("ADT^A11", PID, PV1), "Encounter").status == "entered-in-error"

    def test_what_hangs_on_the_visit(self) -> None:
        found = records(
            "ADT^A08",
            PID + "|||||0007^^^GH",
            "NK1|1|BRAMBLEWORTH^IDA|MTH",
            f"{PV1}",
            "AL1|1|DA|7980^PENICILLIN^RX|SV|HIVES~WHEEZING|20200101",
            "DG1|1||I10^Hypertension^I10||20240301",
            "IN1|1|SILVER^Silver plan|GHP|Good Health Plan" + "|" * 32 + "S-1",
        )
        assert item(found, "RelatedPerson").details == Clinical(category="mother", value="0007")
        allergy = item(found, "AllergyIntolerance")
        assert allergy.details == Clinical(
            category="allergy", value="HIVES; WHEEZING", criticality="high"
        )
        assert (allergy.at, allergy.code) == ("2020-01-01", "7980")
        assert item(found, "Condition").encounter == "Encounter/GH|V-7"
        assert item(found, "Coverage").details == Coverage(
            payor="Good Health Plan", plan="Silver plan", member="S-1"
        )

    def test_no_known_allergies_is_a_negation(self) -> None:
        draft = item(records("ADT^A08", PID, "AL1|1||^NKDA"), "AllergyIntolerance")
        assert draft.details == Clinical(category="allergy", negated="yes")

    def test_flags(self) -> None:
        pid = PID + "||||||||Y|2"
        pv1 = PV1.replace("|V-7", "|V-7", 1).split("|")
        pv1[16] = "VIP"
        patient = records("ADT^A08", pid, "|".join(pv1))["Patient/GH|0042"]
        assert [d.details for d in of_kind(patient, Kind.FLAG)] == [
            Flag(flag="multiple-birth", text="multiple birth, number 2"),
            Flag(flag="vip", text="VIP"),
        ]

    def test_of_a_visit_without_a_number_there_is_no_record(self) -> None:
        assert list(records("ADT^A08", PID, "PV1|1|O")) == ["Patient/GH|0042"]


class TestMerge:
    def test_each_mrg_retires_a_patient_for_the_pid_before_it(self) -> None:
        found = records(
            "ADT^A40^ADT_A39",
            "PID|||1^^^GH^MR||SMITH^ANN",
            "MRG|2^^^GH||||||SMYTH^ANNE",
            "PID|||3^^^GH^MR",
            "MRG|4^^^GH^MR~5^^^OTHER^MR",
        )
        assert {key: record.replaced_by for key, record in found.items()} == {
            "Patient/GH|1": None,
            "Patient/GH|2": "Patient/GH|1",
            "Patient/GH|3": None,
            "Patient/GH|4": "Patient/GH|3",
        }
        assert found["Patient/GH|2"].mrn == ("GH", "2")
        assert [d.display for d in found["Patient/GH|2"].drafts] == ["SMYTH, ANNE", "2"]

    @pytest.mark.parametrize(
        ("lines", "words"),
        [
            (["PID|||1^^^GH"], "MRG: expected a segment that says whose record ends."),
            (["MRG|2^^^GH", "PID|||1"], "MRG: expected after the PID of the patient"),
            (["PID|||1^^^GH", "MRG|"], "MRG-1: expected the number of the record that ends."),
            (["PID|||1^^^GH", "MRG|1^^^GH"], "MRG-1 is the number in PID-3; expected two"),
            (["PID|1", "MRG|1^^^GH"], "PID-3: expected at least one number of the patient."),
        ],
    )
    def test_a_merge_that_does_not_say_who_is_refused(self, lines: list[str], words: str) -> None:
        assert reason("ADT^A40", *lines).startswith(words)

    @pytest.mark.parametrize("event", ["A24", "A29", "A37", "A41", "A42", "A43", "A45", "A47"])
    def test_corrections_are_for_people(self, event: str) -> None:
        assert reason(f"ADT^{event}", PID).endswith(
            f"(ADT^{event}); that is a correction, which a person makes."
        )


class TestResults:
    def test_a_report_is_the_parent_of_its_values(self) -> None:
        found = records(
            "ORU^R01",
            PID,
            PV1,
            "OBR|1|P1^OE|F1^LAB|2345-7^Panel^LN|||20240301073000+0000|||||||||1001^EXAMPLE^ADA"
            "||||||20240301083000+0000|||F",
            "OBX|1|NM|2345-7^Glucose^LN||182|mg/dl|70-105|H|||F",
            "OBX|2|SN|718-7^Hb^LN||<^9.5|g/dl|||||P",
            "OBX|3|CE|883-9^ABO^LN||O^Group O^L||||||C",
            "OBX|4|NM|2345-7^Glucose^LN||185|mg/dl||||F",
        )
        results = [r for r in found.values() if r.type == "Observation"]
        assert [(r.drafts[0].display, r.drafts[0].status) for r in results] == [
            ("Glucose", "final"),
            ("Hb", "preliminary"),
            ("ABO", "corrected"),
            ("Glucose", None),
        ]
        values = [getattr(r.drafts[0].details, "value", "") for r in results]
        assert values == ["182 mg/dl", "<9.5 g/dl", "O", "185 mg/dl"]
        assert {r.drafts[0].parent for r in results} == {"DiagnosticReport/LAB|F1|2345-7"}
        assert {r.drafts[0].encounter for r in results} == {"Encounter/GH|V-7"}
        report = item(found, "DiagnosticReport")
        assert (report.at, report.author, report.recorded) == (
            "2024-03-01T07:30:00Z",
            "ADA EXAMPLE",
            "2024-03-01T08:30:00Z",
        )

    def test_a_blood_group_is_understood(self) -> None:
        found = records(
            "ORU^R01",
            PID,
            "OBR|1||F1|34530-6",
            "OBX|1|CE|882-1^ABO+Rh^LN||278147001^Blood group O Rh(D) positive^SCT||||||F",
            "OBX|2|ST|883-9^ABO^LN||AB",
            "OBX|3|ST|10331-7^Rh^LN||Neg",
            "OBX|4|ST|883-9^ABO^LN|2|sample lost",
        )
        told = [r.drafts[0].details for r in found.values() if r.type == "Observation"]
        assert told == [
            Clinical(category="blood-group", value=value)
            for value in ("O+", "AB", "-", "sample lost")
        ]

    def test_values_of_an_admission_hang_on_the_visit(self) -> None:
        found = records("ADT^A01", PID, PV1, "OBX|1|NM|3141-9^Weight^LN||70|kg")
        weight = item(found, "Observation")
        assert weight.details == Clinical(category="result", value="70 kg")
        assert (weight.parent, weight.encounter) == (None, "Encounter/GH|V-7")

    def test_a_report_of_text_is_a_document(self) -> None:
        found = records(
            "ORU^R01",
            PID,
            "OBR|1||F1|E1^Echo|||20240301" + "|" * 18 + "F",
            "OBX|1|TX|||Normal LV|",
            "OBX|2|FT|||Mild \\T\\ rest\\.br\\end|",
        )
        draft = item(found, "DiagnosticReport")
        assert draft.content == b"Normal LV\nMild & rest\nend"
        assert draft.details == Document(
            title="Echo", content_type="text/plain", doc_status="final"
        )


class TestDocuments:
    def note(self, event: str, **parts: str) -> Draft:
        data = b64encode(b"%PDF").decode()
        fields = ["TXA", "1", "DS^Discharge summary", "TX", "20240301120000+0000"] + [""] * 19
        fields[9], fields[12], fields[17] = "1001^EXAMPLE^ADA", "D-2", "AU"
        fields[13] = parts.get("parent", "")
        obx = parts.get("obx", f"OBX|1|ED|||^application^pdf^Base64^{data}")
        return item(records(f"MDM^{event}", PID, PV1, "|".join(fields), obx), "DocumentReference")

    def test_a_document_with_a_file(self) -> None:
        draft = self.note("T02")
        assert (draft.content, draft.code, draft.author) == (b"%PDF", "DS", "ADA EXAMPLE")
        assert (draft.status, draft.encounter) == ("current", "Encounter/GH|V-7")
        assert draft.details == Document(
            title="Discharge summary", content_type="application/pdf", doc_status="final"
        )

    @pytest.mark.parametrize(("event", "revision"), [("T06", "addendum"), ("T10", "correction")])
    def test_a_revision_has_its_parent(self, event: str, revision: str) -> None:
        draft = self.note(event, parent="D-1")
        assert isinstance(draft.details, Document)
        assert (draft.parent, draft.details.revision) == ("DocumentReference/D-1", revision)

    def test_a_cancelled_document_was_entered_in_error(self) -> None:
        assert self.note("T11").status == "entered-in-error"

    def test_a_file_that_is_not_base64_is_refused(self) -> None:
        txa = "TXA|1|DS|TX|||||||||D-2"
        assert reason("MDM^T02", PID, txa, "OBX|1|ED|||^application^pdf^Base64^x!") == (
            "OBX-5: expected base64 text, as its fourth component says."
        )

    def test_a_document_without_a_number_is_refused(self) -> None:
        assert reason("MDM^T02", PID, "TXA|1|DS") == "TXA-12: expected the number of the document."


class TestTolerance:
    @pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
    def test_line_ends_frames_and_marks_do_not_matter(self, end: str) -> None:
        one = message("ADT^A08", PID, end=end)
        for data in (one, b"\xef\xbb\xbf" + one, b"\x0b" + one + b"\x1c\r", one + b"\r\n\r\n"):
            (made,) = stream_hl7(data, "file")
            assert made.records[0].key == "Patient/GH|0042"
            assert made.records[0].body == one

    def test_a_batch_is_its_messages(self) -> None:
        one, other = message("ADT^A08", PID), message("ADT^A08", PID.replace("0042", "0043"))
        data = b"\r".join((b"FHS|^~\\&|A", b"BHS|^~\\&|A", one, other, b"BTS|2", b"FTS|1"))
        assert [g.records[0].id for g in stream_hl7(data, "file")] == ["GH|0042", "GH|0043"]

    def test_a_bad_message_does_not_harm_the_others(self, write: Writer) -> None:
        bad = message("ADT^A08", PID.replace("19840312", "19840231"))
        first, second = read(write(bad, message("ADT^A08", PID)))
        assert first.rejected[0].reason == (
            "PID-7: expected a time that exists, as YYYYMMDD[HHMM[SS]][+ZZZZ]."
        )
        assert first.rejected[0].where.endswith("file.json, message 1")
        assert len(second.records) == 1

    def test_other_separators_and_character_sets(self) -> None:
        text = "MSH#*!/%#A#B#C#D###ADT*A08#1#P#2.4######8859/1\rPID###1***GH*MR##GARC\u00cdA*M/S/R"
        made = read_message(text.encode("latin-1"), "x")
        (name,) = of_kind(made.records[0], Kind.NAME)
        assert name.details == Name(family="GARCÍA", given="M*R")

    def test_a_line_without_a_name_goes_on_with_the_one_before(self) -> None:
        found = records("ORU^R01", PID, "OBR|1||F1|E1^Echo", "OBX|1|TX|||one", "two|")
        assert item(found, "DiagnosticReport").content == b"one\ntwo"

    @pytest.mark.parametrize(
        ("written", "meant"),
        [
            ("a\\F\\b\\S\\c\\T\\d\\R\\e\\E\\f", "a|b^c&d~e\\f"),
            ("\\H\\bold\\N\\", "bold"),
            ("\\X4DC3BC\\", "Mü"),
            ("\\XZZ\\", "\\XZZ\\"),
            ("\\.br\\x", "x"),
            ("5\\ 6", "5\\ 6"),
            ("\\Zunknown\\", "\\Zunknown\\"),
        ],
    )
    def test_escapes(self, written: str, meant: str) -> None:
        pid = parse(message("ADT^A08", f"PID|||1||{written}")).one("PID")
        assert pid is not None
        assert pid.text(5) == meant

    def test_two_quotes_are_no_value(self) -> None:
        patient = records("ADT^A08", 'PID|||1^^^GH||""^""||""|""')["Patient/GH|1"]
        assert [d.kind for d in patient.drafts] == [Kind.IDENTIFIER]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"MSH|^~\\&|A|B|||||ADT^A08\rPID|||1||\xe9", "byte 35 of the message is not UTF-8"),
        (b"MSH|^~\\&|A" + b"|" * 15 + b"KLINGON\r", "MSH-18 names a character set"),
        (b"MSH|||||ADT^A08", "MSH-1 and MSH-2 are not usable"),
        (message("ADT^A08"), "PID: expected a segment that says who the patient is."),
        (message("ADT^A08", "PID|1"), "PID-3: expected at least one number of the patient."),
        (message("ADT^A08", PID, PID), "PID: the message has several; expected one patient."),
        (message("ADT^A08", "PID|||1|||||blue"), "PID-8: expected a sex of table 0001"),
        (message("ADT^A08", "PID|||1||" + "x" * 501), "PID-5: expected at most 500 characters."),
        (message("ADT^A08", "PID|||\u00fc"), "a patient's number is not of 1 to 255 printable"),
        (message("ACK^A08"), "MSH-9 is no message that is read here"),
        (message("ADT^A08", "PID|||1||a\0"), "the message has a NUL byte"),
    ],
)
def test_what_can_not_be_read_is_told(data: bytes, words: str) -> None:
    (made,) = stream_hl7(data, "file")
    assert made.records == ()
    assert made.rejected[0].reason.startswith(words)


ENVELOPE = Envelope(
    sender=("HIMDESK", "GH"),
    receiver=("EHR", "GH"),
    at="20240301120000+0000",
    event="A40",
    control_id="M1",
)


class TestWriting:
    def test_a_merge(self) -> None:
        lines = [
            Line("EVN", ("A40", "20240301120000+0000")),
            Line("PID", (None, None, [("1", None, None, "GH", "MR")], None, ("A & B", "Ann"))),
            Line("MRG", ([("2", None, None, ("GH", "1.2", "ISO"), "MR")],)),
        ]
        head = HEAD.format("ADT^A40^ADT_A39").replace("REG|GH|HIM", "HIMDESK|GH|EHR")
        assert write(ENVELOPE, lines).decode().split("\r") == [
            f"{head}||||||UNICODE UTF-8",
            "EVN|A40|20240301120000+0000",
            "PID|||1^^^GH^MR||A \\T\\ B^Ann",
            "MRG|2^^^GH&1.2&ISO^MR",
            "",
        ]

    @given(st.text(st.characters(exclude_categories=["Cs", "Cc"])).filter(str.strip))
    def test_what_is_written_is_read_again(self, text: str) -> None:
        kept = " ".join(text.split())
        data = write(ENVELOPE, [Line("PID", (None, [(kept, (None, kept)), kept]))])
        pid = parse(data).one("PID")
        assert pid is not None
        first, second = pid.all(2) if kept != '""' else (None, None)
        if first and second:
            assert (first.at(1), first.at(2, 2), second.at(1)) == (kept, kept, kept)

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"event": "A99"}, "no message of the event A99"),
            ({"at": "today"}, "MSH-7"),
            ({"control_id": ""}, "MSH-10"),
            ({"sender": ("a\x07", "b")}, "control character"),
        ],
    )
    def test_what_the_standard_forbids_is_not_written(self, change: Any, words: str) -> None:
        parts = {f.name: getattr(ENVELOPE, f.name) for f in fields(ENVELOPE)}
        with pytest.raises(Unacceptable, match=words):
            write(Envelope(**(parts | change)), [])

    def test_a_segment_has_a_name_of_three(self) -> None:
        with pytest.raises(Unacceptable, match="three capital letters"):
            write(ENVELOPE, [Line("pid", ())])

    def test_every_event_has_a_structure_of_its_kind(self) -> None:
        assert all(s[:3] == ("MDM" if e[0] == "T" else "ADT") for e, s in STRUCTURES.items())


@given(st.binary(max_size=300))
def test_any_bytes_after_a_header(data: bytes) -> None:
    for body in split(b"MSH|^~\\&|A|B|C|D|2024||ADT^A08|1|P|2.5\rPID|||1^^^GH\r" + data):
        assert read_message(body, "x").atomic


@given(st.lists(st.sampled_from([*'|^~\\&\r"0129ABPM', "PID|", "PV1|", "OBX|", "MRG|", "TXA|"])))
def test_any_signs_in_a_message(signs: list[str]) -> None:
    for event in ("ADT^A08", "ADT^A40", "ORU^R01", "MDM^T02"):
        made = read_message(message(event, PID, "".join(signs)), "x")
        assert bool(made.records) != bool(made.rejected)


def test_the_messages_of_other_makers_are_read_or_refused(interop: Path) -> None:
    refused: dict[str, str] = {}
    for path in sorted((interop.parent / "hl7v2").rglob("*.hl7")):
        try:
            groups = list(read(path))
        except HimdeskError as error:
            refused[path.name] = error.message()
            continue
        for each in groups:
            for one in each.rejected:
                refused[path.name] = one.reason
    assert {name: reason.split(" (")[0] for name, reason in refused.items()} == {
        "ADT-A29-01.hl7": "the message asks to delete a person",
        "ADT-A29-02.hl7": "the message asks to delete a person",
        "ADT-A41-01.hl7": "the message asks to merge accounts",
        "ADT-A41-02.hl7": "the message asks to merge accounts",
        "ADT-A45-01.hl7": "the message asks to move a visit to another patient",
        "ADT-A45-02.hl7": "the message asks to move a visit to another patient",
        "ADT-A47-01.hl7": "the message asks to change a patient's number",
        "ADT-A47-02.hl7": "the message asks to change a patient's number",
        "ipf_TestDispatch_01_A43.hl7": "the message asks to move a number to another patient",
    }
