# SPDX-License-Identifier: Apache-2.0
"""`python -m himdesk` is the desktop."""

from __future__ import annotations

import sys

from himdesk.app import main

if __name__ == "__main__":
    sys.exit(main())
