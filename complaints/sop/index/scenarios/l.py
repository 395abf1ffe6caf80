"""SOP L. Alleged marketing misrepresentation."""

from complaints.sop.index.step import Kind, Step

ERROR = Kind.ERROR
WARNING = Kind.WARNING
DERIVED = Kind.DERIVED
GUIDANCE = Kind.GUIDANCE

STEPS = (
    Step("L.0", DERIVED, "SOP L", ("INTAKE", "IMPORT"),
         "The subcategory says marketing misrepresentation, with RO action needed or without.",
         by="complaints.sop.radar.conflicts.is_marketing"),
    Step("L.1", GUIDANCE, "SOP L, step 1", ("INTAKE",),
         "Review the allegation, investigate it, and contact the beneficiary for what is missing."),
    Step("L.2", WARNING, "SOP L, step 2", ("CLOSE",),
         "What led to the complaint is corrected: the agent or broker retrained or terminated, or other "
         "action."),
    Step("L.3.note", ERROR, "SOP L, step 3", ("CLOSE",),
         "The action taken is entered as a casework note."),
    Step("L.3.date", ERROR, "SOP L, step 3", ("CLOSE",),
         "The complaint is closed by entering a Resolution Date."),
    Step("L.4", ERROR, "SOP L, step 4", ("CLOSE",),
         "The notes name the agents and brokers involved, unless the complaint did."),
    Step("L.5.note", ERROR, "SOP L, step 5", ("CLOSE",),
         "That an allegation is unfounded is stated in the casework notes."),
    Step("L.5.docs", WARNING, "SOP L, step 5", ("CLOSE",),
         "Documents that support the finding come with it."),
    Step("L.note.1", GUIDANCE, "SOP L, note 1", ("INTAKE",),
         "Read CMS's memo of October 3, 2008 on marketing misrepresentation complaints first."),
    Step("L.note.2.same", GUIDANCE, "SOP L, note 2", ("INTAKE",),
         "Complaints of the subcategory with RO action needed are handled alike; CMS lists them in the "
         "Marketing Misrepresentation Report."),
    Step("L.note.2.report_only", ERROR, "SOP L, note 2", ("CLOSE", "UPLOAD_BUILD"),
         "A complaint seen in that report alone is investigated and corrected; the plan does not close "
         "it."),
    Step("L.note.2.upload", GUIDANCE, "SOP L, note 2", ("ATTACH",),
         "Upload a response document to a complaint of that report."),
    Step("L.note.3", ERROR, "SOP L, note 3", ("SUBMIT_REQUEST",),
         "That an allegation was unfounded is no reason to ask for another category."),
    Step("L.note.4", GUIDANCE, "SOP L, note 4", ("SAVE_NOTE",),
         "CMS shares marketing complaints with State Departments of Insurance."),
)  # fmt: skip
