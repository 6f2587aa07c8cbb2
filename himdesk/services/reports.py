# SPDX-License-Identifier: Apache-2.0
"""The console's answers as text for people; `--json` gives the same in full."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from himdesk.domain.words import counted
from himdesk.services.views import outcome_view

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from himdesk.services.charts.charts import Found
    from himdesk.services.corrections.outcomes import Outcome

Plain = dict[str, Any]


def table(rows: Iterable[Sequence[object]], headings: Sequence[str]) -> str:
    """Columns as wide as their widest cell."""
    cells = [list(headings), *([("" if c is None else str(c)) for c in row] for row in rows)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(headings))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    )


def outcome_text(outcome: Outcome, numbers: Mapping[str, str]) -> str:
    """What a writing verb did, warns of, and leaves to be decided."""
    view = outcome_view(outcome, numbers)
    changes = counted(len(outcome.change_set.changes), "change")
    match view["outcome"]:
        case "applied":
            head = f"Applied as change set {view['change_set']['id']}: {changes}."
        case "proposed":
            head = f"Proposed as request {view['request']['id']}; it waits for a second person."
        case _:
            needs = "needs" if outcome.needs_approval else "does not need"
            head = f"Dry run: {changes}; it {needs} a second person's approval."
    lines = [head, *(f"  not done: {text}" for text in outcome.not_done)]
    lines += [f"  {w['grade']}: {w['text']} [{w['code']}]" for w in view["warnings"]]
    for u in view["undecided"]:
        suggestion = f"suggested {u['suggest']}, " if u["suggest"] else ""
        lines.append(f"  decide: {u['kind']} {u['item']} ({suggestion}{u['because']})")
    return "\n".join(lines)


def settings_text(found: Sequence[Mapping[str, str]]) -> str:
    """What is set, one a line; a value of several lines is told by its first."""
    rows = [
        (each["key"], (each["value"] or "as shipped").splitlines()[0], each["title"])
        for each in found
    ]
    return table(rows, ("Key", "Value", "What it is"))


def search_text(found: Found) -> str:
    """The patients found, one a line."""
    rows = [
        (h["mrn"], h["name"], h["birth_date"], h["sex"], h["found_by"])
        for h in (hit.view() for hit in found.hits)
    ]
    if not rows:
        return "Nobody was found."
    text = table(rows, ("MRN", "Name", "Birth date", "Sex", "Found by"))
    return text + ("\nThere are more: narrow the search." if found.more else "")


def chart_text(view: Plain) -> str:
    """A chart: who it is, and its items by kind."""
    patient = view["patient"]
    born, sex = patient["birth_date"] or "birth date unknown", patient["sex"] or "sex unknown"
    lines = ["  ".join((patient["name"], f"MRN {patient['mrn']}", born, sex, patient["status"]))]
    if view["asked_for"] != patient["mrn"]:
        lines.append(f"(asked for {view['asked_for']}, which was merged into this chart)")
    for title in ("encounters", "documents", "clinical_items", "coverages", "flags"):
        items = view[title]
        lines.append(f"\n{title.replace('_', ' ').capitalize()}: {len(items)}")
        rows = [(i["at"], i["display"], _status(i), i["id"]) for i in items]
        if rows:
            lines.append(table(rows, ("At", "What", "Status", "Id")))
    return "\n".join(lines)


def _status(item: Plain) -> str:
    """The status of an item, and whether it is held back from release."""
    held = item["held_since"]
    return f"{item['status'] or ''} (held since {held[:10]})" if held else item["status"] or ""


def history_text(view: Plain) -> str:
    """The change sets of a chart, the newest first."""
    rows = [
        (c["seq"], c["at"], c["kind"], c["requester"], c["approved_by"], c["id"], c["reason"])
        for c in view["change_sets"]
    ]
    return table(rows, ("Seq", "At", "Kind", "By", "Approved by", "Id", "Reason"))


def requests_text(views: Sequence[Plain]) -> str:
    """Requests, one a line."""
    if not views:
        return "No request is open."
    rows = [
        (
            v["id"],
            v["kind"],
            v["state"],
            f"{v['requester']} (you)" if v["own"] else v["requester"],
            v["created_at"],
            v["reason"],
        )
        for v in views
    ]
    return table(rows, ("Id", "Kind", "State", "By", "At", "Reason"))


def verify_text(verdict: Plain) -> str:
    """Whether the ledger holds, and where it first breaks."""
    if verdict["ok"]:
        sets = counted(verdict["change_sets"], "change set")
        return f"Verified: {sets}, head {verdict['head'][:12]}."
    broken = verdict["first_broken"]
    return (
        f"BROKEN at change set {broken['seq']}, {broken['where']}: expected "
        f"{broken['expected']}, found {broken['found']}."
    )


def staff_text(views: Sequence[Plain]) -> str:
    """Accounts, one a line."""
    rows = [
        (v["name"], v["display"], ", ".join(v["roles"]), "disabled" if v["disabled"] else "")
        for v in views
    ]
    return table(rows, ("Account", "Name", "Roles", ""))


def import_text(report: Plain) -> str:
    """What each file brought, and what was refused and why."""
    lines = [f"Import {report['import']}"]
    for file in report["files"]:
        counts = ", ".join(f"{file[k]} {k}" for k in ("read", "new", "changed", "unchanged"))
        lines.append(f"{file['path']}: {counts}, {len(file['rejected'])} rejected")
        lines += [f"  {r['where']}: {r['reason']}" for r in file["rejected"][:20]]
        if len(file["rejected"]) > 20:  # noqa: PLR2004 - a screenful
            lines.append(f"  ... and {len(file['rejected']) - 20} more (--json lists all)")
    return "\n".join(lines)
