"""SOP I. SWIFT, Congressional, Press or Hill interest."""

from complaints.sop.index.step import Kind, Step

ERROR = Kind.ERROR
WARNING = Kind.WARNING
TIMER = Kind.TIMER
DERIVED = Kind.DERIVED
GUIDANCE = Kind.GUIDANCE

STEPS = (
    Step("I.1.contact", GUIDANCE, "SOP I, step 1", ("INTAKE",),
         "Contact the beneficiary or the provider for the facts, as needed."),
    Step("I.1.inform", WARNING, "SOP I, step 1", ("SUBMIT_REQUEST",),
         "The complainant is told what will be done and by when."),
    Step("I.2.due", TIMER, "SOP I, step 2", ("CLOCK",),
         "The casework is done in 2 to 7 calendar days, by issue level.",
         by="complaints.deadlines.clock"),
    Step("I.2.interim", TIMER, "SOP I, step 2", ("CLOCK",),
         "When it takes longer than 7 days, an interim note explains the delay."),
    Step("I.3", WARNING, "SOP I, step 3", ("SAVE_NOTE",),
         "Notes give contacts, instructions and system updates, each with its date."),
    Step("I.4.request", WARNING, "SOP I, step 4", ("CLOSE",),
         "When the complaint is resolved, CMS is asked to take it as a CMS Issue; CMS closes it, tells "
         "the congressional office and changes MARx."),
    Step("I.4.time", TIMER, "SOP I, step 4", ("CLOCK",),
         "CMS is best asked within 2 to 7 days, so that it has time to close the complaint."),
    Step("I.4.order", WARNING, "SOP I, step 4", ("SUBMIT_REQUEST",),
         "CMS is asked after the resolution work."),
    Step("I.5", DERIVED, "SOP I, step 5", ("IMPORT", "RECORD_DECISION"),
         "When CMS agrees, the complaint leaves the plan's view; when it disagrees, it writes the next "
         "steps.",
         by="plan_requests.models.decision.CmsDecision.enact"),
    Step("I.note.1", WARNING, "SOP I, note 1", ("SUBMIT_REQUEST",),
         "SWIFT, Congressional, Press and Hill cases are Immediate Need or Urgent."),
    Step("I.note.2", ERROR, "SOP I, note 2", ("LOG_CONTACT",),
         "CMS, not the plan, tells the congressional office the resolution."),
    Step("I.note.3", ERROR, "SOP I, note 3", ("CLOSE", "UPLOAD_BUILD"),
         "A plan cannot close a SWIFT complaint; CMS does."),
    Step("I.note.4.rpc", ERROR, "SOP I, note 4", ("RECORD_RPC",),
         "No SWIFT, Congressional, Press or Hill case goes to the RPC."),
    Step("I.note.4.marx", ERROR, "SOP I, note 4", ("SUBMIT_REQUEST",),
         "Instead the notes list the enrollment updates needed in MARx."),
)  # fmt: skip
