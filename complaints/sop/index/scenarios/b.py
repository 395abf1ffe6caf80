"""SOP B. Plan needs CMS assistance."""

from complaints.sop.index.step import Kind, Step

ERROR = Kind.ERROR
WARNING = Kind.WARNING
TIMER = Kind.TIMER
DERIVED = Kind.DERIVED
GUIDANCE = Kind.GUIDANCE

STEPS = (
    Step("B.1", GUIDANCE, "SOP B, step 1", ("SUBMIT_REQUEST",),
         "A case the plan cannot take further goes to CMS with a 'CMS Issue' Plan Request."),
    Step("B.1.a", ERROR, "SOP B, step 1.a", ("SUBMIT_REQUEST",),
         "The note says why CMS must step in."),
    Step("B.1.b", ERROR, "SOP B, step 1.b", ("SUBMIT_REQUEST",),
         "The note says whether the beneficiary has had access to services."),
    Step("B.1.c", ERROR, "SOP B, step 1.c", ("SUBMIT_REQUEST",),
         "The note says whether the beneficiary was contacted."),
    Step("B.2", DERIVED, "SOP B, step 2", ("IMPORT", "RECORD_DECISION"),
         "CMS answers the request with agree or disagree."),
    Step("B.2.a", DERIVED, "SOP B, step 2.a", ("IMPORT", "RECORD_DECISION"),
         "Agreed CMS Issue: complaint leaves the plan's view."),
    Step("B.2.b", DERIVED, "SOP B, step 2.b", ("IMPORT", "RECORD_DECISION"),
         "Disagreed: CMS writes next steps in CTM and the plan resumes."),
    Step("B.ex.1", GUIDANCE, "SOP B, example 1", ("SUBMIT_REQUEST",),
         "Valid reason: wanted enrollment change has no SEP spelled out in guidance (see F)."),
    Step("B.ex.2", GUIDANCE, "SOP B, example 2", ("SUBMIT_REQUEST",),
         "Valid reason: critical retroactive disenrollment needs a MARx action (see E)."),
    Step("B.ex.3", GUIDANCE, "SOP B, example 3", ("SUBMIT_REQUEST",),
         "Valid reason: erroneous loss of Part A/B entitlement that touches several plans."),
    Step("B.ex.3.single", WARNING, "SOP B, example 3", ("SUBMIT_REQUEST",),
         "If coverage was lost but only one parent organization is affected, send a reinstatement "
         "to the RPC instead."),
    Step("B.ex.3.helpdesk", GUIDANCE, "SOP B, example 3", ("SUBMIT_REQUEST",),
         "No referral to the MA-PD help desk in that case."),
    Step("B.note.1", TIMER, "SOP B, note 1", ("CLOCK",),
         "Interim contact is made when a case runs past seven days, also when CMS has it."),
    Step("B.note.2", ERROR, "SOP B, note 2", ("SUBMIT_REQUEST",),
         "No Plan Request because a beneficiary or provider cannot be reached, unless CMS told the "
         "plan to."),
    Step("B.note.3", ERROR, "SOP B, note 3", ("SUBMIT_REQUEST",),
         "No Plan Request that pushes a late-enrollment-penalty issue to a former plan."),
    Step("B.note.3.text", WARNING, "SOP B, note 3 (inferred)", ("SUBMIT_REQUEST",),
         "Contract change on a complaint whose category or text mentions LEP is doubtful."),
)  # fmt: skip
