# SPDX-License-Identifier: Apache-2.0
"""The migrations, run by Alembic. Tables of the ledger only ever gain columns and indexes."""
