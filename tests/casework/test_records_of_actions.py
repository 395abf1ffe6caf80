"""Notes, contacts and resolutions enter only through save(), which asks the SOP; then they stay."""

from datetime import timedelta

import pytest
from celery import current_app
from django.db import DatabaseError, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from complaints.models import (
    Acknowledgement,
    CaseworkNote,
    CaseworkUpload,
    ContactAttempt,
    Refused,
    Resolution,
    RuleAcknowledgement,
)
from complaints.models.choices import UploadState
from tests.factories import make_complaint, make_user

pytestmark = pytest.mark.django_db

NOTE = (
    "Issue: the claim was rejected as not covered. Actions: enrollment corrected and claim rerun. "
    "Decision: founded, access restored, beneficiary told by phone."
)
PLAIN = {
    "note": NOTE,
    "contact_made": "BENEFICIARY",
    "complainant_satisfied": "Y",
    "hpi_related": "N",
    "resolution_notification": "1",
}


@pytest.fixture
def casey():
    return make_user("caseworker")


@pytest.fixture
def complaint():
    return make_complaint()


@pytest.fixture
def reached(complaint, casey):
    """The complainant was told the outcome by phone."""
    return ContactAttempt.enter(
        complaint.pk,
        casey,
        attempted_at=timezone.now() - timedelta(minutes=5),
        method="PHONE",
        outcome="REACHED",
        party="BENEFICIARY",
        purpose="RESOLUTION",
    )


def resolve(complaint, casey, *acknowledgements, **values):
    today = complaint.contract.today
    return Resolution.enter(
        complaint.pk, casey, acknowledgements, **{"resolution_date": today, **PLAIN, **values}
    )


def test_a_plain_closing_meets_no_warning(complaint, casey, reached):
    resolution = resolve(complaint, casey)
    assert resolution.pk
    assert not RuleAcknowledgement.objects.exists()


def test_it_writes_the_row_for_hpms_with_the_resolution(complaint, casey, reached):
    row = resolve(complaint, casey).uploads.get()
    assert row.state == UploadState.QUEUED
    assert row.payload == {
        "complaintId": complaint.pk,
        "caseworkNotes": NOTE,
        "resolveComplaintYN": "Y",
        "comments": None,
        "complainantSatisfied": "Y",
        "hpiRelated": "N",
        "resolutionNotification": "1",
        "agentBrokerComplaint": None,
        "agentBrokerFirstName": None,
        "agentBrokerLastName": None,
        "agentBrokerNPN": None,
        "agentBrokerFMO": None,
        "agentBrokerNotes": None,
    }


def test_it_refuses_a_blank_resolution_with_every_finding_at_once(complaint, casey):
    with pytest.raises(Refused) as refused:
        Resolution.enter(complaint.pk, casey)
    rules = {finding.rule for finding in refused.value.findings}
    assert {"C.1.d.present", "Q.2.required", "Q.3.a", "Q.1"} <= rules
    assert not Resolution.objects.exists()
    assert not CaseworkUpload.objects.exists()


def test_it_refuses_an_unknown_code_beside_what_the_sop_says(complaint, casey):
    with pytest.raises(Refused) as refused:
        ContactAttempt.enter(complaint.pk, casey, method="PIGEON", outcome="REACHED")
    assert "method" in refused.value.form_errors
    assert "Q.1.a.detail" in {finding.rule for finding in refused.value.findings}


def test_it_wants_a_reason_for_a_warning_and_keeps_it(complaint, casey):
    unreached = {"complainant_satisfied": "U", "resolution_notification": "4"}
    with pytest.raises(Refused) as refused:
        resolve(complaint, casey, **unreached, contact_made="", system_update_action="OTHER")
    warned = {f.rule for f in refused.value.findings if f.severity == "WARNING"}
    assert warned
    given = [Acknowledgement(rule, "Due tonight and nobody answers.") for rule in warned]
    resolution = resolve(
        complaint, casey, *given, **unreached, contact_made="", system_update_action="OTHER"
    )
    kept = RuleAcknowledgement.objects.filter(action="CLOSE", record_id=resolution.pk, user=casey)
    assert {a.rule for a in kept} == warned
    assert all(a.facts_digest and a.reason == "Due tonight and nobody answers." for a in kept)


def test_it_refuses_an_acknowledgement_without_a_real_reason(complaint, casey):
    with pytest.raises(Refused) as refused:
        resolve(complaint, casey, Acknowledgement("Q.1", "ok"))
    assert "Q.1" in {finding.rule for finding in refused.value.findings}


def test_an_acknowledgement_lapses_with_the_facts_it_was_given_for(complaint, casey):
    short = Resolution(complaint=complaint, author=casey, note="Done")
    seen = next(f for f in short.findings() if f.rule == "Q.2.clear")
    given = [Acknowledgement(seen.rule, "The case is as plain as that.", seen.digest)]
    standing = []
    for note in ("Done", "All done"):
        with pytest.raises(Refused) as refused:
            Resolution.enter(complaint.pk, casey, given, note=note)
        standing.append("Q.2.clear" in {f.rule for f in refused.value.findings})
    assert standing == [False, True]


