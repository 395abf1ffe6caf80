"""L. Alleged marketing misrepresentation. Source: CTM Plan SOP, scenario L.

Who was involved, step 4, is in `l_agents_named.py`.
"""

import re

from complaints.sop.facts import CaseFacts
from complaints.sop.plan_request import asked
from complaints.sop.rule import Action, At, Severity, rule

CLOSE, SUBMIT, BUILD = Action.CLOSE, Action.SUBMIT_REQUEST, Action.UPLOAD_BUILD
ERROR, WARNING = Severity.ERROR, Severity.WARNING

_UNFOUNDED = re.compile(
    r"unfounded|unsubstantiated|unsupported|baseless|without (?:merit|basis|foundation)"
    r"|\bno (?:merit|basis|evidence|misrepresentation)"
    r"|\bnot (?:be |been )?(?:founded|substantiated|supported|confirmed|validated)",
    re.IGNORECASE,
)


def follows_marketing(facts: CaseFacts) -> bool:
    """The scenario was accepted, or its investigation is recorded."""
    return facts.marketing is not None or facts.tagged("MARKETING_MISREP")


@rule(
    "L.2",
    severity=WARNING,
    actions=(CLOSE,),
    citation="SOP L, step 2",
    headline="Root causes of the misrepresentation corrected",
    field="corrective_action",
    facts=(
        "complaint.scenario_tags",
        "marketing.allegation_finding",
        "marketing.corrective_action",
    ),
)
def root_causes_are_corrected(facts: CaseFacts) -> str | At | None:
    """Only a substantiated allegation needs an action."""
    finding = facts.marketing.allegation_finding if facts.marketing else ""
    if not finding and follows_marketing(facts):
        return At("allegation_finding", "Record what the investigation of the allegation found.")
    if finding != "SUBSTANTIATED" or (facts.marketing and facts.marketing.corrective_action):
        return None
    return "Record what corrects the cause: the agent or broker retrained, terminated, or other action."


@rule(
    "L.3.note",
    severity=ERROR,
    actions=(CLOSE,),
    citation="SOP L, step 3",
    headline="Corrective action told in the note",
    field="note",
    facts=("marketing.corrective_action", "resolution.note.text"),
)
def corrective_action_is_told(facts: CaseFacts) -> str | None:
    """What was done is in the words of the plan, so any text will do."""
    is_told = facts.resolution is not None and facts.resolution.note.text.strip()
    if is_told or facts.marketing is None or not facts.marketing.corrective_action:
        return None
    return "Write in the note what was done to correct the situation, and when."


@rule(
    "L.5.note",
    severity=ERROR,
    actions=(CLOSE,),
    citation="SOP L, step 5",
    headline="Unfounded finding stated in the note",
    field="note",
    facts=("marketing.allegation_finding", "resolution.note.text"),
)
def unfounded_finding_is_stated(facts: CaseFacts) -> str | None:
    """In this word or one that means the same."""
    if facts.marketing is None or facts.marketing.allegation_finding != "UNFOUNDED":
        return None
    if facts.resolution and _UNFOUNDED.search(facts.resolution.note.text):
        return None
    return "Say in the note that the allegation is unfounded, and why."


@rule(
    "L.5.docs",
    severity=WARNING,
    actions=(CLOSE,),
    citation="SOP L, step 5",
    headline="Unfounded finding backed by a document",
    field="note",
    facts=("attachments.filename", "marketing.allegation_finding"),
)
def unfounded_finding_has_documents(facts: CaseFacts) -> str | None:
    """There may be none, which is then the reason."""
    if facts.marketing is None or facts.marketing.allegation_finding != "UNFOUNDED":
        return None
    if any(document.filename for document in facts.attachments):
        return None
    return "Attach what supports the finding, such as the recorded call or a summary of it."


@rule(
    "L.note.2.report_only",
    severity=ERROR,
    actions=(CLOSE, BUILD),
    citation="SOP L, note 2",
    headline="In the marketing report alone: not closed",
    field="resolve_complaint",
    facts=("complaint.report_only", "resolution.resolve_complaint"),
)
def report_only_is_not_closed(facts: CaseFacts) -> str | None:
    """Such a case is in no list of the plan's, so there is nothing to close."""
    if not facts.complaint.report_only or facts.resolving() is None:
        return None
    return (
        "Do not close it: it stands in CMS's Marketing Misrepresentation Report alone. Investigate, "
        "correct the causes, and upload a response document."
    )


@rule(
    "L.note.3",
    severity=ERROR,
    actions=(SUBMIT,),
    citation="SOP L, note 3",
    headline="No new category for an unfounded allegation",
    field="request_type",
    facts=("marketing.allegation_finding", "request.reason_code", "request.request_type"),
)
def unfounded_keeps_its_category(facts: CaseFacts) -> str | None:
    """What is no marketing complaint at all has another finding, and may be moved."""
    request = asked(facts, "CATEGORY_CHANGE")
    if request is None:
        return None
    finding = facts.marketing.allegation_finding if facts.marketing else ""
    if finding != "UNFOUNDED" and request.reason_code != "MARKETING_UNFOUNDED":
        return None
    return (
        "Keep the category and close the complaint with the finding in the note: an unfounded "
        "allegation is no reason to ask for another category."
    )
