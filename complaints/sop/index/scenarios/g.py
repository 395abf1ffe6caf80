"""SOP G. Wrong or missing category."""

from complaints.sop.index.step import Kind, Step

ERROR = Kind.ERROR
WARNING = Kind.WARNING
DERIVED = Kind.DERIVED
GUIDANCE = Kind.GUIDANCE

STEPS = (
    Step("G.1", ERROR, "SOP G, step 1", ("SUBMIT_REQUEST",),
         "Reason for the category change is written as a casework note."),
    Step("G.2.a", GUIDANCE, "SOP G, step 2.a", ("SUBMIT_REQUEST",),
         "Use the category/subcategory option."),
    Step("G.2.b", ERROR, "SOP G, step 2.b", ("SUBMIT_REQUEST",),
         "A category and subcategory from the list are chosen."),
    Step("G.2.c", GUIDANCE, "SOP G, step 2.c", ("SUBMIT_REQUEST",),
         "Submit when done."),
    Step("G.note.1", DERIVED, "SOP G, note 1", ("CLOCK",),
         "Pending category request must not delay casework."),
    Step("G.note.2.evident", WARNING, "SOP G, note 2", ("SUBMIT_REQUEST",),
         "Only ask if the Complaint Summary plainly shows the misfiling."),
    Step("G.note.2.metrics", WARNING, "SOP G, note 2", ("SUBMIT_REQUEST",),
         "Requests stay rare and are not made just to better metrics."),
    Step("G.note.3", ERROR, "SOP G, note 3", ("SUBMIT_REQUEST",),
         "Beneficiary asks for good cause during a failure-to-pay or IRMAA disenrollment case: "
         "treat as good cause, no Plan Request."),
    Step("G.note.4", ERROR, "SOP G, note 4", ("CLOSE", "UPLOAD_BUILD"),
         "No closing without valid category and subcategory."),
)  # fmt: skip
