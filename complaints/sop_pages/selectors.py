"""The SOP's numbers as pages show them: the value in force, where it comes from, its history."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from complaints.models import ParameterOverride
from complaints.sop import DatedValue, index, parameters_on
from complaints.sop.parameters import DEFAULTS, SPANS, Span


@dataclass(frozen=True)
class HistoryLine:
    """A value from a date on. `override` is None for the source's own; `confirms` when it repeats
    what held on that day."""

    value: int
    since: date
    override: ParameterOverride | None
    confirms: bool


@dataclass(frozen=True)
class ShownParameter:
    """`in_force` is the line that holds today; `history` all lines, the newest entered first."""

    name: str
    span: Span
    unit: str
    step: index.Step
    in_force: HistoryLine
    default: DatedValue
    history: tuple[HistoryLine, ...]
    coming: tuple[HistoryLine, ...]

    @property
    def last_word(self) -> ParameterOverride | None:
        """The newest change or confirmation, None while only the source speaks."""
        return self.history[0].override


def parameters_shown(today: date) -> list[ShownParameter]:
    """Every parameter in the order of its source. One query."""
    entered: dict[str, list[ParameterOverride]] = defaultdict(list)
    for override in ParameterOverride.objects.select_related("author").order_by("pk"):
        entered[override.name].append(override)
    defaults: dict[str, list[DatedValue]] = defaultdict(list)
    for default in DEFAULTS:
        defaults[default.name].append(default)
    shown = [_shown(name, defaults[name], entered[name], today) for name in defaults]
    return sorted(shown, key=_by_source)


def _by_source(shown: ShownParameter) -> tuple[bool, int]:
    """The regulation's due dates first, then as the index has their steps."""
    return shown.step.scenario != "CFR", index.position(shown.step.id)


def parameters_by_step(today: date) -> dict[str, list[ShownParameter]]:
    """The same by the id of the step they rest on."""
    by_step: dict[str, list[ShownParameter]] = defaultdict(list)
    for shown in parameters_shown(today):
        by_step[shown.step.id].append(shown)
    return by_step


def _shown(
    name: str, defaults: list[DatedValue], entered: list[ParameterOverride], today: date
) -> ShownParameter:
    lines = [HistoryLine(one.value, one.since, None, False) for one in defaults]
    for at, override in enumerate(entered):
        held = _value_on(name, override.since, [one.as_dated() for one in entered[:at]])
        lines.append(HistoryLine(override.value, override.since, override, held == override.value))
    default = _newest(defaults, today)
    return ShownParameter(
        name=name,
        span=SPANS[name],
        unit=default.unit,
        step=index.step(default.step),
        in_force=_holding(lines, today),
        default=default,
        history=tuple(reversed(lines)),
        coming=tuple(line for line in lines if line.since > today and line.override),
    )


def _value_on(name: str, day: date, overrides: Iterable[DatedValue]) -> int:
    value: int = getattr(parameters_on(day, overrides), name)
    return value


def _newest(defaults: list[DatedValue], today: date) -> DatedValue:
    begun = [one for one in defaults if one.since <= today]
    return max(begun or defaults[:1], key=lambda one: one.since)


def _holding(lines: list[HistoryLine], today: date) -> HistoryLine:
    """As `parameters_on` chooses: an administrator's value once begun, of those the latest date."""
    own = [line for line in lines if line.override and line.since <= today]
    chosen = own or [line for line in lines if not line.override and line.since <= today]
    # sorted() is stable: of equal dates the later entered wins.
    return sorted(chosen or lines[:1], key=lambda line: line.since)[-1]
