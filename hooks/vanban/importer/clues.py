"""Clue: what one block shows of the part it has on its page, before anything is decided."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from typing import Final

from vanban.importer import labels
from vanban.importer.callmarks import Calls
from vanban.importer.frame import Frame
from vanban.importer.lines import LIST_MARK, Block, Kind, indent, is_rule
from vanban.importer.marks import Mark, bare_end, bold_open
from vanban.importer.pagewords import TABLE_RULE
from vanban.records import dataclass

_SHORT_LABELLED: Final = 250
_LONG_LABELLED: Final = 60
_SHORT_POINT: Final = 110
_SEAMS: Final = 3
_SPACED: Final = 0.8


UNANSWERED: Final = "?"


class End(Enum):
    """How a block ends."""

    CLOSED = 0
    SEMI = 1
    OPEN = 2
    HEAD = 3
    LABEL = 4
    """Labelled text with no full stop: a heading, or a numbered paragraph cut by a page."""


class Start(Enum):
    """How a block begins."""

    LOWER = 0
    UPPER = 1
    DIGIT = 2
    LIST = 3
    HEAD = 4


@dataclass(frozen=True, slots=True)
class Clue:
    """What one block shows of its role.

    Attributes:
        start: How it begins.
        end: How it ends.
        calls: Numbers of the footnotes called in it, followed by `UNANSWERED` where no note has the number of a call.
        note: Number at its head when it can be a footnote.
        fixed: It stands in the letterhead, the recipients or the signature: always a paragraph of its own.
        listed: Its section consists of list items, so a plain block is likely the rest of one.
        slack: Characters free at the end of its last line; None when the text was not wrapped.
        word: Length of its first word.
        seam: It is a page seam.
        table: It is a table.
        tidy: Footnotes of this text end with a full stop, so one that does not must go on.
        seamed: This text shows its page seams, and a blank line parts the block from the one above.
        rule: It is the rule above the footnotes of a page.
        ruled: This text has a rule above its footnotes.
        inset: Its first line is set in, as that of a new paragraph here; None when first lines are not.
        columns: Number of columns of a table; 0 for all else.
        headed: It is a table whose first row is its head.
        brief: It fills no line and, where it begins with a point, reads like a title; a page cuts longer text.
        wide: It is set as wide as footnotes (True) or as the body (False); None when nothing says.
        paged: This text shows the end of every page, so that below the first footnote there is no more body.
        whole: Footnotes stand right below their paragraphs here, so that no page cuts either.
        close: Blank lines part the paragraphs of this text, and none parts the block from the one above.
        carried: A page turns above it among notes gathered at the end of the text, and it can only be the rest of one.
    """

    start: Start = Start.UPPER
    end: End = End.CLOSED
    calls: tuple[str, ...] = ()
    note: str | None = None
    fixed: bool = False
    listed: bool = False
    slack: int | None = None
    word: int = 0
    seam: bool = False
    table: bool = False
    tidy: bool = False
    seamed: bool = False
    rule: bool = False
    ruled: bool = False
    paged: bool = False
    wide: bool | None = None
    brief: bool = False
    inset: bool | None = None
    columns: int = 0
    headed: bool = False
    whole: bool = False
    close: bool = False
    carried: bool = False


def begins(text: str, *, heading: bool) -> Start:
    """Return how a text begins."""
    if heading:
        return Start.HEAD
    if LIST_MARK.match(text.removeprefix("**")) or labels.find_point(text):
        return Start.LIST
    first = re.sub(r"^[\W_]+", "", text)[:1]
    if first.isdigit():
        return Start.DIGIT
    return Start.LOWER if first.islower() or not first else Start.UPPER


def ends(text: str, *, heading: bool, sure: bool = True) -> End:
    """Return how a text ends; a heading that is not `sure` may be the head of a numbered paragraph."""
    if heading:
        return End.HEAD if sure else End.LABEL
    last = bare_end(text)[-1:]
    if last in ".!?…":
        return End.CLOSED
    return End.SEMI if last in ";:" else End.OPEN


def read_clues(blocks: Sequence[Block], frame: Frame, calls: Calls, *, cut: bool) -> list[Clue]:
    """Return what each block shows.

    Args:
        blocks: The blocks of the source.
        frame: Letterhead, title and tail, whose blocks are fixed.
        calls: The calls and heads of footnotes.
        cut: Whether pages may have cut paragraphs; when not, every block is fixed.
    """
    headings = [_is_heading(block) for block in blocks]
    listed = _listed(blocks, headings, calls)
    seamed = sum(map(is_seam, blocks)) >= _SEAMS
    apart = [_apart(blocks, index) for index in range(len(blocks))]
    spaced = sum(apart) > len(blocks) * _SPACED
    inset = _inset(blocks)
    tidy, paged = _tidy(blocks, calls), _paged(blocks, calls)
    rules = _note_rules(blocks, frame, calls)
    return [
        Clue(
            begins(block.text, heading=headings[index]),
            ends(block.text, heading=headings[index], sure=not _may_go_on(block.text)),
            tuple(_called(index, mark, calls) for mark in calls.calls.get(index, ())),
            calls.starts[index].number if index in calls.starts else None,
            frame.fixed(index) or not cut,
            index in listed,
            block.slack,
            len(block.text.split(maxsplit=1)[0]) if block.text else 0,
            is_seam(block),
            block.kind is Kind.TABLE,
            tidy,
            seamed and apart[index],
            index in rules,
            bool(rules),
            paged,
            block.wide,
            _brief(block.text),
            indent(block.lines[0].text) > 1 if inset and block.lines else None,
            block.lines[0].text.count("|") if block.kind is Kind.TABLE else 0,
            any(TABLE_RULE.fullmatch(line.text) for line in block.lines),
            calls.below,
            spaced and not apart[index] and not is_seam(block),
        )
        for index, block in enumerate(blocks)
    ]


def _called(index: int, mark: Mark, calls: Calls) -> str:
    return f"{mark.number}{UNANSWERED}" if (index, mark.start) in calls.lost else mark.number


def _brief(text: str) -> bool:
    return len(text) < (_SHORT_POINT if labels.find_point(text) else _LONG_LABELLED)


def _inset(blocks: Sequence[Block]) -> bool:
    """Say whether the first lines of paragraphs are set in here."""
    texts = [block for block in blocks if block.kind is Kind.TEXT and len(block.lines) > 1]
    inset = [block for block in texts if indent(block.lines[0].text) > indent(block.lines[1].text) + 1]
    return len(inset) * 10 > len(texts) * 6


def _tidy(blocks: Sequence[Block], calls: Calls) -> bool:
    """Say whether footnotes end with a full stop here: those do that another one follows at once."""
    whole = [index for index in calls.starts if index + 1 in calls.starts]
    complete = whole if len(whole) >= _SEAMS else list(calls.starts)
    closed = [ends(blocks[index].text, heading=False) is End.CLOSED for index in complete]
    return sum(closed) * 10 >= len(closed) * 6


def _paged(blocks: Sequence[Block], calls: Calls) -> bool:
    """Say whether every page end shows: between two seams no block that calls stands below one that is a note."""
    noted = broken = 0
    below = False
    for index, block in enumerate(blocks):
        if is_seam(block) and not is_rule(block.text):
            noted += below
            below = False
        below = below or index in calls.starts
        broken += below and index in calls.calls
    return noted >= _SEAMS and broken * 20 <= noted


def _note_rules(blocks: Sequence[Block], frame: Frame, calls: Calls) -> frozenset[int]:
    """Return the rules that stand above footnotes; none when most rules of the text do not."""
    rules = [index for index, block in enumerate(blocks) if is_seam(block) and is_rule(block.text)]
    rules = [index for index in rules if not frame.fixed(index) and index + 1 < len(blocks)]
    above = [index for index in rules if index + 1 in calls.starts]
    return frozenset(rules) if len(above) * 2 > len(rules) else frozenset()


def _is_heading(block: Block) -> bool:
    if len(block.text) > _SHORT_LABELLED or block.kind is not Kind.TEXT or bold_open([block.text]):
        return False
    label = labels.find_label(block.text)
    if label is None:
        return labels.is_capitals(block.text) or labels.is_bold(block.text)
    return label.title[-1:] not in {".", ";", ","} or label.kind.depth < 5


def _apart(blocks: Sequence[Block], index: int) -> bool:
    """Say whether a blank line stands above a block."""
    above = blocks[index - 1].lines[-1:] if index else ()
    return not above or blocks[index].number > above[0].number + 1


def _may_go_on(text: str) -> bool:
    """Say whether a text that reads like a heading may be a numbered paragraph cut by a page."""
    label = labels.find_label(text)
    return label is not None and label.kind.depth > 4 and len(text) > _LONG_LABELLED and "**" not in text


def _listed(blocks: Sequence[Block], headings: Sequence[bool], calls: Calls) -> set[int]:
    """Return the blocks of the sections whose paragraphs are list items."""
    result: set[int] = set()
    section: list[int] = []
    for index in range(len(blocks) + 1):
        if index < len(blocks) and not headings[index]:
            if blocks[index].lines and index not in calls.starts and not is_seam(blocks[index]):
                section.append(index)
            continue
        starts = [begins(blocks[member].text, heading=False) for member in section]
        if starts.count(Start.LIST) >= 3 and starts.count(Start.UPPER) * 3 <= starts.count(Start.LIST):
            result |= set(section)
        section = []
    return result


def is_seam(block: Block) -> bool:
    """Say whether a block is a page seam."""
    return block.kind is Kind.SEAM
