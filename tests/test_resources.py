# SPDX-License-Identifier: Apache-2.0
"""Resources are found in a checkout and in an installed wheel."""

from __future__ import annotations

from pathlib import Path

from himdesk import resources


def test_a_checkout_has_them_beside_the_package() -> None:
    checkout = Path(__file__).parents[1]
    assert resources.path() == checkout / "resources"
    assert resources.path("icons", "merge.svg") == checkout / "resources" / "icons" / "merge.svg"


def test_a_wheel_has_them_inside_and_ignores_what_lies_beside(tmp_path: Path) -> None:
    (tmp_path / "resources").mkdir()
    (tmp_path / "himdesk" / "_resources").mkdir(parents=True)
    assert resources._root(tmp_path / "himdesk") == tmp_path / "himdesk" / "_resources"
