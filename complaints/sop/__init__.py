"""The SOP as code: rules of CMS's CTM procedure and of the HPMS layouts, over plain facts.

Standard library only, and no clock of its own: the day comes in with the facts.
"""

from complaints.sop.case_records import (
    AccessFacts,
    AccessRequestFacts,
    AssignmentFacts,
    AttachmentFacts,
    BaeFacts,
    DecisionFacts,
    EmailFacts,
    GoodCauseFacts,
    IntakeFacts,
    LevelFacts,
    MarketingFacts,
    RelatedFacts,
    RepeatFacts,
    RequestFacts,
    RetroFacts,
    RpcFacts,
    WithholdFacts,
)
from complaints.sop.facts import (
    CaseFacts,
    ComplaintFacts,
    ContactFacts,
    NoteFacts,
    ResolutionFacts,
    blank_resolution,
)
from complaints.sop.parameters import DatedValue, Parameters, parameters_on
from complaints.sop.registry import checks, evaluate, facts_read, guidance, rules, untouched
from complaints.sop.rule import Action, Finding, Rule, Severity
from complaints.sop.scenarios import load
from complaints.sop.timer import Due, timed_facts, timers

load()

__all__ = [
    "AccessFacts",
    "AccessRequestFacts",
    "Action",
    "AssignmentFacts",
    "AttachmentFacts",
    "BaeFacts",
    "CaseFacts",
    "ComplaintFacts",
    "ContactFacts",
    "DatedValue",
    "DecisionFacts",
    "Due",
    "EmailFacts",
    "Finding",
    "GoodCauseFacts",
    "IntakeFacts",
    "LevelFacts",
    "MarketingFacts",
    "NoteFacts",
    "Parameters",
    "RelatedFacts",
    "RepeatFacts",
    "RequestFacts",
    "ResolutionFacts",
    "RetroFacts",
    "RpcFacts",
    "Rule",
    "Severity",
    "WithholdFacts",
    "blank_resolution",
    "checks",
    "evaluate",
    "facts_read",
    "guidance",
    "parameters_on",
    "rules",
    "timed_facts",
    "timers",
    "untouched",
]
