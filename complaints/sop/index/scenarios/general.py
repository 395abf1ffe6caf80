"""What stands before the scenarios of the SOP."""

from complaints.sop.index.step import Kind, Step

DERIVED = Kind.DERIVED
GUIDANCE = Kind.GUIDANCE

STEPS = (
    Step("GEN.scope", DERIVED, "SOP, introduction", ("INTAKE",),
         "Procedures bind MAOs, PDPs, PACE organizations and MMPs unless a step says otherwise; "
         "case = complaint."),
    Step("GEN.hpi_root", GUIDANCE, "SOP, introduction", ("REPORT",),
         "Use complaint data to look for root causes, not only case by case."),
    Step("GEN.contacts", GUIDANCE, "SOP, introduction", ("COMPOSE_EMAIL",),
         "Casework questions go to the lead caseworker or Account Manager, technical ones to the "
         "Help Desk, data/performance ones to the CTM mailbox with the Account Manager copied."),
    Step("GEN.state_staff", GUIDANCE, "SOP, introduction", ("SAVE_NOTE",),
         "For MMPs, state contract staff can read CTM records and take part in the casework."),
)  # fmt: skip
