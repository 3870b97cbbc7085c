"""Office files of one report give the pages of its text; files that could harm are refused in one line."""

from __future__ import annotations

import io
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest

from importer.test_numbering import word_file
from vanban.importer.drafts import draft_pages
from vanban.importer.formats import decode_source, read_source
from vanban.importer.formats.office import read_office
from vanban.importer.ledger import audit
from vanban.importer.reading import read_report
from vanban.problems import InputError

pypandoc = pytest.importorskip("pypandoc")
pytest.importorskip("pdfplumber")

MARKDOWN = """**BÁO CÁO tổng kết công tác dân vận năm 2019**

# Phần thứ nhất KẾT QUẢ

**I- KẾT QUẢ CHUNG**

Đời sống nhân dân được cải thiện[^a], *nhất là* ở vùng sâu; <vẫn còn> khó khăn

\\- Các cấp ủy tiếp tục thực hiện Nghị quyết số 25-NQ/TW[^b].

II- BẢNG SỐ LIỆU

| Nội dung | Số |
|----------|----|
| Mô hình  | 12 |

1. Mục có đánh số tự động

2. Mục thứ hai có chú thích⁽⁹⁾ không thật

[^a]: Tỷ lệ hộ nghèo còn 2,69%.

    Đoạn hai của chú thích.

[^b]: Của Ban Chấp hành Trung ương khóa XI.
"""


@pytest.mark.parametrize("kind", ["docx", "odt", "html"])
def test_an_office_file_keeps_notes_tables_emphasis_and_every_word(tmp_path: Path, kind: str) -> None:
    file = tmp_path / f"bao-cao.{kind}"
    text = MARKDOWN.replace("<", "\\<")
    pypandoc.convert_text(text, kind, format="markdown-smart", outputfile=str(file))
    source = read_source(file)
    pages = draft_pages(read_report(source).report, "x")
    assert audit(source.text, pages).holds
    assert list(pages) == ["index.md", "p1.md", "p1-i.md", "p1-ii.md"]
    assert "cải thiện[^1], *nhất là* ở vùng sâu; &lt;vẫn còn&gt; khó khăn\n\n- Các cấp ủy" in pages["p1-i.md"]
    assert "[^1]: Tỷ lệ hộ nghèo còn 2,69%. Đoạn hai của chú thích.\n\n[^2]: Của Ban" in pages["p1-i.md"]
    assert "| Nội dung | Số |\n| --- | --- |\n| Mô hình | 12 |" in pages["p1-ii.md"]
    assert "1\\. Mục có đánh số tự động\n\n2\\. Mục thứ hai" in pages["p1-ii.md"]


