import datetime as dt
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.db.models import Q

from ctm_casework.accounts.command import CtmCommand, contract_ids, secret_from_stdin
from ctm_casework.accounts.models import User
from hpms_sync.keys.life import credential_enter, key_deactivate, key_try_again, keys_reseal
from hpms_sync.keys.registry import key_add, key_change, key_contracts_set
from hpms_sync.keys.token_broker import designation_revoke, person_designate, service_designate
from hpms_sync.models import ApiKey

IN_HPMS = "Deactivate it in HPMS as well, in the API Key Management module."


class Command(CtmCommand):
    help = "Keeps HPMS API keys: adds, lists, rotates, ends them, and says who may have tokens."

    def add_arguments(self, parser: ArgumentParser) -> None:
        self.what = parser.add_subparsers(dest="what", required=True)
        self._add()
        self._sub("list", "list the keys, without their secrets")
        self._change()
        contracts = self._of_a_key("contracts", "say which contracts a key serves")
        contracts.add_argument("--contracts", required=True, type=contract_ids, help="H1234,S5678")
        rotate = self._of_a_key("rotate", "keep the id and secret HPMS issued anew")
        rotate.add_argument("--key-id", required=True, metavar="ID", help="the new id")
        rotate.add_argument("--secret-stdin", action="store_true", help="one line")
        rotate.add_argument("--next-rotation-on", type=_day, metavar="YYYY-MM-DD")
        self._of_a_key("deactivate", "end a key here, at once and for good")
        self._of_a_key("compromised", "end a key whose secret may be known to others")
        self._of_a_key("try-again", "make one attempt with a stopped key")
        for name, told in (("designate", "let somebody have tokens"), ("revoke", "no longer")):
            parser = self._of_a_key(name, told)
            who = parser.add_mutually_exclusive_group(required=True)
            who.add_argument("--user", metavar="USERNAME")
            who.add_argument("--service", metavar="NAME")
        self._sub("reseal", "seal all secrets under the first of CTM_ENCRYPTION_KEYS")

    def _add(self) -> None:
        add = self._sub("add", "keep a key; its secret comes on standard input and is sealed")
        add.add_argument("--name", required=True, help="what people here call it")
        add.add_argument("--environment", required=True, choices=ApiKey.Environment.values)
        add.add_argument("--base-url", default="", metavar="URL", help="default: the environment's")
        add.add_argument(
            "--key-id", default="", metavar="ID", help="left out: the key waits for it"
        )
        add.add_argument("--contracts", required=True, type=contract_ids, help="H1234,S5678")
        add.add_argument("--secret-stdin", action="store_true", help="one line")
        add.add_argument(
            "--token-source", default="", metavar="URL", help="instead of a secret: gives tokens"
        )
        add.add_argument(
            "--source-credential-stdin", action="store_true", help="the source's, one line"
        )
        _details(add)

    def _change(self) -> None:
        change = self._of_a_key("change", "change what is said of a key; left out stays")
        _details(change)

    def _sub(self, name: str, told: str) -> ArgumentParser:
        parser = self.what.add_parser(name, help=told)
        super().add_arguments(parser)
        if name not in {"list", "reseal"}:
            parser.add_argument("--by", metavar="USERNAME", help="who does it, for the key's log")
        return parser

    def _of_a_key(self, name: str, told: str) -> ArgumentParser:
        parser = self._sub(name, told)
        parser.add_argument("key", metavar="KEY", help="its name or id")
        return parser

    def act(self, **options: Any) -> dict[str, Any]:
        acts: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
            "add": _add,
            "list": _list,
            "change": _change,
            "contracts": _contracts,
            "rotate": _rotate,
            "deactivate": _deactivate,
            "compromised": _deactivate,
            "try-again": _try_again,
            "designate": _designate,
            "revoke": _revoke,
            "reseal": _reseal,
        }
        options["by"] = _person(options["by"]) if options.get("by") else None
        return acts[options["what"]](options)

    def words(self, told: dict[str, Any]) -> str:
        lines = [
            f"{key['name']}  {key['environment']}  {key['key_id'] or 'no id yet'}  {key['base_url']}  "
            f"{','.join(key['contracts'])}  {key['status'].lower()}  "
            f"{key['responsible_party'] or 'nobody named yet'}  {key['trouble'] or 'no trouble known'}"
            for key in told.get("keys", ())
        ]
        if "said" in told:
            lines.append(told["said"])
        if "credential" in told:
            lines.append(told["credential"])
        return "\n".join(lines) or "No keys yet."


def _details(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--responsible-party", metavar="USERNAME", help="named once: keys are not transferred"
    )
    parser.add_argument("--technical-contact", metavar="NAME")
    parser.add_argument("--technical-email", metavar="ADDRESS")
    parser.add_argument("--technical-phone", metavar="NUMBER")
    parser.add_argument(
        "--technical-has-access",
        action="store_true",
        default=None,
        help="the contact has HPMS access, the contracts and CTM",
    )
    parser.add_argument("--rotation-expected-on", type=_day, metavar="YYYY-MM-DD")


