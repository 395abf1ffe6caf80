"""SOP D. Retroactive enrollment."""

from complaints.sop.index.step import Kind, Step

ERROR = Kind.ERROR
WARNING = Kind.WARNING
TIMER = Kind.TIMER
DERIVED = Kind.DERIVED
GUIDANCE = Kind.GUIDANCE

STEPS = (
    Step("D.0", DERIVED, "SOP D (inferred)", ("INTAKE",),
         "A complaint about a retroactive enrollment is marked as one, so that these steps apply.",
         by="complaints.sop.radar.propose"),
    Step("D.1", WARNING, "SOP D, step 1", ("CLOSE",),
         "The plan investigates whether the request for a retroactive enrollment is valid."),
    Step("D.1.a.notify", WARNING, "SOP D, step 1.a", ("CLOSE",),
         "The beneficiary is told when the request is not valid and the complaint is resolved."),
    Step("D.1.a.note", ERROR, "SOP D, step 1.a", ("CLOSE", "UPLOAD_BUILD"),
         "How the complaint was resolved is in the casework notes."),
    Step("D.1.b.system", ERROR, "SOP D, step 1.b", ("RECORD_RPC", "CLOSE"),
         "For a valid request the plan updates its own system, so that the beneficiary has access to "
         "drugs and services."),
    Step("D.1.b.marx", WARNING, "SOP D, step 1.b", ("CLOSE",),
         "For a valid request the plan updates MARx, where it can."),
    Step("D.2", WARNING, "SOP D, step 2", ("RECORD_RPC",),
         "What the plan cannot change in MARx goes to the Retro-Processing Center (RPC) with the "
         "required documents."),
    Step("D.2.a.note", ERROR, "SOP D, step 2.a", ("RECORD_RPC",),
         "How the complaint developed is written in a casework note as soon as the RPC has the request."),
    Step("D.2.a.date", ERROR, "SOP D, step 2.a (inferred)", ("RECORD_RPC",),
         "The day on which the request went to the RPC is recorded."),
    Step("D.2.a.close", TIMER, "SOP D, step 2.a", ("CLOCK",),
         "The complaint is closed as soon as the request is with the RPC."),
    Step("D.2.b", TIMER, "SOP D, step 2.b", ("CLOCK",),
         "A request the RPC could not process is researched and resubmitted at once."),
    Step("D.2.guard", ERROR, "SOP D, step 2", ("RECORD_RPC",),
         "What is outside guidance (timeliness, plan error, missing documents) goes to the RPC only "
         "with the approval of a CMS caseworker."),
    Step("D.3.months", ERROR, "SOP D, step 3", ("RECORD_RPC",),
         "An effective date more than three months back needs CMS's approval before the RPC."),
    Step("D.3.requirements", ERROR, "SOP D, step 3", ("RECORD_RPC",),
         "What fails the RPC's own requirements needs CMS's approval before the RPC."),
    Step("D.3.judged", WARNING, "SOP D, step 3 (inferred)", ("RECORD_RPC",),
         "Before the RPC is asked, the plan has judged the request: whether it is valid, its effective "
         "date, the RPC's own requirements."),
    Step("D.3.type", GUIDANCE, "SOP D, step 3", ("SUBMIT_REQUEST",),
         "Ask for CMS's approval to use the RPC with a Plan Request; the plan goes on with the case."),
    Step("D.3.a", ERROR, "SOP D, step 3.a", ("RECORD_RPC",),
         "CMS gives its authorization in writing, in the Comments; it is the plan's proof to the RPC."),
    Step("D.3.a.follow", TIMER, "SOP D, step 3.a", ("CLOCK",),
         "After a request that CMS approved the plan writes the note, closes, and resubmits if need be."),
    Step("D.3.b", ERROR, "SOP D, step 3.b", ("RECORD_RPC",),
         "When CMS does not agree, the plan follows its instructions instead of asking the RPC."),
    Step("D.note.1.may_close", DERIVED, "SOP D, note 1", ("CLOSE",),
         "A case may be closed once it is with the RPC, before MARx shows the change.",
         by="complaints.sop.scenarios.d_retroactive_enrollment.marx_is_updated"),
    Step("D.note.1.inform", WARNING, "SOP D, note 1", ("CLOSE",),
         "The beneficiary is told that the change may take up to a month to show in CMS's systems."),
    Step("D.note.2", GUIDANCE, "SOP D, note 2", ("CLOSE",),
         "Counsel the beneficiary on what the retroactive change does to claims and premiums, and write "
         "it down."),
    Step("D.note.3", GUIDANCE, "SOP D, note 3", ("RECORD_RPC",),
         "How a caseworker's approval is handed to the RPC is in Chapter 3 of the Prescription Drug "
         "Benefit Manual and Chapter 2 of the Managed Care Manual."),
    Step("D.note.4", ERROR, "SOP D, note 4", ("RECORD_RPC", "CLOSE"),
         "Benefits are available from the effective date; they do not wait for CMS's confirmation."),
    Step("D.note.5", GUIDANCE, "SOP D, note 5", ("INTAKE",),
         "A request more than three months back that came to the plan directly: give access and ask the "
         "Account Manager for approval."),
    Step("D.note.6", WARNING, "SOP D, note 6", ("INTAKE", "RECORD_RPC"),
         "A reinstatement for good cause is not a retroactive enrollment; scenario P has its steps."),
    Step("D.note.7", WARNING, "SOP D, note 7", ("RECORD_RPC",),
         "Whoever goes back to a former plan is reinstated once the new enrollment is canceled."),
    Step("D.note.8", ERROR, "SOP D, note 8", ("RECORD_RPC",),
         "A Congressional case about an enrollment change is not sent to the RPC."),
    Step("D.note.9", GUIDANCE, "SOP D, note 9", ("INTAKE",),
         "An MMP investigates retroactive changes with the state's enrollment broker."),
    Step("D.note.9.rpc", GUIDANCE, "SOP D, note 9", ("RECORD_RPC",),
         "An MMP too makes full use of the RPC, where possible."),
    Step("D.note.10.a", WARNING, "SOP D, note 10", ("RECORD_RPC",),
         "With retroactive Part A or B, Part D eligibility begins in the month the notice was given."),
    Step("D.note.10.b", GUIDANCE, "SOP D, note 10", ("RECORD_RPC",),
         "When CMS's systems show the entitlement: ask the RPC, update the plan's own systems, close."),
)  # fmt: skip
