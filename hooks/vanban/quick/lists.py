"""Lists: items nested by four spaces a level; see the package for the grammar.

In one block every item is tight. A block that goes on with the list before it makes that list's last item, and its own
first one, loose: their texts stand in paragraphs. An indented block goes below the last item, which becomes loose.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import field
from typing import Final

from vanban.quick.inline import UnreadableError
from vanban.quick.texts import Text
from vanban.records import dataclass

INDENT: Final = "    "
MARK: Final = "- "
_MOST_LEVELS: Final = 8
ReadText = Callable[[str], Text]


@dataclass(slots=True)
class _Item:
    text: str
    below: list[str] = field(default_factory=list)
    loose: bool = False


class List:
    """A list that further blocks may go on with."""

    def __init__(self, block: str) -> None:
        """Start with a block whose first line is an item.

        Raises:
            UnreadableError: It is not in the grammar.
        """
        self._items = _items(block.split("\n"))

    def go_on(self, block: str) -> None:
        """Take in a block that begins with an item or is indented.

        Raises:
            UnreadableError: It is not in the grammar.
        """
        last = self._items[-1]
        if block.startswith(MARK):
            more = _items(block.split("\n"))
            last.loose = more[0].loose = True
            self._items += more
            return
        lines = block.split("\n")
        if last.below or not all(line.startswith(INDENT) for line in lines):
            raise UnreadableError(block)
        last.loose, last.below = True, [line[len(INDENT) :] for line in lines]

    def html(self, read: ReadText) -> str:
        """Return the list; `read` is asked for the texts in their order.

        Raises:
            UnreadableError: A text is not in the grammar.
        """
        return _html(self._items, read, 1)


def _items(lines: Iterable[str]) -> list[_Item]:
    items: list[_Item] = []
    for line in lines:
        if line.startswith(MARK):
            items.append(_Item(line[len(MARK) :]))
        elif not items:
            raise UnreadableError(line)
        elif line.startswith(INDENT):
            items[-1].below.append(line[len(INDENT) :])
        elif line.lstrip(" ").startswith("{") and not items[-1].below:
            items[-1].text += f"\n{line}"
        else:
            raise UnreadableError(line)
    return items


def _html(items: Sequence[_Item], read: ReadText, level: int) -> str:
    if level > _MOST_LEVELS:
        raise UnreadableError(items[0].text)
    return "\n".join(["<ul>", *(_item(item, read, level) for item in items), "</ul>"])


def _item(item: _Item, read: ReadText, level: int) -> str:
    text = read(item.text)
    below = f"{_html(_items(item.below), read, level + 1)}\n" if item.below else ""
    if item.loose:
        return f"<li>\n<p{text.attributes}>{text.inner}</p>\n{below}</li>"
    return f"<li{text.attributes}>{text.inner}{below}</li>"
