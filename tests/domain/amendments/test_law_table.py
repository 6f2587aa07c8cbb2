# SPDX-License-Identifier: Apache-2.0
"""The table of the law names nothing that is not there, and leaves out no required content."""

from __future__ import annotations

import ast
import tomllib
from importlib import import_module
from operator import attrgetter
from pathlib import Path

import pytest

from domain.amendments.law_table import RULES, Rule
from himdesk import resources

TESTS = Path(__file__).parents[2]
SECTION = "45 CFR 164.526"


def required() -> dict[str, set[str]]:
    """The paragraphs of the section that a required content of a letter rests on."""
    text = resources.path("letters", "requirements.toml").read_text(encoding="utf-8")
    found: dict[str, set[str]] = {}
    for each in tomllib.loads(text)["require"]:
        if each["basis"].startswith(SECTION):
            paragraph = each["basis"].removeprefix(SECTION)
            found.setdefault(each["id"], set()).add(paragraph)
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


PARAGRAPHS = (
    "(a)(2)", "(a)(2)(i)", "(b)(1)", "(b)(2)(i)", "(b)(2)(ii)", "(c)(1)", "(c)(2)", "(c)(3)(i)",
    "(c)(3)(ii)", "(d)(1)", "(d)(1)(i)", "(d)(1)(ii)", "(d)(1)(iii)", "(d)(1)(iv)", "(d)(2)",
    "(d)(3)", "(d)(4)", "(d)(5)(i)", "(d)(5)(ii)", "(e)", "(f)",
)  # fmt: skip
"""What the section asks of us; (d)(5)(iii) is of standard transactions, of which we make none."""


def test_every_paragraph_of_the_section_is_in_the_table() -> None:
    named = {paragraph for rule in RULES for paragraph in rule.paragraph.split(", ")}
    assert [each for each in PARAGRAPHS if each not in named] == []


def test_every_required_content_of_the_section_is_in_the_table() -> None:
    told = {r.where.removeprefix("letter:") for r in RULES if r.where.startswith("letter:")}
    assert told == set(required())
