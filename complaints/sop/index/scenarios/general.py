"""What stands before the scenarios of the SOP."""

from complaints.sop.index.step import Kind, Step

DERIVED = Kind.DERIVED
GUIDANCE = Kind.GUIDANCE

STEPS = (
    Step("GEN.scope", DERIVED, "SOP, introduction", ("INTAKE",),
         "The procedures bind MA organizations, drug plans, PACE organizations and Medicare-Medicaid "
         "plans alike, unless a step says otherwise; a case is a complaint.",
         elsewhere="No rule is left out for a plan type, Cost and Demonstration plans included; the few "
         "steps that speak of some plan types alone read the contract's."),
    Step("GEN.hpi_root", GUIDANCE, "SOP, introduction", ("REPORT",),
         "Look through the complaints for root causes and broader issues, not only case by case."),
    Step("GEN.contacts", GUIDANCE, "SOP, introduction", ("COMPOSE_EMAIL",),
         "Questions on casework go to the casework lead or the Account Manager, technical ones to the "
         "HPMS Help Desk, those on CTM performance data to the CTM mailbox with the Account Manager "
         "copied."),
    Step("GEN.state_staff", GUIDANCE, "SOP, introduction", ("SAVE_NOTE",),
         "State staff can read the complaints of Medicare-Medicaid plans and help to resolve them."),
)  # fmt: skip
