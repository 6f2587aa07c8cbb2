# SPDX-License-Identifier: Apache-2.0
"""The narrow keys by which records meet: two records that share one key are compared.

A key is made of parts (surname, birth date, house …); a record that lacks one of them does not
have the key. The same definitions give hashes for bulk blocking and texts for posting tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from himdesk.matching.arrays import MISSING, Ints, encode, mix

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from himdesk.matching.arrays import Codes, Hashes
    from himdesk.matching.records.reference import Reference
    from himdesk.matching.records.table import Table

_PREFIX = 3
_SSN_AREA_GROUP = 10_000


@dataclass(frozen=True, slots=True)
class Part:
    """One number a record (MISSING: none) and how to write that number as text."""

    codes: Ints
    text: Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Key:
    """A key: `name`, its ways of being made (each a tuple of parts), largest useful block.

    A wide key is used only in files of at most `most_records`, where it costs little.
    Several ways share one key space: a double surname meets either of its halves.
    """

    name: str
    ways: tuple[tuple[str, ...], ...]
    cap: int = 60
    most_records: int = 1 << 62


WIDE = 30_000
"""Records up to which wide keys are used."""

KEYS: tuple[Key, ...] = (
    Key("mrn", (("mrn",),), 12),
    Key("ssn", (("ssn",),), 30),
    Key("ssn-digits", (("ssn_sorted", "year"),), 12),
    Key("ssn-digits-name", (("ssn_sorted", "root"),), 12),
    Key("ssn4-birth", (("ssn4", "birth"),)),
    Key("ssn4-surname", (("ssn4", "part"), ("ssn4", "part2")), 30),
    Key("ssn4-given", (("ssn4", "root"),), 30),
    Key("ssn5-given", (("ssn5", "root"),), 30),
    Key("ssn5-birth", (("ssn5", "birth"),), 30),
    Key("names-year", (("names", "year"), ("names2", "year")), 80),
    Key("names-day", (("names", "monthday"), ("names2", "monthday")), 80),
    Key("names-zip", (("names", "zip"), ("names2", "zip")), 60),
    Key("names-city", (("names", "city"),), 30),
    Key("names", (("names",),), 8),
    Key("names-street", (("names", "street"), ("names2", "street"))),
    Key("middle-names", (("middle_names", "year"), ("names", "year")), 60),
    Key("surname-birth", (("part", "birth"), ("part2", "birth")), 80),
    Key("given-birth", (("root", "birth"), ("middle_root", "birth")), 80),
    Key("surname-birth-swapped", (("part", "birth_sorted"), ("part2", "birth_sorted"))),
    Key("given-birth-swapped", (("root", "birth_sorted"),)),
    Key("starts-birth", (("given3", "birth"),), 60),
    Key("surname-starts-birth", (("family3", "birth"),), 60),
    Key("starts-year", (("starts", "year"),), 60),
    Key("starts-day", (("starts", "monthday"),), 60),
    Key("starts-street", (("starts", "street"),), 30),
    Key("starts-zip", (("starts", "zip"),), 30),
    Key("phone-year", (("phone", "year"),), 30),
    Key("phone-given", (("phone", "root"),), 30),
    Key("phone-surname", (("phone", "part"), ("phone", "part2")), 12),
    Key("phone-day", (("phone", "monthday"),), 30),
    Key("email", (("email",),), 20),
    Key("birth-zip", (("birth", "zip"),), 60),
    Key("birth-city", (("birth", "city"),), 40),
    Key("birth-house", (("birth", "house"),), 30),
    Key("door-given", (("door", "root"),), 30),
    Key("door-year", (("door", "year"),), 30),
    Key("door-day", (("door", "monthday"),), 30),
    Key("ssn-sorted", (("ssn_sorted",),), 6),
    Key("door-starts", (("door", "zip", "given3"),), 30),
    Key("surname-zip", (("part", "zip"), ("part2", "zip")), 12, WIDE),
    Key("surname-city", (("part", "city"), ("part2", "city")), 12, WIDE),
    Key("surname-street", (("part", "street"), ("part2", "street")), 12, WIDE),
    Key("surname-given3", (("part", "given3"), ("part2", "given3")), 12, WIDE),
    Key("given-zip", (("root", "zip"),), 12, WIDE),
    Key("given-city", (("root", "city"),), 12, WIDE),
    Key("given-street", (("root", "street"),), 12, WIDE),
    Key("door-zip", (("door", "zip"),), 12, WIDE),
    Key("birth", (("birth",),), 30, WIDE),
    Key("phone", (("phone",),), 12, WIDE),
)
"""All keys. Caps are block sizes beyond which a key joins strangers; narrower keys remain."""

HOME_KEYS: tuple[Key, ...] = (
    Key("phone", (("phone",),), 40),
    Key("door", (("door", "zip"),), 40),
)
"""Who lives together: not compared as candidates, but sampled to learn what relatives share."""

NAMESAKE_KEYS: tuple[Key, ...] = (Key("full-name", (("names",),), 1 << 30),)
"""Who shares a name: sampled to learn what namesakes share."""


_STORED = {
    "mrn": ("mrn", "mrns"),
    "email": ("email", "mails"),
    "zip": ("zip", "zips"),
    "city": ("city", "cities"),
    "street": ("street", "streets"),
    "part": ("part", "words"),
    "part2": ("part2", "words"),
}
"""Parts that the table has as codes, with the table's texts for them."""

