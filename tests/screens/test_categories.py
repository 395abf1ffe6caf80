"""The category list: what no download tells of a pair, kept by administrators."""

import pytest
from django.db import DatabaseError, transaction
from django.db.models import QuerySet
from django.urls import reverse

from complaints.models import Category, CategoryChange
from plan_requests.models import PlanRequest
from tests.factories import make_complaint, make_user

pytestmark = pytest.mark.django_db
LIST = "/categories/"


@pytest.fixture
def pair(db):
    make_complaint(complaint_category="Marketing", complaint_subcategory="Agent misled me")
    return Category.objects.get()


@pytest.fixture
def avery(client):
    admin = make_user("administrator", username="avery", first_name="Avery", last_name="Admin")
    client.force_login(admin)
    return client


def change(browser, pair, **given):
    told = {"takes_agent_broker": "yes", "active": "yes", **given}
    return browser.post(reverse("category-change", args=[pair.pk]), told, follow=True)


def offered(browser):
    """The pairs a category change request offers."""
    other = make_complaint(complaint_category="Pharmacy", complaint_subcategory="Denied")
    page = browser.get(f"{reverse('request-new', args=[other.pk])}?type=CATEGORY_CHANGE")
    return str(page.context["form"]["target_pair"])


@pytest.mark.parametrize(("said", "kept"), [("yes", True), ("no", False)])
def test_an_administrator_says_whether_a_pair_takes_agent_data(avery, pair, words, said, kept):
    assert "Not known" in words(avery.get(LIST))
    page = change(avery, pair, takes_agent_broker=said)
    pair.refresh_from_db()
    assert (pair.takes_agent_broker, pair.active) == (kept, True)
    assert "Saved: Marketing / Agent misled me." in words(page)
    assert "by Avery Admin" in words(page)


def test_what_is_known_can_become_unknown_again(avery, pair):
    change(avery, pair)
    change(avery, pair, takes_agent_broker="unknown")
    pair.refresh_from_db()
    assert pair.takes_agent_broker is None
    assert [c.takes_agent_broker for c in CategoryChange.objects.all()] == [True, None]


def test_a_pair_no_longer_used_is_not_offered(desk, pair):
    assert "Agent misled me" in offered(desk)
    CategoryChange.enter(make_user("administrator"), pair.pk, None, active=False)
    assert "Agent misled me" not in offered(desk)


def test_a_draft_keeps_the_pair_it_had_until_another_is_chosen(desk, pair, casey):
    other = make_complaint(complaint_category="Pharmacy", complaint_subcategory="Denied")
    asked = PlanRequest(
        complaint=other,
        author=casey,
        request_type="CATEGORY_CHANGE",
        target_category="Marketing",
        target_subcategory="Agent misled me",
    )
    asked.save()
    CategoryChange.enter(make_user("administrator"), pair.pk, None, active=False)
    page = desk.get(reverse("request-edit", args=[other.pk, asked.pk]))
    field = str(page.context["form"]["target_pair"])
    assert '<option value="Marketing\tAgent misled me" selected>' in field
    assert "As drafted, not among those still used" in field


def test_each_change_is_kept_with_who_and_when(avery, pair, words):
    change(avery, pair)
    change(avery, pair, active="no")
    page = words(avery.get(reverse("category", args=[pair.pk])))
    assert page.count("by Avery Admin") == 2
    assert page.index("still used no") < page.index("still used yes")
    with pytest.raises(DatabaseError), transaction.atomic():
        QuerySet(CategoryChange).update(active=True)


def test_the_same_again_is_no_change(avery, pair, words):
    page = change(avery, pair, takes_agent_broker="unknown")
    assert "nothing was changed" in words(page)
    assert not CategoryChange.objects.exists()


def test_an_answer_left_out_is_asked_for(avery, pair, words):
    page = change(avery, pair, active="")
    assert page.status_code == 422
    assert "Say yes or no." in words(page)
    pair.refresh_from_db()
    assert pair.takes_agent_broker is None


def test_others_read_and_change_nothing(desk, pair, words):
    assert "Agent misled me" in words(desk.get(LIST))
    assert "Administrators do." in words(desk.get(reverse("category", args=[pair.pk])))
    assert change(desk, pair).status_code == 403
    assert not CategoryChange.objects.exists()


def test_the_list_asks_no_more_for_many(avery, pair, django_assert_max_num_queries):
    change(avery, pair)
    for number in range(5):
        make_complaint(complaint_subcategory=f"Number {number}")
    with django_assert_max_num_queries(10):
        avery.get(LIST)


def test_the_lists_are_linked(desk):
    for page in (reverse("requests"), reverse("sop-parameters")):
        assert f'href="{LIST}"' in desk.get(page).content.decode()
