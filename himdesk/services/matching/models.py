# SPDX-License-Identifier: Apache-2.0
"""The model in use, read once as long as nobody changes it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from himdesk.matching.batch import untrained
from himdesk.matching.model.document import from_json
from himdesk.matching.records.reference import Reference, load_reference
from himdesk.store.matching import models

if TYPE_CHECKING:
    from himdesk.matching.model.document import Model
    from himdesk.store.engine import Transaction


@dataclass(slots=True)
class Shelf:
    """Reference tables and models that were read already."""

    _reference: Reference | None = None
    _models: dict[int, Model] = field(default_factory=dict)

    @property
    def reference(self) -> Reference:
        """Names, nicknames and the like."""
        if self._reference is None:
            self._reference = load_reference()
        return self._reference

    def in_use(self, session: Transaction) -> tuple[int, Model]:
        """The version in use and its model."""
        version = models.in_use(session)
        return version, self.model(session, version)

    def model(self, session: Transaction, version: int) -> Model:
        """The model of a version; 0 is what is believed before any training."""
        if version not in self._models:
            found = untrained()
            if version:
                found = from_json(models.get(session, version).document)
            self._models[version] = found
        return self._models[version]
