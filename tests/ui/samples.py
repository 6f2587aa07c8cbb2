# SPDX-License-Identifier: Apache-2.0
"""Invented values for the screens: nobody here exists."""

from __future__ import annotations

from dataclasses import replace

from himdesk.domain.corrections.redline import redline
from himdesk.matching.explain import Bar as Weight
from himdesk.matching.explain import Explanation
from himdesk.services.matching.values import PairEvidence
from himdesk.ui.amend.values import Beside, RailRow, Standing
from himdesk.ui.approve.values import ClaimView, RequestView, Waiting
from himdesk.ui.charts.values import ChartPage, Detail, Entry, Fact, HitRow, ShelfRow
from himdesk.ui.compare.values import (
    Banner,
    Bar,
    Cell,
    CompareView,
    CountRow,
    FieldRow,
    Sign,
    WarningLine,
)
from himdesk.ui.reader.values import ReaderPage, Sheet
from himdesk.ui.review.values import Count, Line, ReviewSheet, Section
from himdesk.ui.undo.values import Decision, FallenField, HomeCount, Misdirected, UndoView
from himdesk.ui.widgets.banners.banner_values import Who
from himdesk.ui.widgets.tables.cell import Chip
from services.papers import a_pdf

MIA = Who(
    "A", "ANDERSON, Mia Grace", ("02750", "2019-06-14 (7)", "F", "twin 1"),
    (Chip("stays", "outline", "check"),),
)  # fmt: skip
MILA = Who(
    "B", "ANDERSON, Mila Grace", ("02751", "2019-06-14 (7)", "F", "twin 2"),
    (Chip("comes back", "outline", "undo"),),
)  # fmt: skip
TODAY = Who("=", "ANDERSON, Mia Grace", ("02750", "2019-06-14 (7)", "F", "today"))
AB = ("A", "B")


def an_undo(*, chosen: str = "") -> UndoView:
    """The undo of a merge of twins, after life went on."""
    return UndoView(
        trail=("History", "Merge of 2026-11-03", "Undo"),
        made_by="asked by T. Lindqvist, approved by R. Adeyemi",
        today=TODAY,
        sides=(MIA, MILA),
        home=(
            HomeCount("Encounters", "bed", (14, 11)),
            HomeCount("Documents", "doc", (38, 31)),
            HomeCount("Allergies", "warn", (1, 2)),
            HomeCount("Medications", "pill", (6, 4)),
            HomeCount("Results", "flask", (57, 43)),
            HomeCount("Coverage", "card", (2, 2)),
        ),
        decisions=(
            Decision("e1", "2026-11-05", "Encounter, pediatric clinic",
                     "booked under 02751; header reads Mila Grace", "bed", AB, "B", "94 %", "B",
                     "you 14:21"),
            Decision("e2", "2026-11-09", "Encounter, emergency",
                     "bracelet 02750; header reads Mia Grace", "bed", AB, "A", "97 %", "A",
                     "you 14:22"),
            Decision("r1", "2026-11-09", "Result, blood count",
                     "follows its encounter of 2026-11-09", "flask", AB, "A", "", "A",
                     by_rule=True),
            Decision("d1", "2026-11-10", "Addendum to note of 2026-08-14",
                     "follows its note, home chart B", "doc", AB, "B", "", "B", by_rule=True),
            Decision("phone", "", "Field: phone changed to (619) 555-0190",
                     "parent's number, the same on both before the merge", "amend",
                     (*AB, "both"), "both", "88 %"),
            Decision("l1", "2026-11-13", "Amendment letter, request 2026-0418",
                     "follows its request; 41 days left stay with A", "letters", AB, "A", "", "A",
                     by_rule=True),
            Decision("e3", "2026-11-16", "Encounter, allergy clinic",
                     "skin test ordered by B's allergist; header reads Mia Grace", "bed", AB, "B",
                     "71 %", chosen),
            Decision("s1", "2026-11-16", "Scanned consent, 2 pages",
                     "no name on page 1, twin 2 ticked on page 2", "scan", AB),
        ),
        fields=(
            FallenField("Given name", ("Mia Grace", "Mila Grace"), ((), ((2, 3),))),
            FallenField("SSN", ("***-**-8812", "***-**-8813"), (((10, 11),), ((10, 11),))),
            FallenField("Birth time", ("04:17", "04:29"), (((3, 5),), ((3, 5),))),
            FallenField("Email", (None, "m.anderson@example.org")),
        ),
        whole=218,
        verb="Review undo: give 02751 back…",
        then=(
            ("unlock", "02751 is an active chart again"),
            ("send", "4 messages: split and update, in order"),
            ("letters", "3 letters: author, privacy officer, portal desk"),
            ("chat", "1 note has to be signed again by its author"),
            ("approve", "Approval by a second person"),
        ),
        misdirected=(
            Misdirected(
                "disclosure-1",
                "release R-2207 of 2026-11-17 to Calder Mutual",
                "14 pages were sent as A Mia and 6 of them go home to B Mila",
                (("pages 3 to 6", "note of 2026-08-14"), ("page 11", "allergy list, egg")),
            ),
        ),
        selected="e3",
    )  # fmt: skip


