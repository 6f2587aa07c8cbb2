# SPDX-License-Identifier: Apache-2.0
"""Work off the window's thread: one thread for the database in click order, a pool for computing.

An answer reaches a panel only while the panel lives; an exception becomes a value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import shiboken6
from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal

if TYPE_CHECKING:
    from collections.abc import Callable


class Stopped(Exception):
    """Somebody asked the work to stop; nobody hears of this."""


class Job(QObject):
    """One piece of work on its way: tells its progress, and is asked to stop.

    The work may take the job and call `tell` and `stopping` from its thread.
    """

    progressed = Signal(int, int)
    """Done and all; all is 0 where nobody knows."""
    finished = Signal(object, object, object)
    """The job, its answer, its exception; one of these two is None."""

    def __init__(self, work: Callable[[Job], Any]) -> None:
        super().__init__()
        self._work = work
        self._stopping = False

    def cancel(self) -> None:
        """Ask the work to stop; its answer is dropped."""
        self._stopping = True

    @property
    def stopping(self) -> bool:
        """Whether somebody asked to stop."""
        return self._stopping

    def tell(self, done: int, whole: int = 0) -> None:
        """Say how far the work is."""
        self.progressed.emit(done, whole)

    def heard(self, done: int, whole: int) -> None:
        """Say how far the work is.

        Raises:
            Stopped: somebody asked to stop.
        """
        if self._stopping:
            raise Stopped
        self.tell(done, whole)

    def carry_out(self) -> None:
        """Do the work, on whatever thread this is."""
        try:
            answer = self._work(self)
        except Exception as error:  # noqa: BLE001 - handed to `otherwise`
            self.finished.emit(self, None, error)
        else:
            self.finished.emit(self, answer, None)


class Runner(Protocol):
    """Starts jobs, at once or later."""

    def start(self, job: Job, *, computing: bool) -> None:
        """Let a job be carried out."""


class _Errand(QRunnable):
    def __init__(self, job: Job) -> None:
        super().__init__()
        self._job = job

    def run(self) -> None:
        self._job.carry_out()


class Threads:
    """Two pools: one database thread, and the rest for pure computing."""

    def __init__(self) -> None:
        self._database = QThreadPool()
        self._database.setMaxThreadCount(1)
        self._database.setExpiryTimeout(-1)
        self._computing = QThreadPool()

    def start(self, job: Job, *, computing: bool) -> None:
        """Queue a job."""
        (self._computing if computing else self._database).start(_Errand(job))

    def wait(self) -> None:
        """Wait for all that is queued, before the program ends."""
        self._database.waitForDone()
        self._computing.waitForDone()


class AtOnce:
    """Carries every job out at once, for tests."""

    def start(self, job: Job, *, computing: bool) -> None:  # noqa: ARG002 - as Threads
        """Do it now."""
        job.carry_out()

    def wait(self) -> None:
        """Nothing is ever waiting."""


class Tasks(QObject):
    """The desk's errand boy; lives on the window's thread, where all answers arrive."""

    busy = Signal(int)
    """How many jobs are under way."""

    def __init__(self, runner: Threads | AtOnce | None = None) -> None:
        super().__init__()
        self._runner = runner or Threads()
        self._under_way: dict[Job, tuple[QObject, Any, Any]] = {}

    def run_for(
        self,
        owner: QObject,
        work: Callable[[], Any],
        *,
        then: Callable[[Any], None],
        otherwise: Callable[[Exception], None],
        computing: bool = False,
    ) -> Job:
        """Do work and hand the answer to `then`, an exception to `otherwise`, if `owner` lives."""
        return self.start(
            owner, lambda _job: work(), then=then, otherwise=otherwise, computing=computing
        )

    def start(
        self,
        owner: QObject,
        work: Callable[[Job], Any],
        *,
        then: Callable[[Any], None],
        otherwise: Callable[[Exception], None],
        computing: bool = False,
    ) -> Job:
        """Like `run_for`, for work that tells its progress or can be stopped."""
        job = Job(work)
        self._under_way[job] = (owner, then, otherwise)
        job.finished.connect(self._arrived, Qt.ConnectionType.AutoConnection)
        self.busy.emit(len(self._under_way))
        self._runner.start(job, computing=computing)
        return job

    @property
    def idle(self) -> bool:
        """Whether nothing is under way."""
        return not self._under_way

    def wait(self) -> None:
        """Wait for all threads, before the program ends."""
        self._runner.wait()

    def _arrived(self, job: Job, answer: object, error: Exception | None) -> None:
        owner, then, otherwise = self._under_way.pop(job)
        self.busy.emit(len(self._under_way))
        if job.stopping or not shiboken6.isValid(owner):
            return
        if error is not None:
            otherwise(error)
        else:
            then(answer)
