"""Which records of a run a later download knows better: those that it surely asked for.

Whether it brought them makes no difference: what it did not bring HPMS no longer had."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from psycopg import sql

from hpms_sync.models import DownloadRun


class AskedLater(NamedTuple):
    """By contract, since when complete downloads begun later have asked for open complaints, and for
    resolved ones. Three lists in one order: the values of `is_overtaken`, in its order."""

    contracts: list[str]
    open_from: list[date]
    resolved_from: list[date]


def asked_later(contracts: Iterable[str], started_at: datetime) -> AskedLater:
    """What downloads begun after `started_at` have covered of these contracts by now."""
    wanted = set(contracts)
    later = DownloadRun.objects.filter(
        state=DownloadRun.State.COMPLETE,
        started_at__gt=started_at,
        covered_contracts__overlap=list(wanted),
    )
    since: dict[str, tuple[date, date]] = {}
    for covered, opened, resolved in later.values_list(
        "covered_contracts", "open_from", "resolved_from"
    ):
        if not (opened and resolved):
            continue
        # An open case may be closed in HPMS by now: both requests must reach back to it.
        asked = max(opened, resolved), resolved
        for contract in wanted.intersection(covered):
            known = since.get(contract, asked)
            since[contract] = min(known[0], asked[0]), min(known[1], asked[1])
    return AskedLater(list(since), [o for o, _ in since.values()], [r for _, r in since.values()])


def is_overtaken(row: str) -> sql.Composed:
    """SQL: whether a later download asked for the record in `row`, by its own dates (HPMS may go by
    either). Takes the values of an AskedLater."""
    return sql.SQL(
        "EXISTS (SELECT FROM unnest(%s::text[], %s::date[], %s::date[]) "
        "later(contract, open_from, resolved_from) WHERE later.contract = {row}.contract_id "
        "AND least({row}.received_date, coalesce({row}.assignment_date, {row}.received_date)) >= "
        "CASE WHEN {row}.resolution_date IS NULL THEN later.open_from ELSE later.resolved_from END)"
    ).format(row=sql.Identifier(row))
