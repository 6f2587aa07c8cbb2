# SPDX-License-Identifier: Apache-2.0
"""The rooms of the house: who may import whom, and what the tree may hold (README's last part)."""

from __future__ import annotations

import ast
import fnmatch
import re
import sys
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ALL_ROOMS = {"domain", "matching", "exchange", "printing", "store", "services", "ui"}
ROOMS: dict[str, set[str]] = {
    "domain": set(),
    "matching": {"domain"},
    "exchange": {"domain"},
    "printing": {"domain"},
    "store": {"domain"},
    "services": {"domain", "matching", "exchange", "printing", "store"},
    "ui": {"domain", "services"},
    "app": ALL_ROOMS,
    "cli": ALL_ROOMS - {"ui"},
    "__main__": {"app"},
    "config": {"domain"},
    "resources": set(),
}
FACTS = {"config", "resources"}  # any room but the domain may ask for these
LIBRARIES: dict[str, set[str]] = {
    "PySide6": {"ui", "app"},
    "sqlalchemy": {"store"},
    "alembic": {"store"},
    "reportlab": {"printing"},
}
# The domain is handed the time and new ids, and stores nothing.
NOT_IN_DOMAIN = {"random", "secrets", "sqlite3", "time", "uuid"}
TOP_LEVEL = {"himdesk", "resources", "tests"} | {
    "CHANGELOG.md",
    "LICENSE",
    "README.md",
    "pyproject.toml",
    "run.py",
    "uv.lock",
}
LONGEST_FILE = 500


def sources(*folders: str) -> list[Path]:
    return sorted(file for folder in folders for file in (ROOT / folder).rglob("*.py"))


def name_of(file: Path) -> str:
    """A file of the project as readers of a failure know it."""
    return file.relative_to(ROOT).as_posix()


def room_of(file: Path) -> str:
    return file.relative_to(ROOT / "himdesk").parts[0].removesuffix(".py")


@cache
def tree(file: Path) -> list[ast.AST]:
    return list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))


def imports(file: Path) -> set[str]:
    """Everything a file imports, at the top or inside a function, with dots."""
    found = set()
    for node in tree(file):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def rooms_in(file: Path) -> set[str]:
    own = {name.split(".")[1] for name in imports(file) if name.startswith("himdesk.")}
    return {room for room in own if not room.startswith("__")}


def libraries_in(file: Path) -> set[str]:
    return {name.split(".")[0] for name in imports(file)}


def files_behind(name: str) -> set[Path]:
    """The files that importing `himdesk.a.b` runs; `b` may be a module or a name in one."""
    parts = name.split(".")
    places = [ROOT.joinpath(*parts[:length]) for length in range(1, len(parts) + 1)]
    candidates = [place / "__init__.py" for place in places]
    candidates += [place.with_suffix(".py") for place in places]
    return {file for file in candidates if file.is_file()}


def reached_from(room: str) -> set[Path]:
    """All files of the package that a room imports, directly or through others."""
    seen: set[Path] = set()
    waiting = {file for file in sources("himdesk") if room_of(file) == room}
    while waiting:
        file = waiting.pop()
        seen.add(file)
        for name in imports(file):
            if name.startswith("himdesk."):
                waiting |= files_behind(name) - seen
    return seen


def test_rooms_import_only_what_they_may() -> None:
    offenders = [
        f"{name_of(file)} imports himdesk.{room}"
        for file in sources("himdesk")
        for room in rooms_in(file) - {room_of(file)}
        if room
        not in ROOMS.get(room_of(file), set()) | (FACTS if room_of(file) != "domain" else set())
    ]
    assert not offenders


def test_every_file_is_in_a_room() -> None:
    rooms = set(ROOMS) | {"__init__"}
    assert not [name_of(file) for file in sources("himdesk") if room_of(file) not in rooms]


