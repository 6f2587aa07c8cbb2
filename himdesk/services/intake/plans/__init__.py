# SPDX-License-Identifier: Apache-2.0
"""What becomes of what comes in: plans, made from the records and the charts as they are."""
