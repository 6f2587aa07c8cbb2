# SPDX-License-Identifier: Apache-2.0
"""The overlay tripwire of the import: an update that turns a record into someone else waits.

Nothing of it is applied. The case keeps both states and the digest of the bytes that came, by
which the update can be taken, or refused for good.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from himdesk.domain.changes import canonical, sha256
from himdesk.domain.charts.charts import Chart, Patient
from himdesk.domain.charts.items import Item
from himdesk.domain.charts.survivorship import default_choices
from himdesk.matching.records.reference import load_reference
from himdesk.matching.tripwire import overlay
from himdesk.services.intake.arriving.snapshots import reread
from himdesk.services.intake.plans.compare import details_of
from himdesk.services.matching.facts import facts_of
from himdesk.store import content
from himdesk.store.desk.work import OPEN, Case
from himdesk.store.matching import cases
from himdesk.store.reading import charts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from himdesk.domain.charts.records import Draft
    from himdesk.matching.records.reference import Reference
    from himdesk.matching.tripwire import Overlay
    from himdesk.services.intake.plans.planner import Planner
    from himdesk.services.intake.plans.sheets import Incoming

APPLIED: Final = "applied"
REFUSED: Final = "refused"

_TELLING: Final = ("first", "last", "suffix", "sex", "dob", "ssn")
_FEWEST: Final = 2
NOTICE: Final = (
    "Patient: the update looks like another person. Nothing of it was applied; it waits as a "
    "suspected overlay."
)


@dataclass(slots=True)
class Tripwire:
    """Judges updates of patients' records before they are planned."""

    planner: Planner
    reference: Reference | None = None

    def holds(self, each: Incoming, last_body: str, owner: str) -> bool:
        """Whether the update has to wait, or was refused; a new suspicion opens a case.

        `last_body` is the digest of what the source said before.
        """
        body = content.get_many(self.planner.session, [last_body]).get(last_body)
        old = reread(each.key, body) if body is not None else None
        if old is None:
            return False
        before, after = facts_of_drafts(old.drafts), facts_of_drafts(each.record.drafts)
        found = self._suspicion(before, after)
        return found is not None and self._waits(each, owner, (before, after), found)

    def differ(self, one: Sequence[Draft], other: Sequence[Draft]) -> bool:
        """Whether two records are of two people, as far as can be told."""
        return self._suspicion(facts_of_drafts(one), facts_of_drafts(other)) is not None

    def differs_from(self, chart_id: str, drafts: Sequence[Draft]) -> bool:
        """Whether a record is of another person than the chart, as far as can be told."""
        chart = charts.assertions(self.planner.session, [chart_id])[chart_id]
        return self._suspicion({**facts_of(chart), "mrn": ""}, facts_of_drafts(drafts)) is not None

    def _suspicion(self, before: Mapping[str, str], after: Mapping[str, str]) -> Overlay | None:
        if sum(_contradicts(name, before, after) for name in _TELLING) < _FEWEST:
            return None
        self.reference = self.reference or load_reference()
        return overlay(before, after, self.reference)

    def _waits(
        self,
        each: Incoming,
        owner: str,
        facts: tuple[Mapping[str, str], Mapping[str, str]],
        found: Overlay,
    ) -> bool:
        desk = self.planner.desk
        case_id = held_id(desk.source, each.record.key, each.digest)
        known = cases.get(self.planner.session, [case_id]).get(case_id)
        said = self.planner.known.records[each.key].body
        if known is not None:
            told: dict[str, Any] = json.loads(known.detail)
            if known.state != OPEN:
                return told.get("resolution") != APPLIED
            if told.get("said") == said:
                return True
        detail = {
            "import": desk.import_id,
            "source": desk.source,
            "record": each.record.key,
            "body": each.digest,
            "said": said,
            "before": dict(facts[0]),
            "after": dict(facts[1]),
            "changed": list(found.changed),
            "kept": list(found.kept),
            "strength": found.strength,
        }
        unit = self.planner.unit(owner)
        unit.bodies[each.digest] = each.record.body
        unit.cases.append(
            Case(
                id=case_id,
                kind=cases.OVERLAY,
                opened_at=desk.at,
                opened_by=desk.by,
                patient_id=owner,
                detail=json.dumps(detail, ensure_ascii=False, sort_keys=True),
            )
        )
        self.planner.notice(each, NOTICE)
        return True


def held_id(source: str, record: str, digest: str) -> str:
    """The id of the case of an update that is held: the same update has the same."""
    return sha256(canonical(["overlay", source, record, digest]))[:32]


def facts_of_drafts(drafts: Sequence[Draft]) -> dict[str, str]:
    """What a record states of its person, as it is compared."""
    items = tuple(
        Item(
            id=f"{number:06d}",
            kind=draft.kind,
            home_patient_id="",
            patient_id="",
            details=details_of(draft),
            status=draft.status,
            at=draft.at,
            until=draft.until,
            recorded=draft.recorded,
        )
        for number, draft in enumerate(drafts)
    )
    patient = Patient(id="", authority="", number="", choices=default_choices(items))
    return {**facts_of(Chart(patient, items)), "mrn": ""}


def _contradicts(name: str, before: Mapping[str, str], after: Mapping[str, str]) -> bool:
    one, other = before.get(name, ""), after.get(name, "")
    return bool(one and other) and one.casefold() != other.casefold()
