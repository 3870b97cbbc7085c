"""Word files as Word saves them: every word that a print shows is read once, what it does not show is said."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from importer import wordfile
from importer.wordfile import BOLD, HEAD, NAMES, RESTART, R, level, numbering, pack
from vanban.importer.drafts import draft_pages
from vanban.importer.formats import decode_source, office
from vanban.importer.formats.office import read_office
from vanban.importer.formats.tally import find_gap
from vanban.importer.ledger import audit
from vanban.importer.reading import read_report
from vanban.importer.source import SourceText
from vanban.problems import InputError

pytest.importorskip("pypandoc")

ROOT = Path(__file__).parents[2]
REPORTS = [ROOT / "docs/bao-cao/dan-van-2019/ban-goc.txt", *sorted((ROOT / "tests/reports").glob("*.txt"))]


def pages(name: str, content: bytes) -> dict[str, str]:
    source = decode_source(name, content)
    found = draft_pages(read_report(source).report, "x", "kien-giang")
    assert audit(source.text, found).holds
    return found


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_a_word_file_of_a_report_gives_the_pages_of_its_text(path: Path) -> None:
    wanted = pages("a.txt", path.read_bytes())
    bodies = [text.split("---\n", 2)[2] for text in wanted.values()]
    for seed in range(3):
        assert pages("a.docx", wordfile.report(bodies, random.Random(seed))) == wanted


def run(text: str, looks: str = "") -> str:
    return f'<w:r><w:rPr>{looks}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def par(*runs: str, looks: str = "") -> str:
    return f"<w:p><w:pPr>{looks}</w:pPr>{''.join(runs)}</w:p>"


def field(instruction: str, shown: str) -> str:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    code = f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
    return f"{mark.format('begin')}{code}{mark.format('separate')}{shown}{mark.format('end')}"


BOX = f"<w:txbxContent>{par(run('Trong khung'))}</w:txbxContent>"
CHANGE = 'w:id="1" w:author="A" w:date="2019-01-01T00:00:00Z"'
CELL = "<w:tc><w:tcPr>{}</w:tcPr>{}</w:tc>"


def table(*rows: str) -> str:
    columns = '<w:gridCol w:w="900"/>' * 3
    return f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def read(body: str, *, parts: dict[str, str] | None = None, **more: bytes) -> SourceText:
    return read_office("a.docx", pack(body, parts, more=more))


@pytest.mark.parametrize(
    ("body", "text", "remark"),
    [
        (par("<w:r><w:t>25</w:t><w:noBreakHyphen/><w:t>NQ/TW</w:t></w:r>"), "25-NQ/TW", ""),
        (par("<w:r><w:t>tiếp</w:t><w:softHyphen/><w:t> tục</w:t></w:r>"), "tiếp tục", ""),
        (par("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:cr/><w:t>c</w:t></w:r>"), "a b\n\nc", ""),
        (par(run("Tổng k", BOLD), '<w:proofErr w:type="spellStart"/>', run("ết", BOLD)), "**Tổng kết**", ""),
        (par(run("Tổng", BOLD), run(" "), run("kết", BOLD)), "**Tổng kết**", ""),
        (par(run("đậm", '<w:b w:val="0"/>')), "đậm", ""),
        (par(run("đề mục"), looks='<w:pStyle w:val="u2"/><w:numPr><w:numId w:val="0"/></w:numPr>'), "**đề mục**", ""),
        (par(run("báo cáo", "<w:caps/>")), "BÁO CÁO", ""),
        (par(run("báo cáo", '<w:rStyle w:val="Chuhoa"/>')), "BÁO CÁO", ""),
        (par(run("BÁO CÁO"), looks='<w:pStyle w:val="Tiu"/>'), "**BÁO CÁO**", ""),
        (par(run("Câu trích"), looks='<w:pStyle w:val="Litrichdn"/>'), "Câu trích", ""),
        (par(run("a "), f"<w:ins {CHANGE}>{run('thêm ')}</w:ins>", run("b")), "a thêm b", "«thêm»"),
        (par(run("a "), f"<w:del {CHANGE}><w:r><w:delText>bỏ</w:delText></w:r></w:del>", run("b")), "a b", "«bỏ»"),
        (
            par(f"<w:moveFrom {CHANGE}>{run('đi')}</w:moveFrom>", f"<w:moveTo {CHANGE}>{run('đến')}</w:moveTo>"),
            "đến",
            "«đi»",
        ),
        (par(run("nửa "), looks=f"<w:rPr><w:del {CHANGE}/></w:rPr>") + par(run("sau")), "nửa sau", ""),
        (par(f'<w:smartTag w:element="x">{run("Hà Nội")}</w:smartTag>', run(" b")), "Hà Nội b", ""),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{par(run('khối'))}</w:sdtContent></w:sdt>", "khối", ""),
        ("<w:customXml>" + par("<w:bdo><w:dir>", run("chữ"), "</w:dir></w:bdo>") + "</w:customXml>", "chữ", ""),
        (par(run("ẩn ", "<w:vanish/>"), run("hiện")), "hiện", "«ẩn»"),
        (par(run("bỏ đi", "<w:strike/>")), "bỏ đi", "gạch ngang"),
        (par(f'<w:fldSimple w:instr=" DATE ">{run("03-6-2013")}</w:fldSimple>'), "03-6-2013", ""),
        (par(field('INCLUDETEXT "C:\\\\x.doc"', run("kết quả"))), "kết quả", "không mở"),
        (par(field("IF " + field("MERGEFIELD x", run("ngầm")), run("thấy"))), "thấy", ""),
        (par(run("I- CHUNG 3"), looks='<w:pStyle w:val="Mucluc1"/>') + par(run("x")), "x", "mục lục tự động"),
        (par('<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>', run(" 3")), "≥ 3", ""),
        (par(run("5 k"), run("m"), run("2", '<w:vertAlign w:val="superscript"/>')), "5 km²", ""),
        (par(run("chữ"), run("(3)", '<w:vertAlign w:val="superscript"/>')), "chữ⁽³⁾", ""),
        (par(f"<w:r><w:pict><v:shape><v:textbox>{BOX}</v:textbox></v:shape></w:pict></w:r>", run("Ngoài")),
         "Ngoài\n\nTrong khung", "khung chữ"),
        (par("<w:r><mc:AlternateContent><mc:Choice><w:drawing>" + BOX + "</w:drawing></mc:Choice>"
             "<mc:Fallback><w:pict>" + BOX + "</w:pict></mc:Fallback></mc:AlternateContent></w:r>"),
         "Trong khung", "khung chữ"),
        (par("<w:r><w:drawing/></w:r>", run("x")), "x", "1 hình"),
        (par("<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>"),
         "1/2", "công thức"),
        (par(f"<w:r><w:ruby><w:rt>{run('r')}</w:rt><w:rubyBase>{run('b')}</w:rubyBase></w:ruby></w:r>"),
         "rb", ""),
        (table(CELL.format('<w:gridSpan w:val="2"/>', par(run("rộng"))) + CELL.format("", par(run("3"))),
               "".join(CELL.format("", par(run(text))) for text in "abc")),
         "| rộng |  | 3 |\n| --- | --- | --- |\n| a | b | c |", ""),
        (table(CELL.format('<w:vMerge w:val="restart"/>', par(run("cao"))) + CELL.format("", par(run("1"))),
               CELL.format("<w:vMerge/>", par()) + CELL.format("", par(run("2")))),
         "| cao | 1 |\n| --- | --- |\n|  | 2 |", ""),
        (table(f"<w:trPr><w:del {CHANGE}/></w:trPr>{CELL.format('', par(run('xóa')))}",
               CELL.format("", par(run("còn")))),
         "| còn |\n| --- |", "«xóa»"),
    ],
)  # fmt: skip
def test_what_a_print_shows_is_read_once(body: str, text: str, remark: str) -> None:
    source = read(body)
    assert source.text == f"{text}\n"
    assert any(remark in problem.message for problem in source.remarks) or not remark
    assert source.remarks == () or remark


LISTS = {
    3: level(0, "upperRoman", "%1-") + level(1, "decimal", "%2.") + level(2, "lowerLetter", "%3)"),
    4: level(0, "decimal", "Điều %1.") + level(1, "decimal", "%2.", extra='<w:lvlRestart w:val="0"/>'),
}
NUMBERS = numbering(LISTS, {1: (3, ""), 2: (3, RESTART.format(0)), 3: (4, "")})


@pytest.mark.parametrize(
    ("items", "wanted"),
    [
        ("1.0 1.1 1.1 1.2 1.2 1.1 1.0 1.1", "I- 1. 2. a) b) 3. II- 1."),
        ("1.0 1.0 2.0 2.1 2.0", "I- II- I- 1. II-"),
        ("1.1 1.0 1.1", "1. II- 1."),
        ("3.0 3.1 3.1 3.0 3.1", "Điều|1. 1. 2. Điều|2. 3."),
        ("1.0 9.0 1.0", "I- - II-"),
    ],
)
def test_lists_count_as_word_counts(items: str, wanted: str) -> None:
    body = "".join(
        par(run("chữ"), looks=f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>')
        for number, _, depth in (item.partition(".") for item in items.split())
    )
    text = read(body, parts={"numbering": NUMBERS}).text
    labels = [line.removesuffix("chữ").strip().replace(" ", "|") or "-" for line in text.strip().split("\n\n")]
    assert labels == wanted.split()


def noted(mark: str = "", rules: str = "", kinds: str = "foot foot") -> SourceText:
    """Read a file with a note in each of two sections, each on its own page."""
    typed = ' w:customMarkFollows="1"' if mark else ""
    call = '<w:r><w:lastRenderedPageBreak/><w:{}noteReference{} w:id="{}"/><w:t>{}</w:t></w:r>'
    calls = [
        par(run("Đoạn"), call.format(kind, typed, at, mark), looks="<w:sectPr/>")
        for at, kind in enumerate(kinds.split(), 1)
    ]
    parts = {"settings": f"{HEAD}<w:settings {NAMES}>{rules}</w:settings>"}
    for kind in set(kinds.split()):
        notes = "".join(
            f'<w:{kind}note w:id="{at}">{par(run(mark), run(f" Chú {at}."))}</w:{kind}note>' for at in (1, 2)
        )
        parts[f"{kind}notes"] = f"{HEAD}<w:{kind}notes {NAMES}>{notes}</w:{kind}notes>"
    return read("".join(calls), parts=parts)


def rule(kind: str, inner: str) -> str:
    return f"<w:{kind}notePr>{inner}</w:{kind}notePr>"


@pytest.mark.parametrize(
    ("source", "lines", "doubt"),
    [
        (noted(), "Đoạn⁽¹⁾ Đoạn⁽²⁾ ¹|Chú|1. ²|Chú|2.", ""),
        (noted(rules=rule("foot", '<w:numStart w:val="5"/>')), "Đoạn⁽⁵⁾ Đoạn⁽⁶⁾ ⁵|Chú|1. ⁶|Chú|2.", ""),
        (noted(rules=rule("foot", '<w:numRestart w:val="eachSect"/>')), "Đoạn⁽¹⁾ ¹|Chú|1. Đoạn⁽¹⁾ ¹|Chú|2.", ""),
        (noted(rules=rule("foot", '<w:numRestart w:val="eachPage"/>')), "Đoạn⁽¹⁾ ¹|Chú|1. Đoạn⁽¹⁾ ¹|Chú|2.", "trang"),
        (noted(rules=rule("foot", '<w:numFmt w:val="lowerRoman"/>')), "Đoạn⁽¹⁾ Đoạn⁽²⁾ ¹|Chú|1. ²|Chú|2.", "chữ số"),
        (noted("*"), "Đoạn(*) (*)|Chú|1. Đoạn(*) (*)|Chú|2.", ""),
        (noted("†"), "Đoạn⁽¹⁾ Đoạn⁽²⁾ ¹|Chú|1. ²|Chú|2.", "dấu riêng"),
        (noted(kinds="foot end"), "Đoạn⁽¹⁾ Đoạn⁽²⁾ ¹|Chú|1. ²|Chú|2.", "cuối bài"),
    ],
)
def test_notes_keep_their_printed_marks(source: SourceText, lines: str, doubt: str) -> None:
    assert [line.replace(" ", "|") for line in source.text.strip().split("\n\n")] == lines.split()
    assert [doubt in remark.message for remark in source.remarks] == ([True] if doubt else [])


def test_text_in_an_old_font_is_known_by_its_runs() -> None:
    tcvn, capitals, vni = (f'<w:rFonts w:ascii="{name}"/>' for name in (".VnTime", ".VnTimeH", "VNI-Times"))
    body = (
        par(run("b¸o c¸o", capitals)) + par(run("§¶ng Céng s¶n ViÖt Nam ", tcvn), run("và Nhà nước"))
        + par(run("ñôøi soáng ñoàng baøo ñöô", vni), '<w:proofErr w:type="spellEnd"/>', run("ïc caûi thieän", vni))
        + par(run("Chữ Unicode còn mang tên phông cũ", tcvn))
    )  # fmt: skip
    source = read(body)
    assert source.text.split("\n\n") == [
        "BÁO CÁO",
        "Đảng Cộng sản Việt Nam và Nhà nước",
        "đời sống đồng bào được cải thiện",
        "Chữ Unicode còn mang tên phông cũ\n",
    ]
    assert len(source.remarks) == 3
    assert all("sang Unicode" in remark.message for remark in source.remarks)


def test_a_font_name_alone_changes_nothing() -> None:
    fonts = '<w:rFonts w:ascii=".VnTime"/>'
    source = read(par(run("là cà và plain ASCII 25-NQ/TW", fonts)) + par(run("Đảng ủy huyện", fonts)))
    assert source.text == "là cà và plain ASCII 25-NQ/TW\n\nĐảng ủy huyện\n"
    assert source.remarks == ()


@pytest.mark.parametrize(
    ("file", "drawn", "missing"),
    [
        (["Một hai", "ba¹"], "**Một** hai\n\n| ba⁽¹⁾ |", None),
        (["Một hai", "ba"], "Một hai", "ba"),
        (["Một hai ba"], "Một ba", "hai ba"),
        (["ba", "Một"], "Một ba", "Một"),
        (["chữ"], "12. chữ thêm", None),
    ],
)
def test_the_tally_finds_what_is_missing(file: list[str], drawn: str, missing: str | None) -> None:
    gap = find_gap(file, drawn)
    assert (gap.missing if gap else None) == missing


def test_a_reader_that_drops_a_word_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    tree = {"blocks": [{"t": "Para", "c": [{"t": "Str", "c": "Một"}]}]}
    monkeypatch.setattr(office, "_pandoc", lambda *_: tree)
    with pytest.raises(InputError, match="mất chữ «hai ba»"):
        read(par(run("Một hai ba")))


@pytest.mark.parametrize(
    ("body", "parts", "more", "message"),
    [
        ('<w:altChunk r:id="rId9"/>', {}, {}, "tệp khác nhúng"),
        ('<w:subDoc r:id="rId9"/>', {}, {}, "tệp khác nhúng"),
        (par('<w:r><w:footnoteReference w:id="1"/></w:r>'), {"footnotes": "<w:footnotes"}, {}, "cấu trúc"),
        ("<w:p>" * 3000 + "</w:p>" * 3000, {}, {}, "cấu trúc|không đọc được|không có chữ"),
    ],
)
def test_a_file_whose_words_cannot_all_be_read_is_refused(
    body: str, parts: dict[str, str], more: dict[str, bytes], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        read(body, parts=parts, **more)


def test_what_stands_around_the_text_is_said() -> None:
    head = f"{HEAD}<w:hdr {NAMES}>{par(run('TỈNH ỦY'))}</w:hdr>"
    foot = f"{HEAD}<w:ftr {NAMES}>{par(run('12'))}</w:ftr>"
    comments = f"{HEAD}<w:comments {NAMES}><w:comment>{par(run('xem lại'))}</w:comment></w:comments>"
    template = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" '
        f'Type="{R}/attachedTemplate" Target="http://x.example/mau.dotm" TargetMode="External"/></Relationships>'
    )
    source = read(
        par(run("Đoạn")),
        parts={"header": head, "footer": foot, "comments": comments},
        **{"word/_rels/settings.xml.rels": template.encode(), "word/vbaProject.bin": b"x"},
    )
    said = " ".join(remark.message for remark in source.remarks)
    assert source.text == "Đoạn\n"
    assert re.search(r"«TỈNH ỦY».*1 ghi chú bên lề.*mau\.dotm.*macro", said)
    assert "12" not in said


def test_a_file_saved_on_the_web_names_its_main_part_otherwise() -> None:
    assert read_office("a.docx", pack(par(run("Đoạn")), main="document2")).text == "Đoạn\n"
