# SPDX-License-Identifier: Apache-2.0
"""Figures of matching, beside Splink tuned by hand, on the same files in the same run.

    python tests/benchmarks/bench_matching.py [--data DIR] [--sizes 10000 100000] [--seeds 1 2]
        [--files FILE...] [--repeat 3] [--no-peer] [--labels 300]

DIR holds the generator of hospital indexes and the FEBRL files (default: `shared/linkage` beside
the checkout); without it a town of our own is matched. A file needs the column `person_id` for the
truth, and may have `source` (only pairs across sources count) and `errs` (kinds of errors).
Each engine runs in a process of its own; seconds are the median of the runs.
"""

# ruff: noqa: E402  modules of the tests are found only after the path is set

from __future__ import annotations

import argparse
import csv
import gzip
import importlib.util
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]

import numpy as np

from himdesk.matching.job import run
from himdesk.matching.match import match
from himdesk.matching.model.learn import Decided, learn, most_useful
from himdesk.matching.model.weigh import compare_pairs, log_odds, probability
from himdesk.matching.records.load import load_csv
from himdesk.matching.records.reference import load_reference
from himdesk.matching.records.table import build_table
from matching.town import a_town

SHARED = Path(__file__).resolve().parents[3] / "shared" / "linkage"
Booleans = np.ndarray[tuple[int], np.dtype[np.bool_]]
Numbers = np.ndarray[tuple[int], np.dtype[np.float64]]


@dataclass(frozen=True, slots=True)
class Truth:
    """Who is who in a file: the row of each id, persons, sources and errors by row."""

    row: dict[str, int]
    person: np.ndarray[tuple[int], np.dtype[np.int64]]
    source: list[str]
    errors: list[str]
    pairs: int


def truth_of(path: Path) -> Truth:
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    person = np.unique([row["person_id"] for row in rows], return_inverse=True)[1]
    source = [row.get("source") or "" for row in rows]
    pairs = _pairs(person)
    if any(source):
        pairs -= sum(_pairs(person[np.array(source) == one]) for one in set(source))
    ids = {row["record_id"]: at for at, row in enumerate(rows)}
    return Truth(ids, person, source, [row.get("errs") or "" for row in rows], pairs)


