"""Portable: a page as plain Markdown that needs none of our extensions and looks, ids and links the same.

What the build's extensions do to the tree is written into the text: a mention becomes a link, a paragraph carries its
address in an empty anchor, a footnote its printed number and its two addresses, a heading its id, a named block its
HTML. A `<` of the source becomes an entity, because other engines read raw HTML and ours does not.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from vanban.dialect import new_converter
from vanban.library import Link
from vanban.links import BLOCK, PageContext, splice_links
from vanban.patterns import lazy_pattern
from vanban.units import Unit, UnitKind, read_units

_FENCE: Final = lazy_pattern(r"^ {0,3}(```+|~~~+)")
_NOTE: Final = lazy_pattern(r"^\[\^([^\]]+)\]:[ \t]*(.*)$")
_CALL: Final = lazy_pattern(r"\[\^([^\]\s]+)\]")
_HEADING: Final = lazy_pattern(r"^(#{1,6} .*?)(?: +#+)?(?: *\{[^}]*\})?$")
_HEADING_ID: Final = lazy_pattern(r'<h[1-6][^>]*? id="([^"]*)"')
_BLANK: Final = lazy_pattern(r"\n[ \t]*\n")
_NAMING: Final = lazy_pattern(
    r"""
    ^\#{1,6}                            # a heading
    | ^[ \t>]*(?:=+|-+)[ \t]*$         # the line below a heading of the other form
    | \{[^}\n]*\#                      # an id given by hand
    """,
    re.MULTILINE | re.VERBOSE,
)
_ENTANGLED: Final = lazy_pattern(
    r"""
    ^[ \t>]*(?:```|~~~)                # fenced code, in which nothing is a heading
    | ^[ \t>*+.)\-\d]+\#              # a heading in a list or a quotation
    | ^\#[^\n]*\[\^                    # a heading with a note
    | ^[ ]{4}[^\n]*\{[^}\n]*\#         # an id inside a list
    | ^[ ]{0,3}\[[^\]\n^][^\]\n]*\]:   # an address that links name
    """,
    re.MULTILINE | re.VERBOSE,
)
"""What makes headings depend on other blocks."""
_RAW: Final = lazy_pattern(r"(`+[^`]*`+|<https?://[^<>\s]*>)|<")
_BLOCK_LINE: Final = lazy_pattern(rf"^ *{BLOCK.pattern} *$", re.MULTILINE)
_STASHED: Final = lazy_pattern("\x02[^\x03]*\x03")
"""What the converter puts behind a footnote's text; it is not in the source."""
_INDENT: Final = r"\n[ \t>]*"


def portable_page(markdown: str, context: PageContext) -> str:
    """Return the page's Markdown, without front matter, for any engine.

    Args:
        markdown: The page as it goes into our converter.
        context: What our extension would know of it.
    """
    marked = _with_heading_ids(markdown)
    linked = _with_units(marked, read_units(marked, context.section), context)
    text = _with_notes(_escaped(linked))
    return _BLOCK_LINE.sub(lambda match: _block(match, context.blocks), text)


def _block(match: re.Match[str], blocks: Mapping[str, str]) -> str:
    name = match.group(1)
    html = re.sub(r"\n\s*\n", "\n", blocks[name]) if name in blocks else ""
    return f'<div class="vb-{name}">{html}</div>' if name in blocks else match.group()


def _with_heading_ids(markdown: str) -> str:
    """Write the id of each heading behind it; a page whose headings are not all written with `#` is left alone."""
    ids = _HEADING_ID.findall(new_converter().convert(_outline(markdown)))
    lines = markdown.split("\n")
    places = [place for place, line in _open_lines(lines) if _HEADING.match(line)]
    if len(ids) != len(places):
        return markdown
    for place, name in zip(places, ids, strict=True):
        lines[place] = f"{_HEADING.sub(lambda match: match.group(1), lines[place])} {{#{name}}}"
    return "\n".join(lines)


def _outline(markdown: str) -> str:
    """Return the blocks that headings and their ids come from: most of a page need not be converted for them."""
    if _ENTANGLED.search(markdown):
        return markdown
    return "\n\n".join(block for block in _BLANK.split(markdown) if _NAMING.search(block))


def _open_lines(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Yield the lines outside fenced code with their places."""
    fence = ""
    for place, line in enumerate(lines):
        match = _FENCE.match(line)
        if match and (not fence or match.group(1).startswith(fence)):
            fence = "" if fence else match.group(1)
        elif not fence:
            yield place, line


def _with_units(markdown: str, units: Iterable[Unit], context: PageContext) -> str:
    """Enter the links and the addresses, unit by unit from the top: each is looked for behind the one before."""
    by_text: defaultdict[str, list[Link]] = defaultdict(list)
    for link in context.links:
        by_text[link.mention.unit.text].append(link)
    parts: list[str] = []
    body, notes = 0, _notes_start(markdown)
    for unit in units:
        position = body if unit.footnote is None else max(body, notes)
        found = _find(_STASHED.sub("", unit.text), markdown, position)
        if found is None:
            continue
        start, stop = found
        parts.append(markdown[body:start])
        parts.append(_entered(unit, markdown[start:stop], by_text.get(unit.text, ()), context))
        body = stop
    return "".join([*parts, markdown[body:]])


def _notes_start(markdown: str) -> int:
    match = re.search(r"^\[\^[^\]]+\]:", markdown, re.MULTILINE)
    return match.start() if match else 0


def _find(text: str, markdown: str, position: int) -> tuple[int, int] | None:
    """Find where a unit starts and stops in the source, in which its further lines may be indented."""
    lines = [line.strip() for line in text.strip().split("\n")]
    if len(lines) == 1:
        start = markdown.find(lines[0], position)
        return None if start < 0 else (start, start + len(lines[0]))
    match = re.compile(_INDENT.join(map(re.escape, lines))).search(markdown, position)
    return match.span() if match is not None else None


def _entered(unit: Unit, source: str, links: Iterable[Link], context: PageContext) -> str:
    bare = _STASHED.sub("", unit.text)
    text = splice_links(bare, {link.mention.citation.start: link for link in links}.values(), context.address)
    if text == bare:
        text = source
    addressed = unit.anchor is not None and unit.footnote is None and unit.kind in (UnitKind.PARAGRAPH, UnitKind.ITEM)
    return f'\x02a id="{unit.anchor}"\x03\x02/a\x03{text.lstrip()}' if addressed else text


def _escaped(markdown: str) -> str:
    """Write what could be read as HTML as entities, and our own anchors as HTML."""
    lines = markdown.split("\n")
    for place, line in _open_lines(lines):
        if not line.startswith("    "):
            lines[place] = _RAW.sub(lambda match: match.group(1) or "&lt;", line)
    return "\n".join(lines).replace("\x02", "<").replace("\x03", ">")


def _with_notes(markdown: str) -> str:
    """Write footnotes as links between two addresses, with their printed numbers, behind the text."""
    body, notes = _split_notes(markdown)
    if not notes:
        return markdown
    seen: defaultdict[str, int] = defaultdict(int)

    def call(match: re.Match[str]) -> str:
        number = match.group(1)
        if number not in notes:
            return match.group()
        seen[number] += 1
        name = f"fnref:{number}" if seen[number] == 1 else f"fnref{seen[number]}:{number}"
        return f'<sup id="{name}">[{number}](#fn:{number})</sup>'

    text = _CALL.sub(call, body).rstrip()
    listed = [_note(number, _CALL.sub(call, note)) for number, note in notes.items()]
    return "\n\n".join([text, "---", *listed]) + "\n"


def _note(number: str, text: str) -> str:
    return f'<a id="fn:{number}"></a>{number}\\. {text.strip()} [↩](#fnref:{number})'


def _split_notes(markdown: str) -> tuple[str, dict[str, str]]:
    """Return the text without footnote definitions, and number -> text of each note in order."""
    body: list[str] = []
    notes: dict[str, list[str]] = {}
    current: list[str] | None = None
    for line in markdown.split("\n"):
        match = _NOTE.match(line)
        if match:
            current = notes.setdefault(match.group(1), [])
            current.append(match.group(2))
        elif current is not None and (line.startswith("    ") or not line.strip()):
            current.append(line.removeprefix("    "))
        else:
            current = None
            body.append(line)
    return "\n".join(body), {number: "\n".join(lines).strip() for number, lines in notes.items()}
