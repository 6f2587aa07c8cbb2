# SPDX-License-Identifier: Apache-2.0
"""Undoing a correction after life went on: what goes home, and what a person decides."""
