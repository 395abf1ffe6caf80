"""What a rule may know about a case: frozen records of plain Python values.

Whoever asks for a verdict builds these from its own storage; the rules never look anything up.
Dates are calendar dates of the contract's time zone, datetimes carry a time zone, codes are the
product's own (`IMMEDIATE_NEED`, `PENDING`, `REACHED` …) and a blank is '' for text and None for
dates and answers.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, is_dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import Any, get_args, get_type_hints
from zoneinfo import ZoneInfo

from complaints.sop.case_records import (
    AccessFacts,
    AccessRequestFacts,
    AssignmentFacts,
    AttachmentFacts,
    BaeFacts,
    DecisionFacts,
    EmailFacts,
    GoodCauseFacts,
    IntakeFacts,
    LevelFacts,
    MarketingFacts,
    RelatedFacts,
    RepeatFacts,
    RequestFacts,
    RetroFacts,
    RpcFacts,
    WithholdFacts,
)
from complaints.sop.parameters import Parameters


@dataclass(frozen=True)
class ComplaintFacts:
    """The complaint as HPMS last showed it, and what the plan has added to it."""

    complaint_id: str
    contract_id: str
    received_date: date
    plan_type: str = ""
    complaint_type: str = "Beneficiary"
    complaint_category: str = ""
    complaint_subcategory: str = ""
    complaint_summary: str = ""
    assignment_date: date | None = None
    resolution_date: date | None = None
    issue_level: str = "UNKNOWN"
    swift: bool = False
    swift_control_number: str = ""
    congressional: bool = False
    agent_broker: str | None = None
    category_takes_agent_broker: bool | None = None
    contract_change_request_status: str | None = None
    issue_level_request_status: str | None = None
    cms_lead_change_request_status: str | None = None
    plan_casework_notes: str = ""
    comments: str = ""
    category_lead: str = ""
    agent_broker_first_name: str = ""
    agent_broker_last_name: str = ""
    has_attachments: str | None = None
    category_active: bool | None = None
    report_only: bool = False
    with_cms_since: date | None = None
    out_of_view_since: date | None = None
    gone_since: date | None = None
    scenario_tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class NoteFacts:
    """A casework note with what travels beside it in the same upload row.

    `text` is as typed; `sent_text` is what HPMS will get (None: the same). `comments` and the
    agent/broker texts are given as they will be sent. `created_at` is None for a new note.
    """

    text: str = ""
    sent_text: str | None = None
    internal: bool = False
    include_in_summary: bool = False
    comments: str = ""
    agent_broker_complaint: str | None = None
    agent_broker_first_name: str = ""
    agent_broker_last_name: str = ""
    agent_broker_npn: str = ""
    agent_broker_fmo: str = ""
    agent_broker_notes: str = ""
    created_at: datetime | None = None

    def as_sent(self) -> str:
        """What HPMS will get."""
        return self.text if self.sent_text is None else self.sent_text


@dataclass(frozen=True)
class ContactFacts:
    """One attempt to reach somebody. `attempted_at` is None when date or time is missing.

    `recorded_as_violation`: a supervisor writes down what must not have happened (I.note.2).
    `disclosed`: facts of the case were told, and `authorized` says whether to somebody who may know.
    """

    attempted_at: datetime | None = None
    method: str = ""
    outcome: str = ""
    party: str = ""
    purpose: str = ""
    letter_sent_on: date | None = None
    disclosed: bool = False
    authorized: bool | None = None
    recorded_as_violation: bool = False


@dataclass(frozen=True)
class ResolutionFacts:
    """What is asked when a complaint is closed.

    `resolution_date` keeps the text when what was typed is no date.
    """

    resolution_date: date | str | None = None
    note: NoteFacts = field(default_factory=NoteFacts)
    contact_made: str = ""
    system_update_action: str = ""
    complainant_satisfied: str | None = None
    hpi_related: str | None = None
    resolution_notification: str | None = None
    resolve_complaint: str = "Y"


@dataclass(frozen=True)
class CaseFacts:
    """All a rule may read.

    Plurals hold what is saved already, oldest first: the note, contact, resolution, Plan Request,
    decision, RPC submission or document in hand is not among them but in the singular. Of a
    scenario's record there is one, the newest or the one in hand, None where nobody made any; what was
    decided about further complaints of the person stands in `more_repeats`.

    A stretch ends when CMS re-opens the case or another contract gets it. `contacts`, `notes` and
    `rpc_submissions` are those of the present one; `earlier_notes` were saved before it, and
    `rpc_promised` are requests the RPC refused before it that are still to be sent again.
    """

    complaint: ComplaintFacts
    today: date
    now: datetime
    contacts: tuple[ContactFacts, ...] = ()
    notes: tuple[NoteFacts, ...] = ()
    earlier_notes: tuple[NoteFacts, ...] = ()
    note: NoteFacts | None = None
    contact: ContactFacts | None = None
    resolution: ResolutionFacts | None = None
    assignments: tuple[AssignmentFacts, ...] = ()
    levels: tuple[LevelFacts, ...] = ()
    requests: tuple[RequestFacts, ...] = ()
    request: RequestFacts | None = None
    decision: DecisionFacts | None = None
    attachments: tuple[AttachmentFacts, ...] = ()
    attachment: AttachmentFacts | None = None
    rpc_submissions: tuple[RpcFacts, ...] = ()
    rpc_promised: tuple[RpcFacts, ...] = ()
    rpc: RpcFacts | None = None
    access_grants: tuple[AccessFacts, ...] = ()
    access: AccessFacts | None = None
    intake: IntakeFacts = field(default_factory=IntakeFacts)
    retro: RetroFacts | None = None
    bae: BaeFacts | None = None
    good_cause: GoodCauseFacts | None = None
    marketing: MarketingFacts | None = None
    withhold: WithholdFacts | None = None
    repeat: RepeatFacts | None = None
    more_repeats: tuple[RepeatFacts, ...] = ()
    related: tuple[RelatedFacts, ...] = ()
    email: EmailFacts | None = None
    access_request: AccessRequestFacts | None = None
    time_zone: str = "America/New_York"
    parameters: Parameters = field(default_factory=Parameters)

    def local(self, moment: datetime) -> datetime:
        """The same moment on the contract's clock."""
        return moment.astimezone(ZoneInfo(self.time_zone))

    @property
    def begun_anew_on(self) -> date | None:
        """The first day of the present stretch; None in the first one."""
        begun = [one.assigned_on for one in self.assignments if one.reason in _BEGINS_ANEW]
        return begun[-1] if begun else None

    @property
    def repeats(self) -> tuple[RepeatFacts, ...]:
        """What was decided about each other complaint of the person, the newest decision first."""
        return (self.repeat, *self.more_repeats) if self.repeat else self.more_repeats

    def note_going_up(self) -> NoteFacts | None:
        """The note in hand that HPMS would get: the closing note, or one that is not internal."""
        if self.resolution is not None:
            return self.resolution.note
        return None if self.note is None or self.note.internal else self.note

    def resolving(self) -> ResolutionFacts | None:
        """The resolution in hand when it asks HPMS to resolve the complaint."""
        return self._resolution_with("Y")

    def not_resolving(self) -> ResolutionFacts | None:
        """The resolution in hand when it says that the complaint stays open."""
        return self._resolution_with("N")

    @property
    def flagged(self) -> bool:
        """I: SWIFT, Congressional, or Press or Hill interest, which the plan notes at intake."""
        complaint = self.complaint
        is_swift = complaint.swift or bool(complaint.swift_control_number.strip())
        return is_swift or complaint.congressional or self.intake.press_hill_interest

    def tagged(self, *scenarios: str) -> bool:
        """Whether one of these scenarios (codes such as RETRO_ENROLLMENT) was accepted."""
        return not set(scenarios).isdisjoint(self.complaint.scenario_tags)

    def _resolution_with(self, answer: str) -> ResolutionFacts | None:
        resolution = self.resolution
        return resolution if resolution and resolution.resolve_complaint == answer else None


