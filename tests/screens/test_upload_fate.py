"""What became of a note on its way to HPMS, and what a person can do about it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from complaints.models import CaseworkNote, CaseworkUpload, ContactAttempt, Resolution
from complaints.models.choices import UploadState
from tests.factories import make_complaint, make_user


@pytest.fixture
def complaint(casey):
    return make_complaint()


@pytest.fixture
def upload(complaint, casey):
    CaseworkNote.enter(complaint.pk, casey, text="Claim rerun and paid.")
    return CaseworkUpload.objects.get()


@pytest.fixture
def closing(complaint, casey):
    ContactAttempt.enter(
        complaint.pk,
        casey,
        attempted_at=timezone.now() - timedelta(hours=1),
        method="PHONE",
        outcome="REACHED",
        party="BENEFICIARY",
        purpose="RESOLUTION",
    )
    resolution = Resolution.enter(
        complaint.pk,
        casey,
        resolution_date=timezone.localdate(),
        note="Beneficiary was billed the August premium twice. Refunded the second payment. She was "
        "told the outcome by phone and agrees.",
        contact_made="BENEFICIARY",
        complainant_satisfied="Y",
        hpi_related="N",
        resolution_notification="1",
    )
    return resolution.uploads.get()


def come_to(upload, state, message=""):
    upload.state = state
    upload.accepted_at = timezone.now() if state == UploadState.ACCEPTED else None
    upload.save()
    if message:
        upload.tell(message)


def fate(client, upload):
    return client.get(reverse("upload-fate", args=[upload.complaint_id, upload.pk]))


def act(client, route, upload, follow=True, **fields):
    address = reverse(route, args=[upload.complaint_id, upload.pk])
    return client.post(address, fields, follow=follow)


@pytest.mark.parametrize(
    ("state", "said", "asks_again"),
    [
        (UploadState.QUEUED, "Waiting to be sent.", True),
        (UploadState.SENDING, "Being sent.", True),
        (UploadState.ACCEPTED, "Accepted by HPMS", False),
        (UploadState.CONFIRMED, "Seen in HPMS.", False),
        (UploadState.FAILED, "Refused by HPMS. The specified case does not exist.", False),
        (UploadState.BLOCKED, "Stopped by a rule before sending.", False),
        (UploadState.UNCERTAIN, "It is not sent again until two later downloads lack it.", True),
        (UploadState.NEEDS_DECISION, "Is this note there?", False),
        (UploadState.WITHDRAWN, "Withdrawn.", False),
    ],
)
def test_it_tells_the_fate_and_asks_again_only_while_it_can_change_by_itself(
    desk, upload, words, state, said, asks_again
):
    come_to(upload, state, "The specified case does not exist.")
    response = fate(desk, upload)
    assert said in words(response)
    assert ("hx-trigger" in response.content.decode()) is asks_again


def test_it_tells_the_whole_story(desk, upload, words):
    come_to(upload, UploadState.UNCERTAIN, "HPMS did not answer within 60 s.")
    assert "Its story, 2 lines" in words(fate(desk, upload))
    assert "HPMS did not answer within 60 s." in words(fate(desk, upload))


def test_a_refused_note_is_mended_and_goes_again(desk, upload, words):
    come_to(upload, UploadState.FAILED, "Invalid characters.")
    assert "Mend and resend" in words(fate(desk, upload))
    mended = act(desk, "upload-mend", upload, text="Claim rerun, paid on 11/21.")
    assert "Mended. The note goes to HPMS again." in words(mended)
    again = CaseworkUpload.objects.get(state=UploadState.QUEUED)
    assert again.payload["caseworkNotes"] == "Claim rerun, paid on 11/21."


def test_a_mended_note_is_refused_by_the_sop_with_the_text_kept(desk, upload, words):
    come_to(upload, UploadState.FAILED)
    refused = act(desk, "upload-mend", upload, text="Rerun & paid")
    assert refused.status_code == 422
    assert "The mended note is not saved yet" in words(refused)
    assert "Rerun & paid" in words(refused)
    helped = act(desk, "upload-mend", upload, text="Rerun & paid", mend="1")
    assert "Rerun and paid" in words(helped)
    assert CaseworkNote.objects.count() == 1


def test_a_refused_note_can_be_taken_back(desk, upload):
    come_to(upload, UploadState.BLOCKED)
    act(desk, "upload-withdraw", upload)
    upload.refresh_from_db()
    assert upload.state == UploadState.WITHDRAWN


@pytest.mark.parametrize(
    ("answer", "state"), [("yes", UploadState.CONFIRMED), ("no", UploadState.QUEUED)]
)
def test_a_person_says_whether_it_is_in_hpms(desk, upload, answer, state):
    come_to(upload, UploadState.NEEDS_DECISION)
    act(desk, "upload-decide", upload, in_hpms=answer)
    upload.refresh_from_db()
    assert upload.state == state


@pytest.mark.parametrize(
    ("answer", "state", "live"),
    [
        ("yes", UploadState.ACCEPTED, True),
        ("note", UploadState.CONFIRMED, False),
        ("no", UploadState.QUEUED, True),
    ],
)
def test_a_person_says_what_of_a_resolution_is_in_hpms(desk, closing, words, answer, state, live):
    come_to(closing, UploadState.NEEDS_DECISION)
    assert "Only its note is there, the complaint is open" in words(fate(desk, closing))
    act(desk, "upload-decide", closing, in_hpms=answer)
    closing.refresh_from_db()
    assert closing.state == state
    assert Resolution.objects.filter(withdrawn_at=None).exists() is live


def test_it_does_not_ask_of_a_note_whether_it_came_without_a_resolution(desk, upload, words):
    come_to(upload, UploadState.NEEDS_DECISION)
    assert "Only its note" not in words(fate(desk, upload))
    assert "this row carries a note alone" in words(
        act(desk, "upload-decide", upload, in_hpms="note")
    )
    upload.refresh_from_db()
    assert upload.state == UploadState.NEEDS_DECISION


def test_it_decides_nothing_without_an_answer_or_when_nobody_asks(desk, upload, words):
    assert "settled already" in words(act(desk, "upload-decide", upload, in_hpms="no"))
    come_to(upload, UploadState.NEEDS_DECISION)
    assert "Answer yes or no." in words(act(desk, "upload-decide", upload))
    upload.refresh_from_db()
    assert upload.state == UploadState.NEEDS_DECISION


def test_it_mends_nothing_that_was_not_refused(desk, upload, words):
    said = words(act(desk, "upload-mend", upload, text="Other words."))
    assert "Only a note that was refused can be mended." in said


def test_the_auditor_sees_the_fate_without_the_buttons(client, upload):
    come_to(upload, UploadState.FAILED)
    client.force_login(make_user("auditor"))
    assert "<form" not in fate(client, upload).content.decode()
    assert act(client, "upload-decide", upload).status_code == 403


def test_an_upload_of_another_complaint_is_not_found(desk, upload):
    other = make_complaint()
    assert desk.get(reverse("upload-fate", args=[other.pk, upload.pk])).status_code == 404
