# SPDX-License-Identifier: Apache-2.0
"""The settings of the site: what an administrator may set, each change an event that is chained."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING, Final

from himdesk.domain.approval import Rule
from himdesk.domain.changes import ChangeKind
from himdesk.domain.errors import UsageError
from himdesk.domain.releases.basis import ACCESS_DAYS
from himdesk.domain.releases.charges import FLAT_MOST, money, read_schedules
from himdesk.services.amendments.law import REVIEWED, periods
from himdesk.services.charts.own import OWN_CHARTS, check_lines
from himdesk.services.corrections.sampling import PERCENT
from himdesk.services.correspondence.case import LIMIT
from himdesk.services.correspondence.complaints import COMPLAINT
from himdesk.services.downstream.systems import AMENDED, CORRECTED, NO_SYSTEM
from himdesk.services.releases import charging
from himdesk.services.releases.requests.log import OLDEST, PERIOD
from himdesk.services.scans.desk import FOLDER
from himdesk.services.worklist.owning import MINUTES
from himdesk.store.desk import settings, staff

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from himdesk.services.context import Context


class Form(StrEnum):
    """What a setting's value is."""

    RULE = "rule"
    NUMBER = "number"
    LINE = "line"
    LINES = "lines"
    SYSTEMS = "systems"
    REVIEW = "review"
    MONEY = "money"
    FEES = "fees"
    FOLDER = "folder"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One thing that a site may set; unset it is as shipped. A number lies in `least..most`.

    An amount is at most `dearest` dollars.
    """

    key: str
    group: str
    title: str
    form: Form = Form.LINE
    hint: str = ""
    least: int = 1
    most: int = 9999
    dearest: Decimal = Decimal(1000)


_APPROVED: Final = {
    ChangeKind.MERGE: "Merges",
    ChangeKind.LINK: "Links of two charts",
    ChangeKind.DISTINCT: "Judgements that two charts are two people",
    ChangeKind.MOVE: "Moves",
    ChangeKind.AMEND: "Addenda, late entries and demographic corrections",
    ChangeKind.UNDO: "Undos",
}
"""The kinds of which the shipped policy lets some through without a second person."""

ALL: Final = (
    *(
        Setting(key=f"approval.{kind}", group="Approval", title=title, form=Form.RULE)
        for kind, title in _APPROVED.items()
    ),
    Setting(
        key=PERCENT, group="Approval", title="Of a hundred without approval, looked over after",
        form=Form.NUMBER, hint="none", most=100,
    ),
    Setting(
        key=OWN_CHARTS, group="Approval", title="Staff who have a chart here may not correct it",
        form=Form.LINES, hint="account: MRN",
    ),
    Setting(
        key=COMPLAINT, group="Amendment requests", title="Who takes complaints (164.530(d))",
        hint="Name|Title|Telephone",
    ),
    Setting(
        key=LIMIT, group="Amendment requests", title="Longest statement of disagreement",
        hint="no limit; or for example: two pages",
    ),
    Setting(
        key=REVIEWED, group="Amendment requests", title="Periods reviewed by counsel on",
        form=Form.REVIEW, hint="2026-03-01",
    ),
    Setting(
        key=AMENDED, group="Amendment requests", title="Systems that may hold a copy",
        form=Form.SYSTEMS, hint="System: what is to be done there",
    ),
    Setting(
        key=OLDEST, group="Release", title="Oldest signature of an authorization, in days",
        form=Form.NUMBER, hint="365", most=3650,
    ),
    Setting(
        key=PERIOD, group="Release", title="Days to act on a patient's request (164.524)",
        form=Form.NUMBER, hint=str(ACCESS_DAYS), most=ACCESS_DAYS,
    ),
    Setting(
        key=MINUTES, group="Work list", title="A case that one took stays taken, in minutes",
        form=Form.NUMBER, hint="30", most=1440,
    ),
    Setting(
        key=CORRECTED, group="Work list", title="Systems that follow a merge, a split or a move",
        form=Form.SYSTEMS, hint="System: what is to be done there",
    ),
    Setting(
        key=charging.LABOUR, group="Fees", title="Patients: labour for copying, a request",
        form=Form.MONEY, hint="0.00",
    ),
    Setting(
        key=charging.PAGE, group="Fees", title="Patients: paper and toner, a page",
        form=Form.MONEY, hint="0.00", dearest=Decimal(1),
    ),
    Setting(
        key=charging.MEDIUM, group="Fees", title="Patients: disc or stick of a file",
        form=Form.MONEY, hint="0.00",
    ),
    Setting(
        key=charging.FLAT, group="Fees", title="Patients: flat fee for a file, in place of these",
        form=Form.MONEY, hint=f"none; at most {FLAT_MOST}", dearest=FLAT_MOST,
    ),
    Setting(
        key=charging.ACCOUNTING, group="Fees", title="A second accounting in twelve months",
        form=Form.MONEY, hint="0.00",
    ),
    Setting(
        key=charging.OTHERS, group="Fees", title="Fee schedules for all others",
        form=Form.FEES, hint="subpoena: search 20.00, page 0.75, first 25, later 0.50",
    ),
    Setting(
        key=FOLDER, group="Scans", title="Folder for incoming scans", form=Form.FOLDER,
        hint="none; or for example: /srv/scans or \\\\server\\scans",
    ),
)  # fmt: skip
"""Everything that a site may set beside its facts (see `Staff.site`)."""

_BY_KEY: Final = {setting.key: setting for setting in ALL}


@dataclass(frozen=True, slots=True)
class Settings:
    """The administrator's desk for how the department works."""

    context: Context

    def all(self) -> dict[str, str]:
        """What is set, by key; what is as shipped is empty. A review is told by its day."""
        self.context.require("settings")
        with self.context.database.read() as session:
            known = settings.read(session)
        found = {setting.key: known.get(setting.key, "") for setting in ALL}
        review = periods(known).reviewed_on
        return found | {REVIEWED: review.isoformat() if review is not None else ""}

    def change(self, wanted: Mapping[str, str]) -> None:
        """Set some settings; an empty value is as shipped. All or none.

        Raises:
            UsageError: there is no such setting, or the value is none for it.
        """
        context = self.context
        context.require("settings")
        values = {key: _value(key, text.strip()) for key, text in wanted.items()}
        with context.writing() as session:
            if own := values.get(OWN_CHARTS):
                check_lines(session, context, own)
            known = settings.read(session)
            changed = {key: value for key, value in values.items() if value != known.get(key)}
            if not changed:
                return
            settings.put(session, changed)
            before = {key: known.get(key) for key in changed}
            staff.record(
                session,
                at=context.now(),
                by=context.staff.name,
                verb="setting",
                subject=",".join(sorted(changed)),
                detail=json.dumps({"set": changed, "before": before}, sort_keys=True),
            )


