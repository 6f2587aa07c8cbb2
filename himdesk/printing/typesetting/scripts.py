# SPDX-License-Identifier: Apache-2.0
"""Right-to-left writing on a left-to-right page: joined Arabic letters, and the visual order.

`join` picks the joined forms and keeps the logical order, so that lines break where a reader
expects it; `visual` gives the order of one finished line. The rules are those of Unicode's
bidirectional algorithm (UAX #9) without explicit embeddings, which `text.clean` removes.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Final

_FIRST_RIGHT_TO_LEFT: Final = "\u0590"
_FORMS: Final = range(0xFB50, 0xFEFD)
_MIRRORED: Final = dict(zip("()[]{}<>«»", ")(][}{><»«", strict=True))
_BRACKETS: Final = {"(": ")", "[": "]", "{": "}"}
_LAM: Final = "\u0644"
_ALEFS: Final = frozenset("\u0622\u0623\u0625\u0627")


@dataclass(frozen=True, slots=True)
class Joining:
    """The presentation forms of Arabic letters, by letter and by position in the word."""

    forms: dict[str, dict[str, str]]

    @classmethod
    def from_unicode(cls) -> Joining:
        """Read the forms from the character database's compatibility decompositions."""
        forms: dict[str, dict[str, str]] = {}
        for code in _FORMS:
            tag, *letters = unicodedata.decomposition(chr(code)).split() or ("",)
            if tag in {"<isolated>", "<final>", "<initial>", "<medial>"} and "0020" not in letters:
                base = "".join(chr(int(letter, 16)) for letter in letters)
                forms.setdefault(base, {}).setdefault(tag[1:-1], chr(code))
        return cls(forms)

    def join(self, text: str) -> str:
        """The text with each Arabic letter in the form its neighbours ask for, in logical order."""
        letters = self._ligatures(text)
        out = []
        for index, letter in enumerate(letters):
            forms = self.forms.get(letter)
            if forms is None:
                out.append(letter)
                continue
            before = self._links_on(_neighbour(letters, index, -1))
            after = "initial" in forms and self._links_back(_neighbour(letters, index, 1))
            position = {
                (False, False): "isolated",
                (False, True): "initial",
                (True, False): "final",
                (True, True): "medial",
            }[before, after]
            out.append(forms.get(position) or forms.get("isolated") or letter)
        return "".join(out)

    def _ligatures(self, text: str) -> list[str]:
        """Characters, lam and alef being one."""
        out: list[str] = []
        for letter in text:
            if letter in _ALEFS and out and out[-1] == _LAM and _LAM + letter in self.forms:
                out[-1] = _LAM + letter
            else:
                out.append(letter)
        return out

    def _links_on(self, letter: str) -> bool:
        """Whether the letter reaches out to the one after it."""
        return letter == "\u0640" or "initial" in self.forms.get(letter, {})

    def _links_back(self, letter: str) -> bool:
        """Whether the letter reaches back to the one before it."""
        return letter == "\u0640" or "final" in self.forms.get(letter, {})


def _neighbour(letters: list[str], index: int, step: int) -> str:
    """The nearest letter in a direction that is no combining mark, or nothing."""
    index += step
    while 0 <= index < len(letters):
        if not unicodedata.combining(letters[index][0]):
            return letters[index]
        index += step
    return ""


def is_right_to_left(text: str) -> bool:
    """Whether any character is written from right to left."""
    return text > "" and max(text) >= _FIRST_RIGHT_TO_LEFT and any(map(_is_strong_right, text))


def _is_strong_right(character: str) -> bool:
    return unicodedata.bidirectional(character) in {"R", "AL"}


def visual(text: str) -> list[tuple[int, str]]:
    """The characters of one line from left to right, each with its place in `text`."""
    levels = _levels(text)
    places = list(range(len(text)))
    for level in range(max(levels, default=0), 0, -1):
        start = 0
        while start < len(places):
            if levels[places[start]] < level:
                start += 1
                continue
            stop = start
            while stop < len(places) and levels[places[stop]] >= level:
                stop += 1
            places[start:stop] = reversed(places[start:stop])
            start = stop
    _marks_after_their_letters(text, places, levels)
    return [(p, _MIRRORED.get(text[p], text[p]) if levels[p] % 2 else text[p]) for p in places]


