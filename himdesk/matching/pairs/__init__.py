# SPDX-License-Identifier: Apache-2.0
"""Which records are compared, and what each field of a pair says."""
