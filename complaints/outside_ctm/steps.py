"""What the SOP says about a case that is not in CTM."""

from complaints.models import DirectCase
from complaints.sop.index import Step, step


def steps_of(case: DirectCase) -> list[Step]:
    """The notes of scenario D or E that fit the case."""
    if case.kind == DirectCase.Kind.RETRO_ENROLLMENT:
        return [step("D.note.5")]
    return [step("E.note.1" if case.critical else "E.note.2")]
