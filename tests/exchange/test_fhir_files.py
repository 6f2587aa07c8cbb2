# SPDX-License-Identifier: Apache-2.0

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from himdesk.domain.charts.records import Group, Record, Rejected
from himdesk.exchange.errors import UnreadableFile
from himdesk.exchange.grouping import alike
from himdesk.exchange.reading import read, records, stream

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Writer  # type: ignore[attr-defined]

    Json = dict[str, Any]
    Groups = Callable[..., list[Group]]

PATIENT: Json = {"resourceType": "Patient", "id": "p1", "birthDate": "1984-03-12"}


def seen(id_: str = "o1", patient: str = "Patient/p1", **parts: Any) -> Json:
    subject = {"reference": patient}
    return {"resourceType": "Observation", "id": id_, "subject": subject, **parts}


def bundle(kind: str, *resources: Json | None, **parts: Any) -> Json:
    entries = [{"resource": r} if r else {} for r in resources]
    return {"resourceType": "Bundle", "type": kind, "entry": entries, **parts}


def keys(group: Group) -> list[str]:
    return [record.key for record in group.records]


class TestBodies:
    """The source's own bytes are kept, whatever they look like."""

    def test_of_a_single_resource_they_are_the_file(self, write: Writer) -> None:
        data = (
            b'\xef\xbb\xbf{ "resourceType" :"Patient",\r\n "id":"p1", "x": "\\u00e9\xc3\xa9" }\r\n'
        )
        (record,) = records(write(data))
        assert isinstance(record, Record)
        assert record.body == data

    def test_of_ndjson_they_are_the_line(self, write: Writer) -> None:
        lines = [b'{"resourceType":"Patient",  "id":"p1"}', b'{"id":"p2","resourceType":"Patient"}']
        found = list(records(write(b"\r\n".join(lines) + b"\r\n", name="x.ndjson")))
        assert [r.body for r in found if isinstance(r, Record)] == lines

    def test_of_a_bundle_they_are_the_slice_of_the_entry(self, write: Writer) -> None:
        slices = [
            '{"resourceType":"Patient","id":"p1", "n": 1.50 }',
            '{\n\t"id" : "p2" ,"resourceType": "Patient", "name":[{"family":"Łódź 😀 }]"}]}',
            '{"resourceType":"Patient","id":"p3","x":"\\" } ] , {"}',
        ]
        text = (
            ' {{ "entry" : [ {{"resource": {}}},\n {{"fullUrl":"u", "resource":{} , '
            '"search":{{}}}},{{"resource":{}}}] , "type":"collection","resourceType":"Bundle"}}\n'
        ).format(*slices)
        found = list(records(write(text)))
        assert [r.body.decode() for r in found if isinstance(r, Record)] == slices

    def test_of_an_inner_bundle_too(self, write: Writer) -> None:
        inner = '{"resourceType":"Bundle","type":"searchset","entry":[{"resource": %s }]}'
        one = '{"resourceType":"Patient",   "id":"p1"}'
        text = '{"resourceType":"Bundle","type":"batch-response","entry":[{"resource":%s}]}'
        (record,) = records(write(text % (inner % one)))
        assert isinstance(record, Record)
        assert record.body.decode() == one
        assert record.where.endswith("file.json, entry[0], entry[0]")


