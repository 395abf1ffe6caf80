"""Documents: what may be attached, where it lies, that it stays, and who sees it."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from unittest.mock import patch

import pytest
from django.conf import settings as product
from django.core.files.base import ContentFile
from django.db import DatabaseError, OperationalError, connection, transaction

from complaints.attachments.content import content_of
from complaints.models import (
    Acknowledgement,
    Attachment,
    ContractAssignment,
    Refused,
    RuleAcknowledgement,
)
from tests.documents import (
    DOCX,
    JPG,
    OLD_WORD,
    PDF,
    PNG,
    PROGRAM,
    TXT,
    XLSX,
    ZIP,
    file,
    zipped,
)
from tests.factories import make_complaint, make_contract, make_user


@pytest.fixture(autouse=True)
def shelf(tmp_path, monkeypatch):
    """A storage of this test's own."""
    storage = Attachment._meta.get_field("file").storage
    monkeypatch.setitem(vars(storage), "base_location", str(tmp_path))
    monkeypatch.setitem(vars(storage), "location", str(tmp_path))
    return tmp_path


@pytest.fixture
def casey(db):
    return make_user("caseworker")


@pytest.fixture
def complaint(db):
    return make_complaint()


def stored(shelf):
    return [path for path in shelf.rglob("*") if path.is_file()]


def attach(complaint, author, *acknowledgements, **values):
    values = {"file": file(), "document_type": "BENEFICIARY_LETTER", **values}
    return Attachment.enter(complaint.pk, author, acknowledgements, **values)


def refusal(complaint, author, **values):
    with pytest.raises(Refused) as refused:
        attach(complaint, author, **values)
    return refused.value


# Kept as it came


def test_it_keeps_the_file_with_what_was_found_in_it(complaint, casey):
    made = Attachment.objects.get(pk=attach(complaint, casey).pk)
    assert made.file.read() == PDF
    assert (made.filename, made.size, made.content_type) == (
        "letter.pdf",
        len(PDF),
        "application/pdf",
    )
    assert len(made.sha256) == 64
    assert made.assignment == complaint.assignments.get()
    assert made.as_facts().uploaded_by_contract == complaint.contract_id


def test_it_lies_under_a_name_of_ours_that_nobody_else_can_read(complaint, casey, shelf):
    attach(complaint, casey, file=file("Whitaker letter.pdf"))
    (path,) = stored(shelf)
    assert "Whitaker" not in str(path.relative_to(shelf))
    assert path.suffix == ""
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_a_path_of_the_users_machine_is_no_part_of_the_name(complaint, casey):
    made = attach(complaint, casey, file=ContentFile(PDF, name="../../etc/letter.pdf"))
    assert made.filename == "letter.pdf"


def test_a_name_given_counts_instead_of_the_files_own(complaint, casey):
    made = attach(complaint, casey, file=file("notice#1.pdf"), filename="rpc_notice.pdf")
    assert made.filename == "rpc_notice.pdf"


def test_nothing_of_it_lies_where_static_or_media_files_are_served():
    options = product.STORAGES["attachments"]["OPTIONS"]
    assert Path(options["location"]) == product.CTM_DATA_DIR / "attachments"
    assert not product.MEDIA_ROOT
    assert "attachments" not in {str(folder) for folder in product.STATICFILES_DIRS}


# What is inside


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", PDF),
        ("a.PDF", b"scanned by a device\n" + PDF),
        ("a.jpg", JPG),
        ("a.jpg", JPG.replace(b"JFIF", b"Exif")),
        ("a.txt", TXT),
        ("a.txt", TXT.decode().encode("cp1252")),
        ("a.txt", TXT.decode().encode("utf-16")),
        ("a.txt", TXT.decode().encode("utf-8-sig")),
        ("a.docx", DOCX),
        ("a.docx", zipped("[Content_Types].xml", "word/document2.xml")),
        ("a.xlsx", XLSX),
        ("a.zip", ZIP),
    ],
)
def test_what_is_inside_agrees_with_the_ending(name, content):
    assert content_of(file(name, content), name).matches


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("photo.pdf", JPG),
        ("scan.jpg", PNG),
        ("letter.jpg", PDF),
        ("letter.docx", OLD_WORD),
        ("letter.docx", XLSX),
        ("letter.docx", ZIP),
        ("letter.docx", zipped("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")),
        ("premiums.xlsx", DOCX),
        ("all.zip", PDF),
        ("all.zip", ZIP[:-30]),
        ("all.zip", b"PK\x03\x04 and nothing more"),
        ("note.txt", PDF),
        ("note.txt", PROGRAM),
        ("note.txt", b"text\x00with a NUL"),
        ("note.txt", ZIP),
    ],
)
def test_what_is_inside_belies_the_ending(complaint, casey, shelf, name, content):
    refused = refusal(complaint, casey, file=file(name, content))
    assert [(f.rule, f.field) for f in refused.findings] == [("O.1.ext", "file")]
    assert not refused.form_errors
    assert stored(shelf) == []


