# SPDX-License-Identifier: Apache-2.0
"""Amending documents and statements: the original stands, the new stands beside it (DOMAIN 2.8)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import (
    a_birth_date,
    a_chart,
    a_clinical,
    a_document,
    a_name,
    a_person,
    a_phone,
    an_encounter,
)
from domain.world import World
from himdesk.domain.approval import needs_approval
from himdesk.domain.changes import PATIENT, sha256
from himdesk.domain.charts.charts import Patient
from himdesk.domain.charts.demographics import Because, DemographicRequest, plan_demographic
from himdesk.domain.charts.items import (
    STUB,
    About,
    Document,
    Identifier,
    Item,
    Name,
    Statement,
    Telecom,
)
from himdesk.domain.corrections.amend import Revision, needs_judgement, plan_reassign
from himdesk.domain.corrections.redline import Mark, Piece, redline
from himdesk.domain.errors import (
    AlreadyRetired,
    NeverAllowed,
    ReasonMissing,
    RecordMovedOn,
    UsageError,
)
from himdesk.domain.times import earliest


@pytest.fixture
def world() -> World:
    world = World()
    world.imports(
        a_person(
            "A",
            an_encounter("A", id="visit"),
            a_document(
                "A",
                id="note",
                title="Discharge note",
                author="Dr. Lind",
                encounter_id="visit",
                at="2026-01-02",
                type="18842-5",
                sensitivity="R",
                content="0" * 64,
            ),
            a_clinical("A", id="result"),
        ),
        a_chart("B", a_name("B", "Lindqvist", "Ebba")),
    )
    return world


def details(item: Item) -> Document:
    assert isinstance(item.details, Document)
    return item.details


@pytest.mark.parametrize("kind", list(Revision))
def test_a_revision_is_a_document_of_its_own(world: World, kind: Revision) -> None:
    plan = world.amending("note", kind, new_id="r", text=b"new words", about="2026-01-02")
    (made,) = plan.created.items
    assert made.parent_id == "note"
    assert made.encounter_id == "visit"
    assert made.patient_id == made.home_patient_id == "A"
    assert made.at == "2026-03-02T08:00:00Z", "the date of writing, never the original's"
    assert made.author == "Dr. Lind"
    assert made.sensitivity == "R"
    assert made.type == "18842-5"
    assert details(made).revision == kind.value
    assert plan.created.contents == {details(made).content: b"new words"}


@pytest.mark.parametrize(
    ("kind", "changed"),
    [
        ("addendum", {}),
        ("late-entry", {}),
        ("correction", {"doc_status": "amended"}),
        ("retraction", {"doc_status": "entered-in-error", "status": "entered-in-error"}),
    ],
)
def test_only_the_status_of_the_original_may_change(
    world: World, kind: str, changed: dict[str, str]
) -> None:
    before = world.items["note"]
    world.apply(world.amending("note", kind, new_id="r", about="2026-01-02"))
    after = world.items["note"]
    assert after.status == changed.get("status", before.status)
    assert details(after).doc_status == changed.get("doc_status", "final")
    restored = replace(
        after, status=before.status, details=replace(details(after), doc_status="final")
    )
    assert restored == before


@pytest.mark.parametrize(
    ("kind", "needed"),
    [("addendum", False), ("late-entry", False), ("correction", True), ("retraction", True)],
)
def test_who_must_approve(world: World, kind: str, needed: bool) -> None:
    plan = world.amending("note", kind, new_id="r", about="2026-01-02")
    judged = needs_judgement(plan.change_set.changes)
    asked = needs_approval(plan, (), now=earliest("2026-03-02"), policy={}, judged=judged)
    assert asked is needed


def test_a_signature_is_recorded_with_its_time_or_waited_for(world: World) -> None:
    (waiting,) = world.amending("note").created.items
    assert (details(waiting).signature, details(waiting).signed_at) == ("needed", None)
    signed = world.amending("note", signed_at="2026-03-01T12:00:00Z")
    assert details(signed.created.items[0]).signature == "signed"
    assert details(signed.created.items[0]).signed_at == "2026-03-01T12:00:00Z"


def test_titles_say_what_it_is(world: World) -> None:
    (late,) = world.amending("note", "late-entry", about="2026-01-02").created.items
    assert details(late).title == "LATE ENTRY for 2026-01-02"
    (added,) = world.amending("note").created.items
    assert details(added).title == "Addendum: Discharge note"


def test_a_late_entry_may_be_for_a_visit_without_a_note(world: World) -> None:
    plan = world.amending("visit", "late-entry", about="2026-01-02", new_id="r")
    (made,) = plan.created.items
    assert (made.parent_id, made.encounter_id) == (None, "visit")
    world.apply(plan)
    assert world.items["visit"].status == "finished"


def test_a_late_entry_says_for_which_day(world: World) -> None:
    with pytest.raises(UsageError, match="for which day"):
        world.amending("note", "late-entry")


@pytest.mark.parametrize("kind", ["addendum", "correction", "retraction"])
def test_a_visit_itself_is_not_revised(world: World, kind: str) -> None:
    with pytest.raises(UsageError, match="is no document"):
        world.amending("visit", kind)


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"reason": " "}, ReasonMissing),
        ({"author": " "}, UsageError),
        ({"text": b" \n"}, UsageError),
    ],
)
def test_what_an_amendment_must_have(
    world: World, fields: dict[str, str], error: type[Exception]
) -> None:
    with pytest.raises(error):
        world.amending("note", **fields)


@pytest.mark.parametrize(
    ("kind", "warned"),
    [("addendum", False), ("late-entry", True), ("correction", True), ("retraction", False)],
)
def test_another_s_correction_is_doubted(world: World, kind: str, warned: bool) -> None:
    plan = world.amending("note", kind, author="Dr. Chen", about="2026-01-02")
    assert [c.code for c in plan.contradictions] == (["other-author"] if warned else [])
    own = world.amending("note", kind, author=" Dr. Lind ", about="2026-01-02")
    assert own.contradictions == ()


def test_a_retracted_document_takes_no_revisions(world: World) -> None:
    world.apply(world.amending("note", "retraction"))
    for kind in Revision:
        with pytest.raises(NeverAllowed, match="is retracted"):
            world.amending("note", kind, about="2026-01-02")


def test_a_stub_takes_no_revisions(world: World) -> None:
    world.arrives(a_document("A", id="stub", type=STUB))
    with pytest.raises(NeverAllowed, match="only marks"):
        world.amending("stub")


def test_a_retired_chart_takes_no_revisions(world: World) -> None:
    note = world.items["note"]
    world.merges("B", "A")
    world.items["note"] = replace(note, patient_id="A")
    with pytest.raises(AlreadyRetired):
        world.amending("note")


def test_of_two_corrections_at_the_same_time_one_is_refused(world: World) -> None:
    one = world.amending("note", "correction", new_id="one", text=b"1")
    two = world.amending("note", "correction", new_id="two", text=b"2")
    world.apply(one)
    with pytest.raises(RecordMovedOn):
        world.apply(two)
    again = world.amending("note", "correction", new_id="two", text=b"2")
    world.apply(again)
    assert {i.id for i in world.items.values() if i.parent_id == "note"} == {"one", "two"}


def test_every_revision_keeps_its_bytes(world: World) -> None:
    texts = [b"first", b"second", b"third"]
    for n, text in enumerate(texts):
        world.apply(world.amending("note", "correction", new_id=f"r{n}", text=text))
    for n, text in enumerate(texts):
        assert world.contents[details(world.items[f"r{n}"]).content or ""] == text
        assert details(world.items[f"r{n}"]).content == sha256(text)


def test_a_revision_may_be_revised(world: World) -> None:
    world.apply(world.amending("note", new_id="added"))
    plan = world.amending("added", "correction", new_id="better")
    assert plan.created.items[0].parent_id == "added"
    world.apply(plan)
    assert details(world.items["added"]).doc_status == "amended"
    assert details(world.items["note"]).doc_status == "final"


@pytest.mark.parametrize("kind", list(Revision))
def test_undone_the_original_is_as_it_was_and_the_revision_in_error(
    world: World, kind: Revision
) -> None:
    before = world.state()
    done = world.apply(world.amending("note", kind, new_id="r", about="2026-01-02"))
    applied = world.state()
    undone = world.undoes(done)
    assert {**world.items, "r": None} == {**before.items, "r": None}
    assert world.items["r"].in_error
    world.undoes(undone)
    assert world.state() == applied


def test_s12_an_amended_note_moves_with_its_history_and_without_the_other_s_name(
    world: World,
) -> None:
    world.apply(world.amending("note", "correction", new_id="r", signed_at="2026-03-01"))
    world.apply(world.moving("note", "B", stub="left"))
    assert world.owners()["r"] == "B"
    assert details(world.items["r"]).signature == "needed"
    for words, items in [
        ({"0012-A", "Okonkwo"}, world.items_of("B")),
        ({"0012-B", "Lindqvist"}, world.items_of("A")),
    ]:
        assert not [item for item in items for word in words if word in str(item)]


# Reassignment


def reassign(
    world: World, item: str = "note", reason: str = "wrong", **fields: str
) -> set[tuple[str, str | None]]:
    found = world.items[item]
    patient = world.patients[found.patient_id]
    plan = plan_reassign(patient, found, requester="r.santos", reason=reason, **fields)
    assert needs_judgement(plan.change_set.changes)
    world.apply(plan)
    return {(c.field, c.after) for c in plan.change_set.changes}


def test_another_author_signs_again(world: World) -> None:
    changes = reassign(world, author="Dr. Chen")
    assert changes == {("author", "Dr. Chen"), ("signature", "needed")}


def test_another_title_needs_no_signature(world: World) -> None:
    assert reassign(world, title="Progress note") == {("title", "Progress note")}


@pytest.mark.parametrize("fields", [{}, {"author": "Dr. Lind"}, {"title": "Discharge note"}])
def test_a_reassignment_that_changes_nothing(world: World, fields: dict[str, str]) -> None:
    with pytest.raises(UsageError, match="another author or another title"):
        reassign(world, **fields)


def test_a_reassignment_that_cannot_be(world: World) -> None:
    with pytest.raises(UsageError, match="is no document"):
        reassign(world, "result", author="Dr. Chen")
    with pytest.raises(ReasonMissing):
        reassign(world, reason="", author="Dr. Chen")
    world.apply(world.amending("note", "retraction"))
    with pytest.raises(NeverAllowed):
        reassign(world, author="Dr. Chen")


# Statements about the person

RIGHT = Name(use="official", family="Okafor", given="Ada")


def corrected(world: World, chart: str = "A", **fields: object) -> str:
    values = {
        "field": "family",
        "details": RIGHT,
        "because": Because.CORRECTION,
        "requester": "r.santos",
        "reason": "passport seen",
        "at": "2026-03-02T08:00:00Z",
        "new_id": "new",
        **fields,
    }
    request = DemographicRequest(**values)  # type: ignore[arg-type]
    plan = plan_demographic(world.chart(chart), request)
    assert not needs_judgement(plan.change_set.changes)
    return world.apply(plan)


@pytest.fixture
def registered() -> World:
    world = World()
    world.imports(
        a_chart(
            "A",
            a_name("A", "Okonkwo", "Adaeze", id="name", middle="B"),
            a_birth_date("A", "1984-12-03", id="birth"),
            a_phone("A", "555 0100", id="phone"),
        )
    )
    return world


def test_what_was_wrong_is_struck_and_kept(registered: World) -> None:
    corrected(registered, evidence="passport")
    assert registered.chart("A").name() == "OKAFOR, Ada"
    assert registered.items["name"].in_error
    new = registered.items["new"]
    assert (new.author, new.display, new.at) == ("r.santos", "passport", "2026-03-02T08:00:00Z")


def test_what_holds_no_longer_is_a_previous_value_with_its_end(registered: World) -> None:
    corrected(
        registered,
        field="phone",
        details=Telecom(system="phone", use="home", value="555 0199"),
        because=Because.UPDATE,
    )
    old = registered.items["phone"]
    assert (old.status, old.until) == ("previous", "2026-03-02T08:00:00Z")
    assert registered.chart("A").value("phone") == "555 0199"


def test_all_that_showed_the_old_name_shows_the_new_one(registered: World) -> None:
    corrected(registered)
    choices = registered.patients["A"].choices
    assert choices["family"] == choices["given"] == "new"
    assert choices.get("middle") is None, "the new name has none"
    assert choices["birth_date"] == "birth"


def test_a_blank_is_filled(registered: World) -> None:
    corrected(registered, field="sex", details=Statement(about=About.SEX, value="female"))
    assert registered.chart("A").value("sex") == "female"
    assert not [i for i in registered.items.values() if i.in_error]


@pytest.mark.parametrize(
    ("fields", "match"),
    [
        ({"field": "colour"}, "no field colour"),
        ({"field": "phone"}, "no statement of phone"),
        ({"field": "sex", "details": Statement(about=About.BIRTH_DATE, value="1984")}, "of sex"),
        ({"field": "ssn", "details": Identifier(type="DL", value="1")}, "of ssn"),
        (
            {
                "field": "birth_date",
                "details": Statement(about=About.BIRTH_DATE, value="1984-12-03"),
            },
            "shows that birth_date already",
        ),
    ],
)
def test_a_correction_that_cannot_be(
    registered: World, fields: dict[str, object], match: str
) -> None:
    with pytest.raises(UsageError, match=match):
        corrected(registered, **fields)
    with pytest.raises(ReasonMissing):
        corrected(registered, reason=" ")


def test_a_correction_undone_leaves_the_chart_as_it_was(registered: World) -> None:
    before = registered.state()
    done = corrected(registered)
    registered.undoes(done)
    assert registered.patients == before.patients
    assert {**registered.items, "new": None} == {**before.items, "new": None}


def test_a_correction_does_not_touch_other_charts_or_the_number(registered: World) -> None:
    done = corrected(registered)
    changes = registered.entry(done).change_set.changes
    assert {c.id for c in changes if c.entity == PATIENT} == {"A"}
    assert isinstance(registered.patients["A"], Patient)
    assert registered.patients["A"].number == "0012-A"


# Redline


def test_a_redline_shows_what_was_struck_and_added() -> None:
    assert redline("He smokes daily.", "He never smoked.") == (
        Piece(Mark.KEPT, "He "),
        Piece(Mark.STRUCK, "smokes"),
        Piece(Mark.ADDED, "never"),
        Piece(Mark.KEPT, " "),
        Piece(Mark.STRUCK, "daily"),
        Piece(Mark.ADDED, "smoked"),
        Piece(Mark.KEPT, "."),
    )
    assert redline("", "") == ()
    assert redline("same", "same") == (Piece(Mark.KEPT, "same"),)


@given(st.text(alphabet="ab .\né", max_size=30), st.text(alphabet="ab .\né", max_size=30))
def test_both_texts_can_be_read_from_a_redline(old: str, new: str) -> None:
    pieces = redline(old, new)
    assert "".join(p.text for p in pieces if p.mark is not Mark.ADDED) == old
    assert "".join(p.text for p in pieces if p.mark is not Mark.STRUCK) == new
    assert all(piece.text for piece in pieces)


def test_long_texts_that_differ_all_over_are_compared_line_by_line() -> None:
    old = "".join(f"day {n}: pulse {n % 90}.\n" for n in range(1500))
    new = old.replace("pulse 7.", "heart rate 7.")
    pieces = redline(old, new)
    assert "".join(p.text for p in pieces if p.mark is not Mark.ADDED) == old
    assert "".join(p.text for p in pieces if p.mark is not Mark.STRUCK) == new
    assert Piece(Mark.STRUCK, "day 97: pulse 7.\n") in pieces
