# SPDX-License-Identifier: Apache-2.0
"""Dividing a chart that holds two persons, and moving one item: lanes, rows, forms."""
