"""Report: the committed pages of one report, read in the order in which they are to be read."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from functools import partial
from pathlib import Path
from typing import Final

from vanban.front_matter import FrontMatter, Scalar, Sequence, read_front_matter
from vanban.memory import Memory, digest, joined
from vanban.mentions import sentence_around
from vanban.originals import Originals, decoded
from vanban.problems import Problem
from vanban.records import dataclass
from vanban.units import Unit, UnitKind, plain_text, printed_number, read_units
from vanban.vietnamese import nfc

REPORTS: Final = "bao-cao"
SOURCE_NAME: Final = "ban-goc.txt"
"""The file beside a report's pages that holds the text they were imported from."""


@dataclass(frozen=True, slots=True)
class Page:
    """A committed page whose text is scanned.

    Attributes:
        path: Source file as shown to an editor (`docs/bao-cao/dan-van-2019/p1-i-1.md`).
        url: Address from the site's root (`bao-cao/dan-van-2019/p1-i-1.html`).
        title: Plain title.
        units: Its running text in order.
        key: Digest of the file's path and text; empty when it was not read from a file.
    """

    path: str
    url: str
    title: str
    units: tuple[Unit, ...]
    key: bytes = field(default=b"", kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Section(Page):
    """A page of a report: a part, chapter or section."""

    id: str
    report: str
    number: str
    leaf: bool

    @property
    def heading(self) -> str:
        """Return the printed label and title."""
        return f"{self.number} {self.title}".strip()


@dataclass(frozen=True, slots=True)
class Report:
    """One report: its title page and its pages in reading order."""

    id: str
    title: str
    path: str
    url: str
    jurisdiction: str | None
    sections: tuple[Section, ...]
    key: bytes = field(default=b"", kw_only=True, compare=False, repr=False)
    """Digest of the title page's path and text; empty when it was not read from a file."""

    @property
    def texts(self) -> bytes:
        """Return the digest of the title page and of every section; empty when one was not read from a file."""
        return joined(self.key, *(section.key for section in self.sections))


@dataclass(frozen=True, slots=True)
class Footnote:
    """A printed footnote: `number` its label on the page, `units` its paragraphs, `marker` what refers to it."""

    number: str
    section: Section
    units: tuple[Unit, ...]
    marker: Unit | None
    sentence: str

    @property
    def printed(self) -> str:
        """Return the number as the report prints it."""
        return printed_number(self.number)

    @property
    def url(self) -> str:
        """Return the address of the note itself."""
        return f"{self.section.url}#fn:{self.number}"

    @property
    def text(self) -> str:
        """Return the whole note as a reader sees it."""
        return " ".join(" ".join(plain_text(unit.text).split()) for unit in self.units)


def load_reports(
    docs: Path, memory: Memory | None = None, originals: Originals | None = None
) -> tuple[tuple[Report, ...], list[Problem]]:
    """Read every report under `docs/bao-cao/`, in the order of their ids.

    Args:
        docs: The folder of Markdown pages.
        memory: What earlier builds read.
        originals: The files as this build reads them.
    """
    memory, originals = memory or Memory(), originals or Originals()
    loaded = [load_report(docs, folder, memory, originals) for folder in report_folders(docs)]
    return tuple(report for report, _ in loaded), [problem for _, found in loaded for problem in found]


def report_folders(docs: Path) -> list[Path]:
    """Return the folder of every report under `docs/bao-cao/`, in the order of their ids."""
    return [index.parent for index in sorted((docs / REPORTS).glob("*/index.md"))]


def load_report(
    docs: Path, folder: Path, memory: Memory, originals: Originals | None = None
) -> tuple[Report, list[Problem]]:
    """Read one report with every finding; the arguments are those of `load_reports`."""
    originals = originals or Originals()
    place = str(folder) + os.sep
    with os.scandir(folder) as entries:
        names = sorted(entry.name for entry in entries if entry.name.endswith(".md") and entry.is_file())
    files = {name.removesuffix(".md"): originals.content(place + name) for name in names}
    address = folder.relative_to(docs).as_posix()
    key = digest(docs.name, address, *(part for file in files.items() for part in file))
    return memory.recall("report", key, partial(_report, docs.name, address, files, memory))


def _report(docs: str, address: str, files: Mapping[str, bytes], memory: Memory) -> tuple[Report, list[Problem]]:
    name, shown = address.rpartition("/")[2], f"{docs}/{address}"
    title_page, problems = _text_of(files["index"], f"{shown}/index.md")
    index, found = read_front_matter(f"{shown}/index.md", title_page)
    problems += found
    sections: list[Section] = []
    for section_name, line in _names(index):
        if section_name not in files:
            message = f"mục «{section_name}» trong «sections» không có tệp {section_name}.md; hãy sửa tên hoặc thêm tệp"
            problems.append(Problem(f"{shown}/index.md", line, message))
            continue
        path, url = f"{shown}/{section_name}.md", f"{address}/{section_name}.html"
        text, unread = _text_of(files[section_name], path)
        read = partial(_section, path, text, url, name, section_name)
        section, wrong = memory.recall("section", digest(path, text), read)
        problems += [*unread, *wrong]
        sections.append(section)
    problems += _unlisted(files, shown, {section.id for section in sections})
    report = Report(
        name,
        _text(index, "title") or name,
        f"{shown}/index.md",
        f"{address}/index.html",
        _text(index, "jurisdiction"),
        tuple(sections),
        key=digest(f"{shown}/index.md", title_page),
    )
    return report, problems


def missing_source(folder: Path) -> Iterator[Problem]:
    """Yield the finding that a report's folder lacks the text its pages could be proved by."""
    if not (folder / SOURCE_NAME).is_file():
        shown = "/".join((*folder.parts[-3:], SOURCE_NAME))
        yield Problem(shown, 0, "thiếu bản gốc; hãy nhập lại báo cáo bằng «vanban import»")


def _unlisted(files: Iterable[str], shown: str, listed: set[str]) -> Iterator[Problem]:
    for name in files:
        if name != "index" and name not in listed:
            message = f"trang {name}.md không có trong «sections»; hãy thêm «{name}» đúng thứ tự đọc"
            yield Problem(f"{shown}/index.md", 0, message)


def _section(path: str, text: str, url: str, report: str, name: str) -> tuple[Section, tuple[Problem, ...]]:
    parts, problems = read_front_matter(path, text)
    identity = _text(parts, "section") or name
    if identity != name:
        line = parts.values.key_lines.get("section", 1)
        problems.append(Problem(path, line, f"«section: {identity}» phải trùng tên tệp; hãy viết «section: {name}»"))
    units = tuple(read_units(parts.body, name, parts.body_line))
    leaf = _text(parts, "leaf") != "false"
    title = _text(parts, "title") or name
    number = _text(parts, "number") or ""
    section = Section(path, url, title, units, name, report, number, leaf, key=digest(path, text))
    return section, tuple(problems)


def _text_of(content: bytes, path: str) -> tuple[str, list[Problem]]:
    try:
        return nfc(decoded(content)), []
    except UnicodeDecodeError:
        return "", [Problem(path, 0, "tệp không phải UTF-8; hãy lưu lại bằng UTF-8")]


def _text(parts: FrontMatter, key: str) -> str | None:
    value = parts.values.entries.get(key)
    return value.text if isinstance(value, Scalar) else None


def _names(index: FrontMatter) -> Iterator[tuple[str, int]]:
    value = index.values.entries.get("sections")
    if isinstance(value, Sequence):
        for item in value.items:
            if isinstance(item, Scalar) and item.text:
                yield item.text, item.line


def read_footnotes(section: Section) -> Iterator[Footnote]:
    """Yield the footnotes of a page in the order of their definitions."""
    notes: defaultdict[str, list[Unit]] = defaultdict(list)
    for unit in section.units:
        if unit.footnote is not None:
            notes[unit.footnote].append(unit)
    for number, units in notes.items():
        marker = next(
            (u for u in section.units if u.kind is not UnitKind.FOOTNOTE and f"[^{number}]" in u.text),
            None,
        )
        yield Footnote(number, section, tuple(units), marker, _marker_sentence(marker, number))


def _marker_sentence(marker: Unit | None, number: str) -> str:
    if marker is None:
        return ""
    place = marker.text.index(f"[^{number}]")
    return sentence_around(marker.text, place, place + len(number) + 3)