class TestIds:
    def test_a_file_without_an_id_has_one_from_its_bytes(self, write: Writer) -> None:
        (first,) = records(write({"resourceType": "Patient"}))
        (again,) = records(write({"resourceType": "Patient"}, name="other.json"))
        assert isinstance(first, Record)
        assert isinstance(again, Record)
        assert first.id == again.id
        assert first.id.startswith("sha256-")

    @pytest.mark.parametrize(
        ("entry", "id_"),
        [
            ({"fullUrl": "urn:uuid:17"}, "urn:uuid:17"),
            ({"fullUrl": "https://ehr.example/fhir/Patient/17"}, "17"),
            ({"fullUrl": "https://ehr.example/people/17"}, "https://ehr.example/people/17"),
            ({"request": {"method": "PUT", "url": "Patient?identifier=a|1"}}, "?identifier=a|1"),
            (
                {"request": {"method": "POST", "url": "Patient", "ifNoneExist": "identifier=a|1"}},
                "?identifier=a|1",
            ),
        ],
    )
    def test_in_a_bundle_the_entry_names_it(self, groups: Groups, entry: Json, id_: str) -> None:
        made = bundle("transaction")
        made["entry"] = [{"resource": {"resourceType": "Patient"}, **entry}]
        ((group),) = groups(made)
        assert keys(group) == [f"Patient/{id_}"]

    def test_references_by_full_url_find_their_record(self, groups: Groups) -> None:
        made = bundle("transaction")
        made["entry"] = [
            {"fullUrl": "urn:uuid:2", "resource": seen("o1", "urn:uuid:1")},
            {"fullUrl": "urn:uuid:1", "resource": PATIENT},
            {
                "fullUrl": "urn:uuid:3",
                "resource": {
                    "resourceType": "DiagnosticReport",
                    "subject": {"reference": "urn:uuid:1"},
                    "result": [{"reference": "urn:uuid:2"}],
                },
            },
        ]
        (group,) = groups(made)
        result = group.records[0]
        assert (result.key, result.subject) == ("Observation/o1", "Patient/p1")
        assert result.drafts[0].parent == "DiagnosticReport/urn:uuid:3"

    def test_people_and_places_are_called_by_name(self, groups: Groups) -> None:
        made = bundle("collection")
        name = [{"family": "Example", "given": ["Ada"], "prefix": ["Dr."]}]
        made["entry"] = [
            {"fullUrl": "urn:uuid:d", "resource": {"resourceType": "Practitioner", "name": name}},
            {"resource": seen(performer=[{"reference": "urn:uuid:d"}])},
        ]
        assert groups(made)[1].records[0].drafts[0].author == "Dr. Ada Example"

    def test_a_binary_of_the_bundle_is_the_documents_content(self, groups: Groups) -> None:
        made = bundle("transaction")
        made["entry"] = [
            {
                "resource": {
                    "resourceType": "DocumentReference",
                    "id": "d",
                    "subject": {"reference": "Patient/p1"},
                    "content": [{"attachment": {"url": "urn:uuid:b"}}],
                }
            },
            {
                "fullUrl": "urn:uuid:b",
                "resource": {"resourceType": "Binary", "contentType": "text/plain", "data": "aGk="},
            },
        ]
        assert groups(made)[0].records[0].drafts[0].content == b"hi"


class TestGroups:
    @pytest.mark.parametrize("kind", ["transaction", "message", "document"])
    def test_some_bundles_stand_or_fall_together(self, groups: Groups, kind: str) -> None:
        (group,) = groups(bundle(kind, PATIENT, seen()))
        assert group.atomic
        assert keys(group) == ["Patient/p1", "Observation/o1"]

    def test_one_refusal_in_them_refuses_all(self, groups: Groups) -> None:
        (group,) = groups(bundle("transaction", PATIENT, seen(patient="Group/g")))
        assert (group.atomic, group.records) == (True, ())
        assert group.rejected[0].where.endswith("file.json, entry[1]")

    @pytest.mark.parametrize("kind", ["batch", "collection", "searchset", "history"])
    def test_others_are_put_together_per_patient(self, groups: Groups, kind: str) -> None:
        other = {"resourceType": "Patient", "id": "p2"}
        made = bundle(
            kind,
            seen("o1"),
            seen("o2", "Patient/p2"),
            PATIENT,
            seen("bad", "Group/g"),
            other,
            {"resourceType": "Practitioner", "id": "d"},
        )
        directory, first, second = groups(made)
        assert keys(directory) == ["Practitioner/d"]
        assert [r.reason for r in directory.rejected] == [
            "Observation.subject is a Group; expected a Patient."
        ]
        assert keys(first) == ["Patient/p1", "Observation/o1"]
        assert keys(second) == ["Patient/p2", "Observation/o2"]
        assert not any(g.atomic for g in (directory, first, second))

    def test_two_patients_in_a_transaction_are_one_group(self, groups: Groups) -> None:
        (group,) = groups(bundle("transaction", PATIENT, {"resourceType": "Patient", "id": "p2"}))
        assert keys(group) == ["Patient/p1", "Patient/p2"]

    def test_of_a_history_the_newest_version_counts(self, groups: Groups) -> None:
        def version(when: str | None, sex: str) -> Json:
            meta = {"meta": {"lastUpdated": when}} if when else {}
            return {"resourceType": "Patient", "id": "p1", "gender": sex, **meta}

        made = bundle("history", version("2024-01-01", "male"), version("2024-02-01", "female"))
        assert b"female" in groups(made)[0].records[0].body
        made = bundle("history", version(None, "female"), version(None, "male"))
        assert b"female" in groups(made)[0].records[0].body

    def test_a_merge_message_has_its_history_inside(self, groups: Groups) -> None:
        gone = {
            "resourceType": "Patient",
            "id": "p2",
            "active": False,
            "link": [{"type": "replaced-by", "other": {"reference": "Patient/p1"}}],
        }
        header = {"resourceType": "MessageHeader", "id": "m"}
        (group,) = groups(bundle("message", header, bundle("history", PATIENT, gone)))
        assert group.atomic
        assert [r.replaced_by for r in group.records] == [None, None, "Patient/p1"]

    def test_the_same_bytes_twice_are_one_record(self, groups: Groups) -> None:
        assert keys(groups(bundle("collection", PATIENT, PATIENT))[0]) == ["Patient/p1"]

    def test_keys_in_another_order_are_the_same_record(self, groups: Groups) -> None:
        turned = dict(reversed(PATIENT.items()))
        assert keys(groups(bundle("collection", PATIENT, turned))[0]) == ["Patient/p1"]

    @pytest.mark.parametrize(
        ("one", "other", "same"),
        [
            (b'{"a":1,"b":[1.0]}', b'{ "b": [1.0],\n"a": 1}', True),
            (b'{"a":1.0}', b'{"a":1.00}', False),
            (b'{"a":1}', b'{"a":true}', False),
            (b'{"a":"\xc3\xa9"}', b'{"a":"\\u00e9"}', True),
            (b"<a/>", b"<a />", False),
            (b"[" * 100_000, b"[" * 100_001, False),
        ],
    )
    def test_what_bodies_say_alike(self, one: bytes, other: bytes, same: bool) -> None:
        assert alike(one, other) is same

    def test_other_bytes_with_the_same_id_are_refused(self, groups: Groups) -> None:
        other = PATIENT | {"birthDate": "1999-01-01"}
        refused, taken = groups(bundle("collection", PATIENT, other))
        assert refused.rejected[0].reason == (
            "Patient.id: the file has this id twice with different contents; expected it once."
        )
        assert b"1984" in taken.records[0].body

    def test_also_in_ndjson(self, groups: Groups) -> None:
        refused, taken = groups(PATIENT, PATIENT | {"gender": "male"}, name="x.ndjson")
        assert "twice" in refused.rejected[0].reason
        assert refused.rejected[0].where.endswith("x.ndjson, line 2")
        assert len(taken.records) == 1


