# SPDX-License-Identifier: Apache-2.0
"""What letters say of entries in the language of the letter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from himdesk.domain.charts.items import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """Words of one language; `kinds` are the singular and the plural of each kind of entry."""

    removed: str
    added: str
    clinicians: str
    relying: str
    divided: str
    retracted: str
    enclosed: str
    record: str
    why: str
    kinds: Mapping[Kind, tuple[str, str]]
    to_check: tuple[str, ...]
    answers: tuple[str, ...]

    def count(self, kind: Kind, number: int) -> str:
        """How many entries of a kind."""
        one, several = self.kinds[kind]
        return f"{number} {one if number == 1 else several}"


WORDING: Final[dict[str, Wording]] = {
    "en": Wording(
        removed="removed",
        added="added",
        clinicians="Clinicians who treat this patient",
        relying="All who hold or rely on this document",
        divided="Pages or lines of a document that is partly about you",
        retracted="The document is retracted",
        enclosed="see the enclosed page",
        record="The legal health record",
        why="The entry had been written in the wrong chart.",
        kinds={
            Kind.ENCOUNTER: ("visit or stay", "visits or stays"),
            Kind.DOCUMENT: ("document", "documents"),
            Kind.CLINICAL: (
                "result or other medical entry",
                "results or other medical entries",
            ),
            Kind.COVERAGE: ("insurance entry", "insurance entries"),
        },
        to_check=(
            "Your allergies, medicines and problems: tell us what is missing or not yours",
            "Messages and results in the patient portal",
            "Bills and insurance statements that you do not recognize",
        ),
        answers=(
            "I have reviewed the entries; they belong to this patient and I sign them.",
            "They need an addendum, which I will write.",
            "They do not belong to this patient.",
        ),
    ),
    "es": Wording(
        removed="retirado",
        added="añadido",
        clinicians="Profesionales que atienden a este paciente",
        relying="Quienes tienen o usan este documento",
        divided="Páginas o líneas de un documento que en parte trata de usted",
        retracted="El documento queda retirado",
        enclosed="véase la página adjunta",
        record="El expediente médico legal",
        why="La entrada se había escrito en el expediente equivocado.",
        kinds={
            Kind.ENCOUNTER: ("visita o estancia", "visitas o estancias"),
            Kind.DOCUMENT: ("documento", "documentos"),
            Kind.CLINICAL: (
                "resultado u otra anotación médica",
                "resultados u otras anotaciones médicas",
            ),
            Kind.COVERAGE: ("dato de seguro", "datos de seguro"),
        },
        to_check=(
            "Sus alergias, medicinas y problemas: díganos qué falta o no es suyo",
            "Mensajes y resultados en el portal del paciente",
            "Cuentas y avisos del seguro que usted no reconoce",
        ),
        answers=(
            "He revisado las entradas; son de este paciente y las firmo.",
            "Necesitan una adenda, que voy a escribir.",
            "No son de este paciente.",
        ),
    ),
}
"""The words by language."""
