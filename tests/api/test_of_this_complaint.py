"""A record names another one of the same complaint, and another complaint than its own."""

import pytest

from complaints.models import BaeRequest, RepeatLink, RpcRejection, RpcSubmission
from tests.api.conftest import API, error_at
from tests.factories import make_complaint

pytestmark = pytest.mark.django_db
SENT = {
    "submitted_on": "2026-11-20",
    "documentation_complete": True,
    "note": "Request sent to the Retro-Processing Center on 11/20/2026, reference 77.",
}


@pytest.fixture
def here():
    return make_complaint("C2611210001")


@pytest.fixture
def submitted(casey):
    """An RPC submission of a complaint, kept as a row: what it takes to send one is not asked here."""

    def row(complaint):
        made = RpcSubmission(
            complaint=complaint,
            assignment=complaint.assignments.get(),
            author=casey,
            submitted_on="2026-11-20",
        )
        made.save_base(force_insert=True)
        return made

    return row


def test_a_refusal_is_of_a_submission_of_the_same_complaint(api, here, submitted):
    other = submitted(make_complaint("C2611210002"))

    answer = api.post(
        f"{API}{here.pk}/rpc-rejections/",
        {"submission": other.pk, "rejected_on": "2026-11-20"},
        format="json",
    )

    assert "that one is of another" in error_at(answer, "submission")["message"]
    assert not RpcRejection.objects.exists()


def test_one_of_the_same_complaint_is_kept(api, here, submitted):
    own = submitted(here)

    answer = api.post(
        f"{API}{here.pk}/rpc-rejections/",
        {"submission": own.pk, "rejected_on": "2026-11-20"},
        format="json",
    )

    assert answer.status_code == 201, answer.content
    assert RpcRejection.objects.get().submission == own


def test_a_submission_sends_again_one_of_the_same_complaint(api, here, submitted):
    other = submitted(make_complaint("C2611210002"))

    answer = api.post(
        f"{API}{here.pk}/rpc-submissions/", {**SENT, "resubmits": other.pk}, format="json"
    )

    assert "that one is of another" in error_at(answer, "resubmits")["message"]
    assert RpcSubmission.objects.get() == other


def test_a_complaint_repeats_another_one(api, here):
    answer = api.post(
        f"{API}{here.pk}/repeat/", {"other": here.pk, "relation": "DISTINCT"}, format="json"
    )

    assert "this is the complaint itself" in error_at(answer, "other")["message"]
    assert not RepeatLink.objects.exists()


def test_the_regional_offices_new_complaint_is_another_one(api, here):
    answer = api.post(f"{API}{here.pk}/bae-requests/", {"new_complaint": here.pk}, format="json")

    assert "this is the complaint itself" in error_at(answer, "new_complaint")["message"]
    assert not BaeRequest.objects.exists()


def test_another_complaint_can_be_named(api, here):
    other = make_complaint("C2611210002")

    answer = api.post(
        f"{API}{here.pk}/repeat/", {"other": other.pk, "relation": "DISTINCT"}, format="json"
    )

    assert answer.status_code == 201, answer.content
    assert RepeatLink.objects.get().other == other