def _marks_after_their_letters(text: str, places: list[int], levels: list[int]) -> None:
    """In a reversed stretch a combining mark would precede its letter; fonts want it after (L3)."""
    start = 0
    for index, place in enumerate(places):
        if levels[place] % 2 and unicodedata.combining(text[place]):
            continue
        if levels[place] % 2 and index > start:
            places[start : index + 1] = [place, *reversed(places[start:index])]
        start = index + 1


def _levels(text: str) -> list[int]:
    """Each character's embedding level on a left-to-right page (rules W1 to W7, N1, N2, I1)."""
    kinds = _resolved(text)
    _brackets(text, kinds)
    for start, stop in _neutral_stretches(kinds):
        left = _side(kinds[start - 1]) if start else "L"
        right = _side(kinds[stop]) if stop < len(kinds) else "L"
        kinds[start:stop] = [left if left == right else "L"] * (stop - start)
    return [{"L": 0, "R": 1}.get(kind, 2) for kind in kinds]


def _brackets(text: str, kinds: list[str]) -> None:
    """A pair of brackets follows what is inside and before it (N0)."""
    open_at: list[int] = []
    pairs: list[tuple[int, int]] = []
    for index, character in enumerate(text):
        if kinds[index] == "N" and character in _BRACKETS:
            open_at.append(index)
        elif open_at and kinds[index] == "N" and character == _BRACKETS[text[open_at[-1]]]:
            pairs.append((open_at.pop(), index))
    for start, stop in sorted(pairs):
        inside = {_side(kind) for kind in kinds[start + 1 : stop] if kind != "N"}
        before = next((_side(k) for k in reversed(kinds[:start]) if k != "N"), "L")
        if inside:
            kinds[start] = kinds[stop] = "R" if inside == {"R"} and before == "R" else "L"


def _side(kind: str) -> str:
    """Numbers count as right to left for the neutrals beside them."""
    return "L" if kind == "L" else "R"


def _resolved(text: str) -> list[str]:
    """L, R, EN, AN or N for each character, numbers being resolved against what precedes them."""
    kinds = [unicodedata.bidirectional(character) for character in text]
    strong = "L"
    for index, kind in enumerate(kinds):
        if kind == "NSM":
            kinds[index] = kinds[index - 1] if index else "L"
        elif kind in {"L", "R", "AL"}:
            strong = kind
        elif kind == "EN" and strong == "AL":
            kinds[index] = "AN"
    _separators(kinds)
    strong = "L"
    for index, kind in enumerate(kinds):
        if kind in {"L", "R", "AL"}:
            strong = kind
            kinds[index] = "L" if kind == "L" else "R"
        elif kind == "EN":
            kinds[index] = "L" if strong == "L" else "EN"
        elif kind != "AN":
            kinds[index] = "N"
    return kinds


def _separators(kinds: list[str]) -> None:
    """A sign between two numbers of one kind, or beside a European number, joins them (W4, W5)."""
    for index in range(1, len(kinds) - 1):
        before, after = kinds[index - 1], kinds[index + 1]
        both = before if before == after else ""
        if (kinds[index] in {"ES", "CS"} and both == "EN") or (
            kinds[index] == "CS" and both == "AN"
        ):
            kinds[index] = both
    for index, kind in enumerate(kinds):
        if kind == "ET" and "EN" in kinds[max(index - 1, 0) : index + 2]:
            kinds[index] = "EN"


def _neutral_stretches(kinds: list[str]) -> list[tuple[int, int]]:
    """Start and end of each run of neutrals."""
    stretches: list[tuple[int, int]] = []
    for index, kind in enumerate(kinds):
        if kind != "N":
            continue
        if stretches and stretches[-1][1] == index:
            stretches[-1] = (stretches[-1][0], index + 1)
        else:
            stretches.append((index, index + 1))
    return stretches
