"""Pages through Django's test client against the same rows by raw SQL and string formatting."""

from collections.abc import Callable
from pathlib import Path

from django.db import connection
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from benchmarks import population, records
from benchmarks.measure import Comparison, seconds
from complaints.models import Complaint
from complaints.worklist.listing import PAGE_SIZE
from ctm_casework.accounts.models import User

# So many views of each page in a round: enough for a 95th percentile.
VIEWS = 20
WORKLIST_ROWS = (
    "SELECT c.complaint_id, contact_first_name, contact_last_name, right(bene_id, 4), issue_level, "
    "c.contract_id, k.name, complaint_category, complaint_subcategory, due_on, clock_state, next_step, "
    "next_step_why, last_contact_at, last_contact_words, swift, congressional, u.first_name, u.last_name "
    "FROM complaints_complaint c JOIN accounts_contract k ON k.contract_id = c.contract_id "
    "LEFT JOIN accounts_user u ON u.id = c.assignee_id WHERE resolution_date IS NULL "
    "AND c.contract_id IN (SELECT contract_id FROM accounts_contractaccess WHERE user_id = %s) {} "
    f"ORDER BY due_on NULLS LAST, c.complaint_id LIMIT {PAGE_SIZE}"
)
CASE_ROWS = (
    "SELECT * FROM complaints_complaint WHERE complaint_id = %s",
    "SELECT * FROM complaints_contractassignment WHERE complaint_id = %s",
    "SELECT * FROM complaints_contactattempt WHERE complaint_id = %s",
    "SELECT * FROM complaints_caseworknote WHERE complaint_id = %s",
    "SELECT * FROM complaints_complaintchange WHERE complaint_id = %s",
)


def measure(folder: Path, count: int, seed: int, rounds: int) -> tuple[list[Comparison], list[str]]:
    """Worklist (all open complaints, and one's own) and complaint page, signed in as a caseworker."""
    population.clear()
    population.copy_complaints(records.records(count, seed, timezone.localdate()))
    population.follow()
    casey = User.objects.get(username="casey0")
    client = Client(SERVER_NAME="localhost")
    client.force_login(casey)
    ids = list(Complaint.objects.open().order_by("due_on").values_list("pk", flat=True)[:VIEWS])
    everything = WORKLIST_ROWS.format("")
    mine = WORKLIST_ROWS.format("AND c.assignee_id = %s")
    one_case = "its complaint's rows by raw SQL"
    page_rows = f"its {PAGE_SIZE} rows by raw SQL"
    lines = [
        *_compare(
            "worklist, all open", page_rows, rounds,
            lambda _: _get(client, "/?view=all"), lambda _: _formatted(everything, [casey.pk]),
        ),
        *_compare(
            "worklist, one's own", page_rows, rounds,
            lambda _: _get(client, "/?view=mine"), lambda _: _formatted(mine, [casey.pk, casey.pk]),
        ),
        *_compare(
            "complaint page", one_case, rounds,
            lambda n: _get(client, f"/complaints/{ids[n % len(ids)]}/"),
            lambda n: [_formatted(rows, [ids[n % len(ids)]]) for rows in CASE_ROWS],
        ),
    ]  # fmt: skip
    opened = Complaint.objects.open().count()
    return lines, [f"{opened:,} of the complaints are open, {_own(casey):,} of them one's own"]


def _own(person: User) -> int:
    return Complaint.objects.open().filter(assignee=person).count()


def _compare(
    what: str,
    floor_is: str,
    rounds: int,
    page: Callable[[int], object],
    floor: Callable[[int], object],
) -> list[Comparison]:
    """Two lines from the same views: median and 95th percentile. The first view of each warms up."""
    middle = Comparison(f"{what}, median", floor_is)
    page(0)
    floor(0)
    for number in range(rounds * VIEWS):
        middle.floor.append(seconds(lambda number=number: floor(number)))
        middle.product.append(seconds(lambda number=number: page(number)))
    slow = Comparison(f"{what}, p95", floor_is, at=95, floor=middle.floor, product=middle.product)
    return [middle, slow]


def _get(client: Client, address: str) -> None:
    answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answered {answer.status_code}.")


def _formatted(query: str, parameters: list[object]) -> str:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        lines = (
            "".join(f"<td>{escape('' if value is None else value)}</td>" for value in row)
            for row in cursor.fetchall()
        )
        return "".join(f"<tr>{line}</tr>" for line in lines)
