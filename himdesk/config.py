# SPDX-License-Identifier: Apache-2.0
"""The site's facts, read once at the start from the command line and the environment.

Nothing here opens a database or a window; window geometry and the like live in `ui`.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import parse_qsl, quote, unquote, urlsplit
from zoneinfo import ZoneInfo

import platformdirs

from himdesk.domain.errors import HimdeskError

if TYPE_CHECKING:
    from collections.abc import Mapping

# SQLAlchemy's own reading of a URL: whatever stands between the first ":" and "@" is the password.
_PASSWORD_PART = re.compile(r"^[^:/]*:[^@]+@")
_SECRET_OPTIONS = frozenset({"password", "sslpassword"})

# File systems whose locks or shared memory SQLite's write-ahead log can't rely on.
_NETWORK_FILE_SYSTEMS = frozenset(
    {"afs", "ceph", "cifs", "coda", "davfs", "glusterfs", "gpfs", "lustre", "ncpfs", "nfs", "nfs4"}
    | {"fuse.cephfs", "fuse.davfs2", "fuse.glusterfs", "fuse.rclone", "fuse.s3fs", "fuse.sshfs"}
    | {"ocfs2", "smb2", "smb3", "smbfs"}
)
_UNC_PATH = re.compile(r"^(?:\\\\\?\\UNC\\|\\\\(?![?.]\\)|//(?![?.]/))")
_MOUNT_TABLE = Path("/proc/mounts")
_IDLE_MINUTES = 10


@dataclass
class PasswordInUrl(HimdeskError):
    """The database URL holds a password, which argv and the shell's history would keep."""

    code: ClassVar[str] = "password-in-url"
    refusal: ClassVar[bool] = False

    def message(self) -> str:
        """Name the two places where a password may be, without repeating the URL."""
        return (
            "The database URL has a password in it, where other users of this machine can read "
            "it. Leave it out, and put it in the file that PGPASSFILE names, or in "
            "HIMDESK_DB_PASSWORD."
        )


@dataclass
class NetworkShare(HimdeskError):
    """A SQLite file lies on a network share, where its locks can't be trusted."""

    file: str
    kind: str
    code: ClassVar[str] = "network-share"
    refusal: ClassVar[bool] = False

    def message(self) -> str:
        """Say what to use instead."""
        return (
            f"{self.file} is on a network share ({self.kind}), where a SQLite file can be damaged. "
            "Use a folder on this machine's own disk, or PostgreSQL for several machines."
        )

    def where(self) -> str | None:
        """The file."""
        return self.file


@dataclass
class UnusableDatabase(HimdeskError):
    """The text given with `--db` or HIMDESK_DB names no database that himdesk can use."""

    reason: str
    code: ClassVar[str] = "unusable-database"
    refusal: ClassVar[bool] = False

    def message(self) -> str:
        """Say what is expected."""
        return (
            f"{self.reason} Give the path of a SQLite file, or a URL such as "
            "postgresql://NAME@HOST/DATABASE."
        )


