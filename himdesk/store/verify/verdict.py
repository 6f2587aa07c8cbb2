# SPDX-License-Identifier: Apache-2.0
"""What a verification comes to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Broken:
    """The first thing that is not as it should be.

    `seq` is the place in its chain (of the ledger, unless `where` names another one). What was
    expected and found are digests, ids and counts, never a patient's data.
    """

    seq: int
    where: str
    expected: str
    found: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether all is well, over how many change sets, and the digest of the last."""

    change_sets: int
    head: str
    first_broken: Broken | None

    @property
    def ok(self) -> bool:
        """Whether nothing is broken."""
        return self.first_broken is None


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place of a chain with its digest, written down outside the database."""

    seq: int
    digest: str