A = Banner("A", "SANTOS-RIVERA, Maria E", "00123", "1984-03-12 (42)", "F")
B = Banner("B", "SANTOS, Maria Elena", "00987", "1984-12-03 (41)", "F", ("Part 2",))
C = Banner("C", "SANTOZ, María Hélène-Anastasia de la Concepción y Villanueva", "18833",
           "1984-03-12 (42)", "F", ("deceased 2026-01-02", "confidential"))  # fmt: skip


def a_row(
    name: str, label: str, sign: Sign, keep: str, *cells: Cell, result: str = "", remark: str = ""
) -> FieldRow:
    letters = tuple("ABC"[: len(cells)])
    choices = () if sign is Sign.EQUAL or keep == "rule" else (*letters, "both")
    sources = letters if keep == "both" else (keep,) if keep in letters else ()
    return FieldRow(
        name, label, cells, sign, keep, choices, Cell(result or cells[0].text), sources, remark,
        open=not keep and bool(choices),
    )  # fmt: skip


def a_comparison(*, three: bool = False) -> CompareView:
    third = (lambda cell: (cell,)) if three else (lambda _cell: ())
    return CompareView(
        banners=(A, B, C) if three else (A, B),
        result=Banner("=", "SANTOS-RIVERA, Maria Elena",
                      "stays 00123 · 00987 retired, still finds it", "", "", ("Part 2",)),
        rows=(
            a_row("family", "Last name", Sign.CHANGED, "A", Cell("SANTOS-RIVERA", ((6, 13),)),
                  Cell("SANTOS", (), "B is a part of A"), *third(Cell("SANTOZ", ((5, 6),))),
                  remark="SANTOS kept as previous name"),
            a_row("given", "First name", Sign.EQUAL, "", Cell("Maria"), Cell("Maria"),
                  *third(Cell("Maria"))),
            a_row("middle", "Middle name", Sign.CHANGED, "B", Cell("E"),
                  Cell("Elena", ((1, 5),), "initial fits"), *third(Cell(None)), result="Elena"),
            a_row("birth_date", "Birth date", Sign.CONFLICT, "", Cell("1984-03-12", ((5, 10),)),
                  Cell("1984-12-03", ((5, 10),), "⇄ day and month swapped"),
                  *third(Cell("1984-03-12"))),
            a_row("sex", "Sex", Sign.EQUAL, "", Cell("F"), Cell("F"), *third(Cell("F"))),
            a_row("ssn", "SSN", Sign.REMOVED, "A", Cell("***-**-4471"), Cell(None),
                  *third(Cell(None))),
            a_row("mobile", "Mobile", Sign.ADDED, "B", Cell(None), Cell("(619) 555-0177"),
                  *third(Cell(None)), result="(619) 555-0177", remark="new from B"),
            a_row("address", "Address", Sign.CHANGED, "A",
                  Cell("418 Juniper St Apt 3B, San Diego", ((1, 3),)),
                  Cell("481 Juniper St Apt 3B, San Diego", ((1, 3),), "⇄ digits swapped"),
                  *third(Cell("418 Juniper St"))),
            a_row("Blood group", "Blood group", Sign.CONFLICT, "rule", Cell("O+", ((0, 2),)),
                  Cell("A−", ((0, 2),)), *third(Cell(None)), result="O+ and A−",
                  remark="all kept, blood bank to confirm"),
        ),
        warnings=(
            WarningLine("inpatient-overlap", "stop", "Two inpatient stays at the same time",
                        "A Main 2025-04-02 to 04-05, B West 2025-04-03 to 04-04",
                        "West stay is a direct transfer; discharge was entered late."),
            WarningLine("blood-group", "stop", "Blood group differs", "A O+, B A−"),
            WarningLine("allergy-none-known", "warn", "An allergy against “no known allergy”",
                        "B penicillin, anaphylaxis 2025-04-03"),
        ),
        counts=(
            CountRow("encounter", "Encounters", "bed", (9, 4, *((2,) if three else ()))),
            CountRow("document", "Documents", "doc", (84, 31, *((7,) if three else ()))),
            CountRow("clinical", "Clinical items", "flask", (252, 120, *((0,) if three else ()))),
            CountRow("coverage", "Coverages", "card", (1, 1, *((1,) if three else ()))),
        ),
        bars=tuple(
            Bar("ABA"[i % 3] if not three else "ABC"[i % 3], 19400.0 + 80 * i,
                19404.0 + 80 * i if i % 4 == 0 else 19400.2 + 80 * i, i % 4 == 0, f"visit {i}")
            for i in range(14)
        ),
    )  # fmt: skip


