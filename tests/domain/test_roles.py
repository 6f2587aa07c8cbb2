# SPDX-License-Identifier: Apache-2.0
"""Who may do what: the table of DESIGN, written out verb by verb."""

from __future__ import annotations

from itertools import combinations, product

import pytest

from himdesk.domain.errors import NotPermitted, UsageError
from himdesk.domain.roles import VERBS, Role, check_permitted, check_roles, permitted

C, S, R, P, A, U = (
    Role.CLERK,
    Role.SUPERVISOR,
    Role.ROI,
    Role.PRIVACY,
    Role.ADMIN,
    Role.AUDITOR,
)
TABLE = {
    "search show": {C, S, R, P},
    "history": {C, S, R, P, U},
    "merge undo split move link unlink distinct amend check-duplicates case withdraw": {C, S},
    "approve return reject assign hold": {S},
    "letter": {C, S, R, P},
    "release accounting": {R},
    "release-read accounting-read misdirected": {R, S, P},
    "match requests vocabulary": {C, S, A},
    "model": {S, A},
    "import staff settings backup restore migrate outbox send listen": {A},
    "verify anchor": {U, A},
    "access-log": {U, A, P},
    "break-glass-review dispute-override": {P},
}
EXPECTED = {verb: roles for verbs, roles in TABLE.items() for verb in verbs.split()}


def test_no_verb_is_forgotten_on_either_side() -> None:
    assert VERBS.keys() == EXPECTED.keys()


@pytest.mark.parametrize(("verb", "role"), list(product(EXPECTED, Role)))
def test_each_verb_for_each_role(verb: str, role: Role) -> None:
    allowed = role in EXPECTED[verb]
    assert permitted(verb, [role]) is allowed
    if allowed:
        check_permitted(verb, [role])
    else:
        with pytest.raises(NotPermitted) as refused:
            check_permitted(verb, [role])
        assert set(refused.value.roles) == EXPECTED[verb]


def test_one_role_that_may_is_enough_and_none_is_not() -> None:
    assert permitted("release", [C, R])
    assert not permitted("search", [])


@pytest.mark.parametrize("held", [set(two) for two in combinations(Role, 2)])
def test_nobody_corrects_and_administers(held: set[Role]) -> None:
    if A in held and held & {C, S}:
        with pytest.raises(UsageError, match="Nobody can be"):
            check_roles(held)
    else:
        check_roles(held)


def test_a_person_has_a_role() -> None:
    with pytest.raises(UsageError, match="at least one"):
        check_roles([])
