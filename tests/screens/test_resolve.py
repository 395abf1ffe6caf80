from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from complaints.models import (
    CaseworkNote,
    CaseworkUpload,
    ContactAttempt,
    Resolution,
    RuleAcknowledgement,
)
from complaints.models.choices import UploadState
from ctm_casework.accounts.models import AccessLog
from tests.factories import make_complaint, make_contract, make_user

NOTE = (
    "Issue: the claim was rejected as not covered. Actions: enrollment corrected and claim rerun. "
    "Decision: founded, access restored, beneficiary told by phone."
)


@pytest.fixture
def complaint(casey):
    return make_complaint()


@pytest.fixture
def reached(complaint, casey):
    """Casey told the complainant the outcome by phone."""
    return ContactAttempt.enter(
        complaint.pk,
        casey,
        attempted_at=datetime.now(UTC) - timedelta(minutes=5),
        method="PHONE",
        outcome="REACHED",
        purpose="RESOLUTION",
    )


def closing(complaint, **fields):
    return {
        "note": NOTE,
        "resolution_date": complaint.contract.today.isoformat(),
        "contact_made": "BENEFICIARY",
        "complainant_satisfied": "Y",
        "hpi_related": "N",
        "resolution_notification": "1",
        **fields,
    }


def resolve(client, complaint, **fields):
    return client.post(reverse("resolve", args=[complaint.pk]), closing(complaint, **fields))


def check(client, complaint, **fields):
    address = reverse("resolve-check", args=[complaint.pk])
    return client.post(address, closing(complaint, **fields))


def test_the_plain_closing_meets_no_warning_and_goes_to_hpms(desk, complaint, reached, words):
    assert not check(desk, complaint).context["preview"].findings
    response = resolve(desk, complaint)
    made = Resolution.objects.get()
    assert response.url == f"{reverse('complaint', args=[complaint.pk])}#resolution-{made.pk}"
    said = words(desk.get(response.url))
    assert "Resolved here and on its way to HPMS." in said
    assert "Resolution Casey Moran" in said
    assert "Waiting to be sent." in said
    assert "Closing sent" in said


def test_it_starts_with_today_and_what_the_log_tells(desk, complaint, reached):
    form = desk.get(reverse("resolve", args=[complaint.pk])).context["form"]
    assert form["resolution_date"].value() == complaint.contract.today
    assert form["resolution_notification"].value() == "1"
    assert form["contact_made"].value() == "BENEFICIARY"


def test_it_starts_blank_where_the_log_tells_of_no_resolution(desk, complaint):
    form = desk.get(reverse("resolve", args=[complaint.pk])).context["form"]
    assert form["resolution_notification"].value() is None


def test_it_does_not_shout_about_answers_not_given_yet(desk, complaint):
    preview = desk.get(reverse("resolve", args=[complaint.pk])).context["preview"]
    assert preview.errors == []
    assert "complainant_satisfied" in {finding.field for finding in preview.to_fill}


def test_it_refuses_with_every_rule_at_once_and_all_typed_text_stays(
    desk, complaint, reached, words
):
    response = resolve(
        desk,
        complaint,
        note="Claim rerun & paid as the enrollment record now shows.",
        resolution_notification="4",
        system_update_action="ACCESS_RESTORED",
        comments="For CMS, typed with care.",
    )
    assert response.status_code == 422
    said, html = words(response), response.content.decode()
    assert "Not resolved: 2 things to mend" in said
    for rule in ("C.1.b.note · SOP C, step 1.b", "UP.resolutionNotification.contact"):
        assert rule in said
    assert 'href="#note"' in html
    assert 'href="#resolution_notification"' in html
    assert "Claim rerun & paid as the enrollment record now shows." in said
    assert "For CMS, typed with care." in said
    assert not Resolution.objects.exists()


def test_it_refuses_while_a_plan_request_is_pending(desk, casey, words):
    complaint = make_complaint(issue_level_request_status="PENDING")
    response = resolve(desk, complaint)
    assert response.status_code == 422
    assert "C.1.c" in words(response)


def test_it_cites_the_step_without_how_the_rule_was_read_from_it(desk, complaint, words):
    said = words(resolve(desk, complaint, note=""))
    assert "Q.2.required · SOP Q, step 2" in said
    assert "inferred" not in said


def test_it_speaks_of_being_on_time_only_while_that_can_be(desk, casey, words):
    today = make_contract().today
    late, in_time = (
        make_complaint(assignment_date=day, received_date=day)
        for day in (today - timedelta(days=30), today)
    )
    assert "counts as on time" not in words(desk.get(reverse("resolve", args=[late.pk])))
    assert "counts as on time" in words(desk.get(reverse("resolve", args=[in_time.pk])))


