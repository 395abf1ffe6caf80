"""Rules, index and cases must agree in every direction, and the law must stay pure."""

import io
import json
import subprocess
import sys
from collections import Counter, defaultdict
from dataclasses import is_dataclass
from functools import partial
from itertools import pairwise
from pkgutil import resolve_name
from types import NoneType
from typing import get_args, get_type_hints

import pytest
from django.core.management import call_command

from complaints.sop import Action, Severity, checks, evaluate, guidance, rules
from complaints.sop.facts import CLOCK_FACTS, CaseFacts
from complaints.sop.index import STEPS, Kind, position, step
from complaints.sop.parameters import DEFAULTS
from complaints.sop.rule import rule
from complaints.sop.timer import TIMERS
from tests.sop.cases import PLAIN, Case, load_cases

RULES = rules()
OWN = [rule for rule in RULES if not rule.same_as]
CASES = load_cases()


def test_every_enforceable_step_is_a_rule_or_says_where_it_is_kept():
    enforced = {rule.id for rule in RULES}

    for one in STEPS:
        if one.kind in {Kind.ERROR, Kind.WARNING}:
            assert (one.id in enforced) != bool(one.elsewhere), one.id
        else:
            assert one.id not in enforced


def test_what_is_computed_says_where():
    derived = [one for one in STEPS if one.kind is Kind.DERIVED]

    assert [one.id for one in derived if bool(one.by) == bool(one.elsewhere)] == []


def test_what_is_due_has_a_timer_or_says_where():
    timed = [one.id for one in STEPS if one.kind is Kind.TIMER and one.id not in TIMERS]

    assert [one for one in timed if not step(one).by] == []


@pytest.mark.parametrize("name", sorted({one.by for one in STEPS if one.by}))
def test_whoever_keeps_a_step_is_there(name: str):
    """`complaints.deadlines.clock` or `plan_requests.models.decision.CmsDecision.enact`."""
    assert callable(resolve_name(name))


def test_the_index_has_each_step_once_with_citation_and_text():
    assert max(Counter(one.id for one in STEPS).values()) == 1
    assert all(one.citation and one.text.endswith(".") and one.when for one in STEPS)


def test_rules_stand_in_the_order_of_the_index():
    assert all(position(one.id) < position(other.id) for one, other in pairwise(RULES))


def test_a_rule_acts_where_the_index_says():
    acts = defaultdict(set)
    for one in OWN:
        for name in (one.id, *one.also):
            acts[name] |= {action.value for action in one.actions}

    assert {name: set(step(name).when) for name in acts} == acts


def test_every_rule_has_a_triggering_case_and_a_near_miss():
    triggering = {case.rule for case in CASES if case.rule and not case.near_miss_of}
    missed = {case.rule for case in CASES if case.near_miss_of}

    assert triggering == missed == {rule.id for rule in OWN}


def test_no_case_speaks_of_an_unknown_rule():
    known = {rule.id for rule in RULES}

    assert {found for case in CASES for found in case.findings} <= known


def test_headlines_are_short_and_unlike():
    headlines = [rule.headline for rule in OWN]

    assert len(set(headlines)) == len(headlines)
    assert max(map(len, headlines)) <= 55


def test_every_parameter_rests_on_a_step():
    assert all(step(dated.step) and dated.unit for dated in DEFAULTS)


@pytest.mark.parametrize(
    "wrong",
    [
        {"rule_id": "Q.99"},
        {"rule_id": "Q.2.a", "citation": "SOP Q, step 9"},
        {"rule_id": "Q.3.a"},
        {"rule_id": "Q.note.5", "citation": "SOP Q, note 5", "facts": ("complaint.nonsense",)},
    ],
    ids=["unknown step", "another citation", "taken", "unknown fact"],
)
def test_a_rule_that_disagrees_with_the_index_is_refused(wrong: dict):
    declared = {
        "severity": Severity.ERROR,
        "actions": (Action.CLOSE,),
        "citation": "SOP Q, step 3.a",
        "headline": "x",
        "field": "note",
        "facts": (),
        **wrong,
    }

    with pytest.raises(ValueError, match=wrong["rule_id"]):
        rule(declared.pop("rule_id"), **declared)


# What may be in hand or not: rules say which of its facts they read.
RECORDS = {
    name
    for name, hint in get_type_hints(CaseFacts).items()
    if any(is_dataclass(kind) for kind in get_args(hint)) and NoneType in get_args(hint)
}


class Recorder:
    """Stands in for a record and notes the dotted name of each fact that is read."""

    def __init__(self, record: object, seen: set[str], prefix: str = "") -> None:
        self._record, self._seen, self._prefix = record, seen, prefix

    def __getattr__(self, name: str):
        of_the_kind = getattr(type(self._record), name, None)
        if isinstance(of_the_kind, property):
            return of_the_kind.fget(self)
        if callable(of_the_kind):
            return partial(of_the_kind, self)
        value, path = getattr(self._record, name), self._prefix + name
        if is_dataclass(value):
            return Recorder(value, self._seen, f"{path}.")
        if isinstance(value, tuple) and not any(isinstance(one, str) for one in value):
            return tuple(Recorder(one, self._seen, f"{path}.") for one in value)
        if value is not None or name not in RECORDS:
            self._seen.add(path)
        return value


