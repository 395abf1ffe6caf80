"""The Part D home infusion navigator: who pays for what, and the packet's two decision points.

Source: CMS's memorandum to all Part D sponsors of March 10, 2006: attachment I (payment) and
attachment II (decision tree), with the letter to State Medicaid Directors of March 17, 2006. Where
the drawing has no arrow, `reading` says what was read into it from the memorandum's text.
"""

from collections.abc import Mapping
from dataclasses import dataclass

MEMO = "CMS memo on home infusion, March 10, 2006"
PAYMENT = f"{MEMO}, attachment I"
TREE = f"{MEMO}, attachment II"
STATES = "CMS letter to State Medicaid Directors, SMD 06-004, March 17, 2006"


# ---------- who pays ----------


@dataclass(frozen=True)
class Payment:
    """Whether a program pays, in one word, and what the table adds."""

    answer: str
    detail: str = ""


@dataclass(frozen=True)
class PayerRow:
    """One kind of cost with an answer for each of PROGRAMS, in their order."""

    what: str
    payments: tuple[Payment, ...]


_OTHER = Payment("Varies", "generally like Part C")

PROGRAMS = (
    "Part A home health",
    "Part B DME benefit",
    "Part C Medicare Advantage",
    "Part D drug plan",
    "State Medicaid program",
    "Other payer",
)
PAYERS = (
    PayerRow(
        "When it covers",
        (
            Payment("", "Homebound, in need of part-time or intermittent skilled care."),
            Payment("", "The drug must, medically, go through an infusion pump."),
            Payment("", "At least what Parts A and B cover; a plan may add to it."),
            Payment("", "Drugs that Parts A and B do not cover and Part D does not exclude."),
            Payment("", "What Parts A to D leave open, under the home health benefit."),
            Payment("", "Varies, generally like Part C."),
        ),
    ),
    PayerRow(
        "Professional fees",
        (
            Payment("Yes"),
            Payment("No"),
            Payment("Yes"),
            Payment("No"),
            Payment("Yes", "billed alone or in a bundled rate"),
            _OTHER,
        ),
    ),
    PayerRow(
        "Equipment and supplies",
        (
            Payment("Sometimes", "fluid and IV supplies for infusion by gravity"),
            Payment("Yes", "the DME supplier bills them separately"),
            Payment("Yes", "within a per diem, usually bundled"),
            Payment("No", "Part A or B, Medicare Advantage, Medicaid, others or the person pays"),
            Payment("Yes", "billed alone or in a bundled rate"),
            _OTHER,
        ),
    ),
    PayerRow(
        "Drug and dispensing fee",
        (
            Payment("No", "the home health benefit excludes drugs"),
            Payment("Yes", "the drug; no separate dispensing fee"),
            Payment("Yes", "under Part B, else under Part D in an MA-PD plan"),
            Payment("Yes"),
            Payment("No", "unless a bundled rate includes the drug"),
            _OTHER,
        ),
    ),
)


# ---------- what to do ----------


@dataclass(frozen=True)
class Choice:
    """An answer and the key of the question or outcome it leads to."""

    value: str
    words: str
    leads_to: str


@dataclass(frozen=True)
class Question:
    """`field` is its name in the form; `point` the packet's decision point it belongs to."""

    field: str
    point: str
    words: str
    citation: str
    choices: tuple[Choice, ...]
    reading: str = ""


@dataclass(frozen=True)
class NextStep:
    words: str
    citation: str
    rule: str = ""


@dataclass(frozen=True)
class Outcome:
    """What to do next. `assured`: the answer to 42 CFR 423.153(c), None while it is to be found out."""

    title: str
    assured: bool | None
    steps: tuple[NextStep, ...]


FIRST, SECOND = "First decision point", "Second decision point"


def _yes_no(yes: str, no: str) -> tuple[Choice, ...]:
    return (Choice("yes", "Yes", yes), Choice("no", "No", no))


_DUAL = "Is the beneficiary a dual eligible (Medicare and Medicaid)?"

QUESTIONS = {
    "part_b": Question(
        "part_b",
        "Before the tree",
        "Does Part B cover the drug, because it must go through an infusion pump?",
        TREE,
        _yes_no("part_b_pays", "network"),
    ),
    "network": Question(
        "network",
        FIRST,
        "How does the Part D plan's network cover home infusion drugs?",
        TREE,
        (
            Choice(
                "full",
                "A home infusion provider delivers the drug and provides professional services "
                "and supplies",
                "dual_with_provider",
            ),
            Choice(
                "drug_only",
                "A contracted pharmacy provides and delivers the drug, but no services or supplies",
                "entity",
            ),
            Choice("unknown", "Nobody could name one in the network", "no_network"),
        ),
        "The packet's tree has the first two answers.",
    ),
    "entity": Question(
        "entity",
        FIRST,
        "Can another entity (home health agency, visiting nurses) arrange the services and "
        "supplies the drug needs?",
        TREE,
        _yes_no("dual_with_entity", "not_assured"),
    ),
    "dual_with_provider": Question(
        "dual", FIRST, _DUAL, TREE, _yes_no("provider_and_state", "assurances")
    ),
    "dual_with_entity": Question(
        "dual", FIRST, _DUAL, TREE, _yes_no("entity_and_state", "assurances")
    ),
    "assurances": Question(
        "assurances",
        SECOND,
        "Is there assurance that Part A, B or C, other insurance or another arrangement covers the "
        "services and supplies?",
        TREE,
        _yes_no("provided", "not_assured"),
    ),
}

