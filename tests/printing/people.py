# SPDX-License-Identifier: Apache-2.0
"""People that several sample letters are about; all are made up."""

from __future__ import annotations

from datetime import date
from typing import Final

from himdesk.printing.letters.values import Person, Signer

PARK: Final = Person(name="PARK, Min-jun", mrn="LMH:00518", birth_date=date(1990, 9, 17))
PRIVACY: Final = Signer(name="Helen Marsh", title="Privacy Officer", phone="(414) 555-0130")
