"""Documents over REST: a multipart form in, the record out; the list; the file itself."""

import json

import pytest

from complaints.models import (
    Attachment,
    ContractAssignment,
    Refused,
    RuleAcknowledgement,
)
from complaints.sop import Action
from ctm_casework.accounts.models import AccessLog
from tests.api.conftest import API, client_of, error_at, rules_of
from tests.documents import DOCX, JPG, PDF, PNG, XLSX, file
from tests.factories import make_complaint, make_contract, make_user
from tests.sop.cases import load_cases


@pytest.fixture(autouse=True)
def shelf(tmp_path, monkeypatch):
    storage = Attachment._meta.get_field("file").storage
    monkeypatch.setitem(vars(storage), "base_location", str(tmp_path))
    monkeypatch.setitem(vars(storage), "location", str(tmp_path))


@pytest.fixture
def complaint(casey):
    return make_complaint()


@pytest.fixture
def attach(api, complaint):
    def post(client=api, **fields):
        fields = {"file": file(), "document_type": "BENEFICIARY_LETTER", **fields}
        sent = {name: value for name, value in fields.items() if value is not None}
        return client.post(f"{API}{complaint.pk}/attachments/", sent, format="multipart")

    return post


def test_a_document_is_attached_and_comes_back_as_its_record(attach, complaint, casey):
    made = attach().json()
    kept = Attachment.objects.get()
    assert made["id"] == kept.pk
    assert made["complaint_id"] == complaint.pk
    assert made["contract_id"] == "H1234"
    assert made["author"]["username"] == "casey"
    assert (made["filename"], made["size"]) == ("letter.pdf", len(PDF))
    assert made["content_type"] == "application/pdf"
    assert made["sha256"] == kept.sha256
    assert made["document_type"] == "BENEFICIARY_LETTER"
    assert made["is_email"] is False
    assert made["uploaded_to_hpms_at"] is None
    assert made["acknowledgements"] == []
    assert "file" not in made


def test_the_file_comes_back_as_it_was_to_be_saved(attach, api, casey):
    made = attach(filename="RPC notice.pdf").json()
    response = api.get(made["download"], headers={"accept": "application/pdf"})
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="RPC notice.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"
    look = AccessLog.objects.first()
    assert (look.user, look.door) == (casey, "api-attachment-file")


def test_the_list_takes_the_same_queries_for_any_number(
    attach, api, complaint, django_assert_max_num_queries
):
    for number in range(5):
        attach(filename=f"letter {number}.pdf")
    with django_assert_max_num_queries(5):
        listed = api.get(f"{API}{complaint.pk}/attachments/").json()
    assert [one["filename"] for one in listed] == [f"letter {n}.pdf" for n in range(5)]


def test_the_list_tells_who_put_a_document_into_hpms(attach, api, complaint, casey):
    attach()
    Attachment.objects.get().put_into_hpms(casey)
    (listed,) = api.get(f"{API}{complaint.pk}/attachments/").json()
    assert listed["uploaded_to_hpms_at"]
    assert listed["uploaded_to_hpms_by"]["username"] == "casey"


@pytest.mark.parametrize(
    ("fields", "rules"),
    [
        ({"file": file("notice#1.pdf")}, ["O.1.name"]),
        ({"file": file("mail.msg")}, ["O.1.ext"]),
        ({"file": file("photo.pdf", JPG)}, ["O.1.ext"]),
        ({"document_type": ""}, ["O.2.type"]),
        ({"document_type": None}, ["O.2.type"]),
        ({"document_type": "OTHER", "document_type_other": " "}, ["O.2.other"]),
        ({"is_email": "true"}, ["O.1.email"]),
        ({"file": None}, ["input"]),
        ({"file": file(content=b"")}, ["input"]),
        ({"document_type": "POEM"}, ["input"]),
        ({"is_email": "perhaps"}, ["input"]),
        ({"colour": "blue"}, ["input"]),
        ({"file": file("a#.msg"), "document_type": ""}, ["O.1.name", "O.1.ext", "O.2.type"]),
    ],
)
def test_it_says_everything_that_stands_against_a_document(attach, fields, rules):
    assert rules_of(attach(**fields)) == rules
    assert not Attachment.objects.exists()


CASES = [case for case in load_cases() if case.action is Action.ATTACH]
INSIDE = {"pdf": PDF, "jpg": JPG, "docx": DOCX, "xlsx": XLSX}