def view(values: Mapping[str, str]) -> list[dict[str, str]]:
    """What is set as plain values, in the order of the screen; empty is as shipped."""
    return [
        {
            "key": setting.key,
            "group": setting.group,
            "title": setting.title,
            "form": setting.form.value,
            "value": values[setting.key],
        }
        for setting in ALL
    ]


def _value(key: str, text: str) -> str | None:
    """The text of a setting as it is kept; None is as shipped."""
    setting = _BY_KEY.get(key)
    if setting is None:
        raise UsageError(f"There is no setting {key}.", key)
    if not text:
        return None
    return _READERS[setting.form](setting, text)


def _line(setting: Setting, text: str) -> str:
    if setting.key == COMPLAINT and text.count("|") != 2:  # noqa: PLR2004 - three parts
        raise UsageError(f"{setting.title}: write {setting.hint}.", setting.key)
    return text


def _lines(setting: Setting, text: str) -> str:
    if any(":" not in line for line in text.splitlines() if line.strip()):
        said = f"{setting.title}: write each line as “{setting.hint}”."
        raise UsageError(said, setting.key)
    return text


def _systems(setting: Setting, text: str) -> str:
    return NO_SYSTEM if text.lower() == NO_SYSTEM else _lines(setting, text)


def _review(setting: Setting, text: str) -> str:
    return f"{periods({}).version} {_day(setting, text).isoformat()}"


def _fee(setting: Setting, text: str) -> str:
    """An amount, or the lines of schedules."""
    try:
        if setting.form is Form.MONEY:
            return str(money(text, setting.title, setting.dearest))
        read_schedules(text.splitlines())
    except UsageError as error:
        raise UsageError(error.message(), setting.key) from None
    return text


def _rule(setting: Setting, text: str) -> str | None:
    if text not in {Rule.POLICY, Rule.ALWAYS}:
        raise UsageError(f"{setting.title}: choose policy or always, not {text}.", setting.key)
    return text if text == Rule.ALWAYS else None


def _whole_path(setting: Setting, text: str) -> str:
    """A path that begins at a root, here or on another desk's system."""
    kinds = (PurePosixPath(text), PureWindowsPath(text))
    if "\n" in text or not any(path.is_absolute() for path in kinds):
        said = f"{setting.title}: the whole path of a folder, from its root, not {text}."
        raise UsageError(said, setting.key)
    return text


def _number(setting: Setting, text: str) -> str:
    if not text.isascii() or not text.isdigit() or not setting.least <= int(text) <= setting.most:
        expected = f"a whole number from {setting.least} to {setting.most}"
        raise UsageError(f"{setting.title}: {expected}, not {text}.", setting.key)
    return str(int(text))


def _day(setting: Setting, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        said = f"{setting.title}: a day such as 2026-03-01, not {text}."
        raise UsageError(said, setting.key) from None


_READERS: Final[Mapping[Form, Callable[[Setting, str], str | None]]] = {
    Form.RULE: _rule,
    Form.NUMBER: _number,
    Form.LINE: _line,
    Form.LINES: _lines,
    Form.SYSTEMS: _systems,
    Form.REVIEW: _review,
    Form.MONEY: _fee,
    Form.FEES: _fee,
    Form.FOLDER: _whole_path,
}
"""How the text of each form of setting is read."""
