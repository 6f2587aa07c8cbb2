# SPDX-License-Identifier: Apache-2.0

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Any

import pytest

from himdesk.domain.charts.items import Clinical, Coverage, Document, Encounter, Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from himdesk.domain.charts.records import Draft, Record

    Json = dict[str, Any]
    One = Callable[[Json], Record]
    Why = Callable[[Json], str]

SNOMED = "http://snomed.info/sct"
LOINC = "http://loinc.org"
P1 = {"reference": "Patient/p1"}


def coded(code: str, *, system: str = SNOMED, display: str | None = None) -> Json:
    coding = {"system": system, "code": code}
    return {"coding": [coding | ({"display": display} if display else {})]}


def resource(kind: str, owner: str = "subject", **parts: Any) -> Json:
    return {"resourceType": kind, "id": "r1", owner: P1, **parts}


def draft(record: Record) -> Draft:
    assert record.subject == "Patient/p1"
    (made,) = record.drafts
    return made


class TestEncounter:
    def test_what_a_visit_tells(self, one: One) -> None:
        made = draft(
            one(
                resource(
                    "Encounter",
                    status="in-progress",
                    **{"class": {"code": "IMP", "display": "inpatient"}},
                    identifier=[
                        {"value": "other"},
                        {"type": coded("VN", system="v2-0203"), "value": "V-7"},
                    ],
                    period={"start": "2024-03-01T10:00:00Z"},
                    participant=[
                        {"individual": {"display": "Nurse Joy"}},
                        {"type": [coded("ATND")], "individual": {"display": "Dr. Ada Example"}},
                    ],
                    location=[
                        {"location": {"display": "Ward 3"}},
                        {"location": {"display": "Bed 12"}, "physicalType": coded("bd")},
                    ],
                    serviceProvider={"display": "General Hospital"},
                    reasonCode=[{"text": "Chest pain"}],
                    partOf={"reference": "Encounter/e0"},
                )
            )
        )
        assert (made.kind, made.status, made.at, made.until) == (
            Kind.ENCOUNTER,
            "in-progress",
            "2024-03-01T10:00:00Z",
            None,
        )
        assert (made.parent, made.display) == ("Encounter/e0", "inpatient")
        assert made.details == Encounter(
            number="V-7",
            encounter_class="IMP",
            bed="Bed 12",
            location="Ward 3",
            provider="Dr. Ada Example",
            reason="Chest pain",
        )

    def test_a_bed_that_was_left_is_not_taken(self, one: One) -> None:
        made = draft(
            one(
                resource(
                    "Encounter",
                    location=[
                        {
                            "location": {"display": "Bed 12"},
                            "physicalType": coded("bd"),
                            "period": {"end": "2024-03-02"},
                        }
                    ],
                )
            )
        )
        assert isinstance(made.details, Encounter)
        assert made.details.bed is None

    def test_registration_data_as_the_registrar_wrote_it(self, one: One) -> None:
        url = "http://himdesk.org/fhir/StructureDefinition/registered-as"
        parts = [
            {"url": "name", "valueHumanName": {"family": "Smith", "given": ["Ann"]}},
            {"url": "birthDate", "valueDate": "1985-04-12"},
            {"url": "gender", "valueCode": "female"},
            {"url": "mrn", "valueIdentifier": {"value": "0042"}},
            {"url": "address", "valueString": "1 Main St"},
            {"url": "phone", "valueContactPoint": {"value": "555 0100"}},
            {"url": "registrar", "valueString": "ER desk 2"},
        ]
        made = draft(one(resource("Encounter", extension=[{"url": url, "extension": parts}])))
        assert made.details == Encounter(
            registered_name="Ann Smith",
            registered_birth_date="1985-04-12",
            registered_sex="female",
            registered_mrn="0042",
            registered_address="1 Main St",
            registered_phone="555 0100",
            registrar="ER desk 2",
        )

    def test_else_what_the_reference_says_of_the_person(self, one: One) -> None:
        subject = {**P1, "display": "Ann Smith", "identifier": {"value": "0042"}}
        made = draft(one(resource("Encounter", subject=subject)))
        assert made.details == Encounter(registered_name="Ann Smith", registered_mrn="0042")


