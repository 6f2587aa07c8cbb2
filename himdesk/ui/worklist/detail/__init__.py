# SPDX-License-Identifier: Apache-2.0
"""The case that is pointed at, under the list."""
