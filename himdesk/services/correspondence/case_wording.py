# SPDX-License-Identifier: Apache-2.0
"""What letters say of an amendment request in the language of the letter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from himdesk.domain.amendments.law import Basis

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseWording:
    """Words of one language; `amended` and `pending` say what the record says or will say."""

    amended: str
    pending: str
    moot: str
    bases: Mapping[Basis, str]
    officer: str
    limit: str
    no_limit: str
    all_pages: str
    not_stated: str
    answers: tuple[str, ...]


CASE_WORDING: Final[dict[str, CaseWording]] = {
    "en": CaseWording(
        amended="We linked a correction to the record: “{wanted}”. The original stays readable.",
        pending="We are linking a correction to the record: “{wanted}”. The original stays "
        "readable.",
        moot="This entry is no longer part of your record.",
        bases={
            Basis.NOT_CREATED_HERE: "We did not create the information, and we believe that those "
            "who created it can still be asked.",
            Basis.NOT_IN_RECORD_SET: "The information is not part of the records that we use to "
            "make decisions about you.",
            Basis.NOT_INSPECTABLE: "The information is of a kind that the law does not let you "
            "inspect.",
            Basis.ACCURATE: "The information is accurate and complete.",
        },
        officer="Privacy Officer",
        limit="It may be as long as {limit}.",
        no_limit="It may be as long as you need.",
        all_pages="all pages",
        not_stated="not stated",
        answers=(
            "The patient is right; I recommend to amend.",
            "The entry is accurate and complete.",
            "I am not the author; ask:",
        ),
    ),
    "es": CaseWording(
        amended="Añadimos al registro una corrección: «{wanted}». "
        "El original sigue siendo legible.",
        pending="Estamos añadiendo al registro una corrección: «{wanted}». "
        "El original sigue siendo legible.",
        moot="Esta anotación ya no forma parte de su expediente.",
        bases={
            Basis.NOT_CREATED_HERE: "Nosotros no creamos la información, y creemos que aún se "
            "puede preguntar a quien la creó.",
            Basis.NOT_IN_RECORD_SET: "La información no forma parte de los registros con los que "
            "tomamos decisiones sobre usted.",
            Basis.NOT_INSPECTABLE: "La información es de una clase que la ley no le permite "
            "inspeccionar.",
            Basis.ACCURATE: "La información es exacta y completa.",
        },
        officer="Responsable de privacidad",
        limit="Puede tener una extensión de hasta {limit}.",
        no_limit="Puede tener la extensión que usted necesite.",
        all_pages="todas las páginas",
        not_stated="no consta",
        answers=(
            "El paciente tiene razón; recomiendo enmendar.",
            "La anotación es exacta y completa.",
            "No soy el autor; pregunten a:",
        ),
    ),
}
"""The words by language."""