class TestDocuments:
    def note(self, **parts: Any) -> Json:
        attachment = {
            "contentType": "text/plain",
            "data": b64encode(b"Feels well.").decode(),
            "title": "note.txt",
        }
        return resource(
            "DocumentReference",
            status="current",
            docStatus="final",
            type=coded("11506-3", system=LOINC, display="Progress note"),
            date="2024-03-01T12:00:00Z",
            author=[{"display": "Dr. Ada Example"}],
            content=[{"attachment": attachment}],
            **parts,
        )

    def test_a_note_with_its_bytes(self, one: One) -> None:
        made = draft(one(self.note(context={"encounter": [{"reference": "Encounter/e1"}]})))
        assert made.kind is Kind.DOCUMENT
        assert (made.code, made.type, made.display) == (
            "11506-3",
            "DocumentReference",
            "Progress note",
        )
        assert (made.author, made.at, made.status) == (
            "Dr. Ada Example",
            "2024-03-01T12:00:00Z",
            "current",
        )
        assert (made.content, made.encounter) == (b"Feels well.", "Encounter/e1")
        assert made.details == Document(
            title="note.txt", content_type="text/plain", doc_status="final"
        )

    @pytest.mark.parametrize(
        ("how", "revision"),
        [("appends", "addendum"), ("replaces", "correction"), ("transforms", None)],
    )
    def test_a_revision_has_what_it_revises_as_parent(
        self, one: One, how: str, revision: str | None
    ) -> None:
        relation = {"code": how, "target": {"reference": "DocumentReference/old"}}
        made = draft(one(self.note(relatesTo=[relation])))
        assert isinstance(made.details, Document)
        assert (made.parent, made.details.revision) == ("DocumentReference/old", revision)

    def test_a_document_is_not_its_own_parent(self, one: One) -> None:
        relation = {"code": "appends", "target": {"reference": "DocumentReference/r1"}}
        assert draft(one(self.note(relatesTo=[relation]))).parent is None

    def test_content_that_is_not_base64_is_refused(self, why: Why) -> None:
        note = self.note()
        note["content"][0]["attachment"]["data"] = "not base64!"
        assert why(note) == ("DocumentReference.content[0].attachment.data: expected base64 text.")

    def test_a_contained_binary_is_the_content(self, one: One) -> None:
        data = b64encode(b"scan").decode()
        note = self.note(
            contained=[
                {"resourceType": "Binary", "id": "b", "contentType": "image/png", "data": data}
            ]
        )
        note["content"] = [{"attachment": {"url": "#b"}}]
        made = draft(one(note))
        assert isinstance(made.details, Document)
        assert (made.content, made.details.content_type) == (b"scan", "image/png")

    def test_a_report_with_a_form_is_a_document_else_a_result(self, one: One) -> None:
        form = {"contentType": "application/pdf", "data": b64encode(b"%PDF").decode()}
        report = resource("DiagnosticReport", status="final", code=coded("58410-2", system=LOINC))
        assert draft(one({**report, "presentedForm": [form]})).content == b"%PDF"
        plain = draft(one({**report, "conclusion": "All normal."}))
        assert plain.details == Clinical(category="result", value="All normal.")

    def test_a_composition_is_read_with_its_sections(self, one: One) -> None:
        made = draft(
            one(
                resource(
                    "Composition",
                    status="final",
                    title="Discharge <summary>",
                    type=coded("18842-5", system=LOINC),
                    date="2024-03-01",
                    confidentiality="R",
                    attester=[{"mode": "legal", "time": "2024-03-02"}],
                    section=[{"title": "Course", "text": {"div": "<div>Well.</div>"}}],
                )
            )
        )
        assert made.content is not None
        assert b"Discharge &lt;summary&gt;" in made.content
        assert b"<h2>Course</h2><div>Well.</div>" in made.content
        assert made.sensitivity == "restricted"
        assert made.details == Document(
            title="Discharge <summary>",
            content_type="application/xhtml+xml",
            doc_status="final",
            signature="signed",
            signed_at="2024-03-02",
        )

    @pytest.mark.parametrize(
        ("labels", "kind"),
        [
            (["N"], None),
            (["R"], "restricted"),
            (["R", "ETH"], "part2"),
            (["42CFRPart2", "HIV"], "part2"),
            (["HIV", "R"], "hiv"),
            (["PSYTHPN", "ETH"], "psychotherapy"),
        ],
    )
    def test_the_strictest_label_is_the_sensitivity(
        self, one: One, labels: list[str], kind: str | None
    ) -> None:
        marked = self.note(securityLabel=[{"coding": [{"code": c} for c in labels]}])
        assert draft(one(marked)).sensitivity == kind


def test_coverage(one: One) -> None:
    made = draft(
        one(
            resource(
                "Coverage",
                "beneficiary",
                status="active",
                payor=[{"display": "Good Health Plan"}],
                subscriber={"display": "Ann Smith"},
                subscriberId="S-1",
                relationship={"text": "self"},
                period={"start": "2024"},
                **{"class": [{"type": coded("group"), "value": "G1"}, {"type": coded("plan"),
                             "value": "P1", "name": "Silver"}]},
            )
        )
    )  # fmt: skip
    assert made.kind is Kind.COVERAGE
    assert made.details == Coverage(
        payor="Good Health Plan",
        subscriber="Ann Smith",
        member="S-1",
        plan="Silver",
        relationship="self",
    )


