# SPDX-License-Identifier: Apache-2.0
"""To whom does it probably belong? A suggestion for one item, with its reason in words.

Looked at in this order: the number and the person it was registered as, equal statements that
one of the charts made itself, and the people who care for one of them only.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from himdesk.domain.charts.items import (
    ASSERTIONS,
    About,
    Address,
    Details,
    Encounter,
    Identifier,
    Item,
    Name,
    Statement,
    Telecom,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from himdesk.domain.charts.charts import Chart


@dataclass(slots=True)
class Profile:
    """What is known of one side from its own records; `number` is its chart's."""

    number: str
    numbers: set[str] = field(default_factory=set)
    birth_dates: set[str] = field(default_factory=set)
    names: set[frozenset[str]] = field(default_factory=set)
    statements: set[Details] = field(default_factory=set)
    people: set[str] = field(default_factory=set)
    phones: set[str] = field(default_factory=set)
    addresses: set[str] = field(default_factory=set)

    def learn(self, item: Item) -> None:
        """Take one of the side's own items as evidence."""
        details = item.details
        if item.kind in ASSERTIONS:
            self.statements.add(details)
        if isinstance(details, Identifier) and details.value:
            self.numbers.add(details.value)
        if isinstance(details, Statement) and details.about == About.BIRTH_DATE and details.value:
            self.birth_dates.add(details.value)
        if isinstance(details, Name):
            parts = (details.given, details.middle, details.family, details.suffix)
            self.names.add(_words(" ".join(part for part in parts if part)))
        if isinstance(details, Telecom) and details.value:
            self.phones.add(_figures(details.value))
        if isinstance(details, Address) and details.line:
            self.addresses.add(details.line.casefold())
        if isinstance(details, Encounter):
            self._learn_registration(details)
        self.people |= _people(item)

    def _learn_registration(self, details: Encounter) -> None:
        """What a visit of the side was registered with tells of its other visits."""
        if details.registered_mrn:
            self.numbers.add(details.registered_mrn)
        if details.registered_birth_date:
            self.birth_dates.add(details.registered_birth_date)
        if details.registered_name:
            self.names.add(_words(details.registered_name))
        if details.registered_phone:
            self.phones.add(_figures(details.registered_phone))
        if details.registered_address:
            self.addresses.add(details.registered_address.casefold())


def profiles(
    charts: Iterable[Chart], sides: Mapping[str, str], doubtful: Collection[str]
) -> dict[str, Profile]:
    """What each side recorded itself. `sides` maps a home to its side, a chart's id.

    Items in error and `doubtful` ones, whose owner is the very question, are no evidence.
    """
    charts = tuple(charts)
    numbers = {chart.patient.id: chart.patient.number for chart in charts}
    found = {side: Profile(numbers[side]) for side in sorted(set(sides.values()))}
    for home, side in sides.items():
        found[side].numbers.add(numbers[home])
    for chart in charts:
        for item in chart.items:
            if item.home_patient_id in sides and not item.in_error and item.id not in doubtful:
                found[sides[item.home_patient_id]].learn(item)
    return found


def suggest(
    item: Item | None, known: Mapping[str, Profile], sides: Mapping[str, str]
) -> tuple[str | None, str]:
    """The side that an item probably belongs to, or None, and why.

    Where it was recorded counts only if nothing better tells.
    """
    if item is None:
        return None, "nothing is known of it"
    for rule in (*REGISTERED, _equal, _seen_by):
        found = rule(item, known)
        if found is not None:
            return found
    side = sides.get(item.home_patient_id)
    if side is not None:
        return side, f"recorded under {known[side].number}; nothing else tells"
    return None, "nothing tells whose it is"


def _only(known: Mapping[str, Profile], fits: Callable[[Profile], bool]) -> str | None:
    """The one side that fits; None if none or several do."""
    found = [side for side, profile in known.items() if fits(profile)]
    return found[0] if len(found) == 1 else None


def _registered_number(item: Item, known: Mapping[str, Profile]) -> tuple[str, str] | None:
    details = item.details
    if not isinstance(details, Encounter) or not details.registered_mrn:
        return None
    wanted = details.registered_mrn
    side = _only(known, lambda profile: wanted in profile.numbers)
    return (side, f"registered under {wanted}") if side else None


def _registered_birth_date(item: Item, known: Mapping[str, Profile]) -> tuple[str, str] | None:
    details = item.details
    if not isinstance(details, Encounter) or not details.registered_birth_date:
        return None
    wanted = details.registered_birth_date
    side = _only(known, lambda profile: wanted in profile.birth_dates)
    return (side, f"registered with birth date {wanted}") if side else None


def _registered_name(item: Item, known: Mapping[str, Profile]) -> tuple[str, str] | None:
    details = item.details
    if not isinstance(details, Encounter) or not details.registered_name:
        return None
    wanted = _words(details.registered_name)
    side = _only(known, lambda profile: wanted in profile.names)
    return (side, f"registered with the name of {known[side].number}") if side else None


def _registered_contact(item: Item, known: Mapping[str, Profile]) -> tuple[str, str] | None:
    """By the telephone, then by the address, that the visit was registered with."""
    details = item.details
    if not isinstance(details, Encounter):
        return None
    phone, address = details.registered_phone, (details.registered_address or "").casefold()
    side = _only(known, lambda profile: _figures(phone) in profile.phones) if phone else None
    if side:
        return side, f"registered with the telephone of {known[side].number}"
    side = _only(known, lambda profile: address in profile.addresses) if address else None
    return (side, f"registered with the address of {known[side].number}") if side else None


def _figures(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())


REGISTERED: Final = (
    _registered_number,
    _registered_birth_date,
    _registered_name,
    _registered_contact,
)
"""What a visit's registration tells, the best evidence first."""


def torn(item: Item, known: Mapping[str, Profile]) -> str:
    """What of a visit's registration speaks for one side and what for another; else nothing.

    A name is no evidence beside a birth date: charts get mixed because people share names.
    """
    born = _registered_birth_date(item, known)
    rules = [rule for rule in REGISTERED if born is None or rule is not _registered_name]
    found = [answer for rule in rules if (answer := rule(item, known)) is not None]
    reasons = dict(reversed(found))
    if len(reasons) < 2:  # noqa: PLR2004 - two sides contradict each other
        return ""
    return ", but ".join(why for side, why in found if reasons[side] == why)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.replace(",", " ").casefold().split())


def _equal(item: Item, known: Mapping[str, Profile]) -> tuple[str, str] | None:
    if item.kind not in ASSERTIONS:
        return None
    side = _only(known, lambda profile: item.details in profile.statements)
    return (side, f"{known[side].number} stated the same itself") if side else None


def _people(item: Item) -> set[str]:
    provider = getattr(item.details, "provider", None)
    return {who for who in (item.author, provider) if who}


def _seen_by(item: Item, known: Mapping[str, Profile]) -> tuple[str, str] | None:
    for who in sorted(_people(item)):
        side = _only(known, lambda profile, who=who: who in profile.people)  # type: ignore[misc]
        if side:
            return side, f"{who} has only treated {known[side].number}"
    return None
