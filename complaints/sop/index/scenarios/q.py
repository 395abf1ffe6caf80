"""SOP Q. Approaching resolution."""

from complaints.sop.index.step import Kind, Step

ERROR = Kind.ERROR
WARNING = Kind.WARNING
TIMER = Kind.TIMER
DERIVED = Kind.DERIVED
GUIDANCE = Kind.GUIDANCE

STEPS = (
    Step("Q.1", WARNING, "SOP Q, step 1", ("CLOSE",),
         "The beneficiary or complainant is told the outcome in the plan's usual way."),
    Step("Q.1.a.count", WARNING, "SOP Q, step 1.a", ("CLOSE",),
         "Somebody hard to reach is tried at least three times."),
    Step("Q.1.a.distinct", WARNING, "SOP Q, step 1.a", ("CLOSE",),
         "The three attempts are made on different days and at different times of day."),
    Step("Q.1.a.detail", ERROR, "SOP Q, step 1.a", ("LOG_CONTACT",),
         "Dates, times and actions of contact attempts are recorded."),
    Step("Q.1.b.ship", WARNING, "SOP Q, step 1.b", ("CLOSE",),
         "A SHIP counselor who entered the case and asks for it is told the outcome."),
    Step("Q.1.b.mmp", WARNING, "SOP Q, step 1.b", ("CLOSE",),
         "An MMP State Reviewer who asks for it is told the outcome."),
    Step("Q.2.max", ERROR, "SOP Q, step 2", ("SAVE_NOTE", "CLOSE", "UPLOAD_BUILD"),
         "A casework note holds up to 4,000 characters."),
    Step("Q.2.required", ERROR, "SOP Q, step 2 (inferred)", ("CLOSE", "UPLOAD_BUILD"),
         "A complaint is closed with a casework note."),
    Step("Q.2.clear", WARNING, "SOP Q, step 2", ("CLOSE",),
         "The note tells issue, actions and decision so that any reviewer understands them."),
    Step("Q.2.a", GUIDANCE, "SOP Q, step 2.a", ("CLOSE",),
         "Write the note in three parts: what the issue was, what was done, what was decided."),
    Step("Q.3.a", ERROR, "SOP Q, step 3.a", ("CLOSE",),
         "Contact Made, System Update Action Taken, or both are chosen."),
    Step("Q.3.b.yes", ERROR, "SOP Q, step 3.b", ("CLOSE",),
         "Resolved is set to Yes."),
    Step("Q.3.b.date", ERROR, "SOP Q, step 3.b", ("CLOSE",),
         "A Resolution Date is entered."),
    Step("Q.3.b.summary", DERIVED, "SOP Q, step 3.b", ("CLOSE",),
         "The last note saved at closing becomes the Resolution Summary.",
         by="complaints.models.casework.Resolution.enact"),
    Step("Q.3.b.include", DERIVED, "SOP Q, step 3.b", ("CLOSE",),
         "Other notes join the Resolution Summary when their box is ticked.",
         by="complaints.resolve.draft.note_from_the_log"),
    Step("Q.note.1", TIMER, "SOP Q, note 1", ("CLOCK",),
         "Interim notes are written while the plan works toward the resolution."),
    Step("Q.note.2.letter", GUIDANCE, "SOP Q, note 2", ("CLOSE",),
         "Send a letter when nobody can be reached; CTM's documentation has a template."),
    Step("Q.note.2.date", ERROR, "SOP Q, note 2", ("LOG_CONTACT", "CLOSE"),
         "The date a letter was sent is in the casework notes."),
    Step("Q.note.3", GUIDANCE, "SOP Q, note 3", ("LOG_CONTACT", "CLOSE"),
         "SHIP and MMP state users of cases they entered need no further disclosure agreement."),
    Step("Q.note.4.refund", WARNING, "SOP Q, note 4", ("CLOSE",),
         "A refund case is closed once the refund is issued; its arrival need not be awaited."),
    Step("Q.note.4.appeal", DERIVED, "SOP Q, note 4", ("CLOSE",),
         "An appeal-education case is closed when the talk is complete, the appeal undecided.",
         elsewhere="nothing asks for the outcome of an appeal, so an undecided one stops no closing"),
    Step("Q.note.5", ERROR, "SOP Q, note 5", ("SUBMIT_REQUEST",),
         "No Plan Request is made because somebody cannot be reached, unless CMS directs it."),
    Step("Q.note.6", GUIDANCE, "SOP Q, note 6", ("CLOSE",),
         "Counsel the beneficiary on what retroactivity does to claims, and write it down."),
)  # fmt: skip
