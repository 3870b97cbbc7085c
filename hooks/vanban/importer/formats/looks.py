"""Looks: what a run of a Word file looks like in print, its own properties and those of the styles it takes over.

Styles form chains (`basedOn`); a character style stands before the paragraph's (ECMA-376 part 1, §17.7.2).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from xml.etree import ElementTree as ET

from vanban.importer.formats.parts import KEY, W, switched, value
from vanban.records import dataclass


@dataclass(frozen=True, slots=True)
class Looks:
    """The styles of a file.

    Attributes:
        styles: Style id -> its element.
        default: Id of the paragraph style of paragraphs that name none.
        defaults: Run properties of the whole document.
    """

    styles: Mapping[str, ET.Element]
    default: str = ""
    defaults: ET.Element | None = None

    def chain(self, style: str) -> Iterator[ET.Element]:
        """Yield a style and those it is based on; a circle ends the chain."""
        seen: set[str] = set()
        while style in self.styles and style not in seen:
            seen.add(style)
            yield self.styles[style]
            style = value(self.styles[style], "w:basedOn")

    def name(self, style: str) -> str:
        """Return the name of a style in small letters, the same in every language of Word (`heading 1`)."""
        return value(self.styles.get(style), "w:name").casefold()

    def on(self, run: ET.Element, paragraph: str, prop: str) -> bool:
        """Say whether a property (`caps`, `vanish`) is on for a run in a paragraph of the given style."""
        return next(
            (said for looks in self._looks(run, paragraph) if (said := switched(looks, prop)) is not None), False
        )

    def font(self, run: ET.Element, paragraph: str) -> str:
        """Return the font of a run; empty when nothing names one."""
        for looks in self._looks(run, paragraph):
            fonts = looks.find(f"{KEY}rFonts") if looks is not None else None
            name = fonts.get(f"{KEY}ascii", "") or fonts.get(f"{KEY}hAnsi", "") if fonts is not None else ""
            if name:
                return name
        return ""

    def _looks(self, run: ET.Element, paragraph: str) -> Iterator[ET.Element | None]:
        own = run.find(f"{KEY}rPr")
        yield own
        for style in (value(own, "w:rStyle"), paragraph or self.default):
            for node in self.chain(style):
                yield node.find(f"{KEY}rPr")
        yield self.defaults


def read_looks(styles: ET.Element) -> Looks:
    """Read the part `styles` of a Word file."""
    nodes = {node.get(f"{KEY}styleId", ""): node for node in styles.findall("w:style", {"w": W})}
    default = next(
        (
            name
            for name, node in nodes.items()
            if node.get(f"{KEY}type") == "paragraph" and node.get(f"{KEY}default") in {"1", "true", "on"}
        ),
        "",
    )
    return Looks(nodes, default, styles.find("w:docDefaults/w:rPrDefault/w:rPr", {"w": W}))
