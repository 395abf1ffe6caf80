"""Writing a draft: its values, and CMS's own word where the request stands on it."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from complaints.models import Acknowledgement, CmsDirection
from ctm_casework.accounts.models import User
from plan_requests.models import PlanRequest


@transaction.atomic
def draft_save(
    request: PlanRequest,
    user: User,
    values: Mapping[str, Any],
    cms_said: str = "",
    acknowledgements: tuple[Acknowledgement, ...] = (),
) -> PlanRequest:
    """Saves the draft with these values. `cms_said`: where CMS directed it, which is kept as a record of
    its own (B.note.2). Raises Refused when the SOP refuses that record."""
    for name, value in values.items():
        setattr(request, name, value)
    said = cms_said.strip()
    if said != request.direction_words:
        request.cms_direction = (
            CmsDirection.enter(request.complaint_id, user, acknowledgements, reference=said)
            if said
            else None
        )
    request.author = request.author or user
    request.save()
    return request
