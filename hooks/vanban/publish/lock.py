"""Lock: the pinned packages of the project, and the part of them that a building machine needs."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable
from importlib import metadata
from typing import Final

from vanban.patterns import lazy_pattern

_START: Final = lazy_pattern(r"(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)==")
_REQUIREMENT: Final = lazy_pattern(r"\s*(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)(?P<rest>.*)", re.DOTALL)

Requires = Callable[[str], Iterable[str]]
"""Returns the names of the packages a package needs on some machine, extras left out."""


def package_name(name: str) -> str:
    """Return the one spelling of a package's name (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def read_lock(text: str) -> dict[str, str]:
    """Return the lines of each package of a lock file, hashes included, by its name."""
    blocks: dict[str, str] = {}
    name = ""
    for line in text.splitlines():
        match = _START.match(line)
        if match:
            name = package_name(match["name"])
            blocks[name] = f"{line}\n"
        elif name and line.startswith((" ", "\t")):
            blocks[name] += f"{line}\n"
    return blocks


def installed_requires(name: str) -> list[str]:
    """Return what an installed package needs; conditions on the system are ignored, so another system is served too."""
    try:
        requirements = metadata.requires(name) or []
    except metadata.PackageNotFoundError:
        return []
    matches = (_REQUIREMENT.match(text) for text in requirements)
    return [package_name(match["name"]) for match in matches if match and "extra" not in match["rest"]]


def needed(roots: Iterable[str], lock: dict[str, str], requires: Requires = installed_requires) -> dict[str, str]:
    """Return the part of a lock that `roots` need, directly or through others, in the lock's order."""
    found: set[str] = set()
    queue = deque(package_name(_requirement_name(root)) for root in roots)
    while queue:
        name = queue.popleft()
        if name in lock and name not in found:
            found.add(name)
            queue.extend(requires(name))
    return {name: block for name, block in lock.items() if name in found}


def _requirement_name(requirement: str) -> str:
    match = _REQUIREMENT.match(requirement)
    return match["name"] if match else requirement
