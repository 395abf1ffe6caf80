"""The documents of the complaint page: several at once, each judged on its own; who sees and fetches them."""

import re
from datetime import timedelta

import pytest
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from complaints.models import Attachment, ContractAssignment, RuleAcknowledgement
from ctm_casework.accounts.models import AccessLog
from tests.documents import JPG, PDF, TXT, file
from tests.factories import make_complaint, make_contract, make_user


@pytest.fixture(autouse=True)
def shelf(tmp_path, monkeypatch):
    storage = Attachment._meta.get_field("file").storage
    monkeypatch.setitem(vars(storage), "base_location", str(tmp_path))
    monkeypatch.setitem(vars(storage), "location", str(tmp_path))
    return tmp_path


@pytest.fixture
def complaint(casey):
    return make_complaint()


def attached(complaint, author, name="letter.pdf", **values):
    values = {"file": file(name), "document_type": "BENEFICIARY_LETTER", **values}
    return Attachment.enter(complaint.pk, author, **values)


def send(client, complaint, *rows):
    """Posts the form with its rows as a browser does: each with its file, type and the hidden answers."""
    fields = {}
    for number, row in enumerate(rows):
        usual = {"document_type": "", "document_type_other": "", "filename": ""}
        answers = {"why-O.1.email": "", "ack-O.1.email": "on"}
        fields |= {f"row-{number}-{name}": v for name, v in {**usual, **answers, **row}.items()}
    return client.post(reverse("documents-attach", args=[complaint.pk]), fields)


def page(client, complaint):
    return client.get(reverse("complaint", args=[complaint.pk]))


def panel(response):
    """What the section of the documents says."""
    html = re.search(r'<section[^>]*id="documents".*?</section>', response.content.decode(), re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html[0]))


LETTER = {"document_type": "BENEFICIARY_LETTER"}
PICTURE = {"document_type": "SYSTEM_SCREENSHOT"}


def test_it_attaches_several_at_once_each_with_its_type(desk, complaint):
    response = send(
        desk,
        complaint,
        {"file": file("letter.pdf"), **LETTER},
        {"file": file("reject.jpg", JPG), **PICTURE},
        {
            "file": file("memo.txt", TXT),
            "document_type": "OTHER",
            "document_type_other": "RPC memo",
        },
    )
    assert response.url == reverse("complaint", args=[complaint.pk]) + "#documents"
    assert [(one.filename, one.type_words) for one in Attachment.objects.all()] == [
        ("letter.pdf", "Beneficiary letter"),
        ("reject.jpg", "System screen print"),
        ("memo.txt", "RPC memo"),
    ]
    assert "3 documents attached." in desk.get(response.url).content.decode()


def test_rows_left_blank_are_no_documents(desk, complaint):
    send(desk, complaint, {}, {"file": file("letter.pdf"), **LETTER}, {})
    assert Attachment.objects.get().filename == "letter.pdf"


def test_those_it_takes_are_kept_and_the_refused_one_is_named_with_the_reason(desk, complaint):
    response = send(
        desk,
        complaint,
        {"file": file("letter.pdf"), **LETTER},
        {"file": file("photo.pdf", JPG), **PICTURE},
        {"file": file("mail.msg", b"From: a"), **LETTER},
    )
    assert response.status_code == 422
    assert Attachment.objects.get().filename == "letter.pdf"
    said = panel(response)
    assert "photo.pdf was not attached" in said
    assert "mail.msg was not attached" in said
    assert "letter.pdf was not attached" not in said
    assert said.count("O.1.ext") == 2
    assert "Document attached." in response.content.decode()


def test_one_type_does_not_do_for_all(desk, complaint):
    response = send(
        desk, complaint, {"file": file("letter.pdf"), **LETTER}, {"file": file("other.pdf")}
    )
    assert response.status_code == 422
    assert "O.2.type" in panel(response)
    assert Attachment.objects.get().filename == "letter.pdf"


def test_a_refused_name_comes_back_with_one_that_is_taken_as_it_stands(desk, complaint):
    response = send(desk, complaint, {"file": file("notice#1 (final)&.pdf"), **LETTER})
    shown = response.content.decode()
    assert re.search(r'name="row-0-filename"[^>]*value="notice_1_final.pdf"', shown)
    assert '<option value="BENEFICIARY_LETTER" selected>' in shown
    again = {"file": file("notice#1 (final)&.pdf"), "filename": "notice_1_final.pdf", **LETTER}
    assert send(desk, complaint, again).status_code == 302
    assert Attachment.objects.get().filename == "notice_1_final.pdf"


def test_an_email_wants_its_reason_in_its_own_row(desk, complaint):
    mail = {"is_email": "on", **LETTER}
    reason = {"why-O.1.email": "CMS asked for it by phone."}
    response = send(
        desk,
        complaint,
        {"file": file("mail.pdf"), **mail},
        {"file": file("letter.pdf"), **LETTER, **reason},
    )
    assert response.status_code == 422
    assert "mail.pdf was not attached" in panel(response)
    assert "O.1.email" in panel(response)
    assert send(desk, complaint, {"file": file("mail.pdf"), **mail, **reason}).status_code == 302
    assert RuleAcknowledgement.objects.get().reason == "CMS asked for it by phone."


def test_nothing_chosen_is_said_so(desk, complaint):
    response = send(desk, complaint, {}, {})
    assert response.status_code == 422
    assert "Choose the file." in panel(response)


