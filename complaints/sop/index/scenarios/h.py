"""SOP H. Issue level disputed."""

from complaints.sop.index.step import Kind, Step

ERROR = Kind.ERROR
WARNING = Kind.WARNING
TIMER = Kind.TIMER
DERIVED = Kind.DERIVED
GUIDANCE = Kind.GUIDANCE

STEPS = (
    Step("H.1", ERROR, "SOP H, step 1", ("SUBMIT_REQUEST",),
         "Reason for the level change is in a casework note."),
    Step("H.2", ERROR, "SOP H, step 2", ("SUBMIT_REQUEST",),
         "Use the issue-level option and name the level wanted."),
    Step("H.3.stop", DERIVED, "SOP H, step 3", ("CLOCK",),
         "Asking CMS to change the issue level stops the plan's clock until CMS answers."),
    Step("H.3.restart", DERIVED, "SOP H, step 3", ("CLOCK",),
         "When CMS agrees and changes the level, the clock starts anew."),
    Step("H.3.reject", DERIVED, "SOP H, step 3", ("CLOCK",),
         "When CMS refuses it explains why; the SOP does not say how the clock goes on."),
    Step("H.4", GUIDANCE, "SOP H, step 4", ("SUBMIT_REQUEST",),
         "Keep working while CMS decides."),
    Step("H.note.1.ma", WARNING, "SOP H, note 1", ("INTAKE", "SUBMIT_REQUEST"),
         "MAO/MMP/PACE/Cost Immediate Need: no access to care and care needed now."),
    Step("H.note.1.pdp", WARNING, "SOP H, note 1", ("INTAKE", "SUBMIT_REQUEST"),
         "PDP Immediate Need: two or fewer days of medication left."),
    Step("H.note.2.ma", WARNING, "SOP H, note 2", ("INTAKE", "SUBMIT_REQUEST"),
         "MAO/MMP/PACE/Cost Urgent: no access, but no immediate need."),
    Step("H.note.2.pdp", WARNING, "SOP H, note 2", ("INTAKE", "SUBMIT_REQUEST"),
         "PDP Urgent: 3 to 14 days of medication left."),
    Step("H.note.3.never", ERROR, "SOP H, note 3", ("SUBMIT_REQUEST",),
         "Immediate Need/Urgent may be lowered only if it never was one."),
    Step("H.note.3.after", ERROR, "SOP H, note 3", ("SUBMIT_REQUEST",),
         "Lowering after access was restored is refused unless the first level was wrong."),
    Step("H.note.4", TIMER, "SOP H, note 4", ("INTAKE", "CLOCK"),
         "Review every complaint at intake for right contract and level."),
    Step("H.note.5", DERIVED, "SOP H, note 5", ("IMPORT",),
         "CMS may class cases outside the definitions."),
    Step("H.note.timeframe", TIMER, "SOP H, note on timeframes", ("CLOCK",),
         "Days are counted as dates, weekends included, and run to 11:59 PM of the last day."),
)  # fmt: skip