def an_evidence() -> PairEvidence:
    """Why two charts may be one person."""
    steps = (("street", "Address", 3.8), ("last", "Last name", 4.1), ("first", "First name", 2.3),
             ("phone", "Phone", 2.0), ("sex", "Sex", 0.7), ("dob", "Birth date", -0.6))  # fmt: skip
    explained = Explanation(
        bars=tuple(Weight(f, title, "", f"{title} as weighed", bits) for f, title, bits in steps),
        start=-7.4, weight=4.9, probability=0.978, otherwise="", otherwise_share=0.0,
        flags=("month-day-swapped",), what_if=(),
    )  # fmt: skip
    return PairEvidence(mrns=("00123", "00987"), explanation=explained, model=1, through=())


def a_sheet() -> ReviewSheet:
    return ReviewSheet(
        title="Merge 00987 into 00123",
        counts=(Count(4, "fields\nchange", "amend"), Count(156, "items\nmove", "merge"),
                Count(0, "items\ndecided", "help"), Count(1, "entries\nmade", "plus")),
        sections=(
            Section("Charts", "2", ("Chart", "Becomes"), (
                Line(("00123", "goes on"), "check"),
                Line(("00987", "retired, finds 00123"), "lock"),
            )),
            Section("Fields", "4 change", ("Field", "Now", "After"), (
                Line(("Middle name", "E", "Elena")),
                Line(("Mobile", "none recorded", "(619) 555-0177")),
                Line(("Sensitivity", "normal", "Part 2")),
            )),
            Section("Warnings", "2", ("What", "Explained"), (
                Line(("Two inpatient stays at the same time", "West stay is a direct transfer."),
                     "stop", "stop"),
                Line(("An allergy against “no known allergy”", "both kept"), "warn", "warn"),
            )),
            Section("Items that move", "156", ("Kind", "What", "At"), tuple(
                Line(("Document", f"Progress note {i}", "2025-04-03"), "doc") for i in range(12)
            )),
        ),
        approval="Supervisor approval is needed: a stop was acknowledged.",
        verb="Send for approval: merge 00987 into 00123",
        sides=(
            Who("A", "SANTOS-RIVERA, Maria E", ("00123", "1984-03-12 (42)", "F"),
                (Chip("Part 2", "outline"), Chip("goes on", "outline", "check"))),
            Who("B", "SANTOS, Maria Elena", ("00987", "1984-12-03 (41)", "F"),
                (Chip("retired", "outline", "lock"),)),
        ),
    )  # fmt: skip


def a_request() -> RequestView:
    sheet = a_sheet()
    since = Section("Changed since", "1", ("When", "Chart", "", "What", "By"), (
        Line(("2026-11-22 11:05", "00123", "+", "Clinical items: Potassium 4.1", "import, admin"),
             "clock", "warn"),
    ))  # fmt: skip
    return RequestView(
        replace(sheet, sections=(since, *sheet.sections), verb="Merge 00987 into 00123",
                reason="Same address, phone and insurer; ID scan checked."),
        "Dana Whitfield", "2026-11-22 10:41", since=1,
    )  # fmt: skip


def hits() -> tuple[HitRow, ...]:
    return (
        HitRow(mrn="00123", name="SANTOS-RIVERA, Maria E", born="1984-03-12", sex="F",
               restricted=False),
        HitRow(mrn="00987", name="SANTOS, Maria Elena", born="1984-12-03", sex="F",
               restricted=False),
        HitRow(mrn="20011", name="S…, M…", born="", sex="", restricted=True),
        HitRow(mrn="18833", name="NGUYỄN THỊ, Ánh Nguyệt · Γεωργία Παπαδοπούλου", born="1961-07-30",
               sex="F", restricted=False),
    )  # fmt: skip


