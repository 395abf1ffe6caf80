"""Alerts by mail: at once or in a digest, to whom they concern, without PHI."""

from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from celery import current_app
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone

from ctm_casework import env
from hpms_sync.alert_mail import alerts_mail
from hpms_sync.alerts import alert_end, alert_raise
from hpms_sync.models import SyncAlert
from tests.factories import make_complaint, make_contract, make_user
from tests.health.conftest import make_key

pytestmark = pytest.mark.django_db
Kind = SyncAlert.Kind
SAM = "sam@plan.example"


@pytest.fixture(autouse=True)
def _mail_is_configured(settings):
    settings.ALERT_MAIL = True
    settings.SITE_ADDRESS = "https://ctm.plan.example"


@pytest.fixture
def sam(db):
    return make_user("supervisor", email=SAM)


def at_risk(complaint_id="C2612345601", contract="H1234", words="HPMS has not accepted it."):
    make_contract(contract)
    return alert_raise(Kind.RESOLUTION_AT_RISK, words, contract=contract, complaint_id=complaint_id)


def told():
    """Whom the mails of this test went to."""
    return [to for sent in mail.outbox for to in sent.to]


def an_hour_passes():
    SyncAlert.objects.exclude(mailed_at=None).update(
        mailed_at=timezone.now() - timedelta(minutes=61)
    )


def test_all_that_is_new_comes_in_one_mail(sam):
    complaint = make_complaint("C2612345601", contact_last_name="Whitaker")
    for number in range(1, 4):
        at_risk(f"C261234560{number}")
    assert alerts_mail() == 1
    (sent,) = mail.outbox
    assert sent.subject == "CTM Casework: Resolution not accepted yet, due today (3)"
    assert sent.to == [SAM]
    assert sent.body.count("HPMS has not accepted it.") == 3
    assert "H1234 C2612345601" in sent.body
    assert "https://ctm.plan.example/sync/" in sent.body
    for personal in (complaint.contact_last_name, complaint.contact_phone, complaint.bene_id):
        assert personal not in sent.body


def test_it_goes_once_however_often_it_is_raised(sam):
    at_risk()
    alerts_mail()
    at_risk(words="HPMS still has not accepted it.")
    assert alerts_mail() == 0
    assert len(mail.outbox) == 1


def test_a_trouble_that_comes_back_is_told_again(sam):
    at_risk()
    alerts_mail()
    alert_end(Kind.RESOLUTION_AT_RISK, contract="H1234", complaint_id="C2612345601")
    at_risk()
    assert alerts_mail() == 1


def test_what_is_over_before_it_left_is_not_told(sam):
    at_risk()
    alert_end(Kind.RESOLUTION_AT_RISK, contract="H1234", complaint_id="C2612345601")
    assert alerts_mail() == 0


def test_everything_else_waits_for_the_next_digest(sam):
    key = make_key()
    alert_raise(Kind.DOWNLOAD_FAILING, "Downloads fail.", key=key)
    assert alerts_mail() == 1
    alert_raise(Kind.LAYOUT_CHANGED, "A column is odd.", key=key)
    alert_raise(Kind.UNREADABLE, "A record cannot be read.", key=key)
    assert alerts_mail() == 0
    at_risk()
    assert alerts_mail() == 1
    assert "A column is odd." not in mail.outbox[-1].body
    an_hour_passes()
    assert alerts_mail() == 1
    assert "A column is odd." in mail.outbox[-1].body
    assert "A record cannot be read." in mail.outbox[-1].body
    assert "Downloads fail." not in mail.outbox[-1].body


def test_who_is_told_of_a_complaint(sam):
    make_user("supervisor", ["H9999"], username="olive", email="olive@other.example")
    make_user("supervisor", ["H1234"], username="away", email="away@plan.example", is_active=False)
    make_user("supervisor", ["H1234"], username="nomail")
    make_user("caseworker", email="casey@plan.example")
    make_user("auditor", email="rory@plan.example")
    at_risk()
    alerts_mail()
    assert told() == [SAM]


def test_who_is_told_of_a_key(sam):
    pat = make_user("responsible_party", email="pat@plan.example")
    make_user("responsible_party", username="other", email="other@plan.example")
    second = make_user("supervisor", ["H5678"], username="sidney", email="sidney@plan.example")
    key = make_key(contracts=("H1234", "H5678"))
    key.responsible_party = pat
    key.save()
    alert_raise(Kind.KEY_REJECTED, "HPMS refuses it.", key=key)
    alerts_mail()
    assert sorted(told()) == ["pat@plan.example", SAM, second.email]


def test_each_is_told_their_own_alone(sam):
    make_user("supervisor", ["H9999"], username="olive", email="olive@other.example")
    at_risk()
    at_risk("C2612345699", "H9999")
    assert alerts_mail() == 2
    for sent in mail.outbox:
        ours = sent.to == [SAM]
        assert ("C2612345601" in sent.body, "C2612345699" in sent.body) == (ours, not ours)