def _pairs(person: np.ndarray[tuple[int], np.dtype[np.int64]]) -> int:
    counts = np.unique(person, return_counts=True)[1]
    return int((counts * (counts - 1) // 2).sum())


def found_in(path: Path, truth: Truth) -> tuple[list[tuple[int, int]], Numbers, Booleans]:
    """The pairs of a result that count, their probabilities, and whether they are true."""
    pairs, chances = [], []
    with path.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            one, other = sorted((truth.row[row["id_a"]], truth.row[row["id_b"]]))
            if not truth.source[one] or truth.source[one] != truth.source[other]:
                pairs.append((one, other))
                chances.append(float(row["probability"]))
    table = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    same = truth.person[table[:, 0]] == truth.person[table[:, 1]]
    return pairs, np.array(chances), same


def measures(chances: Numbers, same: Booleans, true: int, threshold: float) -> dict[str, float]:
    above = chances >= threshold
    hits = int((above & same).sum())
    precision, recall = hits / max(1, int(above.sum())), hits / max(1, true)
    order = np.argsort(-chances, kind="stable")
    reached = np.cumsum(same[order])
    asked = np.arange(1, len(order) + 1)
    last = np.r_[np.diff(chances[order]) != 0, [True]][: len(order)]
    found = {
        "P": precision,
        "R": recall,
        "F1": 2 * hits / max(1, int(above.sum()) + true),
        "best F1": float((2 * reached / (asked + true))[last].max(initial=0)),
    }
    for level in (0.99, 0.999):
        good = last & (reached / asked >= level)
        found[f"R@{level}"] = float(reached[good].max(initial=0)) / max(1, true)
    return found


def show(name: str, engine: str, found: dict[str, float], run_: dict[str, float]) -> None:
    figures = "  ".join(f"{key} {value:.4f}" for key, value in found.items())
    print(f"{name:18s} {engine:8s} {figures}  {run_['seconds']:7.2f} s {run_['mb']:6.0f} MB")


def show_reliability(chances: Numbers, same: Booleans) -> None:
    """Pairs said to be true so often, and how often they are."""
    edges = [0.01, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 0.9, 0.95, 0.99, 1.0001]
    cells = []
    for low, high in pairwise(edges):
        rows = (chances >= low) & (chances < high)
        if rows.any():
            cells.append(f"{chances[rows].mean():.2f}→{same[rows].mean():.2f} ({int(rows.sum())})")
    print("   reliability, said→true (pairs):", "  ".join(cells))


def recall_by_error(
    truth: Truth, pairs: list[tuple[int, int]], chances: Numbers, threshold: float
) -> dict[str, tuple[float, int]]:
    """Of the records with an error, the share joined to their person's flawless record."""
    above = {pair for pair, chance in zip(pairs, chances, strict=True) if chance >= threshold}
    base: dict[int, int] = {}
    for at, errors in enumerate(truth.errors):
        if not errors:
            base.setdefault(int(truth.person[at]), at)
    seen: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for at, errors in enumerate(truth.errors):
        first = base.get(int(truth.person[at]))
        if errors and first is not None and first != at:
            for error in errors.split("|"):
                seen[error][0] += (min(first, at), max(first, at)) in above
                seen[error][1] += 1
    return {error: (hits / count, count) for error, (hits, count) in seen.items()}


def show_errors(ours: dict[str, tuple[float, int]], peer: dict[str, tuple[float, int]]) -> None:
    for error, (share, count) in sorted(ours.items(), key=lambda item: -item[1][1]):
        beside = f"  peer {peer[error][0]:.3f}" if error in peer else ""
        print(f"   recall {error:18s} {count:6d}  {share:.3f}{beside}")


def in_own_process(verb: str, path: Path, out: Path, repeat: int) -> dict[str, float]:
    """Run an engine so often; median seconds, largest memory, its own threshold."""
    results = []
    for _ in range(repeat):
        command = [sys.executable, __file__, verb, str(path), str(out)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        results.append(json.loads(done.stdout.splitlines()[-1]))
    return {
        "seconds": statistics.median(result["seconds"] for result in results),
        "mb": max(result["mb"] for result in results),
        "threshold": results[-1]["threshold"],
    }


def ours(path: Path, out: Path) -> None:
    begun = time.perf_counter()
    report = run(path, out=out)
    tell(time.perf_counter() - begun, report.zones.threshold.threshold)


def tell(seconds: float, threshold: float) -> None:
    mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "mb": mb, "threshold": threshold}))


