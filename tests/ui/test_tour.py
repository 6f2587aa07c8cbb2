# SPDX-License-Identifier: Apache-2.0
"""The demonstration goes to its end by keys and mouse alone."""

from __future__ import annotations

import ast
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest

import himdesk.ui.tour
from himdesk.services.training import demonstration
from himdesk.ui.approve.presenter import ApprovePresenter
from himdesk.ui.charts.finding import SearchPresenter
from himdesk.ui.charts.presenter import ChartPresenter
from himdesk.ui.compare.presenter import ComparePresenter
from himdesk.ui.disclosures.presenter import DisclosuresPresenter
from himdesk.ui.history.presenter import HistoryPresenter
from himdesk.ui.letters.presenter import LetterPresenter
from himdesk.ui.release.packets.packing import PacketPresenter
from himdesk.ui.release.presenter import ReleasePresenter
from himdesk.ui.tour import work_through
from himdesk.ui.tour.releasing import PASSPHRASE
from himdesk.ui.undo.presenter import UndoPresenter

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

TOUR = Path(himdesk.ui.tour.__file__).parent
PRESENTERS = (
    ApprovePresenter,
    ChartPresenter,
    ComparePresenter,
    HistoryPresenter,
    DisclosuresPresenter,
    LetterPresenter,
    PacketPresenter,
    ReleasePresenter,
    SearchPresenter,
    UndoPresenter,
)


def refuse_direct_entry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every method of every presenter fails when the tour itself calls it."""
    for presenter in PRESENTERS:
        for name, method in list(vars(presenter).items()):
            if callable(method) and not name.startswith("_") and name != "view":
                monkeypatch.setattr(presenter, name, _guarded(method))


def _guarded(method: Any) -> Any:
    def guarded(self: Any, *args: Any, **kwargs: Any) -> Any:
        caller = Path(sys._getframe(1).f_code.co_filename)
        assert caller.parent != TOUR, f"{method.__name__} was called past the window"
        return method(self, *args, **kwargs)

    return guarded


def test_the_guard_refuses_a_call_past_the_window(monkeypatch: pytest.MonkeyPatch) -> None:
    refuse_direct_entry(monkeypatch)
    code = compile("presenter.choose('family', 'A')", str(TOUR / "cheat.py"), "exec")
    presenter = ComparePresenter(None, None, None, lambda _outcome: None)  # type: ignore[arg-type]
    with pytest.raises(AssertionError, match="past the window"):
        exec(code, {"presenter": presenter})


def test_the_tour_calls_nothing_of_a_panel_but_questions() -> None:
    """Signals are emitted and panels are filled by the program, never by the tour."""
    for file in TOUR.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute):
                assert (
                    node.attr not in {"emit", "click", "animateClick", "trigger", "setText"}
                    or (isinstance(node.value, ast.Name) and node.value.id == "hands")
                    or ast.unparse(node) == "self.hands.click"
                ), ast.unparse(node)


def test_the_demonstration_goes_to_its_end(
    styled: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse_direct_entry(monkeypatch)
    url = f"sqlite:///{tmp_path / 'training.db'}"
    demonstration.make(url, patients=60, seed=1)
    work_through(styled, url, tmp_path, patients=60)

    summary = json.loads((tmp_path / "summary.json").read_text(encoding="utf-8"))
    assert summary["verify"]["ok"]
    assert summary["merge"]["survivor"] == "110002"
    assert summary["undo"]["change_set"]
    assert summary["split"]["change_set"]
    assert summary["amendment"]["change_set"]
    assert summary["letters"] == [
        "merge-notice.pdf",
        "overlay-notice.pdf",
        "correction-notice.pdf",
        "unmerge-notice.pdf",
    ]
    for letter in summary["letters"]:
        assert (tmp_path / letter).read_bytes().startswith(b"%PDF")
    assert summary["packet"] == "release-packet.pdf"
    with pikepdf.open(tmp_path / summary["packet"], password=PASSPHRASE) as packet:
        assert packet.encryption.bits == 256
        assert len(packet.pages) > 3
    assert len(summary["screenshots"]) > 20
    for picture in summary["screenshots"]:
        assert (tmp_path / picture).stat().st_size > 1000
