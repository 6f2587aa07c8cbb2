# SPDX-License-Identifier: Apache-2.0
"""The cleaned records as arrays: one row a record, every text a number.

The same builder serves a file of a million records and one record with its few candidates, so
both are compared by the same rules.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from himdesk.domain.words import having
from himdesk.matching.arrays import MISSING, Coded, Codes, Ints, encode, spread
from himdesk.matching.errors import Notice
from himdesk.matching.records import addresses, dates, names, text
from himdesk.matching.records.numbers import digits_of_file, phones, ssn_columns

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from himdesk.matching.arrays import Mask
    from himdesk.matching.records.reference import Reference

FIELDS = (
    "mrn",
    "last",
    "first",
    "middle",
    "suffix",
    "sex",
    "dob",
    "ssn",
    "phone",
    "email",
    "street",
    "city",
    "state",
    "zip",
)
"""The columns that are compared; each is optional."""

SUFFIXES = ("", "JR", "SR", "II", "III", "IV", "V")
FEMALE, MALE = 0, 1


@dataclass(frozen=True, slots=True)
class Table:
    """Cleaned records. Every array has `size` rows; MISSING (-1) is no value.

    `words` are all name words; `given`, `token`, `token2` (whole given-name field, its first
    and second word), `middle`, `family` (whole surname), `part` and `part2` (of a double
    surname; `part` is the only one of a single surname) point into them. `order` is the
    letter of a twin's temporary name. Dates are kept as three numbers, `birth` as yyyymmdd
    where all three are known. `house` and `street` point at a door, `address` numbers doors.
    `plain_mail` marks e-mail addresses made of the name alone.
    """

    size: int
    words: list[str]
    given: Codes
    token: Codes
    token2: Codes
    middle: Codes
    family: Codes
    part: Codes
    part2: Codes
    newborn: Mask
    order: Codes
    sex: Codes
    suffix: Codes
    year: Codes
    month: Codes
    day: Codes
    birth: Codes
    ssn: Ints
    ssn4: Codes
    phone: Ints
    email: Codes
    mailbox: Codes
    mails: list[str]
    plain_mail: Mask
    house: Ints
    street: Codes
    streets: list[str]
    unit: Codes
    address: Codes
    zip: Codes
    zips: list[str]
    zip_number: Codes
    city: Codes
    cities: list[str]
    mrn: Codes
    mrns: list[str]


def build_table(columns: Mapping[str, Coded], size: int, ref: Reference) -> Table:
    """Clean all columns; a column that is absent is missing in every record."""
    nothing = Coded(np.full(size, MISSING, dtype=np.int32), [])
    raw = {name: columns.get(name, nothing) for name in FIELDS}
    people = _people(raw, ref)
    births = _births(raw["dob"], ref)
    ssn, ssn4 = ssn_columns(raw["ssn"], ref)
    place = _places(raw, ref)
    mail = _mail(raw["email"], ref)
    return Table(
        size=size,
        ssn=ssn,
        ssn4=ssn4,
        phone=phones(raw["phone"], ref),
        mrn=raw["mrn"].codes,
        mrns=raw["mrn"].values,
        **people,
        **births,
        **place,
        **mail,
    )


def table_of(records: Sequence[Mapping[str, str]], ref: Reference) -> Table:
    """A table of a few records given as texts by column name; unknown names are ignored."""
    texts = {name: [(record.get(name) or "").strip() for record in records] for name in FIELDS}
    return table_of_columns(texts, len(records), ref)


def table_of_columns(texts: Mapping[str, Sequence[str]], size: int, ref: Reference) -> Table:
    """The same, of records given as one list of texts a column."""
    columns = {name: encode(texts[name]) for name in FIELDS}
    for name in ("ssn", "phone"):
        columns[name] = digits_of_file(columns[name])
    return build_table(columns, size, ref)


class _Words:
    """A vocabulary that grows while names are read."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def codes(self, texts: Sequence[str]) -> Codes:
        """Number the texts; the empty one is MISSING."""
        numbers = self.numbers
        return np.array(
            [numbers.setdefault(word, len(numbers)) if word else MISSING for word in texts],
            dtype=np.int32,
        )


