# SPDX-License-Identifier: Apache-2.0
"""The site's own letter templates: versions in the chain, refusals, what issued letters keep."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pypdfium2
import pytest

import builders as b
from himdesk.domain.errors import HimdeskError, NotPermitted, UsageError
from himdesk.printing.errors import (
    LetterIncomplete,
    TemplateStale,
    TemplateUnreadable,
    UnknownField,
    UnknownTemplate,
)
from himdesk.services.correspondence.letters import Wanted
from himdesk.store.desk import staff
from himdesk.store.verify import verify

if TYPE_CHECKING:
    from himdesk.services.correspondence.templates import Templates
    from services.hospital import Hospital

EXTENSION = "amendment-extension.en"
SHIPPED = "2"
NOTICE = "correction-notice.en"


@pytest.fixture
def desk(hospital: Hospital) -> Templates:
    made: Templates = hospital.desk("admin").templates
    return made


def reworded(desk: Templates, template: str, old: str, new: str) -> str:
    source = desk.open(template).current.source
    assert old in source
    return source.replace(old, new, 1)


def test_each_shipped_template_is_whole_when_filled_with_samples(desk: Templates) -> None:
    for line in desk.all():
        opened = desk.open(line.id)
        assert desk.try_(line.id, opened.current.source).missing == (), line.id
        assert "{letter.reference}" in [choice.text for choice in opened.choices]


@pytest.mark.parametrize("template", ["amendment-denial.en", "amendment-denial.es"])
def test_each_field_offered_can_be_inserted(desk: Templates, template: str) -> None:
    opened = desk.open(template)
    for choice in opened.choices:
        each = f'each = "{choice.each}"\nitems' if choice.each else "text"
        value = f'["{choice.text}"]' if choice.each else f'"{choice.text}"'
        kind = "list" if choice.each else "text"
        block = f'\n[[block]]\ntype = "{kind}"\n{each} = {value}\n'
        desk.try_(template, opened.current.source + block)


def test_versions_are_kept_and_come_back(desk: Templates) -> None:
    shipped = desk.open(EXTENSION).current
    first = desk.save(EXTENSION, reworded(desk, EXTENSION, "Dear", "Good day,"), seen=SHIPPED)
    second = desk.save(
        EXTENSION, reworded(desk, EXTENSION, "Good day,", "Hello"), seen=first.version
    )
    assert (first.version, second.version) == (f"{SHIPPED}-site1", f"{SHIPPED}-site2")
    desk.use(EXTENSION, f"{SHIPPED}-site1", seen=f"{SHIPPED}-site2")
    opened = desk.open(EXTENSION)
    assert opened.current.source == first.source
    assert [x.version for x in opened.versions] == [f"{SHIPPED}-site2", f"{SHIPPED}-site1", SHIPPED]
    desk.use(EXTENSION, SHIPPED, seen=f"{SHIPPED}-site1")
    assert desk.open(EXTENSION).current == shipped
    third = desk.save(EXTENSION, first.source, seen=SHIPPED)
    assert third.version == f"{SHIPPED}-site3"
    assert {x.id: x.version for x in desk.all()}[EXTENSION] == f"{SHIPPED}-site3"


@pytest.mark.parametrize(
    ("old", "new", "error", "said"),
    [
        ("{until}", "{untill}", UnknownField, "line 21: there is no field “untill” here"),
        ('kind = "', "kind = ", TemplateUnreadable, "line 1: It can't be read"),
        ('text = "{reason}"', 'text = "-"', LetterIncomplete, "It lacks: "),
        ('"en"', '"es"', UsageError, "its kind and language stay as they are"),
        (
            f'"{SHIPPED}"',
            f"'{SHIPPED}'",
            TemplateUnreadable,
            "The version stands on a line of its own",
        ),
    ],
)
def test_what_cannot_be_a_template_is_refused_in_one_sentence(
    desk: Templates, old: str, new: str, error: type[HimdeskError], said: str
) -> None:
    with pytest.raises(error) as refused:
        desk.save(EXTENSION, reworded(desk, EXTENSION, old, new), seen=SHIPPED)
    assert said in refused.value.message()
    assert len(desk.open(EXTENSION).versions) == 1


def test_there_is_no_going_to_what_never_was(desk: Templates) -> None:
    with pytest.raises(UsageError):
        desk.use(EXTENSION, "9", seen=SHIPPED)
    with pytest.raises(UnknownTemplate):
        desk.open("amendment-extension.fr")


def test_two_who_edit_the_same_template_do_not_overwrite_each_other(
    hospital: Hospital, desk: Templates
) -> None:
    text = reworded(desk, EXTENSION, "Dear", "Hello")
    hospital.desk("admin2").templates.save(EXTENSION, text, seen=SHIPPED)
    with pytest.raises(TemplateStale) as refused:
        desk.save(EXTENSION, text, seen=SHIPPED)
    assert f"admin2 put version {SHIPPED}-site1" in refused.value.message()


@pytest.mark.parametrize("role", ["clerk", "supervisor", "auditor"])
def test_only_an_administrator_edits_templates(hospital: Hospital, role: str) -> None:
    desk = hospital.desk(role).templates
    for act in (
        desk.all,
        lambda: desk.open(EXTENSION),
        lambda: desk.try_(EXTENSION, ""),
        lambda: desk.save(EXTENSION, "", seen=SHIPPED),
        lambda: desk.use(EXTENSION, SHIPPED, seen=SHIPPED),
    ):
        with pytest.raises(NotPermitted):
            act()


def test_letters_follow_the_template_and_issued_ones_stay(
    hospital: Hospital, desk: Templates
) -> None:
    visit = b.an_encounter("A", at="2025-05-01")
    hospital.add(b.a_person("A", visit))
    hospital.add(b.a_person("B"))
    asked = hospital.desk("clerk").corrections.move(visit.id, to="0012-B", reason="wrong patient")
    assert asked.request is not None
    done = hospital.desk("supervisor").approvals.approve(asked.request.id)
    assert done.applied is not None
    letters = hospital.desk("clerk").letters
    wanted = Wanted(kind="overlay-patient", about=done.applied.id)
    before = letters.issue(wanted)
    opened = desk.open("overlay-patient.en")
    changed = opened.current.source.replace("Dear ", "Good morning, ", 1)
    desk.save("overlay-patient.en", changed, seen=opened.current.version)
    after = letters.issue(wanted)
    text = pypdfium2.PdfDocument(after.pdf)[0].get_textpage().get_text_range()
    assert "Good morning," in text
    assert f"overlay-patient.en v{opened.current.version}-site1" in text
    assert after.letter.template_version == f"{opened.current.version}-site1"
    assert letters.reprint(before.letter.id).pdf == before.pdf


def test_the_chain_of_staff_and_settings_covers_templates(
    hospital: Hospital, desk: Templates
) -> None:
    """What is changed in such an event behind its chain is found: see the store's tampering."""
    desk.save(EXTENSION, reworded(desk, EXTENSION, "Dear", "Hello"), seen=SHIPPED)
    with hospital.database.read() as session:
        event = staff.events(session, limit=1)[0]
    assert (event.verb, event.subject, event.by) == ("template", EXTENSION, "admin")
    assert "Hello {letter.recipient.name}" in json.loads(event.detail or "")["source"]
    assert verify(hospital.database).ok
