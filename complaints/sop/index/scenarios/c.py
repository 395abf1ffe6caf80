"""SOP C. Complaint cannot be saved or closed."""

from complaints.sop.index.step import Kind, Step

ERROR = Kind.ERROR
WARNING = Kind.WARNING
GUIDANCE = Kind.GUIDANCE

STEPS = (
    Step("C.1.a", ERROR, "SOP C, step 1.a", ("CLOSE", "UPLOAD_BUILD"),
         "A category is assigned before the complaint is closed; if none is, see scenario G."),
    Step("C.1.b.note", ERROR, "SOP C, step 1.b", ("SAVE_NOTE", "CLOSE", "UPLOAD_BUILD"),
         "None of the four restricted characters < > & ; is in a casework note."),
    Step("C.1.b.date", ERROR, "SOP C, step 1.b", ("CLOSE",),
         "None of the four restricted characters < > & ; is in the Resolution Date."),
    Step("C.1.b.other", WARNING, "SOP C, step 1.b (inferred)", ("SAVE_NOTE", "CLOSE", "UPLOAD_BUILD"),
         "The restricted characters are suspect in comments and agent or broker texts too."),
    Step("C.1.c", ERROR, "SOP C, step 1.c", ("CLOSE", "UPLOAD_BUILD"),
         "No Plan Request is pending when the complaint is closed."),
    Step("C.1.d.present", ERROR, "SOP C, step 1.d", ("CLOSE",),
         "A complaint is closed with a Resolution Date."),
    Step("C.1.d.order", ERROR, "SOP C, step 1.d", ("CLOSE",),
         "The Resolution Date is not earlier than the Received Date."),
    Step("C.1.d.future", WARNING, "SOP C, step 1.d (inferred)", ("CLOSE",),
         "A Resolution Date in the future is doubtful."),
    Step("C.2", GUIDANCE, "SOP C, step 2", ("CLOSE",),
         "When nothing explains a failed save, call or write to the HPMS Help Desk: "
         "1-800-220-2028, HPMS@cms.hhs.gov."),
)  # fmt: skip
