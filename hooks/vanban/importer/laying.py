"""Laying: source lines laid on the words of the pages, each line whole on the body or on one footnote, as on paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from vanban.importer.lines import Line
from vanban.importer.marks import STAR, call_forms, head_forms
from vanban.importer.pagewords import IGNORED, TABLE_RULE, Token
from vanban.patterns import lazy_pattern
from vanban.problems import Problem
from vanban.records import dataclass

_WAYS: Final = 12
"""Ways of laying the lines kept side by side; more than one is needed only where body and note begin alike."""
_HEAD_NUMBER: Final = lazy_pattern(r"\s*[⁽(\[]?\^?\s?(\*{1,20}|[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,4}|[0-9]{1,4})")
_WORDS: Final = lazy_pattern(r"[^\W_]+")
_FIRST_WORDS: Final = 4
_BEGINNING: Final = 12
_FIRST_CHARS: Final = 80
_CLOSING: Final = frozenset(")]⁾")
_DIGITS: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹*", f"0123456789{STAR}")


@dataclass(frozen=True, slots=True)
class Run:
    """A run of words that must be used up in order: the body of all pages (label "") or one footnote.

    Two footnotes with equal `key` have the same number and the same words.
    """

    label: str
    tokens: tuple[Token, ...]
    paths: tuple[str, ...]
    line: int = 0
    key: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class _Way:
    """How far each run is used: `at` maps the index of a run begun and not ended to its next token."""

    at: tuple[tuple[int, int], ...] = ((0, 0),)
    begun: frozenset[int] = frozenset()

    def moved(self, run: int, place: int, size: int) -> _Way:
        """Return this way with one run used up to `place` of its `size` tokens."""
        kept = [pair for pair in self.at if pair[0] != run]
        going = [*kept, (run, place)] if place < size or run == 0 else kept
        return _Way(tuple(sorted(going)), self.begun if run in self.begun else self.begun | {run})


def lay_lines(lines: Sequence[Line], runs: Sequence[Run]) -> tuple[Problem | None, tuple[int, int]]:
    """Lay all lines; return the problem and the (run, token) it is at, or None when everything is used up."""
    ways = [_Way()]
    heads = _heads(runs)
    for line in lines:
        following = list(dict.fromkeys(new for way in ways for new in _steps(line.text, way, runs, heads)))
        if TABLE_RULE.fullmatch(line.text):
            following += [way for way in ways if way not in following]
        if not following:
            return _difference(line, ways, runs, heads)
        ways = following[:_WAYS]
    ended = _Way(((0, len(runs[0].tokens)),), frozenset(range(len(runs))))
    if any(way.at == ended.at and way.begun | {0} == ended.begun for way in ways):
        return None, (0, 0)
    return _left_over(ways[0], runs)


def _heads(runs: Sequence[Run]) -> dict[str, list[int]]:
    """Return the number of each note, its first words and its first sign -> the notes that may begin a line with it."""
    heads: dict[str, list[int]] = {}
    for index, run in enumerate(runs[1:], 1):
        first = run.tokens[0].text if run.tokens else ""
        heads.setdefault(first[:1], []).append(index)
        words = _first_words(" ".join(token.text for token in run.tokens[:_BEGINNING] if not token.call))
        heads.setdefault(words, []).append(index)
        heads.setdefault(f"#{_number(run.label)}", []).append(index)
    return heads


def _first_words(text: str) -> str:
    return " ".join(_WORDS.findall(text[:_FIRST_CHARS])[:_FIRST_WORDS])


def _number(label: str) -> str:
    return label.split("-", maxsplit=1)[0]


def _steps(line: str, way: _Way, runs: Sequence[Run], heads: Mapping[str, Sequence[int]]) -> Iterator[_Way]:
    """Yield every way to lay one line: on the body, on a note begun and not ended, on a note not begun."""
    for index, place in way.at:
        if place < len(runs[index].tokens):
            end = _match(line, 0, runs[index].tokens, place)
            if end is not None:
                yield way.moved(index, end, len(runs[index].tokens))
    for index in _unbegun(line, way, runs, heads):
        start = _after_number(line, _number(runs[index].label))
        for cursor in dict.fromkeys((start, 0)):
            end = _match(line, cursor, runs[index].tokens, 0)
            if end is not None:
                yield way.moved(index, end, len(runs[index].tokens))
                break


def _unbegun(line: str, way: _Way, runs: Sequence[Run], heads: Mapping[str, Sequence[int]]) -> Iterator[int]:
    """Yield the notes not begun that may begin with a line; of several with the same words only the first."""
    number = _HEAD_NUMBER.match(line)
    digits = number[1].translate(_DIGITS) if number else ""
    first = line.lstrip("*| \t")[:1]
    seen: set[str] = set()
    for index in dict.fromkeys(
        [*heads.get(f"#{digits}", ()), *heads.get(_first_words(line), ()), *heads.get(first, ())]
    ):
        if index in way.begun or len(seen) == _WAYS:
            continue
        if runs[index].key not in seen:
            seen.add(runs[index].key)
            yield index


def _after_number(line: str, number: str) -> int:
    indent = len(line) - len(line.lstrip())
    match = head_forms(number).match(line, indent)
    return match.end() if match else 0


def _match(line: str, cursor: int, tokens: Sequence[Token], place: int) -> int | None:
    """Match a whole line from `cursor` with the tokens from `place`; return the token after the last, or None."""
    end, place = _longest(line, cursor, tokens, place)
    return place if end >= len(line) else None


def _longest(line: str, cursor: int, tokens: Sequence[Token], place: int) -> tuple[int, int]:
    """Match as far as possible; return the cursor reached and the first token that did not match."""
    while True:
        cursor = _skip(line, cursor)
        if cursor >= len(line) and not (place < len(tokens) and tokens[place].call and _is_star(tokens[place].text)):
            return len(line), place
        if place >= len(tokens):
            return cursor, place
        token = tokens[place]
        after = tokens[place + 1].text if place + 1 < len(tokens) else ""
        end = _call_end(line, cursor, token, after) if token.call else _token_end(line, cursor, token.text)
        if end is None:
            return min(cursor, len(line) - 1), place
        if not token.call and token.text[-1].isalnum() and _glued(line, end, tokens, place + 1):
            return cursor, place
        cursor, place = end, place + 1


def _is_star(label: str) -> bool:
    return label.startswith(STAR)


def _skip(line: str, cursor: int) -> int:
    while cursor < len(line) and (line[cursor].isspace() or line[cursor] in IGNORED):
        cursor += 1
    return cursor


def _token_end(line: str, cursor: int, text: str) -> int | None:
    if line.startswith(text, cursor):
        return cursor + len(text)
    for char in text:
        while cursor < len(line) and line[cursor] in IGNORED:
            cursor += 1
        if cursor >= len(line) or line[cursor] != char:
            return None
        cursor += 1
    return cursor


def _call_end(line: str, cursor: int, token: Token, after: str = "") -> int | None:
    """Return where a call ends; a bracket that the page shows after the call is none of its own."""
    number = _number(token.text)
    pattern = call_forms(number)
    if _is_star(number):
        back = cursor
        while back and (line[back - 1] in "* ("):
            back -= 1
        match = pattern.search(line, back, max(cursor, back) + len(number) + 2)
        return max(match.end(), cursor) if match else None
    match = pattern.match(line, cursor)
    if match is None:
        return None
    shown = after in _CLOSING and match[0].endswith(after) and not line.startswith(after, match.end())
    return match.end() - (1 if shown else 0)


def _glued(line: str, end: int, tokens: Sequence[Token], following: int) -> bool:
    """Say whether the source goes on with the same word where the page's word ends."""
    if end >= len(line) or not line[end].isalnum():
        return False
    call = tokens[following] if following < len(tokens) else None
    return call is None or not call.call or _call_end(line, end, call) is None


