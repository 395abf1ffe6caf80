"""What docs/api.md says works as it stands there."""

import json
import re
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.db.models import QuerySet

from complaints.api.errors import Entry
from complaints.api.filters import ComplaintFilters
from complaints.api.findings import ACTIONS
from complaints.api.serializers.complaints import ComplaintSerializer
from complaints.api.serializers.entries import ContactEntry, NoteEntry, ResolutionEntry
from complaints.models.scenario_choice import LETTERS
from complaints.statements.doors import DOORS, entered
from plan_requests.api.serializers import DecisionEntry, PlanRequestEntry
from plan_requests.models import PlanRequest
from tests.api.conftest import API
from tests.api.sop_case import at
from tests.factories import make_complaint
from tests.screens.test_ledger import out_of_view

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
THAT_DAY = datetime(2026, 11, 21, 16, 0, tzinfo=ZoneInfo("America/New_York"))


@pytest.mark.django_db
def test_its_examples_are_taken(api):
    bodies = re.findall(r"--json '([^']*)' \\?\s*\"\$API(/\S*)\"", TEXT)
    assert len(bodies) == 11
    with at(THAT_DAY):
        make_complaint("C2611210001", today=THAT_DAY.date(), contact_last_name="Whitaker")
        asked_about = make_complaint("C2611210002", today=THAT_DAY.date())
        make_complaint("C2611210003", today=THAT_DAY.date())
        QuerySet(PlanRequest).bulk_create([_handed_off(17, asked_about)])
        out_of_view(asked_about)
        for body, address in bodies:
            response = api.post(f"{API}{address.lstrip('/')}", json.loads(body))
            assert response.status_code in {200, 201}, response.content


def _handed_off(number, complaint):
    return PlanRequest(
        pk=number,
        complaint=complaint,
        assignment=complaint.assignments.get(),
        request_type="CONTRACT_CHANGE",
        status="SUBMITTED",
    )


ENTRIES = [NoteEntry, ContactEntry, ResolutionEntry, PlanRequestEntry, DecisionEntry]


@pytest.mark.parametrize("entry", ENTRIES)
def test_it_names_every_field_to_enter(entry):
    assert [name for name in entry().fields if f"`{name}`" not in TEXT] == []


@pytest.mark.parametrize("word", DOORS)
def test_it_names_every_door_of_a_statement_with_its_fields(word):
    (row,) = re.findall(rf"^\| `{word}/` \|.*$", TEXT, re.MULTILINE)
    assert [field.name for field in entered(DOORS[word].kind) if f"`{field.name}`" not in row] == []


def test_it_names_every_action_that_can_be_asked_about_and_every_scenario():
    assert [name for name in [*ACTIONS, *LETTERS] if f"`{name}`" not in TEXT] == []


def test_it_names_every_filter():
    assert [name for name in ComplaintFilters.base_filters if f"`{name}`" not in TEXT] == []


def test_it_names_the_blocks_of_a_complaint_and_the_keys_of_a_refusal():
    blocks = ["clock", "contacts", "notes", "resolution", "uploads", "changes"]
    assert set(blocks) <= set(ComplaintSerializer().fields)
    assert [name for name in blocks if f"`{name}`" not in TEXT] == []
    assert [key for key in Entry.__annotations__ if f'"{key}"' not in TEXT] == []


def test_an_address_nobody_knows_is_answered_as_the_api_answers(client):
    answer = client.get("/api/v1/complaint/C2611210348/")
    assert answer.status_code == 404
    (error,) = answer.json()["errors"]
    assert error["rule"] == "input"
    assert "C2611210348" not in answer.content.decode()
    page = client.get("/nowhere/")
    assert page.status_code == 404
    assert page["Content-Type"].startswith("text/html")
