# SPDX-License-Identifier: Apache-2.0
"""Set up and run himdesk from a checkout; needs nothing but Python 3.11.

python3 run.py demo [options]      a training hospital, in windows or headless
python3 run.py test [pytest args]  lint, types and tests
python3 run.py slow [pytest args]  the long runs: soak, crash, full property counts
python3 run.py bench [pytest args] the measurements, with what they are compared with
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "himdesk-installed.json"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
EXTRAS = {"demo": [], "test": ["dev"], "slow": ["dev"], "bench": ["bench", "dev"]}

# Qt's wheels leave these to the system.
QT_LIBRARIES = [
    *("libEGL.so.1", "libGL.so.1", "libxkbcommon.so.0", "libdbus-1.so.3", "libfontconfig.so.1"),
    *("libglib-2.0.so.0", "libgssapi_krb5.so.2"),
]
WAYLAND_LIBRARIES = ["libwayland-cursor.so.0", "libwayland-egl.so.1"]
X11_LIBRARIES = [
    *("libxcb-cursor.so.0", "libxcb-icccm.so.4", "libxcb-image.so.0", "libxcb-keysyms.so.1"),
    *("libxcb-render-util.so.0", "libxcb-shape.so.0", "libxcb-xkb.so.1", "libxcb-render.so.0"),
    *("libxcb-util.so.1", "libxkbcommon-x11.so.0"),
]
# What the program imports of Qt, and one application, as a missing xcb library aborts only there.
QT_PROBE = (
    "from PySide6 import QtCore, QtGui, QtNetwork, QtPdf, QtPrintSupport, QtSvg, QtWidgets;"
    "QtWidgets.QApplication([])"
)


class CannotRunError(Exception):
    """One plain sentence for the person at the terminal."""


def main(arguments: list[str]) -> int:
    """Run the verb; returns the exit status."""
    if sys.version_info < (3, 11):  # noqa: UP036  an older Python is what this is for
        print(f"himdesk needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
        return 2
    if not arguments or arguments[0] not in EXTRAS:
        print(__doc__)
        return 0 if arguments in (["-h"], ["--help"]) else 2
    verb, *rest = arguments
    try:
        install(EXTRAS[verb])
        check_qt({**os.environ, "QT_QPA_PLATFORM": "offscreen"}, QT_LIBRARIES)
        return demo(rest) if verb == "demo" else tests(verb, rest)
    except CannotRunError as problem:
        say(str(problem))
        return 1
    except KeyboardInterrupt:
        return 130


def say(sentence: str) -> None:
    """Tell the person, in order with the output of the programs that are started."""
    print(f"run.py: {sentence}", flush=True)


def run(command: list[str | Path], env: dict[str, str] | None = None) -> int:
    """Run a program in the checkout with its output shown; returns its exit status."""
    return subprocess.run(command, cwd=ROOT, env=env, check=False).returncode


# The verbs


def demo(arguments: list[str]) -> int:
    """Open the training hospital, or work through it headless where there is no screen."""
    env = dict(os.environ)
    if "--headless" not in arguments and not usable_display(env):
        say("No display to use: the demonstration runs headless and leaves its screenshots.")
        arguments = [*arguments, "--headless"]
    if "--headless" in arguments:
        env["QT_QPA_PLATFORM"] = "offscreen"
    return run([BIN / "himdesk", "demo", *arguments], env)


def tests(verb: str, arguments: list[str]) -> int:
    """Lint and types before the tests; all of them run, so that one run shows everything."""
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    if env.get("CI") == "true":
        env.setdefault("HIMDESK_REQUIRE_POSTGRES", "1")
    pytest: list[str | Path] = [PYTHON, "-m", "pytest"]
    steps: dict[str, list[list[str | Path]]] = {
        "test": [
            [PYTHON, "-m", "ruff", "check", "."],
            [PYTHON, "-m", "mypy", "--strict"],
            [*pytest, "-n", "2", *arguments],
        ],
        "slow": [[*pytest, "-m", "slow", *arguments]],
        "bench": [[*pytest, "-m", "bench", "-s", *arguments]],
    }
    failed = [str(step[2]) for step in steps[verb] if run(step, env) != 0]
    if failed:
        say(f"Failed: {', '.join(failed)}.")
    return 1 if failed else 0


# The environment


def install(extras: list[str]) -> None:
    """Make `.venv` hold the project and these extras; does nothing if it already does."""
    digest = hashlib.sha256(str(ROOT).encode())
    for name in ("pyproject.toml", "uv.lock"):
        digest.update((ROOT / name).read_bytes())
    stamp: dict[str, Any] = {"digest": digest.hexdigest(), "extras": []}
    known = installed()
    if known["digest"] == stamp["digest"] and set(extras) <= set(known["extras"]):
        return
    stamp["extras"] = wanted = sorted({*extras, *known["extras"]})
    say("Setting up .venv; the first time this downloads about 400 MB.")
    if not (install_with_uv(wanted) or install_with_pip(wanted)):
        raise CannotRunError(
            "The packages could not be installed, for the reason shown above. "
            "The Python package index must be reachable the first time."
        )
    STAMP.write_text(json.dumps(stamp), "utf-8")


def installed() -> dict[str, Any]:
    """The extras in `.venv`, and the digest of the project files they came from."""
    try:
        stamp: dict[str, Any] = json.loads(STAMP.read_text("utf-8"))
    except (OSError, ValueError):
        stamp = {}
    return stamp if PYTHON.exists() and stamp else {"digest": "", "extras": []}


def install_with_uv(extras: list[str]) -> bool:
    """The versions of uv.lock, by uv; False if uv is absent or could not."""
    uv = shutil.which("uv")
    if uv is None:
        return False
    options = [option for extra in extras for option in ("--extra", extra)]
    python = PYTHON if PYTHON.exists() else Path(sys.executable)
    env = {**os.environ, "UV_PROJECT_ENVIRONMENT": str(VENV)}
    env.pop("VIRTUAL_ENV", None)
    done = run([uv, "sync", "--frozen", "--inexact", "--python", python, *options], env) == 0
    if not done:
        say("uv could not do it; trying pip.")
    return done


def install_with_pip(extras: list[str]) -> bool:
    """The newest versions within pyproject's bounds, by venv and pip."""
    if not PYTHON.exists():
        make_venv()
    pip: list[str | Path] = [sys.executable, "-m", "pip", "--python", PYTHON]
    if importlib.util.find_spec("pip") is None:
        pip = [PYTHON, "-m", "pip"]
    project = f".[{','.join(extras)}]" if extras else "."
    return run([*pip, "install", "--disable-pip-version-check", "-q", "-e", project]) == 0


