"""SOP T. Assignment date reset."""

from complaints.sop.index.step import Kind, Step

DERIVED = Kind.DERIVED

STEPS = (
    Step("T.1.other", DERIVED, "SOP T, step 1", ("CLOCK",),
         "The list adds to resets named in scenarios (H.3)."),
    Step("T.1.a", DERIVED, "SOP T, step 1.a", ("CLOCK",),
         "Re-opening a complaint resets its assignment date."),
    Step("T.1.b", DERIVED, "SOP T, step 1.b", ("CLOCK",),
         "Raising the issue level resets the assignment date."),
    Step("T.1.c", DERIVED, "SOP T, step 1.c", ("CLOCK",),
         "Setting or removing the CMS Issue flag by an accepted Plan Request resets it."),
    Step("T.1.d", DERIVED, "SOP T, step 1.d", ("CLOCK",),
         "A change of contract resets the assignment date; the received date stays."),
    Step("T.note.1", DERIVED, "SOP T, note 1", ("IMPORT", "RECORD_DECISION"),
         "Denied CMS Issue request does not change the date."),
    Step("T.neg", DERIVED, "SOP T (inferred)", ("CLOCK",),
         "Category changes, casework notes and attachments do not reset."),
)  # fmt: skip