class TestEntries:
    def test_what_is_no_record_is_passed_over(self, groups: Groups) -> None:
        made = bundle("searchset", PATIENT)
        made["entry"] += [
            {"resource": {"resourceType": "OperationOutcome"}, "search": {"mode": "outcome"}},
            {"request": {"method": "GET", "url": "Patient"}},
            {"response": {"status": "201"}},
        ]
        assert [keys(group) for group in groups(made)] == [["Patient/p1"]]

    @pytest.mark.parametrize("method", ["DELETE", "PATCH"])
    def test_what_is_asked_for_and_cannot_be_done_is_refused(
        self, groups: Groups, method: str
    ) -> None:
        made = bundle("transaction", PATIENT)
        made["entry"].append({"request": {"method": method, "url": "Patient/p1"}})
        (group,) = groups(made)
        assert (group.records, len(group.rejected)) == ((), 1)
        assert f"asks to {method.lower()} a record" in group.rejected[0].reason

    @pytest.mark.parametrize(
        ("entry", "reason"),
        [
            ({}, "Bundle.entry.resource: expected a resource; there is none."),
            (5, "Bundle.entry: expected an object."),
            ({"resource": 5}, "expected a FHIR resource: an object with a resourceType."),
            ({"resource": {}}, "the object has no resourceType; expected a FHIR resource."),
            ({"resource": {"resourceType": "Patient", "id": 5}}, "Patient.id: expected text."),
            ({"resource": {"resourceType": "Foo"}}, "resourceType: Foo is no resource type"),
        ],
    )
    def test_a_bad_entry_is_refused_and_the_others_go_on(
        self, groups: Groups, entry: Any, reason: str
    ) -> None:
        made = bundle("collection", PATIENT)
        made["entry"].insert(0, entry)
        refused, taken = groups(made)
        assert refused.rejected[0].reason.startswith(reason)
        assert refused.rejected[0].where.endswith("file.json, entry[0]")
        assert keys(taken) == ["Patient/p1"]

    @pytest.mark.parametrize("kind", [None, "heap", 7])
    def test_a_bundle_of_no_known_type_is_refused(self, groups: Groups, kind: Any) -> None:
        (group,) = groups(bundle("x", PATIENT) | {"type": kind})
        assert group.records == ()
        assert "Bundle.type: expected one of batch, " in group.rejected[0].reason

    def test_entries_that_are_no_list_are_refused(self, groups: Groups) -> None:
        (group,) = groups(bundle("collection") | {"entry": {"resource": PATIENT}})
        assert group.rejected[0].reason == "Bundle.entry: expected a list of objects."

    def test_an_empty_bundle_is_empty(self, groups: Groups) -> None:
        assert groups(bundle("collection")) == []
        assert groups({"resourceType": "Bundle", "type": "searchset"}) == []

    def test_bundles_in_bundles_have_an_end(self, groups: Groups) -> None:
        made = bundle("collection", PATIENT)
        for _ in range(10):
            made = bundle("collection", made)
        (group,) = groups(made)
        assert group.rejected[0].reason == "bundles are nested too deeply in one another."