class TestAllergies:
    def allergy(self, **parts: Any) -> Json:
        return resource("AllergyIntolerance", "patient", **parts)

    def test_an_allergy(self, one: One) -> None:
        made = draft(
            one(
                self.allergy(
                    clinicalStatus=coded("active"),
                    code=coded("91936005", display="Allergy to penicillin"),
                    criticality="high",
                    recordedDate="2020-01-01",
                    reaction=[{"manifestation": [{"text": "Hives"}, {"text": "Wheezing"}]}],
                )
            )
        )
        assert made.details == Clinical(
            category="allergy", value="Hives; Wheezing", criticality="high"
        )
        assert (made.status, made.display, made.recorded) == (
            "active",
            "Allergy to penicillin",
            "2020-01-01",
        )

    @pytest.mark.parametrize("code", ["716186003", "409137002", "428607008", "429625007"])
    def test_none_known_is_a_negation(self, one: One, code: str) -> None:
        assert draft(one(self.allergy(code=coded(code)))).details == Clinical(
            category="allergy", negated="yes"
        )

    @pytest.mark.parametrize("words", ["NKDA", "nka", "No known drug allergies"])
    def test_none_known_in_words_is_one_too(self, one: One, words: str) -> None:
        assert draft(one(self.allergy(code={"text": words}))).details.negated == "yes"  # type: ignore[union-attr]

    def test_a_refuted_allergy_is_none(self, one: One) -> None:
        made = draft(one(self.allergy(verificationStatus=coded("refuted"))))
        assert isinstance(made.details, Clinical)
        assert made.details.negated == "yes"

    def test_what_was_entered_in_error_says_so(self, one: One) -> None:
        made = draft(
            one(
                self.allergy(
                    clinicalStatus=coded("active"), verificationStatus=coded("entered-in-error")
                )
            )
        )
        assert made.status == "entered-in-error"

    def test_a_status_that_is_no_concept_is_refused(self, why: Why) -> None:
        refused = why(self.allergy(verificationStatus="entered-in-error"))
        assert refused == "AllergyIntolerance.verificationStatus: expected an object."

    def test_an_empty_list_of_allergies_can_say_none_known(self, one: One) -> None:
        made = draft(
            one(
                resource(
                    "List",
                    status="current",
                    code=coded("52472-8", system=LOINC),
                    emptyReason=coded("nilknown"),
                )
            )
        )
        assert made.details == Clinical(category="allergy", negated="yes")


class TestOrders:
    @pytest.mark.parametrize(
        ("status", "intent", "active"),
        [
            ("active", "order", "yes"),
            ("on-hold", "order", "yes"),
            ("active", "filler-order", "yes"),
            ("active", "plan", None),
            ("active", "proposal", None),
            ("completed", "order", None),
            ("entered-in-error", "order", None),
        ],
    )
    @pytest.mark.parametrize("kind", ["ServiceRequest", "MedicationRequest", "DeviceRequest"])
    def test_an_order_that_still_runs(
        self, one: One, kind: str, status: str, intent: str, active: str | None
    ) -> None:
        made = draft(one(resource(kind, status=status, intent=intent)))
        assert isinstance(made.details, Clinical)
        assert made.details.active == active

    def test_categories(self, one: One) -> None:
        request = {"medicationCodeableConcept": {"text": "Aspirin"}, "intent": "order"}
        made = draft(
            one(
                resource(
                    "MedicationRequest",
                    **request,
                    dosageInstruction=[{"text": "1 daily"}],
                    authoredOn="2024-03-01",
                    requester={"display": "Dr. Ada Example"},
                )
            )
        )
        assert made.details == Clinical(category="medication", value="1 daily")
        assert (made.display, made.at, made.author) == ("Aspirin", "2024-03-01", "Dr. Ada Example")
        order = draft(one(resource("ServiceRequest", code={"text": "CT head"})))
        assert order.details == Clinical(category="order")


