# SPDX-License-Identifier: Apache-2.0
"""Reading the charts and the ledger; every answer is a frozen value of the domain."""