class TestNdjson:
    def test_a_bad_line_is_told_and_the_others_go_on(self, write: Writer) -> None:
        path = write(
            PATIENT,
            '{"resourceType": "Observation", "id":',
            b'{"resourceType": "Patient", "id": "caf\xe9"}',
            "",
            "[1]",
            seen(),
            name="x.ndjson",
        )
        found = list(stream(path))
        told = [(r.where.rpartition(", ")[2], r.reason) for r in found if isinstance(r, Rejected)]
        assert told == [
            ("line 2", "column 38: the JSON is cut off: it ends in the middle of a value."),
            ("line 3", "byte 39 of the line is not UTF-8; expected UTF-8."),
            ("line 5", "expected a FHIR resource: an object with a resourceType."),
        ]
        assert [r.key for r in found if isinstance(r, Record)] == ["Patient/p1", "Observation/o1"]

    def test_a_transaction_on_a_line_is_an_atomic_group(self, write: Writer) -> None:
        path = write(bundle("transaction", PATIENT), seen(), name="x.ndjson")
        first, second = stream(path)
        assert isinstance(first, Group)
        assert first.atomic
        assert isinstance(second, Record)

    def test_a_byte_order_mark_and_line_ends_do_not_matter(self, write: Writer) -> None:
        data = b"\xef\xbb\xbf" + json.dumps(PATIENT).encode() + b"\r\n\r\n"
        found = list(stream(write(data + json.dumps(seen()).encode(), name="x")))
        assert [r.key for r in found if isinstance(r, Record)] == ["Patient/p1", "Observation/o1"]

    def test_a_panel_of_a_stream_is_its_members_parent(self, write: Writer) -> None:
        path = write(
            seen("o1", basedOn=[{"reference": "ServiceRequest/s"}]),
            seen("o2", hasMember=[{"reference": "Observation/o1"}]),
            seen("other", "Patient/p2"),
            {
                "resourceType": "DiagnosticReport",
                "id": "r",
                "subject": {"reference": "Patient/p1"},
                "result": [
                    {"reference": "Observation/o1"},
                    {"reference": "Observation/o2"},
                    {"reference": "Observation/other"},
                ],
            },
            name="x.ndjson",
        )
        found = {r.key: r for group in read(path) for r in group.records}
        parents = {key: r.drafts[0].parent for key, r in found.items()}
        assert parents == {
            "Observation/o1": "Observation/o2",
            "Observation/o2": "DiagnosticReport/r",
            "Observation/other": None,
            "DiagnosticReport/r": None,
        }

    def test_parents_never_form_a_circle(self, groups: Groups) -> None:
        def part(id_: str, of: str) -> Json:
            return seen(id_, partOf=[{"reference": f"Procedure/{of}"}])

        def procedure(id_: str, of: str) -> Json:
            found = {"reference": of}
            subject = {"reference": "Patient/p1"}
            return {"resourceType": "Procedure", "id": id_, "subject": subject, "partOf": [found]}

        made = bundle(
            "collection",
            procedure("a", "Procedure/b"),
            procedure("b", "Procedure/c"),
            procedure("c", "Procedure/b"),
            part("o", "a"),
        )
        parents = {r.key: r.drafts[0].parent for r in groups(made)[0].records}
        assert parents["Observation/o"] == "Procedure/a"
        assert parents["Procedure/a"] == "Procedure/b"
        assert (parents["Procedure/b"] is None) != (parents["Procedure/c"] is None)

    def test_an_item_of_another_patient_is_no_parent(self, groups: Groups) -> None:
        order = {
            "resourceType": "ServiceRequest",
            "id": "s",
            "subject": {"reference": "Patient/p2"},
        }
        (group,) = groups(
            bundle("transaction", order, seen(basedOn=[{"reference": "ServiceRequest/s"}]))
        )
        assert group.records[1].drafts[0].parent is None


