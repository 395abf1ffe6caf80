import pytest

from complaints.models import CaseworkNote, CaseworkUpload, RuleAcknowledgement
from tests.api.conftest import API, NOTE, error_at, rules_of
from tests.factories import make_complaint

pytestmark = pytest.mark.django_db


@pytest.fixture
def notes(api):
    """Posts a note to the one complaint."""
    complaint = make_complaint("C2611210001")
    return lambda **body: api.post(f"{API}{complaint.pk}/notes/", body)


def test_it_saves_a_note_as_typed_and_queues_what_hpms_gets(notes, casey):
    response = notes(text="  She paid 5½ months.\nRefunded.", include_in_summary=True)
    assert response.status_code == 201, response.content
    made = response.json()
    assert made["complaint_id"] == "C2611210001"
    assert made["text"] == "  She paid 5½ months.\nRefunded."
    assert made["include_in_summary"] is True
    assert made["internal"] is False
    assert made["author"] == {"username": "casey", "name": "Casey Moran"}
    assert made["acknowledgements"] == []
    upload = made["upload"]
    assert upload["id"] == CaseworkUpload.objects.get().pk
    assert upload["state"] == "QUEUED"
    assert len(upload["payload"]) == 13
    assert upload["payload"]["caseworkNotes"] == "She paid 5 1/2 months. Refunded."
    assert upload["payload"]["resolveComplaintYN"] == "N"
    assert [line["message"] for line in upload["events"]] == ["Waiting to be sent."]


def test_an_internal_note_stays_with_the_plan(notes):
    made = notes(text=NOTE, internal=True).json()
    assert made["upload"] is None
    assert not CaseworkUpload.objects.exists()


@pytest.mark.parametrize(
    "body", [{}, {"text": ""}, {"text": None}, {"text": " "}, {"internal": True}]
)
def test_a_note_without_text_is_refused_by_its_rule(notes, body):
    assert rules_of(notes(**body)) == ["UP.caseworkNotes"]
    assert not CaseworkNote.objects.exists()


def test_a_note_with_an_ampersand_is_refused_with_the_replacement(notes):
    response = notes(text="Refund & letter sent 8/23")
    assert rules_of(response) == ["C.1.b.note"]
    error = error_at(response, "text")
    assert error["severity"] == "ERROR"
    assert error["citation"] == "SOP C, step 1.b"
    assert "and" in error["message"]
    assert not CaseworkNote.objects.exists()


def test_a_note_of_4001_characters_is_refused_and_one_of_4000_is_not(notes):
    assert rules_of(notes(text="x" * 4_001)) == ["Q.2.max"]
    assert notes(text="x" * 4_000).status_code == 201


def test_everything_wrong_is_told_at_once(notes):
    response = notes(text="Refund & letter " + "x" * 4_000, comments="c" * 4_001)
    assert rules_of(response) == ["C.1.b.note", "Q.2.max", "UP.comments"]


def test_wrong_codes_and_findings_are_told_together_and_never_repeat_what_was_sent(notes):
    response = notes(
        text="Refund & letter", agent_broker_complaint="Delores", internal="Whitaker", txt=NOTE
    )
    body = response.json()["errors"]
    assert {error["field"] for error in body if error["rule"] == "input"} == {
        "internal",
        "txt",
    }
    assert error_at(response, "agent_broker_complaint")["rule"] == "UP.agentBrokerComplaint"
    assert error_at(response, "text")["rule"] == "C.1.b.note"
    assert "include_in_summary" in error_at(response, "txt")["message"]
    assert "Delores" not in response.content.decode()
    assert "Whitaker" not in response.content.decode()
    assert not CaseworkNote.objects.exists()


def test_a_number_where_text_belongs_names_the_field_and_the_remedy(notes):
    response = notes(text={"typed": NOTE})
    assert rules_of(response) == ["input"]
    assert "quotation marks" in error_at(response, "text")["message"]


def test_a_warning_wants_a_reason_which_is_kept(notes, casey):
    assert notes(text="Left voicemail.").status_code == 201
    refused = notes(text="Left voicemail.")
    assert rules_of(refused) == ["UP.caseworkNotes.new"]
    assert error_at(refused, "text")["severity"] == "WARNING"

    reason = "A second call on another day."
    made = notes(
        text="Left voicemail.",
        acknowledgements=[{"rule": "UP.caseworkNotes.new", "reason": reason}],
    ).json()
    (kept,) = made["acknowledgements"]
    assert (kept["rule"], kept["reason"]) == ("UP.caseworkNotes.new", reason)
    assert kept["user"]["username"] == "casey"
    assert RuleAcknowledgement.objects.get().record_id == made["id"]


def test_a_reason_too_short_is_told_beside_the_warning_it_leaves_standing(notes):
    notes(text="Left voicemail.")
    response = notes(
        text="Left voicemail.",
        acknowledgements=[{"rule": "UP.caseworkNotes.new", "reason": " too short "}],
    )
    assert rules_of(response) == ["UP.caseworkNotes.new", "input"]
    short = error_at(response, "acknowledgements.0.reason")
    assert "10 characters" in short["message"]
    assert "UP.caseworkNotes.new" in short["message"]
    assert CaseworkNote.objects.count() == 1


def test_an_error_cannot_be_acknowledged_away(notes):
    waved = [{"rule": "C.1.b.note", "reason": "We have always written it so."}]
    assert rules_of(notes(text="Refund & letter", acknowledgements=waved)) == ["C.1.b.note"]


@pytest.mark.parametrize(
    "acknowledgements",
    ["yes", [{"rule": "Q.1"}], [{"rule": "Q.1", "reason": "Long enough it is", "by": "me"}], [3]],
)
def test_a_malformed_acknowledgement_names_its_place(notes, acknowledgements):
    response = notes(text=NOTE, acknowledgements=acknowledgements)
    assert rules_of(response) == ["input"]
    assert response.json()["errors"][0]["field"].startswith("acknowledgements")


def test_the_agent_broker_group_goes_up_with_the_note(notes):
    response = notes(
        text=NOTE,
        agent_broker_complaint="Y",
        agent_broker_first_name="Robin",
        agent_broker_last_name="Kessler",
        agent_broker_npn="1234567",
        agent_broker_fmo="Lakeside Marketing",
        agent_broker_notes="Asked for the recording.",
        comments="Second premium found.",
        acknowledgements=[
            {"rule": "UP.agentBroker.category", "reason": "The agent enrolled her."},
        ],
    )
    assert response.status_code == 201, response.content
    payload = response.json()["upload"]["payload"]
    assert payload["agentBrokerComplaint"] == "Y"
    assert payload["agentBrokerLastName"] == "Kessler"
    assert payload["agentBrokerNPN"] == "1234567"
    assert payload["comments"] == "Second premium found."


def test_an_unknown_complaint_is_not_found(api):
    assert api.post(f"{API}C2600000000/notes/", {"text": NOTE}).status_code == 404
