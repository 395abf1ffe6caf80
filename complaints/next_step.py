"""The next step a complaint asks for, pure: what to do, why, and the rule of the SOP or the regulation
behind it, blank where the upload alone asks for it."""

from collections.abc import Sequence
from typing import NamedTuple

from complaints import sop
from complaints.deadlines import Clock
from complaints.models.choices import UploadState
from complaints.sop.contact_log import with_complainant


class NextStep(NamedTuple):
    words: str
    why: str
    rule: str


class UploadAt(NamedTuple):
    """An unsettled row of the outbox, or the accepted resolution: its state and whether it resolves."""

    state: str
    resolves: bool


_ATTEMPT = {1: "Second contact attempt", 2: "Third contact attempt"}
_LEVEL_RULE = {"URGENT": "CFR.resolve.urgent", "NO_ISSUE_LEVEL": "CFR.resolve.other"}
_NOTHING = NextStep("", "", "")


def next_step(case: sop.CaseFacts, clock: Clock, uploads: Sequence[UploadAt]) -> NextStep:
    """What the caseworker does next; blank for a complaint resolved in HPMS with nothing on the road."""
    step = _settle(uploads)
    if step or case.complaint.resolution_date:
        return step or _NOTHING
    return (
        _wait(uploads) or _ask_cms(case.complaint) or _reach(case, clock) or _resolve(case, clock)
    )


def _settle(uploads: Sequence[UploadAt]) -> NextStep | None:
    for row in uploads:
        if row.state == UploadState.NEEDS_DECISION:
            return NextStep("Say whether HPMS has it", "an upload got no clear answer", "")
        if row.state in (UploadState.FAILED, UploadState.BLOCKED):
            what = "Resolve again" if row.resolves else "Mend and resend the note"
            by = "HPMS" if row.state == UploadState.FAILED else "a rule"
            return NextStep(what, f"refused by {by}", "")
    return None


def _wait(uploads: Sequence[UploadAt]) -> NextStep | None:
    resolving = [row for row in uploads if row.resolves]
    if any(row.state == UploadState.UNCERTAIN for row in uploads):
        return NextStep("Wait: uncertain at HPMS", "the next downloads will tell", "")
    if any(row.state == UploadState.ACCEPTED for row in resolving):
        return NextStep("Wait for the resolution date", "accepted by HPMS", "")
    if resolving:
        return NextStep(
            "Wait for HPMS to accept",
            "resolution on its way, at risk until then",
            "",
        )
    return None


def _ask_cms(complaint: sop.ComplaintFacts) -> NextStep | None:
    pending = {
        "contract change": complaint.contract_change_request_status,
        "issue level": complaint.issue_level_request_status,
        "CMS Lead": complaint.cms_lead_change_request_status,
    }
    for name, status in pending.items():
        if status == "PENDING":
            return NextStep("Keep working; CMS decides", f"{name} request pending", "C.1.c")
    if complaint.swift or complaint.swift_control_number:
        return NextStep("Ask CMS to take it", "plans cannot close SWIFT", "I.note.3")
    if not complaint.complaint_category.strip():
        return NextStep("Ask CMS for a category", "closing needs one", "C.1.a")
    return None


def _reach(case: sop.CaseFacts, clock: Clock) -> NextStep | None:
    tried = with_complainant(case)
    if any(contact.outcome == "REACHED" for contact in tried):
        return None
    made = len(tried)
    if made == 0:
        day, overdue = clock.contact_due_on, case.today > clock.contact_due_on
        why = f"{'was due' if overdue else 'by'} {day:%a} {day.month}/{day.day}"
        return NextStep("First contact", why, "CFR.contact.7d")
    if made < case.parameters.attempts_wanted:
        return NextStep(
            _ATTEMPT.get(made, "Next contact attempt"), "another day and time", "Q.1.a.count"
        )
    return None


def _resolve(case: sop.CaseFacts, clock: Clock) -> NextStep:
    day = (case.today - clock.start).days
    why = f"day {day} of {clock.days}" if day >= 0 else f"clock starts {clock.start:%m/%d}"
    return NextStep(
        "Resolve", why, _LEVEL_RULE.get(case.complaint.issue_level, "CFR.resolve.immediate")
    )
