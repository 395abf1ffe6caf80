"""The worklist's flag "Repeat": the same person, not only the same Medicare number."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from complaints.models import ScenarioChoice
from ctm_casework.accounts.models import Contract, ParentOrganization
from tests.factories import make_complaint, make_contract

pytestmark = pytest.mark.django_db
DELORES = {
    "contact_first_name": "Delores",
    "contact_last_name": "Whitaker",
    "contact_phone": "(845) 555-0142",
}


def flagged(client):
    """Ids of the rows that say Repeat."""
    rows = [
        row for group in client.get("/?view=all").context["listing"].groups for row in group["rows"]
    ]
    return {row.complaint.pk for row in rows if "Repeat" in [flag.words for flag in row.flags]}


def test_the_same_number_typed_otherwise_is_a_repeat(desk):
    first, second = make_complaint(bene_id="1EG4TE5MK73"), make_complaint(bene_id="1eg4-te5-mk73")
    make_complaint(bene_id="1EG4TE5MK74")
    assert flagged(desk) == {first.pk, second.pk}


def test_name_and_phone_make_one_where_a_number_is_missing(desk):
    first = make_complaint(**DELORES, bene_id="1EG4TE5MK73")
    second = make_complaint(**DELORES, bene_id="")
    make_complaint(**{**DELORES, "contact_phone": "(845) 555-0143"}, bene_id="")
    assert flagged(desk) == {first.pk, second.pk}


def test_it_counts_across_the_contracts_of_the_parent_organization(desk):
    own = make_complaint(bene_id="1EG4TE5MK73")
    make_complaint(contract="H9999", bene_id="1EG4TE5MK73")
    assert flagged(desk) == set()
    parent = ParentOrganization.objects.create(name="Evergreen")
    Contract.objects.filter(pk="H1234").update(parent=parent)
    make_complaint(contract=make_contract("S5678", parent=parent), bene_id="1EG4TE5MK73")
    assert flagged(desk) == {own.pk}


def test_what_came_of_best_available_evidence_is_none(desk, casey):
    first, second = make_complaint(bene_id="1EG4TE5MK73"), make_complaint(bene_id="1EG4TE5MK73")
    ScenarioChoice.enter(second.pk, casey, "BAE", accepted=True)
    assert flagged(desk) == {second.pk}
    ScenarioChoice.enter(first.pk, casey, "BAE", accepted=True)
    assert flagged(desk) == set()


def test_many_rows_cost_no_more_queries_than_one(desk):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            flagged(desk)
        return len(captured)

    make_complaint(bene_id="1EG4TE5MK73")
    few = queries()
    for _ in range(5):
        make_complaint(bene_id="1EG4TE5MK73")
    assert queries() == few
