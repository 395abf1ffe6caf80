"""What was worked in one environment is never sent to the other: of living keys and of ended ones."""

import pytest
from django.core.exceptions import ValidationError

from complaints.models import CaseworkNote
from hpms_sync.download.run import download
from hpms_sync.files.export import export_make
from hpms_sync.keys.life import key_deactivate
from hpms_sync.keys.registry import key_add, key_contracts_set
from hpms_sync.models import ApiKey, DownloadRun
from hpms_sync.upload.claim import uploads_claim
from tests.factories import make_complaint, make_user


def production(*contracts):
    return key_add(
        name="Production",
        environment="production",
        key_id="REAL",
        secret="real",
        contract_ids=contracts,
    )


def test_after_a_pilot_in_the_sandbox_its_casework_never_goes_to_production(held):
    complaint = make_complaint(contract="H1234")
    held.hpms.cms("add_record", record={"COMPLAINT_ID": complaint.pk})
    assert download(held.key).state == DownloadRun.State.COMPLETE
    casey = make_user("caseworker", ["H1234"])
    CaseworkNote.enter(complaint.pk, casey, text="A note written in the sandbox pilot.")
    key_deactivate(held.key)
    with pytest.raises(ValidationError, match=r"Casework of H1234 .* a database of its own"):
        production("H1234", "H7777")
    other = production("H7777")
    with pytest.raises(ValidationError, match="wrong HPMS"):
        key_contracts_set(other, ["H7777", "H1234"])
    assert uploads_claim(other, 10) == []


def test_a_pilot_goes_on_with_another_key_of_the_sandbox(held):
    download(held.key)
    key_deactivate(held.key)
    details = {"key_id": "OTHER", "secret": "other", "contract_ids": ["H1234"]}
    assert key_add(name="Pilot", environment="sandbox", **details).active


def test_a_contract_taken_from_the_sandbox_key_stays_of_the_sandbox(held):
    download(held.key)
    key_contracts_set(held.key, ["H5678"])
    with pytest.raises(ValidationError, match="Casework of H1234"):
        production("H1234")


def test_a_key_that_never_brought_anything_was_a_mistake_and_is_replaced(held):
    """The wrong environment was chosen: HPMS refused the pair."""
    held.switch("ELSEWHERE", "elsewhere")
    assert download(held.key).state == DownloadRun.State.FAILED
    key_deactivate(held.key)
    assert production("H1234").active


def test_a_download_that_broke_off_while_it_was_applied_counts(held):
    download(held.key)
    DownloadRun.objects.update(state="FAILED", progress={"what": "Applying", "records": 1})
    key_deactivate(held.key)
    with pytest.raises(ValidationError, match="Casework of H1234, H5678"):
        production("H1234", "H5678")


def test_what_left_in_a_file_for_production_never_comes_under_the_sandbox(db):
    """A contract without a key is taken for a real one."""
    complaint = make_complaint(contract="H1234")
    casey = make_user("caseworker", ["H1234"])
    CaseworkNote.enter(complaint.pk, casey, text="Called the pharmacy about the claim.")
    export_make(make_user("supervisor", ["H1234"]), ["H1234"])
    with pytest.raises(ValidationError, match="Casework of H1234"):
        key_add(name="Pilot", environment="sandbox", contract_ids=["H1234"])
    assert not ApiKey.objects.exists()