def _people(raw: Mapping[str, Coded], ref: Reference) -> dict[str, Any]:
    firsts = [names.given(value, ref) for value in raw["first"].values]
    lasts = [names.surname(value, ref) for value in raw["last"].values]
    middles = [names.given(value, ref) for value in raw["middle"].values]
    words = _Words()
    unnamed = _placeholder_people(raw, lasts, ref)

    def of(column: str, texts: list[str]) -> Codes:
        codes = cast("Codes", raw[column].take(words.codes(texts), MISSING))
        if column != "middle":
            codes[unnamed] = MISSING
        return codes

    token2 = of("first", [(*name.tokens, "", "")[1] for name in firsts])
    middle = of("middle", [(*name.tokens, "")[0] for name in middles])
    people: dict[str, Any] = {
        "given": of("first", [name.whole for name in firsts]),
        "token": of("first", [(*name.tokens, "")[0] for name in firsts]),
        "token2": token2,
        "middle": np.where(middle < 0, token2, middle),
        "family": of("last", [name.whole for name in lasts]),
        "part": of("last", [(*name.parts, "")[0] for name in lasts]),
        "part2": of("last", [name.parts[-1] if len(name.parts) > 1 else "" for name in lasts]),
    }
    people["words"] = list(words.numbers)
    newborn = np.array([name.newborn for name in firsts], dtype=np.bool_)
    order = np.array([ord(name.order) if name.order else MISSING for name in firsts], np.int32)
    people["newborn"] = raw["first"].take(newborn, missing=False)
    people["order"] = raw["first"].take(order, MISSING)
    people["sex"] = _sexes(raw, firsts, ref)
    people["suffix"] = _suffixes(raw, lasts, ref)
    return people


def _placeholder_people(
    raw: Mapping[str, Coded], lasts: list[names.Surname], ref: Reference
) -> Mask:
    """Records whose given name and surname together stand for somebody unknown."""
    found = np.zeros(len(raw["first"].codes), dtype=np.bool_)
    wholes = ["".join(text.words(value, ref.letters)) for value in raw["first"].values]
    surnames = [name.whole for name in lasts]
    for first, last in ref.placeholder_pairs:
        hits = [_holding(raw["first"], wholes, first), _holding(raw["last"], surnames, last)]
        found |= hits[0] & hits[1]
    return found


def _holding(column: Coded, texts: list[str], wanted: str) -> Mask:
    if wanted == "*":
        return np.ones(len(column.codes), dtype=np.bool_)
    return np.isin(column.codes, [at for at, value in enumerate(texts) if value == wanted])


def _sexes(raw: Mapping[str, Coded], firsts: list[names.Given], ref: Reference) -> Codes:
    number = {"F": FEMALE, "M": MALE}
    stated = _per_value(raw["sex"], lambda value: number.get(names.sex(value, ref), MISSING))
    told = np.array([number.get(name.sex, MISSING) for name in firsts], dtype=np.int32)
    return np.where(stated < 0, raw["first"].take(told, MISSING), stated).astype(np.int32)


def _suffixes(raw: Mapping[str, Coded], lasts: list[names.Surname], ref: Reference) -> Codes:
    number = {name: at for at, name in enumerate(SUFFIXES)}
    stated = _per_value(raw["suffix"], lambda value: number[names.suffix(value, ref)])
    in_name = np.array([number[name.suffix] for name in lasts], dtype=np.int32)
    both = np.maximum(stated, 0)
    return np.where(both == 0, np.maximum(raw["last"].take(in_name, 0), 0), both).astype(np.int32)


def _per_value(column: Coded, rule: Callable[[str], int]) -> Codes:
    values = np.array([rule(value) for value in column.values], dtype=np.int32)
    return cast("Codes", column.take(values, MISSING))


