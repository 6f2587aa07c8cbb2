# SPDX-License-Identifier: Apache-2.0
"""What is wrong with an authorization or a directive, in the language of the letter about it.

The checklist speaks English; here are its names and sentences in Spanish, `{}` for what it quotes.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final

from himdesk.printing.letters.release_notices import Defect

if TYPE_CHECKING:
    from collections.abc import Callable

    from himdesk.domain.releases.authorization import Element

_DAY: Final = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")

_NAMES: Final = {
    "description": "descripción",
    "discloser": "quién divulga",
    "recipient": "destinatario",
    "purpose": "propósito",
    "expiration": "vencimiento",
    "signature": "firma",
    "representative": "representante",
    "right to revoke": "derecho a revocar",
    "conditioning": "condicionamiento",
    "redisclosure": "nueva divulgación",
    "plain language": "lenguaje sencillo",
    "copy": "copia",
    "not revoked": "sin revocar",
    "not known false": "sin falsedad conocida",
    "not compound": "sin combinar",
    "identity": "identidad",
    "date": "fecha",
    "Part 2 notice": "aviso de la Parte 2",
    "in writing": "por escrito",
    "signed": "firmada",
    "person": "persona",
    "day": "día",
    "place": "lugar",
    "scan": "copia escaneada",
}

_SENTENCES: Final = {
    "It does not say what is to be released in a specific and meaningful way.":
        "No dice de manera específica y comprensible qué debe divulgarse.",
    "It does not say who may disclose.": "No dice quién puede divulgar.",
    "It does not say who may receive.": "No dice quién puede recibir.",
    "It is not signed and dated.": "No está firmada y fechada.",
    "It does not describe the representative's authority to act for the patient.":
        "No describe la autoridad del representante para actuar por el paciente.",
    '"{}" is enough only where the individual initiates it.':
        '"{}" basta solo cuando la propia persona la inicia.',
    "It does not state the purpose.": "No indica el propósito.",
    "It has no expiration date or event.": "No tiene fecha ni suceso de vencimiento.",
    "It expired on {}.": "Venció el {}.",
    "It expired: {} has occurred.": "Venció: ya ocurrió {}.",
    '"{}" is enough for research only.': '"{}" basta solo para investigación.',
    "It does not state the right to revoke it and how.":
        "No indica el derecho a revocarla ni cómo.",
    "It does not state whether treatment depends on it.":
        "No indica si el tratamiento depende de ella.",
    "It does not state that it may be disclosed again.":
        "No indica que la información puede volver a divulgarse.",
    "It is not written in plain language.": "No está escrita en lenguaje sencillo.",
    "We asked for it, and the individual got no copy.":
        "Nosotros la pedimos, y la persona no recibió copia.",
    "It was revoked on {}.": "Fue revocada el {}.",
    "Material information in it is known to be false.":
        "Se sabe que contiene información importante que es falsa.",
    "An authorization for psychotherapy notes may not be combined with {}.":
        "Una autorización para notas de psicoterapia no puede combinarse con {}.",
    "It may not be combined with {}.": "No puede combinarse con {}.",
    "Name and birth date on it are not those of the chart.":
        "El nombre y la fecha de nacimiento no son los del expediente.",
    "It is dated after it was received.": "Su fecha es posterior a su recepción.",
    "It was signed {} days before it was received, more than {}.":
        "Se firmó {} días antes de su recepción, más de {}.",
    "The redisclosure wording is not one in force since 2024 (42 CFR 2.31, 2.32).":
        "El texto sobre nueva divulgación no es uno vigente desde 2024 (42 CFR 2.31, 2.32).",
    "It is not in writing.": "No está por escrito.",
    "It is not signed by the individual, with the day.":
        "No está firmada por la persona, con el día.",
    "It is dated after the request came.": "Su fecha es posterior a la solicitud.",
    "It does not clearly identify the designated person.":
        "No identifica claramente a la persona designada.",
    "It designates {}, and the request names another recipient.":
        "Designa a {}, y la solicitud nombra a otro destinatario.",
    "It does not clearly say where to send the copy.":
        "No dice claramente adónde enviar la copia.",
    "The scan of it is not named.": "No se indica su copia escaneada.",
}  # fmt: skip


def defect(element: Element, language: str, day: Callable[[date], str]) -> Defect:
    """A failing element as a letter names it; what has no translation stays in English.

    `day` writes the days that it names out.
    """
    name, text = element.name, element.text
    if language == "es":
        name, text = _NAMES.get(name, name), _spanish(text)
    text = _DAY.sub(lambda found: day(date.fromisoformat(found[0])), text)
    return Defect(element=f"{name[0].upper()}{name[1:]}", paragraph=element.paragraph, text=text)


def _spanish(text: str) -> str:
    for english, spanish in _SENTENCES.items():
        pattern = re.escape(english).replace(re.escape("{}"), "(.+)")
        found = re.fullmatch(pattern, text, re.DOTALL)
        if found is not None:
            return spanish.format(*found.groups())
    return text
