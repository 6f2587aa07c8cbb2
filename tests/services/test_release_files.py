# SPDX-License-Identifier: Apache-2.0
"""The files of requests for release: kept as they came, named as proof, never in a packet."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from himdesk.domain.changes import sha256
from himdesk.domain.errors import NotFound, NotPermitted, UsageError
from himdesk.domain.releases.errors import ReleaseShut
from himdesk.domain.releases.request import State
from himdesk.services.charts.brought import Brought
from himdesk.store.verify import verify
from services.papers import a_pdf, a_picture, an_encrypted_pdf
from services.test_packets import a_note, a_release, text_of

if TYPE_CHECKING:
    from services.hospital import Hospital

MADE_AGAIN = (
    'CREATE TRIGGER himdesk_no_delete_content BEFORE DELETE ON "content" BEGIN'
    " SELECT RAISE(ABORT, 'himdesk: history is never changed'); END"
)
FORM = Brought("form.pdf", a_pdf(), "the signed form")


def test_a_file_of_a_request_proves_it_and_is_never_in_the_packet(hospital: Hospital) -> None:
    release = a_release(hospital, a_note(hospital, "seen in the clinic"))
    roi = hospital.desk("roi")
    view = roi.release_files.add(release, FORM, Brought("id.png", a_picture("PNG")))
    assert [(f.number, f.name, f.content_type, f.by) for f in view.release.files] == [
        (1, "form.pdf", "application/pdf", "roi"),
        (2, "id.png", "image/png", "roi"),
    ]
    assert roi.releases.show(release).release.files == view.release.files
    found, body = roi.release_files.get(release, 1)
    assert (found.about, body) == ("the signed form", FORM.body)
    assert roi.release_files.read(release, 1).legible.pdf is not None
    packet = roi.packets.build(release)
    assert "seen in the clinic" in text_of(packet.pdf)
    assert [paper for paper, _ in packet.begins if "file" in paper] == []
    assert verify(hospital.database).first_broken is None


def test_a_file_of_a_request_that_is_gone_is_found(hospital: Hospital) -> None:
    if hospital.database.dialect != "sqlite":
        pytest.skip("the same statement asks both")
    release = a_release(hospital, a_note(hospital, "a"))
    hospital.desk("roi").release_files.add(release, FORM)
    with hospital.database.write("mallory") as session:
        session.execute(text("DROP TRIGGER himdesk_no_delete_content"))
        gone = {"digest": sha256(FORM.body)}
        session.execute(text("DELETE FROM content WHERE digest = :digest"), gone)
        session.execute(text(MADE_AGAIN))
    broken = verify(hospital.database).first_broken
    assert broken is not None
    assert (broken.where, broken.expected) == ("case_event (content)", gone["digest"])


def test_files_of_a_request_are_kept_all_or_none(hospital: Hospital) -> None:
    release = a_release(hospital, a_note(hospital, "a"))
    roi = hospital.desk("roi")
    with pytest.raises(UsageError, match="is encrypted"):
        roi.release_files.add(release, FORM, Brought("x.pdf", an_encrypted_pdf()))
    assert roi.releases.show(release).release.files == ()
    with pytest.raises(NotFound):
        roi.release_files.get(release, 1)
    roi.release_files.add(release, FORM)
    with pytest.raises(UsageError, match="is here already: file 1"):
        roi.release_files.add(release, FORM)
    with pytest.raises(NotPermitted):
        hospital.desk("supervisor").release_files.add(release, FORM)
    roi.releases.end(release, State.CANCELLED, reason="no authority")
    with pytest.raises(ReleaseShut, match="cancelled"):
        roi.release_files.add(release, Brought("late.pdf", a_pdf("late")))


def test_the_form_that_proves_a_release_is_a_file_of_the_request(hospital: Hospital) -> None:
    asked = {"basis": "authorization", "recipient": "Insurer", "requester": "Insurer"}
    release = a_release(hospital, a_note(hospital, "a"), **asked)
    roi = hospital.desk("roi")
    roi.release_files.add(release, FORM)
    view = roi.releases.check(
        release, {"scan": "file:1", "signed_on": date(2026, 2, 1).isoformat()}
    )
    assert view.release.form is not None
    assert view.release.files[0].name == "form.pdf", "a check keeps the files"
    assert not [why for why in view.shut if "scan" in why]
