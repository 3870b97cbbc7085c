"""A printer's devil: sets a known text into pages the way offices print and OCR reads them, to score its reading."""

from __future__ import annotations

import random
import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

SEED = Path(__file__).parents[2] / "docs" / "bao-cao" / "dan-van-2019"
TEXTS = tuple(Path(__file__).parent / "texts" / f"{name}.txt" for name in ("nghi-quyet", "ke-hoach", "bao-cao-cu"))
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True)
class Piece:
    """A heading or a paragraph; `{n}` marks the call of footnote n."""

    text: str
    heading: bool = False


@dataclass(frozen=True)
class Original:
    """What was written, before any page cut it."""

    pieces: tuple[Piece, ...]
    notes: dict[int, str]


@dataclass(frozen=True)
class Print:
    """How it is printed."""

    call: str = "⁽{}⁾"
    head: str = "{} "
    raised: bool = True
    width: int = 90
    height: int = 38
    wrapped: bool = False
    spaced: bool = True
    numbered: str = ""
    running: str = ""
    feed: bool = False
    restart: bool = False
    stars: bool = False
    top: bool = False
    prose: bool = False
    orphan: bool = False
    """Pages are cut even right after a heading."""
    indent: bool = False
    """First lines are set in, as in print."""


PRINTS = {
    "as the first report": Print(),
    "bare raised numbers": Print(call="{}", head="{} "),
    "glued raised heads": Print(call="⁽{}⁾", head="{}"),
    "page numbers": Print(numbered="{}"),
    "page numbers and heads": Print(numbered="- {} -", running="BÁO CÁO CÔNG TÁC DÂN VẬN"),
    "form feeds": Print(feed=True),
    "wrapped": Print(wrapped=True),
    "wrapped, page numbers": Print(wrapped=True, numbered="{}", height=45),
    "wrapped, no blank lines": Print(wrapped=True, spaced=False, numbered="{}"),
    "wrapped, form feeds": Print(wrapped=True, feed=True, numbered="Trang {}"),
    "brackets": Print(call="[{}]", head="[{}] ", raised=False),
    "parentheses": Print(call="({})", head="({}) ", raised=False),
    "number and full stop": Print(call="({})", head="{}. ", raised=False, feed=True),
    "half parenthesis": Print(call=" {})", head="{}) ", raised=False, numbered="{}"),
    "restarting": Print(restart=True, numbered="{}"),
    "small pages": Print(height=22),
    "prose": Print(prose=True),
    "prose, wrapped, page numbers": Print(prose=True, wrapped=True, numbered="{}"),
    "prose, wrapped, form feeds": Print(prose=True, wrapped=True, feed=True),
    "page number on top": Print(numbered="{}", top=True, running="Báo cáo tổng kết"),
    "digits glued to words": Print(call="{}", head="{} ", raised=False),
    "asterisks": Print(call="({})", head="({}) ", raised=False, restart=True, stars=True, numbered="{}"),
    "restarting brackets": Print(call="[{}]", head="[{}] ", raised=False, restart=True, numbered="{}", height=24),
    "restarting parentheses, wrapped": Print(
        call="({})", head="({}) ", raised=False, restart=True, wrapped=True, numbered="- {} -", height=26
    ),
    "restarting half parenthesis": Print(
        call="{})", head="{}) ", raised=False, restart=True, numbered="{}", height=24, feed=True
    ),
    "cut after headings": Print(height=15, orphan=True, numbered="{}", running="Đảng bộ huyện An Minh"),
    "cut after headings, wrapped": Print(height=15, orphan=True, wrapped=True, feed=True),
    "notes cut twice": Print(height=11, numbered="{}", orphan=True),
    "set in, no blank lines": Print(wrapped=True, spaced=False, indent=True, feed=True, numbered="{}", height=30),
    "no blank lines, no numbers": Print(wrapped=True, spaced=False, height=30),
    "digits glued, wrapped": Print(call="{}", head="{} ", raised=False, wrapped=True, numbered="{}", height=30),
    "bare asterisks, wrapped": Print(
        call="{}", head="{} ", raised=False, restart=True, stars=True, wrapped=True, numbered="{}", height=24
    ),
    "brackets, wrapped, no blank lines": Print(
        call="[{}]", head="[{}] ", raised=False, wrapped=True, spaced=False, numbered="{}", height=30
    ),
}


