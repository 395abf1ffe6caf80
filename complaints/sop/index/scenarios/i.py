"""SOP I. SWIFT, Congressional, Press or Hill interest."""

from complaints.sop.index.step import Kind, Step

ERROR = Kind.ERROR
WARNING = Kind.WARNING
TIMER = Kind.TIMER
DERIVED = Kind.DERIVED
GUIDANCE = Kind.GUIDANCE

STEPS = (
    Step("I.1.contact", GUIDANCE, "SOP I, step 1", ("INTAKE",),
         "Contact the beneficiary/provider for facts as needed."),
    Step("I.1.inform", WARNING, "SOP I, step 1", ("SUBMIT_REQUEST",),
         "Tell the complainant what will be done and by when."),
    Step("I.2.due", TIMER, "SOP I, step 2", ("CLOCK",),
         "Work done in 2 to 7 calendar days by issue level."),
    Step("I.2.interim", TIMER, "SOP I, step 2", ("CLOCK",),
         "Not done in 7 days: interim note explaining the delay."),
    Step("I.3", WARNING, "SOP I, step 3", ("SUBMIT_REQUEST", "SAVE_NOTE"),
         "Notes give all actions with contact dates, instructions given, and system updates with "
         "dates."),
    Step("I.4.request", WARNING, "SOP I, step 4", ("CLOSE",),
         "After resolving, ask CMS to take it as a CMS Issue; CMS closes it and does MARx."),
    Step("I.4.time", TIMER, "SOP I, step 4", ("CLOCK",),
         "Best practice: ask within 2 to 7 days."),
    Step("I.4.order", WARNING, "SOP I, step 4", ("SUBMIT_REQUEST",),
         "The request follows the resolution work."),
    Step("I.5", DERIVED, "SOP I, step 5", ("IMPORT", "RECORD_DECISION"),
         "CMS agrees: leaves view. Disagrees: instructions."),
    Step("I.note.1", WARNING, "SOP I, note 1", ("IMPORT", "SUBMIT_REQUEST"),
         "Flagged cases are always Immediate Need or Urgent."),
    Step("I.note.2", ERROR, "SOP I, note 2", ("LOG_CONTACT",),
         "The plan does not tell the congressional office the outcome."),
    Step("I.note.3", ERROR, "SOP I, note 3", ("CLOSE", "UPLOAD_BUILD"),
         "A plan cannot close a SWIFT complaint; CMS does."),
    Step("I.note.4.rpc", ERROR, "SOP I, note 4", ("RECORD_RPC",),
         "None of the flagged cases goes to RPC."),
    Step("I.note.4.marx", ERROR, "SOP I, note 4", ("SUBMIT_REQUEST",),
         "Notes list the enrollment updates wanted in MARx."),
)  # fmt: skip
