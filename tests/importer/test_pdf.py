"""PDFs of three programs give the pages of the text; columns, tables, scans keep their words, and doubts are said."""

from __future__ import annotations

import html
import importlib.util
import random
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from importer import wordfile
from importer.faces import faces
from importer.test_libreoffice import SOFFICE, convert
from importer.test_word import REPORTS, pages
from importer.wordfile import plain
from vanban.importer.formats import decode_source
from vanban.importer.formats.outside import recognise
from vanban.importer.formats.typeset import Column, PdfLine, Word, begins, set_lines
from vanban.problems import InputError

pytest.importorskip("pdfplumber")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
CSS = """@page { size: A4; margin: 20mm 15mm 20mm 30mm; @top-center { content: counter(page); font-family: Print } }
body { font: 14pt Print } p { text-indent: 1cm; text-align: justify; margin: 6pt 0 }
.note { float: footnote; font-size: 10pt } td { border: 1px solid } .end { font-size: 10pt }
::footnote-call { content: "(" counter(footnote) ")"; font-size: 9pt; vertical-align: super }
::footnote-marker { content: "(" counter(footnote) ") "; font-size: 7pt; vertical-align: super }"""
WORDS = "Các cấp ủy đảng tiếp tục tăng cường chỉ đạo công tác dân vận ở những vùng sâu, vùng xa của tỉnh. " * 3


def inline(text: str, notes: dict[str, str], *, floated: bool) -> str:
    text = html.escape(plain(text), quote=False)
    text = re.sub(r"\*\*([^*]+)\*\*", r"<b>\1</b>", text)
    text = re.sub(r"\*([^*]+)\*", r"<i>\1</i>", text)

    def call(match: re.Match[str]) -> str:
        if floated:
            return f"<span class=note>{inline(notes[match[1]], notes, floated=True)}</span>"
        return f"<sup>({match[1]})</sup>"

    return re.sub(r"\[\^([^\]]+)\]", call, text)


def page_html(bodies: list[str], *, floated: bool, css: str = "") -> str:
    """Return a report's pages as HTML; notes at the foot of pages (`floated`), or all at the end."""
    notes = dict(re.findall(r"^\[\^([^\]]+)\]: (.*)$", "\n".join(bodies), re.MULTILINE))
    parts = [f"<html lang=vi><meta charset=utf-8><style>{faces()} {CSS} {css}</style>"]
    for block in "\n\n".join(bodies).split("\n\n"):
        if block.strip().startswith("# "):
            parts.append(f"<p><b>{inline(block.strip()[2:], notes, floated=floated)}</b>")
        elif block.strip() and not block.startswith("[^"):
            parts.append(f"<p>{inline(block.strip(), notes, floated=floated)}")
    if not floated:
        parts += [
            f"<p class=end><sup>({name})</sup> {inline(text, notes, floated=False)}" for name, text in notes.items()
        ]
    return "\n".join(parts)


@pytest.fixture(scope="module")
def wanted() -> dict[str, str]:
    return pages("a.txt", REPORTS[0].read_bytes())


def bodies_of(found: dict[str, str]) -> list[str]:
    return [text.split("---\n", 2)[2] for text in found.values()]


def weasy(text: str) -> bytes:
    weasyprint = pytest.importorskip("weasyprint", exc_type=(ImportError, OSError))  # type: ignore[arg-type]  # it fails with either; the stub takes one
    content: bytes = weasyprint.HTML(string=text).write_pdf()
    return content


needs_weasyprint = pytest.mark.skipif(importlib.util.find_spec("weasyprint") is None, reason="WeasyPrint is missing")


# Other edges and note sizes cut pages at other words, so that most notes and many paragraphs are cut somewhere.
PRINTS = [(15, 10), (22, 9), (27, 10.5)]


def set_apart(right: float, size: float) -> str:
    return f"@page {{ margin-right: {right}mm }} .end, .note {{ font-size: {size}pt }}"


