# SPDX-License-Identifier: Apache-2.0
"""run.py says in plain sentences what a machine lacks, and installs only what it may."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from types import ModuleType

RUN = Path(__file__).resolve().parents[1] / "run.py"
Patch = pytest.MonkeyPatch
Output = pytest.CaptureFixture[str]
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="about Linux's libraries and displays")


class Machine:
    """Stands in for the programs that run.py starts; keeps what was asked of them."""

    def __init__(self) -> None:
        self.calls: list[list[str]] = []
        self.failing: set[str] = set()
        self.present = {"apt-get"}
        self.modules = {"pip", "ensurepip"}

    def run(self, command: list[str | Path], env: dict[str, str] | None = None) -> int:
        words = [str(part) for part in command]
        self.calls.append([Path(words[0]).name, *words[1:]])
        return int(bool(self.failing & set(words)))

    def which(self, name: str) -> str | None:
        return name if name in self.present else None

    def find_spec(self, name: str) -> str | None:
        return name if name in self.modules else None

    def asked(self) -> str:
        return "\n".join(" ".join(call) for call in self.calls)


@pytest.fixture
def machine() -> Machine:
    return Machine()


@pytest.fixture
def script(machine: Machine, monkeypatch: Patch, tmp_path: Path) -> ModuleType:
    """run.py in a checkout of its own, on a machine of our making: Debian, as root."""
    spec = importlib.util.spec_from_file_location("run_script", RUN)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in ("pyproject.toml", "uv.lock"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    python = tmp_path / ".venv" / "bin" / "python"
    places = {"ROOT": tmp_path, "VENV": tmp_path / ".venv", "BIN": python.parent, "PYTHON": python}
    for name, value in {**places, "STAMP": tmp_path / ".venv" / "stamp.json"}.items():
        monkeypatch.setattr(module, name, value)
    python.parent.mkdir(parents=True)
    monkeypatch.setattr(module, "run", machine.run)
    monkeypatch.setattr(module.shutil, "which", machine.which)
    monkeypatch.setattr(module.importlib.util, "find_spec", machine.find_spec)
    monkeypatch.setattr(module.os, "geteuid", lambda: 0, raising=False)
    monkeypatch.setattr(module, "qt_problem", lambda env: None)
    for name in ("CI", "DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    return module


# The verbs


def test_without_a_verb_it_says_what_there_is(script: ModuleType, capsys: Output) -> None:
    assert script.main([]) == 2
    assert "run.py demo" in capsys.readouterr().out
    assert script.main(["--help"]) == 0
    assert script.main(["dance"]) == 2


def test_an_old_python_gets_a_sentence(
    script: ModuleType, monkeypatch: Patch, capsys: Output
) -> None:
    monkeypatch.setattr(script.sys, "version_info", (3, 10, 2))
    assert script.main(["demo"]) == 2
    assert "needs Python 3.11 or newer" in capsys.readouterr().out


def test_lint_types_and_tests_all_run_and_each_failure_counts(
    script: ModuleType, machine: Machine, capsys: Output
) -> None:
    machine.failing = {"ruff", "mypy"}
    assert script.main(["test", "-k", "merge"]) == 1
    assert "Failed: ruff, mypy." in capsys.readouterr().out
    assert machine.calls[-1] == ["python", "-m", "pytest", "-n", "2", "-k", "merge"]
    machine.failing = set()
    assert script.main(["test"]) == 0


@pytest.mark.parametrize(("ci", "required"), [("true", "1"), (None, None)])
def test_under_ci_the_server_tests_must_run(
    script: ModuleType, monkeypatch: Patch, ci: str | None, required: str | None
) -> None:
    seen: list[str | None] = []

    def run(command: list[str], env: dict[str, str]) -> int:
        seen.append(env.get("HIMDESK_REQUIRE_POSTGRES"))
        return 0

    if ci:
        monkeypatch.setenv("CI", ci)
    monkeypatch.setattr(script, "run", run)
    assert script.tests("test", []) == 0
    assert set(seen) == {required}


@LINUX
def test_without_a_display_the_demonstration_is_headless_and_says_so(
    script: ModuleType, machine: Machine, capsys: Output
) -> None:
    assert script.demo(["--patients", "50"]) == 0
    assert machine.calls == [["himdesk", "demo", "--patients", "50", "--headless"]]
    assert "No display to use" in capsys.readouterr().out


@LINUX
def test_with_a_display_it_opens_windows(
    script: ModuleType, machine: Machine, monkeypatch: Patch
) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    assert script.demo([]) == 0
    assert machine.calls == [["himdesk", "demo"]]


@LINUX
def test_a_dead_display_is_named_and_the_demonstration_still_runs(
    script: ModuleType, machine: Machine, monkeypatch: Patch, capsys: Output
) -> None:
    monkeypatch.setenv("DISPLAY", ":77")
    monkeypatch.setattr(script, "qt_problem", lambda env: "could not connect to display :77")
    monkeypatch.setattr(script, "loads", lambda library: True)
    assert script.demo([]) == 0
    assert machine.calls == [["himdesk", "demo", "--headless"]]
    assert "No window can be opened. Qt does not start" in capsys.readouterr().out


# The environment


def test_uv_installs_what_the_lock_says(script: ModuleType, machine: Machine) -> None:
    machine.present.add("uv")
    script.install(["dev"])
    assert "uv sync --frozen --inexact --python" in machine.asked()
    assert machine.calls[-1][-2:] == ["--extra", "dev"]
    assert len(machine.calls) == 1


def test_where_uv_fails_pip_takes_over(script: ModuleType, machine: Machine) -> None:
    machine.present.add("uv")
    machine.failing = {"sync"}
    script.install(["dev"])
    assert "-m venv" in machine.asked()
    assert machine.calls[-1][-2:] == ["-e", ".[dev]"]


def test_without_ensurepip_the_pip_outside_fills_the_environment(
    script: ModuleType, machine: Machine
) -> None:
    machine.modules = {"pip"}
    script.install([])
    assert "--without-pip" in machine.asked()
    assert f"-m pip --python {script.PYTHON} install" in machine.asked()


def test_without_any_pip_root_on_debian_gets_it(script: ModuleType, machine: Machine) -> None:
    machine.modules = set()
    script.install([])
    assert "install python3-venv" in machine.asked()
    assert machine.calls[-1][:4] == ["python", "-m", "pip", "install"]


def test_nothing_is_installed_twice(script: ModuleType, machine: Machine) -> None:
    script.PYTHON.touch()
    script.install(["dev"])
    machine.calls.clear()
    script.install(["dev"])
    script.install([])
    assert machine.calls == []
    (script.ROOT / "pyproject.toml").write_text("changed", encoding="utf-8")
    script.install([])
    assert machine.calls[-1][-1] == ".[dev]", "what was there is kept"


def test_a_damaged_stamp_only_installs_again(script: ModuleType, machine: Machine) -> None:
    script.PYTHON.touch()
    script.STAMP.write_text("{", encoding="utf-8")
    script.install([])
    assert machine.calls
    assert json.loads(script.STAMP.read_text(encoding="utf-8"))["extras"] == []


def test_a_failed_installation_is_tried_again(
    script: ModuleType, machine: Machine, capsys: Output
) -> None:
    machine.failing = {"pip"}
    assert script.main(["demo"]) == 1
    assert "The packages could not be installed" in capsys.readouterr().out
    assert not script.STAMP.exists()


# The system


@LINUX
def test_missing_libraries_are_installed_by_root(
    script: ModuleType, machine: Machine, monkeypatch: Patch, capsys: Output
) -> None:
    problems = iter(["ImportError: libGL.so.1: cannot open shared object file", None])
    monkeypatch.setattr(script, "qt_problem", lambda env: next(problems))
    monkeypatch.setattr(script, "loads", lambda library: library != "libGL.so.1")
    script.check_qt({}, script.QT_LIBRARIES)
    assert machine.calls[0] == ["apt-get", "-q", "update"]
    assert machine.calls[1][-2:] == ["install", "libgl1"]
    assert "missing (libGL.so.1)" in capsys.readouterr().out


@LINUX
@pytest.mark.parametrize(
    ("present", "sentence"),
    [
        ({"apt-get"}, "install them with: sudo apt-get install libgl1"),
        (set(), "install them with the system's package manager."),
    ],
)
def test_who_may_not_install_is_told_what_to_install(
    script: ModuleType,
    machine: Machine,
    monkeypatch: Patch,
    capsys: Output,
    present: set[str],
    sentence: str,
) -> None:
    machine.present = present
    monkeypatch.setattr(script.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(script, "qt_problem", lambda env: "ImportError: libGL.so.1")
    monkeypatch.setattr(script, "loads", lambda library: library != "libGL.so.1")
    assert script.main(["test"]) == 1
    assert sentence in capsys.readouterr().out
    assert "apt-get" not in machine.asked()
    assert "-m pytest" not in machine.asked(), (
        "a pytest without Qt's libraries dies with a traceback"
    )


@LINUX
def test_a_refusing_apt_get_is_named(script: ModuleType, machine: Machine) -> None:
    machine.failing = {"install"}
    with pytest.raises(script.CannotRunError, match="apt-get install libgl1 did not succeed"):
        script.apt_install(["libgl1"], "Qt needs something")


@pytest.mark.parametrize(
    ("release", "package"),
    [
        ({"ID": "debian", "VERSION_ID": "12"}, "libglib2.0-0"),
        ({"ID": "debian", "VERSION_ID": "13"}, "libglib2.0-0t64"),
        ({"ID": "ubuntu", "VERSION_ID": "22.04"}, "libglib2.0-0"),
        ({"ID": "ubuntu", "VERSION_ID": "24.04"}, "libglib2.0-0t64"),
        ({"ID": "ubuntu", "VERSION_ID": "26.04"}, "libglib2.0-0t64"),
        ({"ID": "debian", "PRETTY_NAME": "Debian GNU/Linux forky/sid"}, "libglib2.0-0"),
        ({}, "libglib2.0-0"),
    ],
)
def test_glib_has_the_name_of_the_release(
    script: ModuleType, release: dict[str, str], package: str
) -> None:
    assert script.debian_package("libglib-2.0.so.0", release) == package


def test_every_library_is_in_the_package_that_debian_12_has_it_in(script: ModuleType) -> None:
    named = {
        name: [script.debian_package(library, {}) for library in getattr(script, name)]
        for name in ("QT_LIBRARIES", "WAYLAND_LIBRARIES", "X11_LIBRARIES")
    }
    assert {name: " ".join(packages) for name, packages in named.items()} == {
        "QT_LIBRARIES": "libegl1 libgl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libglib2.0-0 "
        "libgssapi-krb5-2",
        "WAYLAND_LIBRARIES": "libwayland-cursor0 libwayland-egl1",
        "X11_LIBRARIES": "libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 "
        "libxcb-render-util0 libxcb-shape0 libxcb-xkb1 libxcb-render0 libxcb-util1 "
        "libxkbcommon-x11-0",
    }


@LINUX
def test_a_library_is_there_or_not(script: ModuleType) -> None:
    assert script.loads("libc.so.6")
    assert not script.loads("libdoesnotexist.so.9")


@LINUX
def test_qt_that_can_not_start_is_found_in_a_child_process(tmp_path: Path) -> None:
    """The real probe: Qt aborts without a display, and run.py lives to tell."""
    code = (
        "import run; from pathlib import Path; import sys; run.PYTHON = Path(sys.executable)\n"
        "print(run.qt_problem({'QT_QPA_PLATFORM': 'xcb', 'DISPLAY': ':77'}))\n"
        "print(run.qt_problem({'QT_QPA_PLATFORM': 'offscreen'}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(RUN.parent)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert len(done.stdout.splitlines()) == 2, done.stdout
    assert done.stdout.splitlines()[1] == "None"
    assert "None" not in done.stdout.splitlines()[0]
