"""CMS commented: My day says so until somebody who works on the complaint marks it as read."""

from datetime import timedelta

import pytest
from django.utils import timezone

from complaints.models import ComplaintChange
from tests.factories import make_complaint, make_user

OLD = "3/1/2026 9:00 AM System: Complaint assigned."
CMS = "3/2/2026 10:15 AM CMS: Please call her today."


@pytest.fixture
def complaint(db):
    return make_complaint("C2611210348")


def came_in(complaint, added, old=OLD, column="comments", days_ago=0):
    return ComplaintChange.objects.create(
        complaint=complaint,
        column=column,
        old=old,
        new=f"{added}\n{old}" if old else added,
        seen_at=timezone.now() - timedelta(days=days_ago),
        download_run=1,
    )


def flags(desk, view="all"):
    rows = desk.get(f"/?view={view}").context["listing"].rows
    return {row.complaint.pk: [flag.words for flag in row.flags] for row in rows}


def read(desk, complaint, change):
    return desk.post(f"/complaints/{complaint.pk}/comments/read/", {"up_to": change.pk})


def test_the_row_the_view_and_the_page_say_so_until_it_is_read(desk, complaint, words):
    make_complaint("C2611210349")
    change = came_in(complaint, CMS)
    assert flags(desk) == {"C2611210348": ["New comment"], "C2611210349": []}
    assert list(flags(desk, "from-cms")) == ["C2611210348"]
    page = f"/complaints/{complaint.pk}/"
    assert "New from CMS, came in" in words(desk.get(page))
    assert "New comment" in flags(desk)["C2611210348"], "looking alone marks nothing"
    assert read(desk, complaint, change).url == f"{page}#comments"
    assert flags(desk)["C2611210348"] == []
    assert flags(desk, "from-cms") == {}
    assert "New from CMS, came in" not in words(desk.get(page))


def test_resolved_complaints_stand_in_the_view_and_are_counted(desk, complaint):
    closed = make_complaint("C2611210350", resolution_date=timezone.localdate())
    came_in(closed, CMS)
    response = desk.get("/?view=from-cms")
    assert [row.complaint.pk for row in response.context["listing"].rows] == [closed.pk]
    assert response.context["listing"].view_counts["from-cms"] == 1


@pytest.mark.parametrize(
    ("added", "old", "new"),
    [
        (CMS, OLD, True),
        (CMS, "", True),
        ("Please call her today.", "", True),
        (f"3/2/2026 11:00 AM System: Request approved.\n{CMS}", OLD, True),
        ("3/2/2026 11:00 AM System: Request approved.", OLD, False),
        ("3/2/2026 11:00 AM System: Request approved.", f"{CMS}\n{OLD}", False),
        ("", "", False),
    ],
)
def test_what_a_person_wrote_counts_and_hpmss_own_messages_do_not(desk, complaint, added, old, new):
    came_in(complaint, added, old)
    assert flags(desk)[complaint.pk] == (["New comment"] if new else [])


def test_another_column_and_a_comment_of_long_ago_are_no_news(desk, complaint):
    came_in(complaint, CMS, column="plan_casework_notes")
    came_in(complaint, CMS, days_ago=61)
    assert flags(desk)[complaint.pk] == []


def test_one_that_came_in_after_the_page_was_opened_stays_new(desk, complaint):
    first = came_in(complaint, CMS)
    second = came_in(complaint, "3/3/2026 8:00 AM CMS: And now?", f"{CMS}\n{OLD}")
    read(desk, complaint, first)
    assert flags(desk)[complaint.pk] == ["New comment"]
    read(desk, complaint, second)
    read(desk, complaint, first)
    assert flags(desk)[complaint.pk] == []


def test_a_change_of_another_complaint_marks_nothing(desk, complaint):
    came_in(complaint, CMS)
    other = came_in(make_complaint(), CMS)
    read(desk, complaint, other)
    desk.post(f"/complaints/{complaint.pk}/comments/read/", {"up_to": "x"})
    assert flags(desk)[complaint.pk] == ["New comment"]


def test_an_auditor_sees_it_and_marks_nothing(client, complaint, words):
    client.force_login(make_user("auditor"))
    change = came_in(complaint, CMS)
    shown = words(client.get(f"/complaints/{complaint.pk}/"))
    assert "New from CMS, came in" in shown
    assert "Mark as read" not in shown
    assert read(client, complaint, change).status_code == 403
    assert flags(client)[complaint.pk] == ["New comment"]
