# SPDX-License-Identifier: Apache-2.0
"""Small parts that every screen is built of."""
