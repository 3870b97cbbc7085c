"""Parts: the pieces of a Word file that hold words, found by its own table of parts, and packed again for pandoc.

The main part is often `word/document.xml`, but programs on the web name it otherwise; only `_rels/.rels` knows.
Both dialects of the format (transitional and strict) are read as one.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import Final
from xml.etree import ElementTree as ET

from vanban.records import dataclass

W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
KEY: Final = f"{{{W}}}"
_STRICT: Final = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_KINDS: Final = {"document": "document.main+xml"} | {
    kind: f"{kind}+xml" for kind in ("styles", "footnotes", "endnotes")
}
_ROOT: Final = "_rels/.rels"
BROKEN: Final = "broken"
"""The name of the element that stands for a part that is no XML."""
DOCUMENT: Final = "word/document.xml"
_SAID: Final = 60
ET.register_namespace("w", W)


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of a table of parts: what kind of part, where, and whether outside the file."""

    kind: str
    target: str
    external: bool


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a Word file.

    Attributes:
        document: The main part.
        others: Kind (`styles`, `numbering`, `footnotes`, `settings` …) -> part; headers and footers are numbered.
        links: Everything that the tables of parts name.
        names: Every name in the archive.
    """

    document: ET.Element
    others: Mapping[str, ET.Element]
    links: tuple[Link, ...]
    names: tuple[str, ...]

    def other(self, kind: str) -> ET.Element:
        """Return a part, or an empty element when the file has none."""
        return self.others.get(kind, ET.Element("none"))


def local(element: ET.Element) -> str:
    """Return the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def value(element: ET.Element | None, path: str, default: str = "") -> str:
    """Return the `w:val` of the element at a path below, or the default."""
    found = element.find(path, {"w": W}) if element is not None else None
    return found.get(f"{KEY}val", default) if found is not None else default


def switched(looks: ET.Element | None, name: str) -> bool | None:
    """Return whether a property is on, off, or not said (None)."""
    found = looks.find(f"{KEY}{name}") if looks is not None else None
    return None if found is None else found.get(f"{KEY}val", "1") not in {"0", "false", "off"}


def main_part(archive: zipfile.ZipFile) -> str:
    """Return the name of the main part: what the table of parts says, else the usual name."""
    for link in _links(archive, _ROOT, ""):
        if link.kind == "officeDocument" and not link.external:
            return link.target
    return DOCUMENT


def read_parts(content: bytes) -> Parts:
    """Read the parts of a .docx that `check_archive` has passed.

    Raises:
        ValueError: A part is missing or no XML.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _read(archive)
    except (ET.ParseError, KeyError, RecursionError, zipfile.BadZipFile) as error:
        raise ValueError(str(error)) from error


def _read(archive: zipfile.ZipFile) -> Parts:
    main = main_part(archive)
    links = list(_links(archive, _beside(main), posixpath.dirname(main)))
    known = set(archive.namelist())
    others: dict[str, ET.Element] = {}
    for number, link in enumerate(links):
        if link.external or link.target not in known or not link.target.endswith(".xml"):
            continue
        kind = f"{link.kind}{number}" if link.kind in {"header", "footer"} else link.kind
        others.setdefault(kind, _other(kind, archive.read(link.target)))
    tables = [name for name in known if name.endswith(".rels") and name not in {_ROOT, _beside(main)}]
    far = [link for name in sorted(tables) for link in _links(archive, name, "")]
    return Parts(_parse(archive.read(main)), others, (*links, *far), tuple(archive.namelist()))


def _other(kind: str, content: bytes) -> ET.Element:
    """Read a part beside the main one; one that holds no words of the text may be broken."""
    try:
        return _parse(content)
    except ET.ParseError:
        if kind in {"footnotes", "endnotes"}:
            raise
        return ET.Element(BROKEN)


def _beside(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _links(archive: zipfile.ZipFile, table: str, folder: str) -> Iterator[Link]:
    if table not in archive.namelist():
        return
    try:
        root = _parse(archive.read(table))
    except ET.ParseError:
        return
    for node in root:
        target, outside = node.get("Target", ""), node.get("TargetMode") == "External"
        place = target if outside else posixpath.normpath(posixpath.join(folder, target)).lstrip("/")
        yield Link(node.get("Type", "").rpartition("/")[2], place, outside)


def _parse(content: bytes) -> ET.Element:
    return ET.fromstring(content.replace(_STRICT, W.encode()))  # noqa: S314 (entities were refused before)


def pack(parts: Mapping[str, ET.Element]) -> bytes:
    """Return a Word file of the given parts (`document`, `styles`, `footnotes`, `endnotes`) and nothing else."""
    content = io.BytesIO()
    kept = {kind: root for kind, root in parts.items() if kind in _KINDS}
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("[Content_Types].xml", _types(kept))
        archive.writestr(_ROOT, _table({"officeDocument": DOCUMENT}))
        archive.writestr(_beside(DOCUMENT), _table({kind: f"{kind}.xml" for kind in kept if kind != "document"}))
        for kind, root in kept.items():
            archive.writestr(f"word/{kind}.xml", ET.tostring(root, "utf-8", xml_declaration=True))
    return content.getvalue()


def _types(parts: Mapping[str, ET.Element]) -> str:
    names = "".join(f'<Override PartName="/word/{kind}.xml" ContentType="{_TYPES}.{_KINDS[kind]}"/>' for kind in parts)
    rels = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    return f'<Types xmlns="{_PACKAGE}/content-types">{rels}{names}</Types>'


def _table(targets: Mapping[str, str]) -> str:
    rows = "".join(
        f'<Relationship Id="r{at}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(targets.items())
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'


def said(text: str) -> str:
    """Return the beginning of a text for a message."""
    text = " ".join(text.split())
    return text if len(text) <= _SAID else re.sub(r"\s+\S*$", "…", text[:_SAID])
