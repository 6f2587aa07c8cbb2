# SPDX-License-Identifier: Apache-2.0
"""Which level of agreement each field of a pair of records reaches."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from himdesk.matching.arrays import MISSING, Levels
from himdesk.matching.pairs import fields
from himdesk.matching.pairs.contact import email_levels, home_levels
from himdesk.matching.pairs.digits import one_slip, swapped_or_one_digit
from himdesk.matching.pairs.words import Tie, WordTies, name_ties
from himdesk.matching.records.table import FEMALE, MALE

if TYPE_CHECKING:
    from collections.abc import Callable

    from himdesk.matching.arrays import Ints, Mask
    from himdesk.matching.records.reference import Reference
    from himdesk.matching.records.table import Table

Rule: TypeAlias = "Callable[[Table, WordTies, Ints, Ints], Mask]"

_BOTH = 2
_YEARS_NEAR = 2
_YEARS_OFF = 12
_GENERATION = (15, 45)


class Comparer:
    """Compares pairs of records of one table. Ties between words are prepared once."""

    def __init__(self, table: Table, ref: Reference) -> None:
        self.table = table
        self._names = name_ties(table.words, ref)
        self._streets = WordTies(table.streets)
        self._mails = WordTies(table.mails)

    def levels(self, left: Ints, right: Ints) -> Levels:
        """A matrix: one row a pair, one column a field of `fields.FIELDS`."""
        table, names = self.table, self._names
        given = _given(table, names, left, right)
        columns = {
            "given": given,
            "family": _family(table, names, left, right, given),
            "middle": _middle(table, names, left, right, given),
            "birth": _birth(table, left, right),
            "ssn": _ssn(table, left, right),
            "home": home_levels(table, self._streets, left, right),
            "email": email_levels(table, self._mails, left, right),
            "sex": _sex(table, left, right, given),
            "suffix": _suffix(table, left, right, given),
            "mrn": _mrn(table, left, right),
        }
        return np.column_stack([columns[field.name] for field in fields.FIELDS])


def _given(table: Table, names: WordTies, left: Ints, right: Ints) -> Levels:
    at = fields.GIVEN.at
    by_tie = np.array(
        [0, at("same"), at("variant"), at("typo"), at("initial"), at("alike"), at("different")],
        dtype=np.uint8,
    )
    one, other = table.given[left], table.given[right]
    levels = by_tie[names.of(one, other)]
    for name, open_levels, rule in _CLOSER:
        rows = np.flatnonzero(np.isin(levels, [at(level) for level in open_levels]))
        if len(rows):
            levels[rows[rule(table, names, left[rows], right[rows])]] = at(name)
    twins = (table.order[left] >= 0) & (table.order[right] >= 0)
    levels[twins & (table.order[left] != table.order[right])] = at("letters")
    return levels


def _share_token(table: Table, names: WordTies, left: Ints, right: Ints) -> Mask:
    """One of the given names agrees, at least one side having two of them."""
    two = (table.token2[left] >= 0) | (table.token2[right] >= 0)
    found = np.zeros(len(left), dtype=np.bool_)
    for one in (table.token, table.token2):
        for other in (table.token, table.token2):
            tie = names.of(np.where(two, one[left], MISSING), np.where(two, other[right], MISSING))
            found |= (tie == Tie.SAME) | (tie == Tie.VARIANT)
    return found


def _middle_given(table: Table, _names: WordTies, left: Ints, right: Ints) -> Mask:
    """The given name of one side is the middle name of the other."""
    given, middle = table.given, table.middle
    one = (given[left] == middle[right]) & (given[left] >= 0)
    return np.asarray(one | ((given[right] == middle[left]) & (given[right] >= 0)), dtype=np.bool_)


def _crossed(table: Table, names: WordTies, left: Ints, right: Ints) -> Mask:
    """Each one's middle initial is the other's given initial."""
    agree, known = _crossings(table, names, left, right)
    return np.asarray((agree == _BOTH) & (known == _BOTH), dtype=np.bool_)


def _maybe_crossed(table: Table, names: WordTies, left: Ints, right: Ints) -> Mask:
    """One's middle initial is the other's given initial, and nothing contradicts."""
    agree, known = _crossings(table, names, left, right)
    return np.asarray((agree > 0) & (agree == known), dtype=np.bool_)


def _crossings(table: Table, names: WordTies, left: Ints, right: Ints) -> tuple[Ints, Ints]:
    """In how many directions given and middle initials agree, and can be compared."""
    given, middle = table.given, table.middle
    agree, known = np.zeros(len(left), dtype=np.int64), np.zeros(len(left), dtype=np.int64)
    for one, other in ((given[left], middle[right]), (given[right], middle[left])):
        both = (one >= 0) & (other >= 0)
        known += both
        agree += both & names.same_initial(one, other)
    return agree, known


def _swapped(table: Table, names: WordTies, left: Ints, right: Ints) -> Mask:
    """Given name and surname stand in each other's place, typing errors allowed."""
    given, family = table.given, table.family
    found = np.ones(len(left), dtype=np.bool_)
    for one, other in ((given[left], family[right]), (family[left], given[right])):
        tie = names.of(one, other)
        found &= (tie == Tie.SAME) | (tie == Tie.TYPO) | (tie == Tie.VARIANT)
    return found


