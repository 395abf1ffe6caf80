from dataclasses import replace

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models

from complaints import sop
from complaints.models.choices import Party
from complaints.models.scenario_record import ScenarioRecord
from complaints.models.scenarios import fields as f
from complaints.sop.index import SCENARIOS


class DisenrollmentReason(models.TextChoices):
    FAILURE_TO_PAY = "FAILURE_TO_PAY", "Failure to pay premiums"
    PART_D_IRMAA = "PART_D_IRMAA", "Failure to pay Part D IRMAA"
    OTHER = "OTHER", "Other"


class State(models.TextChoices):
    """States and territories with a CMS Home Regional Office."""

    AK = "AK", "Alaska"
    AL = "AL", "Alabama"
    AR = "AR", "Arkansas"
    AS = "AS", "American Samoa"
    AZ = "AZ", "Arizona"
    CA = "CA", "California"
    CO = "CO", "Colorado"
    CT = "CT", "Connecticut"
    DC = "DC", "District of Columbia"
    DE = "DE", "Delaware"
    FL = "FL", "Florida"
    GA = "GA", "Georgia"
    GU = "GU", "Guam"
    HI = "HI", "Hawaii"
    IA = "IA", "Iowa"
    ID = "ID", "Idaho"
    IL = "IL", "Illinois"
    IN = "IN", "Indiana"
    KS = "KS", "Kansas"
    KY = "KY", "Kentucky"
    LA = "LA", "Louisiana"
    MA = "MA", "Massachusetts"
    MD = "MD", "Maryland"
    ME = "ME", "Maine"
    MI = "MI", "Michigan"
    MN = "MN", "Minnesota"
    MO = "MO", "Missouri"
    MP = "MP", "Northern Mariana Islands"
    MS = "MS", "Mississippi"
    MT = "MT", "Montana"
    NC = "NC", "North Carolina"
    ND = "ND", "North Dakota"
    NE = "NE", "Nebraska"
    NH = "NH", "New Hampshire"
    NJ = "NJ", "New Jersey"
    NM = "NM", "New Mexico"
    NV = "NV", "Nevada"
    NY = "NY", "New York"
    OH = "OH", "Ohio"
    OK = "OK", "Oklahoma"
    OR = "OR", "Oregon"
    PA = "PA", "Pennsylvania"
    PR = "PR", "Puerto Rico"
    RI = "RI", "Rhode Island"
    SC = "SC", "South Carolina"
    SD = "SD", "South Dakota"
    TN = "TN", "Tennessee"
    TX = "TX", "Texas"
    UT = "UT", "Utah"
    VA = "VA", "Virginia"
    VI = "VI", "Virgin Islands"
    VT = "VT", "Vermont"
    WA = "WA", "Washington"
    WI = "WI", "Wisconsin"
    WV = "WV", "West Virginia"
    WY = "WY", "Wyoming"


def _scenarios() -> list[tuple[str, str]]:
    return [(one.code, f"{one.letter}. {one.title}") for one in SCENARIOS.values()]


class IntakeReview(ScenarioRecord):
    """The first review of a complaint (SOP H, note 4), and the plan's facts that no download brings."""

    action = sop.Action.INTAKE
    fact, fact_kind = "intake", sop.IntakeFacts

    press_hill_interest = f.tick("Press or Hill interest", "SOP I")
    has_access_to_care = f.answer("Has access to care?", "SOP H, notes 1 and 2")
    immediate_need_exists = f.answer("Is care needed now?", "SOP H, note 1")
    days_of_medication_left = models.PositiveSmallIntegerField(
        "Days of medication left",
        null=True,
        blank=True,
        validators=[MaxValueValidator(366)],
        help_text="Whole days, rounded down. SOP H, notes 1 and 2",
    )
    coverage_determination = f.tick(
        "About a coverage decision on a drug not yet in hand", "HI, answer within 24 hours"
    )
    beneficiary_state = f.code(State, "Beneficiary's state", "SOP N, step 2")
    notify_party = f.code(Party, "Asked to be told instead", "SOP Q, step 1.b")
    disenrollment_reason = f.code(DisenrollmentReason, "Reason of the disenrollment", "SOP G, P")
    disenrollment_effective_date = f.day("Disenrollment effective", "SOP P, step 2")
    good_cause_requested = f.tick("Asks for good cause", "SOP G, note 3")
    irmaa_owed = f.tick("Still owes Part D IRMAA", "SOP P, note 4")
    refund_due = f.tick("A refund is due", "SOP Q, note 4")
    refund_issued_on = f.day("Refund issued", "SOP Q, note 4")
    scenario_tags = ArrayField(
        models.CharField(max_length=40, choices=_scenarios), default=list, blank=True
    )

    class Meta(ScenarioRecord.Meta):
        verbose_name = "intake review"

    def as_facts(self) -> sop.IntakeFacts:
        return replace(super().as_facts(), reviewed_at=self.created_at)

    def facts(self, case: sop.CaseFacts) -> sop.CaseFacts:
        """With the scenarios followed already, those of this review."""
        followed = dict.fromkeys((*case.complaint.scenario_tags, *self.scenario_tags))
        complaint = replace(case.complaint, scenario_tags=tuple(followed))
        return replace(case, intake=self.as_facts(), complaint=complaint)

    def enact(self) -> None:
        from complaints.models.scenario_choice import ScenarioChoice

        past = {
            finding.rule for finding in self._found
        }  # those acknowledged: it would not be saved else
        for scenario in self.scenario_tags:
            ScenarioChoice.enter(self.complaint_id, self.author, scenario, accepted=True, past=past)
