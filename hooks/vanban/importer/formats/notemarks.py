"""Note marks: the numbers that Word prints at its notes, which the file holds only as rules (ECMA-376 part 1, §17.11).

A rule says where numbers start, whether they begin again with each section or page, and how they are written; a section
may have its own. Where pages begin is known only as Word last laid them out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final
from xml.etree import ElementTree as ET

from vanban.importer.formats.flatten import Call
from vanban.importer.formats.parts import KEY, value
from vanban.records import dataclass

_RULES: Final = {"foot": "footnotePr", "end": "endnotePr"}
STAR: Final = "*"


@dataclass(frozen=True, slots=True)
class Marks:
    """The number of each note in order of its call, and what an editor should look at."""

    labels: tuple[str, ...]
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Rule:
    start: int = 1
    restart: str = "continuous"
    written: str = "decimal"


def number_notes(events: Sequence[Call | ET.Element | str], settings: ET.Element) -> Marks:
    """Return the printed numbers of the notes.

    Args:
        events: Calls, the word `page`, and the properties that end a section, in order.
        settings: The part `settings`, whose rules hold where a section has none.
    """
    calls = [event for event in events if isinstance(event, Call)]
    rules = _sections(events, settings)
    doubts: list[str] = []
    if {call.kind for call in calls} == {"foot", "end"}:
        doubts.append("tệp có cả chú thích cuối trang và cuối bài; đánh số chung theo thứ tự, hãy đối chiếu với bản in")
        return Marks(tuple(str(number) for number, _ in enumerate(calls, 1)), tuple(doubts))
    labels = _labels(events, rules)
    used = {rule.written for section in rules for kind, rule in section.items() if any(c.kind == kind for c in calls)}
    if calls and used - {"decimal"} and any(label.isdigit() for label in labels):
        doubts.append("chú thích trong bản gốc không đánh bằng chữ số thường; đã ghi bằng chữ số, hãy đối chiếu")
    if any(rule.restart == "eachPage" for section in rules for rule in section.values()) and calls:
        doubts.append("chú thích đánh số lại theo trang; số trang lấy theo lần dàn trang cuối của Word, hãy đối chiếu")
    if any(call.custom and call.custom != label for call, label in zip(calls, labels, strict=True)):
        doubts.append("có chú thích mang dấu riêng không phải số; đã ghi bằng số thứ tự, hãy đối chiếu với bản in")
    return Marks(tuple(labels), tuple(doubts))


def _sections(events: Sequence[Call | ET.Element | str], settings: ET.Element) -> list[Mapping[str, _Rule]]:
    """Return the rules of each section, by kind of note."""
    general = {kind: _rule(settings.find(f"{KEY}{name}"), _Rule()) for kind, name in _RULES.items()}
    ends = [event for event in events if isinstance(event, ET.Element)]
    own = [{kind: _rule(end.find(f"{KEY}{name}"), general[kind]) for kind, name in _RULES.items()} for end in ends]
    return [*own, general]


def _rule(node: ET.Element | None, usual: _Rule) -> _Rule:
    if node is None:
        return usual
    start = value(node, "w:numStart", str(usual.start))
    return _Rule(
        int(start) if start.isdigit() else 1,
        value(node, "w:numRestart", usual.restart),
        value(node, "w:numFmt", usual.written),
    )


def _labels(events: Sequence[Call | ET.Element | str], rules: Sequence[Mapping[str, _Rule]]) -> list[str]:
    labels: list[str] = []
    section, counts = 0, dict.fromkeys(_RULES, 0)
    for event in events:
        if isinstance(event, Call):
            rule = rules[section][event.kind]
            labels.append(_label(event, rule, counts))
        else:
            section += event != "page"
            now = rules[min(section, len(rules) - 1)]
            counts |= {kind: 0 for kind, rule in now.items() if _begins_again(rule, event)}
    return labels


def _begins_again(rule: _Rule, event: ET.Element | str) -> bool:
    """Say whether numbers begin again at a page or at the end of a section."""
    if rule.restart == "eachPage":
        return isinstance(event, str) or value(event, "w:type") != "continuous"
    return rule.restart == "eachSect" and not isinstance(event, str)


def _label(call: Call, rule: _Rule, counts: dict[str, int]) -> str:
    stars = set(call.custom.strip("()[] ")) == {STAR}
    if call.custom and (stars or call.custom.strip("()[] ").isdigit()):
        return call.custom.strip("()[] ")
    counts[call.kind] += 1
    number = rule.start - 1 + counts[call.kind]
    return str(number)
