"""SOP L. Alleged marketing misrepresentation."""

from complaints.sop.index.step import Kind, Step

ERROR = Kind.ERROR
WARNING = Kind.WARNING
DERIVED = Kind.DERIVED
GUIDANCE = Kind.GUIDANCE

STEPS = (
    Step("L.0", DERIVED, "SOP L", ("INTAKE", "IMPORT"),
         "Scenario applies to the marketing-misrepresentation subcategories, both 'no RO action' "
         "and 'RO action needed'."),
    Step("L.1", GUIDANCE, "SOP L, step 1", ("INTAKE",),
         "Review and investigate, contact the beneficiary if needed."),
    Step("L.2", WARNING, "SOP L, step 2", ("CLOSE",),
         "Correct root causes: agent termination, retraining, other action."),
    Step("L.3.note", ERROR, "SOP L, step 3", ("CLOSE",),
         "Action taken is entered as a casework note."),
    Step("L.3.date", ERROR, "SOP L, step 3", ("CLOSE",),
         "Closing is done by a resolution date."),
    Step("L.4", ERROR, "SOP L, step 4", ("CLOSE",),
         "Notes name every agent/broker involved unless the complaint already did."),
    Step("L.5.note", ERROR, "SOP L, step 5", ("CLOSE",),
         "Unfounded finding is stated in the notes."),
    Step("L.5.docs", WARNING, "SOP L, step 5", ("CLOSE",),
         "Unfounded finding comes with supporting documents."),
    Step("L.note.1", GUIDANCE, "SOP L, note 1", ("INTAKE",),
         "Read the October 2008 marketing memo first."),
    Step("L.note.2.same", GUIDANCE, "SOP L, note 2", ("INTAKE",),
         "'RO action needed' marketing cases are worked like the 'no RO action' ones; they are "
         "listed in a separate marketing report."),
    Step("L.note.2.report_only", ERROR, "SOP L, note 2", ("CLOSE", "UPLOAD_BUILD"),
         "Cases visible only in that report get steps 1-2; there is nothing for the plan to close."),
    Step("L.note.2.upload", GUIDANCE, "SOP L, note 2", ("ATTACH",),
         "For those, uploading a response document is encouraged."),
    Step("L.note.3", ERROR, "SOP L, note 3", ("SUBMIT_REQUEST",),
         "No recategorization request because the allegation was unfounded."),
    Step("L.note.4", GUIDANCE, "SOP L, note 4", ("SAVE_NOTE",),
         "CMS shares these with State Departments of Insurance."),
)  # fmt: skip
