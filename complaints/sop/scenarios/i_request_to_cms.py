"""I. Working a flagged case and handing it to CMS: steps 1, 3 and 4, note 4.

Source: CTM Plan SOP, scenario I. Note 4 widens what D's eighth note says of Congressional cases; both
ids stand here.
"""

import re

from complaints.sop.contact_log import told
from complaints.sop.facts import CaseFacts, RequestFacts
from complaints.sop.plan_request import FLAG_FACTS, asked
from complaints.sop.rule import Action, At, Severity, rule

SUBMIT, SAVE_NOTE = Action.SUBMIT_REQUEST, Action.SAVE_NOTE

_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_DAY = re.compile(
    r"\b\d{1,2}[/-]\d{1,2}\b|\b\d{4}-\d{2}-\d{2}\b"
    rf"|\b(?:{_MONTHS})[a-z]*\.? \d{{1,2}}\b|\b\d{{1,2}}(?:st|nd|rd|th)? (?:of )?(?:{_MONTHS})"
    r"|\b(?:today|yesterday|tomorrow)\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b",
    re.IGNORECASE,
)
_NOT_COMPLAINANT = frozenset({"CMS", "ACCOUNT_MANAGER"})


@rule(
    "I.1.inform",
    severity=Severity.WARNING,
    actions=(SUBMIT,),
    citation="SOP I, step 1",
    headline="Complainant told what will be done",
    field="request_type",
    facts=(
        *FLAG_FACTS,
        "contacts.outcome",
        "contacts.party",
        "contacts.purpose",
        "request.request_type",
    ),
)
def planned_actions_are_told(facts: CaseFacts) -> str | None:
    """The complainant may be the congressional office: it may know what is planned."""
    if _to_cms(facts) is None or any(
        contact.purpose == "PLANNED_ACTIONS"
        and contact.party not in _NOT_COMPLAINANT
        and told(contact)
        for contact in facts.contacts
    ):
        return None
    return (
        "Tell the complainant what will be done and by when, and log it as a contact about planned "
        "actions, before the case goes to CMS."
    )


@rule(
    "I.3",
    severity=Severity.WARNING,
    actions=(SAVE_NOTE,),
    citation="SOP I, step 3",
    headline="Notes give actions with their dates",
    field="text",
    facts=(*FLAG_FACTS, "note.internal", "note.text"),
)
def note_gives_dates(facts: CaseFacts) -> str | None:
    """A gentle test: any date or day will do. The note of a Plan Request is saved like any other."""
    note = facts.note
    if note is None or note.internal or not facts.flagged or _DAY.search(note.text):
        return None
    return (
        "Write when each thing was done: contacts, instructions given, system updates. CMS closes "
        "this case from its notes."
    )


@rule(
    "I.4.order",
    severity=Severity.WARNING,
    actions=(SUBMIT,),
    citation="SOP I, step 4",
    headline="Resolution work done before CMS is asked",
    field="resolution_work_done_on",
    facts=(
        *FLAG_FACTS,
        "complaint.plan_casework_notes",
        "notes.internal",
        "request.reason_code",
        "request.request_type",
        "request.resolution_work_done_on",
        "today",
    ),
)
def resolution_work_comes_first(facts: CaseFacts) -> str | At | None:
    """Of the request by which CMS closes the case; help can be asked for at any time."""
    request = _to_cms(facts)
    if request is None or request.reason_code != "FLAGGED_CASE_CLOSURE":
        return None
    done_on = request.resolution_work_done_on
    if done_on is None or done_on > facts.today:
        return "Resolve the complaint first and enter the day the work was done, then ask CMS."
    in_hpms = facts.complaint.plan_casework_notes.strip()
    if in_hpms or any(not note.internal for note in facts.notes):
        return None
    return At("justification", "Write the resolution work into a casework note, then ask CMS.")


@rule(
    "I.note.4.rpc",
    severity=Severity.ERROR,
    actions=(Action.RECORD_RPC,),
    citation="SOP I, note 4",
    headline="Flagged case not sent to the RPC",
    field="submitted_on",
    facts=FLAG_FACTS,
    also=("D.note.8",),
)
def flagged_case_does_not_go_to_the_rpc(facts: CaseFacts) -> str | None:
    """Wins over every step that sends a case there."""
    if not facts.flagged:
        return None
    return (
        "Do not send a SWIFT, Congressional, Press or Hill case to the RPC: name the enrollment "
        "updates in the note and ask CMS with a CMS Issue (CMS Lead) Plan Request."
    )


@rule(
    "I.note.4.marx",
    severity=Severity.ERROR,
    actions=(SUBMIT,),
    citation="SOP I, note 4",
    headline="MARx updates listed",
    field="marx_updates_text",
    facts=(
        *FLAG_FACTS,
        "request.enrollment_update_needed",
        "request.marx_updates_text",
        "request.request_type",
    ),
)
def marx_updates_are_listed(facts: CaseFacts) -> str | None:
    """Where CMS has to change the enrollment."""
    request = _to_cms(facts)
    if request is None or not request.enrollment_update_needed or request.marx_updates_text.strip():
        return None
    return (
        "List the updates CMS has to make in MARx, such as: reinstate H1234-001 from 10/01/2025. "
        "They go into the casework note."
    )


def _to_cms(facts: CaseFacts) -> RequestFacts | None:
    """The request in hand when it hands a flagged case to CMS."""
    return asked(facts, "CMS_ISSUE") if facts.flagged else None
