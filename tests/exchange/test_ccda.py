# SPDX-License-Identifier: Apache-2.0

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from himdesk.domain.charts.items import Document, Encounter, Identifier, Kind, Name, Telecom
from himdesk.exchange.ccda.elements import parse
from himdesk.exchange.ccda.people import drafts_of
from himdesk.exchange.ccda.reading import read_ccda
from himdesk.exchange.errors import Unacceptable
from himdesk.exchange.reading import read

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Writer  # type: ignore[attr-defined]
    from himdesk.domain.charts.records import Draft

ROLE = """
<patientRole>
  <id root="1.2.3" extension="0042"/>
  <id root="2.16.840.1.113883.4.1" extension="900-12-3456"/>
  <id nullFlavor="UNK"/>
  <addr use="HP"><streetAddressLine>1 Main St</streetAddressLine>
    <city>Springfield</city><state>IL</state><postalCode>62701</postalCode></addr>
  <addr use="HP"><city>Elsewhere</city>
    <useablePeriod><low value="2001"/><high value="20100601"/></useablePeriod></addr>
  <telecom use="MC" value="tel:+1(555)010-0123"/>
  <telecom value="mailto:ody@example.org"/>
  <telecom nullFlavor="UNK"/>
  <patient>
    <name use="L"><given>Odessa</given><given>Marie</given><family>Quillfeather</family>
      <suffix>III</suffix></name>
    <name><given>Odessa</given><family qualifier="BR">Brambleworth</family></name>
    <administrativeGenderCode code="F"/>
    <birthTime value="198403120930-0600"/>
    <maritalStatusCode code="M" displayName="Married"/>
    <languageCommunication><languageCode code="es"/></languageCommunication>
    <languageCommunication><languageCode code="en"/><preferenceInd value="true"/>
    </languageCommunication>
    <sdtc:deceasedInd xmlns:sdtc="urn:hl7-org:sdtc" value="false"/>
    <sdtc:multipleBirthOrderNumber xmlns:sdtc="urn:hl7-org:sdtc" value="2"/>
  </patient>
</patientRole>"""
PDF = b64encode(b"%PDF").decode()
STAY = """
<componentOf><encompassingEncounter>
  <id root="1.2.3.9" extension="V-7"/>
  <code code="IMP" displayName="inpatient"/>
  <effectiveTime><low value="20240301100000+0000"/><high value="20240305"/></effectiveTime>
  <responsibleParty><assignedEntity><assignedPerson>
    <name><prefix>Dr.</prefix><given>Ada</given><family>Example</family></name>
  </assignedPerson></assignedEntity></responsibleParty>
  <location><healthCareFacility><location><name>General Hospital</name></location>
  </healthCareFacility></location>
</encompassingEncounter></componentOf>"""


def document(*, role: str = ROLE, more: str = "", head: str = "") -> bytes:
    return f"""<?xml version="1.0" encoding="UTF-8"?>{head}
<ClinicalDocument xmlns="urn:hl7-org:v3">
  <id root="1.2.3.4" extension="D-1"/>
  <code code="18842-5" displayName="Discharge summary"/>
  <title>Discharge of Odessa</title>
  <effectiveTime value="20240305120000+0100"/>
  <confidentialityCode code="R"/>
  <recordTarget>{role}</recordTarget>
  <author><time value="20240305"/><assignedAuthor><assignedPerson>
    <name><given>Ada</given><family>Example</family></name>
  </assignedPerson></assignedAuthor></author>
  {more}
</ClinicalDocument>""".encode()


def item(data: bytes, kind: str) -> Draft:
    made = read_ccda(data, "file")
    assert not made.rejected, made.rejected
    (record,) = [r for r in made.records if r.type == kind]
    assert record.subject == "Patient/urn:oid:1.2.3|0042"
    (draft,) = record.drafts
    return draft


def reason(data: bytes) -> str:
    made = read_ccda(data, "file")
    assert (made.records, made.atomic) == ((), True)
    (refused,) = made.rejected
    return refused.reason


