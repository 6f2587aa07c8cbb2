# SPDX-License-Identifier: Apache-2.0
"""45 CFR 164.526, rule by rule: what enforces it, and the test that breaks it.

`where` is a name of the program (module:name) or a required content of the letters
(letter:id, in requirements.toml); `test` is the file under tests/ and the test in it.
"""

from __future__ import annotations

from typing import Final, NamedTuple

_STEPS: Final = "himdesk.domain.amendments.steps"
_CASE: Final = "domain/amendments/test_amendment_case.py"
_CLOCK: Final = "domain/amendments/test_amendment_clock.py"
_DESK: Final = "services/test_cases.py"
_FILES: Final = "services/test_case_files.py"
_LATER: Final = "cli/test_scenarios_requests.py"
_CONSOLE: Final = "cli/test_requests.py"
_LINT: Final = "printing/test_lint.py::test_letter_without_a_required_content_is_refused"


class Rule(NamedTuple):
    """A rule of the section: its paragraph, what it says, what enforces it, what tests it."""

    paragraph: str
    says: str
    where: str
    test: str


RULES: Final = (
    Rule("(a)(2)", "four bases of a denial and no other", "himdesk.domain.amendments.law:Basis",
         f"{_CASE}::test_a_denial_has_one_of_four_bases_and_nothing_else_has"),
    Rule("(a)(2)(i)", "made by others is no basis if the originator is gone",
         f"{_STEPS}.deciding:Decided._check_denial",
         f"{_CASE}::test_a_denial_has_one_of_four_bases_and_nothing_else_has"),
    Rule("(b)(1)", "a reason is owed only where patients were told so",
         f"{_STEPS}.intake:Opened._missing",
         f"{_CASE}::test_a_reason_is_owed_only_where_patients_were_told_so"),
    Rule("(b)(1)", "a request in writing is kept as it came, byte for byte",
         "himdesk.services.amendments.attachments:added",
         f"{_FILES}::test_files_come_with_the_request_and_later_and_stay_as_they_came"),
    Rule("(b)(1)", "the request names the records, the requester, and how both were checked",
         f"{_STEPS}.intake:Opened._missing",
         f"{_CASE}::test_an_incomplete_request_is_refused"),
    Rule("(b)(2)(i)", "60 calendar days after receipt, in the site's zone",
         "himdesk.domain.amendments.clock:first_due",
         f"{_CLOCK}::test_sixty_calendar_days_in_a_common_and_in_a_leap_year"),
    Rule("(b)(2)(i)", "days are the site's: over midnight, summer time, weekends, leap days",
         "himdesk.services.amendments.cases:Cases.today",
         f"{_LATER}::test_s15_days_are_those_of_the_site_whatever_the_day"),
    Rule("(b)(2)(i)", "what is overdue says so and stands first",
         "himdesk.domain.amendments.clock:clock",
         "ui/test_requests.py::test_an_overdue_case_says_so_and_is_first"),
    Rule("(b)(2)(i)", "the clock stops when all that was decided was told",
         "himdesk.domain.amendments.clock:acted_on",
         f"{_CLOCK}::test_the_clock_stops_when_all_that_was_decided_was_told"),
    Rule("(b)(2)(i)", "another day of receipt has a reason and shows",
         f"{_STEPS}.intake:Redated",
         f"{_CONSOLE}::test_s15_a_day_of_receipt_is_changed_with_a_reason_and_says_so"),
    Rule("(b)(2)(i)", "nothing happens before the day of receipt",
         f"{_STEPS}.intake:Redated", f"{_CLOCK}::test_nothing_happens_before_the_day_of_receipt"),
    Rule("(b)(2)(ii)", "no extension goes beyond 90 days, also where receipt was earlier",
         "himdesk.domain.amendments.clock:extended_to",
         f"{_CLOCK}::test_an_earlier_day_of_receipt_shortens_an_extension_to_what_the_law_allows"),
    Rule("(b)(2)(ii)", "one extension, of at most 30 days, with reasons, within the first 60",
         f"{_STEPS}.deciding:Extended",
         f"{_CLOCK}::test_an_extension_outside_the_law_is_refused"),
    Rule("(b)(2)(ii)", "it counts once its letter went in time",
         "himdesk.domain.amendments.clock:extended_to",
         f"{_CLOCK}::test_an_extension_counts_once_its_letter_went_in_time"),
    Rule("(b)(2)(ii)", "its letter is refused without reason and day, and when it is too late",
         "himdesk.services.correspondence.case:extension",
         f"{_CONSOLE}::test_s15_the_clock_cannot_be_abused"),
    Rule("(c), (d)", "a decision for each item", f"{_STEPS}.deciding:Decided",
         f"{_CASE}::test_decisions_are_per_item_and_stand_once_told"),
    Rule("(c)(1)", "the accepted record is amended, and approved by a second person",
         "himdesk.services.amendments.cases:Cases.correct",
         f"{_DESK}::test_a_correction_waits_for_the_acceptance"),
    Rule("(c)(1)", "request and record are linked, both ways",
         "himdesk.services.amendments.cases:Cases.about",
         "ui/test_requests.py::test_the_document_opens_from_the_case_and_the_case_from_the_document"),
    Rule("(c)(3)(i)", "who is named is told only with the patient's agreement",
         "himdesk.services.correspondence.case_others:told",
         f"{_CONSOLE}::test_s13_who_had_the_record_before_is_told"),
    Rule("(c)(3)(ii)", "who relies on the record is found in the disclosures",
         "himdesk.services.amendments.duties:duties",
         f"{_CONSOLE}::test_s13_who_had_the_record_before_is_told"),
    Rule("(c)(3)", "a recipient is told of every amended record, by one notice",
         "himdesk.services.correspondence.case_others:amendment_notice",
         f"{_CONSOLE}::test_one_notice_tells_a_recipient_of_all_that_it_has"),
    Rule("(c)(3)", "no case is closed while someone is owed a notice or a system is open",
         f"{_STEPS}.deciding:still_owed",
         f"{_CASE}::test_a_case_closes_when_nothing_is_owed"),
    Rule("(d)(1)", "no decision letter before everything is decided",
         f"{_STEPS}.duties:LetterSent",
         f"{_CONSOLE}::test_s14_in_part_denied_disagreed_rebutted_and_released"),
    Rule("(c), (d)", "a decision, also one in part, is told by one letter",
         f"{_STEPS}.duties:check_telling", f"{_CASE}::test_a_decision_is_told_by_one_letter"),
    Rule("(d)(2)", "a disagreement is taken, also after the case was closed",
         f"{_STEPS}.dispute:Disagreed",
         f"{_CASE}::test_a_disagreement_opens_a_closed_case_again"),
    Rule("(d)(2)", "a disagreement comes after the denial it is about",
         f"{_STEPS}.dispute:Disagreed",
         f"{_CASE}::test_a_disagreement_comes_after_the_denial_went"),
    Rule("(d)(3)", "a copy of the rebuttal is owed to the patient", f"{_STEPS}.dispute:Rebutted",
         f"{_CASE}::test_s14_disagreement_rebuttal_and_what_later_releases_carry"),
    Rule("(d)(4)", "the disputed record is linked to its dispute",
         "himdesk.services.amendments.reading:disputes",
         f"{_DESK}::test_disputed_records_are_found_from_the_record"),
    Rule("(d)(5)(i)", "later releases carry a disagreement with all that belongs to it",
         "himdesk.domain.amendments.case:Case.packet_due",
         f"{_CONSOLE}::test_s14_in_part_denied_disagreed_rebutted_and_released"),
    Rule("(d)(5)(i)", "only the privacy officer leaves it out, with a reason",
         "himdesk.services.releases.packets.packing:Packing._papers",
         "services/test_packets.py::test_the_privacy_officer_alone_leaves_a_dispute_packet_out"),
    Rule("(d)(5)(ii)", "without one, request and denial go only if the patient asked for it",
         "himdesk.domain.amendments.case:Case.packet_due",
         f"{_CASE}::test_s14_disagreement_rebuttal_and_what_later_releases_carry"),
    Rule("(e)", "what another organisation amended is taken over",
         f"{_STEPS}.deciding:Decided._check_denial",
         f"{_CASE}::test_what_another_organisation_amended_is_taken_over"),
    Rule("(e)", "its patient asked for nothing: no letter is owed, and none is written",
         f"{_STEPS}.step:check_asked_by_patient",
         f"{_CONSOLE}::test_what_another_organisation_amended_is_taken_over_without_a_letter"),
    Rule("(f)", "every step is kept with day and person", "himdesk.store.desk.cases:record",
         f"{_CASE}::test_a_case_is_the_fold_of_its_log"),
    *(
        Rule(paragraph, says, f"letter:{required}", _LINT)
        for paragraph, says, required in (
            ("(b)(1)", "the query tells the author the patient's reason", "why"),
            ("(b)(2)", "the query says when the request came", "received"),
            ("(b)(2)(i)", "the acknowledgement says by when we answer", "ack-due"),
            ("(b)(2)(ii)", "the extension gives the reasons", "extension-reason"),
            ("(b)(2)(ii)", "the extension gives the day", "extension-until"),
            ("(b)(2)(ii)", "the extension says that it is the only one", "extension-once"),
            ("(c)(1)", "the acceptance names the records", "acceptance-elements"),
            ("(c)(1)", "the acceptance says how they are amended", "acceptance-how"),
            ("(c)(1)", "the notice names the amended pages", "pages"),
            ("(c)(2)", "the acceptance asks whom to tell", "acceptance-persons"),
            ("(c)(2)", "the acceptance asks for agreement", "acceptance-agreement"),
            ("(c)(3)(ii)", "the acceptance says who is told anyway", "acceptance-told"),
            ("(c)(3)", "the notice identifies the patient by name", "patient-name"),
            ("(c)(3)", "the notice identifies the patient by number", "patient-number"),
            ("(c)(3)", "the notice identifies the patient by birth date", "patient-birth-date"),
            ("(c)(3)", "the notice names the document", "document"),
            ("(c)(3)", "the notice dates the document", "document-date"),
            ("(c)(3)", "the notice says what was wrong", "was"),
            ("(c)(3)", "the notice says what is right", "now"),
            ("(c)(3)", "the notice says from when", "effective"),
            ("(d)(1)", "the denial names what is denied", "denial-elements"),
            ("(d)(1)(i)", "the denial says the basis", "denial-basis"),
            ("(d)(1)(ii)", "the denial tells of the right to disagree", "denial-disagree"),
            ("(d)(1)(ii)", "the denial says how to file it", "denial-file"),
            ("(d)(1)(iii)", "the denial offers to attach the request", "denial-attach"),
            ("(d)(1)(iv)", "the denial names whom to complain to", "denial-complain-name"),
            ("(d)(1)(iv)", "the denial gives the title", "denial-complain-title"),
            ("(d)(1)(iv)", "the denial gives the telephone", "denial-complain-phone"),
            ("(d)(1)(iv)", "the denial names the Secretary", "denial-secretary"),
            ("(d)(3)", "the copy of the rebuttal is word for word", "rebuttal-text"),
            ("(d)(4)", "the receipt names the disputed records", "receipt-elements"),
            ("(d)(5)", "the receipt says that it goes along", "receipt-future"),
            ("(e)", "the notice asks to amend the recipient's own records", "amend-yours"),
        )
    ),
)  # fmt: skip
"""The section, rule by rule."""
