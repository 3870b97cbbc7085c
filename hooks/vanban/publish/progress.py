"""Progress: how long work tells a person that it goes on."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import TypeVar

Progress = Callable[[str, int, int], None]
"""Called with the Vietnamese name of the work, the items done and the items in all."""

Item = TypeVar("Item")


def silent(label: str, done: int, total: int) -> None:
    """Show nothing: the default of every function that takes a `Progress`."""
    del label, done, total


def counted(label: str, items: Collection[Item], progress: Progress) -> Iterator[Item]:
    """Yield each of `items` and report after it, at most a hundred times in all.

    Args:
        label: What is being done, in Vietnamese.
        items: The things to work on; their number is the total.
        progress: Told (label, done, total); always told when the last is done.
    """
    total = len(items)
    stride = max(1, total // 100)
    for done, item in enumerate(items, start=1):
        yield item
        if done % stride == 0 or done == total:
            progress(label, done, total)
