"""SOP A. Complaint belongs to another organization."""

from complaints.sop.index.step import Kind, Step

ERROR = Kind.ERROR
WARNING = Kind.WARNING
DERIVED = Kind.DERIVED
GUIDANCE = Kind.GUIDANCE

STEPS = (
    Step("A.1", GUIDANCE, "SOP A, step 1", ("SUBMIT_REQUEST",),
         "Ask CMS with a contract change Plan Request to move a complaint that belongs elsewhere."),
    Step("A.1.target", WARNING, "SOP A, step 1", ("SUBMIT_REQUEST",),
         "The request names the right plan, or its contract number, when the plan knows it."),
    Step("A.1.format", ERROR, "SOP A, step 1 (inferred)", ("SUBMIT_REQUEST",),
         "The contract number asked for has 5 characters and is not the present one."),
    Step("A.1.note", WARNING, "SOP A, step 1", ("SUBMIT_REQUEST",),
         "What the plan knows about the transfer goes into a casework note."),
    Step("A.2", GUIDANCE, "SOP A, step 2", ("RECORD_DECISION",),
         "Tell the beneficiary that the complaint has gone to the plan it belongs to."),
    Step("A.3", GUIDANCE, "SOP A, step 3", ("SUBMIT_REQUEST",),
         "Keep working while the transfer is pending when the complaint is about a subsidiary."),
    Step("A.3.clock", DERIVED, "SOP A, step 3 (inferred)", ("CLOCK",),
         "A contract change request does not stop the clock.",
         by="complaints.deadlines.clock"),
    Step("A.4.a", DERIVED, "SOP A, step 4.a", ("RECORD_DECISION", "IMPORT"),
         "When CMS agrees, the complaint leaves the view of the contract it was with.",
         by="hpms_sync.download.assignments.assignments_follow"),
    Step("A.4.b", DERIVED, "SOP A, step 4.b", ("VIEW", "IMPORT"),
         "Whoever has access to the new contract sees the complaint there.",
         by="complaints.models.complaint.ComplaintQuerySet.visible_to"),
    Step("A.note.1", ERROR, "SOP A, note 1", ("CLOSE", "UPLOAD_BUILD"),
         "A complaint is not closed while a Plan Request on it is pending."),
)  # fmt: skip
