"""Corpus: a project of any size in the words of the report, the same for the same seed.

One page in five is a section of a report, the others are documents with a text of their own; every section and every
document's text cites documents of the corpus in the ways the report does. `draw_corpus` writes it as our project and,
with the same Markdown, as a plain project of the site engine and theme without us.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
SECTIONS_PER_REPORT: Final = 40
_MARKER: Final = re.compile(r"⁽[^⁾]*⁾|[⁰¹²³⁴⁵⁶⁷⁸⁹]+|[*_~`\[\]<>|#]")
_SHORTEST, _LONGEST = 120, 900
_TYPES: Final = {"NQ": "Nghị quyết", "CT": "Chỉ thị", "QĐ": "Quyết định", "KL": "Kết luận", "KH": "Kế hoạch"}
_ISSUERS: Final = {
    "TW": "Ban Chấp hành Trung ương",
    "TU": "Ban Chấp hành Đảng bộ tỉnh",
    "BDVTW": "Ban Dân vận Trung ương",
    "BTV": "Ban Thường vụ Tỉnh ủy",
}
_ASCII: Final = str.maketrans({"Đ": "d", "/": "-"})
_SITE: Final = """site_name: Kho thử
strict: {strict}
use_directory_urls: false
theme:
  name: material
  language: vi
  font: false
  features: [navigation.top, navigation.indexes, navigation.footer, navigation.path, navigation.prune, toc.follow]
not_in_nav: |
  /van-ban/
validation:
  nav: {{omitted_files: warn, not_found: warn, absolute_links: warn}}
  links: {{not_found: warn, absolute_links: relative_to_docs, unrecognized_links: warn, anchors: warn}}
plugins:
  - search: {{lang: vi}}
