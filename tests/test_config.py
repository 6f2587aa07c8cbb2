# SPDX-License-Identifier: Apache-2.0
"""Which database is meant, and which ones are refused before anything is opened."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import make_url

from himdesk import config
from himdesk.domain.errors import HimdeskError

MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
server:/home /home nfs4 rw 0 0
/dev/sdb1 /home/local xfs rw 0 0
//files/him /mnt/him\\040share cifs rw 0 0
none /mnt/over ext4 rw 0 0
me@host: /mnt/over fuse.sshfs rw 0 0
"""


def test_the_option_wins_over_the_environment(tmp_path: Path) -> None:
    loaded = config.load(str(tmp_path / "a.db"), {"HIMDESK_DB": str(tmp_path / "b.db")})
    assert loaded.database_url == f"sqlite:///{tmp_path.as_posix()}/a.db"
    from_environment = config.load(None, {"HIMDESK_DB": str(tmp_path / "b.db")})
    assert from_environment.database_url.endswith("/b.db")


def test_without_either_it_is_a_file_among_the_users_data() -> None:
    loaded = config.load(None, {})
    assert loaded.database_url == config.database_url(str(config.default_file()))
    assert config.default_file().name == "himdesk.db"
    assert not config.default_file().parent.exists(), "reading the configuration makes nothing"


@pytest.mark.parametrize("name", ["plain.db", "with space.db", "odd?name%20#1.db", "Ärzte.db"])
def test_a_path_survives_as_a_url(tmp_path: Path, name: str) -> None:
    assert make_url(config.database_url(str(tmp_path / name))).database == str(tmp_path / name)


def test_a_relative_path_is_made_absolute(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert config.database_url("x.db") == f"sqlite:///{tmp_path.as_posix()}/x.db"


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://him@db.example/himdesk",
        "postgresql+psycopg://postgres@/himdesk?host=/run/postgresql",
        "postgresql://db.example:5433/himdesk?sslmode=verify-full&passfile=/etc/him.pgpass",
        "sqlite:////srv/himdesk/himdesk.db",
    ],
)
def test_a_url_is_kept_as_it_is(url: str) -> None:
    assert config.database_url(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://him:geheim@db.example/himdesk",
        "postgresql://him:ge/heim@db.example/himdesk",
        "postgresql+psycopg://him:geheim%40@/himdesk?host=/run/postgresql",
        "postgresql://him@db.example/himdesk?password=geheim",
        "sqlite+pysqlcipher://:geheim@//srv/himdesk.db",
    ],
)
def test_a_password_in_the_url_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(config.PasswordInUrl) as refused:
        config.load(url, {})
    sentence = refused.value.message()
    assert "PGPASSFILE" in sentence
    assert "HIMDESK_DB_PASSWORD" in sentence
    assert "heim" not in sentence + str(refused.value) + repr(refused.value)


def test_the_password_of_the_environment_is_not_shown() -> None:
    loaded = config.load(None, {"HIMDESK_DB_PASSWORD": "geheim"})
    assert loaded.database_password == "geheim"
    assert "geheim" not in repr(loaded)


@pytest.mark.parametrize("text", ["mysql://him@db/himdesk", "sqlite://", "sqlite:///:memory:", "."])
def test_what_is_no_database_is_refused(text: str) -> None:
    with pytest.raises(config.UnusableDatabase) as refused:
        config.load(text, {})
    assert "postgresql://" in refused.value.message()


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        ("/srv/himdesk.db", None),
        ("/home/ana/himdesk.db", "nfs4"),
        ("/home/local/himdesk.db", None),
        ("/homes/himdesk.db", None),
        ("/mnt/him share/himdesk.db", "cifs"),
        ("/mnt/over/himdesk.db", "fuse.sshfs"),
    ],
)
def test_a_network_share_is_known_by_its_mount(file: str, kind: str | None) -> None:
    assert config.network_share(Path(file), MOUNTS) == kind


@pytest.mark.parametrize(
    ("text", "unc"),
    [
        (r"\\files\him\himdesk.db", True),
        (r"\\?\UNC\files\him\himdesk.db", True),
        (r"\\?\C:\him\himdesk.db", False),
        (r"C:\him\himdesk.db", False),
    ],
)
def test_a_network_share_is_known_by_its_unc_path(text: str, *, unc: bool) -> None:
    assert bool(config._UNC_PATH.match(text)) == unc


def test_a_file_on_a_share_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    table = tmp_path / "mounts"
    table.write_text(f"server:/x {tmp_path} nfs rw 0 0\n", encoding="utf-8")
    monkeypatch.setattr(config, "_MOUNT_TABLE", table)
    for text in (str(tmp_path / "x.db"), f"sqlite:///{tmp_path}/x.db"):
        with pytest.raises(config.NetworkShare) as refused:
            config.load(text, {})
        assert "(nfs)" in refused.value.message()
        assert refused.value.where() == str(tmp_path / "x.db")


def test_site_settings_come_from_the_environment() -> None:
    loaded = config.load(
        None,
        {
            "HIMDESK_SITE": "St. Anne's",
            "HIMDESK_TIME_ZONE": "America/Chicago",
            "HIMDESK_IDLE_MINUTES": "5",
        },
    )
    assert loaded.site_name == "St. Anne's"
    assert loaded.time_zone == ZoneInfo("America/Chicago")
    assert loaded.idle_minutes == 5


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HIMDESK_TIME_ZONE", "Mars/Olympus"),
        ("HIMDESK_TIME_ZONE", "../etc/passwd"),
        ("HIMDESK_IDLE_MINUTES", "0"),
        ("HIMDESK_IDLE_MINUTES", "ten"),
    ],
)
def test_a_bad_setting_is_named_with_what_was_expected(name: str, value: str) -> None:
    with pytest.raises(config.BadSetting) as refused:
        config.load(None, {name: value})
    assert name in refused.value.message()
    assert value in refused.value.message()
    assert refused.value.where() == name


@pytest.mark.parametrize(
    "error",
    [
        config.PasswordInUrl(),
        config.NetworkShare("x.db", "nfs"),
        config.UnusableDatabase("No."),
        config.BadSetting("X", "y", "z"),
    ],
)
def test_every_refusal_is_wrong_usage_and_not_a_rule(error: HimdeskError) -> None:
    assert error.refusal is False
    assert error.code != HimdeskError.code
