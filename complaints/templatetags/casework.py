"""Template words of the casework screens."""

import re
from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from complaints.models import CaseworkUpload
from complaints.models.choices import UploadState
from complaints.models.outbox import FOR_A_PERSON, UNSETTLED
from complaints.sop import index
from complaints.sop_pages.addresses import rule_address
from ctm_casework.accounts import access

register = template.Library()

_STAMP = re.compile(r"\n+(?=\d{1,2}/\d{1,2}/\d{4} )")
_BY_SYSTEM = re.compile(r"\S+ \S+ [AP]M System:")
_LOOKS: dict[str, str] = {
    UploadState.ACCEPTED: "accepted",
    UploadState.CONFIRMED: "accepted",
    UploadState.UNCERTAIN: "uncertain",
    UploadState.NEEDS_DECISION: "uncertain",
    UploadState.FAILED: "refused",
    UploadState.BLOCKED: "refused",
    UploadState.WITHDRAWN: "internal",
}


@register.filter
def may(user: Any, action: str) -> bool:
    """`{% if user|may:"casework" %}`: whether the person's role allows the action of that code."""
    return access.may(user, access.Action(action))


@register.filter
def of(mapping: Mapping[str, Any] | None, key: str) -> Any:
    """`{{ counts|of:view.key }}`; None where there is no mapping, as before a refusal."""
    return mapping.get(key) if mapping else None


@register.simple_tag(takes_context=True)
def page_url(context: template.Context, page: int) -> str:
    """The present address with another page number."""
    query = context["request"].GET.copy()
    query["page"] = str(page)
    return f"?{query.urlencode()}"


@register.filter
def entries(text: str) -> list[str]:
    """HPMS's collecting columns as their entries, newest first: each begins with a date and time."""
    return [entry.strip() for entry in _STAMP.split(text) if entry.strip()]


@register.filter
def newest_comment(text: str) -> str:
    """The newest entry somebody wrote: HPMS's own messages ("System: …") are passed over."""
    return next((entry for entry in entries(text) if not _BY_SYSTEM.match(entry)), "")


@register.filter
def breakable(text: str) -> str:
    """Words joined by a slash may part after it (Enrollment/Disenrollment)."""
    return format_html_join(mark_safe("/<wbr>"), "{}", ((part,) for part in text.split("/")))


@register.filter
def source(citation: str) -> str:
    """The citation as pages show it: that a limit was inferred from its step is for the catalog."""
    return citation.replace(" (inferred)", "")


@register.filter
def cited(rule_id: str) -> str:
    """Where the rule stands in its source, of several sections of CFR the first; its id where the index
    does not know it."""
    try:
        cited = source(index.step(rule_id).citation)
    except ValueError:
        return rule_id
    return cited.partition(",")[0] if "CFR" in cited else cited


@register.simple_tag
def rule_link(rule_id: str, css: str = "", title: str = "", words: str = "") -> SafeString:
    """The rule's id, or `words`, as a link to its place on the SOP pages; plain where the index does
    not know the rule."""
    look, shown = f"cw-rule {css}".strip(), words or rule_id
    try:
        address = rule_address(rule_id)
    except ValueError:
        return format_html('<span class="{}">{}</span>', look, shown)
    title = title or (rule_id if words else source(index.step(rule_id).citation))
    return format_html('<a class="{}" href="{}" title="{}">{}</a>', look, address, title, shown)


@register.filter
def fate_look(state: str) -> str:
    """The mark an upload's state is drawn with."""
    return _LOOKS.get(state, "waiting")


@register.filter
def unsettled_by_itself(state: str) -> bool:
    """Whether the state may change without anybody doing anything here."""
    return state in UNSETTLED and state not in FOR_A_PERSON


@register.filter
def last_word(upload: CaseworkUpload) -> str:
    """The newest line of the upload's story."""
    story = list(upload.events.all())
    return story[-1].message if story else ""


@register.filter
def anchor(record: Any) -> str:
    """Where the record stands in the casework: `intakereview-3`."""
    return f"{record._meta.model_name}-{record.pk}"
