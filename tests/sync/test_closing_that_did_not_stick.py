"""HPMS said "Casework Saved" and its downloads go on showing the complaint open."""

from complaints.models import Complaint
from complaints.models.choices import UploadState
from tests.sync.road import CASE, Road, state, story


def accepted_closing(road: Road, settings):
    settings.HPMS_SETTLE_SECONDS = 900
    road.add()
    road.download()
    row = road.resolve()
    road.upload()
    assert state(row) == UploadState.ACCEPTED
    road.set(RESOLUTION_DATE="", RESOLUTION_SUMMARY="")
    return row


def test_it_is_taken_back_when_two_later_downloads_show_the_complaint_open(road, settings):
    row = accepted_closing(road, settings)
    road.pass_time(hours=1)
    road.download()
    assert state(row) == UploadState.ACCEPTED
    road.download()
    assert state(row) == UploadState.FAILED
    assert "Resolve again" in story(row)[-1]
    assert Complaint.objects.get(pk=CASE).next_step == "Resolve again"
    again = road.resolve(text="Second try. " + row.payload["caseworkNotes"])
    assert road.upload()["ACCEPTED"] == 1
    road.download()
    assert state(again) == UploadState.CONFIRMED


def test_downloads_begun_before_the_closing_has_settled_prove_nothing(road, settings):
    row = accepted_closing(road, settings)
    for _ in range(3):
        road.download()
    assert state(row) == UploadState.ACCEPTED


def test_a_closing_that_shows_late_is_confirmed(road, settings):
    row = accepted_closing(road, settings)
    road.pass_time(hours=1)
    road.download()
    road.set(RESOLUTION_DATE="11/20/2026", RESOLUTION_SUMMARY="x")
    road.download()
    assert state(row) == UploadState.CONFIRMED
