"""Parameters: administrators change them from a day on, with a reason; due dates follow."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from complaints.models import ParameterOverride
from complaints.sop import DatedValue, parameters_on
from complaints.sop.parameters import SPANS
from complaints.sop_pages.selectors import parameters_shown
from complaints.tasks import clocks_recompute
from tests.factories import make_complaint, make_user

pytestmark = pytest.mark.django_db
REASON = "Memo of the compliance officer, 11/3."
CHANGE = "/sop/parameters/days_urgent/change/"


@pytest.fixture
def avery():
    return make_user("administrator")


@pytest.fixture
def office(client, avery):
    """A browser in which Avery the administrator is signed in."""
    client.force_login(avery)
    return client


@pytest.fixture
def today():
    return timezone.localdate()


def shown(name, today):
    return {one.name: one for one in parameters_shown(today)}[name]


def test_the_page_lists_every_parameter_with_its_source(desk, words, today):
    page = desk.get("/sop/parameters/")

    said = words(page)
    for parameter in parameters_shown(today):
        assert parameter.span.words in said
        assert f'href="/sop/parameters/{parameter.name}/"' in page.content.decode()
    assert "42 CFR 422.125, 423.129, 460.119" in said
    assert 'href="/sop/cfr/#CFR.resolve.urgent"' in page.content.decode()
    assert "The deployment's compliance officer confirms these values" in said
    assert "Not confirmed yet" in said


def test_others_read_and_are_offered_no_form(desk, words):
    page = desk.get("/sop/parameters/days_urgent/")

    assert "7 calendar days" in words(page)
    assert CHANGE not in page.content.decode()
    assert (
        desk.post(CHANGE, {"value": "5", "since": "2026-01-01", "reason": REASON}).status_code
        == 403
    )
    assert not ParameterOverride.objects.exists()


def test_an_administrator_changes_a_value_from_a_day_on(office, words, avery, today):
    answer = office.post(
        CHANGE, {"value": "5", "since": today.isoformat(), "reason": REASON}, follow=True
    )

    said = words(answer)
    assert "5 calendar days" in said
    assert f"Changed {today.month}/{today.day}/{today.year} by Avery Stone" in said
    assert REASON in said
    entered = ParameterOverride.objects.get()
    assert (entered.name, entered.value, entered.since, entered.author) == (
        "days_urgent",
        5,
        today,
        avery,
    )


def test_the_list_tells_who_changed_what_and_keeps_the_history(office, words, avery, today):
    ParameterOverride.enter(avery, "days_urgent", 5, today, REASON)
    ParameterOverride.enter(avery, "days_urgent", 6, today, "The board took it back in part.")

    said = words(office.get("/sop/parameters/"))

    assert said.index("The board took it back in part.") < said.index(REASON)
    assert "The source's own value." in said


def test_the_same_value_again_confirms_it(avery, today):
    ParameterOverride.enter(avery, "days_urgent", 7, today, REASON)

    parameter = shown("days_urgent", today)
    assert parameter.history[0].confirms
    assert parameter.last_word == ParameterOverride.objects.get()


def test_another_value_is_no_confirmation_and_what_follows_is_held_against_it(avery, today):
    ParameterOverride.enter(avery, "days_urgent", 5, today, REASON)
    ParameterOverride.enter(avery, "days_urgent", 7, today, REASON)
    ParameterOverride.enter(avery, "days_urgent", 7, today, REASON)

    assert [line.confirms for line in shown("days_urgent", today).history] == [
        True,
        False,
        False,
        False,
    ]


def test_a_value_to_come_is_announced_and_not_yet_in_force(office, words, avery, today):
    ParameterOverride.enter(avery, "days_urgent", 5, today + timedelta(days=1), REASON)

    parameter = shown("days_urgent", today)
    assert parameter.in_force.value == 7
    assert [line.value for line in parameter.coming] == [5]
    tomorrow = today + timedelta(days=1)
    assert shown("days_urgent", tomorrow).in_force.value == 5
    said = words(office.get("/sop/parameters/"))
    assert f"5 from {tomorrow.month}/{tomorrow.day}/{tomorrow.year}" in said


def test_what_the_page_calls_in_force_is_what_the_rules_get(avery, today):
    for value, days in ((5, -3), (6, -10), (4, 2), (3, -3)):
        ParameterOverride.enter(avery, "days_urgent", value, today + timedelta(days=days), REASON)

    for day in (today - timedelta(days=11), today - timedelta(days=5), today, today + timedelta(3)):
        in_rules = parameters_on(day, ParameterOverride.dated())
        for parameter in parameters_shown(day):
            assert parameter.in_force.value == getattr(in_rules, parameter.name)
    assert parameters_on(today, ParameterOverride.dated()).days_urgent == 3


def test_all_of_them_come_as_dated_values_in_one_query(avery, today, django_assert_num_queries):
    ParameterOverride.enter(avery, "days_urgent", 5, today, REASON)
    ParameterOverride.enter(avery, "bae_check_days", 20, today, REASON)

    with django_assert_num_queries(1):
        dated = ParameterOverride.dated()

    assert dated == (
        DatedValue("days_urgent", 5, today, "calendar days", "CFR.resolve.urgent"),
        DatedValue("bae_check_days", 20, today, "calendar days", "N.5"),
    )


def test_a_parameter_that_a_release_gave_up_stays_on_record_and_out_of_force(avery, today):
    given_up = {"name": "days_of_old", "value": 5, "since": today, "reason": REASON}
    ParameterOverride.objects.bulk_create([ParameterOverride(author=avery, **given_up)])

    assert ParameterOverride.dated() == ()
    assert len(parameters_shown(today)) == len(SPANS)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"value": "0"}, "at least 1"),
        ({"value": "-3"}, "at least 1"),
        ({"value": "2.5"}, "without decimals"),
        ({"value": "31"}, "Enter a whole number from 1 to 30."),
        ({"value": ""}, "Enter a whole number."),
        ({"since": ""}, "Enter the day from which it holds."),
        ({"since": "2024-12-31"}, "The source holds since 1/1/2025."),
        ({"reason": "too short"}, "Say why in at least 10 characters"),
        ({"reason": "         x"}, "Say why in at least 10 characters"),
        ({"reason": ""}, "Say why"),
    ],
)
def test_it_refuses_what_makes_no_sense_and_keeps_what_was_typed(office, words, typed, said):
    data = {"value": "29", "since": "2026-01-05", "reason": REASON, **typed}

    answer = office.post(CHANGE, data)

    assert answer.status_code == 422
    assert said in words(answer)
    assert not ParameterOverride.objects.exists()
    for name, value in data.items():
        assert answer.context["form"][name].value() == value


def test_the_edges_of_the_range_and_the_first_day_are_taken(office):
    for value in ("1", "30"):
        answer = office.post(CHANGE, {"value": value, "since": "2025-01-01", "reason": "x" * 10})
        assert answer.status_code == 302
    assert ParameterOverride.objects.count() == 2


def test_an_unknown_parameter_is_not_found_and_not_kept(office, avery, today):
    data = {"value": "5", "since": today.isoformat(), "reason": REASON}

    assert office.post("/sop/parameters/days_of_rest/change/", data).status_code == 404
    with pytest.raises(ValidationError, match="no such parameter"):
        ParameterOverride.enter(avery, "days_of_rest", 5, today, REASON)


def test_it_stays_as_entered(avery, today):
    entered = ParameterOverride.enter(avery, "days_urgent", 5, today, REASON)

    entered.value = 6
    with pytest.raises(TypeError, match="stays"):
        entered.save()
    with pytest.raises(TypeError, match="stays"):
        entered.delete()
    for statement in ("UPDATE {} SET value = 6", "DELETE FROM {}"):
        with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
            connection.cursor().execute(statement.format(ParameterOverride._meta.db_table))


def test_a_change_has_the_clocks_worked_out_anew_once_it_is_committed(
    office, monkeypatch, django_capture_on_commit_callbacks
):
    asked = []
    monkeypatch.setattr("celery.current_app.send_task", lambda name, **_: asked.append(name))

    with django_capture_on_commit_callbacks(execute=True):
        office.post(CHANGE, {"value": "5", "since": "2026-01-05", "reason": REASON})
        assert asked == []

    assert asked == ["complaints.tasks.clocks_recompute"]


def test_due_dates_of_open_complaints_follow(avery, today):
    complaint = make_complaint(issue_level="URGENT", assignment_date=today)
    assert complaint.due_on == today + timedelta(days=7)

    ParameterOverride.enter(avery, "days_urgent", 5, today, REASON)
    ParameterOverride.enter(avery, "days_urgent", 3, today + timedelta(days=2), REASON)
    clocks_recompute()

    complaint.refresh_from_db()
    assert complaint.due_on == today + timedelta(days=5)


def test_a_value_stands_when_redis_is_away(office, monkeypatch, django_capture_on_commit_callbacks):
    def away(name, **_):
        raise ConnectionError("Redis is away")

    monkeypatch.setattr("celery.current_app.send_task", away)

    with django_capture_on_commit_callbacks(execute=True):
        answer = office.post(CHANGE, {"value": "5", "since": "2026-01-05", "reason": REASON})

    assert answer.status_code == 302
    assert ParameterOverride.objects.count() == 1


def test_the_step_a_parameter_rests_on_shows_the_value_and_who_entered_it(
    desk, words, avery, today
):
    assert "the source's own, in force from 1/1/2025" in words(desk.get("/sop/cfr/"))
    ParameterOverride.enter(avery, "days_urgent", 5, today, REASON)

    said = words(desk.get("/sop/cfr/"))

    assert "5 calendar days entered by Avery Stone" in said


def test_the_list_costs_the_same_queries_for_none_and_for_many(
    desk, avery, django_assert_num_queries
):
    desk.get("/sop/parameters/")
    with django_assert_num_queries(3):
        desk.get("/sop/parameters/")
    for value in (3, 4, 5):
        ParameterOverride.enter(avery, "days_urgent", value, date(2026, 1, value), REASON)
    with django_assert_num_queries(3):
        desk.get("/sop/parameters/")