def _add(options: dict[str, Any]) -> dict[str, Any]:
    if options["secret_stdin"] and options["source_credential_stdin"]:
        raise CommandError("One line comes on standard input: a secret, or a source's credential.")
    key = key_add(
        name=options["name"],
        environment=options["environment"],
        base_url=options["base_url"],
        key_id=options["key_id"],
        secret=secret_from_stdin() if options["secret_stdin"] else "",
        source_credential=secret_from_stdin() if options["source_credential_stdin"] else "",
        token_source_url=options["token_source"],
        contract_ids=options["contracts"],
        by=options["by"],
        **_given(options),
    )
    return {"keys": [_told(key)]}


def _list(_: dict[str, Any]) -> dict[str, Any]:
    keys = ApiKey.objects.select_related("responsible_party")
    return {"keys": [_told(key) for key in keys.prefetch_related("contracts", "credentials")]}


def _change(options: dict[str, Any]) -> dict[str, Any]:
    values = _given(options)
    if not values:
        raise CommandError("Say what is to be changed: see hpms_key change --help.")
    return {"keys": [_told(key_change(_key(options), options["by"], **values))]}


def _contracts(options: dict[str, Any]) -> dict[str, Any]:
    key = key_contracts_set(_key(options), options["contracts"], options["by"])
    return {"keys": [_told(key)]}


def _rotate(options: dict[str, Any]) -> dict[str, Any]:
    key = _key(options)
    credential_enter(
        key,
        key_id=options["key_id"],
        secret=secret_from_stdin() if options["secret_stdin"] else "",
        rotation_expected_on=options["next_rotation_on"],
        by=options["by"],
    )
    return {"said": f"Kept {options['key_id']} for {key}. Jobs use the pair that HPMS takes."}


def _deactivate(options: dict[str, Any]) -> dict[str, Any]:
    compromised = options["what"] == "compromised"
    ended = key_deactivate(_key(options), compromised=compromised, by=options["by"])
    gone = "" if ended.tokens_gone else " Redis did not answer: its tokens there are not used."
    return {
        "said": f"{ended.key} is deactivated here.{gone} {IN_HPMS}",
        "status": ended.key.status,
        "tokens_gone": ended.tokens_gone,
    }


def _try_again(options: dict[str, Any]) -> dict[str, Any]:
    key = _key(options)
    if trouble := key_try_again(key, options["by"]):
        raise CommandError(f"{key} is still stopped. {trouble}")
    return {"said": f"HPMS takes {key}: its jobs go on."}


def _designate(options: dict[str, Any]) -> dict[str, Any]:
    key = _key(options)
    if options["user"]:
        made = person_designate(key, _person(options["user"]), options["by"])
        return {"said": f"{made} may have tokens of {key}."}
    service, credential = service_designate(key, options["service"], options["by"])
    said = f"{service} may have tokens of {key}. Its credential is shown this once:"
    return {"said": said, "credential": credential}


def _revoke(options: dict[str, Any]) -> dict[str, Any]:
    key = _key(options)
    live = key.designations.filter(revoked_at=None)
    name = options["user"] or options["service"]
    found = live.filter(Q(user__username=name) if options["user"] else Q(service=name)).first()
    if found is None:
        raise CommandError(f"{name} is not designated for tokens of {key}.")
    designation_revoke(found, options["by"])
    return {"said": f"{name} gets no more tokens of {key}."}


def _reseal(_: dict[str, Any]) -> dict[str, Any]:
    resealed = keys_reseal()
    if resealed.unopenable:
        raise CommandError(
            f"Resealed {resealed.done}. {resealed.unopenable} cannot be opened with the present "
            "CTM_ENCRYPTION_KEYS: put back the key they were sealed with, or enter them anew."
        )
    return {"said": f"Resealed {resealed.done}.", "resealed": resealed.done}


def _given(options: dict[str, Any]) -> dict[str, Any]:
    """The details named on the command line."""
    given = {
        "technical_name": options["technical_contact"],
        "technical_email": options["technical_email"],
        "technical_phone": options["technical_phone"],
        "technical_has_access": options["technical_has_access"],
        "rotation_expected_on": options["rotation_expected_on"],
    }
    if options["responsible_party"]:
        given["responsible_party"] = _person(options["responsible_party"])
    return {name: value for name, value in given.items() if value is not None}


def _key(options: dict[str, Any]) -> ApiKey:
    """The key of this name, or that now has this id."""
    name = options["key"]
    named = Q(name=name) | Q(credentials__key_id=name, credentials__retired_at=None)
    found = list(ApiKey.objects.filter(named).distinct()[:2])
    if not found:
        raise CommandError(f"There is no API key {name}. hpms_key list shows them.")
    if len(found) > 1:
        raise CommandError(f"Several keys have the id {name}: give the key's name.")
    return found[0]


def _person(username: str) -> User:
    person = User.objects.filter(username=username).first()
    if person is None:
        raise ValidationError(f"There is nobody with the user name {username}.")
    return person


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def _told(key: ApiKey) -> dict[str, Any]:
    return {
        "name": key.name,
        "environment": key.environment,
        "key_id": key.key_id,
        "base_url": key.url,
        "contracts": sorted(contract.pk for contract in key.contracts.all()),
        "active": key.status == ApiKey.Status.ACTIVE,
        "status": key.status,
        "trouble": key.trouble,
        "responsible_party": key.responsible_party.username if key.responsible_party else "",
        "technical_contact": key.technical_name,
        "rotation_expected_on": key.rotation_expected_on,
        "token_source": key.token_source_url,
    }
