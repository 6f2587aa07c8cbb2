# SPDX-License-Identifier: Apache-2.0
"""Where icons, fonts, styles, templates and the guide lie: in a checkout or in an installed wheel.

What is in them is the business of the room that asks.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def path(*parts: str) -> Path:
    """The path of a resource, `path("icons", "merge.svg")`; it need not exist."""
    return _root(_PACKAGE).joinpath(*parts)


def _root(package: Path) -> Path:
    """The wheel's own copy first: beside an installed package, `resources` is somebody else's."""
    bundled = package / "_resources"
    return bundled if bundled.is_dir() else package.parent / "resources"
