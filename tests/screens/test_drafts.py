"""What is typed is kept on the server for the one who types it, until it is saved or discarded."""

import pytest
from django.utils import timezone

from complaints.models import Draft
from tests.factories import make_complaint, make_user

TYPED = "Called Mrs. Whitaker about the second premium"
PAGES = {"note": "/complaints/{}/", "resolve": "/complaints/{}/resolve/"}
FIELDS = {"note": "text", "resolve": "note"}


@pytest.fixture
def complaint(db):
    return make_complaint("C2611210348")


@pytest.fixture(params=["note", "resolve"])
def form(request):
    return request.param


def keep(desk, complaint, form, text=TYPED, **others):
    address = f"/complaints/{complaint.pk}/drafts/{form}/"
    return desk.post(address, {FIELDS[form]: text, **others})


def page(desk, complaint, form):
    return desk.get(PAGES[form].format(complaint.pk))


def test_what_was_typed_stands_in_the_form_again(desk, complaint, form, words):
    said = words(keep(desk, complaint, form))
    at = timezone.localtime(Draft.objects.get().updated_at).strftime("%-I:%M %p")
    assert said.strip() == f"Draft saved {at}"
    shown = page(desk, complaint, form)
    assert f"Draft of {at} restored" in words(shown)
    assert TYPED in words(shown)


def test_answers_are_kept_beside_the_text(desk, complaint):
    keep(desk, complaint, "resolve", complainant_satisfied="N", resolution_date="2026-03-")
    form = page(desk, complaint, "resolve").context["form"]
    assert form["complainant_satisfied"].value() == "N"
    assert form["resolution_date"].value() == "2026-03-"


def test_nobody_else_sees_it(desk, client, complaint, form, words):
    keep(desk, complaint, form)
    client.force_login(make_user("supervisor"))
    shown = words(page(client, complaint, form))
    assert TYPED not in shown
    assert "Draft of" not in shown


def test_the_other_form_and_another_complaint_do_not_show_it(desk, complaint, words):
    keep(desk, complaint, "note")
    assert TYPED not in words(page(desk, complaint, "resolve"))
    assert TYPED not in words(page(desk, make_complaint(), "note"))


def test_the_last_one_counts_and_a_blank_one_is_none(desk, complaint, words):
    keep(desk, complaint, "note", "First words")
    keep(desk, complaint, "note", "Second words")
    assert [kept.values["text"] for kept in Draft.objects.all()] == ["Second words"]
    assert words(keep(desk, complaint, "note", "  ")).strip() == ""
    assert not Draft.objects.exists()


def test_it_is_discarded_on_demand(desk, complaint, form):
    keep(desk, complaint, form)
    done = desk.post(f"/complaints/{complaint.pk}/drafts/{form}/", {"discard": "1"})
    assert done.url == PAGES[form].format(complaint.pk)
    assert not Draft.objects.exists()


def test_saving_the_note_removes_it_and_a_refused_one_stays(desk, complaint):
    keep(desk, complaint, "note")
    assert desk.post(f"/complaints/{complaint.pk}/note/", {"text": ""}).status_code == 422
    assert Draft.objects.exists()
    desk.post(f"/complaints/{complaint.pk}/note/", {"text": TYPED, "internal": "on"})
    assert not Draft.objects.exists()


def test_a_draft_that_comes_in_behind_the_saved_note_is_not_offered(desk, complaint, words):
    desk.post(f"/complaints/{complaint.pk}/note/", {"text": TYPED, "internal": "on"})
    keep(desk, complaint, "note")
    assert "restored" not in words(page(desk, complaint, "note"))
    keep(desk, complaint, "note", f"{TYPED}, and again")
    assert "restored" in words(page(desk, complaint, "note"))


@pytest.mark.parametrize(("who", "contract"), [("auditor", "H1234"), ("caseworker", "H5678")])
def test_only_who_works_on_the_complaint_keeps_one(client, complaint, who, contract):
    client.force_login(make_user(who, [contract], username="olive"))
    assert keep(client, complaint, "note").status_code in (403, 404)
    assert not Draft.objects.exists()


def test_there_is_no_draft_of_another_form(desk, complaint):
    assert desk.post(f"/complaints/{complaint.pk}/drafts/contact/", {}).status_code == 404
