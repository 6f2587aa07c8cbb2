# SPDX-License-Identifier: Apache-2.0
"""How much more an agreement says when the value agreed on is rare.

Rarity is the log of (chance that two strangers agree on *some* value of the field) over (share
of records with *this* value): what agreement on this value says beyond agreement as such, to
somebody who may be the same person. The pair itself is left out of the counts, so that a value
nobody else has counts as rare, however small the file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from himdesk.matching.arrays import Floats, distinct, mix
from himdesk.matching.pairs import fields
from himdesk.matching.pairs.fields import COLUMN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from himdesk.matching.arrays import Codes, Ints, Levels, Mask
    from himdesk.matching.records.table import Table

_PAIR = 2
_UNSEEN = 1.0
_NAME_SHAPE = 0.3
_COMMON = 50
_HELD_BY = 10
_MOST_KEPT = 3000


@dataclass(frozen=True, slots=True)
class Shares:
    """For every record the share of records with its value, its own pair left out.

    `chance`: that two strangers agree. Records without a value have no rarity.
    """

    of_record: NDArray[np.float32]
    chance: float

    def rarity(self, rows: Ints) -> Floats:
        """Log of chance over share, for the values of these records."""
        return np.asarray(
            np.log(self.chance / self.of_record[rows]).astype(np.float64), dtype=np.float64
        )


class Rarities:
    """The shares of all values in a table, and from them the rarity of what pairs agree on.

    `known` are the shares of a larger index, for a table that is only a few records of it.
    """

    def __init__(self, table: Table, known: Frequencies | None = None) -> None:
        self._table = table
        monthday = np.where(table.month < 0, -1, table.month * 100 + table.day)
        place = _place_numbers(table)
        if known is None:
            words = len(table.words)
            self._given = word_shares((table.given,), words)
            self._middle = word_shares((table.middle,), words)
            self._family = word_shares((table.family,), words)
            self._part = word_shares((table.part, table.part2), words)
            self._year, self._monthday = shares(table.year), shares(monthday)
            self._place = {
                "address": shares(_address_numbers(table)),
                "phone": shares(table.phone),
                "zip": shares(place),
                "email": shares(table.email),
            }
            self._surplus = name_surplus(table, self._given, self._family)
        else:
            self._given, self._middle, self._family, self._part = (
                known.words(name, table.words) for name in ("given", "middle", "family", "part")
            )
            self._year = known.of("year", table.year, None)
            self._monthday = known.of("monthday", monthday, None)
            self._place = {
                "address": known.of("address", table.address, None),
                "phone": known.of("phone", table.phone, None),
                "zip": known.of("zip", place, _place_names(table)),
                "email": known.of("email", table.email, None),
            }
            self._surplus = np.zeros(table.size)

    def frequencies(self) -> Frequencies:
        """The shares that the index's model keeps for judging single records later."""
        table, words = self._table, self._table.words
        named = (
            ("given", self._given),
            ("middle", self._middle),
            ("family", self._family),
            ("part", self._part),
        )
        codes = {
            "year": (self._year, table.year, None),
            "monthday": (self._monthday, table.month * 100 + table.day, None),
            "zip": (self._place["zip"], _place_numbers(table), _place_names(table)),
        }
        least = max(_COMMON / 1e6, _HELD_BY / max(1, table.size))
        chances = {name: known.chance for name, known in named}
        chances |= {name: known.chance for name, known in self._place.items()}
        chances |= {"year": self._year.chance, "monthday": self._monthday.chance}
        found = {name: _common(known.of_word, words, least) for name, known in named}
        found |= {name: _commonest(*three) for name, three in codes.items()}
        return Frequencies(table.size, chances, found)

    def of(self, levels: Levels, left: Ints, right: Ints) -> Floats:
        """A matrix like `levels` with the rarity of each agreement, 0 where there is none."""
        found = np.zeros(levels.shape, dtype=np.float64)
        self._names(found, levels, left, right)
        birth = levels[:, COLUMN["birth"]]
        year, day = self._year.rarity(left), self._monthday.rarity(left)
        at = fields.BIRTH.at
        same = birth == at("same")
        found[same, COLUMN["birth"]] = (year + day)[same]
        off = birth == at("year_off")
        found[off, COLUMN["birth"]] = day[off]
        self._home(found, levels[:, COLUMN["home"]], left)
        email = levels[:, COLUMN["email"]]
        same = (email == fields.EMAIL.at("same")) | (email == fields.EMAIL.at("same_plain"))
        found[same, COLUMN["email"]] = self._place["email"].rarity(left)[same]
        return found

    def surplus(self, levels: Levels, left: Ints) -> Floats:
        """How much more often a full name occurs than its two names suggest (log).

        0 unless both names agree: JOSE GARCIA is one name to many people, not two coincidences.
        """
        both = (levels[:, COLUMN["given"]] == fields.GIVEN.at("same")) & same_family(levels)
        return np.where(both, self._surplus[left], 0.0)

    def _names(self, found: Floats, levels: Levels, left: Ints, right: Ints) -> None:
        table = self._table
        column = found[:, COLUMN["given"]]
        given, family = levels[:, COLUMN["given"]], levels[:, COLUMN["family"]]
        at = fields.GIVEN.at
        _put(column, given == at("same"), self._given, table.given[left])
        _put(column, given == at("middle"), self._given, table.given[left])
        swapped = given == at("swapped")
        orders = [
            self._given.word(table.given[side]) + self._family.word(table.family[side])
            for side in (left[swapped], right[swapped])
        ]
        column[swapped] = np.minimum(*orders)
        _put(found[:, COLUMN["family"]], same_family(levels), self._family, table.family[left])
        part = (family == fields.FAMILY.at("part")) | (family == fields.FAMILY.at("woman_part"))
        _put(found[:, COLUMN["family"]], part, self._part, self._shared_part(left, right))
        middle = levels[:, COLUMN["middle"]]
        same = np.isin(middle, [fields.MIDDLE.at("same"), fields.MIDDLE.at("apart_same")])
        _put(found[:, COLUMN["middle"]], same, self._middle, table.middle[left])

    def _shared_part(self, left: Ints, right: Ints) -> Codes:
        table = self._table
        first = (table.part[left] == table.part[right]) | (table.part[left] == table.part2[right])
        return np.where(first, table.part[left], table.part2[left])

    def _home(self, found: Floats, home: Levels, left: Ints) -> None:
        at, column = fields.HOME.at, found[:, COLUMN["home"]]
        for name, names in (
            ("phone", ("both", "phone", "only_phone")),
            ("address", ("address", "only_address")),
            ("zip", ("zip", "only_zip")),
        ):
            rows = np.isin(home, [at(level) for level in names])
            column[rows] = self._place[name].rarity(left)[rows]


