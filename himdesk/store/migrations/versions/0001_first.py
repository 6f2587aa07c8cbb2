# SPDX-License-Identifier: Apache-2.0
"""The first version of all tables. What is written here is never changed again."""

from __future__ import annotations

from typing import Any, Final

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

# Compared byte by byte on both databases.
_TEXT: Final = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_LATER: Final[dict[str, Any]] = {"initially": "DEFERRED", "deferrable": True}


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, _TEXT, nullable=False)


def _maybe(name: str) -> sa.Column[str]:
    return sa.Column(name, _TEXT, nullable=True)


def _texts(*names: str) -> list[sa.Column[str]]:
    return [_text(name) for name in names]


def _maybes(*names: str) -> list[sa.Column[str]]:
    return [_maybe(name) for name in names]


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), autoincrement=False, nullable=False)


def _known(name: str) -> dict[str, Any]:
    """An index leaves out the rows without a value."""
    condition = sa.text(f"{name} IS NOT NULL")
    return {"sqlite_where": condition, "postgresql_where": condition}


def upgrade() -> None:
    """Make all tables."""
    _ledger()
    _charts()
    _details()
    _desk()
    _sources()


def _ledger() -> None:
    """Change sets, changes and contents."""
    op.create_table(
        "change_set",
        _number("seq"),
        *_texts("id", "kind", "requester", "reason", "content", "at", "applied_by"),
        *_maybes("approved_by", "approved_at", "reverses"),
        *_texts("previous", "digest"),
        *_maybes("import_id", "request_id"),
        sa.CheckConstraint(
            "(approved_by IS NULL) = (approved_at IS NULL)", name="ck_change_set_approval_time"
        ),
        sa.CheckConstraint("approved_by <> requester", name="ck_change_set_four_eyes"),
        sa.ForeignKeyConstraint(
            ["reverses"], ["change_set.id"], name="fk_change_set_reverses_change_set"
        ),
        sa.PrimaryKeyConstraint("seq", name="pk_change_set"),
        sa.UniqueConstraint("digest", name="uq_change_set_digest"),
        sa.UniqueConstraint("id", name="uq_change_set_id"),
        sa.UniqueConstraint("previous", name="uq_change_set_previous"),
    )
    op.create_index("ix_change_set_at", "change_set", [sa.text("rtrim(at, 'Z')"), "seq"])
    op.create_index("ix_change_set_import_id", "change_set", ["import_id"], **_known("import_id"))
    op.create_index(
        "ix_change_set_request_id", "change_set", ["request_id"], **_known("request_id")
    )
    op.create_index("ix_change_set_reverses", "change_set", ["reverses"], **_known("reverses"))
    op.create_table(
        "change",
        _number("change_set_seq"),
        _number("ordinal"),
        *_texts("entity", "entity_id", "field"),
        *_maybes("before", "after"),
        sa.ForeignKeyConstraint(
            ["change_set_seq"], ["change_set.seq"], name="fk_change_change_set_seq_change_set"
        ),
        sa.PrimaryKeyConstraint("change_set_seq", "ordinal", name="pk_change"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_change_entity", "change", ["entity_id", "field", "change_set_seq"])
    op.create_table(
        "content",
        _text("digest"),
        _number("part"),
        _number("size"),
        _text("coding"),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("digest", "part", name="pk_content"),
    )


def _charts() -> None:
    """Charts and items."""
    op.create_table(
        "patient",
        *_texts("id", "authority", "number", "status"),
        *_maybes(
            "replaced_by",
            "choice_family",
            "choice_given",
            "choice_middle",
            "choice_prefix",
            "choice_suffix",
            "choice_birth_date",
            "choice_sex",
            "choice_deceased",
            "choice_language",
            "choice_marital_status",
            "choice_ssn",
            "choice_phone",
            "choice_mobile",
            "choice_email",
            "choice_address",
        ),
        _number("created_seq"),
        sa.ForeignKeyConstraint(
            ["created_seq"], ["change_set.seq"], name="fk_patient_created_seq_change_set"
        ),
        sa.ForeignKeyConstraint(
            ["replaced_by"], ["patient.id"], name="fk_patient_replaced_by_patient", **_LATER
        ),
        sa.PrimaryKeyConstraint("id", name="pk_patient"),
        sa.UniqueConstraint("authority", "number", name="uq_patient_authority_number"),
    )
    op.create_index("ix_patient_number", "patient", ["number"])
    op.create_index("ix_patient_replaced_by", "patient", ["replaced_by"])
    op.create_table(
        "pair",
        *_texts("id", "left_patient_id", "right_patient_id"),
        _maybe("judgement"),
        sa.ForeignKeyConstraint(
            ["left_patient_id"], ["patient.id"], name="fk_pair_left_patient_id_patient"
        ),
        sa.ForeignKeyConstraint(
            ["right_patient_id"], ["patient.id"], name="fk_pair_right_patient_id_patient"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_pair"),
    )
    op.create_index("ix_pair_left_patient_id", "pair", ["left_patient_id"])
    op.create_index("ix_pair_right_patient_id", "pair", ["right_patient_id"])
    op.create_table(
        "item",
        *_texts("id", "kind", "home_patient_id", "patient_id"),
        *_maybes(
            "parent_id",
            "encounter_id",
            "status",
            "at",
            "until",
            "recorded",
            "type",
            "code",
            "display",
            "author",
            "sensitivity",
            "body",
            "source_record_id",
            "derived_from",
        ),
        _number("created_seq"),
        sa.ForeignKeyConstraint(
            ["created_seq"], ["change_set.seq"], name="fk_item_created_seq_change_set"
        ),
        sa.ForeignKeyConstraint(
            ["encounter_id"], ["item.id"], name="fk_item_encounter_id_item", **_LATER
        ),
        sa.ForeignKeyConstraint(
            ["home_patient_id"], ["patient.id"], name="fk_item_home_patient_id_patient"
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["item.id"], name="fk_item_parent_id_item", **_LATER
        ),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name="fk_item_patient_id_patient"),
        sa.PrimaryKeyConstraint("id", name="pk_item"),
    )
    op.create_index("ix_item_chart", "item", ["patient_id", "kind", "at"])
    op.create_index("ix_item_derived_from", "item", ["derived_from"], **_known("derived_from"))
    op.create_index("ix_item_encounter_id", "item", ["encounter_id"], **_known("encounter_id"))
    op.create_index("ix_item_home", "item", ["home_patient_id"])
    op.create_index("ix_item_parent_id", "item", ["parent_id"], **_known("parent_id"))
    op.create_index(
        "ix_item_source_record_id", "item", ["source_record_id"], **_known("source_record_id")
    )
    op.create_table(
        "change_set_chart",
        _text("patient_id"),
        _number("change_set_seq"),
        sa.ForeignKeyConstraint(
            ["change_set_seq"],
            ["change_set.seq"],
            name="fk_change_set_chart_change_set_seq_change_set",
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name="fk_change_set_chart_patient_id_patient"
        ),
        sa.PrimaryKeyConstraint("patient_id", "change_set_seq", name="pk_change_set_chart"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_change_set_chart_seq", "change_set_chart", ["change_set_seq"])


def _details() -> None:
    """A table for each kind of item."""
    op.create_table(
        "name",
        _text("item_id"),
        *_maybes("use", "family", "given", "middle", "prefix", "suffix"),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name="fk_name_item_id_item", **_LATER),
        sa.PrimaryKeyConstraint("item_id", name="pk_name"),
    )
    op.create_table(
        "identifier",
        _text("item_id"),
        *_maybes("type", "system", "value", "use"),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name="fk_identifier_item_id_item", **_LATER
        ),
        sa.PrimaryKeyConstraint("item_id", name="pk_identifier"),
    )
    op.create_table(
        "telecom",
        _text("item_id"),
        *_maybes("system", "use", "value"),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name="fk_telecom_item_id_item", **_LATER),
        sa.PrimaryKeyConstraint("item_id", name="pk_telecom"),
    )
    op.create_table(
        "address",
        _text("item_id"),
        *_maybes("use", "line", "city", "state", "postal_code", "country"),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name="fk_address_item_id_item", **_LATER),
        sa.PrimaryKeyConstraint("item_id", name="pk_address"),
    )
    op.create_table(
        "statement",
        *_texts("item_id", "about"),
        _maybe("value"),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name="fk_statement_item_id_item", **_LATER
        ),
        sa.PrimaryKeyConstraint("item_id", name="pk_statement"),
    )
    op.create_table(
        "flag",
        *_texts("item_id", "flag"),
        _maybe("text"),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name="fk_flag_item_id_item", **_LATER),
        sa.PrimaryKeyConstraint("item_id", name="pk_flag"),
    )
    op.create_table(
        "encounter",
        _text("item_id"),
        *_maybes(
            "number",
            "encounter_class",
            "bed",
            "location",
            "provider",
            "reason",
            "registered_name",
            "registered_birth_date",
            "registered_sex",
            "registered_address",
            "registered_phone",
            "registered_mrn",
            "registrar",
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name="fk_encounter_item_id_item", **_LATER
        ),
        sa.PrimaryKeyConstraint("item_id", name="pk_encounter"),
    )
    op.create_index("ix_encounter_number", "encounter", ["number"])
    op.create_table(
        "document",
        _text("item_id"),
        *_maybes(
            "title", "content", "content_type", "doc_status", "revision", "signature", "signed_at"
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name="fk_document_item_id_item", **_LATER
        ),
        sa.PrimaryKeyConstraint("item_id", name="pk_document"),
    )
    op.create_index("ix_document_content", "document", ["content"])
    op.create_table(
        "coverage",
        _text("item_id"),
        *_maybes("payor", "subscriber", "member", "plan", "relationship"),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name="fk_coverage_item_id_item", **_LATER
        ),
        sa.PrimaryKeyConstraint("item_id", name="pk_coverage"),
    )
    op.create_table(
        "clinical_item",
        *_texts("item_id", "category"),
        *_maybes("value", "negated", "active", "criticality"),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name="fk_clinical_item_item_id_item", **_LATER
        ),
        sa.PrimaryKeyConstraint("item_id", name="pk_clinical_item"),
    )