def test_an_encrypted_zip_is_a_zip(complaint, casey):
    encrypted = bytearray(ZIP)
    for sign, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = -1
        while (place := encrypted.find(sign, place + 1)) >= 0:
            encrypted[place + flags] |= 1
    assert attach(complaint, casey, file=file("all.zip", bytes(encrypted))).pk


def test_a_small_archive_that_unpacks_to_too_much_is_refused(complaint, casey, settings):
    settings.ATTACHMENT_UNPACKED_MAX_MB = 2
    for size, refused in ((1024 * 1024, False), (1024 * 1024 + 1, True)):
        bomb = file(f"{size}.zip", zipped("a.txt", "b.txt", size=size))
        if refused:
            assert "Unpacked" in refusal(complaint, casey, file=bomb).form_errors["file"][0]
        else:
            assert attach(complaint, casey, file=bomb).pk


def test_an_archive_that_lists_endless_names_is_not_read(complaint, casey):
    endless = bytearray(ZIP)
    end = endless.rfind(b"PK\x05\x06")
    endless[end + 12 : end + 16] = (5 * 1024 * 1024).to_bytes(4, "little")
    assert content_of(file("all.zip", bytes(endless)), "all.zip").matches is False


def test_a_file_too_large_is_refused_and_said_to_be_our_limit(complaint, casey, settings, shelf):
    settings.ATTACHMENT_MAX_MB = 1
    most = PDF + b"\n" * (1024 * 1024 - len(PDF))
    assert attach(complaint, casey, file=file(content=most)).size == 1024 * 1024
    (message,) = refusal(complaint, casey, file=file(content=most + b"\n")).form_errors["file"]
    assert "1 MB" in message
    assert "ours" in message
    assert len(stored(shelf)) == 1


def test_an_empty_file_and_none_at_all_are_refused(complaint, casey):
    empty = refusal(complaint, casey, file=file(content=b""))
    assert "empty" in empty.form_errors["file"][0]
    assert not empty.findings
    missing = refusal(complaint, casey, file=None, document_type="")
    assert missing.form_errors == {"file": ["Choose the file."]}
    assert [f.rule for f in missing.findings] == ["O.2.type"]


# The SOP


def test_a_refused_name_comes_with_one_that_hpms_takes(complaint, casey):
    refused = refusal(complaint, casey, file=file("notice#1 (final)&.pdf"))
    (finding,) = refused.findings
    assert (finding.rule, finding.field) == ("O.1.name", "filename")
    assert "notice_1_final.pdf" in finding.message


@pytest.mark.parametrize(
    ("name", "offered"),
    [
        ("Réponse été.pdf", "Reponse ete.pdf"),
        ("letter.v2.pdf", "letter_v2.pdf"),
        ("###.pdf", "document.pdf"),
        (".pdf", "document.pdf"),
        ("pic (1).jpeg", "pic_1.jpg"),
        ("a & b.txt", "a_b.txt"),
    ],
)
def test_the_name_it_offers_is_taken(complaint, casey, name, offered):
    refused = refusal(complaint, casey, file=file(name))
    assert any(offered in finding.message for finding in refused.findings)
    content = {"jpg": JPG, "txt": TXT}.get(offered[-3:], PDF)
    assert attach(complaint, casey, file=file(name, content), filename=offered).filename == offered


def test_an_unknown_type_is_refused(complaint, casey):
    assert "document_type" in refusal(complaint, casey, document_type="POEM").form_errors


def test_an_email_is_attached_with_a_reason_which_is_kept(complaint, casey):
    assert [f.rule for f in refusal(complaint, casey, is_email=True).findings] == ["O.1.email"]
    reason = "CMS asked for it by phone on 11/20."
    made = attach(complaint, casey, Acknowledgement("O.1.email", reason), is_email=True)
    kept = RuleAcknowledgement.objects.get()
    assert (kept.action, kept.record_id, kept.reason) == ("ATTACH", made.pk, reason)


def test_a_form_sent_twice_attaches_once_and_another_type_is_another_document(complaint, casey):
    attach(complaint, casey)
    assert "already" in refusal(complaint, casey).form_errors["file"][0]
    assert attach(complaint, casey, document_type="OTHER", document_type_other="Copy").pk
    assert attach(complaint, casey, filename="letter 2.pdf").pk
    assert attach(make_complaint(), casey).pk


# It stays


