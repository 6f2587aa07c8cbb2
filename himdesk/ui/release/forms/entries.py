# SPDX-License-Identifier: Apache-2.0
"""The form of the directory: an entry is added or changed, and verified with that."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from himdesk.ui.release.values import Sheet
from himdesk.ui.requests.values import CHOICE, TEXT, Field

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from himdesk.ui.release.forms.dialog import SheetDialog
    from himdesk.ui.release.values import Addressee

ENTRY = "which"
_NAMES = ("name", "kind", "address", "fax", "phone", "verified_how")


def directory(entries: Sequence[Addressee]) -> Sheet:
    """Adding, changing, verifying an entry."""
    known = [
        (entry.id, f"{entry.name}, verified {entry.verified_on} by {entry.verified_by}")
        for entry in entries
    ]
    fields = (
        Field(ENTRY, "Entry", CHOICE, (("", "A new one"), *known)),
        Field("name", "Name", hint="as requests name the recipient"),
        Field("kind", "Kind", hint="insurer, clinic, lawyer …"),
        Field("address", "Address", TEXT),
        Field("fax", "Fax"),
        Field("phone", "Phone"),
        Field("verified_how", "Verified how", hint="called back by a number known before …"),
    )
    return Sheet(
        name="release-directory",
        title="Directory of recipients",
        why="An entry is kept as verified by you today. One of the same name is replaced.",
        button="Keep as verified",
        halves=(("Recipient", fields),),
    )


def entry_form(values: Mapping[str, str]) -> dict[str, str]:
    """What the form says, as the desk takes it."""
    return {name: values[name] for name in _NAMES}


def offer(dialog: SheetDialog, entries: Sequence[Addressee]) -> None:
    """Choosing an entry fills the form with it; how it is verified this time is asked anew."""
    known = {entry.id: entry for entry in entries}
    box = dialog.halves[0].box(ENTRY)

    def fill() -> None:
        entry = known.get(box.currentData())
        said = asdict(entry) if entry is not None else {}
        dialog.fill({name: said.get(name, "") for name in _NAMES[:-1]})

    box.currentIndexChanged.connect(lambda _at: fill())
