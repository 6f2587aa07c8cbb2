# SPDX-License-Identifier: Apache-2.0
"""Bytes to text, UTF-8 only, and lines of files of any size."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from himdesk.exchange.errors import UnreadableFile

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

BOM: Final = b"\xef\xbb\xbf"
_WIDE: Final = (b"\xff\xfe", b"\xfe\xff")


def decode_file(data: bytes, name: str) -> str:
    """The text of a whole file, without its byte order mark.

    Raises:
        UnreadableFile: it is not UTF-8.
    """
    if data.startswith(_WIDE):
        raise UnreadableFile(name, "this is UTF-16; expected UTF-8. Convert the file.")
    text = decode_line(data.removeprefix(BOM))
    if isinstance(text, str):
        return text
    at = text + (len(BOM) if data.startswith(BOM) else 0)
    line = data.count(b"\n", 0, at) + 1
    raise UnreadableFile(name, not_utf8(at), f"line {line}")


def not_utf8(at: int) -> str:
    """The sentence for a byte that is not UTF-8; `at` counts from 0."""
    return f"byte {at + 1} is not UTF-8; expected a file in UTF-8."


def decode_line(data: bytes) -> str | int:
    """The text of some bytes, or the offset of the first one that is not UTF-8."""
    try:
        return data.decode()
    except UnicodeDecodeError as fault:
        return fault.start


def lines(file: BinaryIO, longest: int) -> Iterator[tuple[int, bytes | None]]:
    """Number and bytes of each line, without its end; None for one longer than allowed."""
    number = 0
    while line := file.readline(longest + 2):
        number += 1
        if len(line) > longest and not line.endswith(b"\n"):
            _skip(file, longest)
            yield number, None
        else:
            yield number, line.removesuffix(b"\n").removesuffix(b"\r")


def _skip(file: BinaryIO, step: int) -> None:
    """To the end of the line."""
    while (rest := file.readline(step)) and not rest.endswith(b"\n"):
        pass
