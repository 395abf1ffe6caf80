from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from complaints.models import CaseworkNote, ContactAttempt, IntakeReview, RepeatLink
from complaints.selectors.facts import facts_for
from complaints.services.case import case_refresh
from tests.factories import make_complaint, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def many():
    casey = make_user("caseworker")
    ids = [make_complaint().pk for _ in range(200)]
    for complaint_id in ids[::20]:
        CaseworkNote.enter(complaint_id, casey, text="Called the pharmacy about the claim today.")
        ContactAttempt.enter(
            complaint_id, casey, attempted_at=timezone.now(), method="PHONE", outcome="REACHED"
        )
        IntakeReview.enter(complaint_id, casey, has_access_to_care=True)
    for one, other in pairwise(ids[::20]):
        RepeatLink.enter(one, casey, other_id=other, relation="DISTINCT")
    return ids


def test_facts_cost_the_same_queries_for_one_case_and_for_200(many, django_assert_num_queries):
    with CaptureQueriesContext(connection) as of_one:
        facts_for(many[:1])
    with django_assert_num_queries(len(of_one)):
        assert len(facts_for(many)) == 200


def test_refreshing_costs_the_same_queries_for_one_case_and_for_200(
    many, django_assert_num_queries
):
    with CaptureQueriesContext(connection) as of_one:
        assert case_refresh(many[:1]) == 0
    with django_assert_num_queries(len(of_one)):
        assert case_refresh(many) == 0
