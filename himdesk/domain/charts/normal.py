# SPDX-License-Identifier: Apache-2.0
"""Identity texts in the form in which they are compared: names, numbers, dates, sexes, questions.

Nothing here is shown to anyone: what a chart shows is what its source wrote.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final
from unicodedata import category, normalize

from himdesk.domain.charts.items import Name

if TYPE_CHECKING:
    from collections.abc import Iterable

_LETTERS: Final = str.maketrans(
    {
        "ß": "ss",
        "ẞ": "ss",
        "ø": "o",
        "Ø": "o",
        "ł": "l",
        "Ł": "l",
        "đ": "d",
        "Đ": "d",
        "ð": "d",
        "Ð": "d",
        "þ": "th",
        "Þ": "th",
        "æ": "ae",
        "Æ": "ae",
        "œ": "oe",
        "Œ": "oe",
        "ı": "i",
        "ŧ": "t",
        "ħ": "h",
    }
)
_JOINERS: Final = re.compile(r"(?<=\w)['’ʼ`´-](?=\w)")
_WORD: Final = re.compile(r"[^\W_]+")
_SUFFIXES: Final = frozenset({"jr", "sr", "ii", "iii", "iv", "v", "md", "phd"})
_PREFIXES: Final = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "rev"})
_SEXES: Final[dict[str, str]] = {
    "f": "female",
    "female": "female",
    "woman": "female",
    "girl": "female",
    "fem": "female",
    "w": "female",
    "weiblich": "female",
    "femenino": "female",
    "2": "female",
    "m": "male",
    "male": "male",
    "man": "male",
    "boy": "male",
    "mal": "male",
    "masculino": "male",
    "1": "male",
    "o": "other",
    "other": "other",
    "x": "other",
    "d": "other",
    "nonbinary": "other",
    "intersex": "other",
    "i": "other",
    "a": "other",
    "ambiguous": "other",
    "9": "other",
    "u": "unknown",
    "unk": "unknown",
    "unknown": "unknown",
    "n": "unknown",
    "notknown": "unknown",
    "0": "unknown",
}
_MONTHS: Final = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)
_MONTH: Final = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DAY: Final = r"(\d{1,2})(?:st|nd|rd|th)?"
_PIVOT: Final = 30
"""Two digits of a year up to this one are of the 21st century."""


def fold(text: str) -> str:
    """Text without marks, case and compatibility forms: "Łódź" and "lodz" are equal."""
    if text.isascii():
        return text.casefold()
    apart = normalize("NFKD", text.translate(_LETTERS))
    bare = "".join(c for c in apart if category(c) != "Mn")
    return normalize("NFC", bare.casefold())


def name_words(text: str) -> tuple[str, ...]:
    """The words of a name: parted at blanks, hyphens, apostrophes and all other signs."""
    return tuple(_WORD.findall(fold(text)))


def index_words(text: str) -> tuple[str, ...]:
    """The words under which a name is found: its words, and those joined by a sign as one word.

    "O'Brien" is found as "o", "brien" and "obrien".
    """
    joined = _WORD.findall(_JOINERS.sub("", fold(text)))
    return tuple(dict.fromkeys((*name_words(text), *joined)))


def digits(text: str) -> str:
    """Only the digits, as of a phone number or a social security number."""
    return "".join(c for c in normalize("NFKC", text) if c.isdecimal())


def compact(text: str) -> str:
    """An identifier without signs and blanks, in capitals; leading zeros stay."""
    return "".join(c for c in normalize("NFKC", text).upper() if c.isalnum())


def sex_of(text: str) -> str | None:
    """The FHIR administrative gender of a spelling; None if it is not one."""
    return _SEXES.get("".join(c for c in fold(text) if c.isalnum()))


def iso_date(text: str) -> str | None:
    """A date written YYYY-MM-DD or YYYYMMDD, as the former; None for any other text."""
    match = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)|(\d{4})(\d\d)(\d\d)", text.strip(), re.ASCII)
    if match is None:
        return None
    year, month, day = (part for part in match.groups() if part is not None)
    return _on_calendar(int(year), int(month), int(day))


def parse_birth_date(text: str) -> str | None:
    """A birth date in a usual spelling as YYYY-MM-DD; None if it is not one.

    3/12/84 and 3-12-1984 are months first as in the United States, unless the first number can
    only be a day; 12.3.1984 is days first. Two digits of a year are of 1931 to 2030.
    """
    said = " ".join(fold(text).replace(",", " ").split())
    if (plain := iso_date(said)) is not None:
        return plain
    if match := re.fullmatch(r"(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})", said, re.ASCII):
        return _on_calendar(int(match[1]), int(match[2]), int(match[3]))
    if match := re.fullmatch(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d\d)", said, re.ASCII):
        return _numeric(int(match[1]), int(match[3]), _year(match[4]), days_first=match[2] == ".")
    if match := re.fullmatch(r"(\d\d)(\d\d)(\d{4})", said, re.ASCII):
        return _numeric(int(match[1]), int(match[2]), int(match[3]), days_first=False)
    return _with_month_name(said)


def _numeric(first: int, second: int, year: int, *, days_first: bool) -> str | None:
    day, month = (first, second) if days_first else (second, first)
    return _on_calendar(year, month, day) or _on_calendar(year, day, month)


def _with_month_name(said: str) -> str | None:
    if match := re.fullmatch(rf"{_DAY}[ .-]*(?:of )?{_MONTH}[ -]*(\d{{4}}|\d\d)", said, re.ASCII):
        day, month, year = match[1], match[2], match[3]
    elif match := re.fullmatch(rf"{_MONTH}[ .-]*{_DAY}[ -]+(\d{{4}}|\d\d)", said, re.ASCII):
        month, day, year = match[1], match[2], match[3]
    elif match := re.fullmatch(rf"(\d{{4}})[ -]*{_MONTH}[ -]*{_DAY}", said, re.ASCII):
        year, month, day = match[1], match[2], match[3]
    else:
        return None
    return _on_calendar(_year(year), _MONTHS.index(month) + 1, int(day))


def _year(text: str) -> int:
    year = int(text)
    if len(text) > 2:  # noqa: PLR2004 two digits leave out the century
        return year
    return year + (2000 if year <= _PIVOT else 1900)


def _on_calendar(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def parts_of_name(text: str, *, use: str | None = None) -> Name:
    """A name of plain text in its parts: "Chalmers, Peter James Jr" or "Mr Peter James Chalmers".

    A single word is the family name.
    """
    before, comma, after = text.partition(",")
    words = before.split()
    if comma and _all_suffixes(after):
        words += after.replace(",", " ").split()
        comma = ""
    prefix = _take(words, 0, _PREFIXES)
    suffix = _take(words, -1, _SUFFIXES)
    if comma:
        family, given = " ".join(words), after.replace(",", " ").split()
        prefix = [*prefix, *_take(given, 0, _PREFIXES)]
        suffix = [*_take(given, -1, _SUFFIXES), *suffix]
    else:
        family, given = (words[-1] if words else ""), words[:-1]
    return Name(
        use=use,
        family=family or None,
        given=given[0] if given else None,
        middle=" ".join(given[1:]) or None,
        prefix=" ".join(prefix) or None,
        suffix=" ".join(suffix) or None,
    )


def _all_suffixes(text: str) -> bool:
    words = text.replace(",", " ").split()
    return bool(words) and all(_bare(word) in _SUFFIXES for word in words)


def _take(words: list[str], end: int, known: Iterable[str]) -> list[str]:
    """Takes known words off one end of a name, but never the last word that is left."""
    taken: list[str] = []
    while len(words) > 1 and _bare(words[end]) in known:
        taken.insert(0 if end else len(taken), words.pop(end))
    return taken


def _bare(word: str) -> str:
    return "".join(c for c in fold(word) if c.isalnum())


@dataclass(frozen=True, slots=True)
class QueryTerms:
    """What a search question may mean.

    All `words` are wanted, each perhaps the beginning of a word of a name. `numbers` are wanted
    as a medical record, social security or phone number, in the form of `compact`. A question
    that can be a date and a number, such as 19840312, is in both: either may be meant.
    """

    words: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    birth_date: str | None = None


_DATE_IN_TEXT: Final = re.compile(
    rf"(?<![\w/.-])(?:\d{{1,4}}([/.-])\d{{1,2}}\1\d{{2,4}}|\d{{8}}"
    rf"|{_DAY}[ .-]*{_MONTH}[ -]*\d{{4}}|{_MONTH}[ .-]*{_DAY},?[ -]+\d{{4}})(?![\w/-])",
    re.IGNORECASE | re.ASCII,
)
_NUMBER_SIGNS: Final = frozenset("0123456789()+-./#")


def query_terms(text: str) -> QueryTerms:
    """What stands in a search box, as words of a name, numbers and a birth date."""
    rest, birth_date = text, None
    for match in _DATE_IN_TEXT.finditer(text):
        birth_date = parse_birth_date(match[0])
        if birth_date is not None:
            if not match[0].isdigit():
                rest = f"{text[: match.start()]} {text[match.end() :]}"
            break
    words: list[str] = []
    numbers: list[str] = []
    run = ""
    for token in [*rest.replace(",", " ").replace(";", " ").split(), ""]:
        if token and _NUMBER_SIGNS.issuperset(token):
            run += compact(token)
            continue
        if run:
            numbers.append(run)
            run = ""
        if any(c.isdecimal() for c in token):
            numbers.append(compact(token))
        elif token:
            words += name_words(token)
    return QueryTerms(tuple(words), tuple(numbers), birth_date)
