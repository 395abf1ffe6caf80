"""SOP N. Best Available Evidence."""

from complaints.sop.index.step import Kind, Step

ERROR = Kind.ERROR
WARNING = Kind.WARNING
TIMER = Kind.TIMER
DERIVED = Kind.DERIVED
GUIDANCE = Kind.GUIDANCE

STEPS = (
    Step("N.1", ERROR, "SOP N, step 1", ("SEND_BAE",),
         "Plan fills its part of the BAE worksheet."),
    Step("N.2.encrypt", ERROR, "SOP N, step 2", ("SEND_BAE",),
         "Worksheet goes by encrypted e-mail."),
    Step("N.2.to", DERIVED, "SOP N, step 2", ("COMPOSE_EMAIL",),
         "Addressee is the Home Regional Office mailbox of the beneficiary's state."),
    Step("N.2.state", ERROR, "SOP N, step 2 (inferred)", ("SEND_BAE",),
         "State must map to exactly one office."),
    Step("N.2.subject", ERROR, "SOP N, step 2", ("COMPOSE_EMAIL",),
         "Subject line depends on urgency."),
    Step("N.3", DERIVED, "SOP N, step 3", ("IMPORT",),
         "The RO opens a new CTM complaint from the worksheet."),
    Step("N.3.a-d", GUIDANCE, "SOP N, step 3.a-d", ("VIEW",),
         "RO verifies with Medicaid or SSA, fills its part, returns worksheet by secure mail or as "
         "attachment."),
    Step("N.4.system", WARNING, "SOP N, step 4", ("CLOSE",),
         "On return, update own systems."),
    Step("N.4.notify", TIMER, "SOP N, step 4", ("CLOCK",),
         "Attempt to notify the beneficiary within one business day of receipt."),
    Step("N.4.inform", WARNING, "SOP N, step 4", ("CLOSE",),
         "Say it can take up to 30 days to show in CMS systems."),
    Step("N.4.close", ERROR, "SOP N, step 4", ("CLOSE",),
         "Close only after notifying."),
    Step("N.5", TIMER, "SOP N, step 5", ("CLOCK",),
         "No update in CMS record after 30-60 days: submit to RPC."),
    Step("N.5.proof", ERROR, "SOP N, step 5", ("RECORD_RPC",),
         "Worksheet accompanies the RPC request."),
)  # fmt: skip