def test_libraries_stay_in_their_rooms() -> None:
    offenders = [
        f"{name_of(file)} imports {library}"
        for file in sources("himdesk")
        for library in libraries_in(file) & set(LIBRARIES)
        if room_of(file) not in LIBRARIES[library]
    ]
    assert not offenders


def test_no_presenter_imports_qt() -> None:
    presenters = (ROOT / "himdesk").rglob("presenter.py")
    assert not [name_of(file) for file in presenters if "PySide6" in libraries_in(file)]


def test_the_console_never_reaches_qt() -> None:
    reached = reached_from("cli")
    assert not [name_of(file) for file in reached if "PySide6" in libraries_in(file)]


def test_the_domain_needs_only_the_standard_library() -> None:
    allowed = (sys.stdlib_module_names | {"himdesk"}) - NOT_IN_DOMAIN
    offenders = [
        f"{name_of(file)} imports {library}"
        for file in sources("himdesk/domain")
        for library in libraries_in(file) - allowed
    ]
    assert not offenders


def test_the_domain_does_not_look_at_the_clock() -> None:
    offenders = [
        f"{name_of(file)}:{node.lineno} calls {node.func.attr}()"
        for file in sources("himdesk/domain")
        for node in tree(file)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if node.func.attr in {"now", "today", "utcnow"}
    ]
    assert not offenders


def test_no_test_sleeps() -> None:
    naps = {"sleep", "qSleep", "qWait"}
    offenders = [
        f"{name_of(file)}:{node.lineno}"
        for file in sources("tests")
        for node in tree(file)
        if (isinstance(node, ast.Attribute) and node.attr in naps)
        or (isinstance(node, ast.ImportFrom) and naps & {alias.name for alias in node.names})
        or (isinstance(node, ast.Attribute) and ast.unparse(node) == "qtbot.wait")
    ]
    assert not offenders


def test_every_file_names_the_licence() -> None:
    line = "# SPDX-License-Identifier: Apache-2.0"
    files = [*sources("himdesk", "tests"), ROOT / "run.py", ROOT / ".ci" / "run"]
    heads = {file: file.read_text(encoding="utf-8").splitlines()[:2] for file in files}
    assert not [name_of(file) for file, head in heads.items() if line not in head]


def test_no_file_is_too_long() -> None:
    files = [*sources("himdesk", "tests"), ROOT / "run.py"]
    lengths = {name_of(file): len(file.read_text(encoding="utf-8").splitlines()) for file in files}
    assert not {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE}


def test_the_top_level_holds_nothing_else() -> None:
    ignored = [line.strip("/") for line in (ROOT / ".gitignore").read_text("utf-8").split()]
    names = {file.name for file in ROOT.iterdir() if not file.name.startswith(".")}
    assert not [
        name
        for name in names - TOP_LEVEL
        if not any(fnmatch.fnmatch(name, pattern) for pattern in ignored)
    ]


def readme_table() -> dict[str, tuple[set[str], set[str]]]:
    """Room -> (rooms it may import, libraries it alone may import), from "Where things go"."""
    section = (ROOT / "README.md").read_text("utf-8").split("## Where things go")[1]
    table = {}
    for line in section.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| `"):
            room, _, may_import, owns = [set(re.findall("`([^`]+)`", cell)) for cell in cells]
            table[room.pop()] = (may_import, owns)
    return table


def test_the_readme_states_the_same_table() -> None:
    table = {
        room: (may_import, {name for name, owners in LIBRARIES.items() if room in owners})
        for room, may_import in ROOMS.items()
    }
    assert readme_table() == table


def test_the_rules_see_through_functions_and_packages(tmp_path: Path) -> None:
    file = tmp_path / "sample.py"
    file.write_text("def f():\n    from himdesk.store import reading\n    import PySide6.QtCore\n")
    assert imports(file) == {"himdesk.store.reading", "PySide6.QtCore"}
    assert ROOT / "himdesk" / "domain" / "errors.py" in files_behind("himdesk.domain.errors.Error")
