"""Moving: which page of an earlier import a page of a new one comes from, when sections were added or numbered anew.

An editor's work belongs to the words it was done on, not to the file name they had.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from vanban.importer.merge import likeness

_SAME: Final = 0.5
_INDEX: Final = "index.md"


def find_origins(old: Mapping[str, str], new: Mapping[str, str]) -> dict[str, str]:
    """Return new page -> the old page it comes from; pages that are new have none, no old page is named twice.

    Args:
        old: Page name -> what the earlier import wrote.
        new: Page name -> what this one would write.
    """
    origins = {name: name for name in new if name in old and (name == _INDEX or _alike(old[name], new[name]))}
    for name in new:
        free = [other for other in old if other not in origins.values()]
        best = max(free, key=lambda other: likeness(_body(old[other]), _body(new[name])), default=None)
        if name not in origins and best is not None and _alike(old[best], new[name]):
            origins[name] = best
    left = set(old) - set(origins.values())
    return origins | {name: name for name in new if name in left and name not in origins and _bare(old[name])}


def _alike(one: str, other: str) -> bool:
    return likeness(_body(one), _body(other)) > _SAME


def _bare(page: str) -> bool:
    """Say whether a page has a heading and nothing else, so that its words cannot tell where it went."""
    return len(_body(page).split()) < 12


def _body(page: str) -> str:
    return page.split("---\n", 2)[-1]
