# SPDX-License-Identifier: Apache-2.0
"""45 CFR 164.508, .524, .528 and 42 CFR Part 2, rule by rule: what enforces it, what breaks it.

The rules are of one shape with those of 164.526; `where` may name a required content of a letter
(letter:id, in requirements*.toml).
"""

from __future__ import annotations

from typing import Final

from domain.amendments.law_table import Rule

_FORM: Final = "himdesk.domain.releases.authorization"
_REQUEST: Final = "himdesk.domain.releases.request"
_LOG: Final = "himdesk.domain.releases.disclosures"
_ASKED: Final = "himdesk.domain.releases.account_request"
_ASKS: Final = "domain/releases/test_account_request.py"
_FORMS: Final = "domain/releases/test_authorization.py"
_REQUESTS: Final = "domain/releases/test_request.py"
_WARNS: Final = "domain/releases/test_warnings.py"
_CHOOSING: Final = "domain/releases/test_choosing.py"
_LOGS: Final = "domain/releases/test_disclosures.py"
_DESK: Final = "services/test_releases.py"
_PACKETS: Final = "services/test_packets.py"
_DEFECT: Final = f"{_FORMS}::test_each_defect_is_named_and_nothing_else"
_ACCOUNT: Final = "printing/test_accounting.py"
_DENYING: Final = "himdesk.domain.releases.denial"
_DENIALS: Final = "domain/releases/test_denial.py"
_ANSWERS: Final = "services/test_release_answers.py"
_ASKINGS: Final = "services/test_accountings.py"
_LETTER: Final = "printing/test_lint.py::test_letter_without_a_required_content_is_refused"

ELEMENTS: Final = {
    "description": Rule("164.508(c)(1)(i)", "what is released", f"{_FORM}:_core", _DEFECT),
    "discloser": Rule("164.508(c)(1)(ii)", "who may disclose", f"{_FORM}:_core", _DEFECT),
    "recipient": Rule("164.508(c)(1)(iii)", "who may receive", f"{_FORM}:_core", _DEFECT),
    "purpose": Rule("164.508(c)(1)(iv)", "for what purpose", f"{_FORM}:_purpose", _DEFECT),
    "expiration": Rule(
        "164.508(c)(1)(v)", "until which day or event", f"{_FORM}:_expiration", _DEFECT
    ),
    "signature": Rule("164.508(c)(1)(vi)", "signature and day", f"{_FORM}:_core", _DEFECT),
    "representative": Rule("164.508(c)(1)(vi)", "a representative's authority",
                           f"{_FORM}:_core", _DEFECT),
    "right to revoke": Rule("164.508(c)(2)(i)", "the right to revoke",
                            f"{_FORM}:_statements", _DEFECT),
    "conditioning": Rule("164.508(c)(2)(ii)", "whether treatment depends on it",
                         f"{_FORM}:_statements", _DEFECT),
    "redisclosure": Rule("164.508(c)(2)(iii)", "that it may be disclosed again",
                         f"{_FORM}:_statements", _DEFECT),
    "plain language": Rule("164.508(c)(3)", "plain language", f"{_FORM}:_statements", _DEFECT),
    "copy": Rule("164.508(c)(4)", "a copy if we sought it", f"{_FORM}:_statements", _DEFECT),
    "not revoked": Rule("164.508(b)(2)(iii)", "known to be revoked", f"{_FORM}:_defects", _DEFECT),
    "not known false": Rule("164.508(b)(2)(v)", "known to be false", f"{_FORM}:_defects", _DEFECT),
    "not compound": Rule("164.508(b)(2)(iv)", "combined with another", f"{_FORM}:_defects",
                         _DEFECT),
    "Part 2 notice": Rule("42 CFR 2.31", "wording of the notice in force", f"{_FORM}:_notice",
                          _DEFECT),
}  # fmt: skip
"""Each line of the checklist that the law asks for, by its name."""