def test_it_tells_how_far_each_document_is_on_its_way_to_hpms(desk, casey, complaint):
    made = attached(complaint, casey)
    assert "Not yet in HPMS" in panel(page(desk, complaint))
    response = desk.post(reverse("document-in-hpms", args=[complaint.pk, made.pk]))
    assert response.url.endswith("#documents")
    today = complaint.contract.today
    put = f"Put into HPMS {today.month}/{today.day}"
    said = panel(page(desk, complaint))
    assert f"{put}, not yet confirmed." in said
    assert "I put it into HPMS" not in said
    type(complaint).objects.filter(pk=complaint.pk).update(has_attachments="Y")
    assert f"{put}; HPMS shows documents." in panel(page(desk, complaint))


@pytest.mark.parametrize(("age", "alarmed"), [(23, False), (25, True)])
def test_a_day_without_a_download_that_shows_it_is_told(desk, casey, complaint, age, alarmed):
    made = attached(complaint, casey)
    made.put_into_hpms(casey)
    QuerySet(Attachment).filter(pk=made.pk).update(
        uploaded_to_hpms_at=timezone.now() - timedelta(hours=age)
    )
    said = panel(page(desk, complaint))
    assert ("look whether the record was saved there" in said) is alarmed
    assert ("not yet confirmed" in said) is not alarmed


def test_documents_others_put_into_hpms_are_to_be_fetched_there(desk):
    other = make_complaint(has_attachments="Y")
    assert "can be fetched there" in panel(page(desk, other))
    assert "can be fetched there" not in panel(page(desk, make_complaint(has_attachments="N")))


def test_it_shows_the_sops_guidance(desk, complaint):
    said = panel(page(desk, complaint))
    for step in ("O.3", "O.4", "O.note.1"):
        assert step in said


def test_it_gives_the_file_to_be_saved_and_never_as_a_page(desk, casey, complaint):
    made = attached(complaint, casey, "RPC notice.pdf")
    response = desk.get(reverse("document", args=[complaint.pk, made.pk]))
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"] == 'attachment; filename="RPC notice.pdf"'
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"
    look = AccessLog.objects.get()
    assert (look.user, look.door, look.complaint_ids) == (casey, "document", [complaint.pk])


def test_rory_sees_and_fetches_and_attaches_nothing(client, casey, complaint):
    made = attached(complaint, casey)
    client.force_login(make_user("auditor"))
    said = panel(page(client, complaint))
    assert "letter.pdf" in said
    assert "Attach documents" not in said
    assert "I put it into HPMS" not in said
    assert client.get(reverse("document", args=[complaint.pk, made.pk])).status_code == 200
    assert send(client, complaint, {"file": file("b.pdf"), **LETTER}).status_code == 403
    in_hpms = reverse("document-in-hpms", args=[complaint.pk, made.pk])
    assert client.post(in_hpms).status_code == 403
    assert Attachment.objects.get().uploaded_to_hpms_at is None


@pytest.fixture
def moved(casey):
    """A complaint that was H1234's with Casey's letter, and is now with H5678."""
    first, second = make_contract("H1234"), make_contract("H5678")
    complaint = make_complaint(contract=first)
    made = attached(complaint, casey)
    ContractAssignment.objects.filter(complaint=complaint).update(ended_on=first.today)
    ContractAssignment.objects.create(
        complaint=complaint, contract=second, assigned_on=second.today, reason="T.1.d"
    )
    complaint.contract = second
    complaint.save(update_fields=["contract"])
    return complaint, made


def test_the_next_plan_is_told_to_ask_cms_for_the_former_plans_documents(client, moved):
    complaint, made = moved
    client.force_login(make_user("caseworker", ["H5678"], username="olive"))
    said = panel(page(client, complaint))
    assert "letter.pdf" not in said
    assert "The former plan's documents are not shown" in said.replace("&#x27;", "'")
    assert "O.note.2.request" in said
    assert client.get(reverse("document", args=[complaint.pk, made.pk])).status_code == 404
    in_hpms = reverse("document-in-hpms", args=[complaint.pk, made.pk])
    assert client.post(in_hpms).status_code == 404


def test_who_works_for_both_contracts_sees_it_with_the_contract_it_came_under(client, moved):
    complaint, made = moved
    client.force_login(make_user("caseworker", ["H1234", "H5678"], username="nora"))
    said = panel(page(client, complaint))
    assert "letter.pdf" in said
    assert "under H1234" in said
    assert "former plan" not in said
    assert client.get(reverse("document", args=[complaint.pk, made.pk])).status_code == 200


def test_a_document_is_found_under_its_own_complaint_alone(desk, casey, complaint):
    made = attached(complaint, casey)
    other = make_complaint()
    assert desk.get(reverse("document", args=[other.pk, made.pk])).status_code == 404


def test_the_panel_takes_two_queries_for_any_number_of_documents(
    casey, complaint, django_assert_num_queries
):
    for number in range(8):
        attached(complaint, casey, f"letter {number}.pdf")
    complaint.refresh_from_db()
    with django_assert_num_queries(2):
        html = render_to_string("case/documents.html", {"complaint": complaint, "user": casey})
    assert html.count("cw-docs__name") == 8


def test_a_reason_already_given_stays_while_something_else_is_mended(desk, complaint):
    mail = {"is_email": "on", "why-O.1.email": "CMS asked for it by phone."}
    response = send(desk, complaint, {"file": file("mail#1.pdf"), **LETTER, **mail})
    assert response.status_code == 422
    assert "O.1.name" in panel(response)
    assert "CMS asked for it by phone." in panel(response)
    assert "Or give your reason below" not in panel(response)
