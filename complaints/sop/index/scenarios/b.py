"""SOP B. Plan needs CMS assistance."""

from complaints.sop.index.step import Kind, Step

ERROR = Kind.ERROR
WARNING = Kind.WARNING
TIMER = Kind.TIMER
DERIVED = Kind.DERIVED
GUIDANCE = Kind.GUIDANCE

STEPS = (
    Step("B.1", GUIDANCE, "SOP B, step 1", ("SUBMIT_REQUEST",),
         "Hand a complaint the plan cannot take further to CMS with a CMS Issue (CMS Lead) Plan Request."),
    Step("B.1.a", ERROR, "SOP B, step 1.a", ("SUBMIT_REQUEST",),
         "The casework note tells why CMS has to step in."),
    Step("B.1.b", ERROR, "SOP B, step 1.b", ("SUBMIT_REQUEST",),
         "The casework note tells whether the beneficiary has had access to services."),
    Step("B.1.c", ERROR, "SOP B, step 1.c", ("SUBMIT_REQUEST",),
         "The casework note tells whether the beneficiary was contacted."),
    Step("B.2", DERIVED, "SOP B, step 2", ("IMPORT", "RECORD_DECISION"),
         "CMS agrees to the request or disagrees; HPMS shows Approved or Rejected.",
         by="plan_requests.services.reconcile.requests_follow"),
    Step("B.2.a", DERIVED, "SOP B, step 2.a", ("IMPORT", "RECORD_DECISION"),
         "When CMS agrees, the complaint leaves the plan's view and is CMS's to resolve.",
         by="plan_requests.models.decision.cms_takes_it"),
    Step("B.2.b", DERIVED, "SOP B, step 2.b", ("IMPORT", "RECORD_DECISION"),
         "When CMS disagrees, it writes the next steps in CTM and the plan goes on.",
         by="plan_requests.models.decision.CmsDecision.enact"),
    Step("B.ex.1", GUIDANCE, "SOP B, example 1", ("SUBMIT_REQUEST",),
         "A reason to ask: no Special Enrollment Period covers the change wanted (scenario F)."),
    Step("B.ex.2", GUIDANCE, "SOP B, example 2", ("SUBMIT_REQUEST",),
         "A reason to ask: a critical retroactive disenrollment needs action in MARx (scenario E)."),
    Step("B.ex.3", GUIDANCE, "SOP B, example 3", ("SUBMIT_REQUEST",),
         "A reason to ask: entitlement to Part A or B was lost by error, across several plans."),
    Step("B.ex.3.single", WARNING, "SOP B, example 3", ("SUBMIT_REQUEST",),
         "When the lost entitlement touches one parent organization only, the reinstatement is asked "
         "of the RPC."),
    Step("B.ex.3.helpdesk", GUIDANCE, "SOP B, example 3", ("SUBMIT_REQUEST",),
         "The MA-PD help desk is not needed for that."),
    Step("B.note.1", TIMER, "SOP B, note 1", ("CLOCK",),
         "Interim contact is made when a case runs past seven days, also when CMS has it."),
    Step("B.note.2", ERROR, "SOP B, note 2", ("SUBMIT_REQUEST",),
         "No Plan Request is made because a beneficiary or provider cannot be reached, unless CMS "
         "directs it."),
    Step("B.note.2.text", WARNING, "SOP B, note 2 (inferred)", ("SUBMIT_REQUEST",),
         "Words that nobody can be reached are doubtful in a Plan Request with another reason."),
    Step("B.note.3", ERROR, "SOP B, note 3", ("SUBMIT_REQUEST",),
         "No Plan Request is made to give a late enrollment penalty to the former plan; the current "
         "one resolves it."),
    Step("B.note.3.text", WARNING, "SOP B, note 3 (inferred)", ("SUBMIT_REQUEST",),
         "A contract change on a complaint about a late enrollment penalty is doubtful."),
)  # fmt: skip
