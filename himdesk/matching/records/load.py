# SPDX-License-Identifier: Apache-2.0
"""Reading a CSV file of records in bulk. The one place that needs polars, imported on call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from himdesk.domain.words import having
from himdesk.matching.arrays import MISSING, Coded
from himdesk.matching.errors import Notice, UnusableFile
from himdesk.matching.records.table import FIELDS
from himdesk.matching.records.text import NOT_DIGIT

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

RECORD_ID = "record_id"


@dataclass(frozen=True, slots=True)
class Loaded:
    """A file in memory: the records' ids in file order, the coded columns, what was odd."""

    ids: list[str]
    columns: dict[str, Coded]
    notices: tuple[Notice, ...]


def load_csv(path: Path) -> Loaded:
    """Read a file with at least the column `record_id`.

    Raises:
        UnusableFile: there is no such file, no header, no `record_id`, or it is no CSV.
    """
    frame = _read(path)
    frame, notices = _identified(frame)
    columns: dict[str, Coded] = {}
    for name in FIELDS:
        if name in frame.columns:
            columns[name] = _code(frame[name], name)
    ids = frame[RECORD_ID].to_list()
    return Loaded(ids, columns, (*_unknown(frame), *notices, *_dull(columns, len(ids))))


def _read(path: Path) -> pl.DataFrame:
    import polars as pl  # noqa: PLC0415 - 100 MB that only the bulk path needs

    if not path.is_file():
        raise UnusableFile(str(path), "there is no such file.")
    try:
        frame = pl.read_csv(path, infer_schema=False, encoding="utf8-lossy").fill_null("")
    except (pl.exceptions.PolarsError, OSError) as error:
        raise UnusableFile(
            str(path), f"it is no table of comma-separated values ({error})."
        ) from error
    frame = frame.rename({name: name.strip().lstrip("\ufeff").lower() for name in frame.columns})
    if RECORD_ID not in frame.columns:
        known = ", ".join((RECORD_ID, *FIELDS))
        raise UnusableFile(str(path), f"it has no column record_id. Columns may be: {known}.")
    return frame


def _identified(frame: pl.DataFrame) -> tuple[pl.DataFrame, list[Notice]]:
    """Keep the first record of every id."""
    notices = []
    frame = frame.with_columns(frame[RECORD_ID].str.strip_chars())
    known = frame.filter(frame[RECORD_ID] != "")
    if lost := len(frame) - len(known):
        notices.append(Notice("no-id", RECORD_ID, lost, f"{having(lost)} no id; left out."))
    single = (
        known.unique(RECORD_ID, keep="first", maintain_order=True)
        if known[RECORD_ID].n_unique() < len(known)
        else known
    )
    if lost := len(known) - len(single):
        notices.append(
            Notice(
                "duplicate-id",
                RECORD_ID,
                lost,
                f"{having(lost)} an earlier record's id; the first of each id was kept.",
            )
        )
    return single, notices


def _code(column: pl.Series, name: str) -> Coded:
    """Number the distinct texts of a column in order of appearance."""
    import polars as pl  # noqa: PLC0415 - as above

    if name in {"ssn", "phone"}:
        cleaned = column.str.replace_all(NOT_DIGIT, "")
    else:
        cleaned = column.str.to_uppercase().str.strip_chars()
    numbers = cleaned.cast(pl.Categorical(pl.Categories.random())).to_physical().to_numpy()
    size = len(numbers)
    first = np.full(int(numbers.max(initial=0)) + 1, size, dtype=np.int64)
    first[numbers[::-1]] = np.arange(size - 1, -1, -1)
    present = np.argsort(first, kind="stable")[: int((first < size).sum())]
    order = np.empty(len(first), dtype=np.int32)
    order[present] = np.arange(len(present), dtype=np.int32)
    values = cleaned.gather(first[present]).to_list()
    return _without_empty(Coded(order[numbers], values))


def _without_empty(column: Coded) -> Coded:
    """Let the empty text be missing."""
    if "" not in column.values:
        return column
    at = column.values.index("")
    codes = np.where(column.codes == at, MISSING, column.codes - (column.codes > at))
    return Coded(codes.astype(np.int32), column.values[:at] + column.values[at + 1 :])


def _unknown(frame: pl.DataFrame) -> list[Notice]:
    others = [name for name in frame.columns if name not in FIELDS and name != RECORD_ID]
    if not others:
        return []
    shown = ", ".join(others)
    return [Notice("unknown-columns", shown, len(others), f"Columns that are not used: {shown}.")]


def _dull(columns: dict[str, Coded], size: int) -> list[Notice]:
    """Columns that tell nothing: no value at all, or the same in every record."""
    notices = []
    for name, column in columns.items():
        if not column.values:
            notices.append(Notice("empty-column", name, size, f"The column {name} is empty."))
        elif len(column.values) == 1 and size > 1 and (column.codes != MISSING).all():
            text = f"The column {name} has one value only and tells nothing."
            notices.append(Notice("one-value", name, size, text))
    return notices