def test_it_refuses_an_acknowledged_error(complaint, casey, reached):
    with pytest.raises(Refused):
        resolve(
            complaint, casey, Acknowledgement("Q.2.required", "I do not feel like it."), note=""
        )


def test_it_refuses_a_second_resolution_while_one_is_on_its_way(complaint, casey, reached):
    resolve(complaint, casey)
    with pytest.raises(Refused) as refused:
        resolve(complaint, casey)
    assert "on its way" in refused.value.form_errors["resolution"][0]


def test_it_takes_another_resolution_once_the_first_is_withdrawn(complaint, casey, reached):
    resolve(complaint, casey).withdraw()
    assert resolve(complaint, casey).pk


def test_a_closing_stands_though_redis_is_away(
    casey, complaint, reached, monkeypatch, django_capture_on_commit_callbacks
):
    def away(*_, **__):
        raise OperationalError("no broker")

    monkeypatch.setattr(current_app, "send_task", away)
    complaint.due_on = complaint.contract.today
    complaint.save(update_fields=["due_on"])
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        resolution = resolve(complaint, casey)
    assert callbacks
    assert resolution.uploads.get().state == UploadState.QUEUED


def test_a_swift_column_that_only_says_there_is_none_makes_no_swift_case():
    assert make_complaint(swift_control_number="N/A").next_step == "First contact"
    assert make_complaint(swift_control_number="20261234").next_step == "Ask CMS to take it"


def test_an_internal_note_stays_here(complaint, casey):
    note = CaseworkNote.enter(
        complaint.pk, casey, text="Taken over from the weekend shift.", internal=True
    )
    assert not note.uploads.exists()


def test_the_note_is_kept_as_typed_and_sent_as_plain_ascii(complaint, casey):
    typed = "Spoke with Señora Núñez –\nshe has her tablets now, all is well."
    note = CaseworkNote.enter(complaint.pk, casey, text=typed)
    assert CaseworkNote.objects.get(pk=note.pk).text == typed
    sent = note.uploads.get().payload["caseworkNotes"]
    assert sent.isascii()
    assert "\n" not in sent


@pytest.mark.parametrize(
    "around",
    [
        lambda notes: notes.update(text="x"),
        lambda notes: notes.delete(),
        lambda notes: notes.bulk_create([CaseworkNote()]),
        lambda notes: notes.bulk_update([notes.first()], ["text"]),
        lambda notes: notes.first().delete(),
        lambda notes: notes.first().save(),
    ],
    ids=["update", "delete", "bulk_create", "bulk_update", "delete one", "save again"],
)
def test_it_refuses_every_way_round(complaint, casey, around):
    CaseworkNote.enter(complaint.pk, casey, text="Called the pharmacy about the rejected claim.")
    with pytest.raises(TypeError):
        around(CaseworkNote.objects)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE complaints_caseworknote SET text = 'x'",
        "DELETE FROM complaints_caseworkupload; DELETE FROM complaints_caseworknote",
        "UPDATE complaints_contactattempt SET outcome = 'REACHED'",
        "UPDATE complaints_resolution SET note = 'x'",
        "DELETE FROM complaints_uploadevent",
        "UPDATE accounts_accesslog SET door = 'x'",
    ],
)
def test_the_database_itself_refuses_to_rewrite_the_record(
    complaint, casey, reached, statement, django_db_blocker
):
    from django.db import connection

    from ctm_casework.accounts.models import AccessLog

    CaseworkNote.enter(complaint.pk, casey, text="Called the pharmacy about the rejected claim.")
    resolve(complaint, casey)
    AccessLog.record(casey, "complaint", [complaint.pk])
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_stored_columns_follow_the_casework(complaint, casey, reached):
    complaint.refresh_from_db()
    assert complaint.last_contact_words == "Reached, phone"
    assert complaint.next_step == "Resolve"
    resolve(complaint, casey)
    complaint.refresh_from_db()
    assert complaint.next_step == "Wait for HPMS to accept"


def test_next_step_leads_from_first_contact_to_the_third_attempt(complaint, casey):
    steps = [complaint.next_step]
    for days_ago in (3, 2, 1):
        ContactAttempt.enter(
            complaint.pk,
            casey,
            attempted_at=timezone.now() - timedelta(days=days_ago, minutes=70 * days_ago),
            method="PHONE",
            outcome="NO_ANSWER",
            party="BENEFICIARY",
            purpose="FACT_FINDING",
        )
        complaint.refresh_from_db()
        steps.append(complaint.next_step)
    assert steps == ["First contact", "Second contact attempt", "Third contact attempt", "Resolve"]
