"""What is typed into a form is kept on the server while it is typed, for the one who types it alone."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from complaints.case.forms import NoteForm
from complaints.models import CaseworkNote, Complaint, Draft
from complaints.models.draft import LONGEST
from complaints.resolve.forms import ResolveForm

FIELDS = {
    Draft.Form.NOTE: tuple(NoteForm.base_fields),
    Draft.Form.RESOLVE: tuple(ResolveForm.base_fields),
}
IN_FLIGHT = timedelta(minutes=1)


def draft_keep(
    user: Any, complaint: Complaint, form: Draft.Form, typed: Mapping[str, str]
) -> Draft | None:
    """Keeps the form as it stands; None, and nothing kept any more, when it is blank."""
    values = {name: typed.get(name, "")[:LONGEST] for name in FIELDS[form]}
    if not any(value.strip() for value in values.values()):
        Draft.objects.of(user, complaint, form).delete()
        return None
    kept, _ = Draft.objects.update_or_create(
        user=user, complaint=complaint, form=form, defaults={"values": values}
    )
    return kept


def draft_of(user: Any, complaint: Complaint, form: Draft.Form) -> Draft | None:
    """What this person typed into the form and did not save."""
    found: Draft | None = Draft.objects.of(user, complaint, form).first()
    if found and form is Draft.Form.NOTE and _was_saved(found):
        found.delete()
        return None
    return found


def _was_saved(draft: Draft) -> bool:
    """Whether the note was saved while its last draft was still on the way here."""
    return CaseworkNote.objects.filter(
        complaint=draft.complaint,
        author=draft.user,
        text=draft.values["text"].replace("\r\n", "\n"),
        created_at__gte=draft.updated_at - IN_FLIGHT,
    ).exists()
