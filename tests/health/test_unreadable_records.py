"""A record that cannot be read, column by column, and what a person does about it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from complaints.models import Complaint, ComplaintChange
from ctm_casework.accounts.models import AccessLog
from hpms_sync.models import ApiKey, DownloadRun, QuarantinedRecord, SyncAlert
from tests.factories import make_complaint, make_contract, make_user
from tests.health.conftest import make_key, make_run
from tests.sync.road import ASSIGNED, CASE, OTHER, PERSON, Road

pytestmark = pytest.mark.django_db

RAW = {
    **PERSON,
    "COMPLAINT_ID": CASE,
    "CONTRACT_ID": "H1234",
    "RECEIVED_DATE": "soon",
    ASSIGNED: "11/19/2026",
    "RESOLUTION_DATE": "",
    "ISSUE_LEVEL": "Urgent",
    "COMPLAINT_CATEGORY": "Marketing",
    "COMPLAINT_SUBCATEGORY": "Plan benefits misstated",
}


def quarantined(run: DownloadRun, raw: Any = None, **values: Any) -> QuarantinedRecord:
    """Kept by the run, as of its beginning."""
    raw = RAW if raw is None else raw
    defaults = {
        "complaint_id": raw.get("COMPLAINT_ID", ""),
        "contract_id": raw.get("CONTRACT_ID", ""),
        "digest": repr(sorted(raw.items())).encode()[-32:],
        "column": "RECEIVED_DATE",
        "rule": "DL.RECEIVED_DATE",
        "reason": "This is no date a complaint can have.",
        "last_seen_at": run.started_at,
    }
    return QuarantinedRecord.objects.create(run=run, raw=raw, **(defaults | values))


@pytest.fixture
def record(key: ApiKey) -> QuarantinedRecord:
    return quarantined(make_run(key))


def page(record: QuarantinedRecord) -> str:
    return reverse("sync-record", args=[record.pk])


def mend(browser: Client, record: QuarantinedRecord, **values: str) -> Any:
    """Types the values, by column."""
    typed = {f"value:{name}": value for name, value in values.items()}
    return browser.post(reverse("sync-record-mend", args=[record.pk]), typed, follow=True)


def again(browser: Client, record: QuarantinedRecord) -> Any:
    return browser.post(reverse("sync-record-again", args=[record.pk]), follow=True)


def put_aside(browser: Client, record: QuarantinedRecord, reason: str) -> Any:
    address = reverse("sync-record-put-aside", args=[record.pk])
    return browser.post(address, {"reason": reason}, follow=True)


# Who sees what


def test_it_shows_every_column_with_the_bad_one_marked_and_logs_the_look(desk, sam, record, words):
    response = desk.get(page(record))
    said = words(response)
    assert "CONTACT_LNAME Whitaker" in said
    assert "RECEIVED_DATE cannot be read soon" in said
    assert said.count("cannot be read soon") == 1
    log = AccessLog.objects.get(user=sam)
    assert (log.door, log.complaint_ids) == ("sync-record", [CASE])


def test_lists_hold_reasons_and_ids_but_nobody(desk, record, words):
    for route in ("sync", "sync-unreadable"):
        said = words(desk.get(reverse(route)))
        assert f"{CASE} H1234 This is no date a complaint can have. DL.RECEIVED_DATE" in said
        assert "Whitaker" not in said
    assert not AccessLog.objects.exists()


@pytest.mark.parametrize("role", ["responsible_party", "administrator"])
def test_who_may_not_see_complaints_sees_the_reason_alone(client, record, words, role):
    client.force_login(make_user(role))
    assert CASE in words(client.get(reverse("sync-unreadable")))
    assert page(record) not in client.get(reverse("sync-unreadable")).content.decode()
    assert client.get(page(record)).status_code == 403


def test_the_auditor_sees_it_and_can_do_nothing(client, record, words):
    client.force_login(make_user("auditor"))
    said = words(client.get(page(record)))
    assert "Whitaker" in said
    assert "Read it again" not in said
    assert again(client, record).status_code == 403


def test_it_is_not_there_for_the_other_plan(client, record):
    client.force_login(make_user("supervisor", ["H9999"], username="olive"))
    assert client.get(page(record)).status_code == 404
    assert mend(client, record, RECEIVED_DATE="11/19/2026").status_code == 404


def test_a_record_of_nobody_knows_which_contract_shows_to_who_works_for_all_asked(client, words):
    key = make_key(contracts=("H1234", "H5678"))
    record = quarantined(make_run(key), {**RAW, "CONTRACT_ID": "H12"}, column="CONTRACT_ID")
    client.force_login(make_user("supervisor", ["H1234"]))
    said = words(client.get(page(record)))
    assert "Nobody knows whose complaint this is" in said
    assert "Whitaker" not in said
    assert not AccessLog.objects.exists()
    assert "may be of a contract that is not yours" in words(
        mend(client, record, CONTRACT_ID="H1234")
    )
    assert "may be of a contract that is not yours" in words(
        put_aside(client, record, "Nobody needs it.")
    )
    record.refresh_from_db()
    assert record.answer == ""
    client.force_login(make_user("supervisor", ["H1234", "H5678"], username="sidney"))
    assert "Whitaker" in words(client.get(page(record)))
    assert "Put aside by" in words(put_aside(client, record, "Nobody needs it."))


def test_my_day_leads_to_the_record(client, record):
    client.force_login(make_user("caseworker"))
    assert page(record) in client.get(reverse("worklist")).content.decode()
    assert client.get(page(record)).status_code == 200


def test_my_day_shows_the_newest_and_counts_the_rest(client, key, words):
    run = make_run(key)
    for number in range(12):
        quarantined(run, complaint_id=f"C26000000{number:02}", digest=bytes([number]))
    client.force_login(make_user("caseworker"))
    with CaptureQueriesContext(connection) as asked:
        said = words(client.get(reverse("worklist")))
    assert "Cannot be read: 12, treat as Immediate Need C2600000011 H1234" in said
    assert ("C2600000002" in said, "C2600000001" in said) == (True, False)
    assert "The newest; more wait" in said
    assert not [one for one in asked if '_quarantinedrecord"."raw"' in one["sql"]]
    QuarantinedRecord.objects.filter(complaint_id="C2600000011").delete()
    client.force_login(make_user("supervisor", username="sam2"))
    assert reverse("sync-unreadable") in client.get(reverse("worklist")).content.decode()


def test_my_day_tells_ten_and_no_more_when_no_more_wait(client, key, words):
    run = make_run(key)
    for number in range(10):
        quarantined(run, complaint_id=f"C26000000{number:02}", digest=bytes([number]))
    client.force_login(make_user("caseworker"))
    said = words(client.get(reverse("worklist")))
    assert "Cannot be read: 10," in said
    assert "C2600000000" in said
    assert "more wait" not in said


def test_the_page_stands_whatever_came(desk, key, words):
    run = make_run(key)
    odd = quarantined(run, column="", rule="DL.file.format", digest=b"2")
    QuarantinedRecord.objects.filter(pk=odd.pk).update(raw=["no", "columns"], complaint_id="")
    said = words(desk.get(page(odd)))
    assert "['no', 'columns']" in said
    assert "Mend it" not in said
    missing = quarantined(run, {"COMPLAINT_ID": "C" * 50}, contract_id="H1234", digest=b"3")
    assert "RECEIVED_DATE cannot be read nothing came" in words(desk.get(page(missing)))


# Mended


def test_a_mended_record_is_applied_and_the_old_value_kept(desk, sam, record, words):
    said = words(mend(desk, record, RECEIVED_DATE="11/18/2026"))
    assert "Mended. The complaint is in the list as a new complaint." in said
    assert "RECEIVED_DATE cannot be read soon Mended: 11/18/2026" in said
    assert "Mended by Sam Whitfield" in said
    complaint = Complaint.objects.get(pk=CASE)
    assert complaint.received_date.isoformat() == "2026-11-18"
    assert complaint.contact_last_name == "Whitaker"
    assert complaint.assignments.count() == 1
    assert complaint.seen_as_of == record.last_seen_at
    record.refresh_from_db()
    assert record.mended == [{"column": "RECEIVED_DATE", "old": "soon", "new": "11/18/2026"}]
    assert (record.answered_by, record.answer) == (sam, "MENDED")
    assert record.answered_in.brought_by == sam
    changes = ComplaintChange.objects.filter(complaint=CASE)
    assert set(changes.values_list("download_run", flat=True)) == {record.answered_in_id}


def test_a_mended_record_waits_no_longer(desk, record, words):
    mend(desk, record, RECEIVED_DATE="11/18/2026")
    assert "Cannot be read" not in words(desk.get(reverse("worklist")))
    assert CASE not in words(desk.get(reverse("sync-unreadable")))
    done = words(desk.get(reverse("sync-unreadable") + "?done"))
    assert f"{CASE} H1234" in done
    assert "Mended by Sam Whitfield" in done


@pytest.mark.parametrize("typed", ["2026-11-18", "", "02/30/2026"])
def test_a_value_that_cannot_be_read_either_is_refused(desk, record, words, typed):
    response = mend(desk, record, RECEIVED_DATE=typed)
    assert response.status_code == 422
    assert "It cannot be read yet" in words(response)
    assert not Complaint.objects.exists()
    assert not DownloadRun.objects.filter(source="HAND").exists()
    record.refresh_from_db()
    assert record.answer == ""


def test_a_date_ahead_or_a_blank_assignment_date_is_refused(desk, key, words):
    tomorrow = timezone.localdate() + timedelta(days=1)
    record = quarantined(make_run(key), {**RAW, "RECEIVED_DATE": "11/18/2026", ASSIGNED: "soon"})
    said = words(mend(desk, record, **{ASSIGNED: f"{tomorrow:%m/%d/%Y}"}))
    assert "This date lies in the future" in said
    assert "not left blank" in words(mend(desk, record, **{ASSIGNED: ""}))
    assert not Complaint.objects.exists()
    mend(desk, record, **{ASSIGNED: f"{timezone.localdate():%m/%d/%Y}"})
    assert Complaint.objects.get(pk=CASE).assignment_date == timezone.localdate()


def test_a_second_bad_column_is_asked_for_with_the_first_one_kept(desk, key, words):
    record = quarantined(make_run(key), {**RAW, "RESOLUTION_DATE": "never"})
    response = mend(desk, record, RECEIVED_DATE="11/18/2026")
    assert response.status_code == 422
    assert "RESOLUTION_DATE : This is no date a complaint can have" in words(response)
    form = response.content.decode()
    assert 'name="value:RECEIVED_DATE" value="11/18/2026"' in " ".join(form.split())
    mend(desk, record, RECEIVED_DATE="11/18/2026", RESOLUTION_DATE="")
    assert Complaint.objects.get(pk=CASE).resolution_date is None
    record.refresh_from_db()
    assert [change["column"] for change in record.mended] == ["RECEIVED_DATE", "RESOLUTION_DATE"]


def test_what_can_be_read_is_not_to_be_changed(desk, record):
    mend(desk, record, RECEIVED_DATE="11/18/2026", CONTACT_LNAME="Other", ISSUE_LEVEL="Urgent")
    assert Complaint.objects.get(pk=CASE).contact_last_name == "Whitaker"


def test_a_missing_column_and_an_older_spelling_of_its_name_are_mended(desk, key):
    run = make_run(key)
    lacking = {name: value for name, value in RAW.items() if name != "RECEIVED_DATE"}
    mend(desk, quarantined(run, lacking), RECEIVED_DATE="11/18/2026")
    assert Complaint.objects.get(pk=CASE).received_date.day == 18
    spelled = {**RAW, "COMPLAINT_ID": "C2612345602", "ASSIGNMENT_REASSIGNMENT_DATE": "soon"}
    del spelled[ASSIGNED]
    other = quarantined(run, spelled | {"RECEIVED_DATE": "11/18/2026"}, column=ASSIGNED)
    mend(desk, other, **{ASSIGNED: "11/19/2026"})
    assert Complaint.objects.get(pk="C2612345602").assignment_date.day == 19


def test_it_goes_to_no_contract_that_is_not_asked_for(desk, key, words):
    make_contract("H9999")
    record = quarantined(make_run(key), {**RAW, "CONTRACT_ID": "H12"}, column="CONTRACT_ID")
    response = mend(desk, record, CONTRACT_ID="H9999", RECEIVED_DATE="11/18/2026")
    assert response.status_code == 422
    assert "did not ask for this contract" in words(response)
    assert not Complaint.objects.exists()


def test_a_copy_that_is_newer_stays(desk, record, words):
    make_complaint(CASE, contact_last_name="Newer", seen_as_of=timezone.now())
    said = words(mend(desk, record, RECEIVED_DATE="11/18/2026"))
    assert "A newer download has already brought this complaint" in said
    assert Complaint.objects.get(pk=CASE).contact_last_name == "Newer"
    record.refresh_from_db()
    assert record.answer == ""


@pytest.mark.parametrize(("asked_from", "applied"), [("2026-01-01", True), ("2006-01-01", False)])
def test_a_later_download_stands_in_the_way_where_it_asked_for_it(desk, key, asked_from, applied):
    """Closed years ago, and brought unreadable by a whole download of the night."""
    closed = {
        "RECEIVED_DATE": "01/05/2024",
        ASSIGNED: "01/05/2024",
        "RESOLUTION_DATE": "02/31/2024",
    }
    kept = quarantined(make_run(key, 60), {**RAW, **closed}, column="RESOLUTION_DATE")
    make_run(key, 5, resolved_from=asked_from, covered_contracts=["H1234"])
    mend(desk, kept, RESOLUTION_DATE="02/28/2024")
    assert Complaint.objects.filter(pk=CASE).exists() is applied


def test_two_people_settle_it_once(desk, record, words):
    mend(desk, record, RECEIVED_DATE="11/18/2026")
    said = words(mend(desk, record, RECEIVED_DATE="11/17/2026"))
    assert "settled already" in said
    assert Complaint.objects.get(pk=CASE).received_date.day == 18


# Read again


def test_it_is_read_again_when_the_contract_has_a_key(client, key, words):
    client.force_login(make_user("supervisor", ["H1234", "H7777"], username="sidney"))
    raw = {**RAW, "CONTRACT_ID": "H7777", "RECEIVED_DATE": "11/18/2026"}
    record = quarantined(make_run(key), raw, column="CONTRACT_ID")
    refused = again(client, record)
    assert refused.status_code == 422
    assert "did not ask for this contract" in words(refused)
    make_key("Second", ("H7777",))
    assert "Read. The complaint is in the list" in words(again(client, record))
    assert Complaint.objects.get(pk=CASE).contract_id == "H7777"
    record.refresh_from_db()
    assert record.settled_at
    assert record.settled_reason == "Read again by Sidney Ferris."


def test_a_sandbox_record_never_reaches_a_production_contract(client):
    client.force_login(make_user("supervisor", ["H1234", "H7777"]))
    sandbox = make_key("Sandbox", ("H1234",), "sandbox")
    make_key("Production", ("H7777",))
    raw = {**RAW, "CONTRACT_ID": "H7777", "RECEIVED_DATE": "11/18/2026"}
    record = quarantined(make_run(sandbox), raw, column="CONTRACT_ID")
    assert again(client, record).status_code == 422
    assert not Complaint.objects.exists()


# Put aside


def test_it_is_put_aside_with_a_reason(desk, record, words):
    refused = put_aside(desk, record, "  ")
    assert refused.status_code == 422
    assert "Say why nobody needs this record" in words(refused)
    said = words(put_aside(desk, record, "Test record of CMS, agreed by phone."))
    assert "Put aside by Sam Whitfield" in said
    assert "Test record of CMS, agreed by phone." in said
    assert "Cannot be read" not in words(desk.get(reverse("worklist")))
    mend(desk, record, RECEIVED_DATE="11/18/2026")
    assert Complaint.objects.filter(pk=CASE).exists()


# With HPMS


@pytest.fixture
def road(quick_road: Road) -> Road:
    return quick_road


def waiting() -> list[str]:
    return list(
        QuarantinedRecord.objects.filter(settled_at=None, answer="").values_list(
            "column", flat=True
        )
    )


def mended_by_sam(client: Client) -> QuarantinedRecord:
    client.force_login(make_user("supervisor", ["H1234", "H5678", "S4802"]))
    record = QuarantinedRecord.objects.get()
    today = timezone.localdate() - timedelta(days=3)
    mend(client, record, RECEIVED_DATE=f"{today:%m/%d/%Y}")
    assert Complaint.objects.get(pk=CASE).received_date == today
    return record


def test_the_same_record_coming_again_is_not_told_anew(road, client):
    road.add(RECEIVED_DATE="soon")
    road.download()
    assert waiting() == ["RECEIVED_DATE"]
    record = mended_by_sam(client)
    mended_on = Complaint.objects.get(pk=CASE).received_date
    road.download()
    assert waiting() == []
    assert QuarantinedRecord.objects.count() == 1
    record.refresh_from_db()
    assert record.last_seen_at > record.answered_in.started_at
    assert Complaint.objects.get(pk=CASE).received_date == mended_on


def test_a_later_version_that_is_unreadable_waits_again(road, client):
    road.add(RECEIVED_DATE="soon")
    road.download()
    mended_by_sam(client)
    road.set(COMMENTS="CMS looks into it.")
    road.download()
    assert waiting() == ["RECEIVED_DATE"]


def test_a_later_downloads_record_wins(road, client):
    road.add(RECEIVED_DATE="soon")
    road.download()
    mended_by_sam(client)
    day = timezone.localdate() - timedelta(days=1)
    road.set(RECEIVED_DATE=f"{day:%m/%d/%Y}")
    road.download()
    assert Complaint.objects.get(pk=CASE).received_date == day
    record = QuarantinedRecord.objects.get()
    assert "brought the complaint again" in record.settled_reason
    assert record.mended


# Alerts


def alerts() -> list[tuple[str | None, str]]:
    found = SyncAlert.objects.filter(kind="UNREADABLE", ended_at=None)
    return [(alert.contract_id, alert.words.split(".")[0]) for alert in found]


def test_an_alert_stands_while_records_of_the_contract_wait(road, client):
    road.add(RECEIVED_DATE="soon")
    road.add(OTHER, RECEIVED_DATE="late")
    road.download()
    assert alerts() == [("H1234", "2 records cannot be read")]
    client.force_login(make_user("supervisor"))
    first, second = QuarantinedRecord.objects.all()
    put_aside(client, first, "Test record of CMS.")
    assert alerts() == [("H1234", "1 record cannot be read")]
    road.download()
    assert alerts() == [("H1234", "1 record cannot be read")]
    put_aside(client, second, "Test record of CMS.")
    assert alerts() == []


def test_of_no_known_contract_it_is_the_keys(road):
    road.add(CONTRACT_ID="H12")
    road.download()
    assert alerts() == [(None, "1 record cannot be read")]
    assert SyncAlert.objects.get(kind="UNREADABLE").key == road.key
    road.set(CONTRACT_ID="H1234")
    road.download()
    assert alerts() == []
