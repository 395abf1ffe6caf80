"""Every figure of the control room as data: its name, its definition, and the one condition by which it
is both counted and opened.

A condition reads what `population.Room` puts beside each complaint: `today`, `tomorrow` and `since` on
the clock of its contract, `next_due` and `age`."""

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import Any

from django.db.models import F, Q, QuerySet

from complaints.models import CaseworkUpload, Complaint, ScenarioChoice
from complaints.models.choices import IssueLevel, RequestStatus, UploadState
from complaints.models.outbox import FOR_A_PERSON, UNSETTLED
from complaints.worklist.saved_views import WITH_HPMS


class Among(Enum):
    """What a figure is counted among."""

    OPEN = "open complaints that CMS has not taken over or moved"
    RESOLVED = "complaints with a resolution date"
    ALL = "all complaints"


@dataclass(frozen=True)
class Figure:
    """`name` heads the page of its rows, `short` a column; `definition` is its tooltip."""

    key: str
    name: str
    short: str
    definition: str
    condition: Q
    among: Among = Among.OPEN

    @property
    def in_period(self) -> bool:
        """Whether the period chosen bears on it."""
        return self.among is not Among.OPEN


def _closings(*states: UploadState) -> QuerySet[CaseworkUpload, Any]:
    """Ids of the complaints whose live closing stands in one of these states."""
    rows = CaseworkUpload.objects.filter(
        resolution__isnull=False, resolution__withdrawn_at=None, state__in=states
    )
    return rows.order_by().values("complaint")


def _age(key: str, short: str, condition: Q) -> Figure:
    definition = (
        f"Open complaints received {short} ago. Age counts from the received date, "
        "the clock from the assignment date."
    )
    return Figure(key, f"Open, {short} old", short, definition, condition)


def _days(count: int) -> timedelta:
    return timedelta(days=count)


_BY_TOMORROW = Q(due_on__gte=F("today"), due_on__lte=F("tomorrow"))
_CLOSING_WAITS = _BY_TOMORROW & Q(pk__in=_closings(*WITH_HPMS))
_CLOSING_REFUSED = _BY_TOMORROW & Q(pk__in=_closings(*FOR_A_PERSON))
_UNCONTACTED = (
    _BY_TOMORROW & Q(last_contact_at=None) & ~Q(pk__in=_closings(*UNSETTLED, UploadState.ACCEPTED))
)
_CMS_CONTRACT = Q(contract_change_request_status=RequestStatus.PENDING)
_CMS_LEVEL = Q(issue_level_request_status=RequestStatus.PENDING)
_CMS_LEAD = Q(cms_lead_change_request_status=RequestStatus.PENDING)
_IN_PERIOD = Q(resolution_date__gte=F("since"), due_on__isnull=False)
# What CMS is expected to leave out, as `metric_excluded` says it of one case (P.note.2, F.note.1).
_GOOD_CAUSE = ScenarioChoice.objects.filter(
    pk__in=ScenarioChoice.objects.filter(scenario="GOOD_CAUSE")
    .order_by("complaint_id", "-pk")
    .distinct("complaint_id")
    .values("pk"),
    accepted=True,
).order_by()
_EXCEPTION = Complaint.objects.filter(
    planrequests__status=RequestStatus.APPROVED, planrequests__reason_code="ENROLLMENT_EXCEPTION"
)
_LEFT_OUT = Q(pk__in=_GOOD_CAUSE.values("complaint")) | Q(pk__in=_EXCEPTION.values("pk"))