_COMPUTED: dict[str, Callable[[Table], Ints]] = {
    "ssn": lambda table: table.ssn,
    "ssn4": lambda table: table.ssn4.astype(np.int64),
    "ssn5": lambda table: np.where(table.ssn < 0, MISSING, table.ssn // _SSN_AREA_GROUP),
    "ssn_sorted": lambda table: _sorted_digits(table.ssn),
    "birth": lambda table: table.birth.astype(np.int64),
    "year": lambda table: table.year.astype(np.int64),
    "monthday": lambda table: _monthday(table.month, table.day),
    "birth_sorted": lambda table: _birth_sorted(table.year, table.month, table.day),
    "phone": lambda table: table.phone,
    "house": lambda table: np.where(table.house > 0, table.house, MISSING),
}
"""Parts that are numbers themselves."""

_UNORDERED = {
    "names": ("root", "family_root"),
    "names2": ("root", "part2_root"),
    "middle_names": ("middle_root", "family_root"),
    "starts": ("given3", "family3"),
}
"""Parts made of two words in any order, so that swapped names meet."""


class Parts:
    """The parts of a table's records, each made when first asked for."""

    def __init__(self, table: Table, ref: Reference) -> None:
        self._table = table
        self._ref = ref
        self._made: dict[str, Part] = {}
        roots = encode([ref.formal.get(word, word) for word in table.words])
        self._roots = roots
        starts = encode([word[:_PREFIX] for word in table.words])
        self._starts = starts

    def get(self, name: str) -> Part:
        """The part of this name."""
        if name not in self._made:
            self._made[name] = self._make(name)
        return self._made[name]

    def _make(self, name: str) -> Part:
        if name in _COMPUTED:
            return Part(_COMPUTED[name](self._table), str)
        if name in _STORED:
            codes_name, values_name = _STORED[name]
            values = getattr(self._table, values_name)
            codes = getattr(self._table, codes_name).astype(np.int64)
            return Part(codes, values.__getitem__)
        return self._named(name)

    def _named(self, name: str) -> Part:
        table, roots, starts = self._table, self._roots, self._starts
        by_word = {
            "root": (roots, table.token),
            "middle_root": (roots, table.middle),
            "family_root": (roots, table.family),
            "part2_root": (roots, table.part2),
            "given3": (starts, table.given),
            "family3": (starts, table.family),
        }
        if name in by_word:
            per_word, codes = by_word[name]
            return Part(_through(per_word.codes, codes), per_word.values.__getitem__)
        if name == "door":
            return self._door()
        return self._both(*_UNORDERED[name])

    def _both(self, left: str, right: str) -> Part:
        """Two words whose order does not matter."""
        first, second = self.get(left), self.get(right)
        size = len(self._roots.values) + len(self._starts.values) + 1
        low = np.minimum(first.codes, second.codes)
        high = np.maximum(first.codes, second.codes)

        def text(code: int) -> str:
            return "+".join(sorted((first.text(code // size), second.text(code % size))))

        return Part(np.where(low < 0, MISSING, low * size + high), text)

    def _door(self) -> Part:
        table = self._table
        size = len(table.streets) + 1
        known = (table.house > 0) & (table.street >= 0)
        codes = np.where(known, table.house * size + table.street, MISSING)
        return Part(codes, lambda code: f"{code // size} {table.streets[code % size]}")


def hashes(key: Key, parts: Parts) -> Iterator[Hashes]:
    """For each way of a key one hash a record; 0 where the record lacks a part."""
    for way in key.ways:
        made = [parts.get(name).codes for name in way]
        known = np.logical_and.reduce([codes >= 0 for codes in made])
        stirred = np.full(len(known), len(key.name) + 1, dtype=np.uint64)
        for codes in made:
            stirred = mix(stirred, codes + 1)
        stirred[~known] = 0
        yield stirred


def posting_keys(table: Table, row: int, ref: Reference) -> tuple[str, ...]:
    """The posting keys of one record as texts, sorted, each once: `names-year:ANA+DIAZ|1980`."""
    return tuple(sorted(posting_texts(Parts(table, ref), row, KEYS)))


def posting_texts(parts: Parts, row: int, keys: tuple[Key, ...]) -> dict[str, Key]:
    """The posting keys of a record among some of the keys, each with what it is of."""
    found: dict[str, Key] = {}
    for key in keys:
        for way in key.ways:
            made = [(part := parts.get(name), int(part.codes[row])) for name in way]
            if all(code >= 0 for _, code in made):
                text = "|".join([part.text(code) for part, code in made])
                found[f"{key.name}:{text}"] = key
    return found


def _through(per_word: Codes, codes: Codes) -> Ints:
    if len(per_word) == 0:
        return np.full(len(codes), MISSING, dtype=np.int64)
    return np.where(codes < 0, MISSING, per_word[codes]).astype(np.int64)


def _monthday(month: Codes, day: Codes) -> Ints:
    return np.where(month < 0, MISSING, month * 100 + day).astype(np.int64)


def _birth_sorted(year: Codes, month: Codes, day: Codes) -> Ints:
    low, high = np.minimum(month, day), np.maximum(month, day)
    return np.where(month < 0, MISSING, year * 10_000 + low * 100 + high).astype(np.int64)


def _sorted_digits(numbers: Ints) -> Ints:
    """How often each digit occurs, as one number: equal for numbers with swapped digits."""
    counts = np.zeros(len(numbers), dtype=np.int64)
    rest = np.maximum(numbers, 0)
    for _ in range(9):
        counts += np.int64(1) << (rest % 10 * 4)
        rest = rest // 10
    return np.where(numbers < 0, MISSING, counts)
