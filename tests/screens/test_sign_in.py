import pytest
from django.urls import reverse

from tests.factories import PASSWORD, make_complaint, make_user

pytestmark = pytest.mark.django_db


def sign_in(client, username, password=PASSWORD, **more):
    return client.post(reverse("sign-in"), {"username": username, "password": password, **more})


def test_it_takes_the_caseworker_to_the_worklist(client):
    make_user("caseworker")
    assert sign_in(client, "casey").url == reverse("worklist")


@pytest.mark.parametrize("role", ["administrator", "responsible_party"])
def test_it_takes_who_may_not_see_complaints_to_the_sync(client, role):
    user = make_user(role)
    response = sign_in(client, user.username)
    assert response.url == reverse("sync")
    assert client.get(response.url).status_code == 200


def test_it_goes_on_to_the_page_that_was_asked_for(client):
    make_user("caseworker")
    asked = client.get(reverse("worklist"))
    assert asked.url.startswith(reverse("sign-in"))
    assert sign_in(client, "casey", next="/?view=all").url == "/?view=all"


@pytest.mark.parametrize("role", ["administrator", "responsible_party"])
@pytest.mark.parametrize("asked", ["/", "/?view=all", "/complaints/C2611210348/"])
def test_it_does_not_go_on_to_a_page_closed_to_the_role(client, role, asked):
    user = make_user(role)
    assert sign_in(client, user.username, next=asked).url == reverse("sync")


def test_it_goes_on_to_an_address_nobody_knows(client):
    make_user("administrator")
    assert sign_in(client, "avery", next="/nowhere/").url == "/nowhere/"


def test_it_goes_nowhere_else_on_the_word_of_a_link(client):
    make_user("caseworker")
    assert sign_in(client, "casey", next="https://example.org/").url == reverse("worklist")


def test_it_refuses_a_wrong_password_and_keeps_the_name(client, words):
    make_user("caseworker")
    response = sign_in(client, "casey", "guess")
    assert "Please enter a correct username and password" in words(response)
    assert 'value="casey"' in response.content.decode()


def test_it_signs_out_by_post_alone(desk):
    assert desk.get(reverse("sign-out")).status_code == 405
    desk.post(reverse("sign-out"))
    assert desk.get(reverse("worklist")).url.startswith(reverse("sign-in"))


def test_an_open_page_is_told_in_place_that_nobody_is_signed_in(client, words):
    complaint = make_complaint()
    address = reverse("complaint-note-check", args=[complaint.pk])
    response = client.post(address, {"text": "x"}, headers={"HX-Request": "true"}, follow=True)
    assert response["HX-Retarget"] == "#signed-out"
    assert "You are signed out." in words(response)
    assert "<html" not in response.content.decode()
