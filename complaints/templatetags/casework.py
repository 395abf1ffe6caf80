"""Template words of the casework screens."""

from collections.abc import Mapping
from typing import Any

from django import template

from ctm_casework.accounts import access

register = template.Library()


@register.filter
def may(user: Any, action: str) -> bool:
    """`{% if user|may:"casework" %}`: whether the person's role allows the action of that code."""
    return access.may(user, access.Action(action))


@register.filter
def of(mapping: Mapping[str, Any], key: str) -> Any:
    """`{{ counts|of:view.key }}`"""
    return mapping.get(key)


@register.simple_tag(takes_context=True)
def page_url(context: template.Context, page: int) -> str:
    """The present address with another page number."""
    query = context["request"].GET.copy()
    query["page"] = str(page)
    return f"?{query.urlencode()}"
