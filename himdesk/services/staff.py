# SPDX-License-Identifier: Apache-2.0
"""Accounts and roles; every change is an event in a chain of its own."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import available_timezones

from himdesk.domain.errors import NotFound, UsageError
from himdesk.domain.roles import Role, check_roles
from himdesk.services.passwords import hash_password
from himdesk.store.desk import meta, staff

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from himdesk.services.context import Context
    from himdesk.store.engine import Transaction

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,63}")
SITE_FACTS: Final = ("name", "address", "phone", "zone", "authority")


def parse_roles(names: Iterable[str]) -> frozenset[Role]:
    """The roles with these names.

    Raises:
        UsageError: an unknown role, none, or some that one person may not hold together.
    """
    known = {role.value for role in Role}
    for name in names:
        if name not in known:
            raise UsageError(f"There is no role {name}; there are: {', '.join(sorted(known))}.")
    roles = frozenset(Role(name) for name in names)
    check_roles(roles)
    return roles


@dataclass(frozen=True, slots=True)
class Staff:
    """The administrator's desk for people."""

    context: Context

    def add(
        self,
        name: str,
        *,
        roles: Iterable[str],
        password: str,
        display: str | None = None,
        same_person_as: str | None = None,
    ) -> None:
        """Make an account. `same_person_as` names another account of the same person.

        Raises:
            UsageError: the name is taken or unusable, or the roles are.
            NotFound: there is no account `same_person_as`.
        """
        self.context.require("staff")
        held = parse_roles(tuple(roles))
        if not _NAME.fullmatch(name):
            raise UsageError("An account's name is letters, digits, dots, hyphens, @; at most 64.")
        hashed = hash_password(password)
        with self.context.writing() as session:
            if staff.find(session, name) is not None:
                raise UsageError(f"There is an account {name} already.", name)
            account = self.context.new_id()
            person = account
            if same_person_as is not None:
                person = self._account(session, same_person_as).person_id
            made = staff.Account(
                id=account,
                name=name,
                display=display or name,
                password_hash=hashed,
                person_id=person,
                created_at=self.context.now(),
                roles=held,
            )
            self._put(session, "add", made, {"roles": sorted(held), "person": person})

    def disable(self, name: str) -> None:
        """Bar an account from signing in; it is never removed."""
        self.context.require("staff")
        with self.context.writing() as session:
            account = self._account(session, name)
            self._put(session, "disable", replace(account, disabled=staff.YES), {})

    def set_roles(self, name: str, roles: Iterable[str]) -> None:
        """Give an account these roles instead of those it had."""
        self.context.require("staff")
        held = parse_roles(tuple(roles))
        with self.context.writing() as session:
            changed = replace(self._account(session, name), roles=held)
            self._put(session, "role", changed, {"roles": sorted(held)})

    def reset_password(self, name: str, password: str) -> None:
        """Set someone's password; for 24 h the account can't approve what the resetter asks."""
        self.context.require("staff")
        hashed = hash_password(password)
        with self.context.writing() as session:
            account = self._account(session, name)
            reset = replace(
                account,
                password_hash=hashed,
                reset_by=self.context.staff.name,
                reset_at=self.context.now(),
            )
            self._put(session, "password", reset, {})

    def list(self) -> list[dict[str, Any]]:
        """All accounts, without their passwords."""
        self.context.require("staff")
        with self.context.database.read() as session:
            return [
                {
                    "name": account.name,
                    "display": account.display,
                    "roles": sorted(account.roles),
                    "disabled": account.disabled == staff.YES,
                }
                for account in staff.everyone(session)
            ]

    def site(self, given: Mapping[str, str]) -> dict[str, str]:
        """The facts of the site, after those given are set (name, address, phone, zone, authority).

        Raises:
            UsageError: the zone is unknown, or a fact that may not be empty is.
        """
        self.context.require("settings")
        if "zone" in given and given["zone"] not in available_timezones():
            raise UsageError(f"There is no time zone {given['zone']}.", "zone")
        for name in given.keys() & {"name", "authority"}:
            if not given[name].strip():
                raise UsageError(f"The {name} of the site can't be empty.", name)
        with self.context.writing() as session:
            facts = {"site" if k == "name" else k: v.replace("|", "\n") for k, v in given.items()}
            if facts:
                meta.put(session, facts)
                self._record(session, "site", ",".join(sorted(facts)), {**facts})
            known = meta.read(session)
        return {name: known.get("site" if name == "name" else name, "") for name in SITE_FACTS}

    def _account(self, session: Transaction, name: str) -> staff.Account:
        account = staff.find(session, name)
        if account is None:
            raise NotFound("account", name)
        return account

    def _put(
        self, session: Transaction, verb: str, account: staff.Account, detail: dict[str, object]
    ) -> None:
        """Write an account, with the event that witnesses what it is now."""
        staff.put(session, account)
        self._record(session, verb, account.name, {**detail, "account": staff.witness(account)})

    def _record(
        self, session: Transaction, verb: str, subject: str, detail: dict[str, object]
    ) -> None:
        staff.record(
            session,
            at=self.context.now(),
            by=self.context.staff.name,
            verb=verb,
            subject=subject,
            detail=json.dumps(detail, sort_keys=True),
        )
