"""SOP M. Second complaint from the same person."""

from complaints.sop.index.step import Kind, Step

ERROR = Kind.ERROR
WARNING = Kind.WARNING
DERIVED = Kind.DERIVED
GUIDANCE = Kind.GUIDANCE

STEPS = (
    Step("M.0", DERIVED, "SOP M", ("INTAKE", "IMPORT"),
         "Earlier complaints of the same person are found, in every contract of the organization.",
         by="complaints.selectors.repeats.related_to"),
    Step("M.1.verify", WARNING, "SOP M, step 1", ("CLOSE",),
         "When the earlier complaint is resolved, the plan verifies that the person was told how."),
    Step("M.1.close", ERROR, "SOP M, step 1", ("CLOSE",),
         "If the person acknowledges that, the complaint is closed and noted as a repeat."),
    Step("M.2.older", WARNING, "SOP M, step 2", ("CLOSE",),
         "When the earlier complaint is open and about the same issue, the older of the two is closed."),
    Step("M.2.reference", ERROR, "SOP M, step 2", ("CLOSE",),
         "Its resolution note names the number of the newer complaint."),
    Step("M.3", ERROR, "SOP M, step 3", ("CLOSE",),
         "Complaints about distinct issues both stay open until each is resolved."),
    Step("M.note.1", DERIVED, "SOP M, note 1", ("VIEW",),
         "The plan sees all complaints of a person within its organization.",
         by="complaints.selectors.repeats.related_to"),
    Step("M.note.2", GUIDANCE, "SOP M, note 2", ("CLOSE",),
         "Teach whoever complains repeatedly how to reach the plan directly."),
)  # fmt: skip
