"""Bundles: files that are read, and remembered, together.

To recall a value costs nearly the same whatever its size, so what was read of many files is recalled as one value.
Where a bundle ends follows from each name by itself: a file that comes or goes leaves all other bundles as they are.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from typing import Final

_SIZE: Final = 32
"""Files of a bundle, on average."""


def bundles(names: Iterable[str]) -> Iterator[list[str]]:
    """Yield the names in order, some at a time."""
    bundle: list[str] = []
    for name in names:
        bundle.append(name)
        if not zlib.crc32(name.encode()) % _SIZE:
            yield bundle
            bundle = []
    if bundle:
        yield bundle
