"""OpenDocument files: every word once, lists with their numbers, what a print does not show left out and said."""

from __future__ import annotations

import io
import zipfile

import pytest

from vanban.importer.formats.office import read_office
from vanban.importer.source import SourceText
from vanban.problems import InputError

pytest.importorskip("pypandoc")

URN = "urn:oasis:names:tc:opendocument:xmlns:"
NAMES = " ".join(
    f'xmlns:{prefix}="{URN}{name}:1.0"'
    for prefix, name in {
        "office": "office",
        "text": "text",
        "table": "table",
        "draw": "drawing",
        "style": "style",
        "fo": "xsl-fo-compatible",
    }.items()
)
LOOKS = {
    "B": 'fo:font-weight="bold"',
    "I": 'fo:font-style="italic"',
    "N": 'fo:font-weight="normal"',
    "S": 'style:text-position="super 58%"',
    "H": 'text:display="none"',
    "U": 'fo:text-transform="uppercase"',
    "V": 'style:font-name=".VnTime"',
}
STYLES = (
    "".join(
        f'<style:style style:name="{name}" style:family="text"><style:text-properties {looks}/></style:style>'
        for name, looks in LOOKS.items()
    )
    + '<style:style style:name="P0" style:family="paragraph"><style:text-properties fo:font-weight="bold"/>'
    '</style:style><style:style style:name="P1" style:family="paragraph" style:parent-style-name="P0"/>'
    '<text:list-style style:name="L">'
    '<text:list-level-style-number text:level="1" style:num-format="I" style:num-suffix="-"/>'
    '<text:list-level-style-number text:level="2" style:num-format="1" style:num-suffix="." text:display-levels="2"/>'
    '<text:list-level-style-bullet text:level="3" text:bullet-char="•"/></text:list-style>'
)
OUTLINE = (
    '<text:outline-style style:name="Outline"><text:outline-level-style text:level="1" style:num-format="1" '
    'style:num-prefix="Điều " style:num-suffix="."/></text:outline-style>'
)


