"""Runs: Word cuts words wherever its checker or another hand went; here neighbours of one look become one run again."""

from __future__ import annotations

import copy
from typing import Final
from xml.etree import ElementTree as ET

from vanban.importer.formats.parts import KEY, local

REFERENCES: Final = {"footnoteReference": "foot", "endnoteReference": "end"}
"""The calls of notes, and the kind of note that each calls."""


def join_runs(paragraph: ET.Element) -> None:
    """Join neighbouring runs of one look; spaces take the look that stands on both sides of them."""
    runs = [run for run in paragraph if local(run) == "r"]
    for before, run, after in zip(runs, runs[1:], runs[2:], strict=False):
        if _blank(run) and _same(before, after):
            run[0] = copy.deepcopy(before[0])
    last: ET.Element | None = None
    for run in runs:
        if last is not None and _same(last, run) and not (_calls(last) or _calls(run)):
            last.extend(list(run)[1:])
            paragraph.remove(run)
        else:
            last = run
    for run in paragraph.iter(f"{KEY}r"):
        _join_texts(run)


def _join_texts(run: ET.Element) -> None:
    last: ET.Element | None = None
    for child in list(run):
        if local(child) == "t" and last is not None and child.attrib == last.attrib:
            last.text = f"{last.text}{child.text}"
            run.remove(child)
        else:
            last = child if local(child) == "t" else None


def _calls(run: ET.Element) -> bool:
    return any(local(child) in REFERENCES for child in run)


def _blank(run: ET.Element) -> bool:
    return all(local(child) == "rPr" or (local(child) == "t" and not (child.text or "").strip()) for child in run)


def _same(one: ET.Element, other: ET.Element) -> bool:
    return [look.tag for look in one[0]] == [look.tag for look in other[0]]
