"""One walk over a real server: a token, the list, a refusal, a note, the complaint."""

import httpx
import pytest
from knox.models import AuthToken

from tests.api.conftest import NOTE
from tests.factories import make_complaint, make_user


@pytest.mark.django_db(transaction=True)
def test_a_program_works_a_complaint_with_a_token(live_server):
    complaint = make_complaint(contact_last_name="Ruiz")
    token = AuthToken.objects.create(make_user("caseworker"))[1]
    with httpx.Client(
        base_url=f"{live_server.url}/api/v1/", headers={"Authorization": f"Token {token}"}
    ) as http:
        (row,) = http.post("complaints/search/", json={"q": "ruiz"}).json()["results"]
        case = f"complaints/{row['complaint_id']}/"
        assert row["complaint_id"] == complaint.pk

        refused = http.post(f"{case}notes/", json={"text": "Refund & letter"})
        assert refused.status_code == 400
        assert refused.headers["Content-Type"] == "application/json"
        assert refused.json()["errors"][0]["rule"] == "C.1.b.note"

        saved = http.post(f"{case}notes/", json={"text": NOTE})
        assert saved.status_code == 201
        body = http.get(case).json()
        assert [note["text"] for note in body["notes"]] == [NOTE]
        assert body["uploads"][0]["id"] == saved.json()["upload"]["id"]

        assert http.get("complaints/", params={"open": "maybe"}).status_code == 400
    assert httpx.get(f"{live_server.url}/api/v1/complaints/").status_code == 401
