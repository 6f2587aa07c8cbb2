# SPDX-License-Identifier: Apache-2.0
"""How presenters have work done in the background, without knowing Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from himdesk.domain.progress import Progress

Answer = TypeVar("Answer")


class Start(Protocol):
    """Starts work that tells its progress and can be stopped."""

    def __call__(
        self,
        work: Callable[[Progress], Answer],
        then: Callable[[Answer], None],
        otherwise: Callable[[Exception], None],
    ) -> None:
        """Run `work`, then one of the two; neither if it was stopped or the panel is gone."""


class Run(Protocol):
    """Runs work in the background and hands its answer to the screen's thread."""

    def __call__(
        self,
        work: Callable[[], Answer],
        then: Callable[[Answer], None],
        otherwise: Callable[[Exception], None],
    ) -> None:
        """Run `work`, then one of the two; neither if the panel is gone."""
