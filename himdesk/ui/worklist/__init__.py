# SPDX-License-Identifier: Apache-2.0
"""The work list: what waits, whose it is, and the way to the screen that decides it."""
