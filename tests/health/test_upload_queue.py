"""The upload queue: how many rows stand where, and what each of them waits for."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from complaints.models import CaseworkNote, CaseworkUpload
from complaints.models.choices import UploadState
from ctm_casework.accounts.models import AccessLog
from hpms_sync.models import ApiKey
from tests.factories import make_complaint, make_user
from tests.health.conftest import make_key, make_run

pytestmark = pytest.mark.django_db
S = UploadState
CASE = "C2612345601"


@pytest.fixture
def casey(db):
    return make_user("caseworker", ["H1234", "H5678"])


@pytest.fixture
def case(key, casey):
    return make_complaint(CASE)


def note(case, author, text="Called the pharmacy about the rejected claim.", **values):
    """A note of the author's on its way to HPMS, with these columns of its row."""
    row = CaseworkNote.enter(case.pk, author, text=text).uploads.get()
    CaseworkUpload.objects.filter(pk=row.pk).update(**values)
    row.refresh_from_db()
    return row


def shown(words, desk, **chosen):
    """What the page says, from the list on."""
    said = words(desk.get(reverse("sync-uploads"), chosen))
    return said[said.index("Contract") :]


def test_each_state_counts_its_rows_and_opens_them(desk, case, casey, words):
    for state in (S.FAILED, S.QUEUED, S.CONFIRMED):
        note(case, casey, f"Note {state}, after a call.", state=state)
    note(make_complaint("C2612345602"), casey, state=S.NEEDS_DECISION)
    page = desk.get(reverse("sync"))
    said = words(page)
    assert "1 Refused by HPMS 1 Needs your answer 1 Waiting to be sent" in said
    address = f"{reverse('sync-uploads')}?state=NEEDS_DECISION"
    assert f'href="{address}"' in page.content.decode()
    rows = words(desk.get(address))
    assert "C2612345602" in rows
    assert CASE not in rows


def test_a_row_tells_its_author_due_date_tries_and_story(desk, case, casey, words):
    row = note(case, casey, state=S.FAILED, tries=3)
    row.state = S.FAILED
    row.tell("Agent/Broker NPN must be 8 or 10 digits.")
    said = shown(words, desk)
    assert f"{case.due_on:%a} {case.due_on.month}/{case.due_on.day} {CASE} H1234 Note" in said
    assert "Casey Moran" in said
    assert re.search(r"[AP]M 3 Refused by HPMS\. Agent/Broker NPN must be", said)
    assert "Waiting to be sent." in said  # its story began so
    assert "rejected claim" not in said


def test_what_waits_behind_a_refused_row_is_said(desk, case, casey, words):
    note(case, casey, state=S.FAILED)
    note(case, casey, "Second note, after a call.")
    note(case, casey, "Third note, after a call.")
    said = shown(words, desk)
    assert "2 rows behind it wait." in said
    assert said.count("Waits behind a refused one: mend that or take it back") == 2


def test_nothing_waits_behind_a_settled_row(desk, case, casey, words):
    note(case, casey, state=S.CONFIRMED)
    note(case, casey, "Second note, after a call.")
    said = shown(words, desk)
    assert "behind" not in said
    assert "Goes with the next upload." in said


def test_the_next_try_is_said(desk, case, casey, words):
    when = timezone.now() + timedelta(minutes=12)
    note(case, casey, not_before=when, tries=2)
    local = timezone.localtime(when)
    assert f"Not before {local.hour % 12 or 12}:{local:%M %p}" in shown(words, desk)


def test_an_uncertain_row_says_which_download_it_waits_for(desk, key, case, casey, words, settings):
    make_run(key, 5)
    deadline = timezone.now()
    row = note(case, casey, state=S.UNCERTAIN, deadline=deadline)
    since = timezone.localtime(deadline + timedelta(seconds=settings.HPMS_SETTLE_SECONDS))
    said = shown(words, desk)
    assert "A download of H1234 that shows it settles it; two that begin after" in said
    assert f"after {since.hour % 12 or 12}:{since:%M %p}" in said.replace("after today, ", "after ")
    assert "Next download about" in said
    CaseworkUpload.objects.filter(pk=row.pk).update(absences=1)
    assert "one more that begins after" in shown(words, desk)


def test_a_row_that_is_claimed_and_has_not_left_says_so(desk, case, casey, words):
    row = note(case, casey, state=S.SENDING, attempted_at=timezone.now())
    assert "Claimed, about to leave." in shown(words, desk)
    CaseworkUpload.objects.filter(pk=row.pk).update(deadline=timezone.now() + timedelta(minutes=3))
    said = shown(words, desk)
    assert "about to leave" not in said
    assert re.search(r"Left .*; HPMS has until .* to answer\.", said)


