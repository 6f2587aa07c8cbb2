# SPDX-License-Identifier: Apache-2.0
"""Runs migrations on the connection that `schema` hands over, inside its transaction."""

from __future__ import annotations

from alembic import context

from himdesk.store.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
)
context.run_migrations()