def test_it_says_what_is_no_date(desk, complaint, reached, words):
    response = resolve(desk, complaint, resolution_date="24/08/2026")
    assert response.status_code == 422
    assert "Enter the resolution date as month, day and year." in words(response)
    assert not Resolution.objects.exists()


def test_it_lets_a_warning_pass_with_a_reason_and_keeps_it(desk, casey, complaint, words):
    refused = resolve(desk, complaint)
    assert "Not resolved: a warning needs your reason" in words(refused)
    rules = [warned.finding.rule for warned in refused.context["refusal"].warnings]
    reason = "The pharmacist confirmed that she has the tablets."
    answers = {f"why-{rule}": reason for rule in rules} | {f"ack-{rule}": "on" for rule in rules}
    half = resolve(desk, complaint, resolution_notification="4", **answers)
    assert words(half).count(reason) == len(rules)
    assert resolve(desk, complaint, **answers).status_code == 302
    kept = RuleAcknowledgement.objects.values_list("rule", "reason", "user")
    assert sorted(kept) == sorted((rule, reason, casey.pk) for rule in rules)


def test_it_names_the_limit_of_a_reason_too_short_and_marks_its_field(desk, complaint, words):
    rules = [w.finding.rule for w in resolve(desk, complaint).context["refusal"].warnings]
    ticks = {f"ack-{rule}": "on" for rule in rules}
    short = resolve(desk, complaint, **ticks, **{f"why-{rule}": " told her " for rule in rules})
    assert "Not resolved: a reason is too short" in words(short)
    assert "Write at least 10 characters: your reason has 8." in words(short)
    assert f'aria-describedby="short-{rules[0]}"' in short.content.decode()
    enough = {f"why-{rule}": "told her x" for rule in rules}
    unticked = resolve(desk, complaint, **enough)
    assert "Tick the warning you gave a reason for" in words(unticked)
    assert "aria-invalid" not in unticked.content.decode()
    assert resolve(desk, complaint, **ticks, **enough).status_code == 302


def test_it_shows_exactly_what_hpms_will_get(desk, complaint, reached):
    typed = {"note": f"José was told.\n{NOTE}", "comments": "“For CMS”"}
    lines = check(desk, complaint, **typed).context["preview"].lines
    resolve(desk, complaint, **typed)
    assert {line.key: line.value for line in lines} == CaseworkUpload.objects.get().payload
    assert len(lines) == 13


def test_it_marks_the_refused_lines_of_the_payload(desk, complaint, reached):
    preview = check(desk, complaint, resolution_notification="4").context["preview"]
    assert [line.key for line in preview.lines if line.refused] == ["resolutionNotification"]


def test_it_drafts_the_note_from_the_log_after_what_was_typed(desk, casey, complaint, reached):
    CaseworkNote.enter(complaint.pk, casey, text="Enrollment corrected.", include_in_summary=True)
    CaseworkNote.enter(complaint.pk, casey, text="Not for the summary.", internal=True)
    response = resolve(desk, complaint, note="My words.", draft="1")
    note = response.context["form"]["note"].value()
    assert note.startswith("My words.\nIssue: Cannot fill a prescription.")
    assert "Enrollment corrected." in note
    assert "Not for the summary." not in note
    assert "Beneficiary, phone: reached." in note
    assert not Resolution.objects.exists()


def test_it_puts_words_for_restricted_characters(desk, complaint):
    response = resolve(desk, complaint, note="Rerun & paid", mend="1")
    assert response.context["form"]["note"].value() == "Rerun and paid"


def test_it_offers_no_second_closing_until_the_first_is_refused(desk, complaint, reached, words):
    resolve(desk, complaint)
    address = reverse("resolve", args=[complaint.pk])
    assert "Resolved already" in words(desk.get(address, follow=True))
    assert "already on its way" in words(resolve(desk, complaint))
    assert Resolution.objects.count() == 1


def test_a_refused_closing_is_made_anew(desk, complaint, reached, words):
    resolve(desk, complaint)
    row = CaseworkUpload.objects.get()
    row.state = UploadState.FAILED
    row.save()
    row.resolution.withdraw()
    assert "Resolve again" in words(desk.get(reverse("complaint", args=[complaint.pk])))
    assert desk.get(reverse("resolve", args=[complaint.pk])).status_code == 200
    assert resolve(desk, complaint).status_code == 302


def test_it_logs_the_look_and_is_closed_to_the_auditor(desk, client, complaint):
    desk.get(reverse("resolve", args=[complaint.pk]))
    assert AccessLog.objects.get().door == "resolve"
    client.force_login(make_user("auditor"))
    assert client.get(reverse("resolve", args=[complaint.pk])).status_code == 403
