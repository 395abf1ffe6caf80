"""The index of steps as pages show it: by part, each step with what the product does about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from complaints.sop import Rule, index, rules
from complaints.sop.index import Kind, Step
from complaints.sop.timer import TIMERS

# A kind in words, and the mark it is drawn with: as on the complaint page.
KIND_WORDS = {
    Kind.ERROR: "Blocks",
    Kind.WARNING: "Warns",
    Kind.TIMER: "Timed",
    Kind.DERIVED: "Computed",
    Kind.GUIDANCE: "Shown",
}
KIND_MEANS = {
    Kind.ERROR: "stops the action until it is met",
    Kind.WARNING: "can be passed with a reason, which is kept",
    Kind.TIMER: "gives a due date or a reminder",
    Kind.DERIVED: "happens or is worked out by itself",
    Kind.GUIDANCE: "is advice, never enforced",
}
# Actions and events, as in "acts on saving a note".
ACTION_WORDS = {
    "INTAKE": "the first review",
    "SAVE_COMPLAINT": "changing what the plan adds to a complaint",
    "SAVE_NOTE": "saving a note",
    "LOG_CONTACT": "logging a contact",
    "SUBMIT_REQUEST": "submitting a Plan Request",
    "RECORD_DECISION": "recording CMS's decision",
    "RECORD_RPC": "recording an RPC submission",
    "RECORD_ACCESS": "recording access to care",
    "SEND_BAE": "sending a BAE request",
    "ATTACH": "attaching a document",
    "COMPOSE_EMAIL": "writing to CMS",
    "ACCESS_REQUEST": "asking for HPMS access",
    "CLOSE": "closing",
    "UPLOAD_BUILD": "building the upload",
    "UPLOAD_SEND": "sending the upload",
    "IMPORT": "reading a download",
    "CLOCK": "working out due dates",
    "VIEW": "looking at a complaint",
    "REPORT": "reports",
    "API_CALL": "calls to HPMS",
}


@dataclass(frozen=True)
class ShownStep:
    """A step with what is done about it. `repeats` are ids of the same statement elsewhere."""

    step: Step
    headline: str
    actions: tuple[str, ...]
    repeats: tuple[str, ...]

    @property
    def look(self) -> str:
        return KIND_WORDS[self.step.kind].lower()

    @property
    def kind_words(self) -> str:
        return KIND_WORDS[self.step.kind]


@dataclass(frozen=True)
class Part:
    """A scenario, or one of the parts beside them. `letter` is blank for those."""

    key: str
    letter: str
    title: str
    applies: str
    steps: tuple[ShownStep, ...]

    @property
    def counts(self) -> list[tuple[str, str]]:
        """How many steps of each kind there are (`2 block`, `1 warns`), and the look of the kind."""
        kinds = [step.step.kind for step in self.steps]
        return [
            (f"{kinds.count(kind)} {_verb(words, kinds.count(kind))}", words.lower())
            for kind, words in KIND_WORDS.items()
            if kind in kinds
        ]

    @property
    def name(self) -> str:
        """`Q. Approaching resolution`; the title alone of a part without a letter."""
        return f"{self.letter}. {self.title}" if self.letter else self.title


_BESIDE = (
    (
        "GEN",
        "Before the scenarios",
        "The SOP's introduction: whom it binds, whom to ask, who else reads the notes.",
    ),
    (
        "CFR",
        "Regulation on timeframes",
        "By when every complaint is resolved and whoever filed it contacted, counted from the assignment date.",
    ),
    (
        "HI",
        "Part D complaints and home infusion",
        "Guidance of 2006 and 2007 on Part D drug complaints and on infusing drugs at home.",
    ),
    (
        "UP",
        "Upload layout",
        "What HPMS takes in a row of casework, in force from October 31, 2025.",
    ),
    (
        "DL",
        "Download layout",
        "What HPMS's records hold, in force from October 31, 2025, and what becomes of a value that is odd.",
    ),
    ("API", "CTM API", "How the application talks with HPMS."),
    ("M25", "Other changes of October 2025", "What else CMS's memo announced."),
)


@cache
def parts() -> tuple[Part, ...]:
    """Scenarios A to T, then what stands beside them."""
    scenarios = [
        Part(letter, letter, scenario.title, scenario.applies, _steps(letter))
        for letter, scenario in index.SCENARIOS.items()
    ]
    return (
        *scenarios,
        *(Part(key, "", title, applies, _steps(key)) for key, title, applies in _BESIDE),
    )


def part(key: str) -> Part:
    """The part of that key, in either case. Raises KeyError when there is none."""
    return {one.key.lower(): one for one in parts()}[key.lower()]


def _verb(words: str, count: int) -> str:
    """`block` of several, `blocks` of one; timed, computed and shown stay."""
    return words.lower().removesuffix("s") if count > 1 else words.lower()


def _steps(key: str) -> tuple[ShownStep, ...]:
    return tuple(_shown(step) for step in index.STEPS if step.scenario == key)


def _shown(step: Step) -> ShownStep:
    rule = _enforced().get(step.id)
    actions = [action.value for action in rule.actions] if rule else step.when
    return ShownStep(
        step=step,
        headline=rule.headline if rule and not rule.same_as else "",
        actions=tuple(_in_words(actions)),
        repeats=_repeats(step.id),
    )


def _in_words(actions: Iterable[str]) -> Iterable[str]:
    return (ACTION_WORDS.get(action, action.replace("_", " ").lower()) for action in actions)


def _repeats(step_id: str) -> tuple[str, ...]:
    """Ids of rules or timers that say the same."""
    if timed := TIMERS.get(step_id):
        same = [one.id for one in TIMERS.values() if one.due is timed.due]
    elif rule := _enforced().get(step_id):
        first = _enforced()[rule.same_as] if rule.same_as else rule
        same = [first.id, *first.also]
    else:
        same = []
    return tuple(one for one in same if one != step_id)


@cache
def _enforced() -> dict[str, Rule]:
    return {rule.id: rule for rule in rules()}
