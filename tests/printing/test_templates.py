# SPDX-License-Identifier: Apache-2.0
"""Templates: what is wrong with one is said with template, line and field."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from himdesk.domain.errors import HimdeskError
from himdesk.printing.errors import TemplateUnreadable, UnknownField
from himdesk.printing.letters.template import LetterTemplate, Piece, parse

if TYPE_CHECKING:
    from himdesk.printing.letters.letters import Letters

HEAD = 'kind = "merge-notice"\nlanguage = "en"\nversion = "3"\ntitle = "A title"\n'


def _refused(source: str) -> TemplateUnreadable:
    with pytest.raises(TemplateUnreadable) as refused:
        parse(source, "mine.en")
    return refused.value


def test_a_small_template() -> None:
    source = HEAD + 'reviewed = 2026-11-01\n[[block]]\ntype = "text"\ntext = "a **{due}** b"\n'
    template = parse(source, "mine.en")
    assert template.reviewed == date(2026, 11, 1)
    assert template.stamp == f"merge-notice.en v3 {template.digest[:12]}"
    first, due, last = template.blocks[0].text
    assert (first, last) == (Piece("a ", False), Piece(" b", False))
    assert due.bold


def test_line_ends_do_not_change_the_hash() -> None:
    source = HEAD + '[[block]]\ntype = "title"\ntext = "x"\n'
    assert parse(source, "x").digest == parse(source.replace("\n", "\r\n"), "x").digest


@pytest.mark.parametrize(
    ("field", "known"),
    [
        ("survivor.mnr", "mrn"),
        ("nobody", "survivor"),
        ("item.mrn", "survivor"),
        ("withheld", "reason"),
        ("letter.signer.fax", "phone"),
        ("due|last5", "last4"),
        ("reason.length", ""),
        ("", "reason"),
        ("__class__", "reason"),
    ],
)
def test_unknown_field_names_template_line_and_field(field: str, known: str) -> None:
    source = HEAD + f'\n[[block]]\ntype = "text"\ntext = "On {{{field}}} we"\n'
    with pytest.raises(UnknownField) as refused:
        parse(source, "mine.en")
    assert refused.value.where() == "mine.en:8"
    assert f"“{field}”" in refused.value.message()
    assert known in refused.value.message()


@pytest.mark.parametrize("key", ["each", "when", "unless"])
def test_unknown_field_of_a_block(key: str) -> None:
    source = HEAD + f'[[block]]\ntype = "text"\n{key} = "retire"\ntext = "x"\n'
    with pytest.raises(UnknownField) as refused:
        parse(source, "mine.en")
    assert refused.value.line == 7


def test_field_of_a_repeated_item() -> None:
    source = HEAD + '[[block]]\ntype = "ticks"\neach = "tasks"\ntext = "{item.sistem}"\n'
    with pytest.raises(UnknownField) as refused:
        parse(source, "mine.en")
    assert refused.value.known == ("action", "system")


@pytest.mark.parametrize(
    ("source", "line", "problem"),
    [
        (HEAD + "[[block]\n", 5, "can't be read"),
        ("", 1, "“kind” is missing"),
        (HEAD.replace("merge-notice", "love-letter"), 1, "love-letter"),
        (HEAD.replace('version = "3"', "version = 3"), 3, "version"),
        (HEAD + 'reviewed = "soon"\n', 5, "reviewed"),
        (HEAD + 'colour = "red"\n', 5, "colour"),
        (HEAD + 'layout = "poster"\n', 5, "poster"),
        (HEAD + '[[block]]\ntype = "poem"\n', 5, "poem"),
        (HEAD + '[[block]]\ntype = "text"\ntext = 5\n', 5, "wrong shape"),
        (HEAD + '[[block]]\ntype = "facts"\nrows = [["a"], 1]\n', 5, "wrong shape"),
        (HEAD + '[[block]]\ntype = "table"\nhead = ["a"]\ncells = ["b", "c"]\n', 5, "columns"),
        (HEAD + '[[block]]\ntype = "facts"\nrows = [["a", "b", "c"]]\n', 5, "label and a value"),
        (HEAD + '[[block]]\ntype = "table"\nhead = ["a"]\ncells = ["b"]\nwidths = [0]\n', 5, "wid"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(source: str, line: int, problem: str) -> None:
    refused = _refused(source)
    assert refused.line == line
    assert problem in refused.message()
    assert isinstance(refused, HimdeskError)


def test_shipped_templates_claim_no_review_that_nobody_made(letters: Letters) -> None:
    shipped: list[LetterTemplate] = list(letters.templates.values())
    assert len(shipped) == 54
    assert all(template.reviewed is None for template in shipped)
    assert len({template.digest for template in shipped}) == len(shipped)
