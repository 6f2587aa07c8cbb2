# SPDX-License-Identifier: Apache-2.0
"""How a second registration of a known person differs from the first: the error classes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from himdesk.services.training.people.contacts import address, phone

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from himdesk.services.training.library import Library
    from himdesk.services.training.people.person import Person

PLACEHOLDER_SSNS = ("999-99-9999", "000-00-0000", "123-45-6789")
PLACEHOLDER_BIRTH = date(1900, 1, 1)
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_LAST_MONTH = 12


class Mistyped:
    """The error classes, each a method from a person to the mistyped person or to None."""

    def __init__(self, library: Library, rng: Random, today: date) -> None:
        self._library = library
        self._rng = rng
        self._today = today

    def apply(self, person: Person) -> tuple[Person, tuple[str, ...]]:
        """One to four errors, with their names; never none."""
        wanted = self._rng.choices((1, 2, 3, 4), (35, 35, 20, 10))[0]
        names = list(_CLASSES)
        weights = [weight for weight, _ in _CLASSES.values()]
        made: list[str] = []
        for _ in range(30):
            name = self._rng.choices(names, weights)[0]
            changed = None if name in made else _CLASSES[name][1](self, person)
            if changed is not None and changed != person:
                person = changed
                made.append(name)
            if len(made) == wanted:
                break
        return person, tuple(made)

    def typo_last(self, person: Person) -> Person | None:
        """A letter of the family name doubled, dropped, exchanged or replaced."""
        return replace(person, family=self._typo(person.family))

    def typo_first(self, person: Person) -> Person | None:
        """The same in the first name."""
        return replace(person, given=(self._typo(person.given[0]), *person.given[1:]))

    def nickname(self, person: Person) -> Person | None:
        """Bob for Robert."""
        short = self._library.nicknames.get(person.given[0])
        if not short:
            return None
        return replace(person, given=(self._rng.choice(short), *person.given[1:]))

    def translit(self, person: Person) -> Person | None:
        """Another way to write a foreign name in Latin letters, or without its accents."""
        plain = _without_marks(person.family), tuple(map(_without_marks, person.given))
        if plain != (person.family, person.given):
            return replace(person, family=plain[0], given=plain[1])
        names = self._library.names[person.culture]
        if person.culture != "arabic":
            return None
        family = self._variant(names.families, person.family)
        first = self._variant((*names.female, *names.male), person.given[0])
        return replace(person, family=family, given=(first, *person.given[1:]))

    def middle_drop(self, person: Person) -> Person | None:
        """No middle name."""
        return replace(person, given=person.given[:1]) if len(person.given) > 1 else None

    def middle_as_first(self, person: Person) -> Person | None:
        """Called, and registered, by the middle name."""
        if len(person.given) < 2 or len(person.given[1]) < 3:
            return None
        return replace(person, given=person.given[1:])

    def name_swap(self, person: Person) -> Person | None:
        """First and last name in each other's field."""
        return replace(person, family=person.given[0], given=(person.family, *person.given[1:]))

    def maiden(self, person: Person) -> Person | None:
        """Registered under the name before the wedding, which this record knows nothing of."""
        if not person.former:
            return None
        return replace(person, family=person.former[0].family, former=(), named_since=None)

    def hyphen(self, person: Person) -> Person | None:
        """Both names joined, or a joined name halved."""
        if "-" in person.family:
            return replace(person, family=person.family.rsplit("-", 1)[-1], former=())
        if not person.former:
            return None
        family = f"{person.former[0].family}-{person.family}"
        return replace(person, family=family, former=())

    def hisp_one(self, person: Person) -> Person | None:
        """One of two surnames only."""
        return replace(person, family=person.family.split()[0]) if " " in person.family else None

    def suffix_drop(self, person: Person) -> Person | None:
        """Junior without his Jr."""
        return replace(person, suffix="") if person.suffix else None

    def dob_swap(self, person: Person) -> Person | None:
        """Day and month exchanged."""
        birth = person.birth
        if birth is None or birth.day > _LAST_MONTH or birth.day == birth.month:
            return None
        return self._born(person, birth.replace(month=birth.day, day=birth.month))

    def dob_typo(self, person: Person) -> Person | None:
        """A day next to the right one."""
        birth = person.birth
        if birth is None:
            return None
        return self._born(person, birth + timedelta(days=self._rng.choice((-10, -1, 1, 10))))

    def dob_year(self, person: Person) -> Person | None:
        """The year off by one or by ten."""
        birth = person.birth
        if birth is None or (birth.month, birth.day) == (2, 29):
            return None
        return self._born(
            person, birth.replace(year=birth.year + self._rng.choice((-10, -1, 1, 10)))
        )

    def dob_default(self, person: Person) -> Person | None:
        """1900-01-01, because the field must not be empty."""
        return replace(person, birth=PLACEHOLDER_BIRTH)

    def sex_wrong(self, person: Person) -> Person | None:
        """The other box ticked."""
        return replace(person, sex="male" if person.sex == "female" else "female")

    def ssn_missing(self, person: Person) -> Person | None:
        """No social security number."""
        return replace(person, ssn="")

    def ssn_placeholder(self, person: Person) -> Person | None:
        """A number typed to get past the field."""
        return replace(person, ssn=self._rng.choice(PLACEHOLDER_SSNS))

    def ssn_typo(self, person: Person) -> Person | None:
        """One of the last four digits wrong."""
        if not person.ssn or person.ssn in PLACEHOLDER_SSNS:
            return None
        place = self._rng.randrange(7, 11)
        digit = str((int(person.ssn[place]) + self._rng.randrange(1, 9)) % 10)
        return replace(person, ssn=person.ssn[:place] + digit + person.ssn[place + 1 :])

    def moved(self, person: Person) -> Person | None:
        """An address the first record does not have; the telephone at home goes with it."""
        since = self._today - timedelta(days=self._rng.randrange(30, 900))
        return replace(person, addresses=(address(self._library, self._rng, since),), home="")

    def phone_new(self, person: Person) -> Person | None:
        """Another mobile number."""
        return replace(person, mobile=phone(self._rng))

    def phone_missing(self, person: Person) -> Person | None:
        """No telephone."""
        return replace(person, home="", mobile="")

    def email_drop(self, person: Person) -> Person | None:
        """No mail address."""
        return replace(person, email="")

    def _born(self, person: Person, birth: date) -> Person | None:
        return replace(person, birth=birth) if birth <= self._today else None

    def _variant(self, words: tuple[str, ...], word: str) -> str:
        for spellings in (entry.split("/") for entry in words):
            if word in spellings:
                return self._rng.choice(spellings)
        return word

    def _typo(self, word: str) -> str:
        if len(word) < 3:
            return word + word[-1]
        place = self._rng.randrange(1, len(word) - 1)
        kind = self._rng.randrange(4)
        if kind == 0:
            return word[:place] + word[place + 1 :]
        if kind == 1:
            return word[:place] + word[place] + word[place:]
        if kind == 2:
            return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
        return word[:place] + self._rng.choice(_LETTERS) + word[place + 1 :]