def _reads(facts: CaseFacts, check) -> set[str]:
    seen: set[str] = set()
    check(Recorder(facts, seen))
    return seen


# This one evaluates all closing rules; what those read is theirs to declare.
DECLARED_BY_OTHERS = {"UP.resolve.gate"}


@pytest.mark.parametrize("one", OWN, ids=lambda rule: rule.id)
def test_a_rule_reads_the_facts_it_declares_and_no_others(one):
    read = set()
    for case in CASES:
        if case.action in one.actions and one.id not in DECLARED_BY_OTHERS:
            read |= _reads(case.case_facts(as_sent=False), one.check)

    undeclared = read - set(one.facts) - CLOCK_FACTS
    assert not undeclared
    assert one.id in DECLARED_BY_OTHERS or not (set(one.facts) - read - {"time_zone", "now"})


def test_closing_asked_without_a_resolution_lists_met_and_unmet_rules():
    facts = Case("", "", Action.CLOSE, {**PLAIN[Action.SAVE_NOTE]}, ()).case_facts()

    answers = {rule.id: finding for rule, finding in checks(facts, Action.CLOSE)}

    assert answers["C.1.a"] is None
    assert answers["Q.2.required"].field == "note"
    assert answers["C.1.d.present"].also == ("L.3.date", "Q.3.b.date")


def test_a_refused_note_names_the_field_of_its_form():
    case = next(case for case in CASES if case.name == "A note with an ampersand is refused")
    closing = next(
        case for case in CASES if case.name == "A closing note with a semicolon is refused"
    )

    assert evaluate(case.case_facts(), case.action)[0].field == "text"
    assert evaluate(closing.case_facts(), closing.action)[0].field == "note"


def test_saving_a_note_needs_a_note():
    facts = Case("", "", Action.LOG_CONTACT, PLAIN[Action.LOG_CONTACT], ()).case_facts()

    with pytest.raises(ValueError, match="needs the note"):
        evaluate(facts, Action.SAVE_NOTE)


def test_guidance_of_closing_is_there_to_be_shown():
    shown = {line.id for line in guidance(Action.CLOSE)}

    assert {"C.2", "Q.2.a", "Q.note.2.letter", "Q.note.3", "Q.note.6"} <= shown


def test_an_acknowledgement_outlives_the_day_but_not_a_changed_fact():
    def digest(today_facts: dict) -> str:
        facts = {**PLAIN[Action.CLOSE], "contacts": [], **today_facts}
        case = Case("", "", Action.CLOSE, facts, ())
        (finding,) = [one for one in evaluate(case.case_facts(), Action.CLOSE) if one.rule == "Q.1"]
        return finding.digest

    plain = digest({})
    assert digest({"resolution.hpi_related": "U"}) == plain
    assert digest({"complaint.complaint_type": "Provider"}) != plain


def test_a_finding_on_the_date_keeps_its_digest_on_the_next_day():
    facts = {**PLAIN[Action.CLOSE], "resolution.resolution_date": "today"}
    case = Case("", "", Action.CLOSE, {**facts, "resolution.resolution_date": "today-1"}, ())
    today = case.case_facts()
    tomorrow = CaseFacts(**{**vars(today), "today": today.today.replace(day=25)})

    first, second = (evaluate(one, Action.CLOSE) for one in (today, tomorrow))

    assert (
        [one.rule for one in first] == [one.rule for one in second] == ["UP.resolutionDate.today"]
    )
    assert first[0].digest == second[0].digest


def test_the_law_imports_the_standard_library_alone():
    program = (
        "import sys; before = set(sys.modules); import complaints.sop, complaints.deadlines; "
        "new = {name.partition('.')[0] for name in set(sys.modules) - before}; "
        "new = {name for name in new if not name.startswith('_sysconfigdata')}; "
        "print(sorted(new - sys.stdlib_module_names - {'complaints'}))"
    )

    answer = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert answer.stdout.strip() == "[]"


def test_the_command_lists_the_catalogue():
    out = io.StringIO()
    call_command("sop_rules", "--json", stdout=out)

    listed = json.loads(out.getvalue().splitlines()[-1])
    by_id = {entry["id"]: entry for entry in listed["rules"]}
    assert listed["count"] == len(STEPS)
    assert by_id["Q.3.a"]["actions"] == ["CLOSE"]
    assert by_id["Q.3.a"]["severity"] == "ERROR"
    assert by_id["A.note.1"]["same_as"] == "C.1.c"
    assert by_id["Q.2.a"]["severity"] == "GUIDANCE"
    assert all(entry["citation"] and entry["summary"] for entry in listed["rules"])


def test_the_command_prints_a_table_by_default():
    out = io.StringIO()
    call_command("sop_rules", stdout=out)

    assert "SOP Q, step 3.a: Contact Made" in out.getvalue()