@dataclass(frozen=True, slots=True)
class Frequencies:
    """How common values are in an index of `records` records; only values many people share.

    `chances`: by field, the chance that two strangers agree. `common`: by field, the shares of
    the common values; any other value is held by about one record.
    """

    records: int
    chances: Mapping[str, float]
    common: Mapping[str, Mapping[str, float]]

    def words(self, name: str, words: list[str]) -> WordShares:
        """The shares of words in a name field."""
        rare = 1 / max(1, self.records)
        known = self.common[name]
        found = np.array([known.get(word, rare) for word in words] + [1.0])
        return WordShares(found, self.chances[name])

    def of(self, name: str, codes: Codes | Ints, values: list[str] | None) -> Shares:
        """The shares of values, one for each record; without `values` codes are the values."""
        rare, known = 1 / max(1, self.records), self.common.get(name, {})
        chance = self.chances[name]

        def share(code: int) -> float:
            if code < 0:
                return chance
            return known.get(str(code) if values is None else values[code], rare)

        found = [share(code) for code in codes.tolist()]
        return Shares(np.array(found, dtype=np.float32), chance)


@dataclass(frozen=True, slots=True)
class WordShares:
    """The share of records with a word, by word; `chance` that two strangers agree."""

    of_word: Floats
    chance: float

    def word(self, codes: Codes) -> Floats:
        """The rarity of words; 0 for MISSING."""
        return np.where(codes < 0, 0.0, np.log(self.chance / self.of_word[codes]))


