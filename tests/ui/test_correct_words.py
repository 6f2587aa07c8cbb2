# SPDX-License-Identifier: Apache-2.0
"""Correcting a person, one reads and chooses words; what is recorded are the codes."""

from __future__ import annotations

import builders as b
from himdesk.domain.charts.items import About
from himdesk.ui import saying
from himdesk.ui.identity.fields import as_recorded, field_page
from himdesk.ui.requests.values import CHOICE


def test_a_language_is_chosen_by_its_name_and_recorded_by_its_code() -> None:
    chart = b.a_person("A", b.a_statement("A", About.LANGUAGE, "es"))
    page = field_page(chart, "language")
    assert [row.says for row in page.statements] == ["Spanish"]
    value = page.parts[0]
    assert (value.kind, value.options[0]) == (CHOICE, ("es", "Spanish"))
    assert ("vi", "Vietnamese") in value.options
    assert len({code for code, _ in value.options}) == len(value.options)


def test_without_a_value_none_is_chosen_before_a_person_does() -> None:
    assert field_page(b.a_person("A"), "marital_status").parts[0].options[0] == ("", "choose one")


def test_a_death_is_said_by_yes_and_no_or_the_day() -> None:
    page = field_page(b.a_person("A", b.a_death("A", "true")), "deceased")
    assert page.statements[0].says == "yes"
    assert page.parts[0].value == "yes"
    assert as_recorded("deceased", "Yes") == "true"
    assert as_recorded("deceased", "no") == "false"
    assert as_recorded("deceased", "2026-03-01") == "2026-03-01"
    assert as_recorded("family", "No") == "No"


def test_roles_are_told_by_what_people_call_them() -> None:
    assert saying.roles({"roi", "clerk"}) == "clerk, release of information"
