"""`manage.py sop_rules`: the catalogue of the SOP's steps and which of them are enforced."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from complaints.sop import rules
from complaints.sop.index import STEPS


def catalogue() -> list[dict[str, Any]]:
    """Each step of the index; `enforced` tells rules from what is timed, computed or shown."""
    enforced = {rule.id: rule for rule in rules()}
    entries = []
    for step in STEPS:
        rule = enforced.get(step.id)
        entries.append(
            {
                "id": step.id,
                "scenario": step.scenario,
                "severity": step.kind.value,
                "actions": [action.value for action in rule.actions] if rule else list(step.when),
                "citation": step.citation,
                "summary": step.text,
                "enforced": rule is not None,
                "same_as": rule.same_as if rule else "",
                "facts": list(rule.facts) if rule else [],
            }
        )
    return entries


class Command(BaseCommand):
    """Print the catalogue as a table, or with --json as one JSON object on the last line."""

    help = "List the SOP's steps: id, scenario, severity, actions, citation and summary."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON object on the last line")

    def handle(self, *args: Any, **options: Any) -> None:
        entries = catalogue()
        if options["json"]:
            self.stdout.write(json.dumps({"count": len(entries), "rules": entries}))
            return
        for entry in entries:
            self.stdout.write(
                f"{entry['id']:<36}{entry['scenario']:<5}{entry['severity']:<9}"
                f"{', '.join(entry['actions'])}\n    {entry['citation']}: {entry['summary']}"
            )