def _births(column: Coded, ref: Reference) -> dict[str, Any]:
    read = [dates.birth_date(value, ref) for value in column.values]
    year, month, day = (
        cast(
            "Codes",
            column.take(np.array([getattr(date, name) for date in read], dtype=np.int32), 0),
        )
        for name in ("year", "month", "day")
    )
    known = (year > 0) & (month > 0) & (day > 0)
    return {
        "year": np.where(year > 0, year, MISSING).astype(np.int32),
        "month": np.where(known, month, MISSING).astype(np.int32),
        "day": np.where(known, day, MISSING).astype(np.int32),
        "birth": np.where(known, year * 10000 + month * 100 + day, MISSING).astype(np.int32),
    }


def _places(raw: Mapping[str, Coded], ref: Reference) -> dict[str, Any]:
    lines = addresses.read_streets(raw["street"].values, ref)
    names_of = encode([line.name for line in lines])
    units = encode([line.unit for line in lines])
    column = raw["street"]
    house = cast("Ints", column.take(np.array([line.house for line in lines], np.int64), 0))
    street = cast("Codes", spread(names_of.codes, column.codes, MISSING))
    zips = encode(["".join(text.words(value, ref.letters))[:5] for value in raw["zip"].values])
    cities = encode(["".join(text.words(value, ref.letters)) for value in raw["city"].values])
    zip_codes = cast("Codes", spread(zips.codes, raw["zip"].codes, MISSING))
    door = house * (len(names_of.values) + 1) + street
    _, numbers = np.unique(np.where(street < 0, MISSING, door), return_inverse=True)
    return {
        "house": house,
        "street": street,
        "streets": names_of.values,
        "unit": spread(units.codes, column.codes, MISSING),
        "address": np.where(street < 0, MISSING, numbers.reshape(-1)).astype(np.int32),
        "zip": zip_codes,
        "zips": zips.values,
        "zip_number": spread(_numbers(zips.values), zip_codes, MISSING),
        "city": spread(cities.codes, raw["city"].codes, MISSING),
        "cities": cities.values,
    }


def _numbers(values: list[str]) -> Codes:
    return np.array(
        [int(value) if value.isascii() and value.isdigit() else MISSING for value in values],
        dtype=np.int32,
    )


def _mail(column: Coded, ref: Reference) -> dict[str, Any]:
    mails = encode([addresses.email(value, ref) for value in column.values])
    email = cast("Codes", spread(mails.codes, column.codes, MISSING))
    boxes = encode([value.partition("@")[0] for value in mails.values])
    letters = np.array([box.replace(".", "").isalpha() for box in boxes.values], dtype=np.bool_)
    mailbox = cast("Codes", spread(boxes.codes, email, MISSING))
    return {
        "email": email,
        "mails": mails.values,
        "mailbox": mailbox,
        "plain_mail": spread(letters, mailbox, missing=False),
    }


def table_notices(columns: Mapping[str, Coded], table: Table) -> tuple[Notice, ...]:
    """What cleaning could not make sense of, by column: counts, never values."""
    checks = (
        ("dob", table.year, "unreadable-date", "birth dates that can't be read, or stand for none"),
        ("sex", table.sex, "unknown-sex", "spellings of sex that are neither female nor male"),
        ("phone", table.phone, "unusable-phone", "phones too short, or that stand for none"),
        (
            "email",
            table.email,
            "unusable-email",
            "e-mail addresses without @, or that stand for none",
        ),
        ("ssn", table.ssn4, "unusable-ssn", "SSNs too short, or that stand for none"),
    )
    notices = []
    for name, cleaned, code, what in checks:
        column = columns.get(name)
        lost = int(((column.codes >= 0) & (cleaned < 0)).sum()) if column else 0
        if lost:
            notices.append(Notice(code, name, lost, f"{having(lost)} {what}; taken as missing."))
    return tuple(notices)
