# SPDX-License-Identifier: Apache-2.0
"""Which records of the index are worth weighing against one: those that share the telling keys."""

from __future__ import annotations

from heapq import nlargest
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

MOST: Final = 60
"""Records that are weighed against one. Who is the same person shares many keys, or narrow ones."""


def closest(
    keys: Mapping[int, int], lists: Mapping[int, Sequence[int]], *, but: int | None = None
) -> Iterable[int]:
    """The numbers of records that share keys with one, at most `MOST`.

    `keys` are the record's own, with how many may share each; `lists` the postings. A key tells
    the more the fewer have it; one that more share than may is passed over. `but` is the record.
    """
    telling: dict[int, float] = {}
    for key, cap in keys.items():
        numbers = lists.get(key, ())
        if 0 < len(numbers) <= cap:
            share = 1 / len(numbers)
            for number in numbers:
                telling[number] = telling.get(number, 0.0) + share
    if but is not None:
        telling.pop(but, None)
    if len(telling) <= MOST:
        return telling
    return nlargest(MOST, telling, key=lambda number: (telling[number], -number))
