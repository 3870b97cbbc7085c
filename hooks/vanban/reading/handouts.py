"""Handout: a reading list that a teacher writes in a small Markdown file under docs/bai-doc/.

    ---
    title: "Bài 1: Sự lãnh đạo của cấp ủy"
    sections: [dan-van-2019/p1-i-1]
    documents: [25-nq-tw-2013]
    questions:
      - Vì sao phải định kỳ làm việc với mặt trận và các đoàn thể?
    ---

    Lời dẫn của người soạn.

Its page shows the words of the teacher, then the whole text of the sections, the documents and the questions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from vanban.dialect import escape
from vanban.front_matter import FrontMatter, Sequence, read_front_matter
from vanban.library import Library, document_url
from vanban.pages.page import link
from vanban.problems import Problem
from vanban.reading.chapters import Chapter, demote, moved
from vanban.records import dataclass
from vanban.reports import Section
from vanban.schema import Field, Shape, read_fields

FOLDER: Final = "bai-doc"
FIELDS: Final = (
    Field("title", Shape.TEXT, "Tên bài", "Bài 1", required=True),
    Field("sections", Shape.TEXTS, "Các mục phải đọc, dạng <báo cáo>/<mục>", "[dan-van-2019/p1-i-1]"),
    Field("documents", Shape.TEXTS, "Các văn bản phải đọc: tên tệp trong directives/", "[25-nq-tw-2013]"),
    Field("questions", Shape.TEXTS, "Câu hỏi thảo luận", "[Vì sao phải đối thoại với dân?]"),
)


@dataclass(frozen=True, slots=True)
class Handout:
    """One reading list.

    Attributes:
        address: Its page under the docs root (`bai-doc/bai-1.md`).
        title: Its title.
        sections: The sections to read, in the teacher's order.
        documents: Ids of the documents to read.
        questions: Questions for discussion.
    """

    address: str
    title: str
    sections: tuple[Section, ...]
    documents: tuple[str, ...]
    questions: tuple[str, ...]


def load_handouts(docs: Path, library: Library) -> tuple[list[Handout], list[Problem]]:
    """Read every reading list; one that names what does not exist keeps the rest, and each fault is a Problem."""
    handouts: list[Handout] = []
    problems: list[Problem] = []
    for file in sorted((docs / FOLDER).glob("*.md")):
        shown = f"{docs.name}/{FOLDER}/{file.name}"
        parts, found = read_front_matter(shown, file.read_text("utf-8"))
        handout, wrong = _read(shown, f"{FOLDER}/{file.name}", parts, library)
        handouts.append(handout)
        problems += [*found, *wrong]
    return handouts, problems


def _read(path: str, address: str, parts: FrontMatter, library: Library) -> tuple[Handout, list[Problem]]:
    values, problems = read_fields(path, parts.values, FIELDS)
    by_name = {f"{report}/{section.id}": section for (report, _), section in library.sections.items()}
    sections = [by_name[name] for name in dict.fromkeys(values.get("sections", ())) if name in by_name]
    documents = [name for name in values.get("documents", ()) if name in library.registry.by_id]
    problems += _unknown(path, parts, "sections", set(by_name))
    problems += _unknown(path, parts, "documents", set(library.registry.by_id))
    title = values.get("title", address)
    return Handout(address, title, tuple(sections), tuple(documents), values.get("questions", ())), problems


def _unknown(path: str, parts: FrontMatter, key: str, known: set[str]) -> Iterator[Problem]:
    value = parts.values.entries.get(key)
    example = next(field.example for field in FIELDS if field.key == key)
    for item in value.items if isinstance(value, Sequence) else ():
        name = getattr(item, "text", None)
        if name is not None and name not in known:
            yield Problem(path, item.line, f"«{key}»: không có «{name}»; hãy sửa tên, ví dụ «{example}»")


def handout_blocks(handout: Handout, chapters: Mapping[tuple[str, str], Chapter]) -> dict[str, str]:
    """Return the texts of the sections as blocks by name."""
    chosen = {section: chapters[section.report, section.id] for section in handout.sections}
    return {
        _block(section): f'<div class="vb-whole">{demote(moved(chapter, handout.address), 2)}</div>'
        for section, chapter in chosen.items()
        if chapter.html.strip()
    }


def handout_markdown(handout: Handout, library: Library) -> str:
    """Return what follows the teacher's own words on the page."""
    parts = [*_questions(handout), *_documents(handout, library)]
    if handout.sections:
        parts.append("## Các mục phải đọc")
    for section in handout.sections:
        parts.append(f"### {link(section.heading, section.url, handout.address)}")
        parts.append(f"⟦vb:{_block(section)}⟧" if section.units else "")
    return "\n\n".join(part for part in parts if part)


def _block(section: Section) -> str:
    return f"doc-{section.report}-{section.id}"


def _questions(handout: Handout) -> Iterator[str]:
    if handout.questions:
        yield "## Câu hỏi thảo luận"
        yield "\n".join(f"{number}. {escape(text)}" for number, text in enumerate(handout.questions, 1))


def _documents(handout: Handout, library: Library) -> Iterator[str]:
    if handout.documents:
        yield "## Các văn bản phải đọc"
        found = [library.registry.by_id[name] for name in handout.documents]
        yield "\n".join(
            f"- {link(document.name, document_url(document.id), handout.address)}: {escape(document.title or '')}"
            for document in found
        )
