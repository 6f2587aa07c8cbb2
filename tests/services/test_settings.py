# SPDX-License-Identifier: Apache-2.0
"""What a site may set: by an administrator, with an event each, and in force at once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete, insert, update

import builders as b
from himdesk.domain.errors import NotPermitted, UsageError
from himdesk.domain.roles import Role
from himdesk.services.amendments.law import REVIEWED, periods
from himdesk.services.settings import ALL, Form
from himdesk.store.desk import settings, staff
from himdesk.store.tables import SETTINGS

if TYPE_CHECKING:
    from services.hospital import Hospital


def test_every_merge_asks_for_a_second_person_once_the_site_says_so(hospital: Hospital) -> None:
    hospital.add(b.a_person("A"))
    hospital.add(b.a_person("B"))
    clerk = hospital.desk("clerk").corrections
    plain = clerk.merge("0012-A", ["0012-B"], reason="twice", dry_run=True)
    assert not plain.needs_approval
    hospital.desk("admin").settings.change({"approval.merge": "always"})
    strict = clerk.merge("0012-A", ["0012-B"], reason="twice", dry_run=True)
    assert strict.needs_approval
    hospital.desk("admin").settings.change({"approval.merge": ""})
    assert not clerk.merge("0012-A", ["0012-B"], reason="twice", dry_run=True).needs_approval


def test_a_change_is_an_event_with_before_and_after(hospital: Hospital) -> None:
    desk = hospital.desk("admin").settings
    desk.change({"worklist.claim-minutes": "45", "approval.undo": "policy"})
    desk.change({"worklist.claim-minutes": "60"})
    desk.change({"worklist.claim-minutes": "60"})
    with hospital.database.read() as session:
        events = [e for e in staff.events(session, limit=10) if e.verb == "setting"]
        assert settings.read(session)["worklist.claim-minutes"] == "60"
    assert [e.by for e in events] == ["admin", "admin"]
    newest = json.loads(max(events, key=lambda e: e.seq).detail or "")
    assert newest == {
        "set": {"worklist.claim-minutes": "60"}, "before": {"worklist.claim-minutes": "45"},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("approval.merge", "never"),
        ("approval.split", "always"),
        ("worklist.claim-minutes", "0"),
        ("worklist.claim-minutes", "half an hour"),
        ("worklist.claim-minutes", "٣"),
        ("amendment.complaint", "Ask at the desk"),
        ("amendment.systems", "Laboratory"),
        ("correction.systems", "none\nLaboratory"),
        (REVIEWED, "last spring"),
        ("fees.patient-flat", "6.51"),
        ("fees.patient-labour", "a dollar"),
        ("fees.schedules", "subpoena: finding 20.00"),
        ("fees.schedules", "patient-access: search 20.00"),
        ("scans.folder", "scans"),
        ("scans.folder", "/srv/scans\n/srv/more"),
        ("no.such", "x"),
    ],
)
def test_what_is_no_value_is_said_and_nothing_is_set(
    hospital: Hospital, key: str, value: str
) -> None:
    with pytest.raises(UsageError) as refused:
        hospital.desk("admin").settings.change({"approval.undo": "always", key: value})
    assert refused.value.where() == key
    with hospital.database.read() as session:
        assert settings.read(session) == {}


def test_a_review_counts_for_the_version_that_was_reviewed(hospital: Hospital) -> None:
    desk = hospital.desk("admin").settings
    desk.change({REVIEWED: "2026-02-01"})
    assert desk.all()[REVIEWED] == "2026-02-01"
    with hospital.database.read() as session:
        found = periods(settings.read(session)).reviewed_on
    assert found is not None
    assert found.isoformat() == "2026-02-01"


def test_only_an_administrator_sets(hospital: Hospital) -> None:
    for role in set(Role) - {Role.ADMIN}:
        with pytest.raises(NotPermitted):
            hospital.desk(role.value).settings.all()
        with pytest.raises(NotPermitted):
            hospital.desk(role.value).settings.change({})


def test_settings_edited_by_hand_are_found(hospital: Hospital) -> None:
    admin, auditor = hospital.desk("admin").settings, hospital.desk("auditor").audit
    admin.change({"approval.merge": "always"})
    assert auditor.verify()["ok"]
    by_hand = (
        delete(SETTINGS).where(SETTINGS.c.key == "approval.merge"),
        insert(SETTINGS).values(key="approval.merge", value="policy"),
        update(SETTINGS).values(value="always"),
        insert(SETTINGS).values(key="approval.link", value="always"),
    )
    found = []
    for statement in by_hand:
        with hospital.database.write("admin") as session:
            session.execute(statement)
        verdict = auditor.verify()
        found.append(None if verdict["ok"] else verdict["first_broken"]["where"])
    assert found == ["setting/approval.merge", "setting/approval.merge", None,
                     "setting/approval.link"]  # fmt: skip


def test_every_setting_has_a_title_and_a_key_of_its_own() -> None:
    assert len({setting.key for setting in ALL}) == len(ALL)
    assert all(setting.title and setting.group for setting in ALL)
    assert {setting.form for setting in ALL} == set(Form)
