# SPDX-License-Identifier: Apache-2.0
"""What a plan refuses before it is written, and the published vocabulary."""

from __future__ import annotations

import json
from dataclasses import fields

import pytest

from domain.world import World
from himdesk.domain import errors
from himdesk.domain.changes import ChangeKind, ChangeSet
from himdesk.domain.charts.charts import CHOICES
from himdesk.domain.charts.items import DETAILS, FIXED, Item, Kind, Name, person_name
from himdesk.domain.errors import (
    AcknowledgementMissing,
    HimdeskError,
    NeverAllowed,
    UndecidedItems,
)
from himdesk.domain.fold import Placed
from himdesk.domain.plans import Contradiction, Grade, Plan, Undecided, depths
from himdesk.domain.vocabulary import vocabulary

EMPTY = ChangeSet(ChangeKind.MERGE, "r.santos", "why", ())
ASKED = (Undecided(item="x", kind="encounter", suggest=None, because="nothing tells"),)


def found(grade: Grade, code: str) -> Contradiction:
    return Contradiction(grade=grade, code=code, text=f"{code}.")


def test_the_gravest_refusal_comes_first() -> None:
    never, stop = found(Grade.NEVER, "mother-newborn"), found(Grade.STOP, "sex")
    with pytest.raises(NeverAllowed):
        Plan(change_set=EMPTY, contradictions=(stop, never), undecided=ASKED).check()
    with pytest.raises(AcknowledgementMissing):
        Plan(change_set=EMPTY, contradictions=(stop,), undecided=ASKED).check()
    with pytest.raises(UndecidedItems):
        Plan(
            change_set=EMPTY, contradictions=(stop,), acknowledged={"sex": "seen"}, undecided=ASKED
        ).check()
    Plan(change_set=EMPTY, contradictions=(found(Grade.WARN, "birth-date"),)).check()


def test_an_unchecked_plan_is_not_written() -> None:
    world = World()
    with pytest.raises(UndecidedItems):
        world.apply(Plan(change_set=EMPTY, undecided=ASKED))
    assert not world.ledger


def test_each_missing_acknowledgement_is_named_once() -> None:
    stops = tuple(found(Grade.STOP, code) for code in ("sex", "birth-date", "sex"))
    with pytest.raises(AcknowledgementMissing) as refused:
        Plan(change_set=EMPTY, contradictions=stops).check()
    assert refused.value.contradictions == ("birth-date", "sex")


def placed(item: str, parent: str | None) -> Placed:
    return Placed(id=item, home="A", created=0, owner="A", kind=Kind.DOCUMENT, parent=parent)


def test_depths_count_from_the_topmost_parent_that_is_there() -> None:
    items = [placed("c", "b"), placed("b", "a"), placed("a", "elsewhere"), placed("z", None)]
    expected = {"a": 0, "b": 1, "c": 2, "z": 0}
    assert depths(items) == expected
    assert depths(items[::-1]) == expected


def test_depths_end_also_where_parents_go_in_a_circle() -> None:
    assert depths([placed("a", "b"), placed("b", "a")]).keys() == {"a", "b"}


def test_every_error_has_a_code_of_its_own_and_a_sentence() -> None:
    kinds = [
        each
        for each in vars(errors).values()
        if isinstance(each, type) and issubclass(each, HimdeskError) and each is not HimdeskError
    ]
    assert len({each.code for each in kinds}) == len(kinds) > 10
    for each in kinds:
        samples = {"str": "x", "tuple[str, ...]": ("x", "y"), "str | None": None}
        error = each(**{f.name: samples[str(f.type)] for f in fields(each)})  # type: ignore[arg-type]
        sentence = error.message()
        assert sentence.strip().endswith((".", "x"))
        assert error.where() is None or isinstance(error.where(), str)


def test_the_vocabulary_is_plain_and_names_every_field() -> None:
    said = json.loads(json.dumps(vocabulary()))
    assert said["kinds"] == [kind.value for kind in ChangeKind]
    assert said["keep"] == {choice.name: {"both": choice.both} for choice in CHOICES}
    assert {name for name, able in said["keep"].items() if able["both"]} == {
        "phone",
        "mobile",
        "email",
        "address",
    }
    for kind, details in DETAILS.items():
        own = {f.name for f in fields(details)}
        common = {f.name for f in fields(Item)} - FIXED
        assert set(said["fields"][kind.value]) == (
            {"created", "decision", "acknowledged"} | own | common
        )
    assert set(said["warnings"]["birth-date"]) == {"warn", "stop"}
    assert said["protected"]["change"] == ["*"]


def test_published_names_of_kinds_and_fields_are_never_renamed() -> None:
    said = vocabulary()
    assert said["kinds"] == [
        "import",
        "merge",
        "undo",
        "move",
        "split",
        "amend",
        "link",
        "unlink",
        "distinct",
    ]
    assert said["item_kinds"] == [
        "name",
        "identifier",
        "telecom",
        "address",
        "statement",
        "flag",
        "encounter",
        "document",
        "coverage",
        "clinical_item",
    ]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (Name(family="Santos", given="Maria", middle="E"), "SANTOS, Maria E"),
        (Name(family="Smith", given="John", suffix="Jr"), "SMITH, John Jr"),
        (Name(family="Nguyen"), "NGUYEN"),
        (Name(given="Ada"), "Ada"),
        (Name(), "(no name)"),
    ],
)
def test_a_name_as_it_is_shown(name: Name, shown: str) -> None:
    assert person_name(name) == shown
