# SPDX-License-Identifier: Apache-2.0
"""Names for the kinds of arrays that travel through the room, and few rules on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Sequence

Ints: TypeAlias = NDArray[np.int64]
Codes: TypeAlias = NDArray[np.int32]
Levels: TypeAlias = NDArray[np.uint8]
Floats: TypeAlias = NDArray[np.float64]
Mask: TypeAlias = NDArray[np.bool_]
Hashes: TypeAlias = NDArray[np.uint64]

MISSING = -1
"""The code of a value that isn't known."""


@dataclass(frozen=True, slots=True)
class Coded:
    """A column: `values` are its distinct texts, `codes` point into them (MISSING: no value)."""

    codes: Codes
    values: list[str]

    def take(self, per_value: NDArray[np.generic], missing: float) -> NDArray[np.generic]:
        """Spread one number per distinct value over the records."""
        return spread(per_value, self.codes, missing)


def encode(texts: Sequence[str]) -> Coded:
    """Number the distinct texts in order of appearance; the empty text is missing."""
    seen: dict[str, int] = {}
    codes = [seen.setdefault(text, len(seen)) if text else MISSING for text in texts]
    return Coded(np.array(codes, dtype=np.int32), list(seen))


def spread(
    per_value: NDArray[np.generic], codes: NDArray[np.signedinteger], missing: float
) -> NDArray[np.generic]:
    """Look up `per_value[codes]`, with `missing` where the code is MISSING."""
    if len(per_value) == 0:
        return np.full(len(codes), missing, dtype=per_value.dtype)
    found: NDArray[np.generic] = per_value[codes]
    found[codes < 0] = missing
    return found


def mix(hashes: Hashes, values: NDArray[np.integer]) -> Hashes:
    """Stir integers into hashes (a multiplicative mix; wraps around on purpose)."""
    stirred = (hashes ^ values.astype(np.uint64)) * np.uint64(0x9E3779B97F4A7C15)
    stirred ^= stirred >> np.uint64(29)
    return stirred


def distinct(values: Hashes | Ints) -> tuple[NDArray[np.intp], Ints]:
    """Dense numbers of the values (in sorted order) and how often each number occurs."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    return inverse.reshape(-1), counts.astype(np.int64)
