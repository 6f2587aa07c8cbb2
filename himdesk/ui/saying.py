# SPDX-License-Identifier: Apache-2.0
"""What fields and coded values are called on every screen: words, where records hold codes.

Only what is shown goes through here; the ledger, the console and every export keep the codes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

FIELDS: Final = {
    "family": "Last name",
    "given": "First name",
    "middle": "Middle name",
    "prefix": "Prefix",
    "suffix": "Suffix",
    "birth_date": "Birth date",
    "sex": "Sex",
    "deceased": "Deceased",
    "language": "Language",
    "marital_status": "Marital status",
    "ssn": "SSN",
    "phone": "Phone",
    "mobile": "Mobile",
    "email": "E-mail",
    "address": "Address",
    "at": "From",
    "until": "Until",
    "line": "Street",
    "postal_code": "ZIP",
    "system": "Kind",
    "flag": "Mark",
    "encounter_class": "Kind of visit",
    "registered_name": "Registered as",
    "registered_birth_date": "Registered birth date",
    "registered_mrn": "Registered MRN",
    "registrar": "Registered by",
    "content_type": "File type",
    "doc_status": "State",
    "revision": "Revision",
    "signed_at": "Signed on",
    "payor": "Payer",
    "member": "Member number",
    "encounter_id": "Visit",
    "parent_id": "Belongs to",
}
"""What a field is called; one that is missing here is called as it is named, see `field`."""

_TYPES: Final = {
    "DocumentReference": "document",
    "DiagnosticReport": "report",
    "MedicationRequest": "prescription",
    "ServiceRequest": "order",
    "AllergyIntolerance": "allergy",
    "Observation": "observation",
    "stub": "note that an entry was removed",
    "Account": "account",
    "MR": "MRN",
    "SS": "SSN",
    "DL": "driver's license",
    "PPN": "passport",
    "MC": "Medicare number",
    "MA": "Medicaid number",
    "MB": "member number",
    "AN": "account number",
    "VN": "visit number",
    "PI": "internal number",
    "PT": "external number",
}
_USES: Final = {"usual": "in use", "official": "legal", "old": "no longer in use"}
_YES: Final = {"true": "yes", "false": "no"}

ROLES: Final = {
    "admin": "administrator",
    "privacy": "privacy officer",
    "roi": "release of information",
}
"""Roles whose names in the accounts are short for something."""

VALUES: Final = {
    "language": {
        "ar": "Arabic", "bn": "Bengali", "de": "German", "el": "Greek", "en": "English",
        "es": "Spanish", "fa": "Persian", "fr": "French", "gu": "Gujarati", "hi": "Hindi",
        "hmn": "Hmong", "ht": "Haitian Creole", "hy": "Armenian", "it": "Italian",
        "ja": "Japanese", "km": "Khmer", "ko": "Korean", "lo": "Lao", "ne": "Nepali",
        "nl": "Dutch", "no": "Norwegian", "pa": "Punjabi", "pl": "Polish", "pt": "Portuguese",
        "ro": "Romanian", "ru": "Russian", "so": "Somali", "sv": "Swedish", "sw": "Swahili",
        "ta": "Tamil", "te": "Telugu", "th": "Thai", "tl": "Tagalog", "tr": "Turkish",
        "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese", "yi": "Yiddish", "zh": "Chinese",
    },
    "marital_status": {
        "A": "annulled", "D": "divorced", "I": "interlocutory", "L": "legally separated",
        "M": "married", "P": "polygamous", "S": "never married", "T": "domestic partner",
        "U": "unmarried", "UNK": "not known", "W": "widowed", "C": "common law",
    },
    "encounter_class": {
        "AMB": "outpatient", "ACUTE": "inpatient, acute", "EMER": "emergency",
        "FLD": "in the field", "HH": "at home", "IMP": "inpatient", "NONAC": "inpatient",
        "OBSENC": "observation", "PRENC": "before admission", "SS": "short stay",
        "VR": "by telephone or video",
    },
    "type": _TYPES,
    "use": _USES,
    "deceased": _YES,
    "negated": _YES,
    "active": _YES,
    "doc_status": {"final": "final", "entered-in-error": "entered in error"},
    "status": {"in-progress": "in progress", "entered-in-error": "entered in error"},
    "revision": {"late-entry": "late entry"},
    "sensitivity": {"part2": "Part 2", "psychotherapy": "psychotherapy notes"},
    "criticality": {"unable-to-assess": "could not be judged"},
    "content_type": {
        "text/plain": "text", "application/pdf": "PDF", "image/png": "picture",
        "image/jpeg": "picture", "image/tiff": "scan",
    },
}  # fmt: skip
"""The words for the codes of a field (HL7 and FHIR tables), by the field's name."""

_STAMP: Final = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?")


def field(name: str) -> str:
    """What a field is called: "Last name" for `choice_family`, "Middle name" for `middle`."""
    plain = name.removeprefix("choice_")
    return FIELDS.get(plain) or plain.replace("_", " ").capitalize()


def value(name: str, code: str) -> str:
    """What a field says, in words; what no table knows stays as it is, times without seconds."""
    known = VALUES.get(name.removeprefix("choice_"), {})
    if code in known:
        return known[code]
    if name.removeprefix("choice_") == "language":
        return known.get(code.split("-", maxsplit=1)[0].lower(), code)
    return moment(code)


def roles(names: Iterable[str]) -> str:
    """Roles as people call them, in the order of their names."""
    return ", ".join(ROLES.get(name, name) for name in sorted(names))


def moment(text: str) -> str:
    """A time as people write it, as it was on the wall clock there: "2026-08-20 14:15"."""
    found = _STAMP.fullmatch(text)
    return f"{found[1]} {found[2]}" if found else text