class TestBloodGroup:
    def observed(self, code: str, **value: Any) -> Json:
        return resource("Observation", status="final", code=coded(code, system=LOINC), **value)

    @pytest.mark.parametrize(
        ("code", "value", "group"),
        [
            ("882-1", {"valueCodeableConcept": coded("278147001")}, "O+"),
            ("882-1", {"valueString": "AB Rh(D) negative"}, "AB-"),
            ("882-1", {"valueString": "A POS"}, "A+"),
            ("882-1", {"valueString": "0 Rh pos."}, "O+"),
            ("882-1", {"valueString": "B-"}, "B-"),
            ("883-9", {"valueCodeableConcept": coded("112144000", display="Blood group A")}, "A"),
            ("883-9", {"valueString": "Group O"}, "O"),
            ("883-9", {"valueCodeableConcept": {"text": "AB"}}, "AB"),
            ("10331-7", {"valueString": "Positive"}, "+"),
            ("10331-7", {"valueCodeableConcept": coded("165746003")}, "-"),
            ("882-1", {"valueString": "A sample was lost"}, "A sample was lost"),
            ("882-1", {}, None),
        ],
    )
    def test_it_is_read_or_left_as_written(
        self, one: One, code: str, value: Json, group: str | None
    ) -> None:
        assert draft(one(self.observed(code, **value))).details == Clinical(
            category="blood-group", value=group
        )

    def test_a_panel_of_group_and_factor(self, one: One) -> None:
        parts = [
            {"code": coded("883-9", system=LOINC), "valueString": "B"},
            {"code": coded("10331-7", system=LOINC), "valueString": "Neg"},
        ]
        made = draft(one(self.observed("34530-6", component=parts)))
        assert made.details == Clinical(category="blood-group", value="B-")


class TestObservations:
    @pytest.mark.parametrize(
        ("value", "text"),
        [
            ('"valueQuantity": {"value": 6.30, "unit": "%"}', "6.30 %"),
            ('"valueQuantity": {"comparator": "<", "value": 0.5, "code": "mg"}', "<0.5 mg"),
            ('"valueQuantity": {"unit": "mg"}', None),
            ('"valueString": "clear"', "clear"),
            ('"valueBoolean": true', "true"),
            ('"valueInteger": 3', "3"),
            ('"valueRange": {"low": {"value": 1}, "high": {"value": 2}}', "1 to 2"),
            ('"valueRatio": {"numerator": {"value": 1}, "denominator": {"value": 64}}', "1 : 64"),
            ('"valueDateTime": "2024"', "2024"),
            ('"valuePeriod": {"start": "2023", "end": "2024"}', "2023 to 2024"),
            ('"dataAbsentReason": {"text": "not asked"}', "(not asked)"),
        ],
    )
    def test_each_kind_of_value_is_text(
        self, groups: Callable[..., Any], value: str, text: str | None
    ) -> None:
        text_of_file = (
            '{"resourceType": "Observation", "id": "o", "code": {"text": "x"}, '
            f'"subject": {{"reference": "Patient/p1"}}, {value}}}'
        )
        ((group,),) = ([*groups(text_of_file)],)
        assert group.records[0].drafts[0].details == Clinical(category="result", value=text)

    def test_components_are_told_one_by_one(self, one: One) -> None:
        parts = [
            {"code": {"text": "Systolic"}, "valueQuantity": {"value": 120, "unit": "mmHg"}},
            {"code": {"text": "Diastolic"}, "valueQuantity": {"value": 80, "unit": "mmHg"}},
        ]
        made = draft(one(resource("Observation", code={"text": "BP"}, component=parts)))
        assert isinstance(made.details, Clinical)
        assert made.details.value == "Systolic: 120 mmHg; Diastolic: 80 mmHg"

    def test_an_observation_hangs_on_its_order_and_its_encounter(self, one: One) -> None:
        made = draft(
            one(
                resource(
                    "Observation",
                    basedOn=[{"reference": "CarePlan/c"}, {"reference": "ServiceRequest/s"}],
                    encounter={"reference": "Encounter/e"},
                    issued="2024-03-01T10:00:00+01:00",
                    effectivePeriod={"start": "2024-02-28", "end": "2024-02-29"},
                )
            )
        )
        assert (made.parent, made.encounter) == ("ServiceRequest/s", "Encounter/e")
        assert (made.at, made.until) == ("2024-02-28", "2024-02-29")
        assert made.recorded == "2024-03-01T10:00:00+01:00"


class TestMothers:
    def mother(self, role: str = "MTH", **parts: Any) -> Json:
        return resource("RelatedPerson", "patient", relationship=[coded(role)], **parts)

    def test_the_number_of_the_mother(self, one: One) -> None:
        numbers = [{"value": "ssn"}, {"type": coded("MR", system="v2-0203"), "value": "0042"}]
        assert draft(one(self.mother(identifier=numbers))).details == Clinical(
            category="mother", value="0042"
        )

    def test_her_name_where_there_is_no_number(self, one: One) -> None:
        made = draft(one(self.mother("NMTH", name=[{"family": "Hill", "given": ["Eve"]}])))
        assert made.details == Clinical(category="mother", value="HILL, Eve")

    def test_another_relative_is_none(self, one: One) -> None:
        made = draft(one(self.mother("FTH", identifier=[{"value": "1"}])))
        assert made.details == Clinical(category="other", value="1")
