# SPDX-License-Identifier: Apache-2.0
"""A request as the page that the screen shows, and what it asks for as the filters show it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from himdesk.domain.charts.items import Document, Kind
from himdesk.domain.releases.request import Delivery
from himdesk.services.correspondence.releases.offers import letters_of
from himdesk.services.releases.forms import plain
from himdesk.services.views import display
from himdesk.ui.release import rows
from himdesk.ui.release.values import ReleasePage, Scope
from himdesk.ui.split.rows import who_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from himdesk.domain.charts.charts import Chart
    from himdesk.domain.releases.request import Release
    from himdesk.services.context import Context
    from himdesk.services.releases import ReleaseView

SEVERAL = "several"
"""Stands for a choice of more than one, which the console can make."""


def page_of(view: ReleaseView, chart: Chart, context: Context, able: frozenset[str]) -> ReleasePage:
    """The page of a request as it stands."""
    today = context.clock().astimezone(context.site.zone).date()
    return ReleasePage(
        id=view.release.id,
        who=who_of("", chart, context.now(), ""),
        head=rows.head(view, today),
        about=rows.about(view.release),
        elements=rows.elements(view),
        sensitivities=rows.sensitivities(view),
        items=rows.items(view),
        scope=_scope(view),
        going=rows.going(view),
        shut=rows.shut(view),
        lacking=rows.lacking(view),
        encrypted=view.release.delivery is Delivery.FILE,
        able=able,
        letters=letters_of(view) if "letter" in able else (),
    )


def wanted_of(release: Release) -> dict[str, Any]:
    """What a request asks for, as a choice says it."""
    wanted = plain(release)["wanted"]
    return {name: value for name, value in wanted.items() if value and name != "basis"}


def _scope(view: ReleaseView) -> Scope:
    wanted = view.release.wanted
    kinds: dict[str, str] = {kind.value: _plural(kind) for kind in _KINDS}
    visits: dict[str, str] = {}
    for each in view.lines:
        details = each.item.details
        if isinstance(details, Document) and details.title:
            kinds.setdefault(details.title, details.title)
        if each.item.kind is Kind.ENCOUNTER:
            visits[each.item.id] = f"{(each.item.at or '')[:10]} {display(each.item)}"
    newest = sorted(visits.items(), key=lambda visit: visit[1], reverse=True)
    return Scope(
        since=wanted.since.isoformat() if wanted.since else "",
        until=wanted.until.isoformat() if wanted.until else "",
        kind=_one(wanted.types),
        visit=_one(wanted.encounters),
        kinds=_options("All types", tuple(kinds.items()), wanted.types),
        visits=_options("All visits", tuple(newest), wanted.encounters),
    )


_KINDS = (Kind.DOCUMENT, Kind.ENCOUNTER, Kind.COVERAGE, Kind.CLINICAL)


def _plural(kind: Kind) -> str:
    return "Clinical entries" if kind is Kind.CLINICAL else f"{kind.value.capitalize()}s"


def _one(chosen: Collection[str]) -> str:
    return SEVERAL if len(chosen) > 1 else next(iter(chosen), "")


def _options(
    every: str, known: tuple[tuple[str, str], ...], chosen: Collection[str]
) -> tuple[tuple[str, str], ...]:
    names = {name for name, _ in known}
    others = [(each, each) for each in chosen if len(chosen) == 1 and each not in names]
    more = [(SEVERAL, f"{len(chosen)} chosen")] if len(chosen) > 1 else []
    return (("", every), *more, *others, *known)
