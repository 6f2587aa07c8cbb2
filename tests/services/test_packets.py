# SPDX-License-Identifier: Apache-2.0
"""Packets from the desk: built once, logged, printed again; disputes and amendments go along."""

from __future__ import annotations

import errno
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
import pytest

import builders as b
from himdesk.domain.amendments.case import DENIAL
from himdesk.domain.amendments.law import Basis as Denial
from himdesk.domain.amendments.steps.deciding import Decided
from himdesk.domain.amendments.steps.dispute import Disagreed, Rebutted
from himdesk.domain.amendments.steps.duties import LetterSent
from himdesk.domain.changes import sha256
from himdesk.domain.errors import NotPermitted, UsageError
from himdesk.domain.releases.errors import ReleaseShut
from himdesk.domain.releases.passphrase import STRONG, strength
from himdesk.domain.releases.request import State
from himdesk.printing.packet import files
from himdesk.printing.packet.faults import PacketFaulty
from himdesk.store import content
from himdesk.store.desk import letters
from himdesk.store.verify import verify

if TYPE_CHECKING:
    from himdesk.domain.charts.items import Item
    from services.hospital import Hospital

RECEIVED = date(2026, 3, 1)
OWN = {
    "basis": "patient-access",
    "requester": "Maria Santos",
    "address": "3 Elm Street",
    "purpose": "own use",
    "identity_check": "licence",
}


def a_note(hospital: Hospital, text: str, **fields: object) -> Item:
    body = text.encode()
    with hospital.database.write("clerk") as session:
        content.put(session, [body])
    return b.a_document("A", content=sha256(body), at="2025-05-01T10:00:00Z", **fields)


def a_release(hospital: Hospital, *notes: Item, **other: object) -> str:
    hospital.add(b.a_chart("A", *notes))
    view = hospital.desk("roi").releases.open("0012-A", RECEIVED, {**OWN, **other})
    return view.release.id


def text_of(pdf: bytes, password: str | None = None) -> str:
    document = pypdfium2.PdfDocument(pdf, password=password)
    try:
        return " ".join(" ".join(p.get_textpage().get_text_range() for p in document).split())
    finally:
        document.close()


def test_a_packet_is_built_once_logged_and_printed_again(hospital: Hospital) -> None:
    note = a_note(hospital, "Seen in clinic.", author="Dr. Lee")
    release = a_release(hospital, note)
    desk = hospital.desk("roi")
    shown = desk.packets.preview(release)
    assert desk.disclosures.log() == ()
    packet = desk.packets.build(release)
    assert "Seen in clinic." in text_of(packet.pdf)
    assert shown.pages == packet.pages
    logged = desk.disclosures.log("0012-A")[0]
    assert (logged.disclosure.packet, logged.disclosure.items) == (packet.sha256, (note.id,))
    assert not logged.disclosure.accountable
    assert desk.packets.reprint(logged.disclosure.id) == packet.pdf
    view = desk.releases.show(release)
    assert (view.release.state, view.release.disclosure) == (State.RELEASED, logged.disclosure.id)
    with pytest.raises(ReleaseShut):
        desk.packets.build(release)
    assert verify(hospital.database).first_broken is None


def test_a_file_goes_out_encrypted_or_not_at_all(hospital: Hospital) -> None:
    release = a_release(hospital, a_note(hospital, "Seen."), delivery="file")
    packets = hospital.desk("roi").packets
    with pytest.raises(ReleaseShut, match="passphrase"):
        packets.build(release)
    for weak, why in (("short", "at least 12 characters"), ("a" * 16, "different characters")):
        with pytest.raises(UsageError) as refused:
            packets.build(release, passphrase=weak)
        assert why in refused.value.message()
    assert hospital.desk("roi").disclosures.log() == ()
    packet = packets.build(release, passphrase="quiet harbour at dawn")
    assert "Seen." in text_of(packet.pdf, "quiet harbour at dawn")


def test_a_shut_or_empty_release_builds_nothing(hospital: Hospital) -> None:
    note = a_note(hospital, "Seen.")
    release = a_release(hospital, note, identity_check="")
    desk = hospital.desk("roi")
    with pytest.raises(ReleaseShut, match="identity"):
        desk.packets.build(release)
    other = desk.releases.open("0012-A", RECEIVED, OWN).release.id
    desk.releases.choose(other, {"left_out": {note.id: "not asked for"}})
    with pytest.raises(ReleaseShut, match="Nothing"):
        desk.packets.build(other)
    assert desk.disclosures.log() == ()


def test_a_packet_that_is_stopped_is_not_logged(hospital: Hospital) -> None:
    release = a_release(hospital, a_note(hospital, "One."), a_note(hospital, "Two."))
    heard: list[tuple[int, int]] = []

    def stop(done: int, whole: int) -> None:
        heard.append((done, whole))
        if done == 1:
            raise KeyboardInterrupt

    desk = hospital.desk("roi")
    with pytest.raises(KeyboardInterrupt):
        desk.packets.build(release, progress=stop)
    assert heard == [(0, 2), (1, 2)]
    assert desk.disclosures.log() == ()
    assert desk.releases.show(release).release.state is State.OPEN


