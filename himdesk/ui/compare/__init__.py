# SPDX-License-Identifier: Apache-2.0
"""Comparing charts side by side and preparing their merge."""
