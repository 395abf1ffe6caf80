"""The documents panel for the complaint page's template."""

from typing import Any

from django import template

from complaints.attachments.panel import DocumentsPanel
from complaints.attachments.rows import DocumentRow, rows_shown
from complaints.models import Complaint

register = template.Library()


@register.simple_tag
def documents_of(complaint: Complaint, user: Any) -> DocumentsPanel:
    return DocumentsPanel(complaint, user)


@register.simple_tag
def fresh_rows() -> list[DocumentRow]:
    """Blank rows of the form that attaches documents."""
    return rows_shown([])


@register.simple_tag
def row_to_copy() -> DocumentRow:
    """What the script makes further rows of."""
    return DocumentRow("N")
