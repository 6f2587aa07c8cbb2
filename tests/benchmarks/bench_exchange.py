# SPDX-License-Identifier: Apache-2.0
"""How fast files become records, against json.loads alone, and in how much memory.

Run it from the checkout: python tests/benchmarks/bench_exchange.py [RESOURCES]
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
import tracemalloc
from pathlib import Path
from typing import TYPE_CHECKING, Any

from himdesk.exchange.reading import read, stream

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

PER_PATIENT = 50


def observation(number: int) -> dict[str, Any]:
    """A laboratory result of about a kilobyte, as hospitals send them."""
    systems = "http://terminology.hl7.org/CodeSystem"
    category = {"system": f"{systems}/observation-category", "code": "laboratory"}
    code = {"system": "http://loinc.org", "code": "4548-4", "display": "Hemoglobin A1c in Blood"}
    flag = {"system": f"{systems}/v3-ObservationInterpretation", "code": "H", "display": "High"}
    unit = {"unit": "%", "system": "http://unitsofmeasure.org", "code": "%"}
    return {
        "resourceType": "Observation",
        "id": f"o{number}",
        "meta": {
            "profile": ["http://hl7.org/fhir/us/core/StructureDefinition/us-core-observation-lab"],
            "lastUpdated": "2024-03-01T10:00:00Z",
        },
        "status": "final",
        "category": [{"coding": [category]}],
        "code": {"coding": [code], "text": "Hemoglobin A1c"},
        "subject": {"reference": f"Patient/p{number // PER_PATIENT}"},
        "encounter": {"reference": f"Encounter/e{number // 10}"},
        "effectiveDateTime": f"2024-02-{number % 28 + 1:02}T09:30:00-05:00",
        "issued": "2024-02-28T12:30:00.123-05:00",
        "performer": [{"reference": "Practitioner/d1", "display": "Dr. Ada Example"}],
        "valueQuantity": {"value": 4 + number % 60 / 10, **unit},
        "interpretation": [{"coding": [flag]}],
        "referenceRange": [{"low": {"value": 4.0, **unit}, "high": {"value": 5.6, **unit}}],
    }


def timed(work: Callable[[], int]) -> tuple[int, float]:
    """The result of a piece of work and its seconds, the best of three."""
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        result = work()
        best = min(best, time.perf_counter() - start)
    return result, best


def count(items: Iterable[object]) -> int:
    return sum(1 for _ in items)


def traced(work: Callable[[], int]) -> float:
    """The most megabytes that a piece of work holds at once."""
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


def told(name: str, resources: int, seconds: float, baseline: float) -> None:
    rate = resources / seconds
    print(f"{name:<28}{rate:>10,.0f} resources/s{seconds / baseline:>8.1f} x json.loads")


def main(wanted: int) -> None:
    lines = [json.dumps(observation(n)) for n in range(wanted)]
    _, baseline = timed(lambda: count(json.loads(line) for line in lines))
    size = sum(map(len, lines)) / wanted
    print(f"{wanted:,} observations of {size:,.0f} bytes, {wanted // PER_PATIENT:,} patients")
    told("json.loads alone", wanted, baseline, baseline)
    with tempfile.TemporaryDirectory() as folder:
        ndjson = Path(folder, "observations.ndjson")
        ndjson.write_text("\n".join(lines))
        tenth = Path(folder, "tenth.ndjson")
        tenth.write_text("\n".join(lines[: wanted // 10]))
        entries = ",".join(f'{{"resource":{line}}}' for line in lines)
        kinds = ("transaction", "collection")
        for kind in kinds:
            text = f'{{"resourceType":"Bundle","type":"{kind}","entry":[{entries}]}}'
            Path(folder, f"{kind}.json").write_text(text)
        found, seconds = timed(lambda: count(stream(ndjson)))
        told("NDJSON", found, seconds, baseline)
        for kind in kinds:
            path = Path(folder, f"{kind}.json")
            found, seconds = timed(lambda path=path: sum(len(g.records) for g in read(path)))
            told(f"{kind} bundle", found, seconds, baseline)
            assert found == wanted
        print(f"memory, NDJSON:       {traced(lambda: count(stream(ndjson))):8.1f} MB")
        print(f"memory, a tenth of it:{traced(lambda: count(stream(tenth))):8.1f} MB")
        path = Path(folder, "collection.json")
        megabytes = path.stat().st_size / 1e6
        peak = traced(lambda: count(stream(path)))
        print(f"memory, a bundle of {megabytes:,.0f} MB read as a stream: {peak:,.1f} MB")
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"the process at its largest, with the test data: {most:,.0f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
