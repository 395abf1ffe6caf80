"""A running simulator for each test module, and somebody who calls it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from hpms_sync.simulator.keys import ApiKey
from hpms_sync.simulator.process import SimulatorProcess

TODAY = "2026-03-16"
EVERYTHING = {
    "complaintStatus": "",
    "contracts": "",
    "dateFrom": "2020-01-01",
    "dateTo": "",
    "limitToAttachment": "",
    "limitToRequests": "",
}
PLAIN_NOTE = {
    "complaintId": "C2590000002",
    "caseworkNotes": "Called the member about the bill.",
    "resolveComplaintYN": "N",
    "comments": None,
    "complainantSatisfied": None,
    "hpiRelated": None,
    "resolutionNotification": None,
    "agentBrokerComplaint": None,
    "agentBrokerFirstName": None,
    "agentBrokerLastName": None,
    "agentBrokerNPN": None,
    "agentBrokerFMO": None,
    "agentBrokerNotes": None,
}
RESOLVE = {
    "resolveComplaintYN": "Y",
    "complainantSatisfied": "Y",
    "hpiRelated": "N",
    "resolutionNotification": "1",
}
NUMBERS = itertools.count(1)


class Plan:
    """The plan's side of the wire: one API key, one token, plain HTTP."""

    def __init__(self, url: str, key: ApiKey) -> None:
        self.key = key
        self.http = httpx.Client(base_url=url, timeout=10)
        self.headers: dict[str, str] = {}

    def ask_token(self, **body: Any) -> httpx.Response:
        wanted = body or {"keyId": self.key.key_id, "secret": self.key.secret}
        return self.http.post("/api/idm/oauth/AMMtoken", json=wanted)

    def sign_in(self) -> Plan:
        token = self.ask_token().json()["accessToken"]
        self.headers = {"Authorization": f"Bearer {token}", "X-API-CONSUMER-ID": self.key.key_id}
        return self

    def ask_download(self, **parameters: Any) -> httpx.Response:
        body = {**EVERYTHING, **parameters}
        return self._post("downloadcomplaints", {k: v for k, v in body.items() if v is not ...})

    def download(self, **parameters: Any) -> dict[str, dict[str, str]]:
        """Records by complaint id."""
        response = self.ask_download(**parameters)
        assert response.status_code == 200, response.text
        return {record["COMPLAINT_ID"]: record for record in response.json()}

    def ask_upload(self, *items: dict[str, Any]) -> httpx.Response:
        return self._post("uploadcaseworkfile", list(items))

    def upload(self, complaint_id: str, **values: Any) -> str:
        """Send one line; HPMS's message about it."""
        response = self.ask_upload({**PLAIN_NOTE, "complaintId": complaint_id, **values})
        assert response.status_code == 200, response.text
        return response.json()["Status"][0]["message"]

    def _post(self, call: str, body: Any) -> httpx.Response:
        return self.http.post(f"/api/ctm_ext/api/{call}", json=body, headers=self.headers)


@pytest.fixture(scope="module")
def hpms() -> Iterator[SimulatorProcess]:
    with SimulatorProcess(complaints=80, today=TODAY) as simulator:
        yield simulator


@pytest.fixture(autouse=True)
def no_faults_left(request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    if "hpms" in request.fixturenames:
        request.getfixturevalue("hpms").clear_faults()


@pytest.fixture
def plan(hpms: SimulatorProcess) -> Plan:
    return Plan(hpms.url, hpms.key).sign_in()


@pytest.fixture
def other_plan(hpms: SimulatorProcess) -> Plan:
    return Plan(hpms.url, hpms.other_key).sign_in()


@pytest.fixture
def new_complaint(hpms: SimulatorProcess):
    """A plain open complaint nobody else touches, with the columns given."""

    def add(**columns: Any) -> str:
        record = {"COMPLAINT_ID": f"C77{next(NUMBERS):08}", **columns}
        return hpms.cms("add_record", record=record)["complaint_id"]

    return add
