# SPDX-License-Identifier: Apache-2.0
"""The checklist of an authorization (164.508(c)), its defects (b)(2), and of a Part 2 consent."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date


class Mark(StrEnum):
    """What the checklist says of one element; only `PASS` lets a release go on."""

    PASS = "pass"  # noqa: S105 - no password
    FAIL = "fail"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorization:
    """A signed form as staff read it; a statement is True, False, or None if it is unclear.

    `expires_on` or `expires_event` ends it, `event_occurred` if that is known. `signed_by` is the
    patient's or a representative's name, `representative_authority` what the latter showed.
    `psychotherapy` says that it is for psychotherapy notes, `combined_with` what else it was
    joined to. `categories` are the sensitivities that were each agreed to by initials;
    `part2` makes it a consent under 42 CFR 2.31 with the wording `notice_version` of 2.32.
    `scan` names the document that proves it, `places` where on it an element is, by its name.
    """

    scan: str | None = None
    description: str = ""
    discloser: str = ""
    recipient: str = ""
    purpose: str = ""
    individual_initiated: bool = False
    expires_on: date | None = None
    expires_event: str = ""
    event_occurred: bool = False
    for_research: bool = False
    signed_by: str = ""
    signed_on: date | None = None
    by_representative: bool = False
    representative_authority: str = ""
    right_to_revoke: bool | None = None
    conditioning: bool | None = None
    redisclosure: bool | None = None
    plain_language: bool | None = None
    sought_by_us: bool = False
    copy_given: bool | None = None
    revoked_on: date | None = None
    known_false: bool = False
    psychotherapy: bool = False
    combined_with: str = ""
    identity_matches: bool | None = None
    service_from: date | None = None
    service_to: date | None = None
    categories: frozenset[str] = frozenset()
    part2: bool = False
    notice_version: str = ""
    places: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """One line of the checklist: the element of the law, its mark, and what is wrong with it.

    `where` says where on the scan it is.
    """

    name: str
    paragraph: str
    mark: Mark
    text: str = ""
    where: str = ""


NOTICE_VERSIONS: Final = frozenset({"2024"})
"""Wordings of the notice of 42 CFR 2.32 that are in force; those of 2018 and 2020 are retired."""

AT_REQUEST: Final = "at the request of the individual"
"""A purpose that is enough only where the individual initiates it (c)(1)(iv)."""

WITHOUT_END: Final = frozenset({"none", "end of the research study", "end of research study"})
"""Expirations that are enough for research only (c)(1)(v)."""


def checklist(
    form: Authorization, *, received: date, today: date, oldest_days: int = 365
) -> tuple[Element, ...]:
    """All elements with their marks; `oldest_days` is how old a signature the site takes."""
    elements = [*_core(form, today), *_statements(form), *_defects(form, today)]
    elements += _practice(form, received, oldest_days)
    if form.part2:
        elements.append(_notice(form))
    places = dict(form.places)
    return tuple(replace(each, where=places.get(each.name, "")) for each in elements)


def failing(elements: tuple[Element, ...]) -> tuple[Element, ...]:
    """The elements for which the form goes back: failed or unclear."""
    return tuple(element for element in elements if element.mark is not Mark.PASS)


def _element(name: str, paragraph: str, text: str, *, ok: bool | None) -> Element:
    mark = {True: Mark.PASS, False: Mark.FAIL, None: Mark.UNCLEAR}[ok]
    return Element(name=name, paragraph=paragraph, mark=mark, text="" if ok else text)


def _core(form: Authorization, today: date) -> Iterator[Element]:
    """The six elements of (c)(1)."""
    yield _element(
        "description",
        "(c)(1)(i)",
        "It does not say what is to be released in a specific and meaningful way.",
        ok=bool(form.description.strip()),
    )
    yield _element(
        "discloser", "(c)(1)(ii)", "It does not say who may disclose.", ok=bool(form.discloser)
    )
    yield _element(
        "recipient", "(c)(1)(iii)", "It does not say who may receive.", ok=bool(form.recipient)
    )
    yield _purpose(form)
    yield _expiration(form, today)
    yield _element(
        "signature",
        "(c)(1)(vi)",
        "It is not signed and dated.",
        ok=bool(form.signed_by.strip()) and form.signed_on is not None,
    )
    if form.by_representative:
        yield _element(
            "representative",
            "(c)(1)(vi)",
            "It does not describe the representative's authority to act for the patient.",
            ok=bool(form.representative_authority.strip()),
        )


def _purpose(form: Authorization) -> Element:
    purpose = form.purpose.strip()
    enough = bool(purpose) and (purpose.lower() != AT_REQUEST or form.individual_initiated)
    text = (
        f'"{purpose}" is enough only where the individual initiates it.'
        if purpose
        else "It does not state the purpose."
    )
    return _element("purpose", "(c)(1)(iv)", text, ok=enough)


def _expiration(form: Authorization, today: date) -> Element:
    name, paragraph = "expiration", "(c)(1)(v)"
    event = form.expires_event.strip()
    if form.expires_on is None and not event:
        return _element(name, paragraph, "It has no expiration date or event.", ok=False)
    if form.expires_on is not None and form.expires_on < today:
        return _element(name, "(b)(2)(i)", f"It expired on {form.expires_on}.", ok=False)
    if form.event_occurred:
        return _element(name, "(b)(2)(i)", f"It expired: {event} has occurred.", ok=False)
    if event.lower() in WITHOUT_END and not form.for_research:
        return _element(name, paragraph, f'"{event}" is enough for research only.', ok=False)
    return _element(name, paragraph, "", ok=True)


def _statements(form: Authorization) -> Iterator[Element]:
    """The statements of (c)(2), the plain language of (c)(3), the copy of (c)(4)."""
    for name, paragraph, text, stated in (
        ("right to revoke", "(c)(2)(i)", "the right to revoke it and how", form.right_to_revoke),
        ("conditioning", "(c)(2)(ii)", "whether treatment depends on it", form.conditioning),
        ("redisclosure", "(c)(2)(iii)", "that it may be disclosed again", form.redisclosure),
    ):
        yield _element(name, paragraph, f"It does not state {text}.", ok=stated)
    text = "It is not written in plain language."
    yield _element("plain language", "(c)(3)", text, ok=form.plain_language)
    if form.sought_by_us:
        text = "We asked for it, and the individual got no copy."
        yield _element("copy", "(c)(4)", text, ok=form.copy_given)


def _defects(form: Authorization, today: date) -> Iterator[Element]:
    """The defects of (b)(2) that are not an element's: revoked, false, compound."""
    revoked = form.revoked_on is not None and form.revoked_on <= today
    yield _element(
        "not revoked", "(b)(2)(iii)", f"It was revoked on {form.revoked_on}.", ok=not revoked
    )
    text = "Material information in it is known to be false."
    yield _element("not known false", "(b)(2)(v)", text, ok=not form.known_false)
    if form.combined_with.strip():
        pure = form.psychotherapy and "psychotherapy" in form.combined_with.lower()
        what = "An authorization for psychotherapy notes" if form.psychotherapy else "It"
        text = f"{what} may not be combined with {form.combined_with.strip()}."
        yield _element("not compound", "(b)(2)(iv)", text, ok=pure)


def _practice(form: Authorization, received: date, oldest_days: int) -> Iterator[Element]:
    """What departments check beside the law: whose form it is, and how old."""
    text = "Name and birth date on it are not those of the chart."
    yield _element("identity", "practice", text, ok=form.identity_matches)
    if form.signed_on is None:
        return
    age = (received - form.signed_on).days
    if age < 0:
        text = "It is dated after it was received."
        yield _element("date", "practice", text, ok=False)
    else:
        text = f"It was signed {age} days before it was received, more than {oldest_days}."
        yield _element("date", "practice", text, ok=age <= oldest_days)


def _notice(form: Authorization) -> Element:
    text = "The redisclosure wording is not one in force since 2024 (42 CFR 2.31, 2.32)."
    ok = form.notice_version in NOTICE_VERSIONS
    return _element("Part 2 notice", "42 CFR 2.31", text, ok=ok)