class TestBadJson:
    @pytest.mark.parametrize(
        ("text", "place", "reason"),
        [
            ('{"resourceType": "Patient"', "line 1, column 27", "the JSON is cut off"),
            ('{"resourceType": "Pati', "line 1, column 18", "the JSON is cut off"),
            ('{"resourceType": "Bundle", "entry": [', "line 1, column 38", "the JSON is cut off"),
            ('{"resourceType": "Bundle", "entry": [{}, ', "line 1, column 42", "the JSON is cut"),
            ('{\n "id": nope }', "line 2, column 8", "this is not valid JSON: expecting value"),
            ('{"id": "a" "b": 1}', "line 1, column 12", "this is not valid JSON: expecting ','"),
            ('{"id": "a\x00"}', "line 1, column 10", "a NUL byte stands in the JSON"),
            ('{"id": "a\tb"}', "line 1, column 10", "a control character stands in a text"),
            ('{"id": "\\x"}', "line 1, column 9", "an escape in a text is not valid JSON"),
            ('{"id": NaN}', "line 1, column 1", "NaN is no JSON number"),
            ('{"id": -Infinity}', "line 1, column 1", "-Infinity is no JSON number"),
            ('{"id": 1e999}', "line 1, column 1", "a number is too large"),
            ('{"id": ' + "9" * 5000 + "}", "line 1, column 1", "a number has more than 60 digits"),
            ('{"id": 1, "id": 2}', "line 1, column 1", "an object has the name 'id' twice"),
            ('{"a": "\\u0000"}', "line 1, column 1", "a text has a NUL character"),
            ('{"a": "\\ud83d"}', "line 1, column 1", "a text has half a surrogate pair"),
            ('{"id": "a"} trailing', "line 1, column 13", "something follows after the end"),
            ('{"type": "Bundle"} x', "line 1, column 20", "something follows after the end"),
            ('{"a": "Bundle", "a": 1}', "line 1, column 17", "an object has the name 'a' twice"),
            ('{"a": "Bundle" 1}', "line 1, column 16", "this is not valid JSON: expected ,"),
            ('{"a": "Bundle", 1}', "line 1, column 17", 'this is not valid JSON: expected "'),
            ('{"a": ' + "[" * 300 + "]" * 300 + "}", "line 1, column 1", "the JSON is nested too"),
            ('{"a": ' + "[" * 100_000, "line 1, column 1", "the JSON is nested too deeply"),
            ('{"x":"Bundle","a":' + '{"a":' * 100_000, "line 1", "the JSON is nested too deeply"),
        ],
        ids=lambda value: str(value)[:40],
    )  # fmt: skip
    def test_the_fault_is_told_with_its_place(
        self, write: Writer, text: str, place: str, reason: str
    ) -> None:
        path = write(text)
        with pytest.raises(UnreadableFile) as caught:
            list(stream(path))
        assert caught.value.where().startswith(f"{path}, {place}")
        assert caught.value.text.startswith(reason)
        assert caught.value.text.endswith(".")

    def test_escapes_that_only_look_suspicious_are_fine(self, write: Writer) -> None:
        text = '{"resourceType":"Patient","id":"p","x":"\\ud83d\\ude00","y":"\\\\ud800 \\\\u0000"}'
        (record,) = stream(write(text))
        assert isinstance(record, Record)

    def test_200_levels_are_fine(self, write: Writer) -> None:
        deep = '{"resourceType":"Patient","id":"p","x":' + "[" * 198 + "]" * 198 + "}"
        assert isinstance(next(stream(write(deep))), Record)

    def test_a_truncated_bundle_hands_nothing_over(self, write: Writer) -> None:
        whole = json.dumps(bundle("collection", PATIENT, seen()))
        for end in range(1, len(whole)):
            with pytest.raises(UnreadableFile):
                next(stream(write(whole[:end])))

    def test_a_wrong_byte_is_told_with_its_line(self, write: Writer) -> None:
        path = write(b'{"resourceType": "Patient",\n "id": "\xe9"}')
        with pytest.raises(UnreadableFile) as caught:
            list(stream(path))
        assert caught.value.message() == (
            f"{path}, line 2: byte 37 is not UTF-8; expected a file in UTF-8."
        )
