# SPDX-License-Identifier: Apache-2.0
"""Finding duplicates in the database: the check on write, the queue, the models."""

from himdesk.services.matching.desk import Matching

__all__ = ["Matching"]
