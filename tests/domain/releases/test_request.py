# SPDX-License-Identifier: Apache-2.0
"""What keeps a release shut, and its clock (164.524(b)(2))."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from domain.releases.test_authorization import GOOD
from himdesk.domain.releases.basis import Basis
from himdesk.domain.releases.choosing import Wanted
from himdesk.domain.releases.directive import Directive
from himdesk.domain.releases.request import (
    Delivery,
    Extension,
    Release,
    State,
    due,
    latest_extension,
    shut_by,
)

TODAY = date(2026, 3, 2)
RECEIVED = date(2026, 2, 25)


def a_release(basis: Basis = Basis.AUTHORIZATION, **other: object) -> Release:
    given: dict[str, object] = {
        "id": "R1",
        "patient": "A",
        "basis": basis,
        "requester": "Zenith Insurance",
        "recipient": "Zenith Insurance",
        "address": "PO Box 1",
        "purpose": "claim 4711",
        "received": RECEIVED,
        "wanted": Wanted(basis=basis),
        "identity_check": "letterhead",
        "form": GOOD if basis is Basis.AUTHORIZATION else None,
    }
    return Release(**{**given, **other})  # type: ignore[arg-type]  # given by name


def test_a_good_request_is_open_to_release() -> None:
    assert shut_by(a_release(), TODAY) == ()
    assert shut_by(a_release(Basis.PATIENT), TODAY) == ()


@pytest.mark.parametrize(
    ("release", "words"),
    [
        (a_release(identity_check=""), "identity"),
        (a_release(Basis.REPRESENTATIVE), "authority"),
        (a_release(address=""), "no address"),
        (a_release(delivery=Delivery.FAX), "fax number"),
        (a_release(Basis.SUBPOENA, authority="seen"), "specifically justified"),
        (a_release(form=None), "no authorization"),
        (a_release(form=replace(GOOD, signed_on=None)), "signature"),
        (a_release(form=replace(GOOD, scan=None)), "scan"),
        (a_release(form=replace(GOOD, recipient="Dr. Fox")), "another recipient"),
        (a_release(form=replace(GOOD, service_from=date(2025, 1, 1))), "shorter period"),
        (a_release(form=replace(GOOD, service_to=date(2025, 1, 1))), "shorter period"),
        (a_release(state=State.RELEASED), "released"),
    ],
)
def test_each_reason_keeps_it_shut(release: Release, words: str) -> None:
    assert any(words in why for why in shut_by(release, TODAY))


def test_sensitive_records_need_a_consent_that_names_them() -> None:
    asked = Wanted(basis=Basis.AUTHORIZATION, categories=frozenset({"part2"}), psychotherapy=True)
    shut = shut_by(a_release(wanted=asked), TODAY)
    assert any("does not cover part2" in why for why in shut)
    assert any("42 CFR 2.31" in why for why in shut)
    assert any("164.508(a)(2)" in why for why in shut)
    form = replace(
        GOOD,
        categories=frozenset({"part2"}),
        part2=True,
        notice_version="2024",
        psychotherapy=True,
    )
    assert shut_by(a_release(wanted=asked, form=form), TODAY) == ()
    unproven = replace(asked, basis=Basis.TREATMENT)
    assert shut_by(a_release(Basis.TREATMENT, wanted=unproven), TODAY) == (
        "Sensitive records need a consent that covers them.",
    )


def test_s19_without_a_consent_a_court_order_alone_opens_part_2_records() -> None:
    asked = Wanted(categories=frozenset({"part2"}), since=date(2025, 1, 1), basis=Basis.SUBPOENA)
    subpoena = a_release(Basis.SUBPOENA, authority="subpoena seen", wanted=asked)
    assert shut_by(subpoena, TODAY) == ("Sensitive records need a consent that covers them.",)
    ordered = replace(asked, basis=Basis.COURT_ORDER)
    order = a_release(Basis.COURT_ORDER, authority="order under 42 CFR 2.64 seen", wanted=ordered)
    assert shut_by(order, TODAY) == ()
    assert shut_by(replace(order, authority=""), TODAY) != ()


def test_access_has_thirty_days_and_one_extension_in_time() -> None:
    own = a_release(Basis.PATIENT)
    assert due(own) == date(2026, 3, 27)
    assert latest_extension(own) == date(2026, 4, 26)
    longer = Extension(reason="off-site", until=date(2026, 4, 20), sent_on=date(2026, 3, 27))
    assert due(replace(own, extension=longer)) == date(2026, 4, 20)
    late = replace(longer, sent_on=date(2026, 3, 28))
    assert due(replace(own, extension=late)) == date(2026, 3, 27)
    assert due(a_release()) is None
    assert due(own, days=15) == date(2026, 3, 12)
    assert due(own, days=60) == date(2026, 3, 27)
    assert due(replace(own, extension=longer), days=15) == date(2026, 4, 20)


DIRECTIVE = Directive(
    scan="doc-1", in_writing=True, signed_by="Maria", signed_on=RECEIVED,
    person="Zenith Insurance", names_place=True,
)  # fmt: skip


def test_a_whole_directive_lets_the_copy_go_in_the_time_of_access() -> None:
    release = a_release(Basis.DIRECTIVE, directive=DIRECTIVE)
    assert shut_by(release, TODAY) == ()
    assert due(release) == date(2026, 3, 27)


@pytest.mark.parametrize(
    ("directive", "words"),
    [
        (None, "no signed, written directive"),
        (replace(DIRECTIVE, in_writing=False), "not in writing"),
        (replace(DIRECTIVE, in_writing=None), "not in writing"),
        (replace(DIRECTIVE, signed_by=" "), "not signed"),
        (replace(DIRECTIVE, signed_on=None), "not signed"),
        (replace(DIRECTIVE, signed_on=TODAY), "dated after"),
        (replace(DIRECTIVE, person=""), "identify the designated person"),
        (replace(DIRECTIVE, person="Another"), "another recipient"),
        (replace(DIRECTIVE, names_place=None), "where to send"),
        (replace(DIRECTIVE, scan=""), "scan"),
    ],
)
def test_a_directive_keeps_it_shut_until_it_is_whole(
    directive: Directive | None, words: str
) -> None:
    (reason,) = shut_by(a_release(Basis.DIRECTIVE, directive=directive), TODAY)
    assert words in reason
