"""Make Word files as Word saves them: runs cut by the checker, numbers and notes as rules, wrappers around the words.

The shapes are those of files saved by Word 2010–2019; only the words are ours.
"""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" mc:Ignorable="w14"'
)
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
BOLD = "<w:b/><w:bCs/>"
ITALIC = "<w:i/><w:iCs/>"
FONT = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"/>'
SIZE = '<w:sz w:val="28"/><w:szCs w:val="28"/>'
SMALL = '<w:sz w:val="20"/><w:szCs w:val="20"/>'
ONE = '<w:rStyle w:val="FootnoteReference"/>'
EMPHASIS = re.compile(r"(\*{1,3})(?![\s*])([^*]*[^\s*])\1|\[\^([^\]]+)\]")


@dataclass
class Maker:
    """Makes runs and paragraphs the way Word leaves them after many hands; the same chance makes the same file."""

    chance: random.Random
    notes: Mapping[str, str] = field(default_factory=dict)
    used: list[str] = field(default_factory=list)

    def rsid(self) -> str:
        return f"00{self.chance.randrange(16**6):06X}"

    def run(self, text: str, looks: str = "") -> str:
        kept = ' xml:space="preserve"' if text != text.strip() else ""
        parts = re.split("(\u2011)", escape(text))
        said = "".join(
            "<w:noBreakHyphen/>" if part == "\u2011" else f"<w:t{kept}>{part}</w:t>" for part in parts if part
        )
        return f'<w:r w:rsidR="{self.rsid()}"><w:rPr>{FONT}{looks}{SIZE}</w:rPr>{said}</w:r>'

    def runs(self, text: str, looks: str = "") -> str:
        """Return words as runs cut anywhere, with the marks of the checkers between."""
        pieces, at = [], 0
        while at < len(text):
            size = self.chance.choice([3, 11, 40, 400, 4000])
            pieces.append(self.run(text[at : at + size], looks))
            at += size
            if self.chance.random() < 0.3 and at < len(text):
                kind = self.chance.choice(["spellStart", "spellEnd", "gramStart", "gramEnd"])
                pieces.append(f'<w:proofErr w:type="{kind}"/>')
            elif self.chance.random() < 0.1:
                pieces.append('<w:bookmarkStart w:id="7" w:name="_GoBack"/><w:bookmarkEnd w:id="7"/>')
        return "".join(self.wrapped(piece) for piece in pieces)

    def wrapped(self, piece: str) -> str:
        if not piece.startswith("<w:r ") or self.chance.random() > 0.06:
            return piece
        tag = '<w:smartTag w:uri="urn:schemas-microsoft-com:office:smarttags" w:element="place">{}</w:smartTag>'
        control = "<w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
        return self.chance.choice([tag, control]).format(piece)

    def words(self, markdown: str, looks: str = "") -> str:
        """Return a paragraph's words: emphasis and calls of notes as Markdown writes them."""
        result, end = "", 0
        for match in EMPHASIS.finditer(markdown):
            result += self.runs(markdown[end : match.start()], looks)
            if match[3]:
                result += self.call(match[3])
            else:
                result += self.runs(match[2], {1: ITALIC, 2: BOLD, 3: BOLD + ITALIC}[len(match[1])])
            end = match.end()
        return result + self.runs(markdown[end:], looks)

    def call(self, name: str) -> str:
        """Return the call of a note: `1`, `1-2` for a second 1 (on the next page), `∗` for a mark typed by hand."""
        self.used.append(name)
        new_page = "<w:lastRenderedPageBreak/>" if re.search(r"\d-\d", name) else ""
        typed = ' w:customMarkFollows="1"' if "∗" in name else ""
        mark = f"<w:t>{'*' * name.count('∗')}</w:t>" if typed else ""
        looks = f"<w:rPr>{ONE}{SIZE}</w:rPr>"
        page = f"<w:r>{new_page}</w:r>" if new_page else ""
        return f'{page}<w:r>{looks}<w:footnoteReference{typed} w:id="{len(self.used)}"/>{mark}</w:r>'

    def paragraph(self, markdown: str, style: str = "", number: tuple[int, int] | None = None, looks: str = "") -> str:
        """Return a paragraph; `number` is list and level of an automatic number."""
        counted = f'<w:numPr><w:ilvl w:val="{number[1]}"/><w:numId w:val="{number[0]}"/></w:numPr>' if number else ""
        named = f'<w:pStyle w:val="{style}"/>' if style else ""
        spacing = '<w:spacing w:before="120" w:after="120"/><w:ind w:firstLine="720"/><w:jc w:val="both"/>'
        mark = f"<w:rPr>{FONT}{looks}{SIZE}</w:rPr>"
        ids = f'w14:paraId="{self.chance.randrange(16**8):08X}" w:rsidR="{self.rsid()}" w:rsidRDefault="{self.rsid()}"'
        return f"<w:p {ids}><w:pPr>{named}{counted}{spacing}{mark}</w:pPr>{self.words(markdown, looks)}</w:p>"

    def table(self, rows: Sequence[Sequence[str]]) -> str:
        width = max(map(len, rows))
        grid = "".join('<w:gridCol w:w="3000"/>' for _ in range(width))
        lines = "".join(
            "<w:tr>"
            + "".join(
                f'<w:tc><w:tcPr><w:tcW w:w="3000" w:type="dxa"/></w:tcPr>{self.paragraph(cell)}</w:tc>' for cell in row
            )
            + "</w:tr>"
            for row in rows
        )
        return f'<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{lines}</w:tbl>'

    @staticmethod
    def head(name: str) -> str:
        return f"<w:t>{'*' * name.count('∗')}</w:t>" if "∗" in name else "<w:footnoteRef/>"

    def footnotes(self) -> str:
        """Return the part that holds the notes called so far."""
        kinds = ("separator", "continuationSeparator")
        rules = "".join(
            f'<w:footnote w:type="{kind}" w:id="{at - 1}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
            for at, kind in enumerate(kinds)
        )
        notes = "".join(
            f'<w:footnote w:id="{at}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>'
            f'<w:r><w:rPr>{ONE}</w:rPr>{self.head(name)}</w:r><w:r><w:t xml:space="preserve"> </w:t></w:r>'
            f"{self.words(self.notes[name]).replace(SIZE, SMALL)}</w:p></w:footnote>"
            for at, name in enumerate(list(self.used), 1)
        )
        return f"{HEAD}<w:footnotes {NAMES}>{rules}{notes}</w:footnotes>"


