# SPDX-License-Identifier: Apache-2.0
"""The mail room: how issued letters went, and the labels for their envelopes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from himdesk.domain.amendments.steps.duties import LetterSent
from himdesk.domain.errors import UsageError
from himdesk.domain.times import earliest
from himdesk.printing.letters.values import Recipient
from himdesk.services.amendments import Cases
from himdesk.services.correspondence import case
from himdesk.services.correspondence.reading import check_open
from himdesk.services.correspondence.releases import sending
from himdesk.store.desk import letters as kept
from himdesk.store.desk import mailings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from himdesk.services.context import Context
    from himdesk.store.engine import Transaction

WAYS: Final = ("post", "certified post", "courier", "portal", "fax", "by hand")
"""The usual means; any other may be told in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailing:
    """On which day letters went, by what means, and the carrier's number of the consignment."""

    on: date
    how: str
    tracking: str = ""


@dataclass(frozen=True, slots=True)
class Mail:
    """How letters go out."""

    context: Context

    def sent(self, letters: Sequence[str]) -> Mapping[str, tuple[mailings.Sent, ...]]:
        """When and how letters went, as it was noted; those that did not go are left out."""
        self.context.require("letter")
        with self.context.database.read() as session:
            return mailings.sent(session, letters)

    def note(self, letters: Sequence[str], mailing: Mailing) -> None:
        """Note that letters went; with their amendment requests too, whose clocks heed it.

        Either all are noted or none.

        Raises:
            UsageError: no letter or no means is told, the day can't be, or it is noted already.
            CaseRefused, ReleaseShut: a rule of its request is against it.
            NotPermitted: the letter changes a request that is not this person's to change.
            NotFound: there is no such letter.
            Restricted: one is about a confidential chart.
        """
        self.context.require("letter")
        with self.context.database.read() as session:
            kinds = [kept.get(session, letter).kind for letter in letters]
        sending.require(self.context, kinds)
        with self.context.writing() as session:
            for letter in self._letters(session, letters):
                note(self.context, session, letter, mailing)

    def labels(self, letters: Sequence[str], *, sheet: str, skip: int = 0) -> bytes:
        """A PDF of address labels on a sheet of this name, the first `skip` places left free.

        Raises:
            UsageError: no letter is told, one has no address, or there is no such sheet.
            Unprintable: an address holds characters that no font has.
            NotFound: there is no such letter.
            Restricted: one is about a confidential chart.
        """
        from himdesk.printing import labels  # noqa: PLC0415 - slow to import
        from himdesk.printing.typesetting.press import Press  # noqa: PLC0415 - slow to import

        self.context.require("letter")
        found = labels.SHEETS.get(sheet)
        if found is None:
            text = f"There is no sheet of labels {sheet}: there are {', '.join(labels.SHEETS)}."
            raise UsageError(text, sheet)
        if not 0 <= skip < found.per_page:
            text = f"Of this sheet 0 to {found.per_page - 1} labels can be used already."
            raise UsageError(text, str(skip))
        with self.context.writing() as session:
            wanted = [
                labels.Label(recipient=to, reference=letter[-12:].upper())
                for letter, to in self._recipients(session, letters).items()
            ]
            self.context.log(session, "letter labels", reason=f"for {len(wanted)} letters")
        return labels.print_labels(Press.open().fonts, wanted, found, skip=skip)

    def _letters(self, session: Transaction, letters: Sequence[str]) -> list[kept.Letter]:
        if not letters:
            raise UsageError("Choose a letter first.")
        found = [kept.get(session, letter) for letter in dict.fromkeys(letters)]
        for about in dict.fromkeys(letter.for_id for letter in found):
            check_open(self.context, session, about)
        return found

    def _recipients(self, session: Transaction, letters: Sequence[str]) -> dict[str, Recipient]:
        found = self._letters(session, letters)
        known = mailings.addresses(session, letters)
        for letter in found:
            if letter.id not in known:
                text = f"The letter {letter.id} was issued before addresses were kept: no label."
                raise UsageError(text, letter.id)
        return {
            letter.id: Recipient(name=known[letter.id].name, lines=known[letter.id].lines)
            for letter in found
        }


def note(context: Context, session: Transaction, letter: kept.Letter, mailing: Mailing) -> None:
    """Note within a unit of work that a letter went, with its amendment request if it has one."""
    sent = _checked(context, letter, mailing)
    same = (sent.on, sent.how, sent.tracking)
    before = mailings.sent(session, [letter.id]).get(letter.id, ())
    if any((x.on, x.how, x.tracking) == same for x in before):
        text = f"That the letter {letter.id} went so is noted already. Nothing was changed."
        raise UsageError(text, letter.id)
    mailings.send(session, sent)
    if letter.kind in case.WRITERS:
        address = mailings.addresses(session, [letter.id]).get(letter.id)
        step = LetterSent(
            kind=letter.kind,
            letter=letter.id,
            on=mailing.on,
            how=sent.how,
            notice=address.notice if address else None,
        )
        Cases(context).step(session, letter.for_id, step)
    sending.note(context, session, letter, mailing.on)


def _checked(context: Context, letter: kept.Letter, mailing: Mailing) -> mailings.Sent:
    """A means, and a day from the letter's own to today."""
    how = mailing.how.strip()
    if not how:
        raise UsageError("Say how the letter went, such as by post.", letter.id)
    zone = context.site.zone
    first = earliest(letter.at).astimezone(zone).date()
    today = context.clock().astimezone(zone).date()
    if not first <= mailing.on <= today:
        text = f"The letter {letter.id} of {first} went between that day and {today}."
        raise UsageError(f"{text} Nothing was changed.", letter.id)
    return mailings.Sent(
        letter=letter.id,
        on=mailing.on.isoformat(),
        how=how,
        tracking=mailing.tracking.strip(),
        by=context.staff.name,
        at=context.now(),
    )
