"""Every case of `cases/*.yaml` against the rules."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime
from typing import get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.sop import (
    Action,
    ComplaintFacts,
    ContactFacts,
    NoteFacts,
    RequestFacts,
    ResolutionFacts,
    Severity,
    evaluate,
)
from tests.sop.cases import ONE, PLAIN, Case, differences, load_cases, read_cases

CASES = load_cases()
BY_NAME = {case.name: case for case in CASES}
NEAR_MISSES = [case for case in CASES if case.near_miss_of]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_it_finds_what_the_case_says(case: Case):
    found = evaluate(case.case_facts(), case.action)

    assert sorted(finding.rule for finding in found) == sorted(case.findings)


@pytest.mark.parametrize("case", NEAR_MISSES, ids=lambda case: case.name)
def test_a_near_miss_differs_in_one_fact_and_no_longer_meets_the_rule(case: Case):
    triggering = BY_NAME[case.near_miss_of]

    assert differences(triggering.case_facts(as_sent=False), case.case_facts(as_sent=False)) == 1
    assert triggering.rule in triggering.findings
    assert triggering.rule not in case.findings


@pytest.mark.parametrize("action", sorted(PLAIN))
def test_the_plain_case_meets_no_finding(action: str):
    plain = Case("", "plain", action, PLAIN[action], ())

    assert evaluate(plain.case_facts(), action) == ()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_error_comes_before_every_warning_with_remedy_citation_and_field(case: Case):
    found = evaluate(case.case_facts(), case.action)

    severities = [finding.severity for finding in found]
    assert severities == sorted(severities, key=[Severity.ERROR, Severity.WARNING].index)
    assert all(finding.message and finding.citation and finding.field for finding in found)
    assert all(finding.message.endswith((".", "…”.")) for finding in found)


def _file(case: str) -> str:
    return f"scenario: C\ncases:\n  - {case}\n"


@pytest.mark.parametrize(
    "case",
    [
        "{name: x, action: CLOSE, findings: [], nonsense: 1}",
        "{name: x, name: y, action: CLOSE, findings: []}",
        "{name: x, action: CLOSE, findings: [], facts: {a.b: 1, a.b: 2}}",
        "{name: x, action: CLOSE, findings: []}\n  - {name: x, action: CLOSE, findings: []}",
    ],
    ids=["unknown key", "duplicate key", "duplicate fact", "duplicate name"],
)
def test_a_case_file_with_a_slip_is_refused(case: str):
    with pytest.raises(ValueError, match=r"unknown keys|duplicate key|two cases"):
        list(read_cases(_file(case)))


def test_a_case_with_an_unknown_fact_is_refused():
    (case,) = read_cases(
        _file("{name: x, action: CLOSE, findings: [], facts: {complaint.nonsense: 1}}")
    )

    with pytest.raises(TypeError, match="nonsense"):
        case.case_facts()


texts = st.text() | st.sampled_from(
    ["", "PHONE", "LETTER", "REACHED", "SENT", "NO_ANSWER", "RETURNED", "RESOLUTION", "CMS_ISSUE"]
)
days = st.none() | st.dates(date(2000, 1, 1), date(2040, 1, 1))
moments = st.none() | st.datetimes(timezones=st.just(UTC), min_value=datetime(2000, 1, 2))  # noqa: DTZ001
KINDS = {str: texts, date | None: days, datetime | None: moments}


def any_of(kind: type, **given: st.SearchStrategy) -> st.SearchStrategy:
    """Records of the kind with any value in each field."""
    hints = get_type_hints(kind)
    free = {field.name: hints[field.name] for field in fields(kind) if field.name not in given}
    made = {name: KINDS.get(hint, st.from_type(hint)) for name, hint in free.items()}
    return st.builds(kind, **made, **given)


notes = any_of(NoteFacts)
complaints = any_of(
    ComplaintFacts,
    complaint_id=st.just("C2508220001"),
    contract_id=st.just("H1234"),
    received_date=st.dates(date(2000, 1, 1), date(2040, 1, 1)),
)
resolutions = any_of(ResolutionFacts, note=notes, resolution_date=days | st.text())
STATEMENTS = ("retro", "bae", "good_cause", "marketing", "withhold", "repeat")


@given(st.data(), st.sampled_from(Action))
def test_whatever_the_facts_are_the_rules_give_a_verdict(data, action):
    plain = Case("", "", action, PLAIN[action], ()).case_facts()
    made = {
        name: any_of(kind)
        for name, kind in ONE.items()
        if name not in {"complaint", "note"} and getattr(plain, name) is not None
    }
    made |= {"note": notes} if plain.note else {}
    made |= {"resolution": resolutions} if plain.resolution else {}
    made |= {name: any_of(ONE[name]) | made.get(name, st.none()) for name in STATEMENTS}
    facts = replace(
        plain,
        complaint=data.draw(complaints),
        contacts=tuple(data.draw(st.lists(any_of(ContactFacts), max_size=4))),
        notes=tuple(data.draw(st.lists(notes, max_size=2))),
        requests=tuple(data.draw(st.lists(any_of(RequestFacts), max_size=2))),
        **{name: data.draw(values) for name, values in made.items()},
    )

    found = evaluate(facts, action)

    assert len({finding.rule for finding in found}) == len(found)
    assert found == evaluate(facts, action)
