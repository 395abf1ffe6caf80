"""SOP P. Good cause reinstatement."""

from complaints.sop.index.step import Kind, Step

ERROR = Kind.ERROR
WARNING = Kind.WARNING
DERIVED = Kind.DERIVED
GUIDANCE = Kind.GUIDANCE

STEPS = (
    Step("P.1", GUIDANCE, "SOP P, step 1", ("INTAKE",),
         "CMS sends some requests for good cause after failure to pay premiums to the plan for review."),
    Step("P.2", GUIDANCE, "SOP P, step 2", ("INTAKE",),
         "Review it as if the plan had received it directly (CMS's memo of August 18, 2015)."),
    Step("P.2.scope", WARNING, "SOP P, step 2", ("INTAKE",),
         "The plan handles good cause from intake to closure for disenrollments effective since "
         "January 1, 2016."),
    Step("P.3.decision", ERROR, "SOP P, step 3", ("CLOSE",),
         "The case is closed with the plan's decision, approved or denied."),
    Step("P.3.comm", ERROR, "SOP P, step 3", ("CLOSE",),
         "The notes tell what was communicated to the beneficiary."),
    Step("P.3.nowait", DERIVED, "SOP P, step 3", ("CLOSE",),
         "An approved case is closed without waiting for repayment or reinstatement.",
         by="complaints.sop.scenarios.p_good_cause.good_cause_is_decided"),
    Step("P.note.1", GUIDANCE, "SOP P, note 1", ("INTAKE",),
         "For disenrollments of 2015 see the February 2015 edition of the SOP."),
    Step("P.note.2", DERIVED, "SOP P, note 2", ("REPORT",),
         "Entries for good cause are not included in plan performance metrics.",
         by="complaints.sop.scenarios.f_enrollment_exception.metric_excluded"),
    Step("P.note.3", GUIDANCE, "SOP P, note 3", ("CLOSE",),
         "After a disenrollment for Part D-IRMAA the plan still collects its premiums for the three "
         "months that followed."),
    Step("P.note.4", ERROR, "SOP P, note 4", ("RECORD_ACCESS", "CLOSE"),
         "No access to care is granted while Part D-IRMAA is owed; CMS's notes mark these cases."),
    Step("P.note.4.date", ERROR, "SOP P, note 4 (inferred)", ("RECORD_ACCESS",),
         "The day on which access was given is recorded, and the day on which it was withdrawn is not "
         "before it."),
    Step("P.note.5", GUIDANCE, "SOP P, note 5", ("INTAKE",),
         "Model notices and sample cases are in Chapter 3 of the Prescription Drug Benefit Manual and "
         "Chapter 2 of the Managed Care Manual."),
)  # fmt: skip
