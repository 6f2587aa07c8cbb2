# SPDX-License-Identifier: Apache-2.0
"""Requests for an accounting of disclosures (164.528(c))."""