def test_a_full_disk_releases_nothing(hospital: Hospital, monkeypatch: pytest.MonkeyPatch) -> None:
    release = a_release(hospital, a_note(hospital, "Seen."))

    def full() -> object:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(files, "TemporaryFile", full)
    with pytest.raises(UsageError, match=r"No space left on device\. Nothing was released"):
        hospital.desk("roi").packets.build(release)
    assert untouched(hospital, release)


def untouched(hospital: Hospital, release: str) -> bool:
    desk = hospital.desk("roi")
    return desk.disclosures.log() == () and desk.releases.show(release).release.state is State.OPEN


def test_what_can_not_be_written_is_refused_before_it_is_logged(
    hospital: Hospital, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = a_release(hospital, a_note(hospital, "Seen."))
    packets = hospital.desk("roi").packets
    (tmp_path / "taken").mkdir()
    for file in (tmp_path / "taken", tmp_path / "missing" / "out.pdf", Path("/dev/null")):
        with pytest.raises(UsageError, match="can't be written"):
            packets.build(release, file=file)
    monkeypatch.setattr("os.access", lambda *_: False)
    with pytest.raises(UsageError, match="rights"):
        packets.build(release, file=tmp_path / "out.pdf")
    monkeypatch.undo()

    def full(_number: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(UsageError, match="No space left"):
        packets.build(release, file=tmp_path / "out.pdf")
    assert [each.name for each in tmp_path.glob("*.p*")] == []
    assert untouched(hospital, release)


def test_a_file_that_gets_no_name_at_last_is_taken_back_in_the_log(
    hospital: Hospital, tmp_path: Path
) -> None:
    note = a_note(hospital, "Seen.")
    asked = {"basis": "public-health", "authority": "letter", "wanted": {"since": "2025-01-01"}}
    release = a_release(hospital, note, **asked)
    file = tmp_path / "out.pdf"
    desk = hospital.desk("roi")
    with pytest.raises(UsageError, match="Nothing left"):
        desk.packets.build(release, file=file, progress=lambda _done, _whole: file.mkdir())
    back, logged = desk.disclosures.log("0012-A")
    assert "Nothing left" in back.disclosure.description
    assert [each.disclosure.accountable for each in (back, logged)] == [False, False]
    assert {"nothing left the house"} == {each.disclosure.why for each in (back, logged)}
    assert desk.disclosures.of_items([note.id]) == ()
    assert desk.releases.show(release).release.state is State.OPEN
    assert [each.name for each in tmp_path.iterdir() if each.suffix in {".part", ".pdf"}] == [
        "out.pdf"
    ]
    file.rmdir()
    packet = desk.packets.build(release, file=file)
    assert file.read_bytes() == packet.pdf
    day = desk.releases.today()
    privacy = hospital.desk("privacy")
    assert [e.count for e in privacy.disclosures.accounting("0012-A", day, day).entries] == [1]
    assert verify(hospital.database).first_broken is None


def test_the_invoice_is_computed_from_the_pages_that_go(hospital: Hospital) -> None:
    hospital.desk("admin").settings.change(
        {"fees.patient-labour": "3.00", "fees.patient-page": "0.10"}
    )
    notes = [a_note(hospital, "One."), a_note(hospital, "Two.")]
    release = a_release(hospital, *notes, postage="4.60")
    desk = hospital.desk("roi")
    packet = desk.packets.preview(release)
    assert [str(line.amount) for line in packet.invoice] == ["3.00", "0.20", "4.60"]
    assert "Total $7.80" in text_of(packet.pdf)
    assert packet.pdf == desk.packets.preview(release).pdf
    desk.releases.complete(release, {"fee": "waived"})
    assert desk.packets.preview(release).invoice == ()
    with pytest.raises(UsageError, match="cost of their copy"):
        desk.releases.complete(release, {"fee": "lawyers"})


def test_a_longer_and_more_varied_passphrase_takes_more_guessing() -> None:
    tried = ("", "aaaaaaaaaaaa", "abcdefabcdef", "quiet harbour", "quiet harbour at dawn 7")
    bits = [strength(each) for each in tried]
    assert bits == sorted(bits)
    assert bits[0] == 0
    assert bits[2] < STRONG < bits[-1]


def test_a_paper_is_looked_at_whole_whatever_of_it_goes(hospital: Hospital) -> None:
    note = a_note(hospital, "Seen in clinic.")
    secret = a_note(hospital, "Not for the insurer.", sensitivity="psychotherapy")
    release = a_release(hospital, note, secret)
    box = {"page": 1, "left": 0, "bottom": 0, "right": 612, "top": 792}
    hospital.desk("roi").releases.choose(release, {"boxes": {note.id: [box]}})
    packets = hospital.desk("supervisor").packets
    assert "Seen in clinic." in text_of(packets.paper(release, note.id))
    assert "Seen in clinic." not in text_of(packets.preview(release).pdf)
    with pytest.raises(UsageError):
        packets.paper(release, secret.id)


def test_a_broken_paper_is_named_and_nothing_is_logged(hospital: Hospital) -> None:
    good = a_note(hospital, "Seen.")
    broken = a_note(hospital, "%PDF-1.7 rubbish", content_type="application/pdf")
    release = a_release(hospital, good, broken)
    desk = hospital.desk("roi")
    with pytest.raises(PacketFaulty) as faulty:
        desk.packets.build(release)
    assert [fault.id for fault in faulty.value.faults] == [broken.id]
    assert desk.disclosures.log() == ()
    desk.releases.choose(release, {"left_out": {broken.id: "unreadable"}})
    assert "Seen." in text_of(desk.packets.build(release).pdf)


def test_an_amended_original_goes_struck_with_its_amendment(hospital: Hospital) -> None:
    note = a_note(hospital, "Smoker.", author="Dr. Lee")
    release = a_release(hospital, note)
    asked = hospital.desk("clerk").corrections.amend(
        note.id, kind="correction", text="Never smoked.", author="Dr. Lee", reason="history"
    )
    assert asked.request is not None
    hospital.desk("supervisor").approvals.approve(asked.request.id)
    seen = text_of(hospital.desk("roi").packets.build(release).pdf)
    assert "AMENDED" in seen
    assert "Smoker." in seen
    assert "Never smoked." in seen


def a_dispute(hospital: Hospital, note: Item) -> None:
    cases = hospital.desk("clerk").cases
    form = {
        "reason": "I never smoked",
        "requester": {"name": "Maria Santos", "identity_check": "licence"},
        "items": [{"item": note.id, "wrong": "smoker", "wanted": "never smoked"}],
    }
    case = cases.open("0012-A", RECEIVED, form).case.id
    deny = Decided(item=1, accept=False, reason="it is right", basis=Denial.ACCURATE)
    cases.take(case, deny)
    pdf = _denial()
    letter = letters.Letter(
        id="letter-1",
        at="2026-03-02T09:00:00Z",
        by="clerk",
        kind=DENIAL,
        for_id=case,
        language="en",
        template="amendment-denial.en",
        template_version="1",
        content=sha256(pdf),
    )
    with hospital.database.write("clerk") as session:
        letters.issue(session, letter, pdf)
    today = cases.today()
    cases.take(case, LetterSent(kind=DENIAL, letter="letter-1", on=today, how="post"))
    cases.take(case, Disagreed(text="I have never touched a cigarette.", on=today))
    cases.take(case, Rebutted(text="The history was taken with care."))


def _denial() -> bytes:
    import io  # noqa: PLC0415 - used here only

    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415 - as above

    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    canvas.drawString(72, 700, "Your request was denied.")
    canvas.save()
    return buffer.getvalue()


def test_s14_a_disputed_record_goes_with_its_dispute_packet(hospital: Hospital) -> None:
    disputed = a_note(hospital, "Smoker.")
    other = a_note(hospital, "Broken arm.")
    release = a_release(hospital, disputed, other)
    a_dispute(hospital, disputed)
    desk = hospital.desk("roi")
    seen = text_of(desk.packets.preview(release).pdf)
    for words in (
        "Request to amend", "never smoked", "Your request was denied.",
        "I have never touched a cigarette.", "The history was taken with care.",
    ):  # fmt: skip
        assert words in seen
    without = desk.releases.open("0012-A", RECEIVED, OWN).release.id
    desk.releases.choose(without, {"left_out": {disputed.id: "not asked for"}})
    assert "cigarette" not in text_of(desk.packets.preview(without).pdf)
    with pytest.raises(NotPermitted):
        desk.releases.choose(release, {"without_disputes": "too long"})


def test_the_privacy_officer_alone_leaves_a_dispute_packet_out(hospital: Hospital) -> None:
    disputed = a_note(hospital, "Smoker.")
    release = a_release(hospital, disputed)
    a_dispute(hospital, disputed)
    privacy = hospital.desk("privacy").releases
    privacy.choose(release, {"without_disputes": "the patient asked us to"})
    desk = hospital.desk("roi")
    assert "cigarette" not in text_of(desk.packets.preview(release).pdf)
    with pytest.raises(NotPermitted):
        privacy.choose(release, {"left_out": {disputed.id: "no"}})
    with pytest.raises(NotPermitted):
        privacy.choose(release, {})
    with pytest.raises(NotPermitted):
        desk.releases.choose(release, {"without_disputes": ""})
    privacy.choose(release, {"without_disputes": ""})
    assert "cigarette" in text_of(desk.packets.preview(release).pdf)


def test_part_2_records_carry_the_notice(hospital: Hospital) -> None:
    secret = a_note(hospital, "Counselling.", sensitivity="part2")
    release = a_release(hospital, secret)
    seen = text_of(hospital.desk("roi").packets.build(release).pdf)
    assert "42 CFR part 2 prohibits unauthorized use or disclosure" in seen
