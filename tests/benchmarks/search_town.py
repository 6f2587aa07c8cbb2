# SPDX-License-Identifier: Apache-2.0
"""A town of synthetic people for measuring search: common names are as common as in life."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

from himdesk.domain.changes import GENESIS
from himdesk.domain.charts.items import Identifier, Name, Statement, Telecom
from himdesk.store import schema, triggers
from himdesk.store.tables import CHANGE_SETS, ITEMS, PATIENTS, TERMS
from himdesk.store.writing.bulk import insert_rows
from himdesk.store.writing.terms import terms_of

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

    from himdesk.store.engine import Database

_ITEM = ("id", "kind", "home_patient_id", "patient_id", "created_seq")
_COMMON_FAMILIES = ("Smith", "Johnson", "Williams", "Brown", "Garcia", "Jones", "Miller", "Davis")
_COMMON_GIVEN = ("James", "Mary", "Robert", "Patricia", "John", "Jennifer", "Michael", "Linda")
_STARTS = ("Ba", "Be", "Ca", "Da", "Fe", "Ga", "Ha", "Ja", "Ka", "La", "Ma", "Pe", "Ro", "Sa", "Wi")
_MIDDLES = ("l", "n", "r", "rt", "ss", "nd", "ck", "m", "ll", "st", "ng", "v")
_ENDS = ("er", "son", "ez", "man", "ski", "a", "o", "ins", "ton", "ley", "ard", "ini")


class Names:
    """Names with the frequencies of real ones: the r-th most common in proportion to 1/(r+10)."""

    def __init__(self, common: tuple[str, ...], count: int, seed: random.Random) -> None:
        made = dict.fromkeys(common)
        while len(made) < count:
            name = seed.choice(_STARTS) + seed.choice(_MIDDLES) + seed.choice(_ENDS)
            if len(made) > 1500:  # the short ones are used up
                name += seed.choice(_MIDDLES) + seed.choice(_ENDS)
            made[name] = None
        self.names = list(made)
        self.weights = list(accumulate(1 / (rank + 10) for rank in range(len(self.names))))

    def draw(self, seed: random.Random, count: int) -> list[str]:
        return seed.choices(self.names, cum_weights=self.weights, k=count)


class Town:
    """People with a name, a birth date, a number and a phone; drawn anew from the same seed."""

    def __init__(self, count: int, seed: random.Random) -> None:
        self.count = count
        self.families = Names(_COMMON_FAMILIES, 20_000, seed).draw(seed, count)
        self.given = Names(_COMMON_GIVEN, 4_000, seed).draw(seed, count)
        self.seed = seed

    def born(self, n: int) -> str:
        return f"{1930 + n * 7919 % 95}-{1 + n * 31 % 12:02d}-{1 + n * 17 % 28:02d}"

    def number(self, n: int) -> str:
        return f"{1_000_000 + n * 7 % 9_000_000}"

    def phone(self, n: int) -> str:
        return f"{200 + n % 700}-555-{n // 700 % 10_000:04d}"

    def settle(self, database: Database) -> None:
        """Write the people straight into the tables, without a ledger that nobody here reads."""
        with database.write("bench") as connection:
            schema.make(connection)
            first = (1, "cs", "import", "b", "b", "c", "2026", "b", GENESIS, "d")
            columns = ("seq", "id", "kind", "requester", "reason", "content", "at", "applied_by")
            insert_rows(connection, CHANGE_SETS, (*columns, "previous", "digest"), [first])
        for start in range(0, self.count, 20_000):
            self._settle(database, range(start, min(start + 20_000, self.count)))
        with database.write("bench") as connection:
            triggers.install(connection)
        self._analyse(database)

    def _settle(self, database: Database, numbers: range) -> None:
        patients, items, terms = [], [], []
        for n in numbers:
            key = f"p{n:08d}"
            patients.append((key, "GH", self.number(n) + "x", "active", 1))
            stated = {
                "name": Name(family=self.families[n], given=self.given[n]),
                "statement": Statement(about="birth_date", value=self.born(n)),
                "identifier": Identifier(type="MR", value=self.number(n)),
                "telecom": Telecom(system="phone", value=self.phone(n)),
            }
            for kind, details in stated.items():
                item = f"i{n:08d}{kind[0]}"
                items.append((item, kind, key, key, 1))
                terms += [(term, item) for term in sorted(terms_of(details))]
        with database.write("bench") as connection:
            insert_rows(
                connection,
                PATIENTS,
                ("id", "authority", "number", "status", "created_seq"),
                patients,
            )
            insert_rows(connection, ITEMS, _ITEM, items)
            insert_rows(connection, TERMS, ("term", "item_id"), terms)

    def _analyse(self, database: Database) -> None:
        """What PostgreSQL's autovacuum does by itself within a minute."""
        if database.dialect == "postgresql":
            with database.engine.connect() as connection:
                plain = connection.execution_options(isolation_level="AUTOCOMMIT")
                plain.exec_driver_sql("VACUUM (ANALYZE)")

    def questions(self, count: int) -> Iterator[tuple[str, str]]:
        """What stands in the search box while somebody types, key by key."""
        for _ in range(count // 40):
            n = self.seed.randrange(self.count)
            other = self.seed.randrange(self.count)
            family, given = self.families[n], self.given[n]
            whole = {
                "name": f"{family} {given}",
                "given name first": f"{given} {family}",
                "names of two people": f"{family} {self.given[other]}",
                "number": self.number(n),
                "birth date": self.born(n),
                "phone": self.phone(n),
                "name and birth date": f"{family} {self.born(n)}",
                "common names": f"{_COMMON_FAMILIES[n % 8]} {_COMMON_GIVEN[other % 8]}",
            }
            for kind, text in whole.items():
                for length in range(1, len(text) + 1):
                    yield kind, text[:length]
        for letter in "abcdefghijklmnopqrstuvwxyz":
            yield "one letter", letter
            yield "two letters apart", f"{letter} {self.seed.choice('abcdefghijklmnop')}"