def a_page() -> ChartPage:
    shelves = (
        ("encounter", "Encounters", "bed", 13), ("document", "Documents", "doc", 115),
        ("clinical_item/allergy", "Allergies", "warn", 3),
        ("clinical_item/medication", "Medications", "pill", 17),
        ("clinical_item/result", "Results", "flask", 352), ("coverage", "Coverages", "card", 2),
        ("name", "Names", "user", 2), ("telecom", "Phones, e-mails", "chat", 3),
        ("flag", "Flags", "flag", 1),
    )  # fmt: skip
    facts = (
        ("Last name", "SANTOS-RIVERA"), ("First name", "Maria"), ("Birth date", "1984-03-12"),
        ("Sex", "F"), ("SSN", "***-**-4471"), ("Phone", "(619) 555-0142"),
        ("Address", "418 Juniper St Apt 3B, San Diego, CA 92101"),
    )  # fmt: skip
    return ChartPage(
        banner=A, mrn="00123", asked_for="00987",
        facts=tuple(Fact(name=name, value=value) for name, value in facts),
        flags=("Part 2 consent",),
        retired=("00987",), names=("SANTOS, Maria Elena (previous)",),
        identifiers=("MR 00123", "MR 00987", "DL C1184471"),
        shelves=tuple(ShelfRow(key=k, label=t, icon=i, count=n) for k, t, i, n in shelves),
    )  # fmt: skip


def a_detail() -> Detail:
    return Detail(
        title="Outpatient, Cardiology",
        facts=(("Number", "V-20419"), ("Registered name", "SANTOS, Maria Elena"),
               ("Registered birth date", "1984-12-03"), ("Registrar", "k.ode"),
               ("From", "2025-01-14T09:30"), ("Status", "finished")),
        document=False,
    )  # fmt: skip


OLD = "Social history: current smoker, 20 a day since 2004.\n\nPlan: return in 3 months. "
NEW = OLD.replace("current smoker, 20 a day since 2004", "never smoked")


def a_reader_page() -> ReaderPage:
    rail = (
        RailRow(id="stands", icon="eye", title="As it stands", when="2026-03-02 10:00", who=""),
        RailRow(id="note", icon="doc", title="Original", when="2026-01-10 09:00", who="Dr. Lee",
                mark="signed"),
        RailRow(id="correction", icon="amend", title="Correction", when="2026-03-02 10:00",
                who="Dr. Lee", mark="signed, patient's word"),
    )  # fmt: skip
    return ReaderPage(
        id="note", who=MIA, title="Progress note", about="2026-01-10, Dr. Lee", rail=rail,
        facts=(("Written", "2026-01-10 09:00"), ("Author", "Dr. Lee"),
               ("Request", "2026-0418, open")),
        sent=(("Calder Mutual", "2026-02-02"),),
    )  # fmt: skip


def an_amended_note() -> Sheet:
    """A note with a correction and an addendum."""
    more = "The patient was seen in the clinic and told of the results of the examination. " * 12
    band = "CORRECTED 2026-03-02 10:00, Dr. Lee: patient's word. The original stays readable."
    addendum = Beside(head="Addendum 2026-03-03, Dr. Lee: new result", text="X-ray is clear.")
    pieces = redline(OLD + more, NEW + more)
    standing = Standing(band=band, pieces=pieces, beside=(addendum,), struck=2, added=2)
    return Sheet(title="As it stands", standing=standing)


def a_scan() -> Sheet:
    """A scan of 200 pages."""
    note = "The source calls this a picture; it is a PDF, and is shown as such."
    pdf = a_pdf(*(f"Page {n + 1} of the discharge summary" for n in range(200)))
    return Sheet(title="Discharge summary", note=note, pdf=pdf)


def a_locked_scan() -> Sheet:
    why = "The attachment is encrypted. Nothing of it is lost: ask for a readable copy."
    return Sheet(title="Scan", fault=why)


def entries() -> tuple[Entry, ...]:
    return tuple(
        Entry(id=str(i), icon="bed", at=f"2025-0{i % 9 + 1}-14 09:30",
              what="Outpatient, Cardiology",
              status="finished", who="Dr. Abara", mark="from 00987" if i % 3 == 0 else "")
        for i in range(40)
    )  # fmt: skip


CLAIMS = (
    ClaimView(
        words="Aaliyah Brown since 09:41", owner="Aaliyah Brown", since="09:41",
        actions=frozenset({"hand-over"}),
    ),
    ClaimView(words="you since 10:02", actions=frozenset({"give-back", "hand-over"})),
    ClaimView(),
)  # fmt: skip


def requests() -> tuple[Waiting, ...]:
    return tuple(
        Waiting(str(i), kind, kind.capitalize(), patients, who, f"2026-11-22 10:4{i}", CLAIMS[i])
        for i, (kind, patients, who) in enumerate(
            (
                ("merge", "SANTOS-RIVERA, Maria E 00123; SANTOS, Maria 00987", "Dana Whitfield"),
                ("undo", "ANDERSON, Mia Grace 02750", "Tomas Lindqvist"),
                ("merge", "(restricted) 00415", "Ruth Adeyemi (you)"),
            )
        )
    )
