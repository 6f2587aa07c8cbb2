# SPDX-License-Identifier: Apache-2.0
"""The correction desk: orders as they are kept, planned, applied or proposed."""
