"""Letters that a browser draws twice, at the foot of a page and on the next, are read once; a real line stays."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from vanban.importer.formats import decode_source
from vanban.importer.formats.strays import Letter, stray_letters

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
LINE = "Ủy ban nhân dân tỉnh Ủng hộ đồng bào ở xã"
TALL = "Ủ....................Ủ"
FOOT = 785.0


def row(text: str, bottom: float, left: float = 90.0, size: float = 14.0) -> list[Letter]:
    """Return letters set from the left; a full stop or a blank leaves its place free."""
    placed = enumerate(text)
    return [
        {"text": char, "x0": left + at * 7, "bottom": bottom, "size": size} for at, char in placed if char not in " ."
    ]


def page(*rows: list[Letter]) -> list[Letter]:
    return [letter for letters in rows for letter in letters]


BODY, NUMBER = row("tổng kết công tác dân vận", FOOT - 20), row("3", 815, 290)
NEXT = page(row(LINE, 75), row("đời sống của nhân dân", 95))


@pytest.mark.parametrize(
    ("foot", "after"),
    [
        (row(TALL, FOOT + 15), NEXT),
        (page(row(TALL, FOOT + 15), NUMBER), page(row("Báo cáo công tác", 40), row("4", 50, 290), NEXT)),
        (row("Ủ", FOOT + 15), NEXT),
        (row("......................................ở", FOOT + 15), page(row(LINE.replace(" ở", "  ở"), 75))),
    ],
)
def test_tall_letters_of_the_next_page_are_strays(foot: list[Letter], after: list[Letter]) -> None:
    found = stray_letters(page(BODY, foot), after)
    assert {letter["text"] for letter in found} <= {"Ủ", "ở"}
    assert found


@pytest.mark.parametrize(
    ("foot", "after"),
    [
        (row("Ủy ban", FOOT), NEXT),
        (row(LINE, FOOT), NEXT),
        (row(TALL, FOOT + 15, left=97), NEXT),
        (row(TALL, FOOT + 15, size=13), NEXT),
        (row(TALL + "y", FOOT + 15), NEXT),
        (row("Ổ", FOOT + 15), NEXT),
        (row("ở", FOOT), page(row("ở xã", 75))),
        (row("Ủ", FOOT), page(row("Ủ", 75), row("đời sống", 95))),
        (row("Ủ", FOOT), []),
        (row("Ủ", FOOT), page(*[row("đời sống", 35.0 + 20 * at) for at in range(3)], row(LINE, 95))),
    ],
)
def test_what_may_be_a_line_of_its_own_stays(foot: list[Letter], after: list[Letter]) -> None:
    assert not stray_letters(page(BODY, foot), after)


def test_the_only_row_of_a_page_stays() -> None:
    assert not stray_letters(row(TALL, FOOT), NEXT)


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
@pytest.mark.parametrize("height", ["normal", "1"])
def test_a_pdf_of_chromium_has_no_letter_twice(tmp_path: Path, height: str) -> None:
    pytest.importorskip("pdfplumber")
    text = f"{LINE} Ổn định đời sống Ấp văn hóa ỨNG XỬ {LINE}"
    paragraphs = [f"{number}. {text * (number % 4 + 3)}." for number in range(1, 25)]
    css = f"@page {{ size: A4; margin: 20mm 15mm 20mm 30mm }} body {{ font: 14pt/{height} 'DejaVu Serif' }}"
    source, target = tmp_path / "a.html", tmp_path / "a.pdf"
    source.write_text(f"<meta charset=utf-8><style>{css}</style><p>BÁO CÁO<p>{'<p>'.join(paragraphs)}", "utf-8")
    options = ["--headless", "--no-sandbox", "--no-pdf-header-footer", f"--user-data-dir={tmp_path / 'profile'}"]
    command = [str(CHROMIUM), *options, f"--print-to-pdf={target}", source.as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    read = decode_source("a.pdf", target.read_bytes())
    assert "".join(read.text.split()) == "".join(f"BÁO CÁO{''.join(paragraphs)}".split())
