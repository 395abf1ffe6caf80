"""SOP T. Assignment date reset."""

from complaints.sop.index.step import Kind, Step

DERIVED = Kind.DERIVED
FOLLOWS = "hpms_sync.download.assignments.assignments_follow"

STEPS = (
    Step("T.1.other", DERIVED, "SOP T, step 1", ("CLOCK",),
         "The list comes on top of the resets that other scenarios name (H, step 3).", by=FOLLOWS),
    Step("T.1.a", DERIVED, "SOP T, step 1.a", ("CLOCK",),
         "Re-opening a complaint resets its assignment date.", by=FOLLOWS),
    Step("T.1.b", DERIVED, "SOP T, step 1.b", ("CLOCK",),
         "Raising the issue level resets the assignment date.", by=FOLLOWS),
    Step("T.1.c", DERIVED, "SOP T, step 1.c", ("CLOCK",),
         "Setting or removing the CMS Issue flag by an accepted Plan Request resets it.", by=FOLLOWS),
    Step("T.1.d", DERIVED, "SOP T, step 1.d", ("CLOCK",),
         "A change of contract resets the assignment date; the received date stays.", by=FOLLOWS),
    Step("T.note.1", DERIVED, "SOP T, note 1", ("IMPORT", "RECORD_DECISION"),
         "A CMS Issue request that CMS denies leaves the assignment date as it is.", by=FOLLOWS),
    Step("T.neg", DERIVED, "SOP T (inferred)", ("CLOCK",),
         "Changed categories, casework notes and attachments leave the assignment date as it is.",
         by=FOLLOWS),
)  # fmt: skip
