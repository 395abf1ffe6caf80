"""How a due date or reminder of the SOP is declared: a pure function of the facts, by its step's id.

    @timer("N.5", facts=(…))
    def lis_update_is_checked(facts): ...   # None when nothing is due, else when and what

The clock of the complaint itself (SOP H, the regulation) is not here but in `complaints.deadlines`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from complaints.sop import index
from complaints.sop.agreed_move import agreed_move
from complaints.sop.facts import CaseFacts, paths


@dataclass(frozen=True)
class Due:
    """What is to be done by the end of `due_on`, in words for the caseworker.

    `subject` tells several of one rule apart, such as two RPC requests. `outlives_closing`: a promise
    that stands after the complaint is closed.
    """

    due_on: date
    words: str
    subject: str = ""
    outlives_closing: bool = False


@dataclass(frozen=True)
class Timer:
    """One timed statement of the sources."""

    id: str
    citation: str
    facts: tuple[str, ...]
    due: Callable[[CaseFacts], "Due | tuple[Due, ...] | None"]


TIMERS: dict[str, Timer] = {}


def timer(
    step_id: str, *, facts: tuple[str, ...], also: tuple[str, ...] = ()
) -> Callable[[Callable], Callable]:
    """Register a function as the timer of that step, and of those in `also` that say the same.

    Raises ValueError when the id is taken or no TIMER, or when a declared fact does not exist.
    """
    for one in (step_id, *also):
        if one in TIMERS or index.step(one).kind is not index.Kind.TIMER:
            raise ValueError(f"{one} is registered twice, or is no TIMER of the index")
    if unknown := set(facts) - paths():
        raise ValueError(f"{step_id} declares unknown facts: {', '.join(sorted(unknown))}")

    def register(due: Callable) -> Callable:
        for one in (step_id, *also):
            TIMERS[one] = Timer(one, index.step(one).citation, facts, due)
        return due

    return register


@dataclass(frozen=True)
class Promise:
    """A due date with the step it rests on."""

    rule: str
    citation: str
    due: Due


# Contact goes on "also when the case is back with CMS" (SOP B, note 1).
_ALSO_WITH_CMS = {"B.note.1"}


def timers(facts: CaseFacts) -> tuple[Promise, ...]:
    """All that is due on this case, the earliest first; of a closed case, or one that CMS has taken or
    agreed to move, or that is gone from the plan's view or in the marketing report alone, what outlives that.

    A timer under several ids answers once, under the first.
    """
    complaint = facts.complaint
    closed = complaint.resolution_date is not None
    with_cms = complaint.with_cms_since is not None
    gone = complaint.gone_since is not None
    elsewhere = gone or complaint.report_only or agreed_move(facts) is not None
    found, asked = [], set()
    for one in TIMERS.values():
        if one.due in asked:
            continue
        asked.add(one.due)
        stands = not (closed or elsewhere) and (not with_cms or one.id in _ALSO_WITH_CMS)
        for due in _all(one.due(facts)):
            if stands or due.outlives_closing:
                found.append(Promise(one.id, one.citation, due))
    return tuple(sorted(found, key=lambda promise: (promise.due.due_on, promise.rule)))


def timed_facts() -> frozenset[str]:
    """Dotted names of all that timers may read."""
    return frozenset(name for one in TIMERS.values() for name in one.facts)


def _all(answer: Due | tuple[Due, ...] | None) -> tuple[Due, ...]:
    if answer is None:
        return ()
    return answer if isinstance(answer, tuple) else (answer,)
