"""FrontMatter: the YAML block above a Markdown text, read with the line of every value.

MkDocs' own reader hides YAML errors and PyYAML keeps the last of two equal keys; both would lose an editor's words, so
the block is read here: every value stays the text that was typed, and every fault is a Problem with its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field
from typing import Final

import yaml

from vanban.patterns import lazy_pattern
from vanban.problems import Problem
from vanban.records import dataclass

_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_FENCE: Final = lazy_pattern(r"\A---[ \t]*\n(.*?)(?:^---[ \t]*(?:\n|\Z))", re.DOTALL | re.MULTILINE)
_EMPTY: Final = frozenset({"", "~", "null"})


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value as typed; `text` is None when nothing was typed."""

    text: str | None
    line: int


@dataclass(frozen=True, slots=True)
class Sequence:
    """A YAML list."""

    items: tuple[Value, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Mapping:
    """A YAML mapping whose keys are known to be distinct."""

    entries: dict[str, Value]
    line: int
    key_lines: dict[str, int] = field(default_factory=dict)


Value = Scalar | Sequence | Mapping


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """A file split in two.

    Attributes:
        values: The mapping above the text; empty when the file has none.
        body: The text below, without the fences.
        body_line: 1-based line at which `body` starts.
        present: Whether the file begins with a fenced block.
    """

    values: Mapping
    body: str
    body_line: int
    present: bool


def read_front_matter(path: str, text: str) -> tuple[FrontMatter, list[Problem]]:
    """Split `text` and read its YAML block; afterwards every fault is in the list and no value was guessed."""
    match = _FENCE.match(text)
    if match is None:
        problems = [_unclosed(path)] if re.match(r"---[ \t]*\n", text) else []
        return FrontMatter(Mapping({}, 1), text, 1, present=False), problems
    values, problems = read_mapping(path, match.group(1), first_line=2)
    return FrontMatter(values, text[match.end() :], text.count("\n", 0, match.end()) + 1, present=True), problems


def read_mapping(path: str, text: str, first_line: int = 1) -> tuple[Mapping, list[Problem]]:
    """Read a YAML mapping whose first line is line `first_line` of the file `path`."""
    value, problems = read_yaml(path, text, first_line)
    if isinstance(value, Mapping):
        return value, problems
    if value is not None and not (isinstance(value, Scalar) and value.text is None):
        problems.append(Problem(path, first_line, "phần đầu tệp phải gồm các dòng dạng «khóa: giá trị»"))
    return Mapping({}, first_line), problems


def read_yaml(path: str, text: str, first_line: int = 1) -> tuple[Value | None, list[Problem]]:
    """Read any YAML text into values with lines; None when it is empty or cannot be read."""
    try:
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + (mark.line if mark else 0)
        return None, [Problem(path, line, _syntax_message(error))]
    except (yaml.YAMLError, ValueError):
        return None, [Problem(path, first_line, "có ký tự YAML không đọc được; hãy xóa ký tự lạ và lưu bằng UTF-8")]
    if node is None:
        return None, []
    problems: list[Problem] = []
    return _value(node, path, first_line, problems), problems


def _unclosed(path: str) -> Problem:
    return Problem(path, 1, "phần đầu tệp mở bằng «---» nhưng không đóng; hãy thêm một dòng «---» trước nội dung")


def _syntax_message(error: yaml.MarkedYAMLError) -> str:
    hint = "sai cú pháp YAML; mỗi dòng viết «khóa: giá trị», giá trị có dấu «:» hoặc «#» thì đặt trong dấu nháy kép"
    if (error.problem and "tab" in error.problem) or "\\t" in (error.problem or ""):
        return "sai cú pháp YAML: dùng phím Tab; hãy thay bằng dấu cách"
    return hint


def _value(node: yaml.Node, path: str, first_line: int, problems: list[Problem]) -> Value:
    line = first_line + node.start_mark.line
    if isinstance(node, yaml.ScalarNode):
        empty = not node.style and node.value in _EMPTY
        return Scalar(None if empty else node.value, line)
    if isinstance(node, yaml.SequenceNode):
        return Sequence(tuple(_value(item, path, first_line, problems) for item in node.value), line)
    entries: dict[str, Value] = {}
    key_lines: dict[str, int] = {}
    for key, value, key_line in _pairs(node, path, first_line, problems):
        if key in entries:
            problems.append(
                Problem(path, key_line, f"khóa «{key}» viết hai lần (lần đầu ở dòng {key_lines[key]}); hãy bỏ một")
            )
            continue
        key_lines[key] = key_line
        entries[key] = _value(value, path, first_line, problems)
    return Mapping(entries, line, key_lines)


def _pairs(
    node: yaml.Node, path: str, first_line: int, problems: list[Problem]
) -> Iterator[tuple[str, yaml.Node, int]]:
    for key, value in node.value:
        line = first_line + key.start_mark.line
        if isinstance(key, yaml.ScalarNode):
            yield key.value, value, line
        else:
            problems.append(Problem(path, line, "tên khóa phải là một từ, không phải danh sách"))
