# SPDX-License-Identifier: Apache-2.0
"""The button that says how many scans wait; it is there where the site has a folder for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from himdesk.ui.parts.controls import ActionButton

if TYPE_CHECKING:
    from himdesk.services.scans.watch import Found
    from himdesk.ui.look.theme import Look

TIP = "Attach a scan from the site's folder to the request that is shown"


class ScansButton(ActionButton):
    """Shown while a request is shown to which one may attach something."""

    def __init__(self, look: Look, *, name: str) -> None:
        super().__init__(look, "Scans…", name=name, action=name, icon_name="scan")
        self._allowed = self._watched = False
        self.hide()

    def allow(self, *, on: bool) -> None:
        """Whether something may be attached to what is shown now."""
        self._allowed = on
        self.setVisible(self._allowed and self._watched)

    def show_found(self, found: Found | None) -> None:
        """Say what a look at the folder found; None: there is no folder."""
        self._watched = found is not None
        self.setVisible(self._allowed and self._watched)
        if found is None:
            return
        count = len(found.scans)
        self.say(f"{count} scan{'s' if count > 1 else ''}…" if count else "Scans…")
        self.setToolTip(f"{found.fault or TIP} ({self.key})")
