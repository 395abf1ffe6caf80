"""The clock of a case, read from its record, its assignments, its requests and its contacts."""

from collections.abc import Iterable
from datetime import date

from complaints import deadlines, sop
from complaints.sop.contact_log import with_complainant


def clock_from(case: sop.CaseFacts) -> deadlines.Clock:
    complaint = case.complaint
    tried = [contact for contact in with_complainant(case) if contact.attempted_at]
    reached = [contact for contact in tried if contact.outcome == "REACHED"]
    return deadlines.clock(
        deadlines.ClockFacts(
            as_of=case.today,
            received_date=complaint.received_date,
            assignment_date=complaint.assignment_date,
            issue_level=complaint.issue_level,
            issue_level_request_status=complaint.issue_level_request_status,
            resolution_date=complaint.resolution_date,
            plan_type=complaint.plan_type,
            flagged=case.flagged,
            first_attempted_on=_first_day(case, tried),
            first_reached_on=_first_day(case, reached),
            assignments=case.assignments,
            levels=case.levels,
            requests=case.requests,
            time_zone=case.time_zone,
            parameters=case.parameters,
        )
    )


def _first_day(case: sop.CaseFacts, contacts: Iterable[sop.ContactFacts]) -> date | None:
    moments = [contact.attempted_at for contact in contacts if contact.attempted_at]
    return case.local(min(moments)).date() if moments else None
