"""SOP P. Good cause reinstatement."""

from complaints.sop.index.step import Kind, Step

ERROR = Kind.ERROR
WARNING = Kind.WARNING
DERIVED = Kind.DERIVED
GUIDANCE = Kind.GUIDANCE

STEPS = (
    Step("P.1", GUIDANCE, "SOP P, step 1", ("INTAKE",),
         "CMS sometimes sends failure-to-pay good-cause requests to plans."),
    Step("P.2", GUIDANCE, "SOP P, step 2", ("INTAKE",),
         "Handle as if the plan had received it directly."),
    Step("P.2.scope", WARNING, "SOP P, step 2", ("INTAKE",),
         "Plan owns intake to closure for disenrollments effective 1 January 2016."),
    Step("P.3.decision", ERROR, "SOP P, step 3", ("CLOSE",),
         "Close with the decision approved or denied."),
    Step("P.3.comm", ERROR, "SOP P, step 3", ("CLOSE",),
         "Note tells what was communicated to the beneficiary."),
    Step("P.3.nowait", DERIVED, "SOP P, step 3", ("CLOSE",),
         "Approved: close now, no waiting for repayment or reinstatement."),
    Step("P.note.1", GUIDANCE, "SOP P, note 1", ("INTAKE",),
         "Disenrollments of 2015: earlier SOP."),
    Step("P.note.2", DERIVED, "SOP P, note 2", ("REPORT",),
         "Good-cause entries do not count in plan metrics."),
    Step("P.note.3", GUIDANCE, "SOP P, note 3", ("CLOSE",),
         "IRMAA disenrollment with good cause: plan still collects its premiums for the 3 months "
         "after disenrollment."),
    Step("P.note.4", ERROR, "SOP P, note 4", ("RECORD_ACCESS", "CLOSE"),
         "No access while Part D-IRMAA is owed; CMS marks those cases."),
    Step("P.note.5", GUIDANCE, "SOP P, note 5", ("INTAKE",),
         "Manuals hold model notices."),
)  # fmt: skip
