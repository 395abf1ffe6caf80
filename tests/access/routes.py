"""Every route of the product, read from the URL configuration."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from ctm_casework.accounts.access import Action


@dataclass(frozen=True)
class Route:
    name: str
    arguments: tuple[str, ...]
    access: Action | None

    def __str__(self) -> str:
        return self.name


def routes() -> list[Route]:
    return list(_walk(get_resolver().url_patterns, (), ()))


def _walk(
    patterns: Any, namespaces: tuple[str, ...], arguments: tuple[str, ...]
) -> Iterator[Route]:
    for pattern in patterns:
        own = arguments + tuple(pattern.pattern.converters)
        if isinstance(pattern, URLResolver):
            inside = namespaces + ((pattern.namespace,) if pattern.namespace else ())
            yield from _walk(pattern.url_patterns, inside, own)
        elif isinstance(pattern, URLPattern):
            name = ":".join([*namespaces, pattern.name or f"unnamed {pattern.pattern}"])
            yield Route(name, own, _access(pattern.callback))


def _access(view: Any) -> Action | None:
    for holder in (view, getattr(view, "view_class", None), getattr(view, "cls", None)):
        if isinstance(action := getattr(holder, "access", None), Action):
            return action
    return None
