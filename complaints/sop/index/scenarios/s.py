"""SOP S. General question."""

from complaints.sop.index.step import Kind, Step

ERROR = Kind.ERROR
GUIDANCE = Kind.GUIDANCE

STEPS = (
    Step("S.1", GUIDANCE, "SOP S, step 1", ("COMPOSE_EMAIL",),
         "Ask the lead caseworker or the Account Manager about casework and the CTM process."),
    Step("S.2.to", ERROR, "SOP S, step 2", ("COMPOSE_EMAIL",),
         "Technical questions go to the CTM mailbox, with a copy to the Account Manager."),
    Step("S.2.body", ERROR, "SOP S, step 2", ("COMPOSE_EMAIL",),
         "They name the contract number and the complaint IDs."),
)  # fmt: skip
