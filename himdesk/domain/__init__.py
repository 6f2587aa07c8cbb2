# SPDX-License-Identifier: Apache-2.0
"""The rules of chart correction: standard library only, no clock, no random, no SQL, no window."""