def test_an_attachment_stays_as_it_is(complaint, casey):
    made = attach(complaint, casey)
    with pytest.raises(TypeError):
        made.save()
    with pytest.raises(TypeError):
        made.delete()
    for way in (
        lambda: Attachment.objects.filter(pk=made.pk).update(filename="other.pdf"),
        lambda: Attachment.objects.all().delete(),
        lambda: Attachment.objects.bulk_create([made]),
    ):
        with pytest.raises(TypeError):
            way()
    assert made.file.storage.exists(made.file.name)


@pytest.mark.parametrize("change", ["filename = 'other.pdf'", "document_type = 'OTHER'"])
def test_the_database_holds_it_too(complaint, casey, change):
    made = attach(complaint, casey)
    for statement in (
        f"UPDATE complaints_attachment SET {change} WHERE id = %s",
        "DELETE FROM complaints_attachment WHERE id = %s",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [made.pk])


def test_the_hand_off_is_told_once(complaint, casey):
    made = attach(complaint, casey)
    made.put_into_hpms(casey)
    made.refresh_from_db()
    told_at = made.uploaded_to_hpms_at
    made.put_into_hpms(make_user("supervisor"))
    made.refresh_from_db()
    assert (made.uploaded_to_hpms_at, made.uploaded_to_hpms_by) == (told_at, casey)


# No file without a row, no row without a file


@pytest.mark.parametrize("step", ["_keep_acknowledgements", "enact"])
def test_a_transaction_that_fails_leaves_no_file(complaint, casey, shelf, step):
    with (
        patch.object(Attachment, step, side_effect=RuntimeError("power went")),
        pytest.raises(RuntimeError, match="power went"),
    ):
        attach(complaint, casey)
    assert not Attachment.objects.exists()
    assert stored(shelf) == []


def test_a_refusal_that_comes_after_the_file_was_stored_removes_it(complaint, casey, shelf):
    """Somebody else attached the same document between the first look and the lock."""
    attach(complaint, casey)
    with patch.object(Attachment, "_already_here", side_effect=["", "Attached already."]):
        refused = refusal(complaint, casey)
    assert refused.form_errors == {"file": ["Attached already."]}
    assert len(stored(shelf)) == 1


@pytest.mark.django_db(transaction=True)
def test_where_the_answer_to_the_commit_was_lost_a_committed_row_keeps_its_file(shelf):
    complaint, casey = make_complaint(), make_user("caseworker")
    commit = connection._commit

    def committed_unheard():
        commit()
        raise OperationalError("the connection was lost")

    with patch.object(connection, "_commit", committed_unheard), pytest.raises(OperationalError):
        attach(complaint, casey)
    assert Attachment.objects.get().file.read() == PDF


@pytest.mark.django_db(transaction=True)
def test_it_refuses_to_be_part_of_a_transaction_that_may_fail_later(shelf):
    complaint, casey = make_complaint(), make_user("caseworker")
    with pytest.raises(RuntimeError), transaction.atomic():
        attach(complaint, casey)
    assert stored(shelf) == []


@pytest.mark.django_db(transaction=True)
def test_two_people_who_attach_the_same_document_at_once_attach_it_once(shelf):
    complaint, people = make_complaint(), [make_user("caseworker"), make_user("supervisor")]
    both_stored, lock_case = Barrier(2), Attachment._lock_case

    def lock_after_both(attachment):
        both_stored.wait(timeout=10)
        lock_case(attachment)

    def attached(person):
        try:
            return attach(complaint, person).pk
        except Refused as refused:
            return refused.form_errors["file"]
        finally:
            connection.close()

    with patch.object(Attachment, "_lock_case", lock_after_both), ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(attached, people))
    kept = Attachment.objects.get()
    assert kept.pk in answers
    assert ["This document is attached already, with this name and type."] in answers
    assert [str(path) for path in stored(shelf)] == [kept.file.path]


def test_a_storage_that_fails_leaves_no_row(complaint, casey, shelf):
    storage = Attachment._meta.get_field("file").storage
    with (
        patch.object(storage, "_save", side_effect=OSError("disk full")),
        pytest.raises(OSError, match="disk full"),
    ):
        attach(complaint, casey)
    assert not Attachment.objects.exists()


# Who sees it


def test_the_next_plan_does_not_see_it_even_of_the_same_organization(casey):
    first, second = make_contract("H1234"), make_contract("H5678")
    complaint = make_complaint(contract=first)
    made = attach(complaint, casey)
    ContractAssignment.objects.filter(complaint=complaint).update(ended_on=first.today)
    ContractAssignment.objects.create(
        complaint=complaint, contract=second, assigned_on=second.today, reason="T.1.d"
    )
    olive = make_user("caseworker", ["H5678"], username="olive")
    both = make_user("caseworker", ["H1234", "H5678"], username="nora")
    assert not Attachment.objects.visible_to(olive).exists()
    assert Attachment.objects.visible_to(casey).get() == made
    assert Attachment.objects.visible_to(both).get() == made
