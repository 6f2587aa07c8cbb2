# SPDX-License-Identifier: Apache-2.0
"""Comparing where people live and are reached: home as one fact, and e-mail.

Address, phone and ZIP code agree together for everybody in a household, so they are one piece
of evidence, not three.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from himdesk.matching.arrays import MISSING, Levels
from himdesk.matching.pairs import fields
from himdesk.matching.pairs.digits import one_slip
from himdesk.matching.pairs.words import Tie

if TYPE_CHECKING:
    from himdesk.matching.arrays import Codes, Ints, Mask
    from himdesk.matching.pairs.words import WordTies
    from himdesk.matching.records.table import Table

_SAME, _CLOSE, _NEAR, _ZIP, _TOWN, _APART = range(1, 7)
_ZIP_DIGITS = 5


def home_levels(table: Table, streets: WordTies, left: Ints, right: Ints) -> Levels:
    """The levels of the field `home`."""
    at = fields.HOME.at
    address = address_ties(table, streets, left, right)
    one, other = table.phone[left], table.phone[right]
    phone_known, phone_same = (one >= 0) & (other >= 0), (one == other) & (one >= 0)
    both = _by_tie("both", "both", "phone", "phone", "phone", "phone")
    other_phone = _by_tie("address", "close", "near", "zip", "town", "apart")
    no_phone = _by_tie(
        "only_address", "only_close", "only_near", "only_zip", "only_town", "only_apart"
    )
    levels = np.where(
        phone_same, both[address], np.where(phone_known, other_phone[address], no_phone[address])
    )
    lone = (address == 0) & phone_known
    levels[lone] = np.where(phone_same, at("only_phone"), at("only_other_phone"))[lone]
    return levels.astype(np.uint8)


def _by_tie(*names: str) -> Levels:
    """Levels by the tie of the addresses: none, then the six from same to apart."""
    return np.array([0, *(fields.HOME.at(name) for name in names)], dtype=np.uint8)


def address_ties(table: Table, streets: WordTies, left: Ints, right: Ints) -> Levels:
    """0 not known, else one of same, close, near, zip, town, apart."""
    zip_same, zip_known = _same(table.zip, left, right), _known(table.zip, left, right)
    town_same, town_known = _same(table.city, left, right), _known(table.city, left, right)
    street = streets.of(table.street[left], table.street[right])
    same_house = (table.house[left] == table.house[right]) & (table.house[left] > 0)
    like_street = (street == Tie.SAME) | (street == Tie.TYPO)
    town = town_same | _zip_slip(table, left, right)
    area = zip_same | town
    levels = np.full(len(left), _APART, dtype=np.uint8)
    levels[town] = _TOWN
    levels[zip_same | (~zip_known & town_same)] = _ZIP
    levels[(same_house & like_street) | (area & (same_house | like_street))] = _NEAR
    levels[same_house & like_street & area] = _CLOSE
    unplaced = ~zip_known & ~town_known
    door = same_house & (street == Tie.SAME) & ~_other_unit(table, left, right)
    levels[door & (area | unplaced)] = _SAME
    levels[(street == Tie.NONE) & unplaced] = 0
    return levels


def _zip_slip(table: Table, left: Ints, right: Ints) -> Mask:
    """ZIP codes of digits that differ by one slip of the hand."""
    numbers = table.zip_number
    return one_slip(numbers[left], numbers[right], _ZIP_DIGITS)


def _same(codes: Codes, left: Ints, right: Ints) -> Mask:
    return np.asarray((codes[left] == codes[right]) & (codes[left] >= 0), dtype=np.bool_)


def _known(codes: Codes, left: Ints, right: Ints) -> Mask:
    return (codes[left] >= 0) & (codes[right] >= 0)


def _other_unit(table: Table, left: Ints, right: Ints) -> Mask:
    return np.asarray(
        _known(table.unit, left, right) & (table.unit[left] != table.unit[right]), dtype=np.bool_
    )


def email_levels(table: Table, mails: WordTies, left: Ints, right: Ints) -> Levels:
    """The levels of the field `email`; an address made of the name alone says less."""
    at = fields.EMAIL.at
    one, other = table.email[left], table.email[right]
    tie = mails.of(one, other)
    box = _same(table.mailbox, left, right)
    alike = box | (tie == Tie.TYPO)
    levels = np.where(alike, at("alike"), at("different")).astype(np.uint8)
    plain = table.plain_mail[left] & table.plain_mail[right]
    levels[plain] = at("other_plain")
    levels[one == other] = at("same")
    levels[plain & (one == other)] = at("same_plain")
    levels[(one == MISSING) | (other == MISSING)] = 0
    return levels
