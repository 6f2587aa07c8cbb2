# SPDX-License-Identifier: Apache-2.0
"""Reading and writing the desk's own tables; all but charts, which only the ledger writes."""
