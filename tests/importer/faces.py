"""The typeface that tests print with: the project's own, so that lines and pages break alike on every machine.

A browser names no bold in a PDF when it takes it from a variable font, so each face is made a font of its own.
"""

from __future__ import annotations

import base64
import io
from functools import cache
from pathlib import Path
from typing import Final

import pytest

FONTS: Final = Path(__file__).parents[2] / "docs/assets/fonts"
_FACES: Final = (
    ("vb-serif.woff2", 400, "Print", "normal"),
    ("vb-serif.woff2", 700, "Print-Bold", "normal"),
    ("vb-serif-italic.woff2", 400, "Print-Italic", "italic"),
    ("vb-serif-italic.woff2", 700, "Print-BoldItalic", "italic"),
)
_POSTSCRIPT_NAME: Final = 6


@cache
def faces() -> str:
    """Return CSS that holds the typeface `Print`: regular, bold and italic."""
    return "\n".join(
        "@font-face { font-family: Print; "
        f"font-weight: {weight}; font-style: {style}; src: url({_address(FONTS / file, weight, name)}) }}"
        for file, weight, name, style in _FACES
    )


def _address(file: Path, weight: int, name: str) -> str:
    """Return one weight of a font as an address that holds it, with a name of its own."""
    fonts = pytest.importorskip("fontTools.ttLib")
    instancer = pytest.importorskip("fontTools.varLib.instancer")
    font = instancer.instantiateVariableFont(fonts.TTFont(file), {"wght": weight})
    for record in font["name"].names:
        if record.nameID == _POSTSCRIPT_NAME:
            record.string = name
    stream = io.BytesIO()
    font.save(stream)
    return f"data:font/woff2;base64,{base64.b64encode(stream.getvalue()).decode()}"
