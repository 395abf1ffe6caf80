"""SOP J. Premium withhold."""

from complaints.sop.index.step import Kind, Step

ERROR = Kind.ERROR
WARNING = Kind.WARNING
DERIVED = Kind.DERIVED
GUIDANCE = Kind.GUIDANCE

STEPS = (
    Step("J.0", DERIVED, "SOP J (inferred)", ("INTAKE",),
         "Tag premium-withhold complaints."),
    Step("J.1", WARNING, "SOP J, step 1", ("CLOSE",),
         "Compare premium amount and payment option with own system and correct."),
    Step("J.1.a", WARNING, "SOP J, step 1.a", ("CLOSE",),
         "Tell the beneficiary it may take up to 90 days."),
    Step("J.1.b", GUIDANCE, "SOP J, step 1.b", ("CLOSE",),
         "Advise a call back if nothing after 90 days, then close."),
    Step("J.2", DERIVED, "SOP J, step 2", ("CLOCK",),
         "Systems right but beneficiary disagrees: see if 90 days passed since last submittal."),
    Step("J.2.a", WARNING, "SOP J, step 2.a", ("SUBMIT_REQUEST",),
         "Not yet 90 days: educate and close, no CMS request."),
    Step("J.3", WARNING, "SOP J, step 3", ("SUBMIT_REQUEST",),
         "CMS Issue only for deductions past the expected period, a non-current year, or where "
         "plan action cannot fix it."),
    Step("J.note.1", GUIDANCE, "SOP J, note 1", ("INTAKE",),
         "A March 2007 memo on involuntary disenrollment and withhold applies."),
    Step("J.note.2", ERROR, "SOP J, note 2", ("CLOSE",),
         "Billed while in withhold AND plan premium problem: stay open until made whole."),
    Step("J.note.3", DERIVED, "SOP J, note 3", ("CLOSE",),
         "Plan-premium-only complaints close on resolution."),
    Step("J.note.4", GUIDANCE, "SOP J, note 4", ("INTAKE",),
         "More help: the CM/MPPG/DPO representative."),
)  # fmt: skip
