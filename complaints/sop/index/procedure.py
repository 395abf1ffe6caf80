"""Steps of CMS's Complaints Tracking Module Plan Standard Operating Procedure, scenarios A to T."""

from complaints.sop.index.step import Kind, Step

ERROR, WARNING, TIMER = Kind.ERROR, Kind.WARNING, Kind.TIMER
DERIVED, GUIDANCE = Kind.DERIVED, Kind.GUIDANCE

CLOSE = ("CLOSE",)
CLOSE_AND_SEND = ("CLOSE", "UPLOAD_BUILD")
NOTE = ("SAVE_NOTE", "CLOSE", "UPLOAD_BUILD")
CLOCK = ("CLOCK",)

PROCEDURE = (
    # A. Complaint belongs to another organisation
    Step("A.note.1", ERROR, "SOP A, note 1", CLOSE_AND_SEND,
         "A complaint is not closed while a Plan Request on it is pending."),
    # B. Plan needs CMS assistance
    Step("B.note.1", TIMER, "SOP B, note 1", CLOCK,
         "Interim contact is made when a case runs past seven days, also when CMS has it."),
    # C. Plan cannot save or close
    Step("C.1.a", ERROR, "SOP C, step 1.a", CLOSE_AND_SEND,
         "A category is assigned before the complaint is closed; if none is, see scenario G."),
    Step("C.1.b.note", ERROR, "SOP C, step 1.b", NOTE,
         "None of the four restricted characters < > & ; is in a casework note."),
    Step("C.1.b.date", ERROR, "SOP C, step 1.b", CLOSE,
         "None of the four restricted characters < > & ; is in the Resolution Date."),
    Step("C.1.b.other", WARNING, "SOP C, step 1.b (inferred)", NOTE,
         "The restricted characters are suspect in comments and agent or broker texts too."),
    Step("C.1.c", ERROR, "SOP C, step 1.c", CLOSE_AND_SEND,
         "No Plan Request is pending when the complaint is closed."),
    Step("C.1.d.present", ERROR, "SOP C, step 1.d", CLOSE,
         "A complaint is closed with a Resolution Date."),
    Step("C.1.d.order", ERROR, "SOP C, step 1.d", CLOSE,
         "The Resolution Date is not earlier than the Received Date."),
    Step("C.1.d.future", WARNING, "SOP C, step 1.d (inferred)", CLOSE,
         "A Resolution Date in the future is doubtful."),
    Step("C.2", GUIDANCE, "SOP C, step 2", CLOSE,
         "When nothing explains a failed save, call or write to the HPMS Help Desk: "
         "1-800-220-2028, HPMS@cms.hhs.gov."),
    # H. Issue level disputed
    Step("H.3.stop", DERIVED, "SOP H, step 3", CLOCK,
         "Asking CMS to change the issue level stops the plan's clock until CMS answers."),
    Step("H.3.restart", DERIVED, "SOP H, step 3", CLOCK,
         "When CMS agrees and changes the level, the clock starts anew."),
    Step("H.3.reject", DERIVED, "SOP H, step 3", CLOCK,
         "When CMS refuses it explains why; the SOP does not say how the clock goes on."),
    Step("H.note.timeframe", TIMER, "SOP H, note on timeframes", CLOCK,
         "Days are counted as dates, weekends included, and run to 11:59 PM of the last day."),
    # I. SWIFT, Congressional, Press or Hill
    Step("I.note.3", ERROR, "SOP I, note 3", CLOSE_AND_SEND,
         "A plan cannot close a SWIFT complaint; CMS does."),
    # Q. Approaching a resolution
    Step("Q.1", WARNING, "SOP Q, step 1", CLOSE,
         "The beneficiary or complainant is told the outcome in the plan's usual way."),
    Step("Q.1.a.count", WARNING, "SOP Q, step 1.a", CLOSE,
         "Somebody hard to reach is tried at least three times."),
    Step("Q.1.a.distinct", WARNING, "SOP Q, step 1.a", CLOSE,
         "The three attempts are made on different days and at different times of day."),
    Step("Q.1.a.detail", ERROR, "SOP Q, step 1.a", ("LOG_CONTACT",),
         "Dates, times and actions of contact attempts are recorded."),
    Step("Q.1.b.ship", WARNING, "SOP Q, step 1.b", CLOSE,
         "A SHIP counselor who entered the case and asks for it is told the outcome."),
    Step("Q.1.b.mmp", WARNING, "SOP Q, step 1.b", CLOSE,
         "An MMP State Reviewer who asks for it is told the outcome."),
    Step("Q.2.max", ERROR, "SOP Q, step 2", NOTE,
         "A casework note holds up to 4,000 characters."),
    Step("Q.2.required", ERROR, "SOP Q, step 2 (inferred)", CLOSE_AND_SEND,
         "A complaint is closed with a casework note."),
    Step("Q.2.clear", WARNING, "SOP Q, step 2", CLOSE,
         "The note tells issue, actions and decision so that any reviewer understands them."),
    Step("Q.2.a", GUIDANCE, "SOP Q, step 2.a", CLOSE,
         "Write the note in three parts: what the issue was, what was done, what was decided."),
    Step("Q.3.a", ERROR, "SOP Q, step 3.a", CLOSE,
         "Contact Made, System Update Action Taken, or both are chosen."),
    Step("Q.3.b.yes", ERROR, "SOP Q, step 3.b", CLOSE,
         "Resolved is set to Yes."),
    Step("Q.3.b.date", ERROR, "SOP Q, step 3.b", CLOSE,
         "A Resolution Date is entered."),
    Step("Q.3.b.summary", DERIVED, "SOP Q, step 3.b", CLOSE,
         "The last note saved at closing becomes the Resolution Summary."),
    Step("Q.3.b.include", DERIVED, "SOP Q, step 3.b", CLOSE,
         "Other notes join the Resolution Summary when their box is ticked."),
    Step("Q.note.1", TIMER, "SOP Q, note 1", CLOCK,
         "Interim notes are written while the plan works toward the resolution."),
    Step("Q.note.2.letter", GUIDANCE, "SOP Q, note 2", CLOSE,
         "Send a letter when nobody can be reached; CTM's documentation has a template."),
    Step("Q.note.2.date", ERROR, "SOP Q, note 2", ("LOG_CONTACT", "CLOSE"),
         "The date a letter was sent is in the casework notes."),
    Step("Q.note.3", GUIDANCE, "SOP Q, note 3", ("LOG_CONTACT", "CLOSE"),
         "SHIP and MMP state users of cases they entered need no further disclosure agreement."),
    Step("Q.note.4.refund", WARNING, "SOP Q, note 4", CLOSE,
         "A refund case is closed once the refund is issued; its arrival need not be awaited."),
    Step("Q.note.4.appeal", DERIVED, "SOP Q, note 4", CLOSE,
         "An appeal-education case is closed when the talk is complete, the appeal undecided."),
    Step("Q.note.5", ERROR, "SOP Q, note 5", ("SUBMIT_REQUEST",),
         "No Plan Request is made because somebody cannot be reached, unless CMS directs it.",
         "held when a Plan Request is submitted"),
    Step("Q.note.6", GUIDANCE, "SOP Q, note 6", CLOSE,
         "Counsel the beneficiary on what retroactivity does to claims, and write it down."),
    # T. Assignment date resets
    Step("T.1.a", DERIVED, "SOP T, step 1.a", CLOCK,
         "Re-opening a complaint resets its assignment date."),
    Step("T.1.b", DERIVED, "SOP T, step 1.b", CLOCK,
         "Raising the issue level resets the assignment date."),
    Step("T.1.c", DERIVED, "SOP T, step 1.c", CLOCK,
         "Setting or removing the CMS Issue flag by an accepted Plan Request resets it."),
    Step("T.1.d", DERIVED, "SOP T, step 1.d", CLOCK,
         "A change of contract resets the assignment date; the received date stays."),
)  # fmt: skip