def originals() -> list[Original]:
    """Return the two parts of the first report, and texts of other kinds, written for this."""
    return [
        _original(["p1", *(f"p1-i-{n}" for n in range(1, 7)), "p1-ii"]),
        _original(["p2-i", *(f"p2-ii-{n}" for n in range(1, 7)), "p2-iii"]),
        *map(_written, TEXTS),
    ]


def _written(path: Path) -> Original:
    pieces: list[Piece] = []
    notes: dict[int, str] = {}
    for block in path.read_text("utf-8").strip().split("\n\n"):
        note = re.fullmatch(r"\[(\d+)\] (.*)", block)
        if note:
            notes[int(note[1])] = note[2]
        else:
            pieces.append(Piece(block.removeprefix("# "), heading=block.startswith("# ")))
    return Original(tuple(pieces), notes)


def _original(names: Sequence[str]) -> Original:
    pieces: list[Piece] = []
    notes: dict[int, str] = {}
    for name in names:
        text = (SEED / f"{name}.md").read_text("utf-8").split("---\n", 2)[2]
        for block in text.strip().split("\n\n"):
            note = re.fullmatch(r"\[\^(\d+)\]: (.*)", block, re.DOTALL)
            plain = re.sub(r"\\(.)", r"\1", re.sub(r"&#(\d+);", lambda match: chr(int(match[1])), block))
            if note:
                notes[int(note[1])] = re.sub(r"\\(.)", r"\1", note[2])
            elif block.startswith("# "):
                pieces.append(Piece(plain[2:], heading=True))
            else:
                pieces.append(Piece(re.sub(r"\[\^(\d+)\]", r"{\1}", plain)))
    stop = next((index for index, piece in enumerate(pieces) if piece.text == "Nơi nhận:"), len(pieces))
    return Original(tuple(pieces[:stop]), notes)


def shuffled(original: Original, rng: random.Random, *, glued: bool = False, few: bool = False) -> Original:
    """Return a text with footnotes dealt anew and more of them, so that no two runs see the same pages.

    With `glued` no footnote is called after a digit, as nobody could part the two numbers; with `few` there are
    no more footnotes than asterisks can count.
    """
    bodies = [re.sub(r" ~~thực~~$", "", piece.text) for piece in original.pieces if not piece.heading]
    bodies.reverse()
    bare = [re.sub(r"\{\d+\}", "", body) for body in bodies]
    notes: dict[int, str] = {}
    pieces: list[Piece] = []
    texts = [note for text in originals() for note in text.notes.values()]
    for piece in original.pieces:
        if piece.heading:
            pieces.append(piece)
            continue
        words = bare.pop().split(" ")
        if words[0] == "|":
            pieces.append(piece)
            continue
        for _ in range(rng.choice([0, 0, 0, 0, 1] if few else [0, 0, 1, 1, 2])):
            at = rng.randrange(3, len(words) - 1) if len(words) > 6 else len(words) - 1
            if "{" not in words[at] and "*" not in words[at] and not (glued and re.search(r"\d\W*$", words[at])):
                words[at] += "{?}"
        pieces.append(Piece(" ".join(words)))
    count = 0

    def number(_: re.Match[str]) -> str:
        nonlocal count
        count += 1
        notes[count] = rng.choice(texts) if rng.random() < 0.5 else _cut(rng.choice(texts), rng)
        return f"{{{count}}}"

    pieces = [replace(piece, text=re.sub(r"\{\?\}", number, piece.text)) for piece in pieces]
    return Original(tuple(pieces), notes)


def _cut(text: str, rng: random.Random) -> str:
    words = text.split()
    return " ".join(words[: rng.randrange(4, max(6, len(words)))]).rstrip(",;.:") + "."


