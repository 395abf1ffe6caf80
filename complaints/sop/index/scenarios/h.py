"""SOP H. Issue level disputed."""

from complaints.sop.index.step import Kind, Step

ERROR = Kind.ERROR
WARNING = Kind.WARNING
TIMER = Kind.TIMER
DERIVED = Kind.DERIVED
GUIDANCE = Kind.GUIDANCE

STEPS = (
    Step("H.1", ERROR, "SOP H, step 1", ("SUBMIT_REQUEST",),
         "A casework note tells why the issue level should change."),
    Step("H.2", ERROR, "SOP H, step 2", ("SUBMIT_REQUEST",),
         "The request asks for another issue level and names it."),
    Step("H.3.stop", DERIVED, "SOP H, step 3", ("CLOCK",),
         "Asking CMS to change the issue level stops the plan's clock until CMS answers.",
         by="complaints.deadlines.clock"),
    Step("H.3.restart", DERIVED, "SOP H, step 3", ("CLOCK",),
         "When CMS agrees and changes the level, the clock starts anew.",
         by="complaints.deadlines.clock"),
    Step("H.3.reject", DERIVED, "SOP H, step 3", ("CLOCK",),
         "When CMS refuses it explains why; the SOP does not say how the clock goes on.",
         by="complaints.deadlines.clock"),
    Step("H.4", GUIDANCE, "SOP H, step 4", ("SUBMIT_REQUEST",),
         "Keep working the complaint while CMS decides."),
    Step("H.note.1.ma", WARNING, "SOP H, note 1", ("INTAKE", "SUBMIT_REQUEST"),
         "Immediate Need of any plan but a drug plan: the beneficiary has no access to care and needs "
         "it now."),
    Step("H.note.1.pdp", WARNING, "SOP H, note 1", ("INTAKE", "SUBMIT_REQUEST"),
         "Immediate Need of a drug plan: two or fewer days of medication are left."),
    Step("H.note.2.ma", WARNING, "SOP H, note 2", ("INTAKE", "SUBMIT_REQUEST"),
         "Urgent of any plan but a drug plan: the beneficiary has no access to care but does not need "
         "it at once."),
    Step("H.note.2.pdp", WARNING, "SOP H, note 2", ("INTAKE", "SUBMIT_REQUEST"),
         "Urgent of a drug plan: 3 to 14 days of medication are left."),
    Step("H.note.3.never", ERROR, "SOP H, note 3", ("SUBMIT_REQUEST",),
         "Immediate Need or Urgent is lowered only when the complaint never was one."),
    Step("H.note.3.after", ERROR, "SOP H, note 3", ("SUBMIT_REQUEST",),
         "A level is not lowered because access was given since, unless it was wrong from the start."),
    Step("H.note.4", TIMER, "SOP H, note 4", ("INTAKE", "CLOCK"),
         "Every complaint is reviewed at intake: right contract, right issue level."),
    Step("H.note.5", DERIVED, "SOP H, note 5", ("IMPORT",),
         "CMS may class a complaint that fits none of the definitions.",
         by="hpms_sync.download.record.read_record"),
    Step("H.note.timeframe", TIMER, "SOP H, note on timeframes", ("CLOCK",),
         "Days are counted as dates, weekends included, and run to 11:59 PM of the last day.",
         by="complaints.deadlines.clock"),
)  # fmt: skip
