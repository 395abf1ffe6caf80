from argparse import ArgumentParser
from typing import Any

from ctm_casework.accounts.command import CtmCommand
from ctm_casework.accounts.models import Contract
from ctm_casework.accounts.services import contract_set


class Command(CtmCommand):
    help = "Creates a contract, or changes its name, plan type, parent organization or time zone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("contract_id", metavar="ID", help="such as H1234")
        parser.add_argument("--name")
        parser.add_argument("--plan-type", choices=Contract.PlanType.values)
        parser.add_argument("--parent", help="parent organization by name, created when new")
        parser.add_argument("--time-zone", help="IANA name, such as America/Chicago")

    def act(self, **options: Any) -> dict[str, Any]:
        given = {
            name: options[name]
            for name in ("name", "plan_type", "parent", "time_zone")
            if options[name] is not None
        }
        contract = contract_set(options["contract_id"], **given)
        return {
            "contract_id": contract.pk,
            "name": contract.name,
            "plan_type": contract.plan_type,
            "parent": contract.parent.name if contract.parent else "",
            "time_zone": contract.zone,
        }

    def words(self, told: dict[str, Any]) -> str:
        return "{contract_id}  {name}  {plan_type}  {parent}  {time_zone}".format(
            **{name: value or "not set" for name, value in told.items()}
        )
