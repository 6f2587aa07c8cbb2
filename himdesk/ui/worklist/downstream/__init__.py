# SPDX-License-Identifier: Apache-2.0
"""Ticking the systems that were corrected after a merge, a split or a move."""
