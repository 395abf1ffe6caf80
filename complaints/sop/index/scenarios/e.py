"""SOP E. Retroactive disenrollment."""

from complaints.sop.index.step import Kind, Step

ERROR = Kind.ERROR
WARNING = Kind.WARNING
TIMER = Kind.TIMER
DERIVED = Kind.DERIVED
GUIDANCE = Kind.GUIDANCE

STEPS = (
    Step("E.1", WARNING, "SOP E, step 1", ("CLOSE",),
         "The plan investigates whether the request for a retroactive disenrollment is valid."),
    Step("E.1.a", WARNING, "SOP E, step 1.a", ("CLOSE",),
         "When the request is not valid, or the complaint is resolved, the beneficiary is told and the "
         "resolution documented."),
    Step("E.2", WARNING, "SOP E, step 2", ("SUBMIT_REQUEST",),
         "A valid disenrollment that the plan can make in MARx is made without CMS's assistance."),
    Step("E.2.steps", WARNING, "SOP E, step 2", ("CLOSE",),
         "The plan then updates its systems, closes the complaint and notifies the beneficiary."),
    Step("E.3.class", DERIVED, "SOP E, step 3", ("SUBMIT_REQUEST", "RECORD_RPC"),
         "A disenrollment the plan cannot make is Critical when it is Immediate Need or an opt-out "
         "because of employer group cover, and Non-Critical otherwise.",
         by="complaints.sop.scenarios.e_retroactive_disenrollment.criticality"),
    Step("E.3.a.route", ERROR, "SOP E, step 3.a", ("RECORD_RPC",),
         "A Critical disenrollment goes to CMS by Plan Request, not to the RPC."),
    Step("E.3.a.phrase", ERROR, "SOP E, step 3.a", ("SUBMIT_REQUEST",),
         "The note of a Critical one carries the words: Critical Retroactive Disenrollment."),
    Step("E.3.a.changes", WARNING, "SOP E, step 3.a", ("SUBMIT_REQUEST",),
         "The plan says which changes it made in its internal systems."),
    Step("E.3.a.i", DERIVED, "SOP E, step 3.a.i", ("IMPORT", "RECORD_DECISION"),
         "When CMS agrees to the disenrollment request, it becomes a CMS Issue and leaves the plan.",
         by="plan_requests.models.decision.cms_takes_it"),
    Step("E.3.a.ii", DERIVED, "SOP E, step 3.a.ii", ("IMPORT", "RECORD_DECISION"),
         "When CMS disagrees with the disenrollment request, it describes the next steps in CTM.",
         by="plan_requests.services.reconcile.requests_follow"),
    Step("E.3.b.route", WARNING, "SOP E, step 3.b", ("SUBMIT_REQUEST",),
         "A Non-Critical disenrollment goes to the RPC with its documents."),
    Step("E.3.b.close", TIMER, "SOP E, step 3.b", ("CLOCK",),
         "A Non-Critical case is closed as soon as the RPC has the request."),
    Step("E.3.b.i", ERROR, "SOP E, step 3.b.i", ("RECORD_RPC",),
         "More than three months back, or short of the RPC's requirements: CMS's approval comes first."),
    Step("E.3.b.i.1", ERROR, "SOP E, step 3.b.i.1", ("RECORD_RPC",),
         "CMS's written authorization in the Comments is the proof for the RPC."),
    Step("E.3.b.i.2", ERROR, "SOP E, step 3.b.i.2", ("RECORD_RPC",),
         "When CMS refuses, its instructions are followed and the RPC is not asked."),
    Step("E.note.1", GUIDANCE, "SOP E, note 1", ("INTAKE",),
         "A Critical case that is not in CTM: ask the CMS lead caseworker for help."),
    Step("E.note.2", GUIDANCE, "SOP E, note 2", ("INTAKE",),
         "A Non-Critical case that is not in CTM: ask the RPC for what the plan cannot change itself."),
    Step("E.note.3", DERIVED, "SOP E, note 3", ("RECORD_RPC", "CLOSE"),
         "The notes of scenario D apply here too, but for access from the effective date.",
         by="complaints.sop.scenarios.d_retroactive_enrollment.is_retroactive"),
)  # fmt: skip
