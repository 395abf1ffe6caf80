"""The radar's phrases, read from `phrases.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from complaints.sop import index

FILE = Path(__file__).with_name("phrases.toml")


@dataclass(frozen=True)
class Listener:
    """What speaks for a scenario. `step` is the step that gives it its cause."""

    step: str
    category: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    comments: bool = False


@dataclass(frozen=True)
class Topic:
    """A field of complaints: how categories name it, and the words people use."""

    category: tuple[str, ...]
    text: tuple[str, ...]


@cache
def keywords() -> tuple[str, ...]:
    return tuple(_data()["keywords"])


@cache
def listeners() -> Mapping[str, Listener]:
    """Listeners by the scenario's letter. ValueError when one names a step nobody knows."""
    return {
        letter: Listener(
            step=index.step(entry["step"]).id,
            category=tuple(entry.get("category", ())),
            text=tuple(entry["text"]),
            unless=tuple(entry.get("not", ())),
            comments=entry.get("comments", False),
        )
        for letter, entry in _data().items()
        if letter in index.SCENARIOS
    }


@cache
def topics() -> Mapping[str, Topic]:
    return {
        name: Topic(tuple(entry["category"]), tuple(entry["text"]))
        for name, entry in _data()["topics"].items()
    }


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))
