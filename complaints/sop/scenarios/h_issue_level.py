"""H. The plan disagrees with the issue level: the request for another one.

Source: CTM Plan SOP, scenario H. What the level should be is in `h_suggested_level.py`.
"""

from complaints.sop.facts import CaseFacts, RequestFacts
from complaints.sop.plan_request import asked
from complaints.sop.rule import Action, At, Severity, rule
from complaints.sop.scenarios.h_suggested_level import LEVELS, lower

SUBMIT = Action.SUBMIT_REQUEST
_LEVEL_FACTS = (
    "complaint.issue_level",
    "request.originally_incorrect",
    "request.request_type",
    "request.requested_issue_level",
)


@rule(
    "H.1",
    severity=Severity.ERROR,
    actions=(SUBMIT,),
    citation="SOP H, step 1",
    headline="Reason for the level change",
    field="justification",
    facts=("request.request_type", "request.justification"),
)
def level_change_is_explained(facts: CaseFacts) -> str | None:
    """Written into the casework note, which is saved with the request."""
    request = asked(facts, "ISSUE_LEVEL_CHANGE")
    if request is None or request.justification.strip():
        return None
    return (
        "Say why the level is wrong, such as how many days of medication are left. It goes into "
        "the casework note."
    )


@rule(
    "H.2",
    severity=Severity.ERROR,
    actions=(SUBMIT,),
    citation="SOP H, step 2",
    headline="Another level named",
    field="requested_issue_level",
    facts=("complaint.issue_level", "request.request_type", "request.requested_issue_level"),
)
def another_level_is_named(facts: CaseFacts) -> str | None:
    """One that CMS knows, and not the one the complaint has now."""
    request = asked(facts, "ISSUE_LEVEL_CHANGE")
    if request is None:
        return None
    wanted = request.requested_issue_level
    if wanted not in LEVELS:
        return f"Choose the level you ask for: {', '.join(LEVELS.values())}."
    if wanted == facts.complaint.issue_level:
        return f"Choose another level: the complaint is {LEVELS[wanted]} already."
    return None


@rule(
    "H.note.3.never",
    severity=Severity.ERROR,
    actions=(SUBMIT,),
    citation="SOP H, note 3",
    headline="Lowered only when it never was one",
    field="originally_incorrect",
    facts=_LEVEL_FACTS,
)
def only_a_wrong_level_is_lowered(facts: CaseFacts) -> str | None:
    """From Immediate Need to Urgent too."""
    request = _lowering(facts)
    if request is None or request.originally_incorrect:
        return None
    level = LEVELS[facts.complaint.issue_level]
    return (
        f"Keep working the complaint as {level}: it can be lowered only if it never was {level}. "
        "If so, tick that the level was wrong from the start and say what shows it."
    )


@rule(
    "H.note.3.after",
    severity=Severity.ERROR,
    actions=(SUBMIT,),
    citation="SOP H, note 3",
    headline="Not lowered for access given since",
    field="evidence_text",
    facts=(*_LEVEL_FACTS, "access_grants.access_granted_on", "request.evidence_text"),
)
def level_is_not_lowered_for_access_given_since(facts: CaseFacts) -> str | At | None:
    """Once access is restored, a level that was wrong from the start needs its evidence."""
    request = _lowering(facts)
    if request is None or not any(grant.access_granted_on for grant in facts.access_grants):
        return None
    if not request.originally_incorrect:
        return At(
            "originally_incorrect",
            "Do not ask because access was given since: CMS does not lower a level for that. Ask "
            "only if the first level was wrong, and say what shows it.",
        )
    if request.evidence_text.strip():
        return None
    return (
        "Say what shows that the level was wrong from the start: access was given since, and CMS "
        "does not lower a level for that."
    )


def _lowering(facts: CaseFacts) -> RequestFacts | None:
    """The request in hand when it asks for a lower level."""
    request = asked(facts, "ISSUE_LEVEL_CHANGE")
    lowers = request and lower(request.requested_issue_level, facts.complaint.issue_level)
    return request if lowers else None
