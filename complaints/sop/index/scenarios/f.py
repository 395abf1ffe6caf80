"""SOP F. Enrollment change outside guidance."""

from complaints.sop.index.step import Kind, Step

ERROR = Kind.ERROR
DERIVED = Kind.DERIVED
GUIDANCE = Kind.GUIDANCE

STEPS = (
    Step("F.1", GUIDANCE, "SOP F, step 1", ("SUBMIT_REQUEST",),
         "Enrollment change outside guidance ('enrollment exception') is a CMS Issue Plan Request."),
    Step("F.1.note", ERROR, "SOP F, step 1", ("SUBMIT_REQUEST",),
         "Note tells why the beneficiary wants the change outside a valid period."),
    Step("F.1.a", DERIVED, "SOP F, step 1.a", ("IMPORT", "RECORD_DECISION"),
         "CMS agrees: leaves view, CMS resolves."),
    Step("F.1.b", DERIVED, "SOP F, step 1.b", ("IMPORT", "RECORD_DECISION"),
         "CMS disagrees: next steps in CTM."),
    Step("F.note.1", DERIVED, "SOP F, note 1", ("REPORT",),
         "Valid enrollment exceptions do not count in plan metrics."),
    Step("F.note.2", GUIDANCE, "SOP F, note 2", ("SUBMIT_REQUEST",),
         "Prospective MMP enrollment: send the person to the state broker."),
)  # fmt: skip
