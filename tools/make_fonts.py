"""Make docs/assets/fonts/ from the fonts' own releases: only the letters Vietnamese office text needs, as WOFF2.

    uv run --no-project --with fonttools==4.68.0 --with brotli==1.2.1 --with fontpkg-source-serif-4==4.4 \
        --with fontpkg-be-vietnam-pro==1.2 tools/make_fonts.py

The same versions give the same bytes. Both families are under the SIL Open Font Licence 1.1; the text face reserves
the name "Source", so the cut face is called VB Serif in its own name table too.
"""

from __future__ import annotations

import io
import shutil
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

TARGET = Path(__file__).resolve().parent.parent / "docs" / "assets" / "fonts"
LETTERS = (
    *range(0x20, 0x7F),  # ASCII
    *range(0xA0, 0x100),  # Latin-1: À à ² ³ ½ × « »
    *(0x102, 0x103, 0x110, 0x111, 0x128, 0x129, 0x168, 0x169, 0x1A0, 0x1A1, 0x1AF, 0x1B0),  # Ă Đ Ĩ Ũ Ơ Ư
    *range(0x1EA0, 0x1EFA),  # every other Vietnamese letter with its tone
    *(0x300, 0x301, 0x302, 0x303, 0x306, 0x309, 0x31B, 0x323),  # tone marks that arrive unjoined
    *(0x2010, 0x2011, 0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2026, 0x2032, 0x2033),
    *(
        0x2070,
        *range(0x2074, 0x207A),
        0x207D,
        0x207E,
        0x20AB,
        0x2116,
        0x2190,
        0x2191,
        0x2192,
        0x2212,
        0x2248,
        0x2264,
        0x2265,
    ),
)
FEATURES = ("kern", "mark", "mkmk", "ccmp", "locl", "liga", "lnum", "tnum", "calt", "rvrn")
TEXT_SIZE = 16
"""Optical size kept of the text face, in CSS pixels: it is read at 17 to 19."""
WEIGHTS = (400, 700)


@dataclass(frozen=True, slots=True)
class Face:
    """One file to make: the package and file it is cut from, and the name it gets (None keeps its own)."""

    package: str
    source: str
    target: str
    name: str | None = None


FACES = (
    Face("fontpkg_source_serif_4", "SourceSerif4[opsz,wght].ttf", "vb-serif.woff2", "VB Serif"),
    Face("fontpkg_source_serif_4", "SourceSerif4-Italic[opsz,wght].ttf", "vb-serif-italic.woff2", "VB Serif"),
    Face("fontpkg_be_vietnam_pro", "BeVietnamPro-Regular.ttf", "be-vietnam-pro-400.woff2"),
    Face("fontpkg_be_vietnam_pro", "BeVietnamPro-SemiBold.ttf", "be-vietnam-pro-600.woff2"),
)
LICENCES = {"fontpkg_source_serif_4": "OFL-vb-serif.txt", "fontpkg_be_vietnam_pro": "OFL-be-vietnam-pro.txt"}


def main() -> int:
    """Write every face and licence; return 1 when a package is missing."""
    folders = {package: package_folder(package) for package in LICENCES}
    if None in folders.values():
        sys.stderr.write("thiếu gói phông chữ; xem lệnh ở đầu tệp tools/make_fonts.py\n")
        return 1
    TARGET.mkdir(parents=True, exist_ok=True)
    for face in FACES:
        (TARGET / face.target).write_bytes(cut((folders[face.package] or TARGET) / "files" / face.source, face.name))
    for package, licence in LICENCES.items():
        shutil.copyfile((folders[package] or TARGET) / "LICENSE", TARGET / licence)
    return 0


def package_folder(package: str) -> Path | None:
    """Return the folder of an installed package, without running it."""
    spec = find_spec(package)
    return Path(spec.origin).parent if spec is not None and spec.origin else None


def cut(source: Path, name: str | None) -> bytes:
    """Return the face as WOFF2 with only our letters; a variable one keeps the weights from regular to bold."""
    font = TTFont(source, recalcTimestamp=False)
    if "fvar" in font:
        font = instantiateVariableFont(font, {"opsz": TEXT_SIZE, "wght": WEIGHTS})
    options = Options(flavor="woff2", layout_features=list(FEATURES), hinting=False, notdef_outline=True)
    options.name_IDs = [0, 1, 2, 4, 5, 6, 13, 14]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=LETTERS)
    subsetter.subset(font)
    if name is not None:
        rename(font, name)
    font.flavor = "woff2"
    stream = io.BytesIO()
    font.save(stream)
    return stream.getvalue()


def rename(font: TTFont, name: str) -> None:
    """Give the font another family name wherever it says its own."""
    full = {1: name, 4: name, 6: name.replace(" ", "")}
    for record in font["name"].names:
        if record.nameID in full:
            record.string = full[record.nameID]


if __name__ == "__main__":
    raise SystemExit(main())
