"""The product's own index of the sources' steps: id, kind, citation, the statement in our words.

Rules must cite it, pages show it, tests compare it with the rules. A step that could be a rule but
is not one here says in `elsewhere` where it is kept.
"""

from complaints.sop.index.api import API, OCTOBER_2025
from complaints.sop.index.download_layout import DOWNLOAD_LAYOUT
from complaints.sop.index.home_infusion import HOME_INFUSION
from complaints.sop.index.procedure import PROCEDURE, SCENARIOS, Scenario
from complaints.sop.index.regulation import REGULATION
from complaints.sop.index.step import Kind, Step
from complaints.sop.index.upload_layout import UPLOAD_LAYOUT

__all__ = ["SCENARIOS", "STEPS", "Kind", "Scenario", "Step", "position", "step"]

STEPS: tuple[Step, ...] = (
    *PROCEDURE,
    *REGULATION,
    *HOME_INFUSION,
    *UPLOAD_LAYOUT,
    *DOWNLOAD_LAYOUT,
    *API,
    *OCTOBER_2025,
)

_POSITION = {step.id: place for place, step in enumerate(STEPS)}


def step(step_id: str) -> Step:
    """The step of that id. Raises ValueError when the index does not know it."""
    return STEPS[position(step_id)]


def position(step_id: str) -> int:
    """Its place in the catalogue. Raises ValueError when the index does not know it."""
    try:
        return _POSITION[step_id]
    except KeyError:
        raise ValueError(f"{step_id} is not in the index of the SOP's steps") from None
