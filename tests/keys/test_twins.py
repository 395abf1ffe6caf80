"""The same HPMS id at a second key: refused to another person or environment; ended with the first."""

import pytest
from django.core.exceptions import ValidationError

from hpms_sync.download.run import download
from hpms_sync.errors import HpmsKeyStopped
from hpms_sync.keys.life import credential_enter, key_deactivate
from hpms_sync.keys.registry import credentials_of, key_add
from hpms_sync.models import ApiKey, DownloadRun, KeyCredential
from tests.factories import make_user


@pytest.fixture
def add_again(held, pat):
    """Adds another key with the pair of Pat's."""

    def add(**details):
        about = {"environment": "sandbox", "base_url": held.hpms.url, "responsible_party": pat}
        pair = {"key_id": held.key_id, "secret": f"secret-{held.number}"}
        about |= {"name": "Again", "contract_ids": ["H1234"]}
        return key_add(**(about | pair | details))

    return add


def test_an_id_in_use_is_not_added_to_another_key(held, add_again):
    with pytest.raises(ValidationError, match="is of the key Sandbox already"):
        add_again()
    assert ApiKey.objects.get() == held.key


def test_nor_is_it_entered_at_another_key(held, add_again):
    other = add_again(key_id="OTHER", secret="other")
    with pytest.raises(ValidationError, match="is of the key Sandbox already"):
        credential_enter(other, key_id=held.key_id, secret="any")
    assert other.key_id == "OTHER"


def test_an_id_that_was_rotated_out_is_still_the_keys(held, add_again):
    download(held.key)
    credential_enter(held.key, key_id=f"NEW-{held.number}", secret="new")
    held.switch(f"NEW-{held.number}", "new")
    download(held.key)
    assert KeyCredential.objects.get(key_id=held.key_id).retired_at
    with pytest.raises(ValidationError, match="is of the key Sandbox already"):
        add_again()


def test_a_deactivated_key_comes_back_to_the_same_person(held, add_again):
    key_deactivate(held.key)
    assert download(add_again()).state == DownloadRun.State.COMPLETE


@pytest.mark.parametrize("named", [True, False], ids=["paula", "nobody"])
def test_and_to_nobody_else(held, add_again, named):
    paula = make_user("responsible_party", ["H1234"], username="paula")
    key_deactivate(held.key)
    with pytest.raises(ValidationError, match="may not be transferred to another person"):
        add_again(responsible_party=paula if named else None)


def test_nor_to_the_other_environment(held, add_again):
    key_deactivate(held.key)
    with pytest.raises(ValidationError, match="no key works in both"):
        add_again(environment="production")


def test_a_compromised_id_never_comes_back(held, add_again):
    key_deactivate(held.key, compromised=True)
    with pytest.raises(ValidationError, match="which is compromised"):
        add_again()


def test_an_id_that_hpms_never_took_was_entered_at_the_wrong_key(held, add_again):
    """Refused by HPMS, it is replaced here; then it may be entered where it belongs."""
    number = held.number
    credential_enter(held.key, key_id="OTHER", secret="other")
    download(held.key)  # HPMS refuses it, and takes the old one
    with pytest.raises(ValidationError, match="is of the key Sandbox already"):
        add_again(key_id="OTHER", secret="other")
    credential_enter(held.key, key_id=f"NEW-{number}", secret="new")
    assert add_again(key_id="OTHER", secret="other").key_id == "OTHER"


def test_a_compromised_id_ends_with_every_key_that_has_it(held, add_again, pat):
    key_deactivate(held.key)
    again = add_again()
    assert download(again).state == DownloadRun.State.COMPLETE
    bystander = add_again(name="Bystander", key_id="OTHER", secret="other")
    key_deactivate(held.key, compromised=True, by=pat)
    again.refresh_from_db()
    assert again.status == ApiKey.Status.COMPROMISED
    assert again.changes.get(by=pat, words__startswith="Comp").words == (
        "Compromised: it has an id of Sandbox."
    )
    with pytest.raises(HpmsKeyStopped):
        credentials_of(again)
    bystander.refresh_from_db()
    assert bystander.active
