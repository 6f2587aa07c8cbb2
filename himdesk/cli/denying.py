# SPDX-License-Identifier: Apache-2.0
"""Denying access, and its review, on the console."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from himdesk.cli.shared import desk, read_json

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from himdesk.services.releases.requests.values import ReleaseView

    Print = Callable[[argparse.Namespace, ReleaseView], int]


def add_denying(action: Callable[..., argparse.ArgumentParser], show: Print) -> None:
    """Add these actions of `release` to the parser; `show` prints the request as it stands."""

    def deny(args: argparse.Namespace) -> int:
        return show(args, desk(args).denials.deny(args.id, read_json(args.json_file)))

    def review(args: argparse.Namespace) -> int:
        return show(args, desk(args).denials.review(args.id, read_json(args.json_file)))

    for name, run, text in (
        ("deny", deny, "deny access, in whole or part, on a basis of 164.524(a)"),
        ("review", review, "what another professional determined of a denial"),
    ):
        sub = action(name, run, text)
        sub.add_argument("id")
        sub.add_argument("--json-file", required=True, type=Path, metavar="F")