def peer(path: Path, out: Path) -> None:
    """Splink as well as we can tune it: one home comparison, swapped dates, nicknames."""
    begun = time.perf_counter()
    import duckdb  # noqa: PLC0415 - only the peer's process needs these
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on  # noqa: PLC0415

    con = duckdb.connect()
    columns = _peer_table(con, path)
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="record_id",
        comparisons=_peer_comparisons(columns),
        blocking_rules_to_generate_predictions=[
            block_on(*rule) for rule in _PEER_BLOCKS if set(rule) <= columns
        ],
    )
    linker = Linker(DuckDBAPI(connection=con).register(con.table("people")), settings)
    sure = [
        block_on(*rule)
        for rule in (("ssn", "first"), ("first", "last", "dob"), ("first", "last", "street"))
        if set(rule) <= columns
    ]
    linker.training.estimate_probability_two_random_records_match(sure, recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    alone = () if "ssn" in columns else (("dob",), ("street",))  # else no name is left to learn
    for rule in (("first", "last"), ("dob", "first"), ("ssn",))[: 1 if alone else 3] + alone:
        if set(rule) <= columns:
            linker.training.estimate_parameters_using_expectation_maximisation(block_on(*rule))
    scored = linker.inference.predict(threshold_match_probability=0.01)
    con.sql(
        "select record_id_l as id_a, record_id_r as id_b, match_probability as probability "
        f"from {scored.physical_name}"
    ).write_csv(str(out))
    tell(time.perf_counter() - begun, 0.5)


_PEER_BLOCKS = (
    ("ssn",), ("email",), ("phone", "first"), ("phone", "last"), ("phone", "dob"),
    ("last", "dob"), ("first", "dob"), ("first", "last", "zip"), ("street", "zip", "first"),
    ("dob", "zip"), ("first", "last", "year"), ("first", "last", "day"), ("ssn4", "dob"),
    ("last", "zip", "year"), ("first", "last", "street"),
)  # fmt: skip


def _peer_table(con: object, path: Path) -> set[str]:
    """Make the table `people`; returns the columns that have values."""
    sql = con.sql  # type: ignore[attr-defined]
    sql(f"create table raw as select * from read_csv('{path}', all_varchar=true)")
    present = {row[0] for row in sql("describe raw").fetchall()}
    digits = "nullif(regexp_replace({0}, '[^0-9]', '', 'g'), '')"
    made = {
        name: f"nullif(lower(trim({name})), '')"
        for name in ("first", "last", "middle", "suffix", "sex", "email", "street", "city", "state")
    }
    made |= {
        "zip": "nullif(substr(zip, 1, 5), '')",
        "dob": "regexp_replace(" + digits.format("dob") + ", '^19000101$', '')",
        "ssn": f"case when length({digits.format('ssn')}) >= 6 and {digits.format('ssn')} not in "
        f"('999999999','000000000','123456789','111111111') then {digits.format('ssn')} end",
        "phone": f"nullif(right({digits.format('phone')}, 10), '9999999999')",
    }
    chosen = {name: text for name, text in made.items() if name in present}
    more = {}
    if "dob" in chosen:
        more |= {"year": "substr(dob, 1, 4)", "day": "substr(dob, 5, 4)"}
    if "ssn" in chosen:
        chosen["ssn4"] = (
            f"case when ssn not like '999%' then nullif(right({digits.format('ssn')}, 4), '') end"
        )
    inner = ", ".join(f'{text} as "{name}"' for name, text in chosen.items())
    outer = "".join(f', {text} as "{name}"' for name, text in more.items())
    sql(f"create table people as select *{outer} from (select record_id, {inner} from raw)")
    return set(chosen) | set(more)


def _peer_comparisons(columns: set[str]) -> list[object]:
    import splink.comparison_level_library as cll  # noqa: PLC0415
    import splink.comparison_library as cl  # noqa: PLC0415

    def name(column: str, other: str) -> object:
        levels = [
            cll.NullLevel(column),
            cll.ExactMatchLevel(column, term_frequency_adjustments=True),
            cll.ColumnsReversedLevel(column, other),
            *(cll.JaroWinklerLevel(column, at) for at in (0.92, 0.85)),
            cll.CustomLevel(f"substr({column}_l, 1, 3) = substr({column}_r, 1, 3)", "starts alike"),
            cll.ElseLevel(),
        ]
        return cl.CustomComparison(output_column_name=column, comparison_levels=levels)

    made = [name("first", "last"), name("last", "first")]
    if "dob" in columns:
        swapped = (
            "year_l = year_r and substr(day_l, 1, 2) = substr(day_r, 3, 2)"
            " and substr(day_l, 3, 2) = substr(day_r, 1, 2)"
        )
        levels = [
            cll.NullLevel("dob"), cll.ExactMatchLevel("dob"), cll.CustomLevel(swapped, "swapped"),
            cll.DamerauLevenshteinLevel("dob", 1), cll.CustomLevel("day_l = day_r", "same day"),
            cll.CustomLevel("year_l = year_r", "same year"), cll.ElseLevel(),
        ]  # fmt: skip
        made.append(cl.CustomComparison(output_column_name="dob", comparison_levels=levels))
    if "ssn" in columns:
        part = "ssn4_l = ssn4_r and (ssn_l is null or ssn_r is null)"
        levels = [
            cll.NullLevel("ssn4"), cll.ExactMatchLevel("ssn"), cll.CustomLevel(part, "last four"),
            cll.DamerauLevenshteinLevel("ssn", 1), cll.ElseLevel(),
        ]  # fmt: skip
        made.append(cl.CustomComparison(output_column_name="ssn", comparison_levels=levels))
    made.extend(_peer_home(columns))
    if "email" in columns:
        made.append(cl.ExactMatch("email"))
    made.extend(cl.ExactMatch(column) for column in ("middle", "sex") if column in columns)
    return made


def _peer_home(columns: set[str]) -> list[object]:
    import splink.comparison_level_library as cll  # noqa: PLC0415
    import splink.comparison_library as cl  # noqa: PLC0415

    if "street" not in columns:
        return [cl.ExactMatch(column) for column in ("phone", "zip") if column in columns]
    phone = "phone_l = phone_r" if "phone" in columns else "false"
    place = "zip_l = zip_r" if "zip" in columns else "true"
    levels = [
        cll.NullLevel("street"),
        cll.CustomLevel(f"{phone} and street_l = street_r", "phone and street"),
        cll.CustomLevel("street_l = street_r", "street"),
        cll.CustomLevel(phone, "phone"),
        cll.CustomLevel(f"{place} and levenshtein(street_l, street_r) <= 4", "nearly"),
        cll.CustomLevel(place, "area"),
        cll.ElseLevel(),
    ]  # fmt: skip
    if "phone" not in columns:
        levels = [levels[0], levels[2], *levels[4:]]
    return [cl.CustomComparison(output_column_name="street", comparison_levels=levels)]


def show_learning(path: Path, truth: Truth, labels: int) -> None:
    """F1 with so many decisions of a reviewer who is always right."""
    loaded, ref = load_csv(path), load_reference()
    table = build_table(loaded.columns, len(loaded.ids), ref)
    found = match(table, ref, lambda stage, share: None)
    same = truth.person[found.left] == truth.person[found.right]
    compared = compare_pairs(found.comparer, found.rarities, found.left, found.right)
    chances = probability(found.log_odds)
    rows = most_useful(chances, compared.levels, labels, found.model.threshold)
    model = learn(found.model, Decided(compared.rows(rows), same[rows]), compared, table.size)
    after = probability(log_odds(compared, model, table.size))
    for name, values, cut in (
        ("0", chances, found.model.threshold),
        (str(labels), after, model.threshold),
    ):
        figures = measures(values, same, truth.pairs, cut)
        print(f"   {name:>4s} decisions: F1 {figures['F1']:.4f}  best F1 {figures['best F1']:.4f}")


def files(args: argparse.Namespace, folder: Path) -> list[Path]:
    """The files to match: those named, else generated ones and FEBRL, else our own town."""
    if args.files:
        return [Path(name) for name in args.files]
    generator = args.data / "gen_mpi.py"
    if not generator.is_file():
        own = folder / "town.csv"
        town = a_town(4000)
        town.save(own, persons=True)
        return [own]
    made = []
    for packed in sorted(args.data.glob("febrl*.csv.gz")):
        made.append(folder / packed.name.removesuffix(".gz"))
        made[-1].write_bytes(gzip.decompress(packed.read_bytes()))
    for size in args.sizes:
        for seed in args.seeds:
            made.append(folder / f"mpi_{size}_{seed}.csv")
            command = [
                sys.executable,
                str(generator),
                str(size),
                "--seed",
                str(seed),
                "-o",
                str(made[-1]),
            ]
            subprocess.run(command, check=True, capture_output=True)
    return made


def bench(path: Path, folder: Path, args: argparse.Namespace) -> None:
    truth, out = truth_of(path), folder / "pairs.csv"
    mine = in_own_process("--ours", path, out, args.repeat)
    pairs, chances, same = found_in(out, truth)
    show(path.stem, "himdesk", measures(chances, same, truth.pairs, mine["threshold"]), mine)
    errors = recall_by_error(truth, pairs, chances, mine["threshold"])
    peer_errors: dict[str, tuple[float, int]] = {}
    if not args.no_peer and importlib.util.find_spec("splink"):
        try:
            other = in_own_process("--peer", path, out, 1)
        except subprocess.CalledProcessError as error:
            print(f"{path.stem:18s} splink   failed: {error.stderr.splitlines()[-1]}")
        else:
            peer_pairs, theirs, theirs_same = found_in(out, truth)
            show(path.stem, "splink", measures(theirs, theirs_same, truth.pairs, 0.5), other)
            peer_errors = recall_by_error(truth, peer_pairs, theirs, 0.5)
    show_reliability(chances, same)
    show_errors(errors, peer_errors)
    if args.labels and not any(truth.source):
        show_learning(path, truth, args.labels)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=SHARED)
    parser.add_argument("--files", nargs="*", default=[])
    parser.add_argument("--sizes", type=int, nargs="*", default=[10_000, 100_000])
    parser.add_argument("--seeds", type=int, nargs="*", default=[1, 2])
    parser.add_argument("--repeat", type=int, default=1)
    parser.add_argument("--labels", type=int, default=0)
    parser.add_argument("--no-peer", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        for path in files(args, Path(name)):
            bench(path, Path(name), args)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--ours"]:
        ours(Path(sys.argv[2]), Path(sys.argv[3]))
    elif sys.argv[1:2] == ["--peer"]:
        peer(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        main()
