"""Every route with every role, on one's own and on a foreign contract, against the matrix."""

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from complaints.models import Attachment, CaseworkNote, CaseworkUpload, Category, DirectCase
from complaints.models.choices import UploadState
from ctm_casework.accounts.access import MATRIX, Action, Role
from ctm_casework.accounts.models import AccessLog
from hpms_sync.keys.registry import key_add
from hpms_sync.keys.token_broker import person_designate
from hpms_sync.models import DownloadRun, PlanFile, QuarantinedRecord, UploadExport
from plan_requests.models import AccessRequest, CmsQuestion, PlanRequest
from tests.access.routes import Route, routes
from tests.documents import file
from tests.factories import make_complaint, make_user

pytestmark = pytest.mark.django_db

ROUTES = routes()
GUARDED = [route for route in ROUTES if route.access is not Action.PUBLIC]
ABOUT_A_COMPLAINT = [route for route in ROUTES if "complaint_id" in route.arguments]
LET_IN = {200, 201, 302, 303, 400, 409, 422}


@pytest.fixture(scope="module")
def cases(django_db_setup, django_db_blocker):
    """Address arguments for the same things under one's own and under a foreign contract: made once,
    each test's own changes are rolled back on top of them."""
    for_all_tests = transaction.atomic()
    for_all_tests._from_testcase = (
        True  # as a TestCase marks its own: durable blocks may nest in it
    )
    with django_db_blocker.unblock(), for_all_tests:
        yield {"own": _things("H1234", "olive"), "foreign": _things("H9999", "oliver")}
        transaction.set_rollback(True)


def _things(contract, author):
    complaint = make_complaint(contract=contract)
    writer = make_user("caseworker", [contract], username=author)
    note = CaseworkNote.enter(
        complaint.pk, writer, text="Called the pharmacy about the rejected claim today."
    )
    letter = Attachment.enter(
        complaint.pk, writer, file=file("letter.pdf"), document_type="BENEFICIARY_LETTER"
    )
    asked = PlanRequest(complaint=complaint, author=writer, request_type="CMS_ISSUE")
    asked.save()
    question = CmsQuestion.objects.create(contract=complaint.contract, author=writer)
    return {
        "complaint_id": complaint.pk,
        "contract_id": contract,
        "request_id": asked.pk,
        "question_id": question.pk,
        "access_id": AccessRequest.objects.create(person=writer, author=writer).pk,
        "other_id": make_complaint(contract=contract).pk,
        "attachment_id": letter.pk,
        "pk": note.uploads.get().pk,
        "upload_id": note.uploads.get().pk,
        "rule_id": "Q.3.a",
        "part": "q",
        "parameter": "days_urgent",
        "category_id": Category.objects.first().pk,
        "door": "intake",
        "form": "note",
        "plan_file_id": PlanFile.objects.create(
            brought_by=writer,
            file_name="download.txt",
            contracts=[contract],
            size=0,
            downloaded_at=timezone.now(),
            preview={"errors": [], "errors_in_all": 0},
        ).pk,
        "export_id": UploadExport.objects.create(
            made_by=writer,
            environment="sandbox",
            contracts=[contract],
            file_name="H1234.TXT",
            sha256=b"",
        ).pk,
        "api_key_id": (key := _key(complaint.contract_id)).pk,
        "designation_id": person_designate(key, writer).pk,
        "run_id": (run := _run(key, contract)).pk,
        "record_id": QuarantinedRecord.objects.create(
            run=run,
            contract_id=contract,
            raw={"CONTRACT_ID": contract},
            digest=contract.encode(),
            column="COMPLAINT_ID",
            last_seen_at=run.started_at,
        ).pk,
        "case_id": DirectCase.objects.create(
            contract=complaint.contract,
            author=writer,
            kind="RETRO_ENROLLMENT",
            received_on=complaint.received_date,
            last_name="Brandt",
            summary="Asks for coverage from May on.",
        ).pk,
    }


def _key(contract):
    """A key nobody is named for yet: every responsible party of its contract may do what its own does."""
    pair = {"key_id": f"ID-{contract}", "secret": "never shown"}
    return key_add(name=f"Of {contract}", environment="sandbox", contract_ids=[contract], **pair)


def _run(key, contract):
    now = timezone.now()
    return DownloadRun.objects.create(
        key=key, contracts=[contract], open_from=now, started_at=now, lease_until=now
    )


def ask(client, route, things):
    """GET, or POST where the route takes nothing else."""
    address = reverse(route.name, kwargs={name: things[name] for name in route.arguments})
    response = client.get(address)
    if response.status_code != 405:
        return response
    if route.name.startswith("api-"):
        return client.post(address, {}, content_type="application/json")
    return client.post(address)


def test_the_matrix_knows_every_action_and_role():
    assert set(MATRIX) == set(Action)
    assert set().union(*MATRIX.values()) == set(Role)


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_every_route_names_its_action(route: Route):
    assert route.access in MATRIX, f"{route} must say which action of the matrix it is"


@pytest.mark.parametrize("route", GUARDED, ids=str)
def test_it_refuses_whoever_is_not_signed_in(client, cases, route):
    response = ask(client, route, cases["own"])
    signs_in = response.status_code == 302 and response.url.startswith(reverse("sign-in"))
    assert signs_in or response.status_code == 401


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_it_lets_in_whom_the_matrix_names(client, cases, route, role):
    client.force_login(make_user(role.value, ["H1234"]))
    status = ask(client, route, cases["own"]).status_code
    if role in MATRIX[route.access]:
        assert status in LET_IN, f"{role} may {route.access}, got {status}"
    else:
        assert status == 403, f"{role} may not {route.access}, got {status}"


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("route", ABOUT_A_COMPLAINT, ids=str)
def test_it_hides_complaints_of_a_foreign_contract(client, cases, route, role):
    client.force_login(make_user(role.value, ["H1234"]))
    status = ask(client, route, cases["foreign"]).status_code
    assert status == (404 if role in MATRIX[route.access] else 403)


@pytest.mark.parametrize(
    "route", [r for r in ABOUT_A_COMPLAINT if r.access is Action.COMPLAINT_VIEW], ids=str
)
def test_it_logs_each_look_at_a_complaint(client, cases, route):
    rory = make_user("auditor", ["H1234"])
    client.force_login(rory)
    # A refused row shows the note that is to be mended.
    CaseworkUpload.objects.update(state=UploadState.FAILED)
    assert ask(client, route, cases["own"]).status_code == 200
    looks = AccessLog.objects.filter(
        user=rory, complaint_ids__contains=[cases["own"]["complaint_id"]]
    )
    assert looks.exists(), f"{route} shows a complaint and leaves no trace"


def test_an_inactive_person_is_let_in_nowhere(client):
    casey = make_user("caseworker", ["H1234"])
    client.force_login(casey)
    casey.is_active = False
    casey.save()
    assert client.get(reverse("worklist")).status_code == 302
