# SPDX-License-Identifier: Apache-2.0
"""Matching a file: what the console's `match --csv` does. No database, no sign-in."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np

from himdesk.matching.cluster import Clusters, cluster
from himdesk.matching.errors import BadModel, UnusableFile
from himdesk.matching.match import Matched, match
from himdesk.matching.model.calibrate import Zones, zones
from himdesk.matching.model.document import from_json, to_json
from himdesk.matching.model.weigh import probability
from himdesk.matching.records.load import load_csv
from himdesk.matching.records.reference import load_reference
from himdesk.matching.records.table import build_table, table_notices

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from himdesk.matching.arrays import Floats, Ints
    from himdesk.matching.errors import Notice
    from himdesk.matching.match import Progress
    from himdesk.matching.model.document import Model

LEAST_WRITTEN = 0.01
"""Pairs below this probability are not written."""


@dataclass(frozen=True, slots=True)
class MatchReport:
    """What came out of matching a file.

    `pairs`: pairs at or above the threshold; `written`: pairs in the file; `clusters`: clusters
    of two and more records; `cut`: pairs that clustering put apart.
    """

    records: int
    pairs: int
    written: int
    clusters: int
    cut: int
    zones: Zones
    seconds: dict[str, float]
    peak_mb: int
    notices: tuple[Notice, ...]
    model: Model

    def summary(self) -> dict[str, object]:
        """The JSON document of the console."""
        at, sure, review = self.zones.threshold, self.zones.sure, self.zones.review
        return {
            "records": self.records,
            "pairs": self.pairs,
            "clusters": self.clusters,
            "threshold": round(at.threshold, 4),
            "seconds": {name: round(value, 3) for name, value in self.seconds.items()},
            "peak_mb": self.peak_mb,
            "expected_precision": round(at.precision, 4),
            "expected_recall": round(at.recall, 4),
            "written": self.written,
            "cut": self.cut,
            "zones": {
                "sure": round(sure.threshold, 4),
                "sure_pairs": sure.proposed,
                "review": round(review.threshold, 4),
                "review_pairs": review.proposed - sure.proposed,
            },
            "notices": [
                {"code": note.code, "column": note.column, "count": note.count, "text": note.text}
                for note in self.notices
            ],
        }


def run(
    path: Path,
    *,
    out: Path | None = None,
    clusters: Path | None = None,
    threshold: float | None = None,
    model: Path | None = None,
    save_model: Path | None = None,
    progress: Progress | None = None,
) -> MatchReport:
    """Match the records of a CSV file and write pairs, clusters and model where asked.

    `progress` is called often and may raise `Cancelled`; files are written only at the end.

    Raises:
        UnusableFile: the file is no table of records, or an output can't be written.
        BadModel: the model document can't be used.
    """
    tell = progress or _silent
    begun = perf_counter()
    given = _read_model(model) if model else None
    loaded = load_csv(path)
    tell("load", 0.5)
    ref = load_reference()
    table = build_table(loaded.columns, len(loaded.ids), ref)
    notices = (*loaded.notices, *table_notices(loaded.columns, table))
    tell("load", 1.0)
    load_seconds = perf_counter() - begun
    loaded.columns.clear()
    matched = match(table, ref, tell, given)
    chances = probability(matched.log_odds)
    cut = threshold if threshold is not None else matched.model.threshold
    grouped = _clustered(matched, cut)
    tell("write", 0.0)
    ids = np.array(loaded.ids, dtype=object)
    written = _write_pairs(out, ids, matched, chances)
    _write_clusters(clusters, ids, grouped)
    if save_model:
        _write(save_model, to_json(matched.model))
    tell("write", 1.0)
    seconds = {"load": load_seconds, **matched.seconds, "total": perf_counter() - begun}
    return MatchReport(
        records=table.size,
        pairs=int((chances >= cut).sum()),
        written=written,
        clusters=grouped.several,
        cut=len(grouped.cuts),
        zones=zones(chances, cut),
        seconds=seconds,
        peak_mb=peak_memory_mb(),
        notices=notices,
        model=matched.model,
    )


def _clustered(matched: Matched, threshold: float) -> Clusters:
    near = matched.log_odds > _log_odds(LEAST_WRITTEN)
    return cluster(
        matched.table.size,
        matched.left[near],
        matched.right[near],
        matched.log_odds[near],
        least=_log_odds(threshold),
        weigh=matched.weigh,
    )


def _log_odds(chance: float) -> float:
    bounded = min(max(chance, 1e-12), 1 - 1e-12)
    return float(np.log(bounded / (1 - bounded)))


def _write_pairs(
    path: Path | None,
    ids: np.ndarray[tuple[int], np.dtype[np.object_]],
    matched: Matched,
    chances: Floats,
) -> int:
    """Write pairs, most probable first; `weight` is the log of the odds to base 2."""
    rows = np.flatnonzero(chances >= LEAST_WRITTEN)
    rows = rows[np.argsort(-matched.log_odds[rows], kind="stable")]
    if path is not None:
        import polars as pl  # noqa: PLC0415 - only the bulk path needs it

        frame = pl.DataFrame(
            {
                "id_a": _texts(ids, matched.left[rows]),
                "id_b": _texts(ids, matched.right[rows]),
                "probability": np.round(chances[rows], 6),
                "weight": np.round(matched.log_odds[rows] / np.log(2), 3),
            }
        )
        _guarded(path, lambda: frame.write_csv(path))
    return len(rows)


def _texts(ids: np.ndarray[tuple[int], np.dtype[np.object_]], rows: Ints) -> list[str]:
    return list(ids[rows])


def _write_clusters(
    path: Path | None, ids: np.ndarray[tuple[int], np.dtype[np.object_]], grouped: Clusters
) -> None:
    """Write every record with its cluster, which is named after its first record."""
    if path is None:
        return
    import polars as pl  # noqa: PLC0415 - only the bulk path needs it

    frame = pl.DataFrame(
        {"record_id": list(ids), "cluster_id": _texts(ids, grouped.of_record)},
        schema={"record_id": pl.String, "cluster_id": pl.String},
    )
    _guarded(path, lambda: frame.write_csv(path))


def _write(path: Path, text: str) -> None:
    _guarded(path, lambda: path.write_text(text, encoding="utf-8"))


def _guarded(path: Path, write: Callable[[], object]) -> None:
    try:
        write()
    except OSError as error:
        raise UnusableFile(str(path), f"it can't be written ({error.strerror}).") from error


def _read_model(path: Path) -> Model:
    try:
        return from_json(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadModel(f"the file {path.name} can't be read.") from error


def _silent(stage: str, share: float) -> None:
    """No progress is wanted."""


def peak_memory_mb() -> int:
    """The most memory this process has had, in MB; 0 where the system does not tell."""
    if os.name != "posix":
        return 0
    import resource  # noqa: PLC0415 - does not exist on Windows

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // (1 << 20 if sys.platform == "darwin" else 1 << 10)
