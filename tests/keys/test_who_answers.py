"""Who answers for a key: named once, not transferable, flagged when they lose access."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone

from hpms_sync.download.run import download
from hpms_sync.keys.registry import key_add, key_change, key_contracts_set, keys_named
from hpms_sync.keys.watch import keys_watch
from hpms_sync.models import ApiKey, DownloadRun, SyncAlert
from tests.factories import make_user

PAIR = {"key_id": "ANY", "secret": "any"}


@pytest.fixture
def paula(db):
    return make_user("responsible_party", ["H1234", "H5678"], username="paula")


def test_a_key_is_not_transferred_to_another_person(held, paula):
    with pytest.raises(ValidationError, match="Request a new key in HPMS"):
        key_change(held.key, responsible_party=paula)
    with pytest.raises(DatabaseError), transaction.atomic():
        ApiKey.objects.filter(pk=held.key.pk).update(responsible_party=paula)
    with pytest.raises(DatabaseError), transaction.atomic():
        ApiKey.objects.filter(pk=held.key.pk).update(responsible_party=None)
    assert held.again().responsible_party.username == "pat"


def test_a_key_without_anybody_works_and_somebody_is_named_once(hpms, paula):
    key = key_add(name="Old", environment="sandbox", contract_ids=["H1234"], **PAIR)
    assert keys_named(None) == [key]
    assert key_change(key, responsible_party=paula).responsible_party == paula


def test_only_a_responsible_party_answers_for_a_key(db):
    avery = make_user("administrator")
    with pytest.raises(ValidationError, match="no role of HPMS responsible party"):
        key_add(
            name="New",
            environment="sandbox",
            contract_ids=["H1234"],
            responsible_party=avery,
            **PAIR,
        )
    assert not ApiKey.objects.exists()


def test_the_environment_stays(held):
    with pytest.raises(DatabaseError), transaction.atomic():
        ApiKey.objects.filter(pk=held.key.pk).update(environment="production")


def test_a_production_key_does_not_call_the_sandbox(db):
    with pytest.raises(ValidationError, match="This is the address of sandbox"):
        key_add(
            name="Live",
            environment="production",
            base_url="https://hpmssandbox.cms.gov",
            contract_ids=["H1234"],
            **PAIR,
        )


def test_contracts_are_added_and_taken_away_and_never_mixed(held, pat):
    key_add(name="Live", environment="production", contract_ids=["H7777"], **PAIR)
    key_contracts_set(held.key, ["H1234", "H4444"], pat)
    assert {contract.pk for contract in held.key.contracts.all()} == {"H1234", "H4444"}
    assert held.log()[-1] == "Contracts: H1234, H4444; before: H1234, H5678."
    with pytest.raises(ValidationError, match="production key Live already serves"):
        key_contracts_set(held.key, ["H1234", "H7777"])
    assert held.key.contracts.count() == 2


def flags():
    kind = SyncAlert.Kind.KEY_FLAGGED
    return list(SyncAlert.objects.filter(kind=kind, ended_at=None).values_list("words", flat=True))


def deactivated(pat):
    pat.is_active = False
    pat.save()


def other_role(pat):
    pat.role = "supervisor"
    pat.save()


def contract_lost(pat):
    pat.contract_access.get(contract="H5678").delete()


def contracts_replaced(pat):
    pat.contracts.set(["H1234"])


LOSSES = {
    deactivated: "is no longer active",
    other_role: "is no longer a responsible party",
    contract_lost: "lost access to H5678",
    contracts_replaced: "lost access to H5678",
}


@pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: loss.__name__)
def test_losing_access_flags_the_key_at_once_and_its_jobs_go_on(
    held, pat, loss, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        loss(pat)
    (said,) = flags()
    assert LOSSES[loss] in said
    assert "request a new key" in said
    assert download(held.key).state == DownloadRun.State.COMPLETE


def test_the_flag_goes_when_access_is_back(held, pat, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        contract_lost(pat)
    assert flags()
    with django_capture_on_commit_callbacks(execute=True):
        pat.contracts.add("H5678")
    assert not flags()


def test_the_daily_look_finds_what_no_signal_told(held, pat):
    type(pat).objects.update(is_active=False)
    assert not flags()
    keys_watch()
    assert flags()


def test_signing_in_looks_at_nothing(held, pat, django_assert_num_queries):
    pat.last_login = timezone.now()
    with django_assert_num_queries(1):
        pat.save(update_fields=["last_login"])