def archive(**files: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in files.items():
            file.writestr(name, data)
    return content.getvalue()


def lying(content: bytes, declared: int) -> bytes:
    """Return an archive whose last entry says that it unpacks to another size."""
    place = content.rindex(b"PK\x01\x02") + 24
    return content[:place] + declared.to_bytes(4, "little") + content[place + 4 :]


def locked(content: bytes) -> bytes:
    """Return an archive whose last entry says that it has a password."""
    place = content.rindex(b"PK\x01\x02") + 8
    return content[:place] + b"\x01\x00" + content[place + 2 :]


def doubled(content: bytes) -> bytes:
    """Return an archive with a second entry of the main part's name, which two readers may take for the first."""
    packed = io.BytesIO(content)
    with zipfile.ZipFile(packed, "a") as file, pytest.warns(UserWarning, match="Duplicate"):
        file.writestr("word/document.xml", "<w/>")
    return packed.getvalue()


DOCUMENT = {"word/document.xml": b"<w/>"}
ENTITY = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.docx", archive(**DOCUMENT, bom=b"\0" * 30_000_000), "quá lớn"),
        ("a.docx", archive(**DOCUMENT, **{"../../x": b""}), "ra ngoài"),
        ("a.docx", archive(**DOCUMENT, **{"C:\\x": b""}), "ra ngoài"),
        ("a.docx", archive(**{"word/document.xml": ENTITY.encode()}), "thực thể"),
        ("a.docx", archive(**{"word/document.xml": ENTITY.encode("utf-16")}), "thực thể"),
        ("a.odt", archive(**{"content.xml": ENTITY.encode()}), "thực thể"),
        ("a.docx", archive(**{"word/document.xml": b"<w>" + b" " * 90_000_000 + b"</w>"}), "quá lớn"),
        ("a.docx", archive(**{f"word/{number}.xml": b"" for number in range(10_001)}), "quá lớn"),
        ("a.docx", archive(**DOCUMENT, **{f"{number}.bin": bytes(1_900_000) for number in range(160)}), "quá lớn"),
        ("a.docx", lying(archive(**{"word/document.xml": b"<w>" + b" " * 9000 + b"</w>"}), 3), "tệp nén|hỏng"),
        ("a.docx", locked(archive(**DOCUMENT)), "mật khẩu"),
        ("a.docx", doubled(archive(**DOCUMENT)), "trùng tên"),
        ("a.docx", archive(**DOCUMENT, **{"/etc/x": b""}), "ra ngoài"),
        ("a.docx", archive(**DOCUMENT, **{"word\\..\\..\\x": b""}), "ra ngoài"),
        ("a.docx", archive(**DOCUMENT, **{"_rels/.rels": ENTITY.encode()}), "thực thể"),
        ("a.docx", b"\xd0\xcf\x11\xe0" + bytes(600), "mật khẩu"),
        ("a.odt", archive(x=b""), "thiếu"),
        ("a.docx", b"PK\x03\x04 hong" * 50, "tệp nén"),
        ("a.docx", archive(**DOCUMENT)[:-30], "tệp nén"),
        ("a.docx", archive(**DOCUMENT), "cấu trúc tệp Word hỏng"),
        ("a.pdf", b"%PDF-1.4 hong", "PDF"),
        ("a.html", b"<script>alert('\xc4\x91')</script>", "không có chữ|Việt"),
    ],
)
def test_a_harmful_or_damaged_file_is_refused(name: str, content: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        decode_source(name, content)
    assert "\n" not in str(caught.value)


def test_an_archive_inside_an_archive_is_never_opened() -> None:
    bomb = archive(bom=bytes(30_000_000))
    content = word_file("BÁO CÁO", "Một đoạn văn về công tác dân vận của tỉnh ủy.")
    packed = io.BytesIO(content)
    with zipfile.ZipFile(packed, "a", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/embeddings/a.docx", archive(**{"b.docx": bomb}))
    assert read_office("a.docx", packed.getvalue()).text.startswith("BÁO CÁO")


def test_pandoc_runs_in_its_sandbox_on_four_parts_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    real, seen = subprocess.run, []

    def watched(command: list[str], **options: Any) -> Any:  # noqa: ANN401 - stands in for subprocess.run
        seen.append((command, options))
        return real(command, **options)

    monkeypatch.setattr(subprocess, "run", watched)
    read_office("a.docx", word_file("BÁO CÁO"))
    command, options = seen[0]
    assert "--sandbox" in command
    assert any(part.startswith("-M") for part in command)
    with zipfile.ZipFile(io.BytesIO(options["input"])) as file:
        names = {name for name in file.namelist() if name.startswith("word/") and name.endswith(".xml")}
    assert names == {f"word/{part}.xml" for part in ("document", "styles", "footnotes", "endnotes")}


def test_a_web_page_fetches_nothing() -> None:
    words = "Các cấp ủy đảng tiếp tục tăng cường chỉ đạo công tác dân vận ở những vùng sâu và vùng xa trong tỉnh."
    far = '<img src="http://x.invalid/a.png"><iframe src="file:///etc/passwd"></iframe><link href="http://x.invalid/a.css">'
    page = f"<html><body>{far}<object data='file:///etc/passwd'></object><p>BÁO CÁO</p><p>{words}</p></body></html>"
    text = decode_source("a.html", page.encode()).text
    assert "root:" not in text
    assert text.split("\n\n")[-1] == f"{words}\n"


@pytest.mark.parametrize(
    ("inner", "missing"),
    [
        ("<p>k<b>ế</b>t quả<br>sau<table><tr><td>a</td><td>b</td></tr></table><ul><li>c</li></ul>", ""),
        ("<p>chữ&nbsp;&amp;&#7871; <sup>(1)</sup></p><pre>d</pre><dl><dt>e</dt><dd>f</dd></dl>", ""),
        ("<p>trước</p><textarea>vùng nhập</textarea><p>sau</p>", "vùng nhập"),
    ],
)
def test_words_of_a_web_page_that_are_not_read_are_said(inner: str, missing: str) -> None:
    remarks = read_office("a.html", f"<html><head><title>T</title></head><body>{inner}</body></html>".encode()).remarks
    assert [missing in remark.message for remark in remarks] == ([True] if missing else [])


def test_libreoffice_gets_a_home_and_profile_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "soffice"
    program.write_text(f'#!/bin/sh\necho "$HOME $http_proxy $*" > {tmp_path}/said\n', "utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    monkeypatch.setenv("http_proxy", "http://x.invalid")
    with pytest.raises(InputError, match="không đọc được tệp"):
        decode_source("a.rtf", b"{\\rtf1}")
    home, *rest = (tmp_path / "said").read_text("utf-8").split()
    assert f"-env:UserInstallation=file://{home}/ho-so" in rest
    assert "http://x.invalid" not in rest
    assert not Path(home).exists()


def test_scripts_of_a_web_page_are_no_words() -> None:
    words = "Các cấp ủy đảng tiếp tục tăng cường chỉ đạo công tác dân vận ở những vùng sâu và vùng xa trong tỉnh."
    page = (
        f"<html><head><style>p{{}}</style></head><body><p>BÁO CÁO</p><script>x()</script><p>{words}</p></body></html>"
    )
    assert decode_source("a.html", page.encode()).text.split("\n\n") == ["BÁO CÁO", f"{words}\n"]


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="không có tệp"):
        read_source(tmp_path / "x.docx")


def test_a_program_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(InputError, match="LibreOffice"):
        decode_source("a.doc", b"\xd0\xcf\x11\xe0")


def pdf(*pages: str) -> bytes:
    """Return a PDF with one line of text a page, set in a font that every reader has."""
    count = len(pages)
    kids = " ".join(f"{4 + 2 * index} 0 R" for index in range(count))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for index, text in enumerate(pages):
        stream = f"BT /F1 12 Tf 50 700 Td ({text}) Tj ET"
        fonts = "/Resources << /Font << /F1 3 0 R >> >>"
        box = "/MediaBox [0 0 600 800]"
        objects.append(f"<< /Type /Page /Parent 2 0 R {box} {fonts} /Contents {5 + 2 * index} 0 R >>")
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    body = "%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    return f"{body}{head}trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF".encode(
        "cp1252"
    )


def test_a_pdf_is_read_page_by_page_and_says_how_far(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    file = tmp_path / "a.pdf"
    file.write_bytes(
        pdf("BÁO CÁO công tác dân quân và cà, bò, mía, tôm", "Trang hai nói là và có thêm hai câu dài, dài")
    )
    source = read_source(file, lambda *step: told.append(step))
    assert source.text.split("\f")[1].strip().startswith("Trang hai")
    assert told == [("đọc trang PDF", 1, 2), ("đọc trang PDF", 2, 2)]
