"""SOP A. Complaint belongs to another organization."""

from complaints.sop.index.step import Kind, Step

ERROR = Kind.ERROR
WARNING = Kind.WARNING
DERIVED = Kind.DERIVED
GUIDANCE = Kind.GUIDANCE

STEPS = (
    Step("A.1", GUIDANCE, "SOP A, step 1", ("SUBMIT_REQUEST",),
         "A complaint that belongs elsewhere is moved with a contract-change Plan Request."),
    Step("A.1.target", WARNING, "SOP A, step 1", ("SUBMIT_REQUEST",),
         "Name and/or contract number of the right plan is given when known."),
    Step("A.1.format", ERROR, "SOP A, step 1 (inferred)", ("SUBMIT_REQUEST",),
         "A target contract number is 5 characters and is not the present contract."),
    Step("A.1.note", WARNING, "SOP A, step 1", ("SUBMIT_REQUEST",),
         "Pertinent facts about the transfer go in a casework note."),
    Step("A.2", GUIDANCE, "SOP A, step 2", ("RECORD_DECISION",),
         "Telling the beneficiary about the reassignment is encouraged."),
    Step("A.3", GUIDANCE, "SOP A, step 3", ("SUBMIT_REQUEST",),
         "While the transfer is pending, keep working the case when it concerns a subsidiary."),
    Step("A.3.clock", DERIVED, "SOP A, step 3 (inferred)", ("CLOCK",),
         "A contract-change request does not stop the clock."),
    Step("A.4.a", DERIVED, "SOP A, step 4.a", ("RECORD_DECISION", "IMPORT"),
         "If CMS agrees, the complaint leaves the old contract's view."),
    Step("A.4.b", DERIVED, "SOP A, step 4.b", ("VIEW", "IMPORT"),
         "A user holding the new contract number sees it there."),
    Step("A.note.1", ERROR, "SOP A, note 1", ("CLOSE", "UPLOAD_BUILD"),
         "A complaint is not closed while a Plan Request on it is pending."),
)  # fmt: skip
