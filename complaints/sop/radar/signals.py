"""What speaks for each scenario: its category, the words people use, the flags and the history."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from complaints.sop import contact_log
from complaints.sop.facts import CaseFacts
from complaints.sop.radar import level
from complaints.sop.radar.conflicts import is_marketing
from complaints.sop.radar.phrases import keywords, listeners, topics
from complaints.sop.radar.text import Text

_RESETS = {
    "T.1.a": "CMS re-opened the complaint",
    "T.1.b": "the issue level was raised",
    "T.1.c": "the CMS Issue flag was set or removed",
    "T.1.d": "the contract changed",
    "H.3": "CMS answered the issue level request",
    "T.1.other": "HPMS shows a new date",
}
# Words of another kind of complaint that make the misfiling plain; an alleged misrepresentation is told in
# words of every kind, so hearing one is no reason to ask for another category (L.note.3).
_PLAINLY, _ALLEGED = 2, "marketing"


class Signal(NamedTuple):
    """One short sentence for the caseworker, and the step that gives the scenario its cause."""

    reason: str
    rule: str


class Reading:
    """A case with its texts read once."""

    def __init__(self, facts: CaseFacts) -> None:
        complaint = facts.complaint
        self.facts = facts
        self.filed = _read(complaint.complaint_category)
        self.category = _read(f"{complaint.complaint_category}. {complaint.complaint_subcategory}")
        self.summary = _read(complaint.complaint_summary)
        self.comments = _read(complaint.comments)


def _read(typed: str) -> Text:
    return Text(typed, keywords())


Listen = Callable[[Reading], Signal | None]


def _words(letter: str, case: Reading) -> Signal | None:
    """The category by its name, else the summary, else the comments where they count."""
    listener, complaint = listeners()[letter], case.facts.complaint
    if case.category.first(listener.category):
        name = complaint.complaint_subcategory or complaint.complaint_category
        return Signal(f"Category: {name}", listener.step)
    if not case.summary.first(listener.unless) and (quote := case.summary.first(listener.text)):
        return Signal(f"The summary says “{quote}”", listener.step)
    if listener.comments and (quote := case.comments.first(listener.text)):
        return Signal(f"A comment says “{quote}”", listener.step)
    return None


def another_plan(case: Reading) -> Signal | None:
    facts = case.facts
    if facts.complaint.contract_change_request_status == "PENDING":
        return Signal("A contract change request is pending in HPMS", "A.1")
    return _words("A", case)


def cannot_close(case: Reading) -> Signal | None:
    facts = case.facts
    complaint = facts.complaint
    if complaint.resolution_date is not None:
        return None
    if _pending(facts):
        return Signal("A Plan Request is pending: closing waits for CMS's answer", "C.1.c")
    if not complaint.complaint_category:
        return Signal("Without a category it cannot be closed", "C.1.a")
    return _words("C", case)


def _pending(facts: CaseFacts) -> bool:
    complaint = facts.complaint
    shown = (
        complaint.contract_change_request_status,
        complaint.issue_level_request_status,
        complaint.cms_lead_change_request_status,
    )
    return "PENDING" in shown or any(request.open for request in facts.requests)


def category(case: Reading) -> Signal | None:
    """No category, no subcategory, or one whose own words are nowhere while another's are."""
    facts = case.facts
    complaint = facts.complaint
    if not complaint.complaint_category:
        return Signal("HPMS shows no category", "G.note.4")
    if not complaint.complaint_subcategory:
        return Signal("HPMS shows no subcategory", "G.note.4")
    if is_marketing(facts):
        return None
    own = [topic for topic in topics().values() if case.filed.first(topic.category)]
    if not own or any(case.summary.first(topic.text) for topic in own):
        return None
    others = {name: topic for name, topic in topics().items() if name != _ALLEGED}
    most = max(case.summary.count(topic.text) for topic in others.values())
    if most < _PLAINLY:
        return None
    return Signal(f"Filed under {complaint.complaint_category}, told otherwise", "G.note.2.evident")


def issue_level(case: Reading) -> Signal | None:
    facts = case.facts
    complaint = facts.complaint
    if complaint.resolution_date is not None:
        return None
    if doubt := level.doubt(facts, case.summary):
        return Signal(*doubt)
    if complaint.issue_level in {"IMMEDIATE_NEED", "URGENT"}:
        return _words("H", case)
    return None


def flagged(case: Reading) -> Signal | None:
    facts = case.facts
    complaint = facts.complaint
    flags = {
        "SWIFT": complaint.swift or bool(complaint.swift_control_number.strip()),
        "Congressional": complaint.congressional,
        "Press or Hill interest": facts.intake.press_hill_interest,
    }
    if names := [name for name, is_set in flags.items() if is_set]:
        return Signal(
            f"Flagged: {', '.join(names)}", "I.note.3" if "SWIFT" in names else "I.4.request"
        )
    return _words("I", case)


def provider(case: Reading) -> Signal | None:
    facts = case.facts
    if facts.complaint.complaint_type.casefold() == "provider":
        return Signal("Complaint type: Provider", "K.1")
    return _words("K", case)


def repeat(case: Reading) -> Signal | None:
    """Another complaint of the same person; the nearest in time is named by its distance alone,
    because it may belong to a contract the reader has no access to."""
    facts = case.facts
    if facts.related:
        received = facts.complaint.received_date
        apart = min(abs((received - other.received_date).days) for other in facts.related)
        days = "on the same day" if not apart else f"{apart} day{'' if apart == 1 else 's'} apart"
        return Signal(f"Another complaint from the same person, {days}", "M.0")
    return _words("M", case)


def documents(case: Reading) -> Signal | None:
    facts = case.facts
    if facts.attachments:
        return Signal("Documents are kept with the case", "O.3")
    if facts.complaint.has_attachments == "Y":
        return Signal("HPMS holds attachments", "O.note.1")
    return _words("O", case)


def good_cause(case: Reading) -> Signal | None:
    facts = case.facts
    if facts.intake.good_cause_requested:
        return Signal("Intake review: good cause was asked for", "P.1")
    return _words("P", case)


def resolution(case: Reading) -> Signal | None:
    facts = case.facts
    if facts.complaint.resolution_date is not None:
        return None
    contacts = contact_log.with_complainant(facts)
    if any(contact.outcome == "REACHED" for contact in contacts):
        return Signal("The complainant was reached", "Q.1")
    if len(contact_log.attempts(facts)) >= facts.parameters.attempts_wanted:
        return Signal(
            f"Tried {len(contact_log.attempts(facts))} times without an answer", "Q.1.a.count"
        )
    return None


def assignment_reset(case: Reading) -> Signal | None:
    facts = case.facts
    resets = [one.reason for one in facts.assignments if one.reason in _RESETS]
    if not resets:
        return None
    rule = "T.1.other" if resets[-1] == "H.3" else resets[-1]  # T.1.other takes H.3 in
    return Signal(f"Assignment date reset: {_RESETS[resets[-1]]}", rule)


SIGNALS: dict[str, Listen] = {
    "A": another_plan,
    "B": partial(_words, "B"),
    "C": cannot_close,
    "D": partial(_words, "D"),
    "E": partial(_words, "E"),
    "F": partial(_words, "F"),
    "G": category,
    "H": issue_level,
    "I": flagged,
    "J": partial(_words, "J"),
    "K": provider,
    "L": partial(_words, "L"),
    "M": repeat,
    "N": partial(_words, "N"),
    "O": documents,
    "P": good_cause,
    "Q": resolution,
    "T": assignment_reset,
}
