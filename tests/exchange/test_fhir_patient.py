# SPDX-License-Identifier: Apache-2.0

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from himdesk.domain.charts.items import Address, Flag, Identifier, Kind, Name, Statement, Telecom

if TYPE_CHECKING:
    from collections.abc import Callable

    from himdesk.domain.charts.records import Draft, Record

    Json = dict[str, Any]
    One = Callable[[Json], Record]
    Why = Callable[[Json], str]

MR = {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v2-0203", "code": "MR"}]}


def patient(**parts: Any) -> Json:
    return {"resourceType": "Patient", "id": "p1", **parts}


def details(record: Record, kind: Kind) -> list[Any]:
    return [d.details for d in record.drafts if d.kind is kind]


def drafts(record: Record, kind: Kind) -> list[Draft]:
    return [d for d in record.drafts if d.kind is kind]


def stated(record: Record) -> dict[str, str | None]:
    return {s.about: s.value for s in details(record, Kind.STATEMENT)}


class TestNames:
    def test_the_first_given_name_is_given_and_the_rest_is_middle(self, one: One) -> None:
        record = one(
            patient(
                name=[
                    {
                        "use": "official",
                        "family": "García López",
                        "given": ["María", "de", "Carmen"],
                        "prefix": ["Dr."],
                        "suffix": ["Jr", "MD"],
                    }
                ]
            )
        )
        assert details(record, Kind.NAME) == [
            Name(
                use="official",
                family="García López",
                given="María",
                middle="de Carmen",
                prefix="Dr.",
                suffix="Jr MD",
            )
        ]
        assert drafts(record, Kind.NAME)[0].display == "GARCÍA LÓPEZ, María de Carmen Jr MD"

    def test_all_names_are_kept_with_their_periods_and_old_ones_are_previous(
        self, one: One
    ) -> None:
        record = one(
            patient(
                name=[
                    {"use": "usual", "family": "Smith", "given": ["Anne"]},
                    {"use": "old", "family": "Jones", "given": ["Anne"]},
                    {"use": "maiden", "family": "Hill", "period": {"end": "2001-05"}},
                ]
            )
        )
        names = drafts(record, Kind.NAME)
        assert [d.status for d in names] == ["current", "previous", "previous"]
        assert names[2].until == "2001-05"

    @pytest.mark.parametrize(
        ("text", "name"),
        [
            ("Anne Elizabeth Smith", Name(family="Smith", given="Anne", middle="Elizabeth")),
            ("Smith, Anne Elizabeth", Name(family="Smith", given="Anne", middle="Elizabeth")),
            ("Mr John Smith Jr.", Name(prefix="Mr", given="John", family="Smith", suffix="Jr.")),
            ("John Smith, III", Name(given="John", family="Smith", suffix="III")),
            ("Smith III, Dr. John", Name(prefix="Dr.", given="John", family="Smith", suffix="III")),
            ("van der Berg, Jan", Name(family="van der Berg", given="Jan")),
            ("Prince", Name(family="Prince")),
            ("Jr", Name(family="Jr")),
        ],
    )
    def test_a_name_of_text_alone_is_parted(self, one: One, text: str, name: Name) -> None:
        assert details(one(patient(name=[{"text": text}])), Kind.NAME) == [name]

    def test_the_script_of_a_name_is_kept(self, one: One) -> None:
        url = "http://hl7.org/fhir/StructureDefinition/iso21090-EN-representation"
        record = one(
            patient(
                name=[
                    {
                        "family": "王",
                        "given": ["小明"],
                        "extension": [{"url": url, "valueCode": "IDE"}],
                    }
                ]
            )
        )
        assert drafts(record, Kind.NAME)[0].type == "IDE"

    def test_text_is_kept_in_composed_characters(self, one: One) -> None:
        record = one(patient(name=[{"family": "Garci\u0301a"}]))
        assert details(record, Kind.NAME) == [Name(family="Garc\u00eda")]

    def test_an_empty_name_says_nothing(self, one: One) -> None:
        assert (
            one(patient(name=[{"use": "usual", "family": "  ", "given": [None, ""]}])).drafts == ()
        )

    def test_the_same_name_twice_is_one_assertion(self, one: One) -> None:
        name = {"family": "Smith", "given": ["Anne"]}
        assert len(details(one(patient(name=[name, name])), Kind.NAME)) == 1


class TestNumbers:
    def test_the_medical_record_number_is_the_identifier_of_type_mr(self, one: One) -> None:
        record = one(
            patient(
                identifier=[
                    {"system": "http://example.org/other", "value": "X1"},
                    {"type": MR, "system": "http://example.org/mrn", "value": "0042", "use": "old"},
                    {"type": MR, "system": "http://example.org/mrn", "value": "0043"},
                ]
            )
        )
        assert record.mrn == ("http://example.org/mrn", "0043")
        assert [i.type for i in details(record, Kind.IDENTIFIER)] == [None, "MR", "MR"]
        assert drafts(record, Kind.IDENTIFIER)[1].status == "previous"

    def test_without_an_mr_there_is_no_medical_record_number(self, one: One) -> None:
        assert one(patient(identifier=[{"value": "X1"}])).mrn is None

    def test_a_number_called_mrn_in_words_is_one(self, one: One) -> None:
        assert one(patient(identifier=[{"type": {"text": "MRN"}, "value": "7"}])).mrn == (None, "7")

    def test_the_ssn_system_makes_a_number_an_ssn(self, one: One) -> None:
        system = "http://hl7.org/fhir/sid/us-ssn"
        record = one(patient(identifier=[{"system": system, "value": "123-45-6789"}]))
        assert details(record, Kind.IDENTIFIER) == [
            Identifier(type="SS", system=system, value="123-45-6789")
        ]

    def test_telecoms_and_addresses_keep_use_and_period(self, one: One) -> None:
        record = one(
            patient(
                telecom=[
                    {"system": "phone", "use": "mobile", "value": "555 0100"},
                    {"system": "email", "value": "a@example.org", "period": {"end": "2020"}},
                ],
                address=[
                    {
                        "use": "home",
                        "line": ["1 Main St", "Apt 2"],
                        "city": "Springfield",
                        "state": "IL",
                        "postalCode": "62701",
                        "period": {"start": "2019-01-01"},
                    },
                    {"text": "somewhere"},
                ],
            )
        )
        assert details(record, Kind.TELECOM)[0] == Telecom(
            system="phone", use="mobile", value="555 0100"
        )
        assert [d.status for d in drafts(record, Kind.TELECOM)] == ["current", "previous"]
        first, second = drafts(record, Kind.ADDRESS)
        assert first.details == Address(
            use="home",
            line="1 Main St\nApt 2",
            city="Springfield",
            state="IL",
            postal_code="62701",
        )
        assert first.display == "1 Main St, Apt 2, Springfield, IL 62701"
        assert (first.at, second.details) == ("2019-01-01", Address(line="somewhere"))


class TestStatements:
    def test_each_statement_is_one_assertion(self, one: One) -> None:
        record = one(
            patient(
                birthDate="1984-03",
                gender="female",
                deceasedDateTime="2024-05-01T10:00:00Z",
                maritalStatus={"coding": [{"code": "M", "display": "Married"}]},
                communication=[
                    {"language": {"coding": [{"code": "es"}]}},
                    {
                        "language": {"coding": [{"code": "en"}], "text": "English"},
                        "preferred": True,
                    },
                ],
                meta={"lastUpdated": "2024-06-01T00:00:00Z"},
            )
        )
        assert stated(record) == {
            "birth_date": "1984-03",
            "sex": "female",
            "deceased": "2024-05-01T10:00:00Z",
            "marital_status": "M",
            "language": "en",
        }
        assert {d.recorded for d in record.drafts} == {"2024-06-01T00:00:00Z"}

    @pytest.mark.parametrize(("value", "kept"), [(True, "true"), (False, "false")])
    def test_deceased_can_be_yes_or_no(self, one: One, value: bool, kept: str) -> None:
        assert stated(one(patient(deceasedBoolean=value))) == {"deceased": kept}

    def test_a_sex_in_another_spelling_is_understood(self, one: One) -> None:
        assert stated(one(patient(gender="M"))) == {"sex": "male"}

    def test_a_sex_that_is_none_is_refused(self, why: Why) -> None:
        assert why(patient(gender="blue")) == (
            "Patient.gender: expected male, female, other or unknown."
        )


class TestFlags:
    @pytest.mark.parametrize(
        ("label", "flag"), [("R", "vip"), ("V", "vip"), ("VIP", "vip"), ("42CFRPart2", "part2")]
    )
    def test_security_labels_are_flags(self, one: One, label: str, flag: str) -> None:
        record = one(patient(meta={"security": [{"code": label}, {"code": "HTEST"}]}))
        assert [f.flag for f in details(record, Kind.FLAG)] == [flag]

    def test_a_normal_label_is_none(self, one: One) -> None:
        assert one(patient(meta={"security": [{"code": "N"}]})).drafts == ()

    def test_multiple_birth_with_its_order(self, one: One) -> None:
        assert details(one(patient(multipleBirthInteger=2)), Kind.FLAG) == [
            Flag(flag="multiple-birth", text="multiple birth, number 2")
        ]
        assert len(details(one(patient(multipleBirthBoolean=True)), Kind.FLAG)) == 1
        assert details(one(patient(multipleBirthBoolean=False)), Kind.FLAG) == []

    @pytest.mark.parametrize(
        ("words", "flag"),
        [
            ("VIP patient", "vip"),
            ("Legal hold since the suit", "legal-hold"),
            ("42 CFR Part 2 program", "part2"),
            ("Large dog", "other"),
        ],
    )
    def test_a_flag_resource_is_a_flag(self, one: One, words: str, flag: str) -> None:
        record = one(
            {
                "resourceType": "Flag",
                "id": "f",
                "status": "active",
                "code": {"text": words},
                "subject": {"reference": "Patient/p1"},
                "period": {"start": "2024"},
            }
        )
        (draft,) = record.drafts
        assert (record.subject, draft.details) == ("Patient/p1", Flag(flag=flag, text=words))
        assert (draft.kind, draft.status, draft.at, draft.until) == (
            Kind.FLAG,
            "current",
            "2024",
            None,
        )

    def test_a_flag_that_ended_on_no_known_day_has_no_force(self, one: One) -> None:
        flag = {
            "resourceType": "Flag",
            "id": "f",
            "status": "inactive",
            "code": {"text": "VIP"},
            "subject": {"reference": "Patient/p1"},
        }
        assert one(flag).drafts[0].details == Flag(flag="other", text="VIP")
        ended = one({**flag, "period": {"start": "2020", "end": "2021"}}).drafts[0]
        assert (ended.details, ended.until) == (Flag(flag="vip", text="VIP"), "2021")


def test_a_merged_patient_names_the_one_that_goes_on(one: One) -> None:
    record = one(
        patient(
            active=False,
            link=[
                {"type": "seealso", "other": {"reference": "Patient/x"}},
                {"type": "replaced-by", "other": {"reference": "http://ehr.example/Patient/p2"}},
            ],
        )
    )
    assert record.replaced_by == "Patient/p2"


def test_a_merge_without_the_other_patient_is_refused(why: Why) -> None:
    link = [{"type": "replaced-by", "other": {"display": "somebody"}}]
    assert "Patient.link[0].other" in why(patient(link=link))


def test_contacts_are_not_assertions_of_the_patient(one: One) -> None:
    record = one(patient(contact=[{"name": {"family": "Other"}}]))
    assert record.drafts == ()
    assert b"Other" in record.body


@pytest.mark.parametrize(
    ("parts", "path"),
    [
        ({"name": "Smith"}, "Patient.name: expected a list of objects"),
        ({"name": ["Smith"]}, "Patient.name[0]: expected an object"),
        ({"name": [{"given": "Anne"}]}, "Patient.name[0].given: expected a list of texts"),
        ({"name": [{"given": [5]}]}, "Patient.name[0].given[0]: expected text"),
        ({"name": [{"family": {}}]}, "Patient.name[0].family: expected text"),
        ({"name": [{"family": "x" * 501}]}, "Patient.name[0].family: expected text of at most"),
        ({"identifier": [{"value": 12}]}, "Patient.identifier[0].value: expected text"),
        ({"birthDate": "2024-02-30"}, "Patient.birthDate: expected a date that exists"),
        ({"birthDate": "31/12/1999"}, "Patient.birthDate: expected a date that exists"),
        ({"birthDate": 1984}, "Patient.birthDate: expected text"),
        ({"deceasedBoolean": "yes"}, "Patient.deceasedBoolean: expected true or false"),
        ({"multipleBirthInteger": "2"}, "Patient.multipleBirthInteger: expected a number"),
        ({"meta": []}, "Patient.meta: expected an object"),
        ({"address": [{"period": {"end": "soon"}}]}, "Patient.address[0].period.end: expected"),
        ({"id": "with blank"}, "Patient.id: expected an id"),
    ],
)
def test_a_wrong_value_is_told_with_its_path(why: Why, parts: Json, path: str) -> None:
    if "address" in parts:
        parts = {"address": [{"city": "Here", **parts["address"][0]}]}
    assert why(patient(**parts)).startswith(path)


def test_nulls_are_as_good_as_nothing(one: One) -> None:
    record = one(patient(name=None, gender=None, identifier=[None], birthDate=None))
    assert record.drafts == ()
    assert Statement(about="sex") not in details(record, Kind.STATEMENT)