def make_venv() -> None:
    """Make `.venv`; Debian may lack ensurepip, and then the pip outside fills it."""
    can_bring_pip = importlib.util.find_spec("ensurepip") is not None
    if not can_bring_pip and importlib.util.find_spec("pip") is None:
        apt_install(["python3-venv"], "Python's venv and pip are not installed")
        can_bring_pip = True
    options = [] if can_bring_pip else ["--without-pip"]
    if run([sys.executable, "-m", "venv", "--clear", *options, VENV]) != 0:
        raise CannotRunError("The environment .venv could not be made, for the reason shown above.")


# The system


def check_qt(env: dict[str, str], libraries: list[str]) -> None:
    """Start Qt in a child process, as it may abort; install or name what it misses."""
    problem = qt_problem(env)
    if problem is None:
        return
    missing = [library for library in libraries if not loads(library)]
    if sys.platform != "linux" or not missing:
        raise CannotRunError(f"Qt does not start on this machine: {problem}")
    packages = [debian_package(library, os_release()) for library in missing]
    apt_install(packages, f"Qt needs system libraries that are missing ({', '.join(missing)})")
    problem = qt_problem(env)
    if problem is not None:
        raise CannotRunError(f"Qt does not start on this machine: {problem}")


def qt_problem(env: dict[str, str]) -> str | None:
    """What Qt says if it can't start."""
    command: list[str | Path] = [PYTHON, "-c", QT_PROBE]
    try:
        subprocess.run(command, env=env, capture_output=True, text=True, check=True, timeout=120)
    except subprocess.TimeoutExpired:
        return "it did not answer for two minutes."
    except subprocess.CalledProcessError as child:
        lines: list[str] = child.stderr.strip().splitlines() or [f"exit {child.returncode}"]
        return next((line for line in lines if "could not" in line.lower()), lines[-1])
    return None


def usable_display(env: dict[str, str]) -> bool:
    """Whether windows can be opened; this also looks after the libraries they need."""
    if sys.platform != "linux" or env.get("QT_QPA_PLATFORM"):
        return True
    if not (env.get("DISPLAY") or env.get("WAYLAND_DISPLAY")):
        return False
    try:
        check_qt(env, X11_LIBRARIES if env.get("DISPLAY") else WAYLAND_LIBRARIES)
    except CannotRunError as problem:
        say(f"No window can be opened. {problem}")
        return False
    return True


def loads(library: str) -> bool:
    """Whether the system has a shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def os_release() -> dict[str, str]:
    """The distribution, as it describes itself."""
    file = Path("/etc/os-release")
    lines = file.read_text("utf-8").splitlines() if file.exists() else []
    return {key: value.strip('"') for key, _, value in (line.partition("=") for line in lines)}


def debian_package(library: str, release: dict[str, str]) -> str:
    """The package with a shared library: libxcb-util.so.1 is in libxcb-util1."""
    name, _, number = library.lower().replace("_", "-").partition(".so.")
    if name != "libglib-2.0":
        return name + ("-" if name[-1].isdigit() else "") + number
    since = {"debian": (13,), "ubuntu": (24, 4)}.get(release.get("ID", ""), (sys.maxsize,))
    version = [int(part) for part in release.get("VERSION_ID", "").split(".") if part.isdigit()]
    return "libglib2.0-0t64" if tuple(version) >= since else "libglib2.0-0"


def apt_install(packages: list[str], need: str) -> None:
    """Install Debian packages where that is allowed, else say what to install."""
    command = f"apt-get install {' '.join(packages)}"
    if shutil.which("apt-get") is None:
        raise CannotRunError(f"{need}; install them with the system's package manager.")
    if os.geteuid() != 0:
        raise CannotRunError(f"{need}; install them with: sudo {command}")
    say(f"{need}; installing them with: {command}")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    options = ["-q", "-y", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=300"]
    run(["apt-get", "-q", "update"], env)
    if run(["apt-get", *options, "install", *packages], env) != 0:
        raise CannotRunError(f"{command} did not succeed; its output above says why.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