_BEGINS_ANEW = frozenset({"T.1.a", "T.1.d"})  # re-opened by CMS, contract changed


def blank_resolution(facts: CaseFacts) -> CaseFacts:
    """The same case with an untouched resolution form, for "what would block closing now"."""
    return replace(facts, resolution=ResolutionFacts())


def blank_record(name: str) -> Any:
    """An untouched record for one of the case's places, such as `request`."""
    of_the_name = get_args(get_type_hints(CaseFacts)[name])
    kind: Any = next(one for one in of_the_name if is_dataclass(one))
    return kind()


CLOCK_FACTS = frozenset({"today", "now"})


@cache
def paths() -> frozenset[str]:
    """Every dotted name a rule can declare, such as `contacts.outcome`."""
    return frozenset(_paths(CaseFacts))


def _paths(kind: type, prefix: str = "") -> Iterator[str]:
    for name, hint in get_type_hints(kind).items():
        nested = next((kind for kind in (hint, *get_args(hint)) if is_dataclass(kind)), None)
        if nested is None:
            yield prefix + name
        else:
            yield from _paths(nested, f"{prefix}{name}.")  # type: ignore[arg-type]


def read(facts: Any, path: str) -> Any:
    """The value behind a dotted name: a list over several records, None without a record."""
    name, _, rest = path.partition(".")
    value = getattr(facts, name)
    if not rest or value is None:
        return value
    if isinstance(value, tuple):
        return [read(entry, rest) for entry in value]
    return read(value, rest)