def print_pages(  # noqa: C901, PLR0915 (one pass over the lines, as a typesetter makes it)
    original: Original, how: Print, rng: random.Random
) -> tuple[str, dict[int, str]]:
    """Set a text in pages; return it with the number printed for each footnote."""
    printed: dict[int, str] = {}
    pages: list[tuple[list[str], list[str]]] = []
    queue: list[tuple[str, bool]] = []  # (text of a note still to print, whether it begins one)
    body: list[str] = []
    room = how.height + rng.randrange(-3, 4)
    used = 0
    on_page = 0

    def close() -> None:
        nonlocal body, used, room, on_page
        left = max(room - used, 4)
        zone: list[str] = []
        while queue and left > 0:
            text, starts = queue.pop(0)
            lines = textwrap.wrap(text, how.width + 10) or [""]
            if len(lines) <= left or not body:
                zone.append(" ".join(lines) if not how.wrapped else "\n".join(lines))
            elif left > 1 and len(lines) - left >= 1:
                cut = lines[: left - 1]
                zone.append(" ".join(cut) if not how.wrapped else "\n".join(cut))
                queue.insert(0, (" ".join(lines[left - 1 :]), False))
            else:
                queue.insert(0, (text, starts))
                break
            left -= len(lines)
        pages.append((body, zone))
        body, used, room, on_page = [], 0, how.height + rng.randrange(-3, 4), 0

    for piece in original.pieces:
        lines = textwrap.wrap(_spread(piece.text), how.width, break_long_words=False, break_on_hyphens=False) or [""]
        if piece.text.startswith("|"):
            lines = piece.text.split("\n")
            if used + len(lines) > room:
                close()
            body.append("\n".join(lines))
            used += len(lines)
            continue
        if how.indent and not piece.heading:
            lines = textwrap.wrap(f"     {_spread(piece.text)}", how.width, break_on_hyphens=False)
        chunk: list[str] = []
        for index, blank in enumerate(lines):
            line = blank
            calls = [int(number) for number in re.findall(r"\{(\d+)\}", line)]
            need = sum(len(original.notes[call]) // (how.width + 10) + 1 for call in calls)
            pending = sum(len(text) // (how.width + 10) + 1 for text, _ in queue)
            full = used + 1 + min(pending + need, how.height // 2) > room and used > how.height // 3
            stays = index == 0 and body and _is_heading(original, body[-1]) and not how.orphan
            if full and not piece.heading and not stays:
                if chunk:
                    body.append(_set(chunk, how))
                    chunk = []
                close()
            for call in calls:
                on_page += 1
                printed[call] = str(on_page if how.restart else call)
                number = printed[call].translate(_RAISED) if how.raised else printed[call]
                number = "*" * int(printed[call]) if how.stars else number
                line = line.replace(f"{{{call}}}", how.call.format(number))
                queue.append((how.head.format(number) + original.notes[call], True))
            chunk.append(line)
            used += 1
        body.append(_set(chunk, how))
    close()
    while queue:
        close()
    return "BÁO CÁO\n**tổng kết công tác năm 2019**\n\n" + "".join(
        _page(page, how, number) for number, page in enumerate(pages, 1)
    ), printed


def _is_heading(original: Original, text: str) -> bool:
    return any(piece.heading and piece.text == text for piece in original.pieces)


def _spread(text: str) -> str:
    return text


def _set(lines: Sequence[str], how: Print) -> str:
    return "\n".join(lines) if how.wrapped else " ".join(lines)


def _page(page: tuple[list[str], list[str]], how: Print, number: int) -> str:
    gap = "\n\n" if how.spaced else "\n"
    parts = [how.running] if how.running and number > 1 else []
    parts += [*page[0], *page[1]]
    if how.numbered:
        parts.insert(0 if how.top else len(parts), how.numbered.format(number))
    return gap.join(parts) + ("\n\f" if how.feed else gap)


def runs(seeds: Sequence[int], only: str = "") -> Iterator[tuple[str, Print, Original, str]]:
    """Yield (name of the print, print, original, printed text) for every way to print (or one) and every seed."""
    for name, how in PRINTS.items():
        if only and name != only:
            continue
        for seed in seeds:
            rng = random.Random(f"{name}/{seed}")
            original = originals()[(seed + len(name)) % 5]
            glued = not how.raised and how.call.startswith("{")
            if (original.pieces and rng.random() < 0.7) or how.stars:
                original = shuffled(original, rng, glued=glued, few=how.stars)
            if how.prose:
                pieces = (replace(piece, text=piece.text.removeprefix("- ")) for piece in original.pieces)
                original = replace(original, pieces=tuple(pieces))
            yield name, how, original, print_pages(original, how, rng)[0]