RULES: Final = (
    *ELEMENTS.values(),
    Rule("164.508(a)(2)", "psychotherapy notes have an authorization of their own",
         "himdesk.domain.releases.choosing:_uncovered",
         f"{_CHOOSING}::test_psychotherapy_notes_need_an_authorization_of_their_own"),
    Rule("164.508(b)(2)(i)", "an expired form is a defect", f"{_FORM}:_expiration", _DEFECT),
    Rule("164.508(b)(2)(ii)", "a form not filled out is a defect", f"{_FORM}:failing",
         f"{_FORMS}::test_an_empty_form_fails_every_element_of_the_law"),
    Rule("164.508(b)(2)", "a defective form goes back with exactly its defects",
         "himdesk.printing.letters.release_notices:AuthorizationReturn",
         "services/test_release_letters.py::"
         "test_s19_a_defective_form_goes_back_with_exactly_its_defects"),
    Rule("164.508(a)(1)", "a defective or missing form keeps the release shut",
         f"{_REQUEST}:shut_by", f"{_REQUESTS}::test_each_reason_keeps_it_shut"),
    Rule("164.508(a)(1)", "nothing is built while it is shut",
         "himdesk.services.releases.packets.building:Packets.build",
         f"{_PACKETS}::test_a_shut_or_empty_release_builds_nothing"),
    Rule("164.514(h)", "identity and authority are verified first", f"{_REQUEST}:shut_by",
         f"{_REQUESTS}::test_each_reason_keeps_it_shut"),
    Rule("164.502(f)", "records are protected for 50 years after death",
         "himdesk.domain.releases.warnings:PROTECTED_YEARS",
         f"{_WARNS}::test_the_dead_are_protected_for_fifty_years"),
    Rule("164.502(g)(4)", "an executor or administrator acts for the deceased",
         "himdesk.domain.releases.warnings:warnings",
         f"{_WARNS}::test_the_dead_are_protected_for_fifty_years"),
    Rule("164.502(g)(3)", "a parent stands for a minor, but not for all care",
         "himdesk.domain.releases.warnings:warnings",
         f"{_WARNS}::test_a_parent_stands_for_a_minor_until_the_eighteenth_birthday"),
    Rule("164.514(h)", "an address that nobody verified is told",
         "himdesk.services.releases.requests.minding:minded",
         "services/test_directory.py::test_an_address_that_nobody_verified_is_told"),
    Rule("164.514(d)(5)", "a whole chart is justified",
         "himdesk.domain.releases.choosing:minimum_missing",
         f"{_CHOOSING}::test_a_whole_chart_is_justified_where_the_minimum_necessary_applies"),
    Rule("164.524(a)(1)(i)", "patients get no psychotherapy notes",
         "himdesk.domain.releases.choosing:_uncovered",
         f"{_CHOOSING}::test_psychotherapy_notes_need_an_authorization_of_their_own"),
    Rule("164.524(b)(2)(i)", "30 days after receipt", f"{_REQUEST}:due",
         f"{_REQUESTS}::test_access_has_thirty_days_and_one_extension_in_time"),
    Rule("164.524(b)(2)(iii)", "one extension of at most 30 days, in time",
         "himdesk.domain.releases.request:check_extension",
         f"{_DESK}::test_access_is_extended_once_and_in_time"),
    Rule("164.524(b)(2)(iii)(A)", "an extension counts once its letter was sent",
         "himdesk.services.correspondence.releases.sending:note",
         f"{_ANSWERS}::test_an_extension_counts_once_its_letter_was_sent"),
    Rule("164.524(b)(2)(iii)(A)", "its letter gives the reasons", "letter:access-extension-reason",
         _LETTER),
    Rule("164.524(b)(2)(iii)(A)", "its letter gives the day", "letter:access-extension-until",
         _LETTER),
    Rule("164.524(b)(2)(iii)(B)", "its letter says that there is no other",
         "letter:access-extension-once", _LETTER),
    Rule("164.524(b)(2)(i)", "acceptance is told, with the day", "letter:accept-due", _LETTER),
    Rule("164.524(c)(1)", "acceptance says what is given", "letter:accept-records", _LETTER),
    Rule("164.524(c)(2)", "acceptance says in which form", "letter:accept-form", _LETTER),
    Rule("164.524(c)(3)", "acceptance says where it goes", "letter:accept-address", _LETTER),
    Rule("164.524(c)(4)", "acceptance says what it costs", "letter:accept-fees", _LETTER),
    Rule("164.524(c)(4)", "acceptance says each amount", "letter:accept-amounts", _LETTER),
    Rule("164.524(a)(2), (a)(3)", "access is denied on a basis of the law only",
         f"{_DENYING}:check_denial",
         f"{_DENIALS}::test_a_denial_has_a_basis_of_the_law"),
    Rule("164.524(a)(4)", "another professional reviews it",
         f"{_DENYING}:check_review",
         f"{_DENIALS}::test_another_professional_reviews_what_may_be_reviewed"),
    Rule("164.524(d)(1)", "what is not denied is given all the same",
         "himdesk.services.releases.requests.denials:Denials.deny",
         f"{_ANSWERS}::test_what_is_not_denied_goes_all_the_same"),
    Rule("164.524(d)(1)", "the denial says what is given", "letter:access-denial-given", _LETTER),
    Rule("164.524(d)(1)", "so does a letter of what we do not hold", "letter:elsewhere-given",
         _LETTER),
    Rule("164.524(d)(2)(i)", "the denial says its basis", "letter:access-denial-basis", _LETTER),
    Rule("164.524(d)(2)(ii)", "the denial says that it is reviewed, and by whom",
         "letter:access-denial-review", _LETTER),
    Rule("164.524(d)(2)(ii)", "the denial says how to ask for that",
         "letter:access-denial-review-how", _LETTER),
    Rule("164.524(d)(2)(iii)", "it says whom to complain to", "letter:access-complain-name",
         _LETTER),
    Rule("164.524(d)(2)(iii)", "with the title", "letter:access-complain-title", _LETTER),
    Rule("164.524(d)(2)(iii)", "and the telephone", "letter:access-complain-phone", _LETTER),
    Rule("164.524(d)(2)(iii)", "and how to complain to the Secretary",
         "letter:access-secretary", _LETTER),
    Rule("164.524(d)(3)", "what we do not hold is told", "letter:elsewhere-lacking", _LETTER),
    Rule("164.524(d)(3)", "and who holds it, if we know", "letter:elsewhere-holder", _LETTER),
    Rule("164.524(d)(4)", "the reviewer's determination binds",
         "himdesk.services.releases.requests.denials:Denials.review",
         f"{_ANSWERS}::test_a_denial_names_its_basis_and_another_professional_reviews_it"),
    Rule("164.524(d)(4)", "who reviewed is told", "letter:review-reviewer", _LETTER),
    Rule("164.524(d)(4)", "what was determined is told", "letter:review-determination", _LETTER),
    Rule("164.524(d)(4)", "and whether the decision stands", "letter:review-outcome", _LETTER),
    Rule("164.502(g)(4)", "a letter asks for the executor's or administrator's authority",
         "himdesk.services.correspondence.releases.access:proof",
         f"{_ANSWERS}::test_s16_a_daughter_of_the_dead_is_asked_for_letters_testamentary"),
    Rule("164.502(g)(2)", "what a parent signed for a minor ends when the minor is of age",
         "himdesk.domain.releases.warnings:warnings",
         f"{_WARNS}::test_what_a_parent_signed_for_a_minor_ends_with_the_eighteenth_birthday"),
    Rule("164.524(c)(3)(ii)", "a directive to a third person is written, signed, and clear",
         "himdesk.domain.releases.directive:directive_checklist",
         f"{_REQUESTS}::test_a_directive_keeps_it_shut_until_it_is_whole"),
    Rule("164.524(c)(4)", "no fee for search from patients",
         "himdesk.domain.releases.fees:invoice",
         f"{_LOGS}::test_patients_pay_for_copying_and_postage_only"),
    Rule("164.524(c)(4)", "labour of copying, supplies, postage, or a flat fee for a file",
         "himdesk.domain.releases.charges:SiteFees.charge",
         "domain/releases/test_charges.py"
         "::test_patients_pay_labour_supplies_and_postage_by_how_it_goes"),
    Rule("164.528(a)(1)", "six years back", f"{_LOG}:look_back",
         f"{_LOGS}::test_an_accounting_goes_back_six_years"),
    Rule("164.528(a)(1)", "what is excluded, and nothing else",
         "himdesk.domain.releases.basis:GROUNDS",
         f"{_LOGS}::test_the_exclusions_are_those_of_the_law"),
    Rule("164.528(a)(2)(i)", "a written statement suspends for its time",
         f"{_LOG}:Suspension.hides",
         f"{_LOGS}::test_s23_what_is_shown_summarised_suspended_and_left_out"),
    Rule("164.528(a)(2)(ii)", "an oral one for 30 days at most", f"{_LOG}:Suspension.ends",
         f"{_LOGS}::test_an_oral_suspension_lasts_thirty_days"),
    Rule("164.528(b)(2)", "day, recipient, address, what and why",
         "himdesk.services.releases.disclosures:Disclosures.record",
         f"{_DESK}::test_a_disclosure_is_complete_and_past"),
    Rule("164.528(b)(2)", "the report has them", "himdesk.printing.accounting:as_pdf",
         f"{_ACCOUNT}::test_every_entry_has_what_the_law_asks"),
    Rule("164.528(b)(3)", "a series is one row", f"{_LOG}:accounting",
         f"{_LOGS}::test_s23_what_is_shown_summarised_suspended_and_left_out"),
    Rule("164.528(c)(1)(i)", "60 days after receipt", f"{_ASKED}:due",
         f"{_ASKS}::test_an_accounting_has_sixty_days_and_one_extension_of_thirty"),
    Rule("164.528(c)(1)(ii)", "one extension of at most 30 days, in time, with reasons",
         f"{_ASKED}:check_extension",
         f"{_ASKS}::test_an_extension_is_one_in_time_with_reasons_and_a_day"),
    Rule("164.528(c)(1)(ii)", "it counts once its letter was sent",
         "himdesk.services.correspondence.releases.sending:note",
         f"{_ASKINGS}::test_its_letters_tell_the_fee_and_more_time_and_count_once_sent"),
    Rule("164.528(c)(1)(ii)(A)", "its letter gives the reasons",
         "letter:accounting-extension-reason", _LETTER),
    Rule("164.528(c)(1)(ii)(A)", "its letter gives the day", "letter:accounting-extension-until",
         _LETTER),
    Rule("164.528(c)(1)(ii)(B)", "its letter says that there is no other",
         "letter:accounting-extension-once", _LETTER),
    Rule("164.528(c)(2)", "one whose file can't be written was not given",
         "himdesk.services.releases.handing:handing",
         f"{_ASKINGS}::test_one_whose_file_cannot_be_written_was_not_given"),
    Rule("164.528(c)(2)(i)", "a letter says that the first is free", "letter:accounting-fee-free",
         _LETTER),
    Rule("164.528(c)(2)(ii)", "it tells the fee", "letter:accounting-fee-amount", _LETTER),
    Rule("164.528(c)(2)(ii)", "and that the request may be withdrawn or changed",
         "letter:accounting-fee-change", _LETTER),
    Rule("164.528(c)(2)(ii)", "a fee is told in advance, and agreed to",
         f"{_ASKED}:withheld_because",
         f"{_ASKS}::test_a_fee_is_told_in_advance_and_agreed_to"),
    Rule("164.528(c)(2)(ii)", "the request may be withdrawn or modified to avoid it",
         "himdesk.services.releases.accountings.desk:Accountings.modify",
         "services/test_accountings.py"
         "::test_a_second_one_within_a_year_waits_for_the_fee_to_be_agreed_to"),
    Rule("164.528(c)(2)", "the first in twelve months is free", f"{_LOG}:is_free",
         f"{_LOGS}::test_the_first_accounting_in_twelve_months_is_free"),
    Rule("164.528(d)", "the accounting given is kept",
         "himdesk.services.releases.disclosures:Disclosures.give",
         f"{_DESK}::test_s23_the_accounting_of_a_patient"),
    Rule("42 CFR 2.31", "a general authorization is not enough", f"{_REQUEST}:shut_by",
         f"{_REQUESTS}::test_sensitive_records_need_a_consent_that_names_them"),
    Rule("42 CFR 2.32", "the notice goes along, and the scope of the consent",
         "himdesk.services.releases.packets.notices:part2_notice",
         f"{_PACKETS}::test_part_2_records_carry_the_notice"),
)  # fmt: skip
"""The sections, rule by rule."""
