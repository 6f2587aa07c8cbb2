# SPDX-License-Identifier: Apache-2.0
"""From charts to what the search for duplicates compares: one text a column, and former ones."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Final

from himdesk.domain.charts.items import Address, Name, Telecom
from himdesk.matching.records.table import FIELDS
from himdesk.services.matching.newborns import BORN_AS, born_as, temporary

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from himdesk.domain.charts.charts import Chart

KEPT: Final = (*FIELDS, BORN_AS)
"""The columns of the facts that the index keeps, in their order."""

_CHOSEN: Final = {
    "last": "family",
    "first": "given",
    "middle": "middle",
    "suffix": "suffix",
    "sex": "sex",
    "dob": "birth_date",
    "ssn": "ssn",
    "email": "email",
}


MOST_VIEWS: Final = 6
"""In how many ways a person is looked for: as now, and under former names and addresses."""

_WORDS: Final = {
    "last": "under a former name",
    "street": "at a former address",
    "phone": "by another phone number",
    "email": "by another e-mail address",
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What is compared of a person: what the chart shows, and what was said before, by column.

    Each of `former` replaces some columns that belong together: a name, an address, a number.
    """

    shown: Mapping[str, str]
    former: tuple[Mapping[str, str], ...] = ()

    def views(self) -> list[dict[str, str]]:
        """The records that the person may be found as, today's first; at most `MOST_VIEWS`."""
        return [{**self.shown, **view} for view, _ in self._views()]

    def through(self, view: int) -> tuple[str, ...]:
        """What is not today's in one of the views, in words."""
        return self._views()[view][1]

    def _views(self) -> list[tuple[dict[str, str], tuple[str, ...]]]:
        """What each view replaces. A former name goes with each address, the rest stands alone."""
        names = [{}, *(one for one in self.former if "last" in one)]
        others = [{}, *(one for one in self.former if "last" not in one)]
        both = product(range(len(names)), range(len(others)))
        nearest = sorted(both, key=lambda two: (sum(two), two))[:MOST_VIEWS]
        found = [{**names[a], **others[b]} for a, b in nearest]
        return [
            (view, tuple(words for column, words in _WORDS.items() if column in view))
            for view in found
        ]


def facts_of(chart: Chart) -> dict[str, str]:
    """What a chart shows, by the column names of `match --csv`; its number with the authority."""
    patient = chart.patient
    facts = {column: chart.value(name) or "" for column, name in _CHOSEN.items()}
    facts["phone"] = chart.value("phone") or chart.value("mobile") or ""
    facts["mrn"] = f"{patient.authority}:{patient.number}"
    address = chart.chosen("address")
    if address is not None:
        facts |= _place(address.details)
    return facts


def _place(address: object) -> dict[str, str]:
    if not isinstance(address, Address):
        return {}
    return {
        "street": " ".join((address.line or "").splitlines()),
        "city": address.city or "",
        "state": address.state or "",
        "zip": address.postal_code or "",
    }


def known_facts(chart: Chart, said: Iterable[object]) -> Facts:
    """All that is compared of a chart; `said` are its names, telecoms and addresses, in order.

    The temporary name of a newborn is no name to look for: it only tells newborns apart.
    """
    said = tuple(said)
    names = [one for one in said if isinstance(one, Name)]
    shown = {**facts_of(chart), BORN_AS: born_as(names)}
    former: list[dict[str, str]] = []
    for one in said:
        view = _former(one)
        if any(view.values()) and not _repeats(view, shown) and view not in former:
            former.append(view)
    return Facts(shown, tuple(former))


def _former(said: object) -> dict[str, str]:
    """The columns of an assertion; none where it says nothing that is compared."""
    match said:
        case Name() if said.family and not temporary(said):
            return {
                "last": said.family,
                "first": said.given or "",
                "middle": said.middle or "",
                "suffix": said.suffix or "",
            }
        case Address():
            return _place(said)
        case Telecom(system="phone" | "sms"):
            return {"phone": said.value or ""}
        case Telecom(system="email"):
            return {"email": said.value or ""}
    return {}


def _repeats(view: Mapping[str, str], shown: Mapping[str, str]) -> bool:
    return all(value.casefold() == shown[name].casefold() for name, value in view.items())


def to_text(facts: Facts) -> str:
    """Facts as the index keeps them: the columns in their order, then what each former one says."""
    said = [*(facts.shown.get(name, "") for name in KEPT), *map(dict, facts.former)]
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def from_text(text: str) -> Facts:
    """Facts out of the index."""
    said = json.loads(text)
    shown = dict(zip(KEPT, said[: len(KEPT)], strict=True))
    return Facts(shown, tuple(said[len(KEPT) :]))
