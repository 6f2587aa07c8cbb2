# SPDX-License-Identifier: Apache-2.0
"""What is compared, and the levels of agreement each comparison can reach.

A level is a small number within its field; 0 always is `no evidence`: a value is missing on one
side, or another field already speaks for it.
"""

from __future__ import annotations

from dataclasses import dataclass

NO_EVIDENCE = 0


@dataclass(frozen=True, slots=True)
class Level:
    """One level: `name` in model documents, `words` for people.

    Levels of one `group` exclude each other given the same circumstances: their probabilities
    sum to one.
    """

    name: str
    words: str
    group: int = 1


@dataclass(frozen=True, slots=True)
class Field:
    """A comparison: `name` in model documents, `title` for people, its levels in order."""

    name: str
    title: str
    levels: tuple[Level, ...]

    def at(self, name: str) -> int:
        """The number of a level."""
        return next(at for at, level in enumerate(self.levels) if level.name == name)


def _field(name: str, title: str, *levels: Level) -> Field:
    return Field(name, title, (Level("none", "not known on both sides", 0), *levels))


GIVEN = _field(
    "given",
    "Given name",
    Level("same", "same given name"),
    Level("variant", "nickname or other spelling of the same name"),
    Level("typo", "given names differ by a typing error"),
    Level("initial", "only an initial, and it agrees"),
    Level("part", "one of two given names agrees"),
    Level("middle", "middle name used as given name"),
    Level("swapped", "given name and surname swapped"),
    Level("alike", "given names look alike"),
    Level("different", "different given names"),
    Level("crossed", "each given name has the other's middle initial"),
    Level("maybe_crossed", "one given name has the other's middle initial"),
    Level("letters", "temporary names of different twins"),
)
FAMILY = _field(
    "family",
    "Surname",
    Level("same", "same surname"),
    Level("typo", "surnames differ by a typing error or spelling"),
    Level("part", "one half of a double surname agrees"),
    Level("alike", "surnames look alike"),
    Level("different", "different surnames"),
    Level("woman_same", "same surname", 2),
    Level("woman_typo", "surnames differ by a typing error or spelling", 2),
    Level("woman_part", "one half of a double surname agrees", 2),
    Level("woman_alike", "surnames look alike", 2),
    Level("woman_different", "different surnames; a woman's may have changed by marriage", 2),
)
MIDDLE = _field(
    "middle",
    "Middle name",
    Level("same", "same middle name"),
    Level("initial", "middle initial agrees", 2),
    Level("variant", "middle names are variants"),
    Level("different", "different middle names"),
    Level("other_initial", "different middle initials", 2),
    Level("apart_same", "same middle name, other given name", 3),
    Level("apart_initial", "middle initial agrees, other given name", 4),
    Level("apart_variant", "middle names are variants, other given name", 3),
    Level("apart_different", "different middle names, other given name", 3),
    Level("apart_other_initial", "different middle initials, other given name", 4),
)
BIRTH = _field(
    "birth",
    "Birth date",
    Level("same", "same birth date"),
    Level("swapped", "month and day swapped"),
    Level("typo", "birth dates differ by one digit or two digits swapped"),
    Level("year_off", "same month and day, another year"),
    Level("first_of_year", "same year; one side says 1 January, as if the day was not known"),
    Level("two_of_three", "year and one of month and day agree"),
    Level("same_year", "same year only"),
    Level("near", "born within two years of each other"),
    Level("generation", "born a generation apart"),
    Level("different", "different birth dates"),
    Level("year", "same year; no more is known", 2),
    Level("other_year", "different years; no more is known", 2),
)
SSN = _field(
    "ssn",
    "Social security number",
    Level("same", "same SSN"),
    Level("typo", "SSN differs by one digit or two digits swapped"),
    Level("next", "SSN differs by one: numbers given out together, as to twins"),
    Level("different", "different SSN"),
    Level("last4", "last four digits of the SSN agree", 2),
    Level("other_last4", "last four digits of the SSN differ", 2),
)
HOME = _field(
    "home",
    "Home",
    Level("both", "same address and same phone"),
    Level("address", "same address, other phone"),
    Level("phone", "same phone, other address"),
    Level("close", "same address but for a typing error"),
    Level("near", "address nearly the same"),
    Level("zip", "same ZIP code, nothing else"),
    Level("town", "same town or nearly the same ZIP code, nothing else"),
    Level("apart", "different address and phone"),
    Level("only_address", "same address; phone not known", 2),
    Level("only_close", "same address but for a typing error; phone not known", 2),
    Level("only_near", "address nearly the same; phone not known", 2),
    Level("only_zip", "same ZIP code; phone not known", 2),
    Level("only_town", "same town or nearly the same ZIP code; phone not known", 2),
    Level("only_apart", "different address; phone not known", 2),
    Level("only_phone", "same phone; address not known", 3),
    Level("only_other_phone", "different phone; address not known", 3),
)
EMAIL = _field(
    "email",
    "E-mail",
    Level("same", "same e-mail address"),
    Level("alike", "e-mail addresses alike"),
    Level("different", "different e-mail addresses"),
    Level("same_plain", "same e-mail address, made of the name alone", 2),
    Level("other_plain", "different e-mail addresses", 2),
)
SEX = _field(
    "sex",
    "Sex",
    Level("same", "same sex", 1),
    Level("other", "different sex", 1),
    Level("same_other_name", "same sex, other given name", 2),
    Level("other_other_name", "different sex, other given name", 2),
    Level("same_no_name", "same sex, given name not known", 3),
    Level("other_no_name", "different sex, given name not known", 3),
)
SUFFIX = _field(
    "suffix",
    "Suffix",
    Level("same", "same suffix"),
    Level("conflict", "suffixes contradict (Jr, Sr …): father and son?"),
    Level("one", "only one side has a suffix", 2),
    Level("neither", "no suffix on either side", 2),
    Level("named_same", "same name and same suffix", 3),
    Level("named_conflict", "same name, suffixes contradict (Jr, Sr …): father and son?", 3),
    Level("named_one", "same name, only one side has a suffix: father and son?", 4),
    Level("named_neither", "same name, no suffix on either side", 4),
)
MRN = _field(
    "mrn",
    "Record number",
    Level("same", "same medical record number"),
    Level("other", "different medical record numbers"),
)

FIELDS: tuple[Field, ...] = (
    GIVEN,
    FAMILY,
    MIDDLE,
    BIRTH,
    SSN,
    HOME,
    EMAIL,
    SEX,
    SUFFIX,
    MRN,
)
"""All comparisons, in the order of the columns of a level matrix."""

COLUMN = {field.name: at for at, field in enumerate(FIELDS)}
"""The column of each field in a level matrix."""
