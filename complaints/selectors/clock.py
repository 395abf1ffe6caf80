"""The clock of a case, read from its record and its contacts."""

from complaints import deadlines, sop
from complaints.sop.contact_log import with_complainant


def clock_from(case: sop.CaseFacts) -> deadlines.Clock:
    complaint = case.complaint
    tried = [c for c in with_complainant(case) if c.attempted_at]
    reached = [c for c in tried if c.outcome == "REACHED"]
    days = [
        [case.local(c.attempted_at).date() for c in some if c.attempted_at]
        for some in (tried, reached)
    ]
    return deadlines.clock(
        deadlines.ClockFacts(
            received_date=complaint.received_date,
            assignment_date=complaint.assignment_date,
            issue_level=complaint.issue_level,
            issue_level_request_status=complaint.issue_level_request_status,
            resolution_date=complaint.resolution_date,
            plan_type=complaint.plan_type,
            first_attempted_on=min(days[0], default=None),
            first_reached_on=min(days[1], default=None),
            time_zone=case.time_zone,
            parameters=case.parameters,
        )
    )
