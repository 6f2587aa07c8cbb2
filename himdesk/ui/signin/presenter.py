# SPDX-License-Identifier: Apache-2.0
"""Decides who comes in, and who comes back to a locked window; knows no widget."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from himdesk.domain.errors import HimdeskError, SignInFailed

if TYPE_CHECKING:
    from collections.abc import Callable

    from himdesk.services.desk import Desk
    from himdesk.ui.running import Run

TRIES: Final = 5
"""Wrong passwords at the lock before the work is closed; it waits as drafts."""


class View(Protocol):
    """What the presenters ask of the pages."""

    def show_busy(self) -> None:
        """The password is being checked."""

    def show_refused(self, text: str) -> None:
        """Say why nobody came in, and wait for another password."""


@dataclass
class SignInPresenter:
    """Signs a person in; `signed_in` is handed the desk."""

    view: View
    run: Run
    sign_in: Callable[[str, str], Desk]
    signed_in: Callable[[Desk], None]

    def submit(self, user: str, password: str) -> None:
        """Check name and password in the background."""
        self.view.show_busy()
        self.run(
            lambda: self.sign_in(user, password),
            self.signed_in,
            lambda error: self.view.show_refused(sentence(error)),
        )


@dataclass
class LockPresenter:
    """Asks the same person's password again; `check` raises unless it is right.

    After too many wrong ones `ended` signs the person out.
    """

    view: View
    run: Run
    check: Callable[[str], object]
    unlocked: Callable[[], None]
    ended: Callable[[], None]
    wrong: int = 0

    def submit(self, password: str) -> None:
        """Check the password in the background."""
        self.view.show_busy()
        self.run(lambda: self.check(password), lambda _answer: self._right(), self._refused)

    def _right(self) -> None:
        self.wrong = 0
        self.unlocked()

    def _refused(self, error: Exception) -> None:
        if not isinstance(error, SignInFailed):
            self.view.show_refused(sentence(error))
            return
        self.wrong += 1
        left = TRIES - self.wrong
        if left <= 0:
            self.wrong = 0
            self.ended()
            return
        tries = "1 try" if left == 1 else f"{left} tries"
        self.view.show_refused(f"That password is not right. {tries} left.")


def sentence(error: Exception) -> str:
    """What went wrong, in a sentence without anything that was typed."""
    if isinstance(error, HimdeskError):
        return error.message()
    return f"Something unforeseen happened ({type(error).__name__}). Nobody was signed in."
