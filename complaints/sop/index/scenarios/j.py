"""SOP J. Premium withhold."""

from complaints.sop.index.step import Kind, Step

ERROR = Kind.ERROR
WARNING = Kind.WARNING
DERIVED = Kind.DERIVED
GUIDANCE = Kind.GUIDANCE

STEPS = (
    Step("J.0", DERIVED, "SOP J (inferred)", ("INTAKE",),
         "A complaint about premium withhold is marked as one, so that these steps apply.",
         by="complaints.sop.radar.propose"),
    Step("J.1", WARNING, "SOP J, step 1", ("CLOSE",),
         "The plan compares premium amount and payment option with its system, and corrects them."),
    Step("J.1.a", WARNING, "SOP J, step 1.a", ("CLOSE",),
         "The beneficiary is told that the correction or a refund may take up to 90 days."),
    Step("J.1.b", GUIDANCE, "SOP J, step 1.b", ("CLOSE",),
         "Recommend to call back if nothing has come of it after 90 days, and close the complaint."),
    Step("J.2", DERIVED, "SOP J, step 2", ("CLOCK",),
         "When plan and MARx are right and the deductions still look wrong, the days since the last "
         "submittal are counted.",
         by="complaints.sop.scenarios.j_premium_withhold.withhold_days_elapsed"),
    Step("J.2.a", WARNING, "SOP J, step 2.a", ("SUBMIT_REQUEST",),
         "Before 90 days have passed the beneficiary is educated and the complaint closed."),
    Step("J.3", WARNING, "SOP J, step 3", ("SUBMIT_REQUEST",),
         "CMS is asked for deductions past the expected period, for a non-current year, or where "
         "actions by the plan will not correct the issue."),
    Step("J.note.1", GUIDANCE, "SOP J, note 1", ("INTAKE",),
         "See CMS's memo of March 23, 2007 on involuntary disenrollment and premium withhold."),
    Step("J.note.2", ERROR, "SOP J, note 2", ("CLOSE",),
         "Billed while in premium withhold, with a plan premium problem besides: the complaint stays "
         "open until the beneficiary is made whole."),
    Step("J.note.3", DERIVED, "SOP J, note 3", ("CLOSE",),
         "A complaint about plan premium payments alone is closed when it is resolved.",
         by="complaints.sop.scenarios.j_premium_withhold.beneficiary_is_made_whole"),
    Step("J.note.4", GUIDANCE, "SOP J, note 4", ("INTAKE",),
         "For further help ask the CM/MPPG/DPO representative."),
)  # fmt: skip