def test_nothing_leaves_where_no_mail_is_configured(sam, settings):
    settings.ALERT_MAIL = False
    at_risk()
    assert alerts_mail() == 0
    assert mail.outbox == []


def test_what_the_server_does_not_take_goes_the_next_time(sam, settings, monkeypatch):
    def refuse(*_):
        raise ConnectionRefusedError

    at_risk()
    with monkeypatch.context() as patched:
        patched.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
        assert alerts_mail() == 0
    assert alerts_mail() == 1


def trouble_at(monkeypatch, address, error):
    """The mail server fails so, mail by mail, at the one to this address."""
    backend = "django.core.mail.backends.locmem.EmailBackend.send_messages"

    def send(_, messages):
        for message in messages:
            if message.to == [address]:
                raise error
            mail.outbox.append(message)
        return len(messages)

    monkeypatch.setattr(backend, send)


@pytest.fixture
def three(sam):
    """Three supervisors of the contract, the second of them at an address that may be no good."""
    make_user("supervisor", username="gone", email="gone@plan.example")
    make_user("supervisor", username="sidney", email="sidney@plan.example")


@pytest.mark.parametrize(
    "error", [SMTPRecipientsRefused({}), SMTPDataError(554, b"no"), ValueError("no address")]
)
def test_one_bad_mailbox_keeps_nobody_elses_mail(three, monkeypatch, error):
    trouble_at(monkeypatch, "gone@plan.example", error)
    at_risk()
    assert [alerts_mail() for _ in range(3)] == [2, 0, 0]
    assert told() == [SAM, "sidney@plan.example"]


def test_when_the_server_goes_away_in_the_middle_nobody_is_told_twice(three, monkeypatch):
    make_user("supervisor", ["H9999"], username="olive", email="olive@other.example")
    at_risk()
    at_risk("C2612345699", "H9999")
    with monkeypatch.context() as patched:
        trouble_at(patched, "olive@other.example", SMTPServerDisconnected("gone"))
        assert alerts_mail() == 3
    assert alerts_mail() == 1
    assert told() == [SAM, "gone@plan.example", "sidney@plan.example", "olive@other.example"]


@pytest.fixture
def asked(monkeypatch):
    """The tasks handed to the workers."""
    given = []
    monkeypatch.setattr(current_app, "send_task", lambda name, **_: given.append(name))
    return given


def test_only_what_cannot_wait_wakes_a_worker(sam, asked, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        at_risk()
        assert asked == []  # not before it stands
    assert asked == ["hpms_sync.tasks.alerts_mail"]
    with django_capture_on_commit_callbacks(execute=True):
        at_risk()
        alert_raise(Kind.NOTHING_CAME, "Ten are missing.", contract="H1234")
    assert len(asked) == 1


def test_the_task_and_its_schedule_exist(settings):
    names = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert "hpms_sync.tasks.alerts_mail" in names
    current_app.loader.import_default_modules()
    assert "hpms_sync.tasks.alerts_mail" in current_app.tasks


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("", env.Mail()),
        (
            "smtps://ctm:p%40ss@mail.example",
            env.Mail("mail.example", 465, "ctm", "p@ss", tls=True),
        ),
        ("smtp+tls://mail.example:2587", env.Mail("mail.example", 2587, starttls=True)),
        ("smtp://localhost", env.Mail("localhost", 25)),
    ],
)
def test_the_mail_server_is_read_from_one_address(monkeypatch, url, expected):
    monkeypatch.setenv("CTM_MAIL_URL", url)
    assert env.mail() == expected
    assert env.mail().backend.split(".")[-2] == ("smtp" if url else "dummy")


@pytest.mark.parametrize("url", ["mail.example", "http://ctm:secret@mail.example", "smtp://"])
def test_an_address_that_is_none_stops_the_start_without_its_password(monkeypatch, url):
    monkeypatch.setenv("CTM_MAIL_URL", url)
    with pytest.raises(env.Misconfigured, match="CTM_MAIL_URL") as error:
        env.mail()
    assert "secret" not in str(error.value)


def test_a_person_gets_an_address_by_command(sam, capsys):
    call_command("user_email", "sam", "sam.whitfield@plan.example")
    assert "sam: sam.whitfield@plan.example" in capsys.readouterr().out
    at_risk()
    alerts_mail()
    assert told() == ["sam.whitfield@plan.example"]
    call_command("user_email", "sam")
    sam.refresh_from_db()
    assert sam.email == ""


@pytest.mark.parametrize(("who", "address"), [("sam", "no address"), ("nobody", SAM)])
def test_what_is_no_address_or_nobody_is_refused(sam, who, address):
    with pytest.raises(CommandError, match=r"valid email|Nobody here is called"):
        call_command("user_email", who, address)
    sam.refresh_from_db()
    assert sam.email == SAM
