# SPDX-License-Identifier: Apache-2.0
"""Security labels to the sensitivities that himdesk knows (DOMAIN 1.7); the strictest wins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from himdesk.exchange.fhir.parsing.values import Json, child, children, short, text
from himdesk.exchange.fhir.texts import codes

if TYPE_CHECKING:
    from collections.abc import Iterator

STRICTEST_FIRST: Final = ("psychotherapy", "part2", "hiv", "restricted")

_LABELS: Final[dict[str, str]] = {
    "PSYTHPN": "psychotherapy",
    "42CFRPART2": "part2",
    "42CFRPART2CD": "part2",
    "CTCPART2": "part2",
    "ETH": "part2",
    "ETHUD": "part2",
    "SUD": "part2",
    "SUBSTANCEUSE": "part2",
    "OPIOIDUD": "part2",
    "DRGIS": "part2",
    "HIV": "hiv",
    "R": "restricted",
    "V": "restricted",
    "BH": "restricted",
    "MH": "restricted",
    "PSY": "restricted",
    "SDV": "restricted",
    "SEX": "restricted",
    "SPI": "restricted",
    "STD": "restricted",
    "SICKLE": "restricted",
    "GDIS": "restricted",
    "TBOO": "restricted",
    "VIO": "restricted",
    "ABORTION": "restricted",
    "VIP": "restricted",
    "CEL": "restricted",
}


def labels(resource: Json) -> Iterator[str]:
    """The codes of all security labels of a resource, in capitals."""
    meta = child(resource, "meta")
    for coding in children(meta, "security") if meta else ():
        if code := short(coding, "code"):
            yield code.upper()
    for value in children(resource, "securityLabel"):
        for _, code in codes(value):
            yield code.upper()


def sensitivity(resource: Json) -> str | None:
    """The strictest sensitivity of a resource's labels; None is normal."""
    kinds = {_LABELS[code] for code in labels(resource) if code in _LABELS}
    if resource.get("resourceType") == "Composition" and text(resource, "confidentiality") in (
        "R",
        "V",
    ):
        kinds.add("restricted")
    return next((kind for kind in STRICTEST_FIRST if kind in kinds), None)
