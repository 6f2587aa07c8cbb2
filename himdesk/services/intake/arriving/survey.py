# SPDX-License-Identifier: Apache-2.0
"""The files of an import: which there are, and what each may hold, told without reading records."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from himdesk.exchange.errors import NotInThisVersion, UnreadableFile
from himdesk.exchange.reading import opened
from himdesk.exchange.sniff import Format, sniff
from himdesk.services.intake.arriving.ranks import PATIENTS, REST, TYPE_NAME, ranks_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path
    from typing import BinaryIO

_BLOCK: Final = 4 << 20
_SEAM: Final = 256
_ATOMIC: Final = re.compile(rb'"type"\s*:\s*"(transaction|message|document)"')


@dataclass(frozen=True, slots=True)
class Source:
    """A file that can be read: `ranks` are those its records may have, some perhaps in vain.

    `grouped` says that it may hold bundles that stand or fall together, `bundled` that it may hold
    any: their records know each other.
    """

    number: int
    path: Path
    format: Format
    ranks: frozenset[int]
    grouped: bool = False
    bundled: bool = False


def expand(paths: Iterable[Path]) -> list[Path]:
    """The files themselves; of a folder all files in it, in order of their names, hidden ones not.

    A file that is named twice counts once.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            inside = (file for file in path.rglob("*") if not _hidden(file.relative_to(path)))
            found.update(dict.fromkeys(sorted(file for file in inside if file.is_file())))
        else:
            found[path] = None
    return list(found)


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def survey(number: int, path: Path) -> Source:
    """What a file is and may hold.

    Raises:
        UnreadableFile: nothing of the file can be used.
        NotInThisVersion: its format is known, but can't be read yet.
    """
    name = str(path)
    with opened(path) as file:
        try:
            kind = sniff(file, name)
            if kind is Format.CSV:
                return Source(number, path, kind, frozenset({PATIENTS}))
            if kind not in {Format.FHIR_JSON, Format.NDJSON}:
                raise NotInThisVersion(name, kind)
            types, grouped = _types(file)
        except OSError as fault:
            reason = fault.strerror or "an error of the disk"
            raise UnreadableFile(name, f"the file can't be read: {reason}.") from fault
    bundled = "Bundle" in types
    ranks = ranks_of(types) | {REST}
    return Source(number, path, kind, ranks, grouped=bundled and grouped, bundled=bundled)


def _types(file: BinaryIO) -> tuple[set[str], bool]:
    """The resource types that are named anywhere in a file, and whether a bundle may be atomic."""
    names: set[bytes] = set()
    grouped = False
    seam = b""
    while block := file.read(_BLOCK):
        text = seam + block
        names.update(TYPE_NAME.findall(text))
        grouped = grouped or _ATOMIC.search(text) is not None
        seam = text[-_SEAM:]
    return {name.decode() for name in names}, grouped


def in_order(sources: Sequence[Source]) -> list[Source]:
    """By path, so that the order in which files were named does not matter."""
    return sorted(sources, key=lambda source: source.path.as_posix())
