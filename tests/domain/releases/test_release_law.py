# SPDX-License-Identifier: Apache-2.0
"""The table of the law of releases names nothing that is not there, and leaves out no element."""

from __future__ import annotations

import ast
from dataclasses import replace
from importlib import import_module
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from domain.releases.law_table import ELEMENTS, RULES
from domain.releases.test_authorization import GOOD, TODAY
from himdesk.domain.releases.authorization import checklist
from himdesk.printing.letters.lint import load_all
from himdesk.resources import path

if TYPE_CHECKING:
    from domain.amendments.law_table import Rule

TESTS = Path(__file__).parents[2]
SECTIONS = ("45 CFR 164.524", "45 CFR 164.528")


def required() -> dict[str, set[str]]:
    """The paragraphs of the two sections that a required content of a letter rests on."""
    found: dict[str, set[str]] = {}
    for each in load_all(path("letters"), "en"):
        if each.basis.startswith(SECTIONS):
            found.setdefault(each.id, set()).add(each.basis.removeprefix("45 CFR "))
    return found


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.paragraph} {rule.says}")
def test_what_enforces_a_rule_is_there_and_so_is_its_test(rule: Rule) -> None:
    place, name = rule.where.split(":")
    if place == "letter":
        assert rule.paragraph in required()[name]
    else:
        assert attrgetter(name)(import_module(place))
    file, test = rule.test.split("::")
    tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    assert test in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_every_element_of_the_checklist_is_in_the_table_with_its_paragraph() -> None:
    whole = replace(
        GOOD, by_representative=True, sought_by_us=True, combined_with="another", part2=True
    )
    elements = checklist(whole, received=TODAY, today=TODAY)
    of_the_law = {e.name: e.paragraph for e in elements if e.paragraph != "practice"}
    assert of_the_law == {
        name: rule.paragraph.removeprefix("164.508") for name, rule in ELEMENTS.items()
    }


def test_every_required_content_of_the_letters_is_in_the_table() -> None:
    told = {r.where.removeprefix("letter:") for r in RULES if r.where.startswith("letter:")}
    assert told == set(required())
