"""The commands people and schedulers call: what they do, what they print, how they end."""

import io
import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from complaints.models import CaseworkUpload, Complaint
from ctm_casework.accounts.models import Contract, User
from hpms_sync.keys.registry import credentials_of
from hpms_sync.models import ApiKey, DownloadRun
from hpms_sync.simulator.process import SimulatorProcess
from tests.factories import PASSWORD
from tests.sync.process import run
from tests.sync.road import CASE, NOTE, OTHER, PERSON, Road, state

SECRET = "the-secret-of-the-key"
KEY = {
    "--name": "Sandbox",
    "--environment": "sandbox",
    "--base-url": "http://127.0.0.1:1",
    "--key-id": "SIMKEY01",
    "--contracts": "H1234,S5678",
}


def key_words(**other: str) -> list[str]:
    named = KEY | {f"--{name.replace('_', '-')}": value for name, value in other.items()}
    return ["hpms_key", "add", *(word for pair in named.items() for word in pair), "--secret-stdin"]


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Calls a command with a line on standard input; returns what it printed."""

    def called(*words: str, said: str = "") -> str:
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{said}\n"))
        out = io.StringIO()
        call_command(*words, stdout=out)
        return out.getvalue()

    return called


def last_line(printed: str) -> Any:
    return json.loads(printed.splitlines()[-1])


# hpms_key


def test_it_adds_a_key_with_its_secret_sealed(call: Any, db: None) -> None:
    printed = call(*key_words(), said=SECRET)
    key = ApiKey.objects.get()
    assert credentials_of(key).secret == SECRET
    assert SECRET.encode() not in bytes(key.credentials.get().sealed_secret)
    assert SECRET not in printed + repr(vars(key)) + call("hpms_key", "list")


def test_it_creates_contracts_it_does_not_know_with_their_plan_type_not_set(
    call: Any, db: None
) -> None:
    Contract.objects.create(contract_id="H1234", name="Evergreen", plan_type="MAO")
    call(*key_words(), said=SECRET)
    types = dict(Contract.objects.values_list("contract_id", "plan_type"))
    assert types == {"H1234": "MAO", "S5678": ""}
    assert set(ApiKey.objects.get().contracts.values_list("pk", flat=True)) == {"H1234", "S5678"}


def test_it_lists_keys_without_their_secrets(call: Any, db: None) -> None:
    assert call("hpms_key", "list").strip() == "No keys yet."
    call(*key_words(), said=SECRET)
    (told,) = last_line(call("hpms_key", "list", "--json"))["keys"]
    assert told == {
        "name": "Sandbox",
        "environment": "sandbox",
        "key_id": "SIMKEY01",
        "base_url": "http://127.0.0.1:1",
        "contracts": ["H1234", "S5678"],
        "active": True,
        "status": "ACTIVE",
        "trouble": "",
        "responsible_party": "",
        "technical_contact": "",
        "rotation_expected_on": None,
        "token_source": "",
    }


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"base_url": "nowhere"}, "base_url: This is no address"),
        ({"contracts": "H1234,H12"}, "H12"),
        ({"name": ""}, "name"),
        ({"contracts": " , "}, "Name the contracts the key is for"),
    ],
)
def test_it_refuses_a_key_that_makes_no_sense_and_keeps_nothing(
    call: Any, db: None, other: dict[str, str], said: str
) -> None:
    with pytest.raises(CommandError, match=said):
        call(*key_words(**other), said=SECRET)
    assert not ApiKey.objects.exists()
    assert not Contract.objects.exists()


def test_it_refuses_a_second_key_of_the_same_name(call: Any, db: None) -> None:
    call(*key_words(), said=SECRET)
    with pytest.raises(CommandError, match="already exists"):
        call(*key_words(), said=SECRET)


def test_it_refuses_sandbox_and_production_for_one_contract(call: Any, db: None) -> None:
    call(*key_words(), said=SECRET)
    with pytest.raises(CommandError, match="sandbox key Sandbox already serves"):
        call(
            *key_words(name="Live", environment="production", base_url="", key_id="LIVE"),
            said=SECRET,
        )


@pytest.mark.parametrize("address", ["hpms.cms.gov", "ftp://hpms.cms.gov", "http://"])
def test_it_refuses_what_is_no_address(call: Any, db: None, address: str) -> None:
    with pytest.raises(CommandError, match="base_url: This is no address"):
        call(*key_words(base_url=address), said=SECRET)


def test_it_takes_a_host_of_one_word_and_the_production_of_this_machine(
    call: Any, db: None
) -> None:
    call(*key_words(base_url="http://simulator:8801"), said=SECRET)
    here = {"name": "Here", "environment": "production", "base_url": "http://127.0.0.1:8801"}
    call(*key_words(**here, key_id="LIVE", contracts="H7777"), said=SECRET)
    assert ApiKey.objects.count() == 2


def test_it_refuses_a_production_key_without_https(call: Any, db: None) -> None:
    with pytest.raises(CommandError, match="base_url: A production key needs an https address"):
        call(*key_words(environment="production", base_url="http://hpms.example"), said=SECRET)
    assert not ApiKey.objects.exists()


@pytest.mark.parametrize("base_url", ["", "https://hpms.example"])
def test_it_takes_a_production_key_with_https(call: Any, db: None, base_url: str) -> None:
    call(*key_words(environment="production", base_url=base_url), said=SECRET)
    assert ApiKey.objects.get().url.startswith("https://")


def test_it_asks_for_the_secret_that_did_not_come(call: Any, db: None) -> None:
    with pytest.raises(CommandError, match="Nothing came on standard input"):
        call(*key_words())


# hpms_download and hpms_upload


def test_it_downloads_with_every_active_key(road: Road, call: Any) -> None:
    road.add()
    told = last_line(call("hpms_download", "--json"))
    assert [one["counts"]["new"] for one in told["runs"]] == [1]
    assert Complaint.objects.filter(pk=CASE).exists()
    assert "1 records, 0 new" in call("hpms_download")


@pytest.mark.parametrize("named", ["Sandbox", "SIMKEY01"])
def test_it_downloads_with_one_key_by_id_or_name(road: Road, call: Any, named: str) -> None:
    road.add()
    assert last_line(call("hpms_download", "--key", named, "--json"))["runs"][0]["state"]
    with pytest.raises(CommandError, match="no active API key elsewhere"):
        call("hpms_download", "--key", "elsewhere")


def test_it_downloads_since_a_day(road: Road, call: Any) -> None:
    call("hpms_download", "--since", "2026-01-05")
    assert {c["parameters"]["dateFrom"] for c in road.hpms.journal("download")} == {"2026-01-05"}


def test_it_says_why_a_download_failed(road: Road, call: Any) -> None:
    road.hpms.fault("download", "status", times=3)
    with pytest.raises(CommandError, match=r"Sandbox: HPMS failed \(500\)"):
        call("hpms_download")


def test_it_downloads_with_the_other_keys_when_one_is_at_it(road: Road, call: Any) -> None:
    from hpms_sync.keys.registry import key_add

    other = road.hpms.other_key
    key_add(
        name="Another",
        environment="sandbox",
        base_url=road.hpms.url,
        key_id=other.key_id,
        secret=other.secret,
        contract_ids=other.contracts,
    )
    now = timezone.now()
    DownloadRun.objects.create(
        key=ApiKey.objects.get(name="Another"),
        contracts=[],
        open_from=now.date(),
        resolved_from=now.date(),
        started_at=now,
        lease_until=now.replace(year=now.year + 1),
    )
    road.add()
    with pytest.raises(CommandError, match="Another is under way"):
        call("hpms_download")
    assert Complaint.objects.filter(pk=CASE).exists()


def test_it_drains_the_queue(road: Road, call: Any) -> None:
    road.add()
    road.add(OTHER)
    road.download()
    rows = [road.note("First call."), road.note("Second call."), road.note(complaint_id=OTHER)]
    told = last_line(call("hpms_upload", "--json"))
    assert told == {"sent": {"ACCEPTED": 3}, "unsettled": {}}
    assert {state(row) for row in rows} == {"ACCEPTED"}
    assert call("hpms_upload").strip() == "Sent: nothing. Unsettled: nothing."


def test_it_says_that_what_was_not_sent_is_still_in_the_queue(road: Road, call: Any) -> None:
    road.add()
    road.download()
    road.note()
    road.hpms.kill()
    with pytest.raises(CommandError, match=r"cannot be reached[\s\S]*still in the queue"):
        call("hpms_upload")
    assert CaseworkUpload.objects.get().state == "QUEUED"


@pytest.mark.parametrize("command", ["hpms_download", "hpms_upload"])
def test_it_asks_for_a_key_when_there_is_none(call: Any, db: None, command: str) -> None:
    with pytest.raises(CommandError, match="Add one with hpms_key add"):
        call(command)


# contract_set and user_add


def test_it_sets_what_is_given_of_a_contract_and_leaves_the_rest(call: Any, db: None) -> None:
    call("contract_set", "H1234", "--name", "Evergreen", "--plan-type", "MAO")
    call("contract_set", "H1234", "--parent", "Acme", "--time-zone", "America/Chicago")
    contract = Contract.objects.get()
    assert (contract.name, contract.plan_type, str(contract.parent)) == ("Evergreen", "MAO", "Acme")
    assert contract.zone == "America/Chicago"
    told = last_line(call("contract_set", "H1234", "--json"))
    assert told["plan_type"] == "MAO"
    assert "not set" in call("contract_set", "S5678")


@pytest.mark.parametrize("words", [["H12"], ["H1234", "--time-zone", "Mars/Olympus"]])
def test_it_refuses_a_contract_that_makes_no_sense(call: Any, db: None, words: list[str]) -> None:
    with pytest.raises(CommandError):
        call("contract_set", *words)
    assert not Contract.objects.exists()


def add_casey(call: Any, *words: str, said: str = PASSWORD) -> str:
    named = ["user_add", "casey", "--role", "caseworker", "--contracts", "H1234"]
    printed: str = call(*named, "--password-stdin", *words, said=said)
    return printed


def test_it_adds_a_person_for_contracts(call: Any, db: None) -> None:
    printed = add_casey(call)
    casey = User.objects.get()
    assert casey.check_password(PASSWORD)
    assert casey.role == "caseworker"
    assert list(casey.contracts.values_list("pk", "plan_type")) == [("H1234", "")]
    assert PASSWORD not in printed


def test_it_prints_a_token_for_the_rest_api_as_the_last_word(
    call: Any, road: Road, client: Any
) -> None:
    road.add()
    road.download()
    token = add_casey(call, "--token").split()[-1]
    headers = {"Authorization": f"Token {token}"}
    assert client.get(f"/api/v1/complaints/{CASE}/", headers=headers).status_code == 200
    wrong = {"Authorization": f"Token {token[:-1]}x"}
    assert client.get(f"/api/v1/complaints/{CASE}/", headers=wrong).status_code == 401


def test_it_refuses_a_weak_password_and_keeps_nothing(call: Any, db: None) -> None:
    with pytest.raises(CommandError, match="too short"):
        add_casey(call, said="1234")
    assert not User.objects.exists()
    assert not Contract.objects.exists()


# As processes: 0 done, 1 refused with the reason on standard error, 2 wrong arguments


def test_it_ends_with_0_and_one_json_object_on_the_last_line(
    hpms: SimulatorProcess, transactional_db: None
) -> None:
    hpms.cms("add_record", record={**PERSON, "COMPLAINT_ID": CASE, "ISSUE_LEVEL": "Urgent"})
    words = key_words(base_url=hpms.url, contracts="H1234")
    said = f"{hpms.key.secret}\n"
    steps = [
        run(*words, "--json", said=said),
        run("hpms_key", "list", "--json"),
        run("hpms_download", "--json"),
        run("hpms_upload", "--json"),
        run("contract_set", "H1234", "--plan-type", "MAO", "--json"),
        run(
            *["user_add", "casey", "--role", "caseworker", "--contracts", "H1234"],
            *["--password-stdin", "--token", "--json"],
            said=f"{PASSWORD}\n",
        ),
    ]
    for step in steps:
        assert (step.returncode, step.stderr) == (0, "")
        assert isinstance(last_line(step.stdout), dict)
        for hidden in (hpms.key.secret, PASSWORD, *PERSON.values()):
            assert hidden not in step.stdout
    assert last_line(steps[2].stdout)["runs"][0]["counts"]["new"] == 1


REFUSED = {
    "hpms_key add": ([*key_words(base_url="nowhere")], f"{SECRET}\n", "base_url"),
    "hpms_download": (["hpms_download"], "", "There is no active API key."),
    "hpms_upload": (["hpms_upload"], "", "There is no active API key."),
    "contract_set": (["contract_set", "H12"], "", "H12"),
    "user_add": (
        ["user_add", "c", "--role", "auditor", "--contracts", "H1234", "--password-stdin"],
        "1234\n",
        "too short",
    ),
}


@pytest.mark.parametrize("command", REFUSED)
def test_it_ends_with_1_and_the_reason_when_refused(command: str, transactional_db: None) -> None:
    words, said, reason = REFUSED[command]
    ended = run(*words, said=said)
    assert ended.returncode == 1
    assert reason in ended.stderr
    assert "Traceback" not in ended.stderr
    assert ended.stdout == ""
    assert SECRET not in ended.stderr


WRONG = {
    "hpms_key": ["hpms_key"],
    "hpms_key add": ["hpms_key", "add", "--name", "Sandbox"],
    "hpms_download": ["hpms_download", "--since", "01/05/2026"],
    "hpms_upload": ["hpms_upload", "--all"],
    "contract_set": ["contract_set", "H1234", "--plan-type", "HMO"],
    "user_add": ["user_add", "casey", "--role", "boss", "--contracts", "H1", "--password-stdin"],
}


@pytest.mark.parametrize("command", WRONG)
def test_it_ends_with_2_for_wrong_arguments(command: str, transactional_db: None) -> None:
    ended = run(*WRONG[command])
    assert ended.returncode == 2
    assert "usage:" in ended.stderr


def test_it_shows_no_note_and_no_person_on_the_terminal(road: Road) -> None:
    road.add()
    road.download()
    road.note()
    road.hpms.fault("upload", "status", status=400)
    ended = run("hpms_upload")
    for hidden in (NOTE, credentials_of(road.key).secret, *PERSON.values()):
        assert hidden not in ended.stdout + ended.stderr
