# SPDX-License-Identifier: Apache-2.0
"""What letters say of change sets: the notices' values, gathered from the ledger and the charts."""