def test_a_row_in_a_file_leads_to_where_the_answer_is_said(desk, client, case, casey, words):
    note(case, casey, state=S.EXPORTED)
    page = desk.get(reverse("sync-uploads"))
    assert "In a file. Sent in no other way until somebody says" in words(page)
    assert reverse("file-export") in page.content.decode()
    client.force_login(make_user("auditor"))
    assert reverse("file-export") not in client.get(reverse("sync-uploads")).content.decode()


def test_a_contract_nobody_serves_is_said(desk, case, casey, key, words):
    note(case, casey)
    ApiKey.objects.filter(pk=key.pk).update(status="STOPPED")
    said = words(desk.get(reverse("sync-uploads")))
    assert "1 of H1234 cannot leave." in said
    assert "Cannot leave: no active API key serves H1234." in said
    assert "1 of H1234 cannot leave." in words(desk.get(reverse("sync")))


def test_it_narrows_by_contract(client, casey, words):
    make_key(contracts=("H1234", "H5678"))
    client.force_login(make_user("supervisor", ["H1234", "H5678"]))
    for contract, complaint_id in (("H1234", CASE), ("H5678", "C2612345602")):
        note(make_complaint(complaint_id, contract=contract), casey)
    said = shown(words, client, contract="H5678", state="QUEUED")
    assert "C2612345602" in said
    assert CASE not in said
    assert CASE in shown(words, client, contract="H9999", state="NONE")  # no choices: all


def test_the_other_plan_sees_none_of_it(client, case, casey, words):
    note(case, casey)
    client.force_login(make_user("supervisor", ["H9999"], username="olive"))
    assert "Nothing stands here." in words(client.get(reverse("sync-uploads")))


def test_each_look_is_logged(desk, sam, case, casey):
    note(case, casey)
    desk.get(reverse("sync-uploads"))
    log = AccessLog.objects.get(user=sam)
    assert (log.door, log.complaint_ids) == ("sync-uploads", [CASE])


def test_who_may_not_see_complaints_gets_the_story_alone(client, case, casey, words):
    row = note(case, casey, state=S.FAILED)
    client.force_login(make_user("responsible_party"))
    page = client.get(reverse("sync-uploads"))
    assert "Its story" in words(page)
    assert "Act on it" not in words(page)
    assert reverse("complaint", args=[CASE]) not in page.content.decode()
    assert reverse("upload-fate", args=[CASE, row.pk]) not in page.content.decode()


def test_a_question_is_answered_from_the_queue_and_leads_back(desk, case, casey, words):
    row = note(case, casey, state=S.NEEDS_DECISION)
    queue = f"{reverse('sync-uploads')}?state=NEEDS_DECISION"
    fate = reverse("upload-fate", args=[CASE, row.pk])
    assert fate in desk.get(queue).content.decode()
    opened = desk.get(
        fate, headers={"HX-Request": "true", "HX-Current-URL": f"http://testserver{queue}"}
    )
    back = re.search(r'name="back" value="([^"]*)"', " ".join(opened.content.decode().split()))[1]
    assert back == queue
    answered = desk.post(
        reverse("upload-decide", args=[CASE, row.pk]), {"in_hpms": "yes", "back": back}
    )
    assert answered.url == queue
    row.refresh_from_db()
    assert row.state == S.CONFIRMED


@pytest.mark.parametrize("back", ["//evil.example/", "https://evil.example/", "sync/"])
def test_it_leads_to_no_other_site(desk, case, casey, back):
    row = note(case, casey, state=S.FAILED)
    answered = desk.post(reverse("upload-withdraw", args=[CASE, row.pk]), {"back": back})
    assert answered.url.startswith(reverse("complaint", args=[CASE]))


def test_pages_and_queries(desk, casey, key, words, queries):
    def many(count, start):
        for number in range(start, start + count):
            case = make_complaint(f"C26000{number:05d}")
            note(case, casey, state=S.FAILED)
            note(case, casey, "Second note, after a call.")

    many(2, 0)
    address = reverse("sync-uploads")
    desk.get(address)
    few = queries(lambda: desk.get(address))
    many(14, 10)
    assert queries(lambda: desk.get(address)) == few
    said = words(desk.get(address))
    assert "Page 1 of 2" in said
    assert said.count("Written by") == 1
    assert "32 rows" in said
