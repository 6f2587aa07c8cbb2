# SPDX-License-Identifier: Apache-2.0
"""Charts along one axis of time."""