def word_shares(columns: tuple[Codes, ...], words: int) -> WordShares:
    """Shares of the words of some name columns."""
    known = np.concatenate([codes[codes >= 0] for codes in columns])
    counts = np.bincount(known, minlength=words + 1)
    total = max(1, len(known))
    return WordShares(_share(counts, total), _chance(counts, total))


def shares(codes: Codes | Ints) -> Shares:
    """Shares of the values of one column, spread over the records."""
    found = np.ones(len(codes), dtype=np.float32)
    known = codes >= 0
    if not known.any():
        return Shares(found, 1.0)
    number, counts = distinct(codes[known].astype(np.int64))
    total = int(known.sum())
    chance = _chance(counts, total)
    found[:] = chance
    found[known] = _share(counts, total)[number]
    return Shares(found, chance)


def name_surplus(table: Table, given: WordShares, family: WordShares) -> Floats:
    """For each record how much more common its full name is than independence says (log).

    The count of others with the full name is weighed against what is expected, because most
    full names occur too seldom to be counted.
    """
    found = np.zeros(table.size)
    known = (table.given >= 0) & (table.family >= 0)
    if not known.any():
        return found
    pairs = mix(mix(np.ones(known.sum(), np.uint64), table.given[known]), table.family[known])
    number, counts = distinct(pairs)
    expected = given.of_word[table.given[known]] * family.of_word[table.family[known]] * known.sum()
    others = np.maximum(counts[number] - _PAIR, 0)
    shrunk = (_NAME_SHAPE + others) / (_NAME_SHAPE / expected + 1)
    found[known] = np.log(shrunk / expected)
    return found


def same_family(levels: Levels) -> Mask:
    """Where surnames are the same."""
    family, at = levels[:, COLUMN["family"]], fields.FAMILY.at
    return np.asarray((family == at("same")) | (family == at("woman_same")), dtype=np.bool_)


def _common(share: Floats, words: list[str], least: float) -> dict[str, float]:
    """The words of at least this share, most common first: no rare name leaves the index."""
    rows = np.flatnonzero(share[: len(words)] >= least)
    rows = rows[np.argsort(-share[rows], kind="stable")][:_MOST_KEPT]
    return {words[at]: float(f"{share[at]:.3g}") for at in rows}


def _commonest(known: Shares, codes: Codes | Ints, values: list[str] | None) -> dict[str, float]:
    numbers, first = np.unique(codes, return_index=True)
    pairs = zip(numbers.tolist(), known.of_record[first].tolist(), strict=True)
    return {
        (str(number) if values is None else values[number]): float(f"{share:.3g}")
        for number, share in list(pairs)[:_MOST_KEPT]
        if number >= 0
    }


def _place_numbers(table: Table) -> Codes:
    return table.zip if (table.zip >= 0).any() else table.city


def _place_names(table: Table) -> list[str]:
    """Names for the numbers of places: ZIP codes where the file has them, else towns."""
    return table.zips if (table.zip >= 0).any() else table.cities


def _put(column: Floats, rows: Mask, shares_: WordShares, codes: Codes) -> None:
    column[rows] = shares_.word(codes)[rows]


def _share(counts: Ints, total: int) -> Floats:
    return (np.maximum(counts - _PAIR, 0) + _UNSEEN) / total


def _chance(counts: Ints, total: int) -> float:
    """Two strangers agree; pairs of duplicates are few against all pairs of a common value."""
    expected = _share(counts, total)
    return float((expected * counts / total).sum()) or 1.0


def _address_numbers(table: Table) -> Ints:
    known = table.address >= 0
    place = _place_numbers(table).astype(np.int64) + 2
    return np.where(known, table.address.astype(np.int64) * (place.max(initial=0) + 1) + place, -1)