def _without_marks(word: str) -> str:
    return word.translate(_MARKS)


_MARKS = str.maketrans("áéíóúñÁÉÍÓÚÑąćęłńśźżŁŚŻŹĆ", "aeiounAEIOUNacelnszzLSZZC")

_CLASSES: dict[str, tuple[int, Callable[[Mistyped, Person], Person | None]]] = {
    "moved": (20, Mistyped.moved),
    "ssn_missing": (16, Mistyped.ssn_missing),
    "phone_new": (15, Mistyped.phone_new),
    "typo_last": (12, Mistyped.typo_last),
    "typo_first": (12, Mistyped.typo_first),
    "middle_drop": (12, Mistyped.middle_drop),
    "maiden": (12, Mistyped.maiden),
    "nickname": (10, Mistyped.nickname),
    "hisp_one": (10, Mistyped.hisp_one),
    "translit": (10, Mistyped.translit),
    "suffix_drop": (10, Mistyped.suffix_drop),
    "dob_typo": (6, Mistyped.dob_typo),
    "dob_swap": (5, Mistyped.dob_swap),
    "email_drop": (5, Mistyped.email_drop),
    "phone_missing": (5, Mistyped.phone_missing),
    "hyphen": (5, Mistyped.hyphen),
    "ssn_typo": (5, Mistyped.ssn_typo),
    "name_swap": (4, Mistyped.name_swap),
    "ssn_placeholder": (3, Mistyped.ssn_placeholder),
    "dob_year": (3, Mistyped.dob_year),
    "middle_as_first": (3, Mistyped.middle_as_first),
    "sex_wrong": (2, Mistyped.sex_wrong),
    "dob_default": (1, Mistyped.dob_default),
}
