"""A key is deactivated: at once, with its tokens, whatever is under way."""

import io
from datetime import date

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from complaints.casework_payload import payload
from complaints.models import CaseworkNote, CaseworkUpload
from hpms_sync import client as client_module
from hpms_sync import tasks
from hpms_sync.client import HpmsClient
from hpms_sync.download.run import download
from hpms_sync.errors import HpmsKeyStopped
from hpms_sync.keys.life import key_deactivate, keys_reseal
from hpms_sync.keys.registry import credentials_of, key_contracts_set
from hpms_sync.keys.token_broker import TokenDenied, person_designate, token_issue
from hpms_sync.models import ApiKey, DownloadRun, KeyCredential
from hpms_sync.upload.send import uploads_send
from tests.factories import make_complaint, make_user

DAY = date(2026, 1, 1)
CALLS = {
    "upload": lambda client: client.upload([]),
    "download": lambda client: client.download("0", ["H1234"], DAY, DAY, io.BytesIO()),
}


def test_its_secrets_and_cached_tokens_are_deleted(held, pat):
    download(held.key)
    name = credentials_of(held.key).cache_name
    assert cache.get(name)
    assert key_deactivate(held.key, compromised=True, by=pat).tokens_gone
    assert cache.get(name) is None
    assert KeyCredential.objects.get(api_key=held.key).sealed_secret is None
    assert held.again().status == ApiKey.Status.COMPROMISED
    assert held.key.changes.get(by=pat).words == "Compromised."


@pytest.mark.parametrize("call", ["download", "upload"])
def test_a_worker_that_holds_a_token_makes_no_further_call(held, call):
    with HpmsClient(credentials_of(held.key)) as client:
        client.upload(
            [payload("C2612345601", {"caseworkNotes": "A note.", "resolveComplaintYN": "N"})]
        )
        key_deactivate(held.key)
        made = held.calls(call), held.calls("token")
        with pytest.raises(HpmsKeyStopped, match="was deactivated"):
            CALLS[call](client)
        assert (held.calls(call), held.calls("token")) == made


def test_casework_claimed_already_waits_for_another_key(held, monkeypatch, settings):
    settings.HPMS_BATCH_SIZE = 1
    casey = make_user("caseworker", ["H1234"])
    for _ in range(3):
        complaint = make_complaint(contract="H1234")
        held.hpms.cms("add_record", record={"COMPLAINT_ID": complaint.pk})
        CaseworkNote.enter(complaint.pk, casey, text="Called the pharmacy about the claim.")
    upload = HpmsClient.upload

    def ends_after_the_call(client, batch, **until):
        answer = upload(client, batch, **until)
        if not held.again().ended:
            key_deactivate(held.key)
        return answer

    monkeypatch.setattr(HpmsClient, "upload", ends_after_the_call)
    with pytest.raises(HpmsKeyStopped):
        uploads_send(held.key)
    assert held.calls("upload") == 1
    states = CaseworkUpload.objects.order_by("state").values_list("state", flat=True)
    assert list(states) == ["ACCEPTED", "QUEUED", "QUEUED"]


def test_a_call_that_failed_is_not_made_again(held, monkeypatch):
    fetch = HpmsClient._fetch
    tries = []

    def fails_while_the_key_ends(client, *arguments):
        tries.append(1)
        key_deactivate(held.key)
        held.hpms.fault("download", "status", status=500)
        fetch(client, *arguments)

    monkeypatch.setattr(HpmsClient, "_fetch", fails_while_the_key_ends)
    with HpmsClient(credentials_of(held.key)) as client, pytest.raises(HpmsKeyStopped):
        CALLS["download"](client)
    assert len(tries) == 1


def test_a_long_body_is_broken_off(held, monkeypatch):
    monkeypatch.setattr(client_module, "LOOK_SECONDS", 0)

    class EndsMeanwhile(io.BytesIO):
        def write(self, chunk):
            key_deactivate(held.key)
            return super().write(chunk)

    with HpmsClient(credentials_of(held.key)) as client, pytest.raises(HpmsKeyStopped):
        client.download("0", ["H1234"], DAY, DAY, EndsMeanwhile())


def test_a_token_that_arrives_after_the_end_is_not_kept(held, monkeypatch):
    pair = credentials_of(held.key)
    ask = HpmsClient._ask_token

    def ends_meanwhile(client, asked):
        token = ask(client, asked)
        key_deactivate(held.key)
        return token

    monkeypatch.setattr(HpmsClient, "_ask_token", ends_meanwhile)
    with HpmsClient(pair) as client, pytest.raises(HpmsKeyStopped):
        client.token()
    assert cache.get(pair.cache_name) is None


def test_its_jobs_are_over(held, monkeypatch):
    asked = []
    monkeypatch.setattr(tasks.download_key, "delay", asked.append)
    key_deactivate(held.key)
    tasks.download_all()
    assert asked == []
    run = DownloadRun.objects.filter(key=held.key)
    with pytest.raises(HpmsKeyStopped):
        credentials_of(held.key)
    assert not run.exists()


def test_nobody_gets_a_token_of_it(held, pat):
    designation = person_designate(held.key, pat)
    assert token_issue(designation, None).token.value
    key_deactivate(held.key)
    with pytest.raises(TokenDenied, match="was deactivated: no tokens are given"):
        token_issue(designation, None)


def test_an_end_is_an_end(held):
    key_deactivate(held.key)
    with pytest.raises(DatabaseError), transaction.atomic():
        ApiKey.objects.filter(pk=held.key.pk).update(status="ACTIVE")
    with pytest.raises(ValidationError, match="stays so"):
        key_contracts_set(held.key, ["H1234"])
    with pytest.raises(ValidationError, match="deactivated already"):
        key_deactivate(held.key)
    assert key_deactivate(held.key, compromised=True).key.status == ApiKey.Status.COMPROMISED


def test_secrets_are_sealed_anew_under_the_first_encryption_key(held, settings):
    from cryptography.fernet import Fernet

    old = settings.CTM_ENCRYPTION_KEYS
    new = Fernet.generate_key().decode()
    ApiKey.objects.filter(pk=held.key.pk).update(sealed_source_credential=None)
    settings.CTM_ENCRYPTION_KEYS = [new, *old]
    resealed = keys_reseal()
    assert (resealed.done, resealed.unopenable) == (1, 0)
    settings.CTM_ENCRYPTION_KEYS = [new]
    assert credentials_of(held.key).secret == f"secret-{held.number}"
    settings.CTM_ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    assert keys_reseal().unopenable == 1