def level(depth: int, kind: str, text: str, style: str = "", extra: str = "") -> str:
    linked = f'<w:pStyle w:val="{style}"/>' if style else ""
    place = f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{720 * depth}" w:hanging="360"/></w:pPr>'
    return (
        f'<w:lvl w:ilvl="{depth}" w:tplc="0409000F"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>{extra}{linked}'
        f'<w:lvlText w:val="{text}"/>{place}</w:lvl>'
    )


def numbering(patterns: Mapping[int, str], lists: Mapping[int, tuple[int, str]]) -> str:
    """Return the part of the lists: patterns by number, lists as (pattern, overrides)."""
    made = "".join(
        f'<w:abstractNum w:abstractNumId="{at}"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
        for at, levels in patterns.items()
    )
    made += "".join(
        f'<w:num w:numId="{at}"><w:abstractNumId w:val="{pattern}"/>{override}</w:num>'
        for at, (pattern, override) in lists.items()
    )
    return f"{HEAD}<w:numbering {NAMES}>{made}</w:numbering>"


RESTART = '<w:lvlOverride w:ilvl="{}"><w:startOverride w:val="1"/></w:lvlOverride>'


def style(name: str, id_: str, inner: str = "", kind: str = "paragraph", default: str = "") -> str:
    return f'<w:style w:type="{kind}"{default} w:styleId="{id_}"><w:name w:val="{name}"/>{inner}</w:style>'


STYLES = (
    f"{HEAD}<w:styles {NAMES}><w:docDefaults><w:rPrDefault><w:rPr>{FONT}</w:rPr></w:rPrDefault></w:docDefaults>"
    + style("Normal", "Binhthng", default=' w:default="1"')
    + "".join(
        style(
            f"heading {depth}",
            f"u{depth}",
            f'<w:basedOn w:val="Binhthng"/><w:pPr><w:keepNext/><w:numPr><w:ilvl w:val="{depth - 1}"/>'
            f'<w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="{depth - 1}"/></w:pPr><w:rPr>{BOLD}</w:rPr>',
        )
        for depth in (1, 2, 3)
    )
    + style("Title", "Tiu", f"<w:rPr>{BOLD}</w:rPr>")
    + style("Quote", "Litrichdn")
    + style("toc 1", "Mucluc1")
    + style("footnote text", "FootnoteText")
    + style("footnote reference", "FootnoteReference", '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>', "character")
    + style("capitals", "Chuhoa", "<w:rPr><w:caps/></w:rPr>", "character")
    + "</w:styles>"
)