"""
_OURS: Final = "hooks: ['{hook}']\nnav:\n  - Trang chủ: index.md\n"
_STOCK: Final = (
    "markdown_extensions: [footnotes, tables, attr_list, def_list, admonition, sane_lists, fenced_code, toc]\n"
)


@dataclass(frozen=True, slots=True)
class Document:
    """One made-up document: its id, code, type, date and issuer."""

    id: str
    code: str
    type: str
    day: int
    month: int
    year: int
    issuer: str

    @property
    def citation(self) -> str:
        """Return how a text cites it."""
        return f"{self.type} số {self.code}, ngày {self.day:02}-{self.month}-{self.year} của {self.issuer}"


@dataclass(frozen=True, slots=True)
class Corpus:
    """The files of a corpus by path: those of the pages of reports and those of documents."""

    docs: dict[str, str]
    directives: dict[str, str]


def report_words(path: Path | None = None) -> list[str]:
    """Return the paragraphs of the committed report, without marks, long enough to be running text.

    Args:
        path: The report as received; the first one committed by default.
    """
    source = path or min((ROOT / "docs/bao-cao").glob("*/ban-goc.txt"))
    lines = (" ".join(_MARKER.sub("", line).split()) for line in source.read_text("utf-8").splitlines())
    return [line.lstrip("-+0123456789. ") for line in lines if _SHORTEST < len(line) < _LONGEST]


def make_corpus(pages: int, words: list[str], seed: int = 2019) -> Corpus:
    """Return a corpus of `pages` pages, home and title pages aside; the same arguments give the same bytes."""
    dice = random.Random(seed)  # noqa: S311 (a corpus, not a secret)
    sections = max(1, pages // 5)
    documents = list(_documents(pages - sections, dice))
    docs = {"index.md": "---\ntitle: Trang chủ\n---\n\n# Kho thử\n\nTra văn bản được dẫn.\n"}
    for start in range(0, sections, SECTIONS_PER_REPORT):
        count = min(SECTIONS_PER_REPORT, sections - start)
        docs |= _report(start // SECTIONS_PER_REPORT + 1, count, documents, words, dice)
    directives = {f"{document.id}.md": _directive(document, documents, words, dice) for document in documents}
    return Corpus(docs, directives)


def draw_corpus(corpus: Corpus, root: Path) -> tuple[Path, Path]:
    """Write the corpus twice under `root`: as our project and for the engine alone; return both configurations."""
    ours, stock = root / "ours", root / "stock"
    _write(ours / "docs", corpus.docs)
    _write(ours / "directives", corpus.directives)
    _write(stock / "docs", corpus.docs)
    _write(stock / "docs/van-ban", corpus.directives)
    (ours / "mkdocs.yml").write_text(
        _SITE.format(strict="false") + _OURS.format(hook=ROOT / "hooks/build_hook.py"), "utf-8"
    )
    (stock / "mkdocs.yml").write_text(_SITE.format(strict="false") + _STOCK, "utf-8")
    return ours / "mkdocs.yml", stock / "mkdocs.yml"


def _write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def _documents(count: int, dice: random.Random) -> Iterator[Document]:
    """Yield documents; numbers restart each year, so many codes stand for several documents."""
    codes = [(type_, issuer) for issuer in _ISSUERS for type_ in _TYPES]
    for place in range(count):
        type_, issuer = codes[place % len(codes)]
        year, number = 2000 + place // len(codes) % 20, place // len(codes) // 20 + 1
        code = f"{number:02}-{type_}/{issuer}"
        day, month = dice.randint(1, 28), dice.randint(1, 12)
        yield Document(
            f"{code.translate(_ASCII).lower()}-{year}", code, _TYPES[type_], day, month, year, _ISSUERS[issuer]
        )


def _directive(document: Document, documents: list[Document], words: list[str], dice: random.Random) -> str:
    date = f"{document.year}-{document.month:02}-{document.day:02}"
    title = " ".join(dice.choice(words).split()[:14]).rstrip(",;.:")
    head = (
        f"---\ncode: {document.code}\ntype: {document.type}\nissuer: {document.issuer}\ndate: {date}\n"
        f'title: "về {title.replace(chr(34), "")}"\n---\n\n'
    )
    others = dice.sample(documents, min(2, len(documents)))
    body = [f"Căn cứ {other.citation}, {dice.choice(words)}" for other in others] + dice.sample(words, 3)
    return head + "\n\n".join(body) + "\n"


def _report(
    number: int, count: int, documents: list[Document], words: list[str], dice: random.Random
) -> dict[str, str]:
    folder, names = f"bao-cao/thu-{number}", [f"p1-{place}" for place in range(1, count)]
    head = f"---\ntitle: Báo cáo thử {number}\nreport: thu-{number}\nsections: [{', '.join(['p1', *names])}]\n---\n"
    part = f"---\ntitle: Kết quả\nsection: p1\nreport: thu-{number}\nnumber: Phần I\nleaf: false\n---\n"
    part += "\n# Phần I Kết quả\n"
    pages = {f"{folder}/index.md": f"{head}\n# Báo cáo thử {number}\n", f"{folder}/p1.md": part}
    for place, name in enumerate(names, 1):
        title = " ".join(dice.choice(words).split()[:10]).rstrip(",;.:").replace('"', "")
        top = f'---\ntitle: "{title}"\nsection: {name}\nreport: thu-{number}\nnumber: "{place}."\nleaf: true\n---\n'
        text = "\n\n".join(_paragraphs(documents, words, dice))
        pages[f"{folder}/{name}.md"] = f"{top}\n# {place}. {title}\n\n{text}\n"
    return pages


def _paragraphs(documents: list[Document], words: list[str], dice: random.Random) -> Iterator[str]:
    """Yield the paragraphs of a section: running text, list items that cite, and footnotes that cite."""
    yield from dice.sample(words, 3)
    cited = dice.sample(documents, min(5, len(documents)))
    for note, document in enumerate(cited[:3], 1):
        yield f"- Đã thực hiện {document.citation}[^{note}]. {dice.choice(words)}"
    for note, document in enumerate(reversed(cited[-3:]), 1):
        yield f"[^{note}]: Theo {document.citation}; {dice.choice(words)}"
