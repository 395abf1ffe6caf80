"""hpms_key: everything the page does, for a shell."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from hpms_sync.download.run import download
from hpms_sync.keys.registry import credentials_of
from hpms_sync.keys.token_broker import service_known
from hpms_sync.models import ApiKey, DownloadRun
from tests.factories import make_user


@pytest.fixture
def call(monkeypatch):
    """Calls hpms_key with a line on standard input; returns what it printed."""

    def called(*words, said=""):
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{said}\n"))
        out = io.StringIO()
        call_command("hpms_key", *words, stdout=out)
        return out.getvalue()

    return called


def test_it_adds_a_key_with_the_people_around_it(call, pat):
    told = call(
        *("add", "--name", "Live", "--environment", "production", "--contracts", "H1234"),
        *("--key-id", "ID-1", "--secret-stdin", "--responsible-party", "pat"),
        *("--technical-contact", "Dana Ortiz", "--technical-phone", "(845) 555-0182"),
        *("--rotation-expected-on", "2027-05-01", "--by", "pat", "--json"),
        said="the-secret",
    )
    (key,) = json.loads(told)["keys"]
    assert (key["responsible_party"], key["technical_contact"]) == ("pat", "Dana Ortiz")
    assert key["rotation_expected_on"] == "2027-05-01"
    assert ApiKey.objects.get().changes.get().by == pat
    assert "the-secret" not in told + call("list")


def test_it_rotates(call, held):
    new = (f"N-{held.number}", "new-secret")
    words = ("rotate", "Sandbox", "--key-id", new[0], "--secret-stdin")
    assert "new-secret" not in call(*words, said=new[1])
    held.switch(*new)
    assert download(held.key).state == DownloadRun.State.COMPLETE
    assert held.again().key_id == new[0]


def test_a_secret_is_not_taken_from_nowhere(call, held):
    with pytest.raises(CommandError, match="secret: Enter the secret"):
        call("rotate", "Sandbox", "--key-id", "N")


def test_it_changes_contracts_and_details(call, held):
    call("contracts", "Sandbox", "--contracts", "H1234")
    call("change", held.key_id, "--technical-contact", "Dana", "--technical-email", "d@h.example")
    key = held.again()
    assert [contract.pk for contract in key.contracts.all()] == ["H1234"]
    assert key.technical_name == "Dana"
    make_user("responsible_party", ["H1234"], username="paula")
    with pytest.raises(CommandError, match="may not be transferred"):
        call("change", "Sandbox", "--responsible-party", "paula")


@pytest.mark.parametrize("what", ["deactivate", "compromised"])
def test_it_ends_a_key_and_says_what_is_left_to_do(call, held, what):
    assert "Deactivate it in HPMS as well" in call(what, "Sandbox")
    assert held.again().ended
    with pytest.raises(CommandError, match="There is no API key"):
        call(what, held.key_id)


def test_it_tries_again(call, held):
    ApiKey.objects.update(status="STOPPED")
    held.hpms.fault("token", "status", status=401)
    with pytest.raises(CommandError, match=r"Sandbox is still stopped\. HPMS refused the key"):
        call("try-again", "Sandbox")
    assert call("try-again", "Sandbox").strip() == "HPMS takes Sandbox: its jobs go on."


def test_a_download_with_a_stopped_key_says_that_it_is_stopped(call, held):
    ApiKey.objects.update(status="STOPPED", trouble="HPMS refused the key.")
    with pytest.raises(CommandError, match="Sandbox is stopped: HPMS refused the key"):
        call_command("hpms_download")


def test_it_designates_and_revokes(call, held):
    make_user("caseworker", ["H1234", "H5678"])
    assert "Casey Moran may have tokens" in call("designate", "Sandbox", "--user", "casey")
    credential = call("designate", "Sandbox", "--service", "Reporting").splitlines()[-1]
    assert service_known(credential).service == "Reporting"
    call("revoke", "Sandbox", "--service", "Reporting")
    assert service_known(credential) is None
    with pytest.raises(CommandError, match="Reporting is not designated"):
        call("revoke", "Sandbox", "--service", "Reporting")
    call("revoke", "Sandbox", "--user", "casey")
    assert held.key.designations.filter(revoked_at=None).count() == 0


def test_it_seals_anew_and_says_how_many(call, held, settings):
    from cryptography.fernet import Fernet

    new = Fernet.generate_key().decode()
    settings.CTM_ENCRYPTION_KEYS = [new, *settings.CTM_ENCRYPTION_KEYS]
    assert call("reseal").strip() == "Resealed 1."
    settings.CTM_ENCRYPTION_KEYS = [new]
    assert credentials_of(held.key).secret == f"secret-{held.number}"
