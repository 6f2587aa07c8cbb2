# SPDX-License-Identifier: Apache-2.0
"""The fixtures that every other test leans on."""

from __future__ import annotations

import logging
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, text

import conftest
import identifying

LOG = logging.getLogger("himdesk.somewhere")


def test_a_database_is_empty_and_takes_what_is_written(database: str) -> None:
    engine = create_engine(database)
    assert inspect(engine).get_table_names() == []
    with engine.begin() as connection:
        connection.execute(text("create table chart (id integer)"))
        connection.execute(text("insert into chart values (7)"))
    with engine.connect() as connection:
        assert connection.execute(text("select id from chart")).scalar_one() == 7
    engine.dispose()


@pytest.mark.postgres
def test_the_next_database_does_not_see_the_former(postgres_database: str) -> None:
    engine = create_engine(postgres_database)
    assert inspect(engine).get_table_names() == []
    engine.dispose()


@pytest.mark.postgres
@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
def test_the_server_leaves_the_persons_folder_as_closed_as_it_was(postgres_database: str) -> None:
    home = Path.home()
    before = stat.S_IMODE(home.stat().st_mode)
    assert postgres_database
    assert stat.S_IMODE(home.stat().st_mode) == before


@pytest.mark.expects_log("is on fire")
def test_an_expected_warning_passes() -> None:
    LOG.warning("the printer %s", "is on fire")


def kept(level: int, message: str) -> conftest.LogKeeper:
    keeper = conftest.LogKeeper()
    keeper.emit(logging.LogRecord("himdesk", level, __file__, 1, message, None, None))
    return keeper


def test_a_warning_is_unexpected_unless_a_pattern_matches() -> None:
    keeper = kept(logging.WARNING, "printer on fire")
    assert keeper.unexpected([]) == ["WARNING himdesk: printer on fire"]
    assert keeper.unexpected(["on fire$"]) == []
    assert kept(logging.INFO, "printer works").unexpected([]) == []


def test_marked_people_are_found_in_every_spelling() -> None:
    identifying.mark("García", "de la Cruz", "900-45-6789", "MRN-0012", "Li")
    for message in ("chart of GARCÍA opened", "for De La Cruz.", "ssn 900456789", "mrn-0012 read"):
        assert kept(logging.DEBUG, message).identifying(), message


def test_other_words_are_no_people() -> None:
    identifying.mark("Mark", "Li", "1980")
    for message in ("bookmark set", "List loaded", "took 19802 ms"):
        assert not kept(logging.DEBUG, message).identifying(), message


def test_the_watched_log_fails_what_it_should(tmp_path: Path) -> None:
    (tmp_path / "test_leaks.py").write_text(
        "import logging, identifying\n"
        "log = logging.getLogger('himdesk')\n"
        "def test_warns(): log.warning('printer on fire')\n"
        "def test_leaks(): identifying.mark('Brzezinski'); log.debug('Brzezinski opened')\n"
        "def test_is_quiet(): log.info('opened')\n",
        encoding="utf-8",
    )
    root = Path(__file__).parents[1]
    options = ["-c", root / "pyproject.toml", "-p", "conftest", "-p", "no:cacheprovider", "-rE"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, tmp_path / "test_leaks.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "3 passed, 2 errors" in done.stdout, done.stdout
    assert "unexpected in the log" in done.stdout
    assert "a patient reached the log" in done.stdout


def test_no_setting_of_the_person_reaches_a_test() -> None:
    assert not [name for name in os.environ if name.startswith("HIMDESK_")]
