# SPDX-License-Identifier: Apache-2.0

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from himdesk.exchange.errors import UnreadableFile
from himdesk.exchange.reading import notices, read, stream
from himdesk.exchange.sniff import Format, sniff

if TYPE_CHECKING:
    from conftest import Writer  # type: ignore[attr-defined]

BOM = b"\xef\xbb\xbf"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b'{"resourceType": "Patient"}', Format.FHIR_JSON),
        (b'{"resourceType": "Patient"}\n', Format.FHIR_JSON),
        (b'{\n  "resourceType": "Patient"\n}\n', Format.FHIR_JSON),
        (b'{ "entry": [ {"resource": {}},\n{"resource": {}} ]}', Format.FHIR_JSON),
        (b'{"entry": [\n{"resource": {}}\n]}', Format.FHIR_JSON),
        (BOM + b'\r\n {"resourceType": "Patient"}', Format.FHIR_JSON),
        (b'{"resourceType": "Patient"}\n{"resourceType": "Patient"}', Format.NDJSON),
        (b'{"resourceType": "Patient"}\r\n\r\n{"resourceType": "Patient"}', Format.NDJSON),
        (b'{"resourceType": "Pat\n{"resourceType": "Patient"}', Format.NDJSON),
        (b'{"x": \n{"resourceType": "Patient"}\n{"resourceType": "Patient"}', Format.NDJSON),
        (b'rubbish\n{"resourceType": "Patient"}', Format.NDJSON),
        (b'{"x":"' + b"y" * 200_000 + b'"}\n{"x": 1}', Format.NDJSON),
        (b"record_id,last\n1,Smith", Format.CSV),
        (b'"Record_ID";"last"\n', Format.CSV),
        (BOM + b"last\trecord_id\r\n", Format.CSV),
        (b"MSH|^~\\&|A", Format.HL7_V2),
        (b"\x0bMSH|^~\\&|A", Format.HL7_V2),
        (b"FHS|^~\\&|A", Format.HL7_V2),
        (b'<?xml version="1.0"?>\n<ClinicalDocument xmlns="urn:hl7-org:v3">', Format.CCDA),
        (b"<cda:ClinicalDocument/>", Format.CCDA),
    ],
    ids=lambda value: str(value)[:40],
)
def test_the_content_tells_what_a_file_is(data: bytes, kind: Format) -> None:
    file = io.BytesIO(data)
    assert sniff(file, "misleading.csv") is kind
    assert file.tell() == 0


def test_the_name_decides_only_what_the_content_leaves_open() -> None:
    line = b'{"resourceType": "Patient"}\n'
    assert sniff(io.BytesIO(line), "x.NDJSON") is Format.NDJSON
    assert sniff(io.BytesIO(b"{\n}"), "x.ndjson") is Format.FHIR_JSON


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "the file is empty"),
        (b" \r\n", "the file is empty"),
        (b" " * 100_000 + b"{}", "the file begins with blanks only"),
        ("{}".encode("utf-16"), "this is UTF-16; expected UTF-8"),
        ("{}".encode("utf-16-be"), "this is UTF-16; expected UTF-8"),
        ("{}".encode("utf-16-le"), "this is UTF-16; expected UTF-8"),
        (b"[{}]", "the file is a JSON list; expected one FHIR resource"),
        (b"<html></html>", "the file is XML but no C-CDA"),
        (b"hello", "the file is in no known format"),
        (b"\x00\x01\x02\xff", "the file is in no known format"),
        (b"%PDF-1.7", "the file is in no known format"),
        (b"id,last\n1,Smith", "the file is in no known format"),
    ],
)
def test_anything_else_is_refused_in_a_sentence(write: Writer, data: bytes, reason: str) -> None:
    path = write(data)
    with pytest.raises(UnreadableFile) as caught:
        list(stream(path))
    assert caught.value.message().startswith(f"{path}: {reason}")
    assert caught.value.message().endswith(".")
    assert not caught.value.refusal


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    path = tmp_path / "missing.json"
    with pytest.raises(UnreadableFile) as caught:
        list(read(path))
    assert caught.value.message() == (f"{path}: the file can't be read: No such file or directory.")
    with pytest.raises(UnreadableFile, match="directory"):
        list(read(tmp_path))


def test_a_file_too_large_for_memory_is_told(
    write: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("himdesk.exchange.reading.MAX_WHOLE", 10)
    with pytest.raises(UnreadableFile, match="expected NDJSON for more than that"):
        list(stream(write({"resourceType": "Patient"})))


@pytest.mark.skipif(os.name != "posix", reason="pipes have no names here")
def test_a_pipe_is_no_file() -> None:
    there, here = os.pipe()
    os.close(here)
    with pytest.raises(UnreadableFile, match="pipe"):
        list(stream(Path(f"/dev/fd/{there}")))
    os.close(there)


def test_fhir_has_no_notices(write: Writer) -> None:
    assert notices(write({"resourceType": "Patient"})) == ()
