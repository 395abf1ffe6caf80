"""The SOP's cases through save() and through the API: the same verdict as on bare facts."""

import pytest
from django.db import transaction

from complaints.models import Refused
from tests.api.conftest import API
from tests.api.sop_case import RECORDS, at, body, enter, reason_left_out, set_up
from tests.sop.cases import load_cases

pytestmark = pytest.mark.django_db


def _param(case):
    left_out = reason_left_out(case)
    marks = [pytest.mark.skip(reason=left_out)] if left_out else []
    return pytest.param(case, id=case.name, marks=marks)


CASES = [_param(case) for case in load_cases() if case.action in RECORDS]


@pytest.mark.parametrize("case", CASES)
def test_every_door_finds_what_the_case_says(case, casey, api):
    facts = case.case_facts()
    complaint = set_up(facts, casey, case.action)

    assert by_save(case, facts, complaint, casey) == sorted(case.findings)
    assert by_api(case, facts, complaint, api) == sorted(case.findings)


def by_save(case, facts, complaint, author):
    """What save() finds; what it saved is taken back."""
    made = RECORDS[case.action][0].objects.filter(complaint=complaint, created_at=facts.now)
    with at(facts.now), transaction.atomic():
        found = None
        try:
            enter(facts, case.action, complaint, author)
        except Refused as refused:
            found = sorted(finding.rule for finding in refused.findings)
        assert made.exists() is (found is None)
        assert found != []
        transaction.set_rollback(True)
    return found or []


def by_api(case, facts, complaint, api):
    with at(facts.now):
        response = api.post(
            f"{API}{complaint.pk}/{RECORDS[case.action][1]}/", body(facts, case.action)
        )
    assert response.status_code == (400 if case.findings else 201)
    return sorted(error["rule"] for error in response.json().get("errors", ()))