def test_the_header_says_who_the_patient_is(write: Writer) -> None:
    data = document()
    (group,) = read(write(data))
    assert group.atomic
    patient = group.records[0]
    assert patient.body == data
    assert patient.mrn == ("urn:oid:1.2.3", "0042")
    assert [(d.kind, d.display) for d in patient.drafts] == [
        (Kind.NAME, "QUILLFEATHER, Odessa Marie III"),
        (Kind.NAME, "BRAMBLEWORTH, Odessa"),
        (Kind.IDENTIFIER, "0042"),
        (Kind.IDENTIFIER, "900-12-3456"),
        (Kind.TELECOM, "+1(555)010-0123"),
        (Kind.TELECOM, "ody@example.org"),
        (Kind.ADDRESS, "1 Main St, Springfield, IL, 62701"),
        (Kind.ADDRESS, "Elsewhere"),
        (Kind.STATEMENT, "1984-03-12"),
        (Kind.STATEMENT, "female"),
        (Kind.STATEMENT, "false"),
        (Kind.STATEMENT, "en"),
        (Kind.STATEMENT, "Married"),
        (Kind.FLAG, "multiple birth, number 2"),
    ]
    details = [d.details for d in patient.drafts]
    assert details[1] == Name(use="maiden", family="Brambleworth", given="Odessa")
    assert details[3] == Identifier(
        type="SS", system="http://hl7.org/fhir/sid/us-ssn", value="900-12-3456"
    )
    assert details[4] == Telecom(system="phone", use="mobile", value="+1(555)010-0123")
    former = patient.drafts[7]
    assert (former.status, former.at, former.until) == ("previous", "2001", "2010-06-01")


def test_a_patient_with_an_ssn_only_is_known_by_its_digest() -> None:
    role = '<patientRole><id root="2.16.840.1.113883.4.1" extension="900-12-3456"/></patientRole>'
    patient = read_ccda(document(role=role), "file").records[0]
    assert patient.mrn is None
    assert patient.id.startswith("sha256-")


def test_the_document_is_kept_whole() -> None:
    data = document()
    draft = item(data, "DocumentReference")
    assert draft.content == data
    assert (draft.code, draft.display, draft.author) == (
        "18842-5",
        "Discharge summary",
        "Ada Example",
    )
    assert (draft.at, draft.recorded, draft.sensitivity) == (
        "2024-03-05T12:00:00+01:00",
        "2024-03-05",
        "restricted",
    )
    assert draft.details == Document(
        title="Discharge of Odessa", content_type="application/hl7-v3+xml"
    )


def test_a_signature_makes_it_final() -> None:
    signed = '<legalAuthenticator><time value="20240306"/></legalAuthenticator>'
    details = item(document(more=signed), "DocumentReference").details
    assert isinstance(details, Document)
    assert (details.doc_status, details.signature, details.signed_at) == (
        "final",
        "signed",
        "2024-03-06",
    )


@pytest.mark.parametrize(
    ("how", "revision"), [("APND", "addendum"), ("RPLC", "correction"), ("XFRM", None)]
)
def test_a_revision_has_its_parent(how: str, revision: str | None) -> None:
    relation = (
        f'<relatedDocument typeCode="{how}"><parentDocument><id root="1.2.3.4" extension="D-0"/>'
        "</parentDocument></relatedDocument>"
    )
    draft = item(document(more=relation), "DocumentReference")
    assert isinstance(draft.details, Document)
    assert (draft.parent, draft.details.revision) == ("DocumentReference/1.2.3.4|D-0", revision)


def test_the_stay_around_it_is_an_encounter() -> None:
    data = document(more=STAY)
    draft = item(data, "Encounter")
    assert (draft.status, draft.at, draft.until, draft.display) == (
        "finished",
        "2024-03-01T10:00:00Z",
        "2024-03-05",
        "inpatient",
    )
    assert draft.details == Encounter(
        number="V-7",
        location="General Hospital",
        provider="Dr. Ada Example",
        registered_name="QUILLFEATHER, Odessa Marie III",
    )
    assert item(data, "DocumentReference").encounter == "Encounter/1.2.3.9|V-7"