def read(body: str) -> SourceText:
    """Read a file with the given text."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        file.writestr(
            "content.xml",
            f"<office:document-content {NAMES}><office:automatic-styles>{STYLES}</office:automatic-styles><office:body>"
            f"<office:text>{body}</office:text></office:body></office:document-content>",
        )
        file.writestr("styles.xml", f"<office:document-styles {NAMES}>{OUTLINE}</office:document-styles>")
    return read_office("a.odt", content.getvalue())


def par(text: str, style: str = "") -> str:
    return f'<text:p text:style-name="{style}">{text}</text:p>'


def span(text: str, style: str) -> str:
    return f'<text:span text:style-name="{style}">{text}</text:span>'


def item(*inner: str, start: str = "") -> str:
    return f"<text:list-item{start}>{''.join(inner)}</text:list-item>"


def listed(*items: str, name: str = "", style: str = "L") -> str:
    return f'<text:list text:style-name="{style}" {name}>{"".join(items)}</text:list>'


def note(mark: str, text: str) -> str:
    cited = f"<text:note-citation>{mark}</text:note-citation>"
    return f'<text:note text:note-class="footnote">{cited}<text:note-body>{par(text)}</text:note-body></text:note>'


def cell(text: str, more: str = "") -> str:
    return f"<table:table-cell {more}>{par(text)}</table:table-cell>"


WIDE = 'table:number-columns-spanned="2"'
ON = 'text:continue-numbering="true"'


TABLE = (
    f"<table:table><table:table-header-rows><table:table-row>{cell('rộng', WIDE)}<table:covered-table-cell/>{cell('3')}"
    f"</table:table-row></table:table-header-rows><table:table-row>{cell('a')}{cell('b')}{cell('c')}</table:table-row>"
    "</table:table>"
)


@pytest.mark.parametrize(
    ("body", "text", "remark"),
    [
        (par('cơ bản <text:soft-page-break/>ổn <text:bookmark text:name="x"/>định'), "cơ bản ổn định", ""),
        (par('a<text:s text:c="2"/>b<text:tab/>c<text:line-break/>d'), "a b c\n\nd", ""),
        (par(f"{span('Tổng', 'B')} {span('kết', 'B')} {span('năm', 'I')}"), "**Tổng kết** *năm*", ""),
        (par("đậm", "P1"), "**đậm**", ""),
        (par(f"đậm {span('thường', 'N')}", "P1"), "**đậm** thường", ""),
        (par(f"5 m{span('2', 'S')} chữ{span('(3)', 'S')}"), "5 m² chữ⁽³⁾", ""),
        (par(f"{span('ẩn', 'H')} hiện"), "hiện", "«ẩn»"),
        (par(span("báo cáo", "U")), "BÁO CÁO", ""),
        (par(span("§¶ng Céng s¶n ViÖt Nam", "V")), "Đảng Cộng sản Việt Nam", ".VnTime"),
        (par(f"Đoạn{note('4', 'Chú')}"), "Đoạn⁽⁴⁾\n\n⁴ Chú", ""),
        (par(f"Đoạn{note('*', 'Chú')}"), "Đoạn(*)\n\n(*) Chú", ""),
        (par(f"Đoạn{note('0', 'Chú')}"), "Đoạn⁽¹⁾\n\n¹ Chú", "số in"),
        (par(f"A{note('1', 'Một')}") + par(f"B{note('1', 'Hai')}"), "A⁽¹⁾\n\n¹ Một\n\nB⁽¹⁾\n\n¹ Hai", ""),
        (par("a<office:annotation><text:p>xem lại</text:p></office:annotation>b"), "ab", "1 ghi chú"),
        (f"<text:tracked-changes><text:deletion>{par('bỏ')}</text:deletion></text:tracked-changes>{par('x')}",
         "x", "theo dõi"),
        (f"<text:table-of-content><text:index-body>{par('I 3')}</text:index-body></text:table-of-content>{par('x')}",
         "x", "mục lục"),
        (par("Ngoài<draw:frame><draw:text-box>" + par("Trong") + "</draw:text-box></draw:frame>"),
         "Ngoài\n\nTrong", "khung"),
        (par("x<draw:frame><draw:image/></draw:frame>"), "x", "1 hình"),
        (TABLE, "| rộng |  | 3 |\n| --- | --- | --- |\n| a | b | c |", ""),
    ],
)  # fmt: skip
def test_what_a_print_shows_is_read_once(body: str, text: str, remark: str) -> None:
    source = read(body)
    assert source.text == f"{text}\n"
    assert any(remark in problem.message for problem in source.remarks) or not remark
    assert source.remarks == () or remark


@pytest.mark.parametrize(
    ("body", "labels"),
    [
        (listed(item(par("x"), listed(item(par("x")), item(par("x")), style="")), item(par("x"))), "I- I.1. I.2. II-"),
        (listed(item(par("x"))) + par("x") + listed(item(par("x")), name=ON), "I- - II-"),
        (listed(item(par("x"))) + par("x") + listed(item(par("x"))), "I- - I-"),
        (listed(item(par("x")), name='xml:id="a"') + listed(item(par("x")), name='text:continue-list="a"'), "I- II-"),
        (listed(item(par("x"), par("x")), item(par("x"), start=' text:start-value="5"')), "I- - V-"),
        (listed(item(listed(item(listed(item(par("x")), style="")), style=""))), "-"),
        ('<text:h text:outline-level="1">x</text:h><text:h text:outline-level="1">x</text:h>', "Điều|1. Điều|2."),
        ('<text:h text:outline-level="1" text:is-list-header="true">x</text:h>', "-"),
    ],
)
def test_lists_and_headings_keep_their_numbers(body: str, labels: str) -> None:
    lines = read(body).text.replace("*", "").strip().split("\n\n")
    assert [line.removesuffix("x").strip().replace(" ", "|") or "-" for line in lines] == labels.split()


@pytest.mark.parametrize("body", ["<text:p>", par("<text:span>" * 3000 + "x" + "</text:span>" * 3000)])
def test_broken_markup_is_refused(body: str) -> None:
    with pytest.raises(InputError, match="OpenDocument hỏng") as caught:
        read(body)
    assert "\n" not in str(caught.value)
