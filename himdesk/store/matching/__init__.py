# SPDX-License-Identifier: Apache-2.0
"""What finding duplicates keeps in the database: an index, a queue of pairs, models."""
