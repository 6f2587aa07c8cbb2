# SPDX-License-Identifier: Apache-2.0
"""Digests of change sets straight from the ledger's rows.

What `changes.content_hash_of_rows` and `chain_digest` say, without values in between: a ledger of
imports has a link for each resource.
"""

from __future__ import annotations

from json.encoder import encode_basestring as quoted
from typing import TYPE_CHECKING, Any

from himdesk.domain.changes import VERSION, sha256
from himdesk.store.verify.bodies import composed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from himdesk.store.writing.ledger import Stamp


def content_hash(kind: str, requester: str, reason: str, rows: Iterable[Sequence[Any]]) -> str:
    """The content hash of a change set; rows are place, ordinal, entity, id, field, values."""
    changes = ",".join(
        [
            f"[{quoted(entity)},{quoted(name)},{quoted(field)},{_said(before)},{_said(after)}]"
            for _, _, entity, name, field, before, after in rows
        ]
    )
    text = (
        f'{{"changes":[{changes}],"kind":{quoted(kind)},"reason":{quoted(reason)},'
        f'"requester":{quoted(requester)},"v":{VERSION}}}'
    )
    return sha256(composed(text))


def digest(stamp: Stamp, content: str, reverses: str | None) -> str:
    """The digest of a change set in its place of the chain."""
    text = (
        f'{{"applied_by":{quoted(stamp.applied_by)},"approved_at":{_said(stamp.approved_at)},'
        f'"approved_by":{_said(stamp.approved_by)},"at":{quoted(stamp.at)},'
        f'"content":{quoted(content)},"previous":{quoted(stamp.previous)},'
        f'"reverses":{_said(reverses)},"seq":{stamp.seq},"v":{VERSION}}}'
    )
    return sha256(composed(text))


def _said(value: str | None) -> str:
    return "null" if value is None else quoted(value)
