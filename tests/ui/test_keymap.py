# SPDX-License-Identifier: Apache-2.0
"""Keys that a person takes: whatever is asked for, no key means two things on a screen."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QKeySequence

from himdesk.domain.personal import check_own
from himdesk.ui.actions import ACTIONS, clashes, mnemonics
from himdesk.ui.keymap import KEPT, Keymap, own_keys

MOVABLE = [spec.id for spec in ACTIONS if spec.movable]
SHIPPED = sorted({spec.shortcut for spec in ACTIONS if spec.movable} - {""})
KEYS = st.one_of(
    st.sampled_from(SHIPPED),
    st.sampled_from(["F2", "F12", "Ctrl+F5", "Ctrl+Alt+B", "B", "Shift+Q", "Alt+C", "Ctrl+C"]),
)
WANTED = st.dictionaries(st.sampled_from(MOVABLE), KEYS, max_size=12)


def as_kept(own: dict[str, str]) -> dict[str, str]:
    return {f"key-{name}": key for name, key in own.items()}


@given(WANTED)
def test_whatever_was_kept_no_key_means_two_things(own: dict[str, str]) -> None:
    keymap = own_keys(as_kept(own))
    assert clashes(keymap.worn()) == ()
    taken = set(keymap.own.values())
    assert not taken & (KEPT | set(mnemonics()))
    assert keymap.own.items() <= own.items()


@given(st.lists(st.tuples(st.sampled_from(MOVABLE), KEYS), max_size=20))
def test_keys_taken_one_after_the_other_are_all_kept(steps: list[tuple[str, str]]) -> None:
    keymap = Keymap()
    for action, key in steps:
        if not keymap.refusal(action, key):
            keymap = keymap.having(action, key)
    assert own_keys(keymap.values) == keymap
    check_own(keymap.values)
    assert clashes(keymap.worn()) == ()


def test_every_shipped_key_can_be_kept_as_a_setting_and_read_by_qt() -> None:
    for spec in ACTIONS:
        if spec.movable and spec.shortcut:
            check_own({f"key-{spec.id}": spec.shortcut})
            assert Keymap().refusal(spec.id, spec.shortcut) == ""
            assert QKeySequence(spec.shortcut).toString() == spec.shortcut


def test_two_actions_can_change_places() -> None:
    keymap = Keymap().having("lock", "F9").having("quit", "Ctrl+L").having("lock", "Ctrl+Q")
    assert own_keys(keymap.values) == keymap
    assert (keymap["lock"], keymap["quit"]) == ("Ctrl+Q", "Ctrl+L")


def test_what_belongs_to_no_action_is_passed_over() -> None:
    assert own_keys({"key-gone": "F9", "look-colors": "dark", "key-lock": ""}) == Keymap()


def test_a_list_is_worked_with_letters_and_a_page_is_not() -> None:
    assert Keymap().refusal("work-claim", "X") == ""
    assert Keymap().refusal("work-claim", "N") == (
        "N is “Not the same person…” on Worklist. Give that another key first."
    )
    assert "alone is needed to type" in Keymap().refusal("go-history", "X")
    assert "Choose A, B, C" in Keymap().refusal("compare-skip", "B")
