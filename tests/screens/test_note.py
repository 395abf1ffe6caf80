"""Writing a note: saved as typed, refused with the text kept, judged while being written."""

import re

import pytest
from django.urls import reverse

from complaints.models import CaseworkNote, CaseworkUpload, ParameterOverride, RuleAcknowledgement
from tests.factories import make_complaint, make_user

TEXT = "Called the pharmacy, claim rerun and paid."


@pytest.fixture
def complaint(casey):
    return make_complaint()


def save(client, complaint, text, **more):
    return client.post(reverse("complaint-note", args=[complaint.pk]), {"text": text, **more})


def check(client, complaint, text, **more):
    return client.post(reverse("complaint-note-check", args=[complaint.pk]), {"text": text, **more})


def test_it_saves_a_note_and_sends_it(desk, casey, complaint):
    response = save(desk, complaint, TEXT, include_in_summary="on")
    note = CaseworkNote.objects.get()
    assert response.url == reverse("complaint", args=[complaint.pk]) + f"#note-{note.pk}"
    assert (note.text, note.author, note.include_in_summary) == (TEXT, casey, True)
    assert CaseworkUpload.objects.get().payload["caseworkNotes"] == TEXT


def test_it_keeps_an_internal_note_inside(desk, complaint):
    save(desk, complaint, TEXT, internal="on")
    assert CaseworkNote.objects.get().internal
    assert not CaseworkUpload.objects.exists()


def test_it_counts_a_line_end_as_one_character_though_browsers_send_two(desk, complaint):
    save(desk, complaint, "a\r\n" * 2000)
    assert CaseworkNote.objects.get().text == "a\n" * 2000


def test_it_sends_comments_and_agent_data_beside_the_note(desk, complaint):
    save(
        desk,
        complaint,
        TEXT,
        comments="For CMS.",
        agent_broker_complaint="Y",
        agent_broker_last_name="Doe",
        **{
            "why-UP.agentBroker.category": "The agent is named in the complaint.",
            "ack-UP.agentBroker.category": "on",
        },
    )
    sent = CaseworkUpload.objects.get().payload
    assert (sent["comments"], sent["agentBrokerComplaint"], sent["agentBrokerLastName"]) == (
        "For CMS.",
        "Y",
        "Doe",
    )


@pytest.mark.parametrize(
    ("text", "rule", "remedy"),
    [
        ("Claim rerun & paid", "C.1.b.note", "Write “and” for &"),
        ("x" * 4001, "Q.2.max", "Shorten the note by 1 character or split"),
    ],
)
def test_it_refuses_with_rule_and_remedy_and_the_text_stays(
    desk, complaint, words, text, rule, remedy
):
    response = save(desk, complaint, text)
    assert response.status_code == 422
    assert remedy in words(response)
    assert rule in words(response)
    assert text in words(response)
    assert not CaseworkNote.objects.exists()


def test_it_asks_a_reason_for_a_warning_and_keeps_it(desk, casey, complaint, words):
    save(desk, complaint, "Left a voicemail.")
    refused = save(desk, complaint, "Left a voicemail.")
    assert refused.status_code == 422
    warned = refused.context["note_refusal"].warnings[0].finding.rule
    assert f'name="ack-{warned}"' in refused.content.decode()
    short = save(
        desk, complaint, "Left a voicemail.", **{f"ack-{warned}": "on", f"why-{warned}": "again"}
    )
    assert short.status_code == 422
    assert "again" in words(short)
    reason = "A second voicemail, on another day."
    saved = save(
        desk, complaint, "Left a voicemail.", **{f"ack-{warned}": "on", f"why-{warned}": reason}
    )
    assert saved.status_code == 302
    kept = RuleAcknowledgement.objects.get()
    assert (kept.rule, kept.reason, kept.user) == (warned, reason, casey)


def test_it_judges_a_note_while_it_is_written(desk, complaint, words):
    refused = words(check(desk, complaint, "Rerun & paid; copay < 50"))
    assert "HPMS would refuse this note: 3 characters." in refused
    assert "3,976 of 4,000 left" in refused
    assert not CaseworkNote.objects.exists()
    assert "HPMS takes every character." in words(check(desk, complaint, TEXT))
    assert "Stays in the plan." in words(check(desk, complaint, "A & B", internal="on"))


def test_it_counts_the_text_as_sent_and_shows_it_where_it_differs(desk, complaint, words):
    said = words(check(desk, complaint, "José paid ½…\nDone"))
    assert "HPMS takes it, with 3 characters changed." in said
    assert "HPMS takes every character." not in said
    assert "“é” became “e”" in said
    assert "Jose paid" in said
    verdict = check(desk, complaint, "ß").context["note_verdict"]
    assert verdict.left == 4000 - 2


@pytest.mark.parametrize(
    ("typed", "changed"),
    [("Jose", 0), ("Jose\nand Ana", 0), ("Jose\u0301", 1), ("“José”", 3)],
)
def test_it_opens_the_exact_text_where_letters_change(desk, complaint, typed, changed):
    response = check(desk, complaint, typed)
    assert response.context["note_verdict"].changed_count == changed
    assert ("<details open>" in response.content.decode()) == bool(changed)


def test_it_leaves_the_exact_text_folded_while_the_note_is_refused(desk, complaint):
    assert "<details open>" not in check(desk, complaint, "José & Ana").content.decode()


def test_it_shows_each_of_the_four_refused_characters(desk, complaint):
    html = check(desk, complaint, "a & b & c < d > e; f").content.decode()
    assert re.findall(r"<mark>(.*?)</mark>", html) == ["&amp;", "&lt;", "&gt;", ";"]


@pytest.mark.parametrize(
    ("typed", "mended"),
    [
        ("A&B", "A and B"),
        ("rerun & paid; done", "rerun and paid, done"),
        ("copay <50 >10", "copay less than 50 more than 10"),
    ],
)
def test_it_puts_words_in_the_place_of_restricted_characters(desk, complaint, typed, mended):
    live = check(desk, complaint, typed, mend="1")
    assert live.context["note_form"]["text"].value() == mended
    whole = save(desk, complaint, typed, mend="1")
    assert whole.context["note_form"]["text"].value() == mended
    assert not CaseworkNote.objects.exists()


def test_it_escapes_what_was_typed(desk, complaint):
    html = save(desk, complaint, "<script>alert(1)</script>").content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html


@pytest.mark.parametrize("route", ["complaint-note-check", "resolve-check"])
def test_counters_follow_a_length_an_administrator_changed(desk, complaint, words, route):
    field = {"complaint-note-check": "text", "resolve-check": "note"}[route]

    def counted(text):
        return words(desk.post(reverse(route, args=[complaint.pk]), {field: text}))

    assert "3,997" in counted("Abc")
    ParameterOverride.enter(
        make_user("administrator"),
        "note_max_characters",
        3000,
        complaint.contract.today,
        "HPMS's memo of this month.",
    )
    assert "2,997" in counted("Abc")
    assert "too long" in counted("Abc " * 800)


def test_the_length_is_told_before_anything_is_typed(desk, complaint, words):
    page = reverse("complaint", args=[complaint.pk])
    assert "4,000 characters" in words(desk.get(page))
    ParameterOverride.enter(
        make_user("administrator"),
        "note_max_characters",
        3000,
        complaint.contract.today,
        "HPMS's memo of this month.",
    )
    assert "3,000 characters" in words(desk.get(page))
