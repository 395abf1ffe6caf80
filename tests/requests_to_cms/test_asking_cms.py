"""HPMS access (SOP R), questions to CMS (SOP S), the directory of CMS contacts."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from complaints.models import CmsContacts
from plan_requests.models import AccessRequest, CmsQuestion
from tests.factories import make_complaint, make_contract, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(db):
    return CmsContacts.objects.create(
        contract=make_contract(),
        account_manager="R. Okafor",
        account_manager_email="r.okafor@example.gov",
        lead_caseworker_email="lead@example.gov",
    )


def ask(desk, complaint, **more):
    given = {
        "question_type": "TECHNICAL",
        "contract": complaint.contract_id,
        "complaint_ids": complaint.pk,
        "text": "Why does the complaint not save?",
    }
    return desk.post("/ask-cms/", {**given, **more})


def mail(link):
    """An e-mail link as the mail program reads it."""
    address = urlsplit(link.replace("&amp;", "&"))
    return address.path, {name: texts[0] for name, texts in parse_qs(address.query).items()}


def test_a_technical_question_goes_to_the_ctm_mailbox_with_the_manager_copied(
    desk, complaint, manager
):
    response = ask(desk, complaint)
    page = desk.get(response.url)
    to, parts = mail(page.context["link"])
    assert to == "CTM@cms.hhs.gov"
    assert parts["cc"] == "r.okafor@example.gov"
    assert "H1234" in parts["body"]
    assert complaint.pk in parts["body"]
    assert "Open in your mail program" in page.content.decode()


def test_a_process_question_goes_to_the_lead_caseworker(desk, complaint, manager):
    ask(desk, complaint, question_type="PROCESS")
    assert CmsQuestion.objects.get().email_to == "lead@example.gov"


def test_without_a_manager_to_copy_it_is_refused(desk, complaint, words):
    response = ask(desk, complaint)
    assert response.status_code == 422
    assert "Copy the plan's Account Manager." in words(response)
    assert not CmsQuestion.objects.exists()


def test_it_names_no_person(desk, complaint, manager, words):
    complaint.contact_last_name = "Whitaker"
    complaint.save()
    for text in ("Mrs. Whitaker cannot be found", f"Her number is {complaint.bene_id}"):
        response = ask(desk, complaint, text=text)
        assert response.status_code == 422
        assert "Take the person's name and Medicare number out" in words(response)
    assert not CmsQuestion.objects.exists()


def test_it_takes_complaints_of_ones_own_contract_alone(desk, complaint, manager, words):
    foreign = make_complaint(contract="H9999")
    response = ask(desk, complaint, complaint_ids=f"{complaint.pk}, {foreign.pk}")
    assert response.status_code == 422
    assert "Not every id is a complaint of your contracts" in words(response)


def test_an_answer_is_noted(desk, complaint, manager, words):
    ask(desk, complaint)
    desk.post(f"/ask-cms/{CmsQuestion.objects.get().pk}/answered/")
    assert CmsQuestion.objects.get().answered_on
    assert "Answered" in words(desk.get("/ask-cms/"))


# R


def steps(**done):
    names = ("form_completed_on", "mailed_on", "tracking_number", "hpms_access_on", "hpms_id")
    return {name: done.get(name, "") for name in (*names, "ctm_asked_on", "ctm_access_on")}


def test_one_enters_ones_own_steps(desk, casey, words):
    day = timezone.localdate() - timedelta(days=3)
    desk.post("/hpms-access/own/", steps(form_completed_on=day, mailed_on=day))
    assert AccessRequest.objects.get().person == casey
    assert "Ask after HPMS access: the form was mailed on" in words(desk.get("/hpms-access/"))


def test_with_hpms_access_the_e_mail_is_composed(desk, casey):
    desk.post("/hpms-access/own/", steps(hpms_access_on=timezone.localdate(), hpms_id="AB12"))
    asked = desk.get("/hpms-access/own/").context["asked"]
    to, parts = mail(asked.link)
    assert to == "HPMS_Access@cms.hhs.gov"
    assert parts["subject"] == "CTM Access Request"
    assert "AB12" in parts["body"]


def test_an_hpms_id_of_another_length_composes_none(desk, casey, words):
    desk.post("/hpms-access/own/", steps(hpms_access_on=timezone.localdate(), hpms_id="AB123"))
    page = desk.get("/hpms-access/own/")
    assert page.context["asked"].link == ""
    assert "Enter the HPMS ID: 4 letters or digits." in words(page)


def test_a_step_before_the_one_it_follows_is_refused(desk, casey, words):
    today = timezone.localdate()
    given = steps(form_completed_on=today, mailed_on=today - timedelta(days=1))
    response = desk.post("/hpms-access/own/", given)
    assert response.status_code == 422
    assert "This comes after" in words(response)


def test_who_keeps_the_directory_asks_for_others_and_sees_them(client, words):
    casey, sam = make_user("caseworker"), make_user("supervisor")
    client.force_login(sam)
    begun = client.post("/hpms-access/new/", {"person": casey.pk})
    assert begun.url == f"/hpms-access/{AccessRequest.objects.get().pk}/"
    assert "Casey Moran" in words(client.get("/hpms-access/"))
    client.force_login(make_user("caseworker", username="casper"))
    assert "Casey Moran" not in words(client.get("/hpms-access/"))


def test_an_administrator_reaches_hpms_access_from_the_bar(client, words):
    client.force_login(make_user("administrator"))
    assert 'href="/hpms-access/"' in client.get("/hpms-access/").content.decode()


# The directory


def test_a_supervisor_keeps_the_contacts_that_everybody_reads(client, casey, words):
    client.force_login(make_user("supervisor"))
    saved = client.post(
        "/cms-contacts/H1234/",
        {"account_manager": "R. Okafor", "account_manager_email": "r.okafor@example.gov"},
    )
    assert saved.url == "/cms-contacts/"
    client.force_login(casey)
    page = client.get("/cms-contacts/")
    assert "R. Okafor" in words(page)
    assert "/cms-contacts/H1234/" not in page.content.decode()


def test_contacts_of_a_foreign_contract_do_not_exist(client):
    make_contract("H9999")
    client.force_login(make_user("supervisor"))
    assert client.get("/cms-contacts/H9999/").status_code == 404
