"""SOP N. Best Available Evidence."""

from complaints.sop.index.step import Kind, Step

ERROR = Kind.ERROR
WARNING = Kind.WARNING
TIMER = Kind.TIMER
DERIVED = Kind.DERIVED
GUIDANCE = Kind.GUIDANCE

STEPS = (
    Step("N.1", ERROR, "SOP N, step 1", ("SEND_BAE",),
         "The plan completes its portion of the BAE Assistance Worksheet."),
    Step("N.2.encrypt", ERROR, "SOP N, step 2", ("SEND_BAE",),
         "The worksheet goes out by encrypted e-mail."),
    Step("N.2.to", WARNING, "SOP N, step 2", ("COMPOSE_EMAIL", "SEND_BAE"),
         "It goes to the Home Regional Office of the beneficiary's state."),
    Step("N.2.sent", ERROR, "SOP N, step 2 (inferred)", ("SEND_BAE",),
         "The mailbox it went to and the day are recorded."),
    Step("N.2.state", ERROR, "SOP N, step 2 (inferred)", ("SEND_BAE",),
         "The beneficiary's state belongs to exactly one Home Regional Office."),
    Step("N.2.subject", ERROR, "SOP N, step 2", ("COMPOSE_EMAIL", "SEND_BAE"),
         "The subject line says whether the case is immediate, in CMS's own words."),
    Step("N.3", DERIVED, "SOP N, step 3", ("IMPORT",),
         "The Regional Office enters a new complaint from the worksheet; it is no repeat.",
         by="complaints.sop.scenarios.m_second_complaint.other_is_born_of_bae"),
    Step("N.3.a-d", GUIDANCE, "SOP N, step 3.a-d", ("VIEW",),
         "The Regional Office asks Medicaid or SSA, completes the worksheet, and returns it securely or "
         "as an attachment in CTM."),
    Step("N.4.back", WARNING, "SOP N, step 4 (inferred)", ("CLOSE",),
         "A worksheet that was sent is back before the case is closed."),
    Step("N.4.system", WARNING, "SOP N, step 4", ("CLOSE",),
         "With the worksheet back, the plan updates its internal systems."),
    Step("N.4.notify", TIMER, "SOP N, step 4", ("CLOCK",),
         "Within one business day of its return the plan attempts to notify the beneficiary."),
    Step("N.4.inform", WARNING, "SOP N, step 4", ("CLOSE",),
         "The beneficiary is told that the LIS may take up to 30 days to show in CMS's systems."),
    Step("N.4.close", ERROR, "SOP N, step 4", ("CLOSE",),
         "The case is closed after the beneficiary was notified."),
    Step("N.5", TIMER, "SOP N, step 5", ("CLOCK",),
         "An LIS that CMS's record does not show after 30 to 60 days is submitted to the RPC."),
    Step("N.5.proof", ERROR, "SOP N, step 5", ("RECORD_RPC",),
         "The worksheet goes to the RPC as proof."),
)  # fmt: skip