_USABLE = NextStep(
    "See that the drug arrives in a form that can be administered at home.",
    f"{MEMO}, usable form",
    "HI.usable",
)
_BEFORE_DISPENSING = NextStep(
    "Have the pharmacy confirm, before it dispenses, that services and supplies are in place.",
    "42 CFR 423.153(c)",
    "HI.ancillary",
)
_EXPEDITE = NextStep(
    "If an approval holds the discharge up, offer the expedited determination.",
    f"{MEMO}, time sensitive",
    "HI.expedite",
)
_SPLIT_BILLING = NextStep(
    "Tell providers that they may have to bill the drug plan and Medicaid separately.", STATES
)

OUTCOMES = {
    "part_b_pays": Outcome(
        "Part B pays: the Part D tree does not apply",
        None,
        (
            NextStep("Part B pays the drug under the DME benefit, no dispensing fee.", PAYMENT),
            NextStep(
                "A DME supplier bills equipment and supplies; Part B pays no professional fees.",
                PAYMENT,
            ),
            NextStep("Look under Part A, Part C or Medicaid for professional fees.", PAYMENT),
        ),
    ),
    "no_network": Outcome(
        "The plan has to name a pharmacy",
        None,
        (
            NextStep(
                "Find the in-network home infusion pharmacy and tell the caller how to reach it.",
                f"{MEMO}, clear directions",
            ),
            NextStep(
                "Together the network's pharmacies must provide every Part D infusion drug: report "
                "a gap to the pharmacy network team.",
                f"{MEMO}, usable form",
            ),
            _EXPEDITE,
        ),
    ),
    "provider_and_state": Outcome(
        "The home infusion pharmacy arranges coverage of the services with the State",
        None,
        (
            NextStep(
                "Ask the pharmacy to coordinate the services and supplies with Medicaid.", TREE
            ),
            _SPLIT_BILLING,
            _BEFORE_DISPENSING,
            _USABLE,
            _EXPEDITE,
        ),
    ),
    "entity_and_state": Outcome(
        "The other entity arranges coverage of the services with the State",
        None,
        (
            NextStep(
                "Have the contracted pharmacy make sure that the agency works with Medicaid.", TREE
            ),
            _SPLIT_BILLING,
            _BEFORE_DISPENSING,
            _USABLE,
            _EXPEDITE,
        ),
    ),
    "provided": Outcome(
        "Drug and services can be provided",
        True,
        (
            NextStep("Part D pays the drug and its dispensing.", PAYMENT, "HI.payer"),
            NextStep("The payer named for them pays services and supplies.", TREE, "HI.payer"),
            _USABLE,
            _EXPEDITE,
        ),
    ),
    "not_assured": Outcome(
        "Services are not assured: nothing is dispensed until they are",
        False,
        (
            _BEFORE_DISPENSING,
            NextStep(
                "Look for a payer and an agency: Part A home health, Part C, Medicaid, other "
                "insurance.",
                PAYMENT,
                "HI.payer",
            ),
            NextStep(
                "Tell the beneficiary that paying for the services out of pocket is an option.",
                TREE,
            ),
            _EXPEDITE,
        ),
    ),
}


@dataclass(frozen=True)
class Asked:
    """A question on the way, with the answer given; blank: the one to answer next."""

    question: Question
    answer: str


@dataclass(frozen=True)
class Walk:
    """The way through the tree so far; `outcome` is None while a question stands open."""

    asked: tuple[Asked, ...]
    outcome: Outcome | None


def walk(answers: Mapping[str, str]) -> Walk:
    """As far as the answers lead (`field` → `value`). Unknown answers count as none; answers to
    questions that are not on the way are passed over."""
    asked: list[Asked] = []
    key = "part_b"
    while key not in OUTCOMES:
        question = QUESTIONS[key]
        chosen = {choice.value: choice for choice in question.choices}.get(
            answers.get(question.field, "")
        )
        asked.append(Asked(question, chosen.value if chosen else ""))
        if chosen is None:
            return Walk(tuple(asked), None)
        key = chosen.leads_to
    return Walk(tuple(asked), OUTCOMES[key])