@dataclass
class BadSetting(HimdeskError):
    """An environment variable has a value that can't be used."""

    name: str
    value: str
    expected: str
    code: ClassVar[str] = "bad-setting"
    refusal: ClassVar[bool] = False

    def message(self) -> str:
        """Name the variable, its value and what was expected."""
        return f"{self.name} is “{self.value}”; expected {self.expected}."

    def where(self) -> str | None:
        """The variable's name."""
        return self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What one installation is told from outside; the URL never holds a password."""

    database_url: str
    database_password: str | None = field(default=None, repr=False)
    site_name: str = ""
    site_address: str = ""
    site_phone: str = ""
    time_zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    idle_minutes: int = _IDLE_MINUTES


def load(argv_db: str | None, environ: Mapping[str, str]) -> Config:
    """Read the configuration; `argv_db` is the value of `--db`, which wins over HIMDESK_DB.

    Raises `PasswordInUrl`, `NetworkShare`, `UnusableDatabase` or `BadSetting`.
    """
    text = argv_db or environ.get("HIMDESK_DB") or str(default_file())
    return Config(
        database_url=database_url(text),
        database_password=environ.get("HIMDESK_DB_PASSWORD") or None,
        site_name=environ.get("HIMDESK_SITE", ""),
        site_address=environ.get("HIMDESK_SITE_ADDRESS", "").replace("|", "\n"),
        site_phone=environ.get("HIMDESK_SITE_PHONE", ""),
        time_zone=_time_zone(environ),
        idle_minutes=_idle_minutes(environ),
    )


def default_file() -> Path:
    """The database used when none is named: in the platform's folder for a user's data."""
    return platformdirs.user_data_path("himdesk", appauthor=False) / "himdesk.db"


def database_url(text: str) -> str:
    """The SQLAlchemy URL of a path or URL, checked for what must not be in it."""
    if "://" not in text:
        return _file_url(Path(text))
    scheme, rest = text.split("://", 1)
    if _PASSWORD_PART.match(rest) or _has_secret_option(rest):
        raise PasswordInUrl
    if scheme.split("+")[0] == "sqlite":
        _check_file(_path_in(text))
    elif scheme.split("+")[0] != "postgresql":
        raise UnusableDatabase(f"himdesk can't use a “{scheme}” database.")
    return text


def _file_url(file: Path) -> str:
    """The URL of a SQLite file; quoted, for SQLAlchemy reads `?` and `%` as its own."""
    resolved = file.resolve()
    _check_file(resolved)
    return "sqlite:///" + quote(resolved.as_posix(), safe="/:")


def _path_in(url: str) -> Path:
    """The file that a `sqlite:///` URL names."""
    name = unquote(urlsplit(url).path.removeprefix("/"))
    if not name or name == ":memory:":
        raise UnusableDatabase("A database in memory would be lost when the program ends.")
    return Path(name).resolve()


def _check_file(file: Path) -> None:
    """Raise if the file can't be a database on this machine's own disk."""
    if file.is_dir():
        raise UnusableDatabase(f"{file} is a folder.")
    mounts = _MOUNT_TABLE.read_text(encoding="utf-8") if _MOUNT_TABLE.exists() else ""
    kind = network_share(file, mounts)
    if kind is not None:
        raise NetworkShare(str(file), kind)


def network_share(file: Path, mounts: str) -> str | None:
    """The kind of network share that an absolute path lies on, None if on none that is known.

    `mounts` is the text of Linux's mount table, empty elsewhere. On Windows `Path.resolve` turns
    a mapped drive into its UNC path before; on macOS nothing is recognised.
    """
    if _UNC_PATH.match(str(file)):
        return "UNC"
    best, kind = "", ""
    for line in mounts.splitlines():
        _, mount_point, file_system = line.split(" ")[:3]
        point = re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), mount_point)
        # Of two mounts on one point the later hides the earlier.
        if file.is_relative_to(point) and len(point) >= len(best):
            best, kind = point, file_system
    return kind if kind in _NETWORK_FILE_SYSTEMS else None


def _has_secret_option(rest: str) -> bool:
    """Whether the URL's query holds a password."""
    query = rest.partition("?")[2]
    return any(name.lower() in _SECRET_OPTIONS for name, _ in parse_qsl(query))


def _time_zone(environ: Mapping[str, str]) -> ZoneInfo:
    """The site's zone, which legal days and the screens use: as set, else the machine's."""
    name = environ.get("HIMDESK_TIME_ZONE")
    try:
        return ZoneInfo(name or _machine_zone())
    except (ValueError, OSError, LookupError) as error:
        if name:
            expected = "a zone's name such as America/Chicago"
            raise BadSetting("HIMDESK_TIME_ZONE", name, expected) from error
        return ZoneInfo("UTC")


def _machine_zone() -> str:
    """The zone's name behind /etc/localtime; UTC where the machine does not tell one."""
    target = os.path.realpath("/etc/localtime")
    _, found, name = target.partition("zoneinfo/")
    return name if found else "UTC"


def _idle_minutes(environ: Mapping[str, str]) -> int:
    """Minutes without a key or a click after which the screen locks."""
    text = environ.get("HIMDESK_IDLE_MINUTES") or str(_IDLE_MINUTES)
    if not re.fullmatch(r"[1-9][0-9]{0,3}", text):
        raise BadSetting("HIMDESK_IDLE_MINUTES", text, "a whole number of minutes from 1 to 9999")
    return int(text)
