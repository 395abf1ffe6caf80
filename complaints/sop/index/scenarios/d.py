"""SOP D. Retroactive enrollment."""

from complaints.sop.index.step import Kind, Step

ERROR = Kind.ERROR
WARNING = Kind.WARNING
TIMER = Kind.TIMER
DERIVED = Kind.DERIVED
GUIDANCE = Kind.GUIDANCE

STEPS = (
    Step("D.0", DERIVED, "SOP D (inferred)", ("INTAKE",),
         "Tag the case as retroactive enrollment so these steps apply."),
    Step("D.1", WARNING, "SOP D, step 1", ("CLOSE",),
         "Decide whether the retroactive request is valid."),
    Step("D.1.a.notify", WARNING, "SOP D, step 1.a", ("CLOSE",),
         "Not valid and resolved: tell the beneficiary."),
    Step("D.1.a.note", ERROR, "SOP D, step 1.a", ("CLOSE",),
         "Not valid: resolution is documented in notes."),
    Step("D.1.b.system", ERROR, "SOP D, step 1.b", ("RECORD_RPC", "CLOSE"),
         "Valid: update the plan's own system so access exists."),
    Step("D.1.b.marx", WARNING, "SOP D, step 1.b", ("CLOSE",),
         "Valid: update MARx where the plan can."),
    Step("D.2", WARNING, "SOP D, step 2", ("RECORD_RPC",),
         "If MARx cannot be updated by the plan, send a documented request to the RPC."),
    Step("D.2.a.note", ERROR, "SOP D, step 2.a", ("RECORD_RPC",),
         "Once sent to RPC the development must be documented."),
    Step("D.2.a.close", TIMER, "SOP D, step 2.a", ("CLOCK",),
         "Once sent to RPC the case must be closed without delay."),
    Step("D.2.b", TIMER, "SOP D, step 2.b", ("CLOCK",),
         "RPC says it could not process: research at once and resubmit."),
    Step("D.2.guard", ERROR, "SOP D, step 2", ("RECORD_RPC",),
         "RPC will not take anything outside guidance (timeliness, plan error, missing documents) "
         "without caseworker approval."),
    Step("D.3.months", ERROR, "SOP D, step 3", ("RECORD_RPC",),
         "Effective date more than 3 months back: CMS approval by Plan Request before RPC."),
    Step("D.3.requirements", ERROR, "SOP D, step 3", ("RECORD_RPC",),
         "Fails the RPC's own requirements: same approval first."),
    Step("D.3.type", GUIDANCE, "SOP D, step 3", ("SUBMIT_REQUEST",),
         "The approval is asked for by a Plan Request."),
    Step("D.3.a", ERROR, "SOP D, step 3.a", ("RECORD_RPC",),
         "CMS agreement is written authorization in Comments and is the plan's proof to RPC."),
    Step("D.3.a.follow", TIMER, "SOP D, step 3.a", ("CLOCK",),
         "After approved RPC submission do D.2.a and D.2.b."),
    Step("D.3.b", ERROR, "SOP D, step 3.b", ("RECORD_RPC",),
         "CMS disagrees: no RPC, follow CMS instructions."),
    Step("D.note.1.may_close", DERIVED, "SOP D, note 1", ("CLOSE",),
         "Closing is allowed once referred to RPC, before MARx shows the change."),
    Step("D.note.1.inform", WARNING, "SOP D, note 1", ("CLOSE",),
         "Tell the beneficiary CMS systems may take up to one month."),
    Step("D.note.2", GUIDANCE, "SOP D, note 2", ("CLOSE",),
         "Counsel on what retroactivity does to claims and premiums and write it down."),
    Step("D.note.3", GUIDANCE, "SOP D, note 3", ("RECORD_RPC",),
         "How to hand caseworker approvals to RPC is in two manual chapters."),
    Step("D.note.4", ERROR, "SOP D, note 4", ("RECORD_RPC", "CLOSE"),
         "Access counts from the effective date; waiting for CMS confirmation is not allowed."),
    Step("D.note.5", GUIDANCE, "SOP D, note 5", ("INTAKE",),
         "Retro request over 3 months that came straight to the plan: give access, ask the Account "
         "Manager."),
    Step("D.note.6", WARNING, "SOP D, note 6", ("INTAKE", "RECORD_RPC"),
         "Good-cause reinstatement is not a retroactive enrollment."),
    Step("D.note.7", WARNING, "SOP D, note 7", ("RECORD_RPC",),
         "Going back to a former plan depends on the new enrollment being cancelled."),
    Step("D.note.8", ERROR, "SOP D, note 8", ("RECORD_RPC",),
         "Congressional cases about enrollment are not sent to RPC."),
    Step("D.note.9", GUIDANCE, "SOP D, note 9", ("INTAKE",),
         "MMPs look into enrollment cases with the state enrollment broker."),
    Step("D.note.9.rpc", GUIDANCE, "SOP D, note 9", ("RECORD_RPC",),
         "MMPs use RPC where possible."),
    Step("D.note.10.a", DERIVED, "SOP D, note 10", ("RECORD_RPC",),
         "With retroactive Part A/B, Part D eligibility begins in the month the notice was given."),
    Step("D.note.10.b", GUIDANCE, "SOP D, note 10", ("RECORD_RPC",),
         "If CMS systems already show the entitlement: RPC request, own system, close."),
)  # fmt: skip
