# SPDX-License-Identifier: Apache-2.0
"""Another program's reading of FHIR R4 is the judge, where it is installed."""

from __future__ import annotations

import importlib
from itertools import chain
from typing import TYPE_CHECKING, Any

import pytest

from himdesk.services.training import directory, feed_updates

if TYPE_CHECKING:
    from himdesk.services.training import Roster

Resource = dict[str, Any]


def test_fhir_resources_accepts_every_resource(sample: list[Resource], truth: Roster) -> None:
    pytest.importorskip("fhir.resources.R4B", reason="fhir.resources is not installed")
    models: dict[str, Any] = {}
    for resource in chain(directory(), sample, feed_updates(truth, 1)):
        kind = resource["resourceType"]
        if kind not in models:
            module = importlib.import_module(f"fhir.resources.R4B.{kind.lower()}")
            models[kind] = getattr(module, kind)
        models[kind].model_validate(resource)
    assert len(models) > 18
