# SPDX-License-Identifier: Apache-2.0
"""The press: template and values in, a PDF's bytes out; the same input gives the same bytes."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from reportlab.platypus.doctemplate import BaseDocTemplate, PageTemplate
from reportlab.platypus.frames import Frame

from himdesk import resources
from himdesk.printing.errors import UnknownTemplate
from himdesk.printing.letters.fields import Scope
from himdesk.printing.typesetting import page, words
from himdesk.printing.typesetting.blocks import Composer
from himdesk.printing.typesetting.fonts import Fonts
from himdesk.printing.typesetting.page import CountingCanvas, Furniture
from himdesk.printing.typesetting.typeset import Setter

if TYPE_CHECKING:
    from pathlib import Path

    from himdesk.printing.letters.notices import Notice
    from himdesk.printing.letters.template import LetterTemplate
    from himdesk.printing.letters.values import Dispatch, Site


@dataclass(frozen=True, slots=True)
class Printed:
    """A rendered letter: a proof until it is issued."""

    pdf: bytes
    pages: int
    unprintable: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Press:
    """Fonts and languages, read once and shared by all letters; has no state that changes."""

    fonts: Fonts
    languages: dict[str, words.Words]

    @classmethod
    def open(cls, folder: Path | None = None) -> Press:
        """Make a press from the resources folder."""
        root = folder or resources.path()
        found = [words.load(file) for file in sorted((root / "letters").glob("words.*.toml"))]
        return cls(Fonts.load(root / "fonts"), {language.language: language for language in found})

    def render(
        self, template: LetterTemplate, notice: Notice, letter: Dispatch, site: Site
    ) -> Printed:
        """Set a letter.

        Raises:
            BadReference: the reference can't be a barcode.
            UnknownTemplate: there are no words in the template's language.
        """
        page.check_reference(letter.reference)
        language = self.languages.get(template.language)
        if language is None or template.kind != notice.kind:
            raise UnknownTemplate(notice.kind, template.language)
        setter = Setter(self.fonts)
        furniture = Furniture(template, letter, site, language, setter)
        composer = Composer(setter, Scope(notice, letter, site), language)
        buffer = io.BytesIO()
        document = _document(buffer, furniture)
        document.build(
            composer.story(template.blocks),
            canvasmaker=partial(CountingCanvas, furniture=furniture),
        )
        unprintable = tuple(sorted(setter.unprintable))
        return Printed(buffer.getvalue(), document.page, unprintable)


def _document(buffer: io.BytesIO, furniture: Furniture) -> BaseDocTemplate:
    """A document with a first page and further pages; its information names no patient."""
    template, site = furniture.template, furniture.site
    document = BaseDocTemplate(
        buffer,
        pagesize=(page.WIDTH, page.HEIGHT),
        invariant=1,
        title=template.title,
        author=site.name,
        subject=f"{furniture.letter.reference} {template.stamp}",
        creator="himdesk",
        lang=template.language,
        displayDocTitle=True,
    )
    document.addPageTemplates(
        [
            _page("first", page.text_top(template.layout, 1)),
            _page("next", page.text_top(template.layout, 2)),
        ]
    )
    return document


def _page(name: str, top: float) -> PageTemplate:
    """A page whose text ends at a given height."""
    none: dict[str, Any] = dict.fromkeys(
        ("leftPadding", "rightPadding", "topPadding", "bottomPadding"), 0
    )
    frame = Frame(page.LEFT, page.FOOT, page.RIGHT - page.LEFT, top - page.FOOT, **none)
    return PageTemplate(name, frames=[frame], autoNextPageTemplate="next")
