# SPDX-License-Identifier: Apache-2.0
"""A training hospital to try everything on: synthetic people, all accounts, one password."""

from __future__ import annotations

import json
import tempfile
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final

from himdesk.services import setup
from himdesk.services.desk import open as sign_in
from himdesk.services.ids import new_id, now
from himdesk.services.training import Roster, directory, hospital, roster

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

PASSWORD: Final = "himdesk-demo"  # noqa: S105 - published; of synthetic accounts on training databases
ADMIN: Final = "admin"

ACCOUNTS: Final = {
    "clerk": ("Dana Whitfield", ("clerk",)),
    "clerk2": ("Tomas Lindqvist", ("clerk",)),
    "supervisor": ("Ruth Adeyemi", ("supervisor",)),
    "supervisor2": ("Ines Carvalho", ("supervisor",)),
    "roi": ("Milan Petrov", ("roi",)),
    "privacy": ("Grace Okafor", ("privacy",)),
    "auditor": ("Hugo Lambert", ("auditor",)),
}
"""The accounts beside the administrator: account, name, roles."""


def make(
    url: str,
    *,
    patients: int,
    seed: int,
    clock: Callable[[], datetime] = now,
    new_id: Callable[[], str] = new_id,
    progress: Callable[[int], None] | None = None,
) -> Roster:
    """Fill an empty database with a training hospital; the same seed gives the same people.

    Raises:
        HimdeskError: there is a database already.
    """
    setup.initialise(
        url,
        admin=ADMIN,
        password=PASSWORD,
        training=True,
        site="Harbour View Training Hospital",
        address="1 Harbour Road\nCedar Falls, IA 50613",
        phone="(319) 555-0100",
        clock=clock,
        new_id=new_id,
    )
    today = clock().date()
    desk = sign_in(url, ADMIN, PASSWORD, clock=clock, new_id=new_id)
    try:
        for account, (display, roles) in ACCOUNTS.items():
            desk.staff.add(account, roles=roles, password=PASSWORD, display=display)
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "hospital.ndjson"
            with file.open("w", encoding="utf-8") as stream:
                for resource in chain(directory(), hospital(patients, seed, today)):
                    stream.write(json.dumps(resource, ensure_ascii=False) + "\n")
            desk.exchange.import_files([file], "training", progress=progress)
    finally:
        desk.close()
    return roster(patients, seed, today)


def roles() -> dict[str, list[str]]:
    """The roles of every account of a training hospital."""
    return {ADMIN: ["admin"], **{name: list(held) for name, (_, held) in ACCOUNTS.items()}}