@needs_weasyprint
@pytest.mark.parametrize(("right", "size"), PRINTS[::2])
def test_a_pdf_of_weasyprint_gives_the_pages_of_the_text(wanted: dict[str, str], right: float, size: float) -> None:
    text = page_html(bodies_of(wanted), floated=True, css=set_apart(right, size))
    assert pages("a.pdf", weasy(text)) == wanted


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
@pytest.mark.parametrize(("right", "size"), PRINTS)
def test_a_pdf_of_chromium_gives_the_pages_of_the_text(
    wanted: dict[str, str], tmp_path: Path, right: float, size: float
) -> None:
    source, target = tmp_path / "a.html", tmp_path / "a.pdf"
    source.write_text(page_html(bodies_of(wanted), floated=False, css=set_apart(right, size)), "utf-8")
    options = ["--headless", "--no-sandbox", "--no-pdf-header-footer", f"--user-data-dir={tmp_path / 'profile'}"]
    command = [str(CHROMIUM), *options, f"--print-to-pdf={target}", source.as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert pages("a.pdf", target.read_bytes()) == wanted


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed (apt-get install libreoffice-writer)")
def test_a_pdf_of_libreoffice_gives_the_pages_of_the_text(wanted: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "bao-cao.docx"
    file.write_bytes(wordfile.report(bodies_of(wanted), random.Random(7)))
    assert pages("a.pdf", convert(file, "pdf", tmp_path / "profile").read_bytes()) == wanted


def print_page(body: str, css: str = "") -> str:
    return f"<meta charset=utf-8><style>{faces()} {CSS} {css}</style><p>BÁO CÁO<p>{WORDS}{body}"


COLUMNS = (
    "<div style='columns:2;column-gap:4cm;text-align:left'><p style='text-indent:0'>trái một<br>trái hai"
    "<p style='text-indent:0;break-before:column'>phải một<br>phải hai</div>"
)


@needs_weasyprint
@pytest.mark.parametrize(
    ("body", "text", "remark"),
    [
        ("<table><tr><td>Mô hình<td>Số<tr><td>Camera<td>12</table>",
         "| Mô hình | Số |\n| --- | --- |\n| Camera | 12 |", "số trang «1»"),
        ("<style>td{border:0;padding:0 2cm}</style><table><tr><td>Tên<td>Số<td>Tăng<tr><td>Camera<td>12<td>3</table>",
         "| Tên | Số | Tăng |\n| --- | --- | --- |\n| Camera | 12 | 3 |", "cột"),
        (COLUMNS,
         "trái một\n\ntrái hai\n\nphải một\n\nphải hai", "cột"),
        ("<p>Diện tích 5 km<sup>2</sup>, theo 25-NQ/TW", "Diện tích 5 km", ""),
    ],
)  # fmt: skip
def test_tables_and_columns_keep_their_order(body: str, text: str, remark: str) -> None:
    source = decode_source("a.pdf", weasy(print_page(body)))
    assert text in source.text
    assert any(remark in problem.message for problem in source.remarks)


def line(text: str, left: float = 0, right: float = 100, top: float = 0, look: str = "") -> PdfLine:
    words = text.split()
    width = (right - left) / len(words)
    return PdfLine(
        tuple(Word(word, look, left + at * width, left + (at + 1) * width - 2) for at, word in enumerate(words)),
        top,
        10,
    )


@pytest.mark.parametrize(
    ("before", "after", "new"),
    [
        (line("một hai ba bốn năm"), line("sáu bảy", 0, 40, 12), False),
        (line("một hai ba", 0, 50), line("sáu bảy", 0, 40, 12), True),
        (line("một hai ba bốn năm"), line("sáu bảy", 0, 40, 30), True),
        (line("một hai ba bốn năm"), line("Sáu bảy", 20, 60, 12), True),
        (line("- một hai ba bốn"), line("sáu bảy", 20, 60, 12), False),
        (line("một hai ba bốn", 0, 102, 0, "b"), line("Sáu bảy", 0, 40, 12), True),
        (line("một hai ba bốn;", 20), line("- sáu bảy", 20, 60, 12), True),
    ],
)
def test_a_paragraph_begins_where_a_reader_sees_it(before: PdfLine, after: PdfLine, new: bool) -> None:  # noqa: FBT001 (a column of the table)
    assert begins([before], after, Column(0, 98, 12)) is new


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ([line("kinh tế-"), line("xã hội")], "kinh tế-xã hội"),
        ([line("số 25-"), line("NQ/TW")], "số 25-NQ/TW"),
        ([line("một", look="b"), line("hai", look="b"), line("ba")], "**một hai** ba"),
        ([line("một", look="bi"), line("hai", look="i")], "***một*** *hai*"),
    ],
)
def test_lines_become_one_text(lines: list[PdfLine], text: str) -> None:
    assert set_lines(lines) == text


def test_a_scan_without_the_programs_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(InputError, match="cài ocrmypdf và tesseract-ocr-vie"):
        recognise("a.pdf", b"%PDF")
    (tmp_path / "ocrmypdf").write_text("#!/bin/sh\n", "utf-8")
    (tmp_path / "ocrmypdf").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(InputError, match="thiếu tiếng Việt"):
        recognise("a.pdf", b"%PDF")


@needs_weasyprint
@pytest.mark.skipif(
    not (shutil.which("ocrmypdf") and shutil.which("tesseract") and shutil.which("pdftoppm")),
    reason="OCRmyPDF, Tesseract or poppler is not installed (apt-get install ocrmypdf tesseract-ocr-vie poppler-utils)",
)
def test_a_scan_is_recognised_in_vietnamese(tmp_path: Path) -> None:
    image = pytest.importorskip("PIL.Image")
    (tmp_path / "a.pdf").write_bytes(weasy(print_page("")))
    subprocess.run(
        [str(shutil.which("pdftoppm")), "-r", "200", "-gray", "-png", "a.pdf", "a"], cwd=tmp_path, check=True
    )
    image.open(next(tmp_path.glob("*.png"))).save(tmp_path / "scan.pdf", resolution=200)
    told: list[str] = []
    source = decode_source("scan.pdf", (tmp_path / "scan.pdf").read_bytes(), lambda label, *_: told.append(label))
    assert "tăng cường chỉ đạo công tác dân vận" in source.text
    assert any("ảnh quét" in remark.message for remark in source.remarks)
    assert any("nhận dạng chữ" in label for label in told)