def pack(
    body: str,
    parts: Mapping[str, str] | None = None,
    *,
    main: str = "document",
    more: Mapping[str, bytes] | None = None,
    rules: str = "",
) -> bytes:
    """Return a Word file: the body's markup, other parts by kind (`styles` …), more entries by name, rules of notes."""
    parts = {"styles": STYLES, **(parts or {})}
    types = (
        "".join(f'<Override PartName="/word/{kind}.xml" ContentType="{TYPES}.{kind}+xml"/>' for kind in parts)
        + f'<Override PartName="/word/{main}.xml" ContentType="{TYPES}.document.main+xml"/>'
    )
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    table = "".join(
        f'<Relationship Id="rId{at}" Type="{R}/{kind}" Target="{kind}.xml"/>' for at, kind in enumerate(parts, 1)
    )
    margins = '<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1701"/>'
    section = f'<w:sectPr>{rules}<w:pgSz w:w="11906" w:h="16838"/>{margins}</w:sectPr>'
    usual = f'<Default Extension="rels" ContentType="{rels}"/><Default Extension="xml" ContentType="application/xml"/>'
    top = f'<Relationship Id="rId1" Type="{R}/officeDocument" Target="word/{main}.xml"/>'
    files = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{PACKAGE}/content-types">{usual}{types}</Types>',
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{top}</Relationships>',
        f"word/_rels/{main}.xml.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{table}</Relationships>',
        f"word/{main}.xml": f"{HEAD}<w:document {NAMES}><w:body>{body}{section}</w:body></w:document>",
        **{f"word/{kind}.xml": text for kind, text in parts.items()},
    }
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
        for name, extra in (more or {}).items():
            archive.writestr(name, extra)
    return content.getvalue()


HEADINGS = level(0, "upperRoman", "%1-", "u1") + level(1, "decimal", "%2.", "u2") + level(2, "lowerLetter", "%3)", "u3")
PATTERNS = {3: HEADINGS, 4: level(0, "bullet", "-"), 6: re.sub(r"<w:pStyle [^>]*>", "", HEADINGS)}
OUTLINE = numbering(PATTERNS, {1: (3, ""), 2: (3, RESTART.format(0)), 5: (4, "")})
"""The second part of a report restarts the list of the first."""
TWO_LISTS = numbering(PATTERNS, {1: (3, ""), 2: (6, ""), 5: (4, "")})
"""The second part has a list of its own."""


def report(pages: Sequence[str], chance: random.Random, numbers: str = OUTLINE) -> bytes:
    """Return a Word file of a report's pages: headings, list items and notes by Word's own rules.

    Args:
        pages: Markdown pages in order, front matter taken off, headings as `# I- TÊN`.
        chance: Decides where runs are cut.
        numbers: The part of the lists.
    """
    notes = dict(re.findall(r"^\[\^([^\]]+)\]: (.*)$", "\n".join(pages), re.MULTILINE))
    maker = Maker(chance, {name: plain(text) for name, text in notes.items()})
    body, part = "", 0
    for page in pages:
        for block in page.strip().split("\n\n"):
            if block.startswith("[^"):
                continue
            part += block.startswith("# Phần")
            body += _block(maker, block, part)
    restart = '<w:footnotePr><w:numRestart w:val="eachPage"/></w:footnotePr>' if "1-2" in notes else ""
    settings = f'{HEAD}<w:settings {NAMES}><w:zoom w:percent="100"/>{restart}</w:settings>'
    parts = {"numbering": numbers, "footnotes": maker.footnotes(), "settings": settings}
    return pack(body, parts, rules=restart)


def plain(markdown: str) -> str:
    """Return Markdown without its escapes."""
    text = re.sub(r"&#(\d+);", lambda match: chr(int(match[1])), re.sub(r"\\(?=\W)", "", markdown))
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _block(maker: Maker, block: str, part: int) -> str:
    roman = re.match(r"# [IVX]+- (.*)", block)
    arabic = re.match(r"# \d+\. (.*)", block)
    if roman:
        first = "1" if part < 2 else "2"
        return maker.paragraph(plain(roman[1]), "u1", (int(first), 0) if part > 1 else None)
    if arabic:
        return maker.paragraph(plain(arabic[1]), "u2", (2, 1) if part > 1 else None)
    if block.startswith("# "):
        return maker.paragraph(plain(block[2:]), "Tiu" if "BÁO CÁO tổng" in block else "", looks=BOLD)
    if block.startswith("- "):
        return maker.paragraph(plain(block[2:]), number=(5, 0))
    if block.startswith("|"):
        rows = [row.strip("| ").split(" | ") for row in block.split("\n") if "---" not in row]
        return maker.table([[plain(cell) for cell in row] for row in rows])
    return maker.paragraph(plain(block))
