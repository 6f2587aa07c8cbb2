# SPDX-License-Identifier: Apache-2.0
"""The field table: what differs, whose value is kept, what must be chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import builders as b
from himdesk.domain.charts.items import About
from himdesk.ui.compare.rows import field_rows
from himdesk.ui.compare.values import FieldRow, Sign

if TYPE_CHECKING:
    from himdesk.domain.charts.charts import Chart


def row_of(charts: tuple[Chart, ...], name: str, **keep: str) -> FieldRow:
    return next(row for row in field_rows(charts, keep) if row.field == name)


def pair(**_: object) -> tuple[Chart, Chart]:
    left = b.a_chart(
        "A",
        b.a_name("A", "Santos-Rivera", "Maria", middle="E"),
        b.a_birth_date("A", "1984-03-12"),
        b.a_sex("A"),
        b.an_identifier("A", "900-12-4471"),
        b.an_address("A", "418 Juniper St"),
    )
    right = b.a_chart(
        "B",
        b.a_name("B", "Santos", "Maria", middle="Elena"),
        b.a_birth_date("B", "1984-12-03"),
        b.a_sex("B"),
        b.a_phone("B", "(619) 555-0177", use="mobile"),
        b.an_address("B", "481 Juniper St"),
    )
    return left, right


def test_equal_values_are_quiet_and_need_no_choice() -> None:
    row = row_of(pair(), "given")
    assert (row.sign, row.keep, row.choices) == (Sign.EQUAL, "", ())


def test_the_differing_characters_are_marked() -> None:
    row = row_of(pair(), "family")
    assert row.sign is Sign.CHANGED
    assert row.cells[0].text is not None
    start, end = row.cells[0].marks[0]
    assert row.cells[0].text[start:end] == "-Rivera"
    assert row.cells[1].note == "one is a part of the other"


def test_a_differing_birth_date_must_be_chosen_by_a_person() -> None:
    open_row = row_of(pair(), "birth_date")
    assert open_row.open
    assert open_row.result.text is None
    assert open_row.cells[1].note == "⇄ month and day swapped"
    chosen = row_of(pair(), "birth_date", birth_date="B")
    assert not chosen.open
    assert (chosen.result.text, chosen.remark) == ("1984-12-03", "1984-03-12 kept as previous")


def test_blanks_of_the_survivor_are_filled() -> None:
    row = row_of(pair(), "mobile")
    assert (row.sign, row.keep, row.result.text) == (Sign.ADDED, "B", "(619) 555-0177")


def test_the_survivor_can_be_the_second_chart() -> None:
    rows = {row.field: row for row in field_rows(pair(), {}, survivor=1)}
    assert rows["family"].keep == "B"
    assert rows["ssn"].keep == "A"


def test_addresses_can_both_stay_and_swapped_digits_are_named() -> None:
    row = row_of(pair(), "address", address="both")
    assert row.choices == ("A", "B", "both")
    assert row.cells[1].note == "⇄ digits swapped"
    assert row.remark == "both stay current"


def test_a_social_security_number_shows_only_its_last_digits() -> None:
    row = row_of(pair(), "ssn")
    assert row.cells[0].text == "***-**-4471"


def test_two_numbers_are_compared_without_showing_hidden_digits() -> None:
    left = b.a_chart("A", b.an_identifier("A", "900-12-4471"))
    right = b.a_chart("B", b.an_identifier("B", "901-12-4471"))
    row = row_of((left, right), "ssn")
    assert row.sign is Sign.CHANGED
    assert row.cells[1].note == "digit 3 of 9 differs"
    assert row.cells[1].marks == ((2, 3),)
    assert all("900" not in (cell.text or "") for cell in row.cells)


def test_equal_numbers_written_in_two_ways_are_equal() -> None:
    left = b.a_chart("A", b.an_identifier("A", "900-12-4471"))
    right = b.a_chart("B", b.an_identifier("B", "900124471"))
    row = row_of((left, right), "ssn")
    assert row.sign is Sign.EQUAL
    assert row.cells[1].text == "***-**-4471"


def test_of_three_numbers_each_tells_where_it_differs_from_the_first() -> None:
    numbers = ("900-12-4471", "900-12-4475", "900-21-4471")
    charts = [b.a_chart(x, b.an_identifier(x, n)) for x, n in zip("ABC", numbers, strict=True)]
    row = row_of(charts, "ssn")
    assert [cell.marks for cell in row.cells] == [
        ((4, 5), (5, 6), (10, 11)),
        ((10, 11),),
        ((4, 5), (5, 6)),
    ]
    assert row.cells[2].note == "digits 4, 5 of 9 differ"


def test_sensitivity_is_the_strictest_and_nobody_chooses_it() -> None:
    left, right = b.a_chart("A", b.a_flag("A", "part2")), b.a_chart("B", b.a_name("B"))
    row = row_of((left, right), "Sensitivity")
    assert (row.keep, row.result.text, row.sources) == ("rule", "Part 2", ("A",))


def test_blood_groups_that_differ_are_all_kept_and_stand_out() -> None:
    left = b.a_chart("A", b.a_blood_group("A", "O+"))
    right = b.a_chart("B", b.a_blood_group("B", "A-"))
    row = row_of((left, right), "Blood group")
    assert row.sign is Sign.CONFLICT
    assert row.result.text == "O+ and A-"


def test_group_and_rhesus_factor_of_one_chart_are_one_group() -> None:
    left = b.a_chart("A", b.a_blood_group("A", "O"), b.a_blood_group("A", "+"))
    right = b.a_chart("B", b.a_blood_group("B", "O+"))
    assert row_of((left, right), "Blood group").cells[0].text == "O+"


def test_three_charts_stand_side_by_side() -> None:
    third = b.a_chart(
        "C", b.a_name("C", "Santos", "Mary"), b.a_statement("C", About.LANGUAGE, "es")
    )
    row = row_of((*pair(), third), "given")
    assert row.choices == ("A", "B", "C")
    assert row_of((*pair(), third), "given", given="C").result.text == "Mary"
