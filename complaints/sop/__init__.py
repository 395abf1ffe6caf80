"""The SOP as code: rules of CMS's CTM procedure and of the HPMS layouts, over plain facts.

Standard library only, and no clock of its own: the day comes in with the facts.
"""

from complaints.sop.facts import (
    CaseFacts,
    ComplaintFacts,
    ContactFacts,
    NoteFacts,
    ResolutionFacts,
    blank_resolution,
)
from complaints.sop.parameters import DatedValue, Parameters, parameters_on
from complaints.sop.registry import checks, evaluate, guidance, rules
from complaints.sop.rule import Action, Finding, Rule, Severity
from complaints.sop.scenarios import load

load()

__all__ = [
    "Action",
    "CaseFacts",
    "ComplaintFacts",
    "ContactFacts",
    "DatedValue",
    "Finding",
    "NoteFacts",
    "Parameters",
    "ResolutionFacts",
    "Rule",
    "Severity",
    "blank_resolution",
    "checks",
    "evaluate",
    "guidance",
    "parameters_on",
    "rules",
]
