"""What the views of complaints share: JSON alone, the complaint one may see, the log of who saw what."""

from collections.abc import Iterable
from typing import Any

from rest_framework.exceptions import NotFound
from rest_framework.generics import GenericAPIView
from rest_framework.parsers import JSONParser

from complaints.models import Complaint
from complaints.models.complaint import ComplaintQuerySet
from ctm_casework.accounts.access import Action
from ctm_casework.accounts.models import AccessLog, User


class ComplaintsView(GenericAPIView[Any]):
    """Every concrete view says what it asks of the role in `access`."""

    access: Action
    parser_classes = [JSONParser]
    filter_backends: list[Any] = []
    pagination_class: Any = None

    def visible(self) -> ComplaintQuerySet:
        """Complaints of the contracts of whoever asks; others do not exist for them."""
        return Complaint.objects.visible_to(self.request.user)

    def complaint(self) -> Complaint:
        """The complaint in the address. Raises NotFound, also for one of a foreign contract."""
        found = self.with_what_is_shown(self.visible().select_related("contract"))
        for complaint in found.filter(pk=self.kwargs["complaint_id"]):
            return complaint
        raise NotFound("No such complaint among those of your contracts: check the complaint id.")

    def with_what_is_shown(self, complaints: ComplaintQuerySet) -> ComplaintQuerySet:
        """A view that shows more than the complaint's own columns fetches it here."""
        return complaints

    def log_access(self, complaint_ids: Iterable[str]) -> None:
        user, match = self.request.user, self.request.resolver_match
        assert isinstance(user, User)
        assert match is not None
        AccessLog.record(user, door=match.view_name, complaint_ids=[*complaint_ids])