_FAR = ("different", "alike")
_CLOSER: tuple[tuple[str, tuple[str, ...], Rule], ...] = (
    ("part", _FAR, _share_token),
    ("middle", _FAR, _middle_given),
    ("maybe_crossed", ("different",), _maybe_crossed),
    ("crossed", ("maybe_crossed",), _crossed),
    ("swapped", (*_FAR, "maybe_crossed", "crossed"), _swapped),
)
"""Levels of the given name that other fields explain: which they may replace, and the rule."""


def _family(table: Table, names: WordTies, left: Ints, right: Ints, given: Levels) -> Levels:
    at = fields.FAMILY.at
    by_tie = np.array(
        [0, at("same"), at("typo"), at("typo"), at("alike"), at("alike"), at("different")],
        dtype=np.uint8,
    )
    levels = by_tie[names.of(table.family[left], table.family[right])]
    rows = np.flatnonzero((levels == at("different")) | (levels == at("alike")))
    levels[rows[_share_part(table, names, left[rows], right[rows])]] = at("part")
    sexes = table.sex[left], table.sex[right]
    women = ((sexes[0] == FEMALE) | (sexes[1] == FEMALE)) & (sexes[0] != MALE) & (sexes[1] != MALE)
    levels[women & (levels > 0)] += at("woman_same") - at("same")
    levels[given == fields.GIVEN.at("swapped")] = 0
    return levels


def _share_part(table: Table, names: WordTies, left: Ints, right: Ints) -> Mask:
    """Half of a double surname agrees, at least one side having two."""
    two = (table.part2[left] >= 0) | (table.part2[right] >= 0)
    found = np.zeros(len(left), dtype=np.bool_)
    for one in (table.part, table.part2):
        for other in (table.part, table.part2):
            tie = names.of(np.where(two, one[left], MISSING), np.where(two, other[right], MISSING))
            found |= (tie == Tie.SAME) | (tie == Tie.VARIANT) | (tie == Tie.TYPO)
    return found


def _middle(table: Table, names: WordTies, left: Ints, right: Ints, given: Levels) -> Levels:
    at = fields.MIDDLE.at
    one, other = table.middle[left], table.middle[right]
    by_tie = np.array(
        [
            0,
            at("same"),
            at("variant"),
            at("variant"),
            at("initial"),
            at("different"),
            at("different"),
        ],
        dtype=np.uint8,
    )
    levels = by_tie[names.of(one, other)]
    short = names.is_initial(one) | names.is_initial(other)
    levels[short & (levels == at("same"))] = at("initial")
    levels[short & (levels == at("different"))] = at("other_initial")
    levels[_apart(given) & (levels > 0)] += at("apart_same") - at("same")
    for told in ("middle", "swapped", "part", "crossed", "maybe_crossed"):
        levels[given == fields.GIVEN.at(told)] = 0
    return levels


