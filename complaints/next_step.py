"""The next step a complaint asks for, pure: what to do, why, and the rule of the SOP or the regulation
behind it, blank where the upload alone asks for it."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from complaints import sop
from complaints.deadlines import Clock
from complaints.models.choices import UploadState
from complaints.sop.agreed_move import agreed_move
from complaints.sop.contact_log import with_complainant
from complaints.sop.timer import Promise
from complaints.time_words import day_words


class NextStep(NamedTuple):
    words: str
    why: str
    rule: str


class UploadAt(NamedTuple):
    """An unsettled row of the outbox, or the accepted resolution: its state and whether it resolves."""

    state: str
    resolves: bool

    def heard(self) -> "UploadAt | None":
        """What of the row the next step goes by: a change that leaves this as it is moves no step."""
        settled = self.state in (UploadState.CONFIRMED, UploadState.WITHDRAWN)
        if settled or not (self.resolves or self.state in _MATTERS):
            return None
        return UploadAt(UploadState.QUEUED, True) if self.state in _ON_ITS_WAY else self


# Of a note the step goes by these alone; of a resolution by all but the difference between those.
_MATTERS = (
    UploadState.UNCERTAIN,
    UploadState.NEEDS_DECISION,
    UploadState.FAILED,
    UploadState.BLOCKED,
)
_ON_ITS_WAY = (UploadState.QUEUED, UploadState.SENDING)

_ATTEMPT = {1: "Second contact attempt", 2: "Third contact attempt"}
_LEVEL_RULE = {"URGENT": "CFR.resolve.urgent", "NO_ISSUE_LEVEL": "CFR.resolve.other"}
_REQUEST = {
    "CONTRACT_CHANGE": "contract change",
    "ISSUE_LEVEL_CHANGE": "issue level",
    "CMS_ISSUE": "CMS Lead",
    "CATEGORY_CHANGE": "category",
}
_NOTHING = NextStep("", "", "")


def next_step(
    case: sop.CaseFacts, clock: Clock, uploads: Sequence[UploadAt], promises: Sequence[Promise]
) -> NextStep:
    """What the caseworker does next. `promises`: all that is due on the case, the earliest first. Blank for
    a complaint resolved in HPMS with nothing on the road and no promise due."""
    step = _settle(uploads)
    if not step and case.complaint.resolution_date:
        step = _keep_promise(case, promises)
    if step or case.complaint.resolution_date:
        return step or _NOTHING
    return (
        _with_cms(case)
        or _gone(case)
        or _moved(case)
        or _out_of_view(case)
        or _investigate(case)
        or _read_instructions(case)
        or _enter_in_hpms(case)
        or _keep_promise(case, promises)
        or _wait(uploads)
        or _ask_cms(case)
        or _reach(case, clock)
        or _ask_level(case, clock)
        or _rpc(case)
        or _resolve(case, clock)
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


def _with_cms(case: sop.CaseFacts) -> NextStep | None:
    if since := case.complaint.with_cms_since:
        return NextStep("Nothing: CMS has it", f"since {_day(case, since)}", "B.2.a")
    return None


def _moved(case: sop.CaseFacts) -> NextStep | None:
    if (request := agreed_move(case)) is None or request.decided_on is None:
        return None
    to = request.target_contract_id or "another contract"
    why = f"agreed {_day(case, request.decided_on)}"
    return NextStep(f"CMS moved it to {to}: wait for the download", why, "A.4.a")


def _gone(case: sop.CaseFacts) -> NextStep | None:
    if since := case.complaint.gone_since:
        return NextStep("Nothing: gone from HPMS's view", f"said {_day(case, since)}", "A.4.a")
    return None


def _out_of_view(case: sop.CaseFacts) -> NextStep | None:
    """Downloads bring it no more, and nothing here says why: the clock runs until a person does."""
    if since := case.complaint.out_of_view_since:
        return NextStep("Look in HPMS", f"out of view since {_day(case, since)}", "A.4.a")
    return None


def _investigate(case: sop.CaseFacts) -> NextStep | None:
    """The marketing report alone shows it: there is nothing in CTM for the plan to ask or to close."""
    if case.complaint.report_only:
        return NextStep("Investigate and correct", "marketing report", "L.note.2.same")
    return None


def _read_instructions(case: sop.CaseFacts) -> NextStep | None:
    """CMS refused a request and wrote what to do instead; nobody has read it."""
    for request in case.requests:
        if request.status == "REJECTED" and not request.instructions_read:
            name = _REQUEST.get(request.request_type, "Plan")
            return NextStep("Read CMS's instructions", f"{name} request rejected", "B.2.b")
    return None


def _enter_in_hpms(case: sop.CaseFacts) -> NextStep | None:
    """A request handed off here that HPMS does not show was probably never entered there."""
    for request in case.requests:
        if request.open and request.not_seen_in_downloads:
            name = _REQUEST.get(request.request_type, "Plan")
            return NextStep(f"Enter the {name} request", "downloads do not show it", "A.note.1")
    return None


def _keep_promise(case: sop.CaseFacts, promises: Sequence[Promise]) -> NextStep | None:
    """What was promised beyond the closing, such as sending a refused request to the RPC again."""
    for promise in promises:
        due = promise.due
        if due.outlives_closing and due.due_on <= case.today:
            verb = "was due" if due.due_on < case.today else "due"
            return NextStep(due.words[:80], f"{verb} {_day(case, due.due_on)}", promise.rule)
    return None


def _wait(uploads: Sequence[UploadAt]) -> NextStep | None:
    resolving = [row for row in uploads if row.resolves]
    if any(row.state == UploadState.UNCERTAIN for row in uploads):
        return NextStep("Wait: uncertain at HPMS", "the next downloads will tell", "")
    if any(row.state == UploadState.ACCEPTED for row in resolving):
        return NextStep("Wait for the resolution date", "accepted by HPMS", "")
    if any(row.state == UploadState.EXPORTED for row in resolving):
        return NextStep("Wait for HPMS's answer", "the resolution is in an upload file", "")
    if resolving:
        return NextStep(
            "Wait for HPMS to accept",
            "resolution on its way, at risk until then",
            "",
        )
    return None


def _ask_cms(case: sop.CaseFacts) -> NextStep | None:
    complaint = case.complaint
    if pending := _pending(case):
        return NextStep("Keep working; CMS decides", f"{pending} request pending", "C.1.c")
    if complaint.swift or complaint.swift_control_number:
        return NextStep("Ask CMS to take it", "plans cannot close SWIFT", "I.note.3")
    if not complaint.complaint_category.strip():
        return NextStep("Ask CMS for a category", "closing needs one", "C.1.a")
    return None


def _pending(case: sop.CaseFacts) -> str | None:
    """The first request that waits for CMS, in HPMS or handed over by us."""
    complaint = case.complaint
    waits = {request.request_type for request in case.requests if request.open}
    shown = {
        "CONTRACT_CHANGE": complaint.contract_change_request_status,
        "ISSUE_LEVEL_CHANGE": complaint.issue_level_request_status,
        "CMS_ISSUE": complaint.cms_lead_change_request_status,
    }
    waits |= {kind for kind, status in shown.items() if status == "PENDING"}
    return next((name for kind, name in _REQUEST.items() if kind in waits), None)


def _reach(case: sop.CaseFacts, clock: Clock) -> NextStep | None:
    """The intake review of what cannot wait, then the attempts to reach whoever complained."""
    tried = with_complainant(case)
    made = len(tried)
    if made >= case.parameters.attempts_wanted or any(c.outcome == "REACHED" for c in tried):
        return None
    if _wants_review(case) and case.today <= clock.due_on:  # overdue, the person comes first
        return NextStep("Review at intake", "right contract and level?", "H.note.4")
    if made == 0:
        day, overdue = clock.contact_due_on, case.today > clock.contact_due_on
        why = f"{'was due' if overdue else 'by'} {_day(case, day)}"
        return NextStep("First contact", why, "CFR.contact.7d")
    return NextStep(
        _ATTEMPT.get(made, "Next contact attempt"), "another day and time", "Q.1.a.count"
    )


def _wants_review(case: sop.CaseFacts) -> bool:
    urgent = case.complaint.issue_level not in _LEVEL_RULE
    return case.intake.reviewed_at is None and (urgent or case.flagged)


def _ask_level(case: sop.CaseFacts, clock: Clock) -> NextStep | None:
    """A flagged case that HPMS shows without a level, until CMS was asked."""
    asked = any(
        request.request_type == "ISSUE_LEVEL_CHANGE"
        and request.status not in {"DRAFT", "CANCELLED"}
        for request in case.requests
    )
    if asked or clock.facts.counts_as() == case.complaint.issue_level:
        return None
    return NextStep("Ask CMS for an issue level", "flagged cases have one", "I.note.1")


def _rpc(case: sop.CaseFacts) -> NextStep | None:
    """Send to the RPC what CMS allowed to be sent; then close without waiting for it."""
    sent = [rpc.submitted_on for rpc in case.rpc_submissions if rpc.submitted_on]
    allowed = [
        request.decided_on
        for request in case.requests
        if request.reason_code == "RPC_APPROVAL"
        and request.status == "APPROVED"
        and request.decided_on
    ]
    if allowed and max(allowed) > max(sent, default=date.min):
        return NextStep("Send it to the RPC", f"CMS agreed {_day(case, max(allowed))}", "D.3.a")
    if sent:
        return NextStep("Close it", f"sent to the RPC {_day(case, max(sent))}", "D.2.a.close")
    return None


def _resolve(case: sop.CaseFacts, clock: Clock) -> NextStep:
    day = (case.today - clock.start).days
    why = f"day {day} of {clock.days}" if day >= 0 else f"clock starts {clock.start:%m/%d}"
    rule = _LEVEL_RULE.get(clock.facts.counts_as(), "CFR.resolve.immediate")
    return NextStep("Resolve", why, rule)


def _day(case: sop.CaseFacts, day: date) -> str:
    return day_words(day, case.today)