@pytest.mark.parametrize(
    ("text", "content", "kind"),
    [
        (
            f'<text mediaType="application/pdf" representation="B64">{PDF}</text>',
            b"%PDF",
            "application/pdf",
        ),
        ('<text mediaType="text/plain">Feels well.</text>', b"Feels well.", "text/plain"),
        (
            '<text mediaType="application/pdf"><reference value="note.pdf"/></text>',
            None,
            "application/pdf",
        ),
    ],
)
def test_a_file_in_a_document_without_structure(text: str, content: bytes, kind: str) -> None:
    body = f"<component><nonXMLBody>{text}</nonXMLBody></component>"
    draft = item(document(more=body), "DocumentReference")
    assert isinstance(draft.details, Document)
    assert (draft.content, draft.details.content_type) == (content, kind)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (document(role="<patientRole/>"), "patientRole/id: expected a number of the patient."),
        (document(role=ROLE + ROLE), "recordTarget: the document is of 2 patients; expected one"),
        (document(role=""), "recordTarget: the document is of 0 patients; expected one"),
        (document().replace(b"19840312", b"19840231"), "birthTime: expected a time that exists"),
        (document().replace(b'code="F"', b'code="?"'), "administrativeGenderCode: expected M, F"),
        (document().replace(b"1.2.3.4", b""), "ClinicalDocument/id: expected the number"),
        (document()[:-5], "line 38, column 1: this is not well-formed XML"),
        (document(head='<!DOCTYPE x [<!ENTITY a "b">]>'), "the XML has a document type (DOCTYPE)"),
        (document(more="<a>" * 300 + "</a>" * 300), "the XML is nested too deeply"),
        (document(more="&unknown;"), "line "),
        (b"<x/>", "the XML is no C-CDA; expected a ClinicalDocument."),
        (document().replace(b"UTF-8", b"KLINGON"), "the XML is in an encoding that is not known"),
        (document().replace(b"Odessa", b"\xff"), "line "),
        (document().replace(b"Odessa", b"x" * 501), "given: expected at most 500 characters."),
        (
            document(
                more='<component><nonXMLBody><text representation="B64">!</text></nonXMLBody>'
                "</component>"
            ),
            "nonXMLBody/text: expected base64 text, as it says.",
        ),
    ],
)
def test_what_can_not_be_read_is_told(data: bytes, words: str) -> None:
    told = reason(data)
    assert told.startswith(words)
    assert told.endswith(".")


def test_entities_that_grow_are_refused_before_they_do() -> None:
    grown = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 50}">' for n in range(8))
    head = f'<!DOCTYPE x [<!ENTITY a0 "x">{grown}]>'
    assert "DOCTYPE" in reason(document(head=head, more="&a8;"))


@given(st.integers(0, 2000), st.binary(max_size=8), st.integers(0, 30))
def test_any_broken_bytes(at: int, data: bytes, gone: int) -> None:
    whole = document(more=STAY)
    made = read_ccda(whole[:at] + data + whole[at + gone :], "file")
    assert bool(made.records) != bool(made.rejected)


def test_the_documents_of_other_makers_are_read(interop: Path) -> None:
    folder = interop.parent / "ccda" / "hl7-examples"
    for path in sorted([*folder.glob("Documents*"), *folder.glob("Unstructured*")]):
        (group,) = read(path)
        assert not group.rejected, group.rejected
        assert group.records[0].drafts
        assert group.records[-1].type == "DocumentReference"


def test_the_name_samples_of_other_makers(interop: Path) -> None:
    """Samples of a header alone are no documents, but their patients can be read."""
    folder = interop.parent / "ccda" / "hl7-examples"
    names: dict[str, list[tuple[str | None, str | None]]] = {}
    for path in folder.glob("Header_P*"):
        try:
            role = parse(path.read_bytes()).one("patientRole")
        except Unacceptable:
            continue  # it uses a prefix that only the whole document would declare
        drafts = drafts_of(role) if role else ()
        told = [(d.display, getattr(d.details, "use", "")) for d in drafts if d.kind is Kind.NAME]
        names[path.name.removeprefix("Header_").split("_Patient_")[-1].split("_C-CDA")[0]] = told
    assert names["Aliases"] == [("JONES, Deirdre", "official"), ("JONES, Dee", "nickname")]
    assert names["Birth_Name"][1] == ("NEWMAN, Alicia Jones", "maiden")
    assert names["Previous_Name"][1] == ("NEWMAN, Sam Jones", "official")
