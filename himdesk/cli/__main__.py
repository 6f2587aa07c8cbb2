# SPDX-License-Identifier: Apache-2.0
"""`python -m himdesk.cli` is the console."""

from __future__ import annotations

import sys

from himdesk.cli import main

if __name__ == "__main__":
    sys.exit(main())
