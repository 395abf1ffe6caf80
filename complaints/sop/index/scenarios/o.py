"""SOP O. Supporting documents."""

from complaints.sop.index.step import Kind, Step

ERROR = Kind.ERROR
WARNING = Kind.WARNING
DERIVED = Kind.DERIVED
GUIDANCE = Kind.GUIDANCE

STEPS = (
    Step("O.1.name", ERROR, "SOP O, step 1", ("ATTACH",),
         "File name has no special characters."),
    Step("O.1.ext", ERROR, "SOP O, step 1", ("ATTACH",),
         "Type is one of pdf, jpg, txt, docx, xlsx, zip."),
    Step("O.1.email", WARNING, "SOP O, step 1", ("ATTACH",),
         "E-mail with the beneficiary is not proper documentation."),
    Step("O.2.type", ERROR, "SOP O, step 2", ("ATTACH",),
         "A document type is chosen."),
    Step("O.2.other", ERROR, "SOP O, step 2", ("ATTACH",),
         "Type Other needs its text."),
    Step("O.2.other.only", WARNING, "SOP O, step 2 (inferred)", ("ATTACH",),
         "The text of Other goes with Other alone."),
    Step("O.3", GUIDANCE, "SOP O, step 3", ("ATTACH",),
         "Upload shows the file in the list."),
    Step("O.4", GUIDANCE, "SOP O, step 4", ("ATTACH",),
         "Record must be saved after the upload."),
    Step("O.note.1", GUIDANCE, "SOP O, note 1", ("VIEW",),
         "Documents by CMS, SHIP or MMP state reviewers can be fetched."),
    Step("O.note.2.view", DERIVED, "SOP O, note 2", ("VIEW",),
         "After reassignment the new plan cannot see the old plan's documents.",
         by="complaints.models.sop_record.AppendOnly.visible_to"),
    Step("O.note.2.request", GUIDANCE, "SOP O, note 2", ("SUBMIT_REQUEST",),
         "If needed, ask CMS by Plan Request."),
)  # fmt: skip
