"""API keys on the screen: who sees and does what, and that no secret comes out again."""

import pytest
from django.test import Client
from django.urls import reverse

from hpms_sync.keys.registry import credentials_of, key_add
from hpms_sync.keys.token_broker import person_designate
from hpms_sync.models import ApiKey, TokenDesignation
from tests.factories import make_user

CONTRACTS = ["H1234", "H5678"]
SECRET = "never-shown-again"


def at_desk(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def desk(pat):
    return at_desk(pat)


def page(key, name="key", *more):
    return reverse(name, args=[key.pk, *more])


def test_pat_adds_a_key_of_her_own(desk, pat, words):
    form = {
        "name": "Harbor",
        "environment": "production",
        "key_id": "ID-1",
        "secret": SECRET,
        "technical_name": "Dana Ortiz",
        "technical_email": "dana@harbor.example",
        "contracts": CONTRACTS,
    }
    said = words(desk.post(reverse("key-new"), form, follow=True))
    key = ApiKey.objects.get()
    assert (key.responsible_party, credentials_of(key).secret) == (pat, SECRET)
    assert "Added Harbor." in said
    assert "HPMS access, which CMS asks for, is not confirmed." in said
    assert SECRET not in said
    assert key.changes.get().by == pat


def test_a_refused_form_keeps_what_was_typed_but_not_the_secret(desk):
    form = {"name": "Harbor", "environment": "sandbox", "key_id": "ID-1", "secret": SECRET}
    refused = desk.post(reverse("key-new"), form)
    text = refused.content.decode()
    assert refused.status_code == 422
    assert "A key serves at least one contract" in text
    assert 'value="Harbor"' in text
    assert SECRET not in text
    assert not ApiKey.objects.exists()


def test_avery_adds_a_key_for_pat_and_sees_no_place_for_a_secret(pat, words):
    avery = at_desk(make_user("administrator", CONTRACTS))
    assert 'name="secret"' not in avery.get(reverse("key-new")).content.decode()
    form = {
        "name": "For Pat",
        "environment": "sandbox",
        "responsible_party": pat.pk,
        "contracts": CONTRACTS,
        "key_id": "SMUGGLED",
        "secret": SECRET,
    }
    said = words(avery.post(reverse("key-new"), form, follow=True))
    key = ApiKey.objects.get()
    assert "Stopped. It waits for its id and secret: the responsible party enters them." in said
    assert (key.status, key.credentials.count()) == ("STOPPED", 0)
    assert avery.post(page(key, "key-pair"), {"key_id": "A", "secret": "b"}).status_code == 403
    entered = at_desk(pat).post(page(key, "key-pair"), {"key_id": "ID-2", "secret": SECRET})
    assert entered.status_code == 302
    key.refresh_from_db()
    assert (key.status, credentials_of(key).secret) == ("ACTIVE", SECRET)


def test_another_responsible_party_sees_the_key_and_does_nothing_with_it(held, words):
    paula = at_desk(make_user("responsible_party", CONTRACTS, username="paula"))
    assert "Pat Lindgren" in words(paula.get(page(held.key)))
    for name in ("key-details", "key-pair", "key-contracts", "key-end", "key-designate"):
        assert paula.get(page(held.key, name)).status_code == 403
        assert paula.post(page(held.key, name), {}).status_code == 403
    assert paula.post(page(held.key, "key-try")).status_code == 403


@pytest.mark.parametrize("role", ["supervisor", "auditor"])
def test_others_see_states_only(held, role, words):
    client = at_desk(make_user(role, ["H1234"]))
    said = words(client.get(reverse("keys")))
    assert f"Sandbox {held.key_id} Active Sandbox H1234, H5678 Pat Lindgren" in said
    assert "Add a key" not in said
    shown = client.get(page(held.key)).content.decode()
    for door in ("key-pair", "key-end", "key-details", "key-designate", "key-contracts"):
        assert page(held.key, door) not in shown


def test_the_other_plan_knows_nothing_of_it(held, words):
    client = at_desk(make_user("administrator", ["H9999"]))
    assert "No key serves your contracts." in words(client.get(reverse("keys")))
    assert client.get(page(held.key)).status_code == 404
    assert client.post(page(held.key, "key-end"), {"why": "DEACTIVATED"}).status_code == 404


@pytest.mark.parametrize("who", ["responsible party", "administrator"])
def test_a_compromised_key_ends_after_its_consequences_were_shown(held, pat, who, words):
    client = at_desk(pat if who == "responsible party" else make_user("administrator", ["H1234"]))
    asked = words(client.get(page(held.key, "key-end")))
    assert "jobs under way with it stop before their next call" in asked
    assert "Deactivate it in HPMS as well," in asked
    assert client.post(page(held.key, "key-end"), {}).status_code == 422
    assert held.again().status == "ACTIVE"
    said = words(client.post(page(held.key, "key-end"), {"why": "COMPROMISED"}, follow=True))
    assert "Deactivate it in HPMS as well, in the API Key Management module" in said
    assert held.again().status == "COMPROMISED"
    assert "Enter a new id and secret" not in said


def test_of_a_deactivated_key_it_can_still_be_said_that_it_was_compromised(held, desk):
    desk.post(page(held.key, "key-end"), {"why": "DEACTIVATED"})
    assert page(held.key, "key-end") in desk.get(page(held.key)).content.decode()
    assert desk.post(page(held.key, "key-end"), {"why": "DEACTIVATED"}).status_code == 422
    assert desk.post(page(held.key, "key-end"), {"why": "COMPROMISED"}).status_code == 302
    assert held.again().status == "COMPROMISED"


def test_a_stopped_key_is_tried_again_by_its_button(held, desk, words):
    ApiKey.objects.update(status="STOPPED", trouble="HPMS refused the key.")
    assert page(held.key, "key-try") in desk.get(page(held.key)).content.decode()
    held.hpms.fault("token", "status", status=401)
    said = words(desk.post(page(held.key, "key-try"), follow=True))
    assert "Still stopped. HPMS refused the key" in said
    said = words(desk.post(page(held.key, "key-try"), follow=True))
    assert "HPMS takes the key: its jobs go on." in said
    assert held.again().status == "ACTIVE"


def test_contracts_are_changed_among_ones_own(held, desk):
    desk.post(page(held.key, "key-contracts"), {"contracts": ["H1234"]})
    assert [contract.pk for contract in held.key.contracts.all()] == ["H1234"]
    make_user("supervisor", ["H9999"])
    foreign = desk.post(page(held.key, "key-contracts"), {"contracts": ["H9999"]})
    assert foreign.status_code == 422
    assert [contract.pk for contract in held.key.contracts.all()] == ["H1234"]


def test_pat_designates_a_person_and_revokes_it(held, desk, pat, words):
    casey = make_user("caseworker", CONTRACTS)
    said = words(desk.post(page(held.key, "key-designate"), {"person": casey.pk}, follow=True))
    assert "Casey Moran may have tokens of this key." in said
    designation = TokenDesignation.objects.get()
    said = words(desk.post(page(held.key, "designation-end", designation.pk), follow=True))
    assert "Casey Moran gets no more tokens of this key." in said
    designation.refresh_from_db()
    assert designation.revoked_by == pat


def test_a_services_credential_is_shown_once(held, desk, words):
    once = desk.post(page(held.key, "key-designate"), {"service": "Reporting"}).content.decode()
    start = once.index("ctmsvc_")
    credential = once[start : once.index("<", start)].strip()
    assert credential not in desk.get(page(held.key)).content.decode()
    again = desk.post(page(held.key, "key-designate"), {"service": "Reporting"})
    assert again.status_code == 422
    assert "designated already" in words(again)


def test_a_designation_of_another_key_is_not_revoked_through_this_one(held, desk, pat):
    other = key_add(
        name="Other",
        environment="sandbox",
        key_id="O",
        secret="o",
        contract_ids=["H1234"],
        responsible_party=make_user("responsible_party", ["H1234"], username="paula"),
    )
    designation = person_designate(other, pat)
    assert desk.post(page(held.key, "designation-end", designation.pk)).status_code == 404


def test_a_key_without_anybody_is_taken_up_once(held, desk, pat):
    key = key_add(name="Old", environment="sandbox", key_id="O", secret="o", contract_ids=["H1234"])
    form = {"responsible_party": pat.pk, "technical_name": "", "rotation_expected_on": ""}
    assert desk.post(page(key, "key-details"), form).status_code == 302
    key.refresh_from_db()
    assert key.responsible_party == pat
    assert "responsible_party" not in desk.get(page(key, "key-details")).context["form"].fields
