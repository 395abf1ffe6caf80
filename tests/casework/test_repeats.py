"""Complaints of one person find each other: across contracts of the organization, never by blanks."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from complaints.models import (
    BaeRequest,
    Complaint,
    IntakeReview,
    RepeatLink,
    Resolution,
    ScenarioChoice,
)
from complaints.selectors.repeats import related_for, related_to
from ctm_casework.accounts.models import ParentOrganization
from tests.factories import make_complaint, make_contract, make_user

pytestmark = pytest.mark.django_db
DELORES = {
    "contact_first_name": "Delores",
    "contact_last_name": "Whitaker",
    "contact_phone": "(845) 555-0142",
    "bene_id": "1EG4TE5MK73",
}
NOBODY = {"contact_first_name": "", "contact_last_name": "", "contact_phone": "", "bene_id": ""}


@pytest.fixture
def first(db):
    return make_complaint("C2600000001", **DELORES)


def others_of(complaint):
    return [other.complaint_id for other in related_for([complaint.pk]).get(complaint.pk, ())]


@pytest.mark.parametrize("number", ["1EG4TE5MK73", "1eg4-te5-mk73", " 1EG4 TE5 MK73 "])
def test_the_same_medicare_number_finds_them_however_it_is_typed(first, number):
    second = make_complaint(bene_id=number)
    assert others_of(first) == [second.pk]
    assert others_of(second) == [first.pk]


def test_another_number_finds_nothing(first):
    make_complaint(bene_id="1EG4TE5MK74")
    assert others_of(first) == []


@pytest.mark.parametrize(
    ("name", "phone", "found"),
    [
        (("Delores", "Whitaker"), "845-555-0142", True),
        (("DELORES ", "whitaker"), "+1 845 555 0142", True),
        (("Delores", "Whitaker"), "8455550142 ext. 12", True),
        (("Delores", "Whitaker"), "845 555 0142 x3", True),
        (("Delores", "Whitaker"), "845-555-0143", False),
        (("Dolores", "Whitaker"), "845-555-0142", False),
        (("Delores", "Whitaker"), "555-0142", False),
        (("Delores", "Whitaker"), "", False),
        (("", ""), "845-555-0142", False),
    ],
)
def test_without_a_number_name_and_phone_find_them(first, name, phone, found):
    second = make_complaint(
        bene_id="", contact_first_name=name[0], contact_last_name=name[1], contact_phone=phone
    )
    assert others_of(second) == ([first.pk] if found else [])
    assert others_of(first) == ([second.pk] if found else [])


def test_name_and_phone_do_not_join_two_different_numbers(first):
    """A daughter who calls for both of her parents."""
    make_complaint(**{**DELORES, "bene_id": "9AB8CD7EF65"})
    assert others_of(first) == []


def test_blank_never_matches_blank(db):
    one, other = make_complaint(**NOBODY), make_complaint(**NOBODY)
    assert (one.bene_key, one.complainant_key) == ("", "")
    assert others_of(one) == others_of(other) == []
    make_complaint(**{**NOBODY, "bene_id": "-- --"})
    assert others_of(make_complaint(**{**NOBODY, "bene_id": "- -"})) == []


def test_it_looks_through_the_organizations_contracts_and_no_others(first):
    evergreen = ParentOrganization.objects.create(name="Evergreen")
    other = ParentOrganization.objects.create(name="Lakeshore")
    type(first.contract).objects.filter(pk="H1234").update(parent=evergreen)
    sister = make_complaint(contract=make_contract("S5678", parent=evergreen), **DELORES)
    make_complaint(contract=make_contract("H9999", parent=other), **DELORES)
    make_complaint(contract=make_contract("H8888"), **DELORES)
    assert others_of(first) == [sister.pk]


def test_contracts_of_no_known_organization_are_strangers(first):
    make_complaint(contract=make_contract("H8888"), **DELORES)
    assert others_of(first) == []


def test_a_complaint_is_not_its_own_repeat(first):
    assert related_for([first.pk]) == {}


def test_it_tells_what_the_sop_asks_about_the_other(first):
    second = make_complaint(
        **DELORES,
        received_date=date(2026, 8, 1),
        resolution_date=date(2026, 8, 9),
        issue_level="IMMEDIATE_NEED",
        swift_control_number="SW-1",
    )
    (facts,) = related_for([first.pk])[first.pk]
    assert facts.complaint_id == second.pk
    assert facts.contract_id == "H1234"
    assert facts.received_date == date(2026, 8, 1)
    assert facts.resolution_date == date(2026, 8, 9)
    assert facts.issue_level == "IMMEDIATE_NEED"
    assert facts.complaint_subcategory == "Cannot fill a prescription"
    assert facts.flagged
    assert not facts.bae_born


@pytest.mark.parametrize(
    ("columns", "flagged"),
    [
        ({"swift": True}, True),
        ({"congressional": True}, True),
        ({"swift_control_number": "N/A"}, False),
        ({}, False),
    ],
)
def test_it_knows_flagged_others(first, columns, flagged):
    make_complaint(**DELORES, **columns)
    assert related_for([first.pk])[first.pk][0].flagged is flagged


def test_press_interest_noted_at_intake_flags_the_other(first):
    second = make_complaint(**DELORES)
    casey = make_user()
    IntakeReview.enter(second.pk, casey, press_hill_interest=True)
    assert related_for([first.pk])[first.pk][0].flagged
    IntakeReview.enter(second.pk, casey, press_hill_interest=False)
    assert not related_for([first.pk])[first.pk][0].flagged


def bae_born(complaint):
    return [other.bae_born for other in related_for([complaint.pk])[complaint.pk]]


def test_what_the_regional_office_opened_for_bae_is_told_apart(first):
    made = make_complaint(**DELORES)
    assert bae_born(first) == [False]
    # As the record stands once the Regional Office has opened it; its own rules are not the matter here.
    record = BaeRequest(
        complaint=first, author=make_user(), new_complaint=made, created_at=timezone.now()
    )
    record.save_base(raw=True, force_insert=True)
    assert bae_born(first) == [True]
    assert bae_born(made) == [False]
    assert not related_to(first, make_user("supervisor")).repeated


@pytest.mark.parametrize("category", ["Low income subsidy - Best Available Evidence"])
def test_a_bae_category_says_so_too(first, category):
    make_complaint(**DELORES, complaint_subcategory=category)
    assert bae_born(first) == [True]


def test_a_bae_tag_says_so_while_it_stands(first):
    second, casey = make_complaint(**DELORES), make_user()
    ScenarioChoice.enter(second.pk, casey, "BAE", accepted=True)
    assert bae_born(first) == [True]
    ScenarioChoice.enter(second.pk, casey, "BAE", accepted=False)
    assert bae_born(first) == [False]


def test_oldest_come_first_and_one_query_answers_for_many(first, django_assert_num_queries):
    today = timezone.localdate()
    late = make_complaint(**DELORES, received_date=today)
    early = make_complaint(**DELORES, received_date=today - timedelta(days=90))
    with django_assert_num_queries(1):
        found = related_for([first.pk, late.pk, early.pk])
    assert [other.complaint_id for other in found[first.pk]] == [early.pk, late.pk]
    assert set(found) == {first.pk, late.pk, early.pk}


def test_others_of_foreign_contracts_are_counted_and_not_shown(first):
    evergreen = ParentOrganization.objects.create(name="Evergreen")
    type(first.contract).objects.filter(pk="H1234").update(parent=evergreen)
    sister = make_complaint(contract=make_contract("S5678", parent=evergreen), **DELORES)
    own = make_complaint(**DELORES)
    casey = related_to(first, make_user())
    assert [other.facts.complaint_id for other in casey.shown] == [own.pk]
    assert casey.hidden == 1
    both = related_to(first, make_user("supervisor", ["H1234", "S5678"]))
    assert {other.facts.complaint_id for other in both.shown} == {own.pk, sister.pk}
    assert both.hidden == 0


def test_it_shows_the_newest_decision_about_each(first):
    second, casey = make_complaint(**DELORES), make_user()
    assert related_to(first, casey).shown[0].decided is None
    RepeatLink.enter(first.pk, casey, other=second, relation="DUPLICATE")
    RepeatLink.enter(first.pk, casey, other=second, relation="DISTINCT")
    assert related_to(first, casey).shown[0].decided.relation == "DISTINCT"


def test_nobody_else_means_nothing_to_show(first):
    found = related_to(first, make_user())
    assert not found
    assert not found.repeated


def test_the_keys_follow_the_columns(first):
    Complaint.objects.filter(pk=first.pk).update(bene_id="2AA", contact_last_name="Núñez-Díaz")
    changed = Complaint.objects.get(pk=first.pk)
    assert changed.bene_key == "2AA"
    assert changed.complainant_key == "deloresnúñezdíaz8455550142"


def findings_at_closing(complaint, casey):
    return {one.rule for one in Resolution(complaint=complaint, author=casey).findings()}


@pytest.mark.parametrize(("interest", "kept_open"), [(True, False), (False, True)])
def test_press_or_hill_interest_of_the_other_keeps_the_flag(interest, kept_open):
    """Closing the older one, of Press interest, loses the flag unless the newer one has it too."""
    casey = make_user("caseworker")
    day = date(2026, 11, 1)
    older = make_complaint("C2600000001", received_date=day)
    newer = make_complaint("C2600000002", received_date=day + timedelta(days=9))
    for one, flag in ((older, True), (newer, interest)):
        IntakeReview.enter(one.pk, casey, has_access_to_care=True, press_hill_interest=flag)
    RepeatLink.enter(older.pk, casey, other=newer, relation="DUPLICATE")

    assert ("M.2.older" in findings_at_closing(older, casey)) is kept_open


def test_a_decision_about_one_other_does_not_undo_that_about_another():
    casey = make_user("caseworker")
    day = date(2026, 11, 9)
    complaint = make_complaint("C2600000003", received_date=day)
    older, third = (
        make_complaint(pk, received_date=day - timedelta(days=5))
        for pk in ("C2600000001", "C2600000002")
    )
    RepeatLink.enter(complaint.pk, casey, other=older, relation="DUPLICATE")
    RepeatLink.enter(complaint.pk, casey, other=third, relation="DISTINCT")

    assert "M.2.older" in findings_at_closing(complaint, casey)
    RepeatLink.enter(complaint.pk, casey, other=older, relation="DISTINCT")
    assert "M.2.older" not in findings_at_closing(complaint, casey)
