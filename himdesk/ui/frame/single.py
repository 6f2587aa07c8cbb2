# SPDX-License-Identifier: Apache-2.0
"""One window for each person of the operating system and each database.

The first start holds a lock and listens; a second one finds the lock taken, asks the first to
come to the front, and ends. The name that they meet under holds no path and no patient's data.
"""

from __future__ import annotations

import getpass
import time
from hashlib import sha256
from typing import Final

from PySide6.QtCore import QDir, QLockFile, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

PATIENCE: Final = 5.0
"""Seconds in which a first window that is just opening must have answered."""
ATTEMPT: Final = 500
PAUSE: Final = 0.05
ANSWER: Final = b"here\n"


class OneWindow(QObject):
    """Claims a database for this window; `wanted` when another start asks for it."""

    wanted = Signal()

    def __init__(self, database_url: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.name = meeting_name(database_url)
        self._lock = QLockFile(QDir(QDir.tempPath()).filePath(f"{self.name}.lock"))
        self._lock.setStaleLockTime(0)  # only that of a process that is gone is stale
        self._server: QLocalServer | None = None

    def claim(self) -> bool:
        """Whether this is the first window; if not, the first one has come to the front.

        A first window that holds the lock and never answers is not waited for longer than
        `PATIENCE`: then this one opens too.
        """
        end = time.monotonic() + PATIENCE
        while not self._lock.tryLock(0):
            if self._ask():
                return False
            if time.monotonic() > end:
                return True
            time.sleep(PAUSE)
        self._listen()
        return True

    def _listen(self) -> None:
        QLocalServer.removeServer(self.name)  # what a killed process left behind
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._asked)
        self._server.listen(self.name)

    def _asked(self) -> None:
        while self._server is not None and (caller := self._server.nextPendingConnection()):
            caller.disconnected.connect(caller.deleteLater)
            caller.write(ANSWER)
            caller.flush()
            caller.disconnectFromServer()
            self.wanted.emit()

    def _ask(self) -> bool:
        """Ask the first window to come to the front; false if it does not answer."""
        socket = QLocalSocket()
        socket.connectToServer(self.name)
        if not socket.waitForConnected(ATTEMPT):
            return False
        return socket.waitForReadyRead(ATTEMPT) and bytes(socket.readAll().data()) == ANSWER

    def release(self) -> None:
        """Let the next start be the first."""
        if self._server is not None:
            self._server.close()
            self._server = None
        self._lock.unlock()


def meeting_name(database_url: str) -> str:
    """What the windows of one person on one database meet under; nothing can be read from it."""
    place = f"{getpass.getuser()}\0{database_url}"
    return f"himdesk-{sha256(place.encode()).hexdigest()[:32]}"
