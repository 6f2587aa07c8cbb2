# SPDX-License-Identifier: Apache-2.0
"""Charts that hold two persons, for the tests of the split window."""

from __future__ import annotations

from typing import TYPE_CHECKING

import builders as b

if TYPE_CHECKING:
    from himdesk.domain.charts.charts import Chart
    from himdesk.domain.charts.items import Item

OWN = {
    "registered_name": "HARPER, James",
    "registered_birth_date": "1958-05-21",
    "registered_phone": "555 0118",
    "registered_mrn": "0012-A",
    "registered_sex": "male",
    "provider": "Dr. Osei",
    "location": "Main",
}
OTHER = {
    "registered_name": "HARPER, James T",
    "registered_birth_date": "1986-11-02",
    "registered_phone": "555 0164",
    "registered_mrn": "0012-A",
    "registered_sex": "male",
    "registered_address": "918 N Larrabee",
    "provider": "Dr. Lindqvist",
    "location": "West",
}


def visit(number: int, *, other: bool, **more: str) -> list[Item]:
    """A visit with a signed note and a result; every third month another year."""
    registered = {**(OTHER if other else OWN), **more}
    at = f"{2024 + number // 5}-{1 + 2 * (number % 5):02}-0{1 + number % 8}"
    name, doctor = f"v{number:02}", registered["provider"]
    inpatient = {"encounter_class": "IMP", "until": f"{at[:8]}19"} if number % 4 == 0 else {}
    return [
        b.an_encounter("A", id=name, at=at, display=f"Visit, {doctor}", **registered, **inpatient),
        b.a_document("A", id=f"{name}-n", encounter_id=name, at=at, title="Note", author=doctor),
        b.a_clinical("A", id=f"{name}-r", encounter_id=name, at=at, display="Sodium"),
    ]


def two_strangers(*more: Item) -> Chart:
    """S11: 40 items over three years, visits of two strangers of one name interleaved."""
    visits = [item for n in range(11) for item in visit(n, other=n % 3 == 1)]
    return b.a_chart(
        "A",
        b.a_name("A", "Harper", "James", id="name"),
        b.a_birth_date("A", "1958-05-21", id="birth"),
        b.a_sex("A", "male", id="sex"),
        b.a_phone("A", "555 0118", id="phone"),
        b.an_identifier("A", "0012-A", type="MR", id="mrn"),
        *visits,
        b.an_allergy("A", id="allergy", at="2024-05-02"),
        b.a_clinical("A", id="ibuprofen", at="2024-07-30", display="Ibuprofen 600 mg"),
        *more,
    )


def a_father_and_his_son() -> tuple[Chart, Chart]:
    """S8: JOHN R SMITH SR and JR, one address; the son's emergency visit in the father's chart."""
    home = "registered_address"
    ed = {
        "registered_name": "SMITH, John R Jr",
        "registered_birth_date": "1976-02-03",
        home: "4 Elm Street",
        "provider": "Dr. Patel",
    }
    father = b.a_chart(
        "S",
        b.a_name("S", "Smith", "John", middle="R", suffix="Sr"),
        b.a_birth_date("S", "1949-06-01"),
        b.an_address("S", "4 Elm Street"),
        b.an_identifier("S", "0012-S", type="MR"),
        b.an_encounter(
            "S", id="old", at="2025-01-10", registered_birth_date="1949-06-01", provider="Dr. Osei"
        ),
        b.an_encounter("S", id="ed", at="2025-05-02", display="Emergency", **ed),
        b.a_document("S", id="ed-note", encounter_id="ed", at="2025-05-02", author="Dr. Patel"),
        b.an_order("S", id="ed-order", encounter_id="ed", at="2025-05-02"),
        b.a_clinical("S", id="ed-result", parent_id="ed-order", encounter_id="ed"),
        b.a_coverage("S", id="ed-account", encounter_id="ed"),
    )
    son = b.a_chart(
        "J",
        b.a_name("J", "Smith", "John", middle="R", suffix="Jr"),
        b.a_birth_date("J", "1976-02-03"),
        b.an_address("J", "4 Elm Street"),
        b.an_identifier("J", "0012-J", type="MR"),
    )
    return father, son
