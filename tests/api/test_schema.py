import pytest
from django.core.management import call_command

from complaints.statements.doors import DOORS


def test_the_openapi_document_is_valid_and_without_warning(tmp_path):
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(tmp_path / "api.yaml"))


@pytest.fixture(scope="module")
def document():
    from drf_spectacular.generators import SchemaGenerator

    return SchemaGenerator().get_schema(request=None, public=True)


def test_it_describes_every_door(document):
    doors = {(path, method) for path, item in document["paths"].items() for method in item}
    stated = {
        (f"/api/v1/complaints/{{complaint_id}}/{door}/", method)
        for door in DOORS
        for method in ("get", "post")
    }
    assert doors >= stated
    assert doors - stated == {
        ("/api/v1/complaints/", "get"),
        ("/api/v1/complaints/search/", "post"),
        ("/api/v1/complaints/{complaint_id}/", "get"),
        ("/api/v1/complaints/{complaint_id}/notes/", "post"),
        ("/api/v1/complaints/{complaint_id}/contacts/", "post"),
        ("/api/v1/complaints/{complaint_id}/resolve/", "post"),
        ("/api/v1/complaints/{complaint_id}/findings/", "get"),
        ("/api/v1/complaints/{complaint_id}/scenarios/", "get"),
        ("/api/v1/complaints/{complaint_id}/scenarios/", "post"),
        ("/api/v1/complaints/{complaint_id}/plan-requests/", "post"),
        ("/api/v1/complaints/{complaint_id}/plan-requests/{request_id}/submit/", "post"),
        ("/api/v1/complaints/{complaint_id}/decisions/", "post"),
        ("/api/v1/plan-requests/", "get"),
        ("/api/v1/ledger/", "get"),
        ("/api/v1/complaints/{complaint_id}/ledger/", "post"),
        ("/api/v1/hpms-token/", "post"),
        ("/api/v1/complaints/{complaint_id}/attachments/", "get"),
        ("/api/v1/complaints/{complaint_id}/attachments/", "post"),
        ("/api/v1/complaints/{complaint_id}/attachments/{attachment_id}/file/", "get"),
    }


def test_nothing_in_it_is_of_any_type(document):
    """Each property has a type, a choice of types or a named schema."""
    untyped = [
        f"{name}.{field}"
        for name, schema in document["components"]["schemas"].items()
        for field, value in schema.get("properties", {}).items()
        if not {"type", "$ref", "oneOf", "allOf"} & set(value)
    ]
    assert untyped == []


def test_it_names_the_filters_and_none_of_a_person(document):
    asked = document["paths"]["/api/v1/complaints/"]["get"]["parameters"]
    names = {one["name"] for one in asked}
    assert {"contract_id", "issue_level", "due_before", "due_after", "open", "cursor"} <= names
    assert not {name for name in names if "name" in name or "phone" in name or "bene" in name}
