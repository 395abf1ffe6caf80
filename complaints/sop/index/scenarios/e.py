"""SOP E. Retroactive disenrollment."""

from complaints.sop.index.step import Kind, Step

ERROR = Kind.ERROR
WARNING = Kind.WARNING
TIMER = Kind.TIMER
DERIVED = Kind.DERIVED
GUIDANCE = Kind.GUIDANCE

STEPS = (
    Step("E.1", WARNING, "SOP E, step 1", ("CLOSE",),
         "Decide whether the retroactive disenrollment request is valid."),
    Step("E.1.a", WARNING, "SOP E, step 1.a", ("CLOSE",),
         "Not valid and/or resolved: notify and document."),
    Step("E.2", WARNING, "SOP E, step 2", ("SUBMIT_REQUEST",),
         "Valid and the plan can act in MARx: do so without CMS help."),
    Step("E.2.steps", WARNING, "SOP E, step 2", ("CLOSE",),
         "Then update own system, close, notify."),
    Step("E.3.class", DERIVED, "SOP E, step 3", ("SUBMIT_REQUEST", "RECORD_RPC"),
         "If the plan cannot act, class the case: Immediate Need, or opt-out because of employer "
         "group cover, is Critical; else Non-Critical."),
    Step("E.3.a.route", ERROR, "SOP E, step 3.a", ("RECORD_RPC",),
         "Critical goes to CMS by Plan Request, not RPC."),
    Step("E.3.a.phrase", ERROR, "SOP E, step 3.a", ("SUBMIT_REQUEST",),
         "Note carries the words Critical Retroactive Disenrollment."),
    Step("E.3.a.changes", WARNING, "SOP E, step 3.a", ("SUBMIT_REQUEST",),
         "Say which internal system changes were made."),
    Step("E.3.a.i", DERIVED, "SOP E, step 3.a.i", ("IMPORT", "RECORD_DECISION"),
         "CMS agrees: becomes CMS Issue, leaves view, CMS resolves."),
    Step("E.3.a.ii", DERIVED, "SOP E, step 3.a.ii", ("IMPORT", "RECORD_DECISION"),
         "CMS disagrees: next steps in CTM."),
    Step("E.3.b.route", WARNING, "SOP E, step 3.b", ("SUBMIT_REQUEST",),
         "Non-Critical goes to RPC with documents."),
    Step("E.3.b.close", TIMER, "SOP E, step 3.b", ("CLOCK",),
         "After RPC submission follow D.2.a-b."),
    Step("E.3.b.i", ERROR, "SOP E, step 3.b.i", ("RECORD_RPC",),
         "More than 3 months back or fails RPC rules: Plan Request first."),
    Step("E.3.b.i.1", ERROR, "SOP E, step 3.b.i.1", ("RECORD_RPC",),
         "Authorization text in Comments is the proof; then D.2.a-b."),
    Step("E.3.b.i.2", ERROR, "SOP E, step 3.b.i.2", ("RECORD_RPC",),
         "CMS refuses: instructions, no RPC."),
    Step("E.note.1", GUIDANCE, "SOP E, note 1", ("INTAKE",),
         "Critical case not in CTM: call the CMS lead caseworker."),
    Step("E.note.2", GUIDANCE, "SOP E, note 2", ("INTAKE",),
         "Non-Critical not in CTM: RPC when the plan cannot act."),
    Step("E.note.3", DERIVED, "SOP E, note 3", ("RECORD_RPC", "CLOSE"),
         "Notes of D apply here too."),
)  # fmt: skip
