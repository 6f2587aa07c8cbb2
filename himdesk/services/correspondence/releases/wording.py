# SPDX-License-Identifier: Apache-2.0
"""What letters say of a request for release in the language of the letter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from himdesk.domain.releases.denial import DenialBasis
from himdesk.domain.releases.request import Delivery

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseWording:
    """Words of one language; `period` has the first and last day, `page` those charged less."""

    bases: Mapping[DenialBasis, str]
    forms: Mapping[Delivery, str]
    period: str
    beginning: str
    everything: str
    flat: str
    labour: str
    page: str
    first_pages: str
    later_page: str
    supplies: str
    search: str
    postage: str


RELEASE_WORDING: Final[dict[str, ReleaseWording]] = {
    "en": ReleaseWording(
        bases={
            DenialBasis.EXCLUDED: "They are psychotherapy notes, or were put together for a legal "
            "proceeding. The right of access does not reach them.",
            DenialBasis.INMATE: "A copy would endanger the health, safety or custody of you or "
            "others at the correctional institution.",
            DenialBasis.RESEARCH: "They belong to research that includes treatment and is still "
            "under way. You agreed to wait until it ends; you have access again then.",
            DenialBasis.PRIVACY_ACT: "The federal Privacy Act (5 U.S.C. 552a) does not let us give "
            "access to them.",
            DenialBasis.PROMISE: "Somebody who is no health care provider told us in confidence, "
            "and access would show who it was.",
            DenialBasis.ENDANGERS: "A licensed health care professional judged that access is "
            "reasonably likely to endanger the life or physical safety of you or another person.",
            DenialBasis.OTHER_PERSON: "They speak of another person, and a licensed health care "
            "professional judged that access is reasonably likely to cause that person "
            "substantial harm.",
            DenialBasis.REPRESENTATIVE: "A licensed health care professional judged that access "
            "by a personal representative is reasonably likely to cause substantial harm to the "
            "patient or another person.",
        },
        forms={
            Delivery.PAPER: "copies on paper",
            Delivery.FILE: "an encrypted electronic file (PDF)",
            Delivery.FAX: "a fax",
        },
        period="records from {since} to {until}",
        beginning="the beginning",
        everything="the records that you asked for, of all dates",
        flat="Copying, flat fee",
        labour="Labor for copying",
        page="Each page",
        first_pages="Each of the first {count} pages",
        later_page="Each further page",
        supplies="Supplies",
        search="Search and retrieval",
        postage="Postage",
    ),
    "es": ReleaseWording(
        bases={
            DenialBasis.EXCLUDED: "Son notas de psicoterapia, o se reunieron para un proceso "
            "legal. El derecho de acceso no las incluye.",
            DenialBasis.INMATE: "Una copia pondría en peligro la salud, la seguridad o la "
            "custodia de usted o de otras personas en el centro penitenciario.",
            DenialBasis.RESEARCH: "Forman parte de una investigación con tratamiento que sigue en "
            "curso. Usted aceptó esperar hasta que termine; entonces volverá a tener acceso.",
            DenialBasis.PRIVACY_ACT: "La ley federal de privacidad (Privacy Act, 5 U.S.C. 552a) no "
            "nos permite dar acceso a ellos.",
            DenialBasis.PROMISE: "Nos lo dijo en confianza alguien que no es proveedor de atención "
            "médica, y el acceso mostraría quién fue.",
            DenialBasis.ENDANGERS: "Un profesional de la salud con licencia consideró que es "
            "razonablemente probable que el acceso ponga en peligro la vida o la seguridad física "
            "de usted o de otra persona.",
            DenialBasis.OTHER_PERSON: "Hablan de otra persona, y un profesional de la salud con "
            "licencia consideró que es razonablemente probable que el acceso le cause un daño "
            "considerable.",
            DenialBasis.REPRESENTATIVE: "Un profesional de la salud con licencia consideró que es "
            "razonablemente probable que el acceso de un representante personal cause un daño "
            "considerable al paciente o a otra persona.",
        },
        forms={
            Delivery.PAPER: "copias en papel",
            Delivery.FILE: "un archivo electrónico cifrado (PDF)",
            Delivery.FAX: "un fax",
        },
        period="expedientes de {since} a {until}",
        beginning="el principio",
        everything="los expedientes que usted pidió, de todas las fechas",
        flat="Copia, tarifa fija",
        labour="Trabajo de copiar",
        page="Cada página",
        first_pages="Cada una de las primeras {count} páginas",
        later_page="Cada página adicional",
        supplies="Materiales",
        search="Búsqueda y recuperación",
        postage="Franqueo",
    ),
}
"""The words by language."""
