# SPDX-License-Identifier: Apache-2.0
"""The parts that all screens are built of; they know no patient, only what they are given."""
