"""SOP R. HPMS access."""

from complaints.sop.index.step import Kind, Step

ERROR = Kind.ERROR
TIMER = Kind.TIMER
DERIVED = Kind.DERIVED
GUIDANCE = Kind.GUIDANCE

STEPS = (
    Step("R.1", GUIDANCE, "SOP R, step 1", ("ACCESS_REQUEST",),
         "Complete the Application for Access to CMS Computer Systems."),
    Step("R.2", GUIDANCE, "SOP R, step 2", ("ACCESS_REQUEST",),
         "Mail the signed original to CMS, by a carrier that can be traced."),
    Step("R.2.wait", TIMER, "SOP R, step 2", ("CLOCK",),
         "HPMS access may take two weeks or longer.",
         elsewhere="it is about no complaint, so no reminder of one; the HPMS access page shows the "
                   "day and what to do then"),
    Step("R.3", DERIVED, "SOP R, step 3", ("COMPOSE_EMAIL",),
         "Once there is HPMS access, CTM access is asked for by e-mail, with the HPMS ID.",
         by="complaints.sop.scenarios.r_hpms_access.ctm_access_email"),
    Step("R.note.1", ERROR, "SOP R, note 1", ("COMPOSE_EMAIL",),
         "The HPMS ID has four characters."),
)  # fmt: skip
