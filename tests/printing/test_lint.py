# SPDX-License-Identifier: Apache-2.0
"""Each required content, taken out in turn, keeps the letter from being issued."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from himdesk.printing.errors import LetterIncomplete, TemplateUnreadable
from himdesk.printing.letters import lint
from himdesk.printing.letters import template as templates
from himdesk.printing.letters.fields import Scope
from himdesk.printing.letters.lint import Requirement, Zone
from himdesk.printing.letters.values import Dispatch, Recipient, Site
from himdesk.resources import path
from printing import cases

if TYPE_CHECKING:
    from himdesk.printing.letters.letters import Letters
    from himdesk.printing.letters.notices import Notice
    from himdesk.printing.letters.template import LetterTemplate

REQUIREMENTS = {language: lint.load_all(path("letters"), language) for language in ("en", "es")}
IN_THE_TEXT = [
    pytest.param(notice, language, requirement, id=f"{notice.kind}.{language}-{requirement.id}")
    for language, requirements in REQUIREMENTS.items()
    for notice in cases.ALL
    for requirement in requirements
    if requirement.concerns(notice.kind) and requirement.zone is Zone.BODY
]


def _without_block(source: str, type_: str) -> str:
    head, *blocks = source.split("[[block]]\n")
    return "[[block]]\n".join([head, *(b for b in blocks if f'type = "{type_}"' not in b)])


def _without_field(source: str, field: str) -> str:
    """Every place of a field out of the source, also inside of repeated blocks."""
    if field.startswith("letter.signer"):
        source = _without_block(source, "closing")
    if field == "letter.enclosures":
        source = _without_block(source, "enclosures")
    owner, _, name = field.rpartition(".")
    head, *blocks = source.split("[[block]]\n")
    inside = f"{{item.{name}}}" if owner else "{item}"
    each = f'each = "{owner or field}"'
    blocks = [b.replace(inside, "") if each in b else b for b in blocks]
    return "[[block]]\n".join([head, *blocks]).replace(f"{{{field}}}", "")


def _without_words(source: str, group: tuple[str, ...]) -> str:
    if group[0] in {"Enclosures", "Adjuntos"}:
        return _without_block(source, "enclosures")
    for alternative in group:
        source = re.sub(re.escape(alternative), "", source, flags=re.IGNORECASE)
    return source


def _mutilated(template: LetterTemplate, requirement: Requirement) -> list[LetterTemplate]:
    sources = [_without_words(template.source, group) for group in requirement.words]
    if requirement.field:
        written = requirement.field.path
        if requirement.field.filter:
            written += f"|{requirement.field.filter}"
        sources.append(_without_field(template.source, written))
    assert all(source != template.source for source in sources)
    return [templates.parse(source, template.id) for source in sources]


@pytest.mark.parametrize(("notice", "language", "requirement"), IN_THE_TEXT)
def test_letter_without_a_required_content_is_refused(
    letters: Letters, notice: Notice, language: str, requirement: Requirement
) -> None:
    for template in _mutilated(letters.template(notice.kind, language), requirement):
        report = letters.proof(template, notice, cases.LETTER, cases.SITE).report
        assert requirement.id in [finding.id for finding in report.missing]
        with pytest.raises(LetterIncomplete) as refused:
            letters.issue(template, notice, cases.LETTER, cases.SITE)
        assert requirement.text in refused.value.missing


HEADS = {
    "site-name": (cases.LETTER, replace(cases.SITE, name="")),
    "site-address": (cases.LETTER, replace(cases.SITE, address=())),
    "date": (replace(cases.LETTER, on=cases.LETTER.on.replace(year=2025)), cases.SITE),
    "reference": (replace(cases.LETTER, reference="OTHER"), cases.SITE),
    "recipient": (replace(cases.LETTER, recipient=Recipient(name="")), cases.SITE),
    "recipient-address": (replace(cases.LETTER, recipient=Recipient(name="A")), cases.SITE),
    "stamp": (replace(cases.LETTER, ledger_head="ffffffffffff"), cases.SITE),
}


def test_every_requirement_of_the_head_is_tested() -> None:
    heads = {r.id for r in REQUIREMENTS["en"] if r.zone is Zone.HEAD}
    assert heads | {"stamp"} == set(HEADS)


@pytest.mark.parametrize("missing", HEADS)
def test_page_without_its_furniture_is_refused(letters: Letters, missing: str) -> None:
    letter, site = HEADS[missing]
    template = letters.template("merge-notice", "en")
    printed = letters.press.render(template, cases.MERGE, letter, site)
    report = _check(letters, printed.pdf, template, cases.LETTER, cases.SITE)
    assert missing in [finding.id for finding in report.missing]


def _check(
    letters: Letters, pdf: bytes, template: LetterTemplate, letter: Dispatch, site: Site
) -> lint.Report:
    return letters.linters["en"].check(pdf, template, Scope(cases.MERGE, letter, site))


def test_findings_name_page_and_basis(letters: Letters) -> None:
    template = letters.template("amendment-notice", "en")
    report = letters.proof(template, cases.AMENDMENT, cases.LETTER, cases.SITE).report
    assert report.complete
    found = {finding.id: finding for finding in report.findings}
    assert found["amend-yours"].basis == "45 CFR 164.526(e)"
    assert found["was"].page == 1
    assert found["sign-off"].page == 2


def test_number_inside_a_longer_number_does_not_count(letters: Letters) -> None:
    template = letters.template("merge-notice", "en")
    source = template.source.replace("{item.mrn}", "9{item.mrn}0")
    report = letters.proof(
        templates.parse(source, "x"), cases.MERGE, cases.LETTER, cases.SITE
    ).report
    assert "retired-numbers" in [finding.id for finding in report.missing]


def test_survivor_and_retired_may_not_change_places(letters: Letters) -> None:
    template = letters.template("merge-notice", "en")
    source = template.source.replace("**{survivor.mrn}**", "{change_set}")
    report = letters.proof(
        templates.parse(source, "x"), cases.MERGE, cases.LETTER, cases.SITE
    ).report
    assert "surviving-number" in [finding.id for finding in report.missing]


def test_requirements_that_lack_a_language_are_refused() -> None:
    with pytest.raises(TemplateUnreadable) as refused:
        lint.load(path("letters", "requirements.toml"), "tlh")
    assert "tlh" in refused.value.message()
