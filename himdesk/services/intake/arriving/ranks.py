# SPDX-License-Identifier: Apache-2.0
"""The order in which records of an import are taken: what others belong to comes first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

PATIENTS, VISITS, ORDERS, REPORTS, REST = range(5)

RANKS: Final = range(5)
"""All ranks, in their order."""

TYPE_NAME: Final = re.compile(rb'"resourceType"\s*:\s*"([A-Za-z]+)"')

_RANK: Final = {
    "Patient": PATIENTS,
    "Encounter": VISITS,
    "Account": VISITS,
    "EpisodeOfCare": VISITS,
    "ServiceRequest": ORDERS,
    "MedicationRequest": ORDERS,
    "DeviceRequest": ORDERS,
    "NutritionOrder": ORDERS,
    "VisionPrescription": ORDERS,
    "RequestGroup": ORDERS,
    "DiagnosticReport": REPORTS,
    "Procedure": REPORTS,
    "ImagingStudy": REPORTS,
}


def rank_of(type_: str) -> int:
    """The rank of records of a resource type."""
    return _RANK.get(type_, REST)


def ranks_of(types: Iterable[str]) -> frozenset[int]:
    """The ranks that a file with resources of these types needs; bundles themselves have none."""
    return frozenset(rank_of(name) for name in types if name != "Bundle")
