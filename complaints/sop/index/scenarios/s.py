"""SOP S. General question."""

from complaints.sop.index.step import Kind, Step

ERROR = Kind.ERROR
GUIDANCE = Kind.GUIDANCE

STEPS = (
    Step("S.1", GUIDANCE, "SOP S, step 1", ("COMPOSE_EMAIL",),
         "Process questions: lead caseworker or Account Manager."),
    Step("S.2.to", ERROR, "SOP S, step 2", ("COMPOSE_EMAIL",),
         "Technical questions: CTM mailbox, Account Manager copied."),
    Step("S.2.body", ERROR, "SOP S, step 2", ("COMPOSE_EMAIL",),
         "Contract number and complaint ID(s) are included."),
)  # fmt: skip
