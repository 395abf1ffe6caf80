"""A download brings complaints over HTTP, each with everything that follows from it."""

from datetime import timedelta

from django.utils import timezone

from complaints.models import Category, Complaint, ComplaintChange, ContractAssignment
from hpms_sync.simulator.clock import us_date
from tests.sync.road import CASE, OTHER, Road


def test_it_brings_every_complaint_of_the_keys_contracts(full_road: Road) -> None:
    run = full_road.download()
    held = full_road.hpms.control("GET", "summary")["contracts"]
    wanted = sum(held[contract] for contract in ("H1234", "H5678", "S4802"))
    assert run.counts["new"] == Complaint.objects.count() > 40
    assert run.counts["records"] <= wanted
    assert not Complaint.objects.filter(contract="H9999").exists()


def test_it_keeps_the_columns_as_hpms_sent_them(road: Road) -> None:
    road.add(ISSUE_LEVEL="Immediate Need", SWIFT="Yes", SWIFT_CONTROL_NUMBER="012", COMMENTS="a\nb")
    road.download()
    complaint = Complaint.objects.get(pk=CASE)
    assert complaint.contact_first_name == "Delores"
    assert complaint.issue_level == "IMMEDIATE_NEED"
    assert complaint.swift is True
    assert complaint.swift_control_number == "012"
    assert complaint.comments == "a\nb"
    assert complaint.complainant_satisfied == "U"
    assert complaint.received_date == timezone.localdate() - timedelta(days=2)
    assert complaint.review_flags == []


def test_it_gives_a_new_complaint_its_assignment_clock_category_and_history(road: Road) -> None:
    road.add()
    run = road.download()
    complaint = Complaint.objects.get(pk=CASE)
    assignment = ContractAssignment.objects.get(complaint=CASE)
    assert (assignment.contract_id, assignment.reason) == ("H1234", "FIRST")
    assert assignment.assigned_on == complaint.assignment_date
    assert complaint.due_on == complaint.assignment_date + timedelta(days=7)
    assert complaint.next_step == "First contact"
    assert Category.objects.filter(complaint_category=complaint.complaint_category).exists()
    first = ComplaintChange.objects.get(complaint=CASE)
    assert (first.column, first.download_run) == ("", run.pk)


def test_it_brings_an_open_complaint_older_than_ninety_days(road: Road) -> None:
    day = us_date(timezone.localdate() - timedelta(days=400))
    road.add(RECEIVED_DATE=day)
    road.download()
    assert Complaint.objects.filter(pk=CASE).exists()


def test_it_brings_the_resolution_of_a_complaint_older_than_ninety_days(road: Road) -> None:
    day = us_date(timezone.localdate() - timedelta(days=400))
    road.add(RECEIVED_DATE=day)
    road.download()
    road.hpms.cms("resolve", CASE)
    road.download()
    assert Complaint.objects.get(pk=CASE).resolution_date == timezone.localdate()


def test_it_asks_for_what_was_received_since_a_day_when_told_to(road: Road) -> None:
    road.add(CASE, RECEIVED_DATE=us_date(timezone.localdate() - timedelta(days=30)))
    road.add(OTHER)
    road.download(since=timezone.localdate() - timedelta(days=10))
    assert list(Complaint.objects.values_list("pk", flat=True)) == [OTHER]


def test_it_asks_for_open_before_resolved_with_every_date_explicit(road: Road) -> None:
    road.download()
    asked = [call["parameters"] for call in road.hpms.journal("download")]
    assert [parameters["complaintStatus"] for parameters in asked] == ["0", "1"]
    assert all(parameters["dateFrom"] and parameters["dateTo"] for parameters in asked)
    assert {parameters["contracts"] for parameters in asked} == {"H1234,H5678,S4802"}


def test_it_shows_a_case_that_closes_between_the_two_requests_as_closed(road: Road) -> None:
    from hpms_sync.download.run import download

    road.add()
    closed = []

    def report(what: str, count: int) -> None:
        if what == "Reading" and not closed:
            closed.append(road.hpms.cms("resolve", CASE))

    run = download(road.key, report=report)
    assert run.counts["records"] == 2
    assert Complaint.objects.get(pk=CASE).resolution_date == timezone.localdate()


def test_it_records_counts_and_timings(road: Road) -> None:
    road.add()
    run = road.download()
    assert run.counts["records"] == run.counts["new"] == 1
    assert set(run.timings) == {"request", "stage", "apply", "judge"}
    assert run.started_at <= run.finished_at
