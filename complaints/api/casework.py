"""Entering casework: a note, a contact, the resolution. The SOP judges each one as it is saved."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from complaints.api.errors import messages_by_field
from complaints.api.prospect import prospect, standing_against
from complaints.api.serializers.entries import (
    ContactEntry,
    NoteEntry,
    RecordEntry,
    ResolutionEntry,
    read,
)
from complaints.api.serializers.errors import REFUSALS
from complaints.api.serializers.records import (
    ContactSerializer,
    NoteMadeSerializer,
    ResolutionMadeSerializer,
)
from complaints.api.view import ComplaintsView
from complaints.models import CaseworkNote, ContactAttempt, Refused, Resolution
from complaints.models.sop_record import SopRecord
from ctm_casework.accounts.access import Action


class EnterRecord(ComplaintsView):
    """Saves a record, or refuses with every finding and every wrong value at once."""

    access = Action.CASEWORK
    record: ClassVar[type[SopRecord]]
    entry: ClassVar[type[RecordEntry]]

    def enter(self, request: Request) -> Response:
        complaint = self.complaint()
        zone = complaint.contract.zone
        values, acknowledged, wrong = read(self.entry, request.data, zone, request.user)
        if wrong:
            record = prospect(self.record, complaint.pk, request.user, acknowledged, values)
            raise refused_beside(standing_against(record), messages_by_field(wrong), values)
        made = self.record.enter(complaint.pk, request.user, acknowledged, **values)
        self.log_access([complaint.pk])
        return Response(self.get_serializer(made).data, status.HTTP_201_CREATED)


class NotesView(EnterRecord):
    record, entry, serializer_class = CaseworkNote, NoteEntry, NoteMadeSerializer

    @extend_schema(
        operation_id="note_save",
        request=NoteEntry,
        responses={201: NoteMadeSerializer, **REFUSALS},
    )
    def post(self, request: Request, complaint_id: str) -> Response:
        """Saves a casework note; it goes to HPMS unless it is internal."""
        return self.enter(request)


class ContactsView(EnterRecord):
    record, entry, serializer_class = ContactAttempt, ContactEntry, ContactSerializer

    @extend_schema(
        operation_id="contact_log",
        request=ContactEntry,
        responses={201: ContactSerializer, **REFUSALS},
    )
    def post(self, request: Request, complaint_id: str) -> Response:
        """Logs one attempt to reach a party."""
        return self.enter(request)


class ResolveView(EnterRecord):
    record, entry, serializer_class = Resolution, ResolutionEntry, ResolutionMadeSerializer

    @extend_schema(
        operation_id="resolve",
        request=ResolutionEntry,
        responses={201: ResolutionMadeSerializer, **REFUSALS},
    )
    def post(self, request: Request, complaint_id: str) -> Response:
        """Closes the complaint. It counts as resolved when HPMS accepts it."""
        return self.enter(request)


def refused_beside(
    refused: Refused | None, wrong: dict[str, Any], values: dict[str, Any]
) -> Refused:
    """What the SOP says and what is wrong beside it. About a field whose value could not be taken
    the SOP has nothing to say: it would miss what was given."""
    said = refused.findings if refused else ()
    missed = {name.partition(".")[0] for name in wrong} - set(values)
    errors = {**(refused.form_errors if refused else {}), **wrong}
    return Refused(tuple(finding for finding in said if finding.field not in missed), errors)
