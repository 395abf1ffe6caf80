"""Downloads on the page: by key, one after another, one of them whole."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hpms_sync.models import ApiKey, DownloadRun
from tests.factories import make_user
from tests.health.conftest import make_key, make_run, running

pytestmark = pytest.mark.django_db


def section(words, response, heading, until):
    said = words(response)
    return said[said.index(heading) : said.index(until)]


def by_key(words, response):
    return section(words, response, "Downloads by key", "On its way to HPMS")


def test_each_key_tells_its_last_good_download_and_the_next(desk, key, words):
    make_run(key, 20)
    make_run(key, 5)
    said = by_key(words, desk.get(reverse("sync")))
    assert "Evergreen production Production" in said
    assert "4 minutes ago 7 3 2" in said
    assert "from now" in said


def test_a_key_in_trouble_stands_first_with_what_to_do(desk, key, words):
    make_run(key)
    failing = make_key("Zebra", ("H1234",))
    make_run(failing, 60)
    make_run(failing, 5, state="FAILED", error="HPMS does not answer. See that it is reachable.")
    said = by_key(words, desk.get(reverse("sync")))
    assert said.index("Zebra") < said.index("Evergreen production")
    assert "HPMS does not answer. See that it is reachable." in said
    assert "59 minutes ago" in said  # the last good one


def test_a_failed_download_that_a_good_one_followed_is_no_trouble(desk, key, words):
    make_run(key, 20, state="FAILED", error="HPMS does not answer.")
    make_run(key, 5)
    assert "HPMS does not answer." not in by_key(words, desk.get(reverse("sync")))


@pytest.mark.parametrize(("minutes", "late"), [(29, False), (31, True)])
def test_it_says_when_no_download_begins_any_more(desk, key, words, minutes, late):
    make_run(key, minutes)
    said = by_key(words, desk.get(reverse("sync")))
    assert ("No download has begun though one is due every 15 minutes" in said) is late


def test_a_download_under_way_is_not_late(desk, key, words):
    run = running(key)
    DownloadRun.objects.filter(pk=run.pk).update(started_at=timezone.now() - timedelta(hours=2))
    said = by_key(words, desk.get(reverse("sync")))
    assert "No download has begun" not in said
    assert "Running now" in said


def test_a_stopped_key_is_trouble_and_an_ended_one_is_gone(desk, key, words):
    ApiKey.objects.filter(pk=key.pk).update(status="STOPPED")
    assert "Stopped: nothing is downloaded or uploaded" in by_key(words, desk.get(reverse("sync")))
    ApiKey.objects.filter(pk=key.pk).update(status="DEACTIVATED")
    assert "Evergreen production" not in by_key(words, desk.get(reverse("sync")))


def test_the_keys_show_their_state_and_never_a_secret(desk, key, words):
    said = section(words, desk.get(reverse("sync")), "API keys", "None kept")
    assert "KEY-Evergreen production" in said
    assert "never shown" not in words(desk.get(reverse("sync")))


def test_one_download_is_told_whole(desk, key, words):
    run = make_run(
        key,
        covered_contracts=["H1234"],
        timings={"request": 40.2, "apply": 3.04},
        counts={"records": 1_300, "late": 2, "layout": "2025-10", "out_of_view": 4},
        error="HPMS broke off.",
    )
    assert reverse("sync-download", args=[run.pk]) in desk.get(reverse("sync")).content.decode()
    said = words(desk.get(reverse("sync-download", args=[run.pk])))
    for shown in (
        "By Evergreen production, API, regular",
        "Open, since 1/1/2006",
        "Covered H1234",
        "Records 1,300",
        "Out of view 4",
        "Late 2",
        "Layout 2025-10",
        "request 40.2 s, apply 3.0 s",
        "HPMS broke off.",
    ):
        assert shown in said


def test_a_file_and_a_record_read_again_stand_among_them(desk, sam, key, words):
    made = {"source": "FILE", "brought_by": sam, "file_name": "plan.txt"}
    make_run(key)
    for values in (made, made | {"source": "HAND", "file_name": ""}):
        run = make_run(key)
        DownloadRun.objects.filter(pk=run.pk).update(key=None, **values)
    said = words(desk.get(reverse("sync-downloads")))
    assert "plan.txt File, brought by Sam Whitfield" in said
    assert "Record read again By Sam Whitfield" in said


def test_the_other_plan_sees_none_of_them(client, sam, key, words):
    run = make_run(key)
    by_file = make_run(key)
    DownloadRun.objects.filter(pk=by_file.pk).update(
        key=None, source="FILE", brought_by=sam, file_name="plan.txt"
    )
    client.force_login(make_user("supervisor", ["H9999"], username="olive"))
    assert "Nothing was downloaded yet" in words(client.get(reverse("sync-downloads")))
    for one in (run, by_file):
        assert client.get(reverse("sync-download", args=[one.pk])).status_code == 404


def test_they_come_page_by_page(desk, key, words, queries):
    for number in range(53):
        make_run(key, 60 + number)
    first = desk.get(reverse("sync-downloads"))
    assert "Page 1 of 2" in words(first)
    assert words(first).count("Complete") == 50
    assert words(desk.get(reverse("sync-downloads") + "?page=2")).count("Complete") == 3
    assert queries(lambda: desk.get(reverse("sync-downloads"))) <= 10


def test_the_page_costs_the_same_however_much_there_is(desk, key, queries):
    address = reverse("sync")
    make_run(key)
    desk.get(address)
    before = queries(lambda: desk.get(address))
    for number in range(30):
        make_run(key, 10 + number)
    assert queries(lambda: desk.get(address)) == before


def test_it_says_where_files_go(client, key, words):
    client.force_login(make_user("supervisor", username="sidney"))
    page = client.get(reverse("sync")).content.decode()
    assert reverse("file-import") in page
    assert reverse("file-export") in page
    client.force_login(make_user("administrator"))
    assert reverse("file-import") not in client.get(reverse("sync")).content.decode()
