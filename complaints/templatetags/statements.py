"""Links from a finding to where it is settled."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from complaints.models import Complaint
from complaints.sop import Finding
from complaints.statements.where import place_for
from ctm_casework.accounts.access import Action, may

register = template.Library()


@register.simple_tag(takes_context=True)
def where_to_state(
    context: template.Context, finding: Finding, complaint: Complaint
) -> SafeString | str:
    """A link to the place, for who may work there; nothing where there is no other place."""
    place = place_for(finding, complaint.pk)
    if place is None or not may(context["user"], Action.CASEWORK):
        return ""
    return format_html('<a class="cw-where" href="{}">{}</a>', place.address, place.words)
