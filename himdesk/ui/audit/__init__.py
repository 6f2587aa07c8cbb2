# SPDX-License-Identifier: Apache-2.0
"""The ledger verified and anchored, the access log, and openings of confidential charts."""
