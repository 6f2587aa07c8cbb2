# SPDX-License-Identifier: Apache-2.0
"""Pictures of every screen at work, in every look: `python tests/ui/pictures.py OUT [LOOK ...]`.

The demonstration is worked through once for each look of `gallery.LOOKS` (light, dark, high
contrast, 1280x800, 2560x1440, text of 150 and 200 %); each has a folder of its own below OUT.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parents[2])]

from PySide6.QtWidgets import QApplication  # noqa: E402

from himdesk.services.training import demonstration  # noqa: E402
from himdesk.ui.look import fonts  # noqa: E402
from himdesk.ui.tour import work_through  # noqa: E402
from ui.gallery import LOOKS  # noqa: E402

PATIENTS = 60
ONE = "--one"


def draw(name: str, out: Path) -> None:
    """Work through the demonstration in one look."""
    look, size = LOOKS[name]
    out.mkdir(parents=True, exist_ok=True)
    file = out / "training.db"
    for old in out.glob("training.db*"):
        old.unlink()
    app = QApplication([])
    fonts.load()
    url = f"sqlite:///{file.resolve()}"
    demonstration.make(url, patients=PATIENTS, seed=1)
    summary = work_through(app, url, out, patients=PATIENTS, look=look, size=size)
    print(f"{name}: {len(summary['screenshots'])} pictures in {out}")


def main(out: Path, names: list[str]) -> int:
    """Draw the looks, one process after the other; how many failed."""
    return sum(
        subprocess.run(
            [sys.executable, __file__, ONE, name, str(out / name)], check=False
        ).returncode
        != 0
        for name in names or LOOKS
    )


if __name__ == "__main__":
    if sys.argv[1] == ONE:
        draw(sys.argv[2], Path(sys.argv[3]))
    else:
        sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
