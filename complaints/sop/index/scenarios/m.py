"""SOP M. Second complaint from the same person."""

from complaints.sop.index.step import Kind, Step

ERROR = Kind.ERROR
WARNING = Kind.WARNING
DERIVED = Kind.DERIVED
GUIDANCE = Kind.GUIDANCE

STEPS = (
    Step("M.0", DERIVED, "SOP M", ("INTAKE", "IMPORT"),
         "Detect earlier complaints from the same complainant inside the organization."),
    Step("M.1.verify", WARNING, "SOP M, step 1", ("CLOSE",),
         "Prior resolved: check that its resolution was communicated."),
    Step("M.1.close", ERROR, "SOP M, step 1", ("CLOSE",),
         "If acknowledged, close and note that it is a repeat."),
    Step("M.2.older", WARNING, "SOP M, step 2", ("CLOSE",),
         "Prior still open, same issue: close the older one."),
    Step("M.2.reference", ERROR, "SOP M, step 2", ("CLOSE",),
         "Resolution note of the older cites the newer CTM number."),
    Step("M.3", ERROR, "SOP M, step 3", ("CLOSE",),
         "Clearly different issues: both stay open until each is resolved."),
    Step("M.note.1", DERIVED, "SOP M, note 1", ("VIEW",),
         "Show the complainant's other complaints."),
    Step("M.note.2", GUIDANCE, "SOP M, note 2", ("CLOSE",),
         "Teach repeat complainants how to reach the plan."),
)  # fmt: skip