def _apart(given: Levels) -> Mask:
    """Whether given names tell people apart. Sons share more than a name with their fathers."""
    at = fields.GIVEN.at
    apart = ("different", "alike", "letters", "crossed", "maybe_crossed")
    return np.isin(given, [at(name) for name in apart])


def _birth(table: Table, left: Ints, right: Ints) -> Levels:
    at = fields.BIRTH.at
    year, month, day = table.year, table.month, table.day
    gap = np.abs(year[left] - year[right])
    same_year, same_month, same_day = gap == 0, month[left] == month[right], day[left] == day[right]
    swap = (month[left] == day[right]) & (day[left] == month[right])
    first = ((month[left] == 1) & (day[left] == 1)) | ((month[right] == 1) & (day[right] == 1))
    slip = one_slip(table.birth[left], table.birth[right], 8)
    rules: tuple[tuple[str, Mask], ...] = (
        ("same", same_year & same_month & same_day),
        ("swapped", same_year & swap),
        ("first_of_year", same_year & first),
        ("typo", slip),
        ("year_off", same_month & same_day & (gap <= _YEARS_OFF)),
        ("two_of_three", same_year & (same_month | same_day)),
        ("same_year", same_year),
        ("near", gap <= _YEARS_NEAR),
        ("generation", (gap >= _GENERATION[0]) & (gap <= _GENERATION[1])),
    )
    levels = np.full(len(left), at("different"), dtype=np.uint8)
    for name, holds in reversed(rules):
        levels[holds] = at(name)
    partial = (month[left] < 0) | (month[right] < 0)
    levels[partial] = np.where(same_year[partial], at("year"), at("other_year"))
    levels[(year[left] < 0) | (year[right] < 0)] = 0
    return levels


def _ssn(table: Table, left: Ints, right: Ints) -> Levels:
    at = fields.SSN.at
    one, other = table.ssn[left], table.ssn[right]
    levels = np.full(len(left), at("different"), dtype=np.uint8)
    levels[swapped_or_one_digit(one, other)] = at("typo")
    levels[np.abs(one - other) == 1] = at("next")
    levels[one == other] = at("same")
    partial = (one < 0) | (other < 0)
    last = table.ssn4[left], table.ssn4[right]
    levels[partial] = np.where(last[0] == last[1], at("last4"), at("other_last4"))[partial]
    levels[(last[0] < 0) | (last[1] < 0)] = 0
    return levels


def _sex(table: Table, left: Ints, right: Ints, given: Levels) -> Levels:
    at = fields.SEX.at
    one, other = table.sex[left], table.sex[right]
    levels = np.where(one == other, at("same"), at("other")).astype(np.uint8)
    levels[_apart(given)] += at("same_other_name") - at("same")
    levels[given == 0] += at("same_no_name") - at("same")
    levels[(one < 0) | (other < 0)] = 0
    return levels


def _suffix(table: Table, left: Ints, right: Ints, given: Levels) -> Levels:
    at = fields.SUFFIX.at
    one, other = table.suffix[left], table.suffix[right]
    levels = np.where(one == other, at("same"), at("conflict")).astype(np.uint8)
    levels[(one == 0) | (other == 0)] = at("one")
    levels[(one == 0) & (other == 0)] = at("neither")
    levels[given == fields.GIVEN.at("same")] += at("named_same") - at("same")
    return levels if table.suffix.any() else np.zeros_like(levels)


def _mrn(table: Table, left: Ints, right: Ints) -> Levels:
    at = fields.MRN.at
    one, other = table.mrn[left], table.mrn[right]
    levels = np.where(one == other, at("same"), at("other")).astype(np.uint8)
    levels[(one < 0) | (other < 0)] = 0
    return levels
