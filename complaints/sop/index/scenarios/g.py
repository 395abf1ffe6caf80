"""SOP G. Wrong or missing category."""

from complaints.sop.index.step import Kind, Step

ERROR = Kind.ERROR
WARNING = Kind.WARNING
TIMER = Kind.TIMER
DERIVED = Kind.DERIVED
GUIDANCE = Kind.GUIDANCE

STEPS = (
    Step("G.1", ERROR, "SOP G, step 1", ("SUBMIT_REQUEST",),
         "A casework note tells why the category should change."),
    Step("G.2.a", GUIDANCE, "SOP G, step 2.a", ("SUBMIT_REQUEST",),
         "On the Plan Request tab, choose the change of category and subcategory."),
    Step("G.2.b", ERROR, "SOP G, step 2.b", ("SUBMIT_REQUEST",),
         "The request names the category and the subcategory that fit."),
    Step("G.2.c", GUIDANCE, "SOP G, step 2.c", ("SUBMIT_REQUEST",),
         "Submit the request: a draft asks CMS for nothing."),
    Step("G.2.c.draft", TIMER, "SOP G, step 2.c (inferred)", ("CLOCK",),
         "A request left as a draft is submitted, or dropped, within days."),
    Step("G.note.1", DERIVED, "SOP G, note 1", ("CLOCK",),
         "A pending category request does not delay the casework.",
         by="complaints.deadlines.clock"),
    Step("G.note.2.evident", WARNING, "SOP G, note 2", ("SUBMIT_REQUEST",),
         "Asked only when the Complaint Summary makes it plain that intake misfiled the complaint."),
    Step("G.note.2.metrics", WARNING, "SOP G, note 2", ("SUBMIT_REQUEST",),
         "Such requests are rare and not made to improve metrics alone."),
    Step("G.note.3", ERROR, "SOP G, note 3", ("SUBMIT_REQUEST",),
         "Who asks for good cause after a disenrollment for not paying premiums or Part D-IRMAA gets "
         "a good cause evaluation, and no Plan Request is made."),
    Step("G.note.4", ERROR, "SOP G, note 4", ("CLOSE", "UPLOAD_BUILD"),
         "A complaint is closed with a valid category and subcategory."),
)  # fmt: skip
