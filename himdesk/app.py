# SPDX-License-Identifier: Apache-2.0
"""The desktop: configuration, database, sign-in, window. It wires the rooms and holds no rule."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMessageLogContext, QSettings, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from himdesk import __version__, services
from himdesk.config import Config, load
from himdesk.domain.errors import HimdeskError, UsageError
from himdesk.ui.collecting import collecting_here
from himdesk.ui.frame.crash import CrashReport
from himdesk.ui.frame.single import OneWindow
from himdesk.ui.look import fonts, theme
from himdesk.ui.look.chosen import chosen_look
from himdesk.ui.session import Session
from himdesk.ui.tasks import Tasks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from himdesk.services.desk import Desk
    from himdesk.ui.firstrun.values import FirstRun

PATIENTS = 200
SEED = 1


def main(argv: Sequence[str] | None = None) -> int:
    """Open the workstation, or the demonstration; returns the exit status."""
    args = _parser().parse_args(sys.argv[1:] if argv is None else list(argv))
    try:
        if args.verb == "demo":
            return _demo(args)
        return _open(load(args.db, os.environ), further=args.new)
    except HimdeskError as error:
        print(f"himdesk: {error.message()}", file=sys.stderr)
        return 1 if error.refusal else 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="himdesk", description="The chart-correction desk.")
    parser.add_argument("--version", action="version", version=__version__)
    parser.add_argument("--db", help="path of a SQLite file or SQLAlchemy URL (or HIMDESK_DB)")
    parser.add_argument("--new", action="store_true", help="a further window on the same database")
    verbs = parser.add_subparsers(dest="verb")
    demo = verbs.add_parser("demo", help="make a training hospital and open it")
    demo.add_argument("--out", type=Path, default=Path("demo-out"))
    demo.add_argument("--patients", type=int, default=PATIENTS)
    demo.add_argument("--seed", type=int, default=SEED)
    demo.add_argument("--headless", action="store_true", help="work through it and leave pictures")
    return parser


def _application() -> QApplication:
    app = QApplication.instance()
    made = app if isinstance(app, QApplication) else QApplication(sys.argv[:1])
    made.setApplicationName("himdesk")
    fonts.load()
    return made


def _open(config: Config, *, further: bool = False) -> int:
    """Open the window, or bring the one to the front that this person has already.

    `further` opens one more on the same database.
    """
    from himdesk.services import setup  # noqa: PLC0415 - after the window's own rooms

    app = _application()
    sys.excepthook = CrashReport()
    only = OneWindow(config.database_url)
    if not further and not only.claim():
        return 0
    settings = QSettings(
        QSettings.Format.IniFormat, QSettings.Scope.UserScope, "himdesk", "himdesk"
    )
    look = chosen_look(settings).look(app.styleHints())
    theme.apply(app, look)
    session = Session(
        look,
        Tasks(),
        config,
        lambda user, password: _sign_in(config, user, password),
        settings,
        make=lambda wanted: _make(config, wanted),
    )
    only.wanted.connect(session.come_to_front)
    if setup.is_needed(config.database_url, db_password=config.database_password):
        session.start_first()
    else:
        session.start()
    # The modules stay: going through them again would stop the window for 0.1 s.
    session.get_ready(gc.freeze)
    with collecting_here():
        status = app.exec()
    session.close()
    only.release()
    return status


def _make(config: Config, wanted: FirstRun) -> None:
    """Make the database of a new site."""
    from himdesk.services import setup  # noqa: PLC0415 - only on the first start

    setup.initialise(
        config.database_url,
        admin=wanted.admin,
        password=wanted.password,
        training=wanted.training,
        site=wanted.site,
        address=wanted.address,
        phone=wanted.phone,
        zone=config.time_zone.key,
        db_password=config.database_password,
    )


def _sign_in(config: Config, user: str, password: str) -> Desk:
    return services.open(
        config.database_url,
        user,
        password,
        training_now=os.environ.get("HIMDESK_NOW"),
        db_password=config.database_password,
    )


def _told_without_a_screen(_kind: QtMsgType, _where: QMessageLogContext, text: str) -> None:
    """What Qt says goes to stderr, but for what the platform without a screen can't do."""
    if not text.startswith("This plugin does not support"):
        sys.stderr.write(f"{text}\n")


def _has_display() -> bool:
    if sys.platform != "linux":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _demo(args: argparse.Namespace) -> int:
    """Make the training hospital; work through it where nobody can look at a window."""
    from himdesk.services.training import SMALLEST, demonstration  # noqa: PLC0415 - see above

    if args.patients < 1:
        raise UsageError(f"--patients is a number from 1, not {args.patients}.", "--patients")
    patients = max(args.patients, SMALLEST)
    if patients > args.patients:
        print(f"The scenarios need {SMALLEST} patients: so many are made.", file=sys.stderr)
    file = _cleared(args.out)
    headless = args.headless or not _has_display()
    if headless:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    url = f"sqlite:///{file.resolve()}"
    print(f"Making a training hospital of {patients} patients…", file=sys.stderr)
    demonstration.make(url, patients=patients, seed=args.seed)
    if not headless:
        print(f"Sign in as clerk or supervisor, password {demonstration.PASSWORD}.")
        return _open(load(url, {}))
    from himdesk.ui.tour import work_through  # noqa: PLC0415 - brings QtTest along

    qInstallMessageHandler(_told_without_a_screen)
    app = _application()
    with collecting_here():
        summary = work_through(app, url, args.out, patients=patients)
    print(f"Pictures, letters and summary.json are in {args.out}.")
    return 0 if summary["verify"]["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())


def _cleared(folder: Path) -> Path:
    """Where the training database goes; an earlier one of the same folder makes room.

    Raises:
        UsageError: the folder can't be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("training.db*"):
            old.unlink()
    except OSError as error:
        raise UsageError(f"{folder} can't be written: {error.strerror}.", str(folder)) from None
    return folder / "training.db"
