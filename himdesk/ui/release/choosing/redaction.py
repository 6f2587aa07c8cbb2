# SPDX-License-Identifier: Apache-2.0
"""One page of a document on which boxes are drawn with the mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QWidget

from himdesk.domain.releases.request import Box

if TYPE_CHECKING:
    from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPaintEvent

    from himdesk.ui.look.theme import Look

SMALLEST: Final = 4.0
"""Points that a box is wide and high at least: less is a click that slipped."""
BLACK: Final = QColor(0, 0, 0, 170)
"""What is blacked out still shows through while it is being chosen; in the packet it does not."""


class PageCanvas(QWidget):
    """A page with its boxes; `changed` when one was drawn or taken off.

    Boxes are kept in points from the lower left corner, as in the packet.
    """

    changed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setObjectName("redact-page")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self._document, self._buffer = QPdfDocument(self), QBuffer(self)
        self._image: QImage | None = None
        self.boxes: list[Box] = []
        self.page, self._width = 1, 600
        self._from: QPointF | None = None
        self._to = QPointF()

    def show_pdf(self, pdf: bytes, boxes: tuple[Box, ...]) -> None:
        """Show a document from its first page, with the boxes that it has."""
        self._buffer.setData(QByteArray(pdf))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._document.load(self._buffer)
        self.boxes = list(boxes)
        self.turn(1)

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return self._document.pageCount()

    def turn(self, page: int) -> None:
        """Show another page, as wide as there is room."""
        self.page = page
        self._from = None
        size = self._size()
        self.setFixedSize(size)
        ratio = self.devicePixelRatioF()
        self._image = self._document.render(page - 1, size * ratio)
        self._say()

    def fit(self, width: int) -> None:
        """Take a width, and draw the page again."""
        self._width = width
        if self.pages:
            self.turn(self.page)

    def _size(self) -> QSize:
        points = self._document.pagePointSize(self.page - 1)
        return QSize(self._width, round(self._width * points.height() / (points.width() or 1)))

    @property
    def scale(self) -> float:
        """Pixels of the window in a point of the page."""
        return self.width() / (self._document.pagePointSize(self.page - 1).width() or 1)

    def black_out_page(self) -> None:
        """A box over the whole page."""
        size = self._document.pagePointSize(self.page - 1)
        self._add(Box(page=self.page, left=0, bottom=0, right=size.width(), top=size.height()))

    def take_off(self) -> None:
        """Take the last box off this page."""
        own = [box for box in self.boxes if box.page == self.page]
        if own:
            self.boxes.remove(own[-1])
            self._tell()

    def _add(self, box: Box) -> None:
        self.boxes.append(box)
        self._tell()

    def _tell(self) -> None:
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        own = sum(box.page == self.page for box in self.boxes)
        words = f"Page {self.page} of {self.pages}, {own} blacked out; draw with the mouse"
        self.setAccessibleName(words)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A box begins."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._from = self._to = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The box grows."""
        if self._from is not None:
            self._to = event.position()
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The box stands, if it is large enough to be meant."""
        if self._from is None:
            return
        self._to = event.position()
        box = self._box(QRectF(self._from, self._to).normalized().intersected(self._whole()))
        self._from = None
        if box.right - box.left >= SMALLEST and box.top - box.bottom >= SMALLEST:
            self._add(box)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete takes the last box off."""
        if event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.take_off()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw the page and its boxes."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        if self._image is not None:
            painter.drawImage(self.rect(), self._image)
        painter.setPen(QPen(self._look.color("cnf_text"), 2))
        for box in self.boxes:
            if box.page == self.page:
                rect = self._rect(box)
                painter.fillRect(rect, BLACK)
                painter.drawRect(rect)
        if self._from is not None:
            painter.fillRect(QRectF(self._from, self._to).normalized(), BLACK)
        if self.hasFocus():
            painter.setPen(QPen(self._look.color("accent"), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()

    def _whole(self) -> QRectF:
        return QRectF(self.rect())

    def _box(self, rect: QRectF) -> Box:
        high, scale = self.height(), self.scale
        return Box(
            page=self.page,
            left=rect.left() / scale,
            bottom=(high - rect.bottom()) / scale,
            right=rect.right() / scale,
            top=(high - rect.top()) / scale,
        )

    def _rect(self, box: Box) -> QRectF:
        scale = self.scale
        return QRectF(
            box.left * scale,
            self.height() - box.top * scale,
            (box.right - box.left) * scale,
            (box.top - box.bottom) * scale,
        )
