# SPDX-License-Identifier: Apache-2.0
"""Files that people bring: kept byte for byte, and only if everybody can open them again."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from himdesk.domain.errors import UsageError
from himdesk.services.charts.legible import kind_of_bytes, legible

if TYPE_CHECKING:
    from pathlib import Path

MOST: Final = 32 << 20
"""How many bytes a file has at most."""

NOTHING_DONE: Final = " Nothing was attached."
"""How each refusal ends."""

_LONGEST_NAME: Final = 200
_ENDINGS: Final = {"pdf": "pdf", "txt": "text"} | dict.fromkeys(
    ("png", "jpg", "jpeg", "gif", "tif", "tiff", "bmp"), "image"
)
_WORDS: Final = {"pdf": "a PDF", "image": "a picture", "text": "text"}
_PICTURES: Final = (
    (b"\x89PNG", "image/png"), (b"\xff\xd8", "image/jpeg"), (b"GIF8", "image/gif"),
    (b"II*\0", "image/tiff"), (b"MM\0*", "image/tiff"), (b"BM", "image/bmp"),
)  # fmt: skip
_UNPRINTED: Final = re.compile(r"[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Brought:
    """A file as somebody brings it; `about` says in a few words what it is."""

    name: str
    body: bytes
    about: str = ""

    @classmethod
    def read(cls, path: Path, about: str = "") -> Brought:
        """A file of this machine.

        Raises:
            UsageError: it can't be read, or is too large.
        """
        try:
            if path.stat().st_size > MOST:
                raise _too_large(path.name, path.stat().st_size)
            return cls(path.name, path.read_bytes(), about)
        except OSError as error:
            text = f"{path.name} can't be read: {error.strerror}.{NOTHING_DONE}"
            raise UsageError(text, path.name) from None

    @property
    def shown_name(self) -> str:
        """Its name without folders, and without signs that would disguise its ending."""
        last = re.split(r"[/\\]", self.name)[-1]
        return _UNPRINTED.sub("", last).strip()[-_LONGEST_NAME:]

    def content_type(self) -> str:
        """What its bytes are; checks that the file can be kept.

        Raises:
            UsageError: it is empty, too large, broken, not what its name says, or neither a PDF
                nor a picture nor text.
        """
        name, size = self.shown_name, len(self.body)
        if not self.body.strip(b"\0 \r\n\t"):
            raise _refused(name, f"is empty ({size:,} bytes)")
        if size > MOST:
            raise _too_large(name, size)
        found = kind_of_bytes(self.body)
        fault = _picture_fault(self.body) if found == "image" else legible(self.body, None).fault
        strange = found == "text" and bool(fault)
        claimed = _ENDINGS.get(name.rpartition(".")[2].lower())
        if claimed is not None and (strange or claimed != found):
            raise _refused(name, f"is not {_WORDS[claimed]}, as its name says")
        if strange:
            raise _refused(name, "is neither a PDF nor a picture (PNG, JPEG, TIFF) nor text")
        if fault:
            raise _refused(name, fault.removeprefix("The attachment ").partition(".")[0])
        if found == "image":
            return next(kind for start, kind in _PICTURES if self.body.startswith(start))
        return "application/pdf" if found == "pdf" else "text/plain"


def _picture_fault(body: bytes) -> str:
    """Why a picture can't be shown; it is decoded to its end, for a cut-off one begins well."""
    from PIL import Image, ImageSequence  # noqa: PLC0415 - only where a picture comes

    from himdesk.printing.packet.sheets import MOST_PIXELS  # noqa: PLC0415 - loads pdf libraries

    try:
        with Image.open(io.BytesIO(body)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return f"is too large a picture ({picture.width} x {picture.height})"
            for frame in ImageSequence.Iterator(picture):
                frame.load()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return "is a broken picture"
    return ""


def _too_large(name: str, size: int) -> UsageError:
    return _refused(name, f"has {size / (1 << 20):,.1f} MB; {MOST >> 20} MB are the most")


def _refused(name: str, why: str) -> UsageError:
    return UsageError(f"{name or 'The file'} {why}.{NOTHING_DONE}", name)
