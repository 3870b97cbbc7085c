"""Trick: the name of a step and its switch."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Final

VARIABLE: Final = "VANBAN_WITHOUT"
"""Environment variable that lists the tricks to leave out, by name and comma; `all` leaves out every one."""


class Trick(Enum):
    """One step that may be left out."""

    CONVERTER = "converter"
    READER = "reader"
    SHELL = "shell"
    WORKERS = "workers"
    CACHE = "cache"
    IDLE = "idle"
    TEMPLATES = "templates"


class UnknownTrickError(ValueError):
    """The variable names no trick; a mistyped name would silently measure or test the wrong thing."""


def wanted_tricks(environment: Mapping[str, str]) -> frozenset[Trick]:
    """Return the tricks that the environment leaves on.

    Raises:
        UnknownTrickError: A name is not that of a trick.
    """
    names = {name.strip() for name in environment.get(VARIABLE, "").split(",") if name.strip()}
    unknown = names - {trick.value for trick in Trick} - {"all"}
    if unknown:
        message = f"{VARIABLE}: unknown {', '.join(sorted(unknown))}; known: all, {', '.join(t.value for t in Trick)}"
        raise UnknownTrickError(message)
    return frozenset(trick for trick in Trick if trick.value not in names and "all" not in names)
