# SPDX-License-Identifier: Apache-2.0
"""Who a chart is about: what it shows corrected, and whether another chart is the same person."""