def _desk() -> None:
    """The desk's own tables."""
    op.create_table(
        "staff",
        *_texts("id", "name", "display", "password_hash", "disabled", "person_id"),
        *_maybes("db_role", "reset_by", "reset_at"),
        _text("created_at"),
        sa.CheckConstraint("disabled IN ('yes', 'no')", name="ck_staff_disabled"),
        sa.PrimaryKeyConstraint("id", name="pk_staff"),
        sa.UniqueConstraint("db_role", name="uq_staff_db_role"),
        sa.UniqueConstraint("name", name="uq_staff_name"),
    )
    op.create_table(
        "staff_role",
        *_texts("staff_id", "role"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_staff_role_staff_id_staff"),
        sa.PrimaryKeyConstraint("staff_id", "role", name="pk_staff_role"),
    )
    op.create_table(
        "staff_event",
        _number("seq"),
        *_texts("at", "by", "verb", "subject"),
        _maybe("detail"),
        *_texts("previous", "digest"),
        sa.PrimaryKeyConstraint("seq", name="pk_staff_event"),
        sa.UniqueConstraint("digest", name="uq_staff_event_digest"),
        sa.UniqueConstraint("previous", name="uq_staff_event_previous"),
    )
    op.create_table(
        "setting", *_texts("key", "value"), sa.PrimaryKeyConstraint("key", name="pk_setting")
    )
    op.create_table("meta", *_texts("key", "value"), sa.PrimaryKeyConstraint("key", name="pk_meta"))
    op.create_table(
        "access_log",
        _number("seq"),
        *_texts("at", "staff", "verb"),
        *_maybes("patient_id", "reason"),
        *_texts("previous", "digest"),
        sa.PrimaryKeyConstraint("seq", name="pk_access_log"),
        sa.UniqueConstraint("digest", name="uq_access_log_digest"),
        sa.UniqueConstraint("previous", name="uq_access_log_previous"),
    )
    op.create_index("ix_access_log_patient_id_seq", "access_log", ["patient_id", "seq"])
    op.create_index("ix_access_log_staff_seq", "access_log", ["staff", "seq"])
    op.create_table(
        "letter",
        _number("seq"),
        *_texts(
            "id",
            "at",
            "by",
            "kind",
            "for_id",
            "language",
            "template",
            "template_version",
            "content",
            "previous",
            "digest",
        ),
        sa.PrimaryKeyConstraint("seq", name="pk_letter"),
        sa.UniqueConstraint("digest", name="uq_letter_digest"),
        sa.UniqueConstraint("id", name="uq_letter_id"),
        sa.UniqueConstraint("previous", name="uq_letter_previous"),
    )
    op.create_index("ix_letter_for_id", "letter", ["for_id"])
    op.create_table(
        "break_glass",
        *_texts("id", "staff", "patient_id", "reason", "at", "until"),
        *_maybes("reviewed_by", "reviewed_at", "finding"),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name="fk_break_glass_patient_id_patient"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_break_glass"),
    )
    op.create_index(
        "ix_break_glass_staff_patient_id_until", "break_glass", ["staff", "patient_id", "until"]
    )
    op.create_table(
        "work_case",
        *_texts("id", "kind", "state"),
        *_maybes("patient_id", "item_id"),
        *_texts("opened_at", "opened_by"),
        *_maybes("due_at", "assigned_to", "closed_at", "closed_by"),
        _text("detail"),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name="fk_work_case_patient_id_patient"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_work_case"),
    )
    op.create_index("ix_work_case_patient_id", "work_case", ["patient_id"])
    op.create_index(
        "ix_work_case_state_kind_opened_at", "work_case", ["state", "kind", "opened_at"]
    )
    op.create_table(
        "draft",
        *_texts("id", "staff", "kind", "key", "body", "saved_at"),
        sa.PrimaryKeyConstraint("id", name="pk_draft"),
        sa.UniqueConstraint("staff", "kind", "key", name="uq_draft_staff_kind_key"),
    )
    op.create_table(
        "request",
        *_texts("id", "kind", "state", "requester", "reason", "content", "body", "created_at"),
        *_maybes("approver", "decided_at", "change_set_id", "comment"),
        sa.CheckConstraint("approver <> requester", name="ck_request_four_eyes"),
        sa.PrimaryKeyConstraint("id", name="pk_request"),
    )
    op.create_index("ix_request_state_created_at", "request", ["state", "created_at"])
    op.create_table(
        "request_chart",
        *_texts("patient_id", "request_id"),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name="fk_request_chart_patient_id_patient"
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name="fk_request_chart_request_id_request"
        ),
        sa.PrimaryKeyConstraint("patient_id", "request_id", name="pk_request_chart"),
    )
    op.create_table(
        "request_event",
        _number("seq"),
        *_texts("request_id", "at", "by", "verb"),
        *_maybes("content", "body", "comment"),
        *_texts("previous", "digest"),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name="fk_request_event_request_id_request"
        ),
        sa.PrimaryKeyConstraint("seq", name="pk_request_event"),
        sa.UniqueConstraint("digest", name="uq_request_event_digest"),
        sa.UniqueConstraint("previous", name="uq_request_event_previous"),
    )
    op.create_index("ix_request_event_request_id_seq", "request_event", ["request_id", "seq"])


def _sources() -> None:
    """Imports, source records and search terms."""
    op.create_table(
        "import_batch",
        *_texts("id", "source", "started_at", "by", "state"),
        _maybe("report"),
        sa.PrimaryKeyConstraint("id", name="pk_import_batch"),
    )
    op.create_table(
        "source_record",
        *_texts("id", "source", "type", "record_id"),
        *_maybes("patient_id", "item_id"),
        _text("body"),
        *_maybes("mrn_authority", "mrn_number", "import_id"),
        _text("seen_at"),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name="fk_source_record_patient_id_patient"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_source_record"),
        sa.UniqueConstraint(
            "source", "type", "record_id", name="uq_source_record_source_type_record_id"
        ),
    )
    op.create_index("ix_source_record_import_id", "source_record", ["import_id"])
    op.create_index("ix_source_record_item_id", "source_record", ["item_id"])
    op.create_index("ix_source_record_patient_id", "source_record", ["patient_id"])
    op.create_table(
        "search_term",
        *_texts("term", "item_id"),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name="fk_search_term_item_id_item", **_LATER
        ),
        sa.PrimaryKeyConstraint("term", "item_id", name="pk_search_term"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_search_term_item_id_term", "search_term", ["item_id", "term"])