_ALL = (
    Figure(
        "open",
        "Open",
        "Open",
        "Open in HPMS as the last download showed it, and not taken over by CMS, moved by it to another "
        "contract, said to be gone from HPMS, or known from the marketing report alone. A closing on its "
        "way does not close a complaint; HPMS's resolution date does.",
        Q(),
    ),
    Figure(
        "overdue",
        "Overdue",
        "Overdue",
        "Open past 11:59 PM of the due date, the earliest date any reading of the clock supports, "
        "on the contract's own clock.",
        Q(due_on__lt=F("today")),
    ),
    Figure(
        "contact-late",
        "First contact late",
        "Contact late",
        "Open, not overdue, but the first contact fell due before today and nobody was reached yet.",
        Q(next_due__lt=F("today"), due_on__gte=F("today")),
    ),
    Figure(
        "due-today",
        "Due today",
        "Today",
        "The next legal step, resolution or first contact, falls due by 11:59 PM today on the "
        "contract's own clock.",
        Q(next_due=F("today")),
    ),
    Figure(
        "due-tomorrow",
        "Next 48 hours",
        "48 h",
        "The next legal step falls due by 11:59 PM tomorrow. What is due today is not counted again.",
        Q(next_due=F("tomorrow")),
    ),
    Figure(
        "at-risk",
        "At risk",
        "At risk",
        "The due date is today or tomorrow, and the closing sent was not yet accepted by HPMS, or was "
        "refused or stopped, or nobody has been contacted. A resolution is at risk until HPMS accepts it.",
        _CLOSING_WAITS | _CLOSING_REFUSED | _UNCONTACTED,
    ),
    Figure(
        "closing-waits",
        "At risk: closing not yet accepted",
        "not yet accepted by HPMS",
        "Due today or tomorrow, with a closing on its way that HPMS has not clearly answered.",
        _CLOSING_WAITS,
    ),
    Figure(
        "closing-refused",
        "At risk: closing refused",
        "refused",
        "Due today or tomorrow, with a closing that HPMS refused, a rule stopped, or that waits for "
        "somebody to say what became of it.",
        _CLOSING_REFUSED,
    ),
    Figure(
        "uncontacted",
        "At risk: no contact yet",
        "without any contact",
        "Due today or tomorrow, with no contact logged and no closing sent.",
        _UNCONTACTED,
    ),
    Figure(
        "unassigned",
        "Unassigned",
        "Unassigned",
        "Open complaints nobody is assigned to.",
        Q(assignee=None),
    ),
    Figure(
        "immediate",
        "Immediate Need",
        "Imm.",
        "Open, issue level Immediate Need. A level that was not recognized counts as Immediate Need.",
        Q(issue_level__in=[IssueLevel.IMMEDIATE_NEED, IssueLevel.UNKNOWN]),
    ),
    Figure(
        "with-hpms",
        "Waiting for HPMS",
        "HPMS",
        "Open, with a note or closing on its way that HPMS has not clearly answered.",
        Q(pk__in=CaseworkUpload.objects.filter(state__in=WITH_HPMS).order_by().values("complaint")),
    ),
    Figure(
        "awaiting-cms",
        "Awaiting CMS",
        "CMS",
        "Open, with a Plan Request that the last download shows as Pending. CMS decides; the plan keeps "
        "working, and the strict due date stands.",
        _CMS_CONTRACT | _CMS_LEVEL | _CMS_LEAD,
    ),
    Figure(
        "cms-contract",
        "Awaiting CMS: contract change",
        "contract change",
        "Open, with a contract change request Pending in HPMS.",
        _CMS_CONTRACT,
    ),
    Figure(
        "cms-level",
        "Awaiting CMS: issue level",
        "issue level",
        "Open, with an issue level request Pending in HPMS. The clock stands still; the strict due "
        "date is the one counted here.",
        _CMS_LEVEL,
    ),
    Figure(
        "cms-lead",
        "Awaiting CMS: CMS Lead",
        "CMS Lead",
        "Open, with a CMS Lead (CMS Issue) change request Pending in HPMS.",
        _CMS_LEAD,
    ),
    Figure(
        "out-of-view",
        "Out of view",
        "out of view",
        "Open, and HPMS's downloads bring them no more though nothing here says why. Their clocks run "
        "until somebody looks in HPMS and says what became of them.",
        Q(out_of_view_since__isnull=False),
    ),
    _age("age-0", "0 to 2 days", Q(age__lt=_days(3))),
    _age("age-3", "3 to 7 days", Q(age__gte=_days(3), age__lt=_days(8))),
    _age("age-8", "8 to 14 days", Q(age__gte=_days(8), age__lt=_days(15))),
    _age("age-15", "15 to 21 days", Q(age__gte=_days(15), age__lt=_days(22))),
    _age("age-22", "22 to 30 days", Q(age__gte=_days(22), age__lte=_days(30))),
    _age("age-31", "over 30 days", Q(age__gt=_days(30))),
    Figure(
        "resolved",
        "Resolved",
        "n",
        "Complaints with a resolution date in the period. HPMS stamps that date; the plan's own closing "
        "does not count before.",
        _IN_PERIOD,
        Among.RESOLVED,
    ),
    Figure(
        "on-time",
        "Resolved on time",
        "On time",
        "Share of the resolved whose resolution date in HPMS is not after the due date. Good cause and "
        "other exclusions are not taken out; below the table they are, as an estimate.",
        _IN_PERIOD & Q(resolution_date__lte=F("due_on")),
        Among.RESOLVED,
    ),
    Figure(
        "late",
        "Resolved late",
        "Late",
        "Resolved in the period with a resolution date in HPMS after the due date.",
        _IN_PERIOD & Q(resolution_date__gt=F("due_on")),
        Among.RESOLVED,
    ),
    Figure(
        "left-out",
        "Expected not to count",
        "left out",
        "Resolved in the period, and expected not to count in CMS's metrics: good cause reinstatements "
        "followed by scenario P, and enrollment exceptions CMS approved. An estimate: CMS decides.",
        _IN_PERIOD & _LEFT_OUT,
        Among.RESOLVED,
    ),
    Figure(
        "left-out-on-time",
        "Expected not to count, resolved on time",
        "left out, on time",
        "Those expected not to count in CMS's metrics, an estimate, that were resolved on time.",
        _IN_PERIOD & _LEFT_OUT & Q(resolution_date__lte=F("due_on")),
        Among.RESOLVED,
    ),
    Figure(
        "arrived",
        "Arrived",
        "Arrived",
        "Complaints received in the period, resolved since or not.",
        Q(received_date__gte=F("since")),
        Among.ALL,
    ),
)
FIGURES = {figure.key: figure for figure in _ALL}
AGES = tuple(figure.key for figure in _ALL if figure.key.startswith("age-"))
