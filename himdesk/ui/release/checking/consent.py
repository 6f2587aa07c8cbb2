# SPDX-License-Identifier: Apache-2.0
"""The forms of an authorization as staff read it, and of the consent for what is sensitive."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from himdesk.domain.releases.authorization import NOTICE_VERSIONS, Authorization
from himdesk.ui.release.values import Sheet
from himdesk.ui.requests.values import CHOICE, DAY, TEXT, Field

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from himdesk.domain.releases.request import Release

YES, NO, UNCLEAR = "yes", "no", ""
_STATED: Final = ((YES, "Yes"), (NO, "No"), (UNCLEAR, "Unclear"))
_NO_YES: Final = ((NO, "No"), (YES, "Yes"))
_DAYS: Final = ("expires_on", "signed_on", "revoked_on", "service_from", "service_to")
_TEXTS: Final = (
    "scan", "description", "discloser", "recipient", "purpose", "expires_event", "signed_by",
    "representative_authority", "combined_with", "notice_version",
)  # fmt: skip
_TRUTHS: Final = (
    ("right_to_revoke", "Says it can be revoked"),
    ("conditioning", "Says if care depends on it"),
    ("redisclosure", "Says it may be passed on"),
    ("plain_language", "In plain language"),
    ("identity_matches", "Name, birth date match"),
)
_FLAGS: Final = (
    ("individual_initiated", "Patient began it"),
    ("by_representative", "Representative signed"),
    ("sought_by_us", "We asked for it"),
    ("known_false", "Known to be false"),
    ("event_occurred", "Ending event occurred"),
    ("for_research", "For research"),
    ("psychotherapy", "For psychotherapy notes"),
    ("part2", "Consent under Part 2"),
)


def reading(release: Release, scans: Sequence[tuple[str, str]], site: str) -> Sheet:
    """The form as staff read it, beginning with what was put down before."""
    form = release.form or Authorization(discloser=site)
    core = (
        Field("scan", "Scan of the form", CHOICE,
              with_first(scans, form.scan or "", "Not scanned")),
        Field("description", "What is released", TEXT, value=form.description),
        Field("discloser", "Who may disclose", value=form.discloser),
        Field("recipient", "Who may receive", value=form.recipient),
        Field("purpose", "Purpose", value=form.purpose),
        Field("expires_on", "Ends on", DAY, value=_day(form.expires_on)),
        Field("expires_event", "or with the event", value=form.expires_event),
        Field("signed_by", "Signed by", value=form.signed_by),
        Field("signed_on", "Signed on", DAY, value=_day(form.signed_on)),
        Field("representative_authority", "Authority", value=form.representative_authority,
              hint="of a representative, as described"),
        Field("revoked_on", "Revoked on", DAY, value=_day(form.revoked_on)),
        Field("combined_with", "Combined with", value=form.combined_with),
        Field("service_from", "Covers care from", DAY, value=_day(form.service_from)),
        Field("service_to", "Covers care to", DAY, value=_day(form.service_to)),
        Field("places", "Where on the scan", TEXT, value=_places(form),
              hint="purpose: page 1, line 5"),
    )  # fmt: skip
    said = (
        *(_choice(name, words, _said(getattr(form, name)), _STATED) for name, words in _TRUTHS),
        *(_choice(name, words, _flag(getattr(form, name)), _NO_YES) for name, words in _FLAGS),
        _choice("copy_given", "Copy given", _said(form.copy_given), _STATED[::-1]),
        _choice("notice_version", "Part 2 wording", form.notice_version, _versions()),
    )
    return Sheet(
        name="release-form",
        title="Read the authorization",
        why="As it stands on the form: 45 CFR 164.508(c), for Part 2 also 42 CFR 2.31.",
        button="Check it",
        halves=(("Elements", core), ("Statements and defects", said)),
        draft=release.id,
    )


def _versions() -> tuple[tuple[str, str], ...]:
    retired = (("2020", "2020, retired"), ("2018", "2018, retired"))
    return (("", "None"), *((each, each) for each in sorted(NOTICE_VERSIONS)), *retired)


def consent(category: str, scans: Sequence[tuple[str, str]], release: Release) -> Sheet:
    """The consent that lets a sensitive category go, with the document that proves it."""
    scan = (release.form.scan or "") if release.form else ""
    fields: tuple[Field, ...] = (
        Field("scan", "Document that proves it", CHOICE, with_first(scans, scan, "None")),
        Field("where", "Where on it", hint="page 1, line 7, initialled"),
    )
    if category == "part2":
        fields += (_choice("notice_version", "Part 2 wording", "", _versions()),)
    return Sheet(
        name="release-consent",
        title=f"Consent for {category}",
        why="Sensitive records stay out unless a document proves that they were agreed to.",
        button="The document covers it",
        halves=(("Proof", fields),),
    )


def form_of(values: Mapping[str, str]) -> dict[str, Any]:
    """What the reading sheet says, as the desk takes it."""
    made: dict[str, Any] = {name: values[name] for name in (*_TEXTS, *_DAYS) if values[name]}
    truths = (*(name for name, _ in _TRUTHS), "copy_given")
    made |= {name: values[name] == YES for name in truths if values[name] != UNCLEAR}
    made |= {name: values[name] == YES for name, _ in _FLAGS}
    made["places"] = _places_of(values["places"])
    return made


def covering(
    release: Release, form: Mapping[str, Any], category: str, values: Mapping[str, str]
) -> dict[str, Any]:
    """The form with one more category agreed to; `form` is what was put down before."""
    places = {**form.get("places", {}), category: values["where"]}
    made = {**form, "scan": values["scan"], "places": {k: v for k, v in places.items() if v}}
    if category == "psychotherapy":
        return {**made, "psychotherapy": True}
    agreed = release.form.categories if release.form else frozenset()
    made["categories"] = sorted(agreed | {category})
    if category == "part2":
        made |= {"part2": True, "notice_version": values["notice_version"]}
    return made


def with_first(
    scans: Sequence[tuple[str, str]], chosen: str, none: str
) -> tuple[tuple[str, str], ...]:
    """The choice of scans, beginning with the one that was chosen before."""
    return tuple(sorted((("", none), *scans), key=lambda scan: scan[0] != chosen))


def _choice(name: str, words: str, now: str, options: Sequence[tuple[str, str]]) -> Field:
    """A choice that begins with what holds now."""
    return Field(name, words, CHOICE, tuple(sorted(options, key=lambda each: each[0] != now)))


def _day(value: object) -> str:
    return "" if value is None else str(value)


def stated(value: bool | None) -> tuple[tuple[str, str], ...]:  # noqa: FBT001 - a value
    """The choice whether a form states something, beginning with what was put down before."""
    return tuple(sorted(_STATED, key=lambda each: each[0] != _said(value)))


def _said(value: bool | None) -> str:  # noqa: FBT001 - a value, no switch
    return UNCLEAR if value is None else _flag(value)


def _flag(value: bool) -> str:  # noqa: FBT001 - a value, no switch
    return YES if value else NO


def _places(form: Authorization) -> str:
    return "\n".join(f"{name}: {place}" for name, place in form.places)


def _places_of(text: str) -> dict[str, str]:
    pairs = (line.partition(":") for line in text.splitlines())
    return {name.strip(): place.strip() for name, _, place in pairs if place.strip()}
