# SPDX-License-Identifier: Apache-2.0
"""Verbs of the administrator and the auditor: the database, accounts, imports, backups."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from himdesk.cli.shared import (
    DONE,
    REFUSED,
    USAGE,
    config,
    credentials,
    desk,
    new_password,
    pairs,
    read_text,
    show,
    url,
)
from himdesk.domain.errors import UsageError
from himdesk.domain.words import counted

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

RESTORE: Final = """\
Fill an empty database from a backup, wholly or not at all. A database that holds anything is never
written over. Nobody signs in, for there is no account yet; afterwards the accounts are those of the
backup, with the passwords and roles of that day: look through them (staff list).
"""
SETTINGS: Final = """\
Show what the site may set, or set some of it, all or none. An empty value is as shipped. Each
change is kept with who made it and what was set before.
"""
MIGRATE: Final = """\
Bring a database that an older himdesk made to this version, all of it or nothing. An administrator
signs in. Make a backup with the older version first: an older version can't use it afterwards.
"""


def add_verbs(verb: Callable[..., argparse.ArgumentParser]) -> None:
    """Add these verbs to the parser."""
    sub = verb("init", _init, "make an empty database and its first administrator")
    sub.add_argument("--admin", required=True, metavar="NAME")
    sub.add_argument("--training", action="store_true")
    sub.add_argument("--plain", action="store_true", help="not encrypted")
    sub = verb("staff", _staff, "accounts and their roles")
    sub.add_argument("action", choices=("add", "disable", "role", "password", "list"))
    sub.add_argument("name", nargs="?")
    sub.add_argument("--role", action="append", default=[])
    sub.add_argument("--name", dest="display", metavar="TEXT")
    sub.add_argument("--person", metavar="ACCOUNT", help="an account of the same person")
    sub = verb("settings", _settings, "what the site may set: the settings screen's values")
    sub.description = SETTINGS
    sub.add_argument("action", choices=("list", "set"))
    sub.add_argument("values", nargs="*", metavar="KEY=VALUE")
    sub.add_argument(
        "--file", action="append", default=[], metavar="KEY=FILE", help="a value of several lines"
    )
    sub = verb("import", _import, "FHIR R4 (JSON, NDJSON) and CSV")
    sub.add_argument("paths", nargs="+", metavar="PATH")
    sub.add_argument("--source", default="import")
    verb("anchor", _anchor, "write the head of the ledger out").add_argument("--out", required=True)
    verb("backup", _backup, "copy the database into one file").add_argument("file")
    sub = verb("restore", _restore, "fill an empty database from a backup, with its accounts")
    sub.description = RESTORE
    sub.add_argument("file")
    sub = verb("migrate", _migrate, "bring the database to this version, all of it or nothing")
    sub.description = MIGRATE


def _init(args: argparse.Namespace) -> int:
    from himdesk.services import setup

    site = config(args)
    setup.initialise(
        site.database_url,
        admin=args.admin,
        password=new_password(),
        training=args.training,
        site=site.site_name,
        address=site.site_address,
        phone=site.site_phone,
        zone=site.time_zone.key,
        db_password=site.database_password,
    )
    if not args.plain:
        print(
            "Note: this version does not encrypt the file; use an encrypted disk.", file=sys.stderr
        )
    document = {"created": True, "admin": args.admin, "training": args.training}
    show(args, document, f"Made a database; {args.admin} is its first administrator.")
    return DONE


def _staff(args: argparse.Namespace) -> int:
    from himdesk.services.reports import staff_text

    seat = desk(args)
    if args.action != "list" and not args.name:
        raise UsageError(f"staff {args.action} needs a NAME.")
    match args.action:
        case "add":
            seat.staff.add(
                args.name,
                roles=args.role,
                display=args.display,
                password=new_password(),
                same_person_as=args.person,
            )
        case "disable":
            seat.staff.disable(args.name)
        case "role":
            seat.staff.set_roles(args.name, args.role)
        case "password":
            seat.staff.reset_password(args.name, new_password())
    views = seat.staff.list()
    show(args, {"staff": views}, staff_text(views))
    return DONE


def _settings(args: argparse.Namespace) -> int:
    from himdesk.services.reports import settings_text
    from himdesk.services.settings import view

    seat = desk(args)
    if args.action == "set":
        wanted = pairs(args.values, "settings set", empty=True)
        files = pairs(args.file, "--file").items()
        wanted |= {key: read_text(Path(file)) for key, file in files}
        if not wanted:
            raise UsageError("settings set needs a KEY=VALUE.")
        seat.settings.change(wanted)
    elif args.values or args.file:
        raise UsageError("settings list shows all; to set one, say settings set.")
    found = view(seat.settings.all())
    show(args, {"settings": found}, settings_text(found))
    return DONE


def _import(args: argparse.Namespace) -> int:
    from himdesk.services.reports import import_text

    def tell(done: int) -> None:
        print(f"\r{counted(done, 'record')}", end="", file=sys.stderr, flush=True)

    seat = desk(args)
    progress = tell if sys.stderr.isatty() else None
    paths = [Path(path) for path in args.paths]
    report = seat.exchange.import_files(paths, args.source, progress=progress)
    show(args, report, import_text(report))
    if any(file.get("unreadable") for file in report["files"]):
        return USAGE
    return REFUSED if any(file["rejected"] for file in report["files"]) else DONE


def _anchor(args: argparse.Namespace) -> int:
    document = desk(args).audit.anchor(Path(args.out))
    show(args, document, f"Wrote the head {document['head'][:12]} to {args.out}.")
    return DONE


def _backup(args: argparse.Namespace) -> int:
    document = desk(args).audit.backup(Path(args.file))
    show(args, document, f"Wrote the backup {args.file}.")
    return DONE


def _restore(args: argparse.Namespace) -> int:
    from himdesk.services import setup

    document = setup.restore(
        url(args), Path(args.file), db_password=os.environ.get("HIMDESK_DB_PASSWORD")
    )
    show(args, document, f"Restored {counted(document['change_sets'], 'change set')}.")
    return DONE


def _migrate(args: argparse.Namespace) -> int:
    from himdesk.services import setup

    document = setup.migrate(
        url(args), *credentials(args), db_password=os.environ.get("HIMDESK_DB_PASSWORD")
    )
    show(args, document, document["text"])
    return DONE
