"""A Plan Request: drafted here, entered in HPMS by a person, answered by CMS, seen in downloads."""

from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any, ClassVar, NoReturn, Self
from zoneinfo import ZoneInfo

import pgtrigger
from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from complaints import sop
from complaints.models import Acknowledgement, CaseworkNote, Complaint, RuleAcknowledgement
from complaints.models.sop_record import Refused, SopTransition
from ctm_casework.accounts.access import Action, may
from plan_requests.models.asked import AskedOfCms
from plan_requests.models.choices import ANSWERED, OPEN, RequestType, Status
from plan_requests.models.request_checks import refusals

ALERT_AFTER = 2  # downloads that showed the complaint without the request (3.2)
LOOK_BACK = timedelta(days=90)  # G.note.2.metrics
NEVER_ENTERED = (
    f"Say in at least {RuleAcknowledgement.REASON_MIN} characters why it was never entered: an auditor "
    "will read it."
)

# An answer written down by hand may have been wrong: a download corrects it.
MOVES: list[tuple[str, str]] = [
    (Status.DRAFT, Status.SUBMITTED),
    (Status.DRAFT, Status.PENDING),  # a download showed it before the person said so
    (Status.DRAFT, Status.CANCELLED),
    (Status.SUBMITTED, Status.CANCELLED),  # it was never entered in HPMS
    (Status.SUBMITTED, Status.PENDING),
    *((one, answer) for one in OPEN for answer in ANSWERED),
    (Status.APPROVED, Status.REJECTED),
    (Status.REJECTED, Status.APPROVED),
]


class PlanRequestQuerySet(models.QuerySet["PlanRequest"]):
    """A request moves by `submit`, `cancel`, CMS's answer and the downloads; never by an UPDATE."""

    def visible_to(self, user: Any) -> Self:
        """Requests made under contracts this person works for; nothing for a role without the right."""
        if not may(user, Action.COMPLAINT_VIEW):
            return self.none()
        return self.filter(assignment__contract__contract_access__user=user)

    def open(self) -> Self:
        """Handed to CMS and not answered."""
        return self.filter(status__in=OPEN)

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise TypeError("A Plan Request moves by its own methods, which ask the SOP, and stays.")

    update = delete = bulk_create = bulk_update = _refuse
    aupdate = adelete = abulk_create = abulk_update = _refuse


