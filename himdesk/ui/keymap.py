# SPDX-License-Identifier: Apache-2.0
"""Which key asks for which action: as shipped, or as a person has set it for themselves."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from himdesk.domain.personal import KEY
from himdesk.ui.actions import ACTIONS, SCREENS, ActionSpec, mnemonics

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

KEPT: Final = frozenset({
    "Ctrl+A", "Ctrl+C", "Ctrl+V", "Ctrl+X", "Ctrl+Y", "Ctrl+Z", "Ctrl+Shift+Z", "Alt+F4",
})  # fmt: skip
"""What text fields and windows do with a key of their own."""

_SHIPPED: Final = {spec.id: spec for spec in ACTIONS}


def spoken(key: str) -> str:
    """A key as the keyboard names it."""
    return key.replace("Return", "Enter")


@dataclass(frozen=True, slots=True)
class Keymap:
    """The keys of all actions; `own` are those that are not as shipped, by action."""

    own: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, action: str) -> str:
        """The key of an action, as Qt writes it."""
        return self.own.get(action) or _SHIPPED[action].shortcut

    def spoken(self, action: str) -> str:
        """The key of an action, as the keyboard names it."""
        return spoken(self[action])

    def worn(self, specs: Iterable[ActionSpec] = ACTIONS) -> tuple[ActionSpec, ...]:
        """Actions with their keys of this map."""
        return tuple(replace(spec, shortcut=self[spec.id]) for spec in specs)

    def having(self, action: str, key: str) -> Keymap:
        """The map in which an action has another key; "" or its shipped one is as shipped."""
        own = {name: one for name, one in self.own.items() if name != action}
        return Keymap(own if key in {"", _SHIPPED[action].shortcut} else own | {action: key})

    def refusal(self, action: str, key: str) -> str:
        """Why an action can't have a key, as a sentence; "" if it can."""
        spec = _SHIPPED[action]
        if not _is_command(key) and not (_is_letter(key) and _is_letter(spec.shortcut)):
            return f"{spoken(key)} alone is needed to type. Take it with Ctrl or Alt, or F1 to F12."
        if key in KEPT:
            return f"{key} is what text and windows are worked with."
        if key in mnemonics():
            return f"{key} opens the menu {mnemonics()[key]}."
        wanted = replace(spec, shortcut=key)
        for other in self.worn():
            if other.id != action and wanted.clashes_with(other):
                where = f" on {SCREENS[other.screen]}" if other.screen else ""
                return f"{spoken(key)} is “{other.text}”{where}. Give that another key first."
        return ""

    @property
    def values(self) -> dict[str, str]:
        """It as a person's own settings: those as shipped are empty."""
        return {f"{KEY}{spec.id}": self.own.get(spec.id, "") for spec in ACTIONS if spec.movable}


def own_keys(values: Mapping[str, str]) -> Keymap:
    """The keys that a person set, of actions that there are; those that can't be had are dropped.

    A later version may ship a key that somebody had taken: theirs goes back then.
    """
    own = {
        name.removeprefix(KEY): key
        for name, key in values.items()
        if key and name.startswith(KEY) and name.removeprefix(KEY) in _SHIPPED
    }
    while refused := [name for name, key in own.items() if Keymap(own).refusal(name, key)]:
        own = {name: key for name, key in own.items() if name not in refused}
    return Keymap(own)


def _is_letter(key: str) -> bool:
    """Whether it is a letter or digit, perhaps with Shift, as lists are worked with."""
    last = key.removeprefix("Shift+")
    return len(last) == 1 and last.isalnum()


def _is_command(key: str) -> bool:
    """Whether a key types nothing: with Ctrl or Alt, or one of the function keys."""
    last = key.rpartition("+")[2]
    function = last.startswith("F") and last[1:].isdigit()
    return function or key.startswith(("Ctrl+", "Alt+"))
