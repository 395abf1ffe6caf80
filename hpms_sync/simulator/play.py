"""Playing CMS from the command line, over the simulator's control plane."""

from __future__ import annotations

import argparse
import json
import os
import sys
from typing import Any

from .layout import REQUEST_COLUMNS
from .process import SimulatorRefusedError, call_control

DEFAULT_URL = "http://127.0.0.1:8801"
REQUESTS = tuple(REQUEST_COLUMNS)


def add_flags(parser: argparse.ArgumentParser) -> None:
    """Flags and sub-commands, shared with the management command hpms_play_cms."""
    url = os.environ.get("HPMS_SIMULATOR_URL") or DEFAULT_URL
    parser.add_argument("--url", default=url, help="the simulator (default: %(default)s)")
    parser.add_argument("--json", action="store_true", help="one JSON object on the last line")
    actions = parser.add_subparsers(dest="play", required=True, metavar="ACTION")
    _request(actions, "approve-request", "CMS agrees to a Plan Request").add_argument("--text")
    _request(actions, "reject-request", "CMS refuses a Plan Request").add_argument("--text")
    _request(actions, "file-request", "the plan files one on HPMS's screen: Pending")
    _case(actions, "reassign", "to another contract").add_argument("contract")
    _case(actions, "reopen", "a resolved complaint").add_argument("--text")
    _case(actions, "change-level", "e.g. Urgent; raising resets the date").add_argument("level")
    _case(actions, "comment", "a CMS comment").add_argument("text")
    _case(actions, "resolve", "CMS resolves it itself").add_argument("--text")
    _case(actions, "return-to-plan", "take a CMS Issue flag off again")
    columns = _case(actions, "set", "any download column to any value")
    columns.add_argument("columns", nargs="+", metavar="COLUMN=VALUE", type=_column)
    _case(actions, "remove-record", "as if it had never been there")
    for name, text in (("deactivate-key", "an API key"), ("expire-tokens", "all tokens at once")):
        action = actions.add_parser(name, help=text)
        if name == "deactivate-key":
            action.add_argument("key_id")
    actions.add_parser("cases", help="list the special cases")
    for action in actions.choices.values():  # the common flags may also follow the action
        action.add_argument("--url", default=argparse.SUPPRESS)
        action.add_argument("--json", action="store_true", default=argparse.SUPPRESS)


def _case(actions: Any, name: str, text: str) -> argparse.ArgumentParser:
    action: argparse.ArgumentParser = actions.add_parser(name, help=text)
    action.add_argument("complaint_id")
    return action


def _request(actions: Any, name: str, text: str) -> argparse.ArgumentParser:
    action = _case(actions, name, text)
    action.add_argument("request", choices=REQUESTS, type=lambda it: it.replace("-", "_"))
    if name != "reject-request":
        action.add_argument("--to", help="contract or issue level asked for")
    return action


def _column(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign:
        raise argparse.ArgumentTypeError("write COLUMN=VALUE")
    return name, value


def play(flags: dict[str, Any]) -> str:
    """Carry out one action and say what became of it. SimulatorRefusedError tells why not."""
    try:
        if flags["play"] == "cases":
            answer = call_control(flags["url"], "GET", "cases")
        else:
            answer = call_control(flags["url"], "POST", "cms", _order(flags))
    except OSError as error:
        raise SimulatorRefusedError(
            f"No HPMS simulator answers at {flags['url']} ({error}). Start one, or give --url."
        ) from None
    if flags["json"]:
        return json.dumps(answer)
    if flags["play"] == "cases":
        return "\n".join(
            f"{case['complaint_id']} {case['contract']} {case['name']}: {case['description']}"
            for case in answer["cases"]
        )
    return f"Done: {flags['play']} {flags.get('complaint_id') or ''}".rstrip()


def _order(flags: dict[str, Any]) -> dict[str, Any]:
    names = ("complaint_id", "request", "to", "text", "contract", "level", "key_id")
    order = {name: flags[name] for name in names if flags.get(name) is not None}
    if flags.get("columns"):
        order["columns"] = dict(flags["columns"])
    return {"action": flags["play"], **order}


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="hpms_play_cms", description=__doc__)
    add_flags(parser)
    try:
        print(play(vars(parser.parse_args(arguments))))
    except SimulatorRefusedError as refused:
        print(refused, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
