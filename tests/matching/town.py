# SPDX-License-Identifier: Apache-2.0
"""A small invented town with families, twins, a junior or two, and duplicate registrations.

Made with a seed; every record knows whose it is. Nothing in it is taken from real people.
"""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS = (
    "record_id", "last", "first", "middle", "suffix", "sex", "dob", "ssn", "phone", "email",
    "street", "city", "state", "zip",
)  # fmt: skip
WOMEN = (
    "ANNA", "MARIA", "ELENA", "ROSA", "CLARA", "JULIA", "NORA", "RUTH",
    "EDITH", "HELEN", "GRACE", "MABEL", "IRIS", "OLGA", "PAULA",
)  # fmt: skip
MEN = (
    "PAUL", "JOHN", "CARL", "HUGO", "OTTO", "LEON", "MARK", "DAVID",
    "ROBERT", "HENRY", "OSCAR", "FELIX", "SIMON", "VICTOR", "ADAM",
)  # fmt: skip
STREETS = (
    "OAK", "ELM", "MILL", "LAKE", "HILL",
    "CHURCH", "RIVER", "GARDEN", "MARKET", "STATION",
)  # fmt: skip
HEADS = (
    "BRA", "CAN", "DOL", "FER", "GAR", "HOL", "KAR", "LIN",
    "MOR", "NOR", "PEL", "ROS", "STAN", "TOR", "VAL", "WIN",
)  # fmt: skip
TAILS = (
    "BERG", "DALE", "FORD", "GREN", "HAM", "KOV", "LEY",
    "MAN", "NER", "SEN", "TON", "VICH", "WOOD", "ZER",
)  # fmt: skip


@dataclass
class Town:
    """Records as dictionaries of texts, and for each the number of its person."""

    records: list[dict[str, str]] = field(default_factory=list)
    persons: list[int] = field(default_factory=list)

    def true_pairs(self) -> set[frozenset[str]]:
        ids: dict[int, list[str]] = {}
        for record, person in zip(self.records, self.persons, strict=True):
            ids.setdefault(person, []).append(record["record_id"])
        return {
            frozenset((one, other))
            for group in ids.values()
            for at, one in enumerate(group)
            for other in group[at + 1 :]
        }

    def save(self, path: Path, *, without: tuple[str, ...] = (), persons: bool = False) -> Path:
        columns = tuple(name for name in COLUMNS if name not in without)
        records = self.records
        if persons:
            columns = (*columns, "person_id")
            numbers = zip(self.records, self.persons, strict=True)
            records = [dict(record, person_id=str(person)) for record, person in numbers]
        write_csv(path, records, columns)
        return path


def write_csv(
    path: Path, records: list[dict[str, str]], columns: tuple[str, ...] = COLUMNS
) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore", restval="")
        writer.writeheader()
        writer.writerows(records)


def a_town(families: int = 600, duplicates: float = 0.15, seed: int = 1) -> Town:
    """Families of one to five; a share of the people registered twice with slips."""
    dice, town, number = random.Random(seed), Town(), 0
    for _ in range(families):
        home = _home(dice)
        for person in _family(dice, home):
            registrations = [person]
            if dice.random() < duplicates:
                registrations.append(slipped(person, dice))
            for record in registrations:
                entry = dict(record, record_id=f"R{len(town.records):06d}")
                if dice.random() < 0.3:
                    entry["ssn"] = ""
                town.records.append(entry)
                town.persons.append(number)
            number += 1
    return town


def _home(dice: random.Random) -> dict[str, str]:
    place = dice.randrange(8)
    return {
        "last": dice.choice(HEADS) + dice.choice(TAILS),
        "phone": f"555{dice.randrange(10**7):07d}",
        "street": f"{dice.randrange(1, 900)} {dice.choice(STREETS)} STREET",
        "city": f"{HEADS[place]}TOWN",
        "state": "OH",
        "zip": f"4{place}100",
    }


def _family(dice: random.Random, home: dict[str, str]) -> list[dict[str, str]]:
    people: list[dict[str, str]] = []
    for place in range(dice.choice((1, 2, 2, 3, 4, 5))):
        sex = dice.choice("FM")
        age = dice.randrange(30, 80) if place < 2 else dice.randrange(1, 25)
        person = home | {
            "first": dice.choice(WOMEN if sex == "F" else MEN),
            "middle": dice.choice(WOMEN + MEN),
            "sex": sex,
            "dob": f"{2024 - age}-{dice.randrange(1, 13):02d}-{dice.randrange(1, 29):02d}",
            "ssn": f"{dice.randrange(100, 800)}{dice.randrange(100_000, 989_990)}",
            "suffix": "",
            "email": "",
        }
        people.append(person)
        if place >= 2 and dice.random() < 0.1:
            people.append(twin_of(person, dice))
    return people


def twin_of(person: dict[str, str], dice: random.Random) -> dict[str, str]:
    names = [name for name in WOMEN + MEN if name != person["first"]]
    return person | {
        "first": dice.choice(names),
        "middle": dice.choice(names),
        "ssn": f"{int(person['ssn']) + 1:09d}",
    }


def slipped(person: dict[str, str], dice: random.Random) -> dict[str, str]:
    """The same person registered again, with one to three slips."""
    again = dict(person)
    for slip in dice.sample(
        ("typo", "swap", "move", "day", "drop", "middle"), dice.choice((1, 1, 2, 3))
    ):
        if slip == "typo":
            at = dice.randrange(len(again["last"]))
            again["last"] = again["last"][:at] + dice.choice("AEIOURST") + again["last"][at + 1 :]
        elif slip == "swap":
            again["first"], again["last"] = again["last"], again["first"]
        elif slip == "move":
            again |= {key: value for key, value in _home(dice).items() if key != "last"}
        elif slip == "day":
            year, month, day = again["dob"].split("-")
            again["dob"] = f"{year}-{day}-{month}" if int(day) <= 12 else f"{year}-{month}-01"
        elif slip == "drop":
            again |= {"ssn": "", "phone": ""}
        else:
            again["middle"] = again["middle"][:1]
    return again
