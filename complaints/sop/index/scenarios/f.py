"""SOP F. Enrollment change outside guidance."""

from complaints.sop.index.step import Kind, Step

ERROR = Kind.ERROR
DERIVED = Kind.DERIVED
GUIDANCE = Kind.GUIDANCE

STEPS = (
    Step("F.1", GUIDANCE, "SOP F, step 1", ("SUBMIT_REQUEST",),
         "Ask CMS with a CMS Issue (CMS Lead) Plan Request for an enrollment change outside guidance, "
         "an enrollment exception."),
    Step("F.1.note", ERROR, "SOP F, step 1", ("SUBMIT_REQUEST",),
         "The casework note tells why the beneficiary wants the change outside a valid period."),
    Step("F.1.a", DERIVED, "SOP F, step 1.a", ("IMPORT", "RECORD_DECISION"),
         "When CMS agrees, the complaint leaves the plan's view and CMS resolves it.",
         by="plan_requests.models.decision.cms_takes_it"),
    Step("F.1.b", DERIVED, "SOP F, step 1.b", ("IMPORT", "RECORD_DECISION"),
         "When CMS disagrees, it writes the next steps in CTM.",
         by="plan_requests.models.decision.CmsDecision.enact"),
    Step("F.note.1", DERIVED, "SOP F, note 1", ("REPORT",),
         "Valid enrollment exceptions do not count in plan performance metrics.",
         by="complaints.sop.scenarios.f_enrollment_exception.metric_excluded"),
    Step("F.note.2", GUIDANCE, "SOP F, note 2", ("SUBMIT_REQUEST",),
         "Who asks to join a Medicare-Medicaid plan from a coming date on is sent to the state's "
         "enrollment broker."),
)  # fmt: skip
