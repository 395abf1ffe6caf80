"""The SOP's cases through save() and through the API: the same verdict as on bare facts."""

import pytest

from complaints.models import Refused
from tests.api.conftest import API
from tests.api.sop_case import RECORDS, at, reason_left_out, set_up, values
from tests.sop.cases import load_cases

pytestmark = pytest.mark.django_db


def _param(case):
    left_out = reason_left_out(case)
    marks = [pytest.mark.skip(reason=left_out)] if left_out else []
    return pytest.param(case, id=case.name, marks=marks)


CASES = [_param(case) for case in load_cases() if case.action in RECORDS]


@pytest.mark.parametrize("case", CASES)
def test_save_finds_what_the_case_says(case, casey):
    facts, (record, _) = case.case_facts(), RECORDS[case.action]
    complaint = set_up(facts, casey, case.action)
    found = []
    with at(facts.now):
        try:
            record.enter(complaint.pk, casey, **values(facts, case.action))
        except Refused as refused:
            found = [finding.rule for finding in refused.findings]
    assert sorted(found) == sorted(case.findings)
    assert record.objects.filter(complaint=complaint, created_at=facts.now).exists() is not bool(
        found
    )


@pytest.mark.parametrize("case", CASES)
def test_the_api_finds_what_the_case_says(case, casey, api):
    facts, (_, door) = case.case_facts(), RECORDS[case.action]
    complaint = set_up(facts, casey, case.action)
    with at(facts.now):
        response = api.post(f"{API}{complaint.pk}/{door}/", values(facts, case.action))
    found = [error["rule"] for error in response.json().get("errors", ())]
    assert sorted(found) == sorted(case.findings)
    assert response.status_code == (400 if case.findings else 201)