def _difference(
    line: Line, ways: Sequence[_Way], runs: Sequence[Run], heads: Mapping[str, Sequence[int]]
) -> tuple[Problem, tuple[int, int]]:
    """Describe the first word that differs, on the run that the line fits longest.

    A note not begun whose number the line does not print is the last resort: notes often begin as paragraphs do. Where
    no word fits at all, a note goes before the text if the line prints its number as only notes do.
    """
    marked = not line.text.lstrip()[:1].isdecimal()
    best = (-1, -1, False, 0, 0, 0)
    for way in ways:
        places = [*way.at, *((index, 0) for index in _unbegun(line.text, way, runs, heads))]
        for index, place in places:
            start = _after_number(line.text, _number(runs[index].label)) if index and not place else 0
            cursor, reached = _longest(line.text, start, runs[index].tokens, place)
            length = cursor - start if reached > place else -(place == len(runs[index].tokens) > 0)
            guessed = bool(index) and not place and not start
            trust = 0 if guessed else 1 + (reached > place)
            best = max(best, (trust, length, marked and start > 0, -index, reached, cursor))
    _, length, _, before, place, cursor = best
    index, wanted = -before, _excerpt(line.text[cursor:])
    run = runs[index]
    if place >= len(run.tokens) or (length > 0 and _parted(run, place)):
        path, number = _end_of(run, place)
        return Problem(path, number, f"thiếu «{wanted}» (bản gốc dòng {line.number}); hãy thêm lại"), (index, place)
    token = run.tokens[place]
    shown = _excerpt(" ".join(part.text for part in run.tokens[place : place + 8]))
    message = (
        f"chữ trên trang là «{shown}» nhưng bản gốc (dòng {line.number}) là «{wanted}»; "
        "hãy sửa lại cho đúng bản gốc, hoặc ghi vào dinh-chinh.yml"
    )
    return Problem(run.paths[place], token.line, message), (index, place)


def _parted(run: Run, place: int) -> bool:
    """Say whether a token stands on another line or page than the one before it."""
    return run.paths[place - 1] != run.paths[place] or run.tokens[place - 1].line < run.tokens[place].line


def _end_of(run: Run, place: int) -> tuple[str, int]:
    """Return path and line of the last word used before `place`."""
    if run.tokens and place:
        return run.paths[place - 1], run.tokens[place - 1].line
    return run.path or (run.paths[0] if run.paths else ""), run.line


def _excerpt(text: str) -> str:
    words = text.split()
    return " ".join(words[:8]) + (" …" if len(words) > 8 else "")


def _left_over(way: _Way, runs: Sequence[Run]) -> tuple[Problem, tuple[int, int]]:
    at = dict(way.at)
    index = min([index for index, place in way.at if place < len(runs[index].tokens)] or _never_begun(way, runs))
    run, place = runs[index], at.get(index, 0)
    token = run.tokens[place] if place < len(run.tokens) else Token("", run.line)
    shown = _excerpt(" ".join(part.text for part in run.tokens[place : place + 8]))
    path = run.paths[place] if place < len(run.paths) else run.path
    return Problem(path, token.line, f"trang có «{shown}» mà bản gốc không có; hãy bỏ đi"), (index, place)


def _never_begun(way: _Way, runs: Sequence[Run]) -> list[int]:
    return [index for index in range(1, len(runs)) if index not in way.begun]
