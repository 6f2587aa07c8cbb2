# SPDX-License-Identifier: Apache-2.0
"""The one write path: ledger, rows, bodies, terms, and what must hold at the end."""
