# SPDX-License-Identifier: Apache-2.0
"""Rows of a split that are about both persons: divided, written anew, recorded for both."""
