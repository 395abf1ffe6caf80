from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError

from complaints.models import Complaint
from ctm_casework.accounts.access import Action, may
from ctm_casework.accounts.models import User


def complaints_assign(user: Any, complaint_ids: Iterable[str], assignee: User | None) -> int:
    """Gives complaints that `user` may see to a person (None: to nobody). Returns how many.

    Raises ValidationError when that person cannot work one of them."""
    chosen = Complaint.objects.visible_to(user).filter(pk__in=list(complaint_ids))
    if assignee is not None:
        theirs = Complaint.objects.visible_to(assignee).filter(pk__in=chosen.values("pk"))
        if not may(assignee, Action.CASEWORK) or theirs.count() != chosen.count():
            raise ValidationError(
                f"{assignee} cannot work all of these: the role or a contract is missing."
            )
    return Complaint.objects.filter(pk__in=list(chosen.values_list("pk", flat=True))).update(
        assignee=assignee
    )