class PlanRequest(AskedOfCms, SopTransition):
    """A draft is saved freely; `submit` is the move the SOP judges: a person says "I have entered it in
    HPMS", and the note that tells CMS why is saved with it.

    `seen_in_hpms`: made directly in HPMS and known from its download alone.
    `unseen_runs` counts downloads that showed the complaint without a request handed off.
    `answer_seen_at`: when a download first showed CMS's answer.
    `dropped_because`: why one that was handed off was never entered in HPMS; blank for a draft."""

    action = sop.Action.SUBMIT_REQUEST

    author = models.ForeignKey(  # type: ignore[assignment]
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )  # nobody we know, for one made directly in HPMS
    status = models.CharField(max_length=9, choices=Status, default=Status.DRAFT)
    submitted_at = models.DateTimeField(null=True, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    note = models.OneToOneField(
        CaseworkNote, models.PROTECT, null=True, editable=False, related_name="plan_request"
    )
    seen_in_hpms = models.BooleanField(default=False, editable=False)
    first_seen_at = models.DateTimeField(null=True, editable=False)
    answer_seen_at = models.DateTimeField(null=True, editable=False)
    unseen_runs = models.PositiveSmallIntegerField(default=0, editable=False)
    dropped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    dropped_because = models.TextField(blank=True, editable=False)
    changed_at = models.DateTimeField(auto_now=True)

    objects: ClassVar = PlanRequestQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        default_manager_name = "objects"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["complaint", "request_type"],
                condition=Q(status__in=[Status.SUBMITTED, Status.PENDING]),
                name="one_open_request_per_type",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["status", "submitted_at"])]
        triggers: ClassVar = [pgtrigger.FSM(name="moves", field="status", transitions=MOVES)]

    def __str__(self) -> str:
        return f"{self.get_request_type_display()} request {self.pk} of {self.complaint_id}"

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def not_seen(self) -> bool:
        """Handed off, and two downloads did not show it: it was probably never entered in HPMS."""
        return self.status == Status.SUBMITTED and self.unseen_runs >= ALERT_AFTER

    @property
    def status_words(self) -> str:
        """Within a sentence: `handed off to HPMS`."""
        words = str(self.get_status_display())
        return words[:1].lower() + words[1:]

    @property
    def unread(self) -> Any:
        """CMS's refusal that nobody has read yet; None where there is none."""
        answer = self.decision
        waiting = answer and answer.status == Status.REJECTED and not hasattr(answer, "read")
        return answer if waiting and self.status == Status.REJECTED else None

    @property
    def not_moved_yet(self) -> bool:
        """CMS agreed to another contract, and HPMS still shows the one it was asked under."""
        approved = self.status == Status.APPROVED and self.request_type == "CONTRACT_CHANGE"
        here = self.assignment and self.assignment.contract_id == self.complaint.contract_id
        return bool(approved and here and self.complaint.contract_id != self.target_contract_id)

    def shown_with(self, complaint: Complaint) -> Self:
        """Takes the complaint from who has it already."""
        self.complaint = complaint
        return self

    @property
    def submitted_on(self) -> date | None:
        """The day it was handed off, on the contract's clock."""
        zone = ZoneInfo(self.complaint.contract.zone)
        return self.submitted_at.astimezone(zone).date() if self.submitted_at else None

    @property
    def first_seen_on(self) -> date | None:
        """The day a download first showed it, on the contract's clock."""
        zone = ZoneInfo(self.complaint.contract.zone)
        return self.first_seen_at.astimezone(zone).date() if self.first_seen_at else None

    def draft_days(self, limit: int) -> int:
        """Days since a draft was begun, on the contract's clock, from `limit` days on (G.2.c); else 0."""
        if self.status != Status.DRAFT:
            return 0
        contract = self.complaint.contract
        days = (contract.today - self.created_at.astimezone(ZoneInfo(contract.zone)).date()).days
        return days if days >= limit else 0

    @property
    def decision(self) -> Any:
        """CMS's answer, the newest; None while there is none."""
        return next(reversed(self.decisions.all()), None) if self.pk else None

    @property
    def acting_id(self) -> int | None:
        return self.submitted_by_id or self.author_id

    # What people do

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """A draft is saved as often as wanted; what was handed off stays as it is. Raises `Refused` when
        a colleague, or another tab, handed it off or dropped it since it was read."""
        if not self._state.adding and self.status != Status.DRAFT:
            raise TypeError("A Plan Request that was handed off stays as it is; make a new one.")
        if not self._state.adding:
            self._still_a_draft()
        if self._state.adding and self.assignment_id is None:
            self.assignment = self.complaint.assignments.filter(ended_on=None).first()
        super().save(*args, **kwargs)

    @transaction.atomic
    def submit(self, user: Any, acknowledgements: Iterable[Acknowledgement] = ()) -> None:
        """The person has entered the request in HPMS. Raises `Refused`, and nothing is kept.

        The note goes to HPMS as any other; what the SOP says to it stands under the field `note`."""
        from complaints.services.case import case_refresh

        self._lock_case()
        if self._state.adding:
            self.save()
        else:  # as it stands now: two people may have had it on their screens
            self.refresh_from_db(from_queryset=PlanRequest.objects.select_for_update())
        self.submitted_by, self.acknowledgements = user, tuple(acknowledgements)
        self.clean()
        seen = self._seen_already()
        note = CaseworkNote.enter(
            self.complaint_id, user, self.acknowledgements, text=self.note_text()
        )
        live = self.complaint.assignments.filter(ended_on=None).first()
        self._move(
            Status.PENDING if seen else Status.SUBMITTED,
            submitted_at=timezone.now(),
            submitted_by=user,
            note=note,
            assignment=live,
            first_seen_at=seen.first_seen_at if seen else None,
        )
        self._keep_acknowledgements()
        case_refresh([self.complaint_id])

    @transaction.atomic
    def cancel(self, user: Any, because: str = "") -> None:
        """Drops a draft, or one handed off that two downloads did not show, with the reason why it was
        never entered in HPMS. Raises `Refused` for anything else: only CMS ends that."""
        from complaints.services.case import case_refresh

        self._lock_case()
        self.refresh_from_db(from_queryset=PlanRequest.objects.select_for_update())
        if not self.not_seen and self.status != Status.DRAFT:
            raise Refused((), {"request": ["Handed off already: wait for CMS's answer."]})
        because = because.strip() if self.not_seen else ""
        if self.not_seen and len(because) < RuleAcknowledgement.REASON_MIN:
            raise Refused((), {"dropped_because": [NEVER_ENTERED]})
        self._move(Status.CANCELLED, dropped_by=user, dropped_because=because)
        case_refresh([self.complaint_id])

    def decided(self, answer: Status) -> None:
        """CMS's answer, from the decision's own transaction."""
        self._move(answer)

    def _move(self, status: Status, **values: Any) -> None:
        values |= {"status": status, "changed_at": timezone.now()}
        models.QuerySet(PlanRequest).filter(pk=self.pk).update(**values)
        for name, value in values.items():
            setattr(self, name, value)

    def _still_a_draft(self) -> None:
        """Behind the complaint's lock, as every other move."""
        self._lock_case()
        now = PlanRequest.objects.select_for_update().get(pk=self.pk)
        if now.status != Status.DRAFT:
            message = f"It is no draft any more: {now.status_words}. Nothing was changed."
            raise Refused((), {"request": [message]})

    def _seen_already(self) -> "PlanRequest | None":
        """The bare request of this type that a download showed before the person said so: this one. It
        held nothing but the sighting, which passes on, and makes room."""
        bare = PlanRequest.objects.filter(
            complaint=self.complaint_id,
            request_type=self.request_type,
            status=Status.PENDING,
            seen_in_hpms=True,
        ).first()
        if bare:
            models.QuerySet(PlanRequest).filter(pk=bare.pk).delete()
        return bare

    # What the SOP reads

    def as_facts(self) -> sop.RequestFacts:
        """The request as the SOP reads it; days are those of the contract's time zone."""
        named = {field.name for field in self._meta.get_fields()}
        copied = {
            f.name: getattr(self, f.name) for f in fields(sop.RequestFacts) if f.name in named
        }
        return replace(sop.RequestFacts(**copied), **self._told())

    def _told(self) -> dict[str, Any]:
        """What the facts hold that is no field of the same name."""
        zone = ZoneInfo(self.complaint.contract.zone)
        decision = self.decision
        return {
            "note_text": self.note_text(),
            "drafted_on": self.created_at.astimezone(zone).date() if self.created_at else None,
            "submitted_on": self.submitted_on,
            "decided_on": decision.decided_on if decision else None,
            "instructions": decision.instructions if decision else "",
            "instructions_read": bool(decision and hasattr(decision, "read")),
            "directed_by_cms": self.cms_direction is not None,
            "cms_direction_reference": self.direction_words,
            "not_seen_in_downloads": self.not_seen,
        }

    def facts(self, case: sop.CaseFacts) -> sop.CaseFacts:
        return replace(case, request=replace(self.as_facts(), **self._category_requests()))

    def _category_requests(self) -> dict[str, Any]:
        """How often the contract asked for another category in 90 days, and its complaints in them."""
        if self.request_type != RequestType.CATEGORY_CHANGE:
            return {}
        since, contract = timezone.now() - LOOK_BACK, self.complaint.contract_id
        asked = PlanRequest.objects.filter(
            request_type=self.request_type, submitted_at__gte=since, complaint__contract=contract
        ).exclude(status=Status.CANCELLED)
        came = Complaint.objects.filter(contract=contract, received_date__gte=since.date())
        return {"category_requests_90d": asked.count(), "complaints_90d": came.count()}

    def findings(self) -> tuple[sop.Finding, ...]:
        """What the SOP says to the request, and to the note it is told in."""
        note = CaseworkNote(complaint=self.complaint, text=self.note_text())
        of_the_note = note.findings() if note.text else ()
        return (*super().findings(), *(replace(one, field="note") for one in of_the_note))

    def _value_errors(self) -> dict[str, list[str]]:
        errors = super()._value_errors()
        for name, message in refusals(self):
            errors.setdefault(name, []).append(message)
        return errors
