"""HPMS said "Casework Saved" and its downloads go on showing the complaint open."""

from typing import Any

import pytest
from django.utils import timezone

from complaints.models import CaseworkUpload, Complaint, Resolution
from complaints.models.choices import UploadState
from tests.sync.road import CASE, CLOSING, Road, state, story

ACCEPTED, CONFIRMED = UploadState.ACCEPTED, UploadState.CONFIRMED
OTHER_WORDS = "Second try. " + CLOSING


@pytest.fixture
def closing(road: Road, settings: Any) -> CaseworkUpload:
    settings.HPMS_SETTLE_SECONDS = 900
    road.add()
    road.download()
    row = road.resolve()
    road.upload()
    assert state(row) == ACCEPTED
    road.set(RESOLUTION_DATE="", RESOLUTION_SUMMARY="")
    return row


def taken_back(road: Road, row: CaseworkUpload) -> None:
    for _ in range(2):
        road.pass_time(hours=7)
        road.download()
    assert state(row) == UploadState.WITHDRAWN


def shows_late(road: Road, summary: str = CLOSING) -> None:
    day = f"{timezone.localdate():%m/%d/%Y}"
    road.set(RESOLUTION_DATE=day, RESOLUTION_SUMMARY=summary)
    road.download()


def live() -> list[str]:
    return list(Resolution.objects.filter(withdrawn_at=None).values_list("note", flat=True))


def test_it_is_taken_back_when_two_downloads_hours_apart_show_the_complaint_open(
    road: Road, closing: CaseworkUpload
) -> None:
    taken_back(road, closing)
    assert "Resolve again" in story(closing)[-1]
    assert Complaint.objects.get(pk=CASE).next_step == "Resolve"
    assert live() == []
    again = road.resolve(text=OTHER_WORDS)
    assert road.upload()["ACCEPTED"] == 1
    road.download()
    assert (state(again), live()) == (CONFIRMED, [OTHER_WORDS])


def test_it_stays_while_downloads_show_the_complaint_open_for_less_than_six_hours(
    road: Road, closing: CaseworkUpload
) -> None:
    road.pass_time(hours=7)
    for _ in range(3):
        road.download()
        road.pass_time(hours=1)
    assert (state(closing), live()) == (ACCEPTED, [CLOSING])
    road.pass_time(hours=4)
    road.download()
    assert state(closing) == UploadState.WITHDRAWN


def test_downloads_begun_before_the_closing_has_settled_prove_nothing(
    road: Road, closing: CaseworkUpload
) -> None:
    road.download()
    road.pass_time(hours=7)
    road.download()
    assert state(closing) == ACCEPTED


def test_a_note_behind_it_goes_all_the_same(road: Road, closing: CaseworkUpload) -> None:
    taken_back(road, closing)
    behind = road.note()
    road.upload()
    assert state(behind) == ACCEPTED


def test_a_closing_that_shows_late_is_confirmed(road: Road, closing: CaseworkUpload) -> None:
    road.pass_time(hours=1)
    road.download()
    shows_late(road, "x")
    assert state(closing) == CONFIRMED


def test_a_closing_that_shows_after_it_was_taken_back_counts_again(
    road: Road, closing: CaseworkUpload
) -> None:
    taken_back(road, closing)
    shows_late(road)
    assert (state(closing), live()) == (CONFIRMED, [CLOSING])


def test_a_closing_with_another_summary_is_not_ours(road: Road, closing: CaseworkUpload) -> None:
    taken_back(road, closing)
    shows_late(road, "Resolved by CMS caseworker.")
    assert (state(closing), live()) == (UploadState.WITHDRAWN, [])


def test_a_newer_resolution_stays_the_live_one(road: Road, closing: CaseworkUpload) -> None:
    taken_back(road, closing)
    road.resolve(text=OTHER_WORDS)
    shows_late(road)
    assert (state(closing), live()) == (CONFIRMED, [OTHER_WORDS])
