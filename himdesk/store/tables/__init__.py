# SPDX-License-Identifier: Apache-2.0
"""All tables, and which of them the database itself protects."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from himdesk.domain.changes import PAIR, PATIENT
from himdesk.domain.charts.items import ITEM_FIELDS, Kind, detail_fields
from himdesk.domain.corrections.links import JUDGEMENT
from himdesk.store.tables.base import Base, table_of
from himdesk.store.tables.cases import CaseEventRow, CaseItemRow
from himdesk.store.tables.charts import ItemRow, PairRow, PatientRow
from himdesk.store.tables.desk import (
    AccessLogRow,
    BreakGlassRow,
    ClaimEventRow,
    DraftRow,
    LetterEventRow,
    LetterRow,
    MetaRow,
    RequestChartRow,
    RequestEventRow,
    RequestRow,
    SettingRow,
    StaffEventRow,
    StaffRoleRow,
    StaffRow,
    StaffSettingRow,
    WorkCaseRow,
)
from himdesk.store.tables.details import DETAIL_ROWS
from himdesk.store.tables.ledger import ChangeRow, ChangeSetChartRow, ChangeSetRow, ContentRow
from himdesk.store.tables.matching import (
    MatchCaseRow,
    MatchCrowdedRow,
    MatchDueRow,
    MatchKeyRow,
    MatchModelRow,
    MatchPairRow,
    MatchRecordRow,
)
from himdesk.store.tables.releases import (
    AccountingRow,
    DisclosedItemRow,
    DisclosureRow,
    RecipientRow,
    SuspensionRow,
)
from himdesk.store.tables.sources import ImportBatchRow, SearchTermRow, SourceRecordRow
from himdesk.store.tables.worklist import AbsenceRow, WorkEventRow, WorkFilterRow

if TYPE_CHECKING:
    from sqlalchemy import Column, Table

METADATA: Final = Base.metadata

PATIENTS: Final = table_of(PatientRow)
ITEMS: Final = table_of(ItemRow)
PAIRS: Final = table_of(PairRow)
DETAILS: Final[dict[Kind, Table]] = {kind: table_of(row) for kind, row in DETAIL_ROWS.items()}
CHANGE_SETS: Final = table_of(ChangeSetRow)
CHANGES: Final = table_of(ChangeRow)
CHARTS_TOUCHED: Final = table_of(ChangeSetChartRow)
CONTENTS: Final = table_of(ContentRow)
TERMS: Final = table_of(SearchTermRow)
STAFF: Final = table_of(StaffRow)
STAFF_ROLES: Final = table_of(StaffRoleRow)
STAFF_EVENTS: Final = table_of(StaffEventRow)
SETTINGS: Final = table_of(SettingRow)
STAFF_SETTINGS: Final = table_of(StaffSettingRow)
META: Final = table_of(MetaRow)
REQUESTS: Final = table_of(RequestRow)
REQUEST_CHARTS: Final = table_of(RequestChartRow)
REQUEST_EVENTS: Final = table_of(RequestEventRow)
CLAIM_EVENTS: Final = table_of(ClaimEventRow)
ACCESS_LOG: Final = table_of(AccessLogRow)
LETTERS: Final = table_of(LetterRow)
LETTER_EVENTS: Final = table_of(LetterEventRow)
BREAK_GLASS: Final = table_of(BreakGlassRow)
WORK_CASES: Final = table_of(WorkCaseRow)
WORK_EVENTS: Final = table_of(WorkEventRow)
WORK_FILTERS: Final = table_of(WorkFilterRow)
ABSENCES: Final = table_of(AbsenceRow)
CASE_EVENTS: Final = table_of(CaseEventRow)
CASE_ITEMS: Final = table_of(CaseItemRow)
DISCLOSURES: Final = table_of(DisclosureRow)
DISCLOSED_ITEMS: Final = table_of(DisclosedItemRow)
SUSPENSIONS: Final = table_of(SuspensionRow)
ACCOUNTINGS: Final = table_of(AccountingRow)
RECIPIENTS: Final = table_of(RecipientRow)
DRAFTS: Final = table_of(DraftRow)
IMPORT_BATCHES: Final = table_of(ImportBatchRow)
SOURCE_RECORDS: Final = table_of(SourceRecordRow)
MATCH_RECORDS: Final = table_of(MatchRecordRow)
MATCH_KEYS: Final = table_of(MatchKeyRow)
MATCH_CROWDED: Final = table_of(MatchCrowdedRow)
MATCH_DUE: Final = table_of(MatchDueRow)
MATCH_PAIRS: Final = table_of(MatchPairRow)
MATCH_CASES: Final = table_of(MatchCaseRow)
MATCH_MODELS: Final = table_of(MatchModelRow)

CHARTS: Final[tuple[Table, ...]] = (PATIENTS, PAIRS, ITEMS, *DETAILS.values())
"""What only the ledger's write path changes, and nobody deletes."""

CHAINS: Final[dict[Table, str]] = {
    REQUEST_EVENTS: "by",
    CLAIM_EVENTS: "by",
    STAFF_EVENTS: "by",
    ACCESS_LOG: "staff",
    LETTERS: "by",
    LETTER_EVENTS: "by",
    CASE_EVENTS: "by",
    WORK_EVENTS: "by",
    DISCLOSURES: "by",
    SUSPENSIONS: "by",
    ACCOUNTINGS: "by",
}
"""The chained tables beside the ledger, with the column that names the actor."""

APPEND_ONLY: Final[tuple[Table, ...]] = (CHANGE_SETS, CHANGES, CHARTS_TOUCHED, CONTENTS, *CHAINS)
"""Tables on which the database refuses UPDATE and DELETE."""


@cache
def column_of(entity: str, field: str) -> Column[str | None] | None:
    """The column that a ledger field stands for; None if there is none that may change.

    Where a kind has a detail of the same name as a common field (an identifier's `type`), the
    detail is meant.
    """
    if entity == PATIENT:
        changes = field in {"status", "replaced_by"} or field.startswith("choice_")
        return PATIENTS.c[field] if changes and field in PATIENTS.c else None
    if entity == PAIR:
        return PAIRS.c.judgement if field == JUDGEMENT else None
    if entity not in set(Kind):
        return None
    kind = Kind(entity)
    if field in detail_fields(kind):
        return DETAILS[kind].c[field]
    return ITEMS.c[field] if field in ITEM_FIELDS else None
