from collections import defaultdict
from dataclasses import replace
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from complaints.models import CaseworkNote, ContactAttempt, IntakeReview, RepeatLink
from complaints.models.choices import UploadState
from complaints.next_step import UploadAt, next_step
from complaints.selectors.clock import clock_from
from complaints.selectors.facts import facts_for
from complaints.services import case
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


def test_what_is_not_asked_for_is_not_fetched(many, django_assert_max_num_queries):
    whole = facts_for(many[:20])
    with django_assert_max_num_queries(4):
        asked = facts_for(many[:20], {"complaint.swift", "requests.status"})
    for complaint_id, few in asked.items():
        assert few.complaint == replace(
            whole[complaint_id].complaint,
            complaint_summary="",
            plan_casework_notes="",
            comments="",
            category_takes_agent_broker=None,
            category_active=None,
            scenario_tags=(),
        )
        assert (few.contacts, few.notes, few.repeat) == ((), (), None)
    with_notes = facts_for(many[:20], {"notes.text"})
    assert {pk: one.notes for pk, one in with_notes.items()} == {
        pk: one.notes for pk, one in whole.items()
    }


def test_what_follows_from_a_case_does_not_change_with_facts_it_was_not_given(many, monkeypatch):
    case_refresh(many)
    monkeypatch.setattr(case, "facts_for", lambda ids, _: facts_for(ids))
    assert case_refresh(many) == 0


UPLOADS = [UploadAt(state, resolves) for state in UploadState.values for resolves in (True, False)]


@pytest.mark.parametrize("resolved", [False, True])
def test_uploads_of_which_the_same_is_heard_ask_for_the_same_next_step(resolved: bool):
    complaint = make_complaint(resolution_date=timezone.localdate() if resolved else None)
    facts = facts_for([complaint.pk])[complaint.pk]
    # Settled rows are not among those that next_step gets.
    settled = (UploadState.CONFIRMED, UploadState.WITHDRAWN)
    steps = defaultdict(set)
    for upload in UPLOADS:
        accepted_note = upload.state == UploadState.ACCEPTED and not upload.resolves
        given = [] if accepted_note or upload.state in settled else [upload]
        steps[upload.heard()].add(next_step(facts, clock_from(facts), given, ()))
    assert all(len(asked) == 1 for asked in steps.values())
    assert len(steps) > 5
