"""Template words of the SOP pages."""

from django import template
from django.utils.safestring import SafeString

from complaints.sop_pages import search

register = template.Library()


@register.filter
def marked(text: str, asked: str | None) -> SafeString:
    """`{{ step.text|marked:asked }}`: the text with the words searched for in marks."""
    return search.marked(text, asked or "")
