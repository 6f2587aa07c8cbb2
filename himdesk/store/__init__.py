# SPDX-License-Identifier: Apache-2.0
"""The only room that knows SQL: tables, reading, the one write path, search, verify, migrations.

Everything is a function of a SQLAlchemy `Connection` that `engine.Database` hands out, and answers
with frozen values. What a person may do is not decided here.
"""
