"""J. Premium withhold. Source: CTM Plan SOP, scenario J."""

from datetime import date

from complaints.sop.facts import CaseFacts
from complaints.sop.grounds import OF_ENROLLMENT, asks_cms_to_resolve
from complaints.sop.rule import Action, At, Severity, rule
from complaints.sop.words import day

CLOSE, SUBMIT = Action.CLOSE, Action.SUBMIT_REQUEST
ERROR, WARNING = Severity.ERROR, Severity.WARNING

_PAST_PERIOD = "PREMIUM_WITHHOLD_PAST_PERIOD"
_AT_ANY_TIME = frozenset({"PREMIUM_WITHHOLD_NON_CURRENT_YEAR", "PREMIUM_WITHHOLD_NOT_FIXABLE"})
_NOT_HELD_BACK = _AT_ANY_TIME | OF_ENROLLMENT
_REQUEST_FACTS = ("complaint.scenario_tags", "request.reason_code", "request.request_type")


def is_premium_withhold(facts: CaseFacts) -> bool:
    """The scenario was accepted, or its review is recorded."""
    return facts.withhold is not None or facts.tagged("PREMIUM_WITHHOLD")


def withhold_days_elapsed(last_transaction: date | None, today: date) -> int | None:
    """J.2: calendar days since the last submittal; None without its date."""
    return None if last_transaction is None else (today - last_transaction).days


@rule(
    "J.1",
    severity=WARNING,
    actions=(CLOSE,),
    citation="SOP J, step 1",
    headline="Premium and payment option compared",
    field="premium_checked_on",
    facts=("complaint.scenario_tags", "withhold.premium_checked_on"),
)
def premium_is_checked(facts: CaseFacts) -> str | None:
    """Whether something had to be corrected is for the plan to see."""
    is_checked = facts.withhold is not None and facts.withhold.premium_checked_on is not None
    if is_checked or not is_premium_withhold(facts):
        return None
    return (
        "Compare premium amount and payment option in the plan's system with the complaint, correct "
        "what is wrong, and enter the date."
    )


@rule(
    "J.1.a",
    severity=WARNING,
    actions=(CLOSE,),
    citation="SOP J, step 1.a",
    headline="Told: up to 90 days for the withhold",
    field="told_90_days",
    facts=("complaint.scenario_tags", "parameters.days_premium_withhold", "withhold.told_90_days"),
)
def told_of_ninety_days(facts: CaseFacts) -> str | None:
    """For the correction, or for a refund by Social Security or the Railroad Retirement Board."""
    is_told = facts.withhold is not None and facts.withhold.told_90_days
    if is_told or not is_premium_withhold(facts):
        return None
    days = facts.parameters.days_premium_withhold
    return f"Tell the beneficiary that the correction or a refund by SSA or RRB may take up to {days} days."


@rule(
    "J.2.a",
    severity=WARNING,
    actions=(SUBMIT,),
    citation="SOP J, step 2.a",
    headline="CMS asked after 90 days only",
    field="reason_code",
    facts=(
        *_REQUEST_FACTS,
        "parameters.days_premium_withhold",
        "today",
        "withhold.last_withhold_transaction_date",
    ),
)
def ninety_days_have_elapsed(facts: CaseFacts) -> str | At | None:
    """A non-current year and what the plan cannot mend (J.3) go to CMS at any time, and so does what is
    asked of the same case for its enrollment."""
    request = facts.request
    if request is None or request.reason_code in _NOT_HELD_BACK or not asks_cms_to_resolve(request):
        return None
    last = facts.withhold.last_withhold_transaction_date if facts.withhold else None
    elapsed, wanted = (
        withhold_days_elapsed(last, facts.today),
        facts.parameters.days_premium_withhold,
    )
    if last is None or elapsed is None:
        if request.reason_code != _PAST_PERIOD or not is_premium_withhold(facts):
            return None
        return At(
            "last_withhold_transaction_date",
            f"Look up the last withhold transaction: CMS takes it when {wanted} days have passed.",
        )
    if elapsed >= wanted:
        return None
    return (
        f"Educate the beneficiary and close the complaint: {elapsed} of {wanted} days have passed since "
        f"the last submittal on {day(last)}."
    )


@rule(
    "J.3",
    severity=WARNING,
    actions=(SUBMIT,),
    citation="SOP J, step 3",
    headline="A ground of the withhold scenario",
    field="reason_code",
    facts=_REQUEST_FACTS,
)
def withhold_request_has_its_ground(facts: CaseFacts) -> str | None:
    """The three that the SOP names, or one of a retroactive change of the same case."""
    request = facts.request
    if request is None or request.reason_code in {*_NOT_HELD_BACK, _PAST_PERIOD}:
        return None
    if not asks_cms_to_resolve(request) or not is_premium_withhold(facts):
        return None
    return (
        "Choose why CMS must act: deductions past the expected period, a non-current year, or an issue "
        "that actions by the plan will not correct."
    )


@rule(
    "J.note.2",
    severity=ERROR,
    actions=(CLOSE,),
    citation="SOP J, note 2",
    headline="Billed in withhold: made whole first",
    field="beneficiary_made_whole",
    facts=(
        "withhold.beneficiary_made_whole",
        "withhold.billed_in_withhold",
        "withhold.plan_premium_problem",
    ),
)
def beneficiary_is_made_whole(facts: CaseFacts) -> str | None:
    """J.note.3: a plan premium problem alone is closed when it is resolved."""
    withhold = facts.withhold
    if withhold is None or not (withhold.billed_in_withhold and withhold.plan_premium_problem):
        return None
    if withhold.beneficiary_made_whole:
        return None
    return (
        "Keep the complaint open until the beneficiary is made whole: billed while in premium "
        "withhold, with a plan premium problem besides."
    )
