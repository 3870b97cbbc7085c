"""Numbers that Word counts itself come back as text, in every form an office uses."""

from __future__ import annotations

import io
import zipfile

import pytest

from vanban.importer.drafts import draft_pages
from vanban.importer.formats import decode_source
from vanban.importer.formats.numbering import Level, label_text
from vanban.importer.formats.office import read_office
from vanban.importer.ledger import audit
from vanban.importer.reading import read_report

pytest.importorskip("pypandoc")

NAMES = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
PARTS = {"document": "document.main", "styles": "styles", "numbering": "numbering"}
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def level(depth: int, kind: str, text: str, style: str = "", start: int = 1) -> str:
    linked = f'<w:pStyle w:val="{style}"/>' if style else ""
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>{linked}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


NUMBERING = (
    f'<w:numbering {NAMES}><w:abstractNum w:abstractNumId="5">'
    + level(0, "upperRoman", "%1-", "Heading1")
    + level(1, "decimal", "%2.", "Heading2")
    + level(2, "decimal", "%2.%3.", "Heading3")
    + '</w:abstractNum><w:abstractNum w:abstractNumId="6">'
    + level(0, "lowerLetter", "%1)")
    + level(1, "bullet", "\uf0b7")
    + level(2, "bullet", "+")
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="5"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="6"/></w:num><w:num w:numId="3"><w:abstractNumId w:val="6"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num></w:numbering>'
)
STYLES = f"<w:styles {NAMES}>" + "".join(
    f'<w:style w:type="paragraph" w:styleId="Heading{depth}"><w:name w:val="heading {depth}"/>'
    f'<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="{depth - 1}"/></w:pPr></w:style>'
    for depth in (1, 2, 3)
)


def word_file(*paragraphs: str, numbering: str = NUMBERING) -> bytes:
    """Return a Word file; a paragraph is `heading depth|text`, `list.level|text` or text."""
    body = "".join(map(_paragraph, paragraphs))
    files = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        + "".join(f'<Override PartName="/word/{k}.xml" ContentType="{TYPES}.{v}+xml"/>' for k, v in PARTS.items())
        + "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="a" '
        f'Type="{RELATIONS}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        + "".join(f'<Relationship Id="{k}" Type="{RELATIONS}/{k}" Target="{k}.xml"/>' for k in ("styles", "numbering"))
        + "</Relationships>",
        "word/document.xml": f"<w:document {NAMES}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": f"{STYLES}</w:styles>",
        "word/numbering.xml": numbering,
    }
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return content.getvalue()


def _paragraph(line: str) -> str:
    mark, _, text = line.rpartition("|")
    number, _, depth = mark.partition(".")
    counted = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'
    looks = counted if depth else f'<w:pStyle w:val="Heading{mark}"/>' if mark else ""
    return f"<w:p><w:pPr>{looks}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


REPORT = (
    "BÁO CÁO", "tổng kết công tác dân vận năm 2017", "1|TÌNH HÌNH CHUNG", "Đời sống nhân dân các xã ổn định.",
    "1|KẾT QUẢ", "2|Công tác lãnh đạo", "Cấp ủy quan tâm lãnh đạo.", "2.0|Mở lớp học;", "2.0|Ra văn bản;",
    "2.1|Chỉ thị.", "2.2|Kế hoạch.", "3|Kiểm tra, giám sát", "Kiểm tra 12 nơi.", "2|Công tác vận động",
    "Vận động tốt.", "3.0|Góp công;", "3.0|Góp của.", "0.0|Không đánh số.",
)  # fmt: skip


def test_a_word_file_with_automatic_numbers_gives_the_pages_of_its_text() -> None:
    source = decode_source("a.docx", word_file(*REPORT))
    wanted = [
        "**I- TÌNH HÌNH CHUNG**", "Đời sống nhân dân các xã ổn định.", "II- KẾT QUẢ", "1. Công tác lãnh đạo",
        "Cấp ủy quan tâm lãnh đạo.", "a) Mở lớp học;", "b) Ra văn bản;", "- Chỉ thị.", "+ Kế hoạch.",
        "1.1. Kiểm tra, giám sát", "Kiểm tra 12 nơi.", "2. Công tác vận động", "Vận động tốt.", "a) Góp công;",
        "b) Góp của.", "Không đánh số.",
    ]  # fmt: skip
    assert [line.strip("*") for line in source.text.split("\n\n")[2:]] == [
        line.strip("*") for line in [*wanted[:-1], f"{wanted[-1]}\n"]
    ]
    assert any("11 số" in remark.message for remark in source.remarks)
    pages = draft_pages(read_report(source).report, "x")
    assert audit(source.text, pages).holds
    typed = decode_source("a.txt", source.text.encode())
    assert pages == draft_pages(read_report(typed).report, "x")
    assert {"i.md", "ii-1.md", "ii-1-1.md", "ii-2.md"} <= set(pages)


def test_broken_numbering_is_said_and_loses_no_word() -> None:
    source = decode_source("a.docx", word_file(*REPORT, numbering="<w:numbering"))
    assert "TÌNH HÌNH CHUNG" in source.text
    assert any("đối chiếu" in remark.message for remark in source.remarks)


def test_a_file_without_numbers_gets_none() -> None:
    assert read_office("a.docx", word_file("BÁO CÁO", "Một đoạn văn.")).remarks == ()


@pytest.mark.parametrize(
    ("kind", "text", "values", "label"),
    [
        ("decimal", "Điều %1.", [12], "Điều 12."),
        ("upperRoman", "Chương %1", [4], "Chương IV"),
        ("lowerRoman", "(%1)", [3], "(iii)"),
        ("upperLetter", "%1-", [27], "AA-"),
        ("lowerLetter", "%1)", [2], "b)"),
        ("decimalZero", "%1", [7], "07"),
        ("none", "Phụ lục", [1], "Phụ lục"),
        ("bullet", "–", [1], "–"),
        ("bullet", "o", [1], "-"),
        ("decimal", "", [1], ""),
    ],
)
def test_labels_of_every_kind(kind: str, text: str, values: list[int], label: str) -> None:
    assert label_text((Level(1, kind, text),), values) == label


def test_a_legal_level_shows_roman_parents_in_digits() -> None:
    levels = (Level(1, "upperRoman", "%1."), Level(1, "decimal", "%1.%2.", legal=True))
    assert label_text(levels, [3, 2]) == "3.2."
