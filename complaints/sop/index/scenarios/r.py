"""SOP R. HPMS access."""

from complaints.sop.index.step import Kind, Step

ERROR = Kind.ERROR
TIMER = Kind.TIMER
DERIVED = Kind.DERIVED
GUIDANCE = Kind.GUIDANCE

STEPS = (
    Step("R.1", GUIDANCE, "SOP R, step 1", ("ACCESS_REQUEST",),
         "Fill the CMS systems access form."),
    Step("R.2", GUIDANCE, "SOP R, step 2", ("ACCESS_REQUEST",),
         "Mail the signed original to the named CMS address, preferably traceable."),
    Step("R.2.wait", TIMER, "SOP R, step 2", ("CLOCK",),
         "Access may take 2 weeks or longer."),
    Step("R.3", DERIVED, "SOP R, step 3", ("COMPOSE_EMAIL",),
         "After HPMS access, e-mail for CTM access with fixed subject and the HPMS ID."),
    Step("R.note.1", ERROR, "SOP R, note 1", ("COMPOSE_EMAIL",),
         "HPMS ID is four characters."),
)  # fmt: skip
