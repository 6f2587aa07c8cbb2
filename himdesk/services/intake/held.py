# SPDX-License-Identifier: Apache-2.0
"""An update that the overlay tripwire held: taken after all, or refused for good."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from himdesk.domain.errors import NotFound, ReasonMissing, StaleUpdate, WrongState
from himdesk.services.intake.arriving.snapshots import reread
from himdesk.services.intake.plans.numbers import Numbers
from himdesk.services.intake.plans.overlays import APPLIED, REFUSED, held_id
from himdesk.services.intake.plans.planner import Planner
from himdesk.services.intake.plans.planning import plan_all
from himdesk.services.intake.plans.sheets import Desk, incoming
from himdesk.services.intake.writing import Writer
from himdesk.services.matching.settling import settle_after
from himdesk.store import content
from himdesk.store.desk import settings, sources, work
from himdesk.store.matching import cases
from himdesk.store.matching.cases import OVERLAY

if TYPE_CHECKING:
    from himdesk.services.context import Context
    from himdesk.store.engine import Transaction


def apply_update(context: Context, case_id: str, reason: str) -> None:
    """Take a held update: it is the same person after all, and the source is right.

    Raises:
        NotFound: there is no such case of a held update.
        WrongState: it was decided already.
        ReasonMissing: no reason was given.
        StaleUpdate: the source has said something else since; nothing was applied.
    """
    with context.writing() as session:
        case = _decide(context, session, case_id, reason, APPLIED)
        detail: dict[str, Any] = json.loads(case.detail)
        _check_last_word(session, case, detail)
        _take(context, session, detail, reason)
    settle_after(context, [case.patient_id or ""])


def refuse_update(context: Context, case_id: str, reason: str) -> None:
    """Refuse a held update: these bytes of the source are never applied.

    Raises:
        NotFound, WrongState, ReasonMissing: as for applying it.
    """
    with context.writing() as session:
        _decide(context, session, case_id, reason, REFUSED)


def _decide(
    context: Context, session: Transaction, case_id: str, reason: str, resolution: str
) -> work.Case:
    """Close a case, with who decided what and why; returns it as it was."""
    if not reason.strip():
        raise ReasonMissing
    case = _held(session, case_id)
    detail = json.loads(case.detail) | {"resolution": resolution, "reason": reason.strip()}
    closed = replace(
        case,
        state=work.CLOSED,
        closed_at=context.now(),
        closed_by=context.staff.name,
        detail=json.dumps(detail, ensure_ascii=False, sort_keys=True),
    )
    work.put_case(session, closed)
    context.log(session, f"update {resolution}", case.patient_id, reason.strip())
    return case


def _held(session: Transaction, case_id: str) -> work.Case:
    case = work.case(session, case_id)
    if case.kind != OVERLAY or "body" not in json.loads(case.detail):
        raise NotFound("held update", case_id)
    if case.state != work.OPEN:
        raise WrongState(case_id, case.state, "decided")
    return case


def _check_last_word(session: Transaction, case: work.Case, detail: dict[str, Any]) -> None:
    """Refuse to take what the source said before something else that was taken already.

    Of several updates held, the earlier ones may be taken first.
    """
    kind, _, name = detail["record"].partition("/")
    seen = sources.records(session, detail["source"], {(kind, name)})[kind, name]
    if "said" not in detail or seen.body == detail["said"]:
        return
    held = held_id(detail["source"], detail["record"], seen.body)
    earlier = cases.get(session, [held]).get(held)
    if earlier is None or earlier.opened_at > case.opened_at:
        raise StaleUpdate(case.id)


def _take(context: Context, session: Transaction, detail: dict[str, Any], reason: str) -> None:
    """Plan and write the update as its import would have, in the name of who decided.

    The case is closed by then, and lets it through. One record is soon planned, so that all is
    one transaction: no import comes between, and nothing is decided that was not done.
    """
    desk = Desk(
        import_id=detail["import"],
        source=detail["source"],
        by=context.staff.name,
        at=context.now(),
        reason=f"Held update from {detail['source']}: {reason.strip()}",
    )
    kind, _, name = detail["record"].partition("/")
    body = content.get_many(session, [detail["body"]])[detail["body"]]
    record = reread((kind, name), body)
    if record is None:
        raise NotFound("readable record", detail["record"])
    system = settings.read(session).get(f"source.{desk.source}.mrn-system")
    numbers = Numbers(desk.source, system, context.site.authority)
    planner = Planner(session, desk, numbers, context.new_id, atomic=False)
    plan = plan_all(planner, [incoming(0, record)])
    Writer(context.database, desk, context.new_id).write_in(session, plan.units)
