"""The download in flight, told while it runs, and what pressing "Download and upload now" does."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone
from kombu.exceptions import OperationalError

from hpms_sync.download.run import telling
from tests.factories import make_user
from tests.health.conftest import make_key, make_run, running

pytestmark = pytest.mark.django_db
POLLS = 'hx-trigger="every 2s"'


@pytest.fixture
def handed(monkeypatch):
    """What is handed to the workers, in order."""
    given = []
    for task in ("download_key", "upload_queue"):
        monkeypatch.setattr(
            f"hpms_sync.sync_health.views.{task}.delay",
            lambda *args, task=task, **told: given.append((task, *args, *told)),
        )
    return given


def next_address(response):
    """Where the page asks next."""
    return re.search(r'hx-get="(/sync/live/[^"]*)"', response.content.decode())[1].replace(
        "&amp;", "&"
    )


def test_nothing_asks_while_nothing_runs(desk, key):
    make_run(key)
    response = desk.get(reverse("sync"))
    assert POLLS not in response.content.decode()
    assert POLLS not in desk.get(reverse("sync-live")).content.decode()


def test_a_run_in_flight_tells_what_it_does(desk, key, words):
    make_run(key, 30)
    run = running(key)
    assert POLLS in desk.get(reverse("sync")).content.decode()
    telling(run, lambda *_: None)("Reading", 1_250)
    response = desk.get(reverse("sync-live"))
    assert "Evergreen production: reading. 1,250 records of about 300" in words(response)
    assert "HX-Trigger" not in response


def test_it_is_told_of_other_words_at_once_and_of_numbers_every_second(key, monkeypatch):
    now = [50.0]
    monkeypatch.setattr("hpms_sync.download.run.time.monotonic", lambda: now[0])
    run, reported = running(key), []
    tell = telling(run, lambda *told: reported.append(told))

    def told(what, records, after=0.0):
        now[0] += after
        tell(what, records)
        run.refresh_from_db()
        return run.progress["what"], run.progress["records"]

    assert told("Reading", 2_000) == ("Reading", 2_000)
    assert told("Reading", 4_000, after=0.9) == ("Reading", 2_000)
    assert told("Applying", 1_000) == ("Applying", 1_000)
    assert told("Applying", 2_000, after=0.9) == ("Applying", 1_000)
    assert told("Applying", 3_000, after=0.1) == ("Applying", 3_000)
    assert len(reported) == 5


def test_it_stops_asking_when_the_run_has_ended_and_says_how(desk, key, words):
    run = running(key)
    address = next_address(desk.get(reverse("sync")))
    run.state, run.finished_at, run.counts = "COMPLETE", timezone.now(), {"records": 9, "new": 4}
    run.save()
    response = desk.get(address)
    assert "Evergreen production: complete" in words(response)
    assert "9 records, 4 new, 0 changed" in words(response)
    assert POLLS not in response.content.decode()
    assert response["HX-Trigger"] == "sync-ended"


def test_a_failed_run_says_why(desk, key, words):
    run = running(key)
    address = next_address(desk.get(reverse("sync")))
    run.state, run.finished_at, run.error = "FAILED", timezone.now(), "HPMS does not answer."
    run.save()
    assert "HPMS does not answer." in words(desk.get(address))


def test_a_run_whose_worker_went_away_is_not_waited_for(desk, key):
    running(key, lease_until=timezone.now() - timedelta(minutes=1))
    assert POLLS not in desk.get(reverse("sync-live")).content.decode()


def test_the_other_plans_run_is_not_told(client, key, words):
    running(key)
    client.force_login(make_user("supervisor", ["H9999"], username="olive"))
    assert "Evergreen" not in words(client.get(reverse("sync-live")))


# Started by a person


def test_it_hands_downloads_and_an_upload_to_the_workers(desk, key, handed, words):
    make_key("Foreign", ("H9999",))
    response = desk.post(reverse("sync-run"), follow=True)
    assert handed == [("upload_queue",), ("download_key", key.pk, "by_hand")]
    assert "Started. Waiting for a worker to take up Evergreen production" in words(response)
    assert POLLS in response.content.decode()


def test_the_live_line_follows_what_was_started(desk, key, handed, words):
    waiting = desk.post(reverse("sync-run"), follow=True)
    run = running(key, started_at=timezone.now())
    flying = desk.get(next_address(waiting))
    assert "Evergreen production: beginning." in words(flying)
    run.state, run.finished_at = "COMPLETE", timezone.now() + timedelta(seconds=1)
    run.save()
    over = desk.get(next_address(flying))
    assert "Evergreen production: complete" in words(over)
    assert POLLS not in over.content.decode()


def test_one_key_may_be_started_alone(desk, key, handed, words):
    other = make_key("Second", ("H1234",))
    response = desk.post(reverse("sync-run"), {"key": other.pk}, follow=True)
    assert handed == [("upload_queue",), ("download_key", other.pk, "by_hand")]
    assert "Waiting for a worker to take up Second." in words(response)


def test_a_key_that_is_not_ones_own_is_not_started(desk, key, handed):
    foreign = make_key("Foreign", ("H9999",))
    for named in (foreign.pk, "12345678", "x"):
        assert desk.post(reverse("sync-run"), {"key": named}).status_code == 404
    assert handed == []


def test_it_says_when_no_worker_takes_it_up(desk, key, words):
    for seconds, said in ((5, "Waiting for a worker"), (90, "No worker has taken it up")):
        asked = int(timezone.now().timestamp()) - seconds
        response = desk.get(reverse("sync-live"), {"asked": asked})
        assert said in words(response)
        assert (POLLS in response.content.decode()) == (seconds == 5)


def test_it_says_when_redis_is_away(desk, key, monkeypatch, words):
    def away():
        raise OperationalError

    monkeypatch.setattr("hpms_sync.sync_health.views.upload_queue.delay", away)
    assert "nothing was started" in words(desk.post(reverse("sync-run"), follow=True))


def test_what_was_started_long_ago_is_history(desk, key, words):
    make_run(key, 30)
    for minutes, told in ((59, True), (61, False)):
        asked = int(timezone.now().timestamp()) - 60 * minutes
        said = words(desk.get(reverse("sync-live"), {"asked": asked}))
        assert ("Evergreen production: complete" in said) is told


def test_of_several_downloads_since_only_the_newest_is_told(desk, key, words):
    for minutes in (8, 5, 2):
        make_run(key, minutes)
    asked = int(timezone.now().timestamp()) - 600
    assert words(desk.get(reverse("sync-live"), {"asked": asked})).count("complete") == 1


@pytest.mark.parametrize("query", ["asked=x", "runs=1;2", "key=x&asked=99999999999999999999"])
def test_an_odd_address_is_taken_for_none(desk, key, query):
    assert desk.get(f"{reverse('sync-live')}?{query}").status_code == 200


def test_who_may_only_look_starts_nothing(client, key, handed, words):
    client.force_login(make_user("auditor"))
    page = words(client.get(reverse("sync")))
    assert "Download and upload now" not in page
    assert "Run now" not in page
    assert client.post(reverse("sync-run")).status_code == 403
    assert handed == []


def test_the_address_watched_holds_ids_alone(desk, key):
    run = running(key)
    query = parse_qs(urlsplit(next_address(desk.get(reverse("sync")))).query)
    assert query == {"runs": [str(run.pk)]}
