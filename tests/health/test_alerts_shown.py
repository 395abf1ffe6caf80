"""Open alerts: on sync health, as a number in the header, and on top of a supervisor's screens."""

import pytest
from django.urls import reverse

from hpms_sync.alerts import alert_end, alert_raise
from hpms_sync.models import SyncAlert
from tests.factories import make_complaint, make_contract, make_user
from tests.health.conftest import make_key
from tests.sync.road import CASE

pytestmark = pytest.mark.django_db
Kind = SyncAlert.Kind
AT_RISK = "HPMS has not accepted the closing, due tonight. See its story."


def raise_at_risk(contract="H1234", complaint_id=CASE):
    make_contract(contract)
    make_complaint(complaint_id, contract=contract)
    return alert_raise(
        Kind.RESOLUTION_AT_RISK, AT_RISK, contract=contract, complaint_id=complaint_id
    )


def test_the_worst_stands_first_with_where_to_act(desk, key, words):
    alert_raise(Kind.ROTATION_EXPECTED, "Rotate it by 12/1.", key=key)
    raise_at_risk()
    response = desk.get(reverse("sync"))
    said = words(response)
    assert "Needs somebody" in said
    assert said.index("Resolution not accepted yet") < said.index("Rotation of the key is expected")
    assert f"H1234 {CASE} : {AT_RISK}" in said
    assert "Evergreen production : Rotate it by 12/1. See the keys" in said
    assert reverse("complaint", args=[CASE]) in response.content.decode()


def test_none_open_is_said(desk, key, words):
    alert_raise(Kind.KEY_REJECTED, "HPMS refuses it.", key=key)
    alert_end(Kind.KEY_REJECTED, key=key)
    said = words(desk.get(reverse("sync")))
    assert "No open alerts." in said
    assert "HPMS refuses it." not in said


def test_many_of_one_kind_are_folded(desk, key, words):
    for number in range(8):
        raise_at_risk(complaint_id=f"C260000000{number}")
    said = words(desk.get(reverse("sync")))
    assert "Resolution not accepted yet, due today 8" in said
    assert "and 3 more" in said
    assert said.count(AT_RISK) == 1


def test_the_header_counts_them(desk, key, words):
    assert "open alerts" not in words(desk.get(reverse("control-room")))
    alert_raise(Kind.KEY_REJECTED, "HPMS refuses it.", key=key)
    raise_at_risk()
    for route in ("control-room", "worklist", "sop"):
        assert "Sync health , open alerts: 2" in words(desk.get(reverse(route)))


@pytest.mark.parametrize(
    ("role", "contracts", "seen"),
    [
        ("supervisor", ["H1234"], 2),
        ("responsible_party", ["H1234"], 2),
        ("supervisor", ["H5678"], 1),  # the key's other contract
        ("supervisor", ["H9999"], 0),
        ("supervisor", [], 0),
    ],
)
def test_each_sees_those_of_their_contracts_and_keys(client, db, words, role, contracts, seen):
    key = make_key(contracts=("H1234", "H5678"))
    alert_raise(Kind.KEY_REJECTED, "HPMS refuses it.", key=key)
    raise_at_risk()
    client.force_login(make_user(role, contracts, username="somebody"))
    said = words(client.get(reverse("sync")))
    assert ("HPMS refuses it." in said, AT_RISK in said) == (seen >= 1, seen == 2)
    assert (f"open alerts: {seen}" in said) == bool(seen)


def test_who_answers_for_a_key_sees_its_alerts_without_its_contracts(client, db, words):
    key = make_key()
    key.responsible_party = make_user("responsible_party", [])
    key.save()
    alert_raise(Kind.KEY_REJECTED, "HPMS refuses it.", key=key)
    raise_at_risk()
    client.force_login(key.responsible_party)
    said = words(client.get(reverse("sync")))
    assert "HPMS refuses it." in said
    assert AT_RISK not in said


def test_an_alert_of_key_and_contract_is_the_contracts(client, db, words):
    key = make_key(contracts=("H1234", "H5678"))
    alert_raise(Kind.NOTHING_CAME, "Ten are missing.", key=key, contract="H1234")
    for contract, shown in (("H1234", True), ("H5678", False)):
        client.force_login(make_user("supervisor", [contract], username=f"of-{contract}"))
        assert ("Ten are missing." in words(client.get(reverse("sync")))) is shown


def test_who_sees_no_complaints_gets_no_link_to_one(client, db):
    raise_at_risk()
    client.force_login(make_user("responsible_party"))
    page = client.get(reverse("sync")).content.decode()
    assert CASE in page
    assert reverse("complaint", args=[CASE]) not in page


@pytest.mark.parametrize("route", ["worklist", "control-room"])
def test_supervisors_see_resolutions_at_risk_where_they_work(desk, key, words, route):
    assert "due today:" not in words(desk.get(reverse(route)))
    raise_at_risk()
    raise_at_risk("H9999", "C2612345699")
    said = words(desk.get(reverse(route)))
    assert f"Resolution not accepted yet, due today: 1 {CASE} H1234: {AT_RISK}" in said
    assert "C2612345699" not in said


def test_others_have_their_list_without_them(client, db, words):
    raise_at_risk()
    for role in ("caseworker", "auditor"):
        client.force_login(make_user(role))
        assert AT_RISK not in words(client.get(reverse("worklist")))


def test_the_header_costs_one_query(desk, key, queries):
    address = reverse("sop")
    before = queries(lambda: desk.get(address))
    for number in range(5):
        raise_at_risk(complaint_id=f"C260000000{number}")
    assert queries(lambda: desk.get(address)) == before
