"""The complaint page's documents: what is attached, and how far each is on its way into HPMS."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import cached_property

from django.utils import timezone

from complaints.models import Attachment, Complaint, ContractAssignment
from complaints.models.choices import YesNo
from complaints.sop import index
from ctm_casework.accounts.models import ContractAccess, User

GUIDANCE = ("O.3", "O.4", "O.note.1")
CONFIRMED_WITHIN = timedelta(days=1)


class HandOff(StrEnum):
    """SOP O, steps 3 and 4: a person puts the document into HPMS, a download shows it afterwards."""

    TO_DO = "to do"
    PUT = "put"
    UNCONFIRMED = "unconfirmed"  # for a day: perhaps the record was not saved there
    SHOWN = "shown"


@dataclass(frozen=True)
class Document:
    attachment: Attachment
    hand_off: HandOff
    from_contract: str  # "" for one attached under the contract the complaint is with now


class DocumentsPanel:
    """What one person may see of a complaint's documents, in two queries."""

    def __init__(self, complaint: Complaint, user: User) -> None:
        self.complaint, self.user = complaint, user

    @cached_property
    def documents(self) -> list[Document]:
        """In the order in which they were attached."""
        seen = Attachment.objects.visible_to(self.user).filter(complaint=self.complaint)
        return [self._document(one) for one in seen.select_related("author", "assignment")]

    @cached_property
    def former_plan(self) -> bool:
        """Whether the complaint was with a contract this person does not work for (O.note.2.view)."""
        own = ContractAccess.objects.filter(user=self.user).values("contract")
        stretches = ContractAssignment.objects.filter(complaint=self.complaint)
        return stretches.exclude(contract__in=own).exists()

    @property
    def in_hpms(self) -> bool:
        """The last download's word. It counts documents of CMS, SHIP and state reviewers too."""
        return self.complaint.has_attachments == YesNo.YES

    @property
    def guidance(self) -> list[index.Step]:
        return [index.step(step_id) for step_id in GUIDANCE]

    def _document(self, attachment: Attachment) -> Document:
        contract = attachment.assignment.contract_id if attachment.assignment else ""
        former = "" if contract == self.complaint.contract_id else contract
        return Document(attachment, self._hand_off(attachment), former)

    def _hand_off(self, attachment: Attachment) -> HandOff:
        put_at = attachment.uploaded_to_hpms_at
        if put_at is None:
            return HandOff.TO_DO
        if self.in_hpms:
            return HandOff.SHOWN
        late = timezone.now() - put_at > CONFIRMED_WITHIN
        return HandOff.UNCONFIRMED if late else HandOff.PUT