def entered(case):
    """What somebody sends for a case of the SOP: the facts, and a file that is what they say."""
    facts = case.case_facts().attachment
    content = INSIDE.get(facts.filename[-4:].lstrip(".").lower(), PDF)
    return {
        "file": file(facts.filename, content if facts.content_matches else PNG),
        "document_type": facts.document_type,
        "document_type_other": facts.document_type_other,
        "is_email": facts.is_email,
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_save_finds_what_the_case_says(case, casey, complaint):
    found = []
    try:
        Attachment.enter(complaint.pk, casey, **entered(case))
    except Refused as refused:
        found = [finding.rule for finding in refused.findings]
    assert sorted(found) == sorted(case.findings)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_api_finds_what_the_case_says(case, attach):
    response = attach(**entered(case))
    found = [error["rule"] for error in response.json().get("errors", ())]
    assert sorted(found) == sorted(case.findings)
    assert response.status_code == (400 if case.findings else 201)


def test_a_wrong_value_and_what_the_sop_says_are_told_together(attach):
    response = attach(file=file("photo.pdf", JPG), is_email="perhaps")
    assert sorted(rules_of(response)) == ["O.1.ext", "input"]
    assert error_at(response, "file")["citation"] == "SOP O, step 1"
    assert error_at(response, "is_email")["rule"] == "input"


def test_an_acknowledgement_travels_as_json_in_the_form(attach):
    given = [{"rule": "O.1.email", "reason": "CMS asked for it by phone."}]
    made = attach(is_email="true", acknowledgements=json.dumps(given))
    assert made.status_code == 201
    assert [one["rule"] for one in made.json()["acknowledgements"]] == ["O.1.email"]
    assert RuleAcknowledgement.objects.get().reason == "CMS asked for it by phone."


@pytest.mark.parametrize(
    "acknowledgements",
    ["CMS asked", '{"rule": "O.1.email"}', '[{"rule": "O.1.email", "reason": "short"}]', "[1]"],
)
def test_a_malformed_acknowledgement_is_told(attach, acknowledgements):
    response = attach(acknowledgements=acknowledgements)
    assert set(rules_of(response)) == {"input"}
    assert response.json()["errors"][0]["field"].startswith("acknowledgements")
    assert not Attachment.objects.exists()


def test_two_files_in_one_request_are_refused_rather_than_one_lost(attach):
    response = attach(file=[file("a.pdf"), file("b.pdf")])
    assert "one document" in error_at(response, "file")["message"]
    assert not Attachment.objects.exists()


def test_json_is_refused_with_the_remedy(api, complaint):
    response = api.post(f"{API}{complaint.pk}/attachments/", {"document_type": "OTHER"})
    assert response.status_code == 415
    assert "multipart/form-data" in response.json()["errors"][0]["message"]


def test_a_form_that_is_cut_off_is_refused_with_the_remedy(api, complaint):
    response = api.generic(
        "POST", f"{API}{complaint.pk}/attachments/", b"--x", "multipart/form-data"
    )
    assert response.status_code == 400
    assert "whole form" in response.json()["errors"][0]["message"]


def test_rory_lists_and_fetches_and_attaches_nothing(attach, complaint):
    made = attach().json()
    rory = client_of(make_user("auditor"))
    assert len(rory.get(f"{API}{complaint.pk}/attachments/").json()) == 1
    assert rory.get(made["download"]).status_code == 200
    refused = attach(client=rory, filename="second.pdf")
    assert refused.status_code == 403
    assert refused.json()["errors"][0]["rule"] == "access"
    assert Attachment.objects.count() == 1


def test_olive_of_the_other_plan_finds_nothing(attach, complaint):
    made = attach().json()
    olive = client_of(make_user("caseworker", ["H9999"], username="olive"))
    assert olive.get(f"{API}{complaint.pk}/attachments/").status_code == 404
    assert olive.get(made["download"]).status_code == 404
    assert attach(client=olive).status_code == 404


def test_the_next_plan_finds_the_complaint_and_none_of_its_documents(attach, complaint):
    made = attach().json()
    second = make_contract("H5678")
    ContractAssignment.objects.filter(complaint=complaint).update(ended_on=second.today)
    ContractAssignment.objects.create(
        complaint=complaint, contract=second, assigned_on=second.today, reason="T.1.d"
    )
    complaint.contract = second
    complaint.save(update_fields=["contract"])
    olive = client_of(make_user("caseworker", ["H5678"], username="olive"))
    assert olive.get(f"{API}{complaint.pk}/attachments/").json() == []
    assert olive.get(made["download"]).status_code == 404


def test_the_openapi_document_shows_the_form_and_the_file():
    from drf_spectacular.generators import SchemaGenerator

    paths = SchemaGenerator().get_schema(request=None, public=True)["paths"]
    door = paths["/api/v1/complaints/{complaint_id}/attachments/"]
    assert set(door) == {"get", "post"}
    assert set(door["post"]["requestBody"]["content"]) == {"multipart/form-data"}
    fetch = paths["/api/v1/complaints/{complaint_id}/attachments/{attachment_id}/file/"]["get"]
    content = fetch["responses"]["200"]["content"]["application/octet-stream"]
    assert content["schema"]["format"] == "binary"
