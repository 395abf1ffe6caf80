"""What the SOP would say to a record nobody saves."""

from collections.abc import Iterable, Mapping
from typing import Any

from complaints.models import Acknowledgement, ContractAssignment, Refused
from complaints.models.sop_record import SopRecord, SopTransition


def prospect(
    kind: type[SopRecord],
    complaint_id: str,
    author: Any,
    acknowledgements: Iterable[Acknowledgement] = (),
    values: Mapping[str, Any] | None = None,
) -> SopRecord:
    """The record as it would be saved now."""
    assignment = ContractAssignment.objects.filter(complaint=complaint_id, ended_on=None).first()
    record = kind(complaint_id=complaint_id, author=author, assignment=assignment, **(values or {}))
    record.acknowledgements = tuple(acknowledgements)
    return record


def standing_against(record: SopTransition) -> Refused | None:
    """The refusal that saving would meet, None where it would pass."""
    try:
        record.clean()
    except Refused as refused:
        return refused
    return None
