"""Pages through Django's test client against the same rows by raw SQL and string formatting."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from django.db import connection
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from benchmarks import population, records
from benchmarks.measure import Comparison, Round, say, seconds
from complaints.models import Complaint
from complaints.worklist.listing import PAGE_SIZE
from ctm_casework.accounts.models import User

# Given the number of the view; what it returns is dropped.
View = Callable[[int], object]
# So many views of each page in a round: enough for a 95th percentile.
VIEWS = 20
WORKLIST_ROWS = (
    "SELECT c.complaint_id, contact_first_name, contact_last_name, right(bene_id, 4), issue_level, "
    "c.contract_id, k.name, complaint_category, complaint_subcategory, due_on, clock_state, next_step, "
    "next_step_why, last_contact_at, last_contact_words, swift, congressional, u.first_name, u.last_name "
    "FROM complaints_complaint c JOIN accounts_contract k ON k.contract_id = c.contract_id "
    "LEFT JOIN accounts_user u ON u.id = c.assignee_id WHERE resolution_date IS NULL "
    "AND c.contract_id IN (SELECT contract_id FROM accounts_contractaccess WHERE user_id = %(person)s) {} "
    f"ORDER BY due_on NULLS LAST, c.complaint_id LIMIT {PAGE_SIZE}"
)
CASE_ROWS = (
    "SELECT * FROM complaints_complaint WHERE complaint_id = %(id)s",
    "SELECT * FROM complaints_contractassignment WHERE complaint_id = %(id)s",
    "SELECT * FROM complaints_contactattempt WHERE complaint_id = %(id)s",
    "SELECT * FROM complaints_caseworknote WHERE complaint_id = %(id)s",
    "SELECT * FROM complaints_complaintchange WHERE complaint_id = %(id)s",
)


def measure(folder: Path, count: int, seed: int, rounds: int) -> tuple[list[Comparison], list[str]]:
    """Worklist (all open complaints, and one's own) and complaint page, signed in as a caseworker."""
    say("copying complaints in for the pages")
    population.clear()
    population.copy_complaints(records.records(count, seed, timezone.localdate()))
    population.follow()
    casey = User.objects.get(username="casey0")
    client = _signed_in(casey)
    opened = Complaint.objects.open()
    ids = list(opened.order_by("due_on", "pk").values_list("pk", flat=True)[:VIEWS])

    def rows(condition: str = "") -> View:
        return lambda _: _formatted(WORKLIST_ROWS.format(condition), {"person": casey.pk})

    def complaint(number: int) -> None:
        _get(client, f"/complaints/{ids[number % len(ids)]}/")

    def case_rows(number: int) -> None:
        for query in CASE_ROWS:
            _formatted(query, {"id": ids[number % len(ids)]})

    of_page = f"the {PAGE_SIZE} rows by raw SQL"
    mine = rows("AND c.assignee_id = %(person)s")
    lines = [
        *_compare("worklist, all open", of_page, rounds, rows(), worklist_of("casey0")),
        *_compare("worklist, one's own", of_page, rounds, mine, worklist_of("casey0", "mine")),
        *_compare("complaint page", "the case's rows by raw SQL", rounds, case_rows, complaint),
    ]
    own = opened.filter(assignee=casey).count()
    return lines, [f"{opened.count():,} of the complaints are open, {own:,} of them one's own"]


def worklist_of(username: str, view: str = "all") -> View:
    """The worklist as that person sees it."""
    client = _signed_in(User.objects.get(username=username))
    return lambda _: _get(client, f"/?view={view}")


def _signed_in(user: User) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    return client


def _compare(what: str, floor_is: str, rounds: int, floor: View, page: View) -> list[Comparison]:
    """Two lines from the same views: median and 95th percentile. The first view of each warms up."""
    say(what)
    floor(0)
    page(0)
    measured = [Round([], []) for _ in range(rounds)]
    for one in measured:
        for number in range(VIEWS):
            one.floor.append(seconds(partial(floor, number)))
            one.product.append(seconds(partial(page, number)))
    return [
        Comparison(f"{what}, median", floor_is, rounds=measured),
        Comparison(f"{what}, p95", floor_is, at=95, rounds=measured),
    ]


def _get(client: Client, address: str) -> None:
    answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answered {answer.status_code}.")


def _formatted(query: str, parameters: dict[str, object]) -> str:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        lines = (
            "".join(f"<td>{escape('' if value is None else value)}</td>" for value in row)
            for row in cursor.fetchall()
        )
        return "".join(f"<tr>{line}</tr>" for line in lines)
