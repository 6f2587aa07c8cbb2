# SPDX-License-Identifier: Apache-2.0
"""What can be read of a document's bytes: words, or pages as a PDF that can only be looked at.

The bytes decide, as in a release packet, not what the source calls them. Whatever can't be read
has a sentence that says why, and what to do.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence


_CHARSET: Final = re.compile(r"charset=\"?([\w.:-]+)", re.IGNORECASE)
_MARKUP: Final = re.compile(r"^\s*<(\?xml|!doctype|html|clinicaldocument)\b", re.IGNORECASE)
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0e-\x1f]")
_KINDS: Final = {"pdf": "a PDF", "image": "a picture", "text": "text"}
_STEP: Final = "Nothing of it is lost: ask the department that wrote it for a readable copy."


@dataclass(frozen=True, slots=True, kw_only=True)
class Legible:
    """The words, or the pages as a PDF; `fault` says why there is neither, `note` what is odd."""

    text: str | None = None
    pdf: bytes | None = None
    fault: str = ""
    note: str = ""


def legible(body: bytes | None, content_type: str | None) -> Legible:
    """What can be read of a document; `body` is None where the source gave no bytes."""
    if body is None:
        return Legible(fault="The source sent this document without its content. Ask it again.")
    if not body.strip(b"\0 \r\n\t"):
        why = f"The attachment is empty ({len(body):,} bytes). Ask the source to send it again."
        return Legible(fault=why)
    said = (content_type or "").strip().lower()
    found = kind_of_bytes(body)
    note = _mistyped(said, found)
    if found == "text":
        return _words(body, said, note)
    return _pages(body, found, note)


def kind_of_bytes(body: bytes) -> str:
    """What bytes that are not empty are: "pdf", "image" or, whatever else they be, "text"."""
    from himdesk.printing.packet.sheets import kind_of  # noqa: PLC0415 - loads pdf libraries

    return kind_of(body)


def _mistyped(said: str, found: str) -> str:
    plain = said.partition(";")[0]
    claimed = {"application/pdf": "pdf"}.get(plain, plain.partition("/")[0])
    if claimed not in _KINDS or claimed == found:
        return ""
    return f"The source calls this {_KINDS[claimed]}; it is {_KINDS[found]}, and is shown as such."


def _words(body: bytes, said: str, note: str) -> Legible:
    text = _decoded(body, said)
    if text is None:
        named = said.partition(";")[0] or "nothing"
        why = f"The source calls this {named}, but it is no text, PDF or picture. {_STEP}"
        return Legible(fault=why)
    if "html" in said or "xml" in said or _MARKUP.match(text):
        return Legible(text=plain_words(text), note=note)
    return Legible(text=text.replace("\r\n", "\n").replace("\r", "\n"), note=note)


def _decoded(body: bytes, said: str) -> str | None:
    """The text, in the encoding that it names or the first that fits; None if it is no text."""
    named = _CHARSET.search(said)
    wide = body.startswith((b"\xff\xfe", b"\xfe\xff"))
    tries = ("utf-16",) if wide else (named.group(1) if named else "utf-8", "utf-8-sig", "cp1252")
    for encoding in tries:
        try:
            text = body.decode(encoding).removeprefix("\ufeff")
        except (UnicodeDecodeError, LookupError):
            continue
        return None if _CONTROL.search(text) else text
    return None


def _pages(body: bytes, found: str, note: str) -> Legible:
    from himdesk.printing.packet import sheets  # noqa: PLC0415 - as above
    from himdesk.printing.packet.faults import Unreadable  # noqa: PLC0415 - as above

    try:
        made = (sheets.of_pdf if found == "pdf" else sheets.of_image)(body)
    except Unreadable as error:
        return Legible(fault=f"The attachment {error}. {_STEP}")
    buffer = io.BytesIO()
    made.pdf.save(buffer)
    taken = f"Not shown: {', '.join(made.stripped)}." if made.stripped else ""
    return Legible(pdf=buffer.getvalue(), note=" ".join(part for part in (note, taken) if part))


def plain_words(markup: str) -> str:
    """The words of HTML or of a C-CDA document, a line for each block of it."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    lines = (re.sub(r"[^\S\t]+", " ", line).strip() for line in "".join(reader.said).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Reader(HTMLParser):
    """Keeps the words of markup; scripts, styles and what they hold are left out."""

    BLOCKS: Final = frozenset(
        {"p", "br", "div", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "title", "section",
         "item", "paragraph", "table", "list", "caption"}
    )  # fmt: skip
    CELLS: Final = frozenset({"td", "th"})
    SILENT: Final = frozenset({"script", "style", "head"})

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the parser's
        self._silent += tag in self.SILENT
        if tag in self.BLOCKS:
            self.said.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.SILENT:
            self._silent = max(self._silent - 1, 0)
        elif tag in self.BLOCKS:
            self.said.append("\n")
        elif tag in self.CELLS:
            self.said.append("\t")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.said.append(data.replace("\n", " "))
