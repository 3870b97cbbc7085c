"""The committed fonts: every Vietnamese letter at every weight, small, and under a licence that stands beside them."""

from __future__ import annotations

import unicodedata

import pytest
from fontTools.ttLib import TTFont

from trees import ROOT
from vanban.vietnamese import LETTERS

FONTS = ROOT / "docs" / "assets" / "fonts"
FILES = sorted(file.name for file in FONTS.glob("*.woff2"))
NEEDED = (
    set(LETTERS) | set(LETTERS.upper()) | set("0123456789.,;:!?()[]/-–…“”‘’«»%&+=") | set(map(chr, range(0x20, 0x7F)))
)


@pytest.mark.parametrize("name", FILES)
def test_a_face_has_every_letter_joined_and_apart(name: str) -> None:
    letters = TTFont(FONTS / name).getBestCmap()
    assert {letter for letter in NEEDED if ord(letter) not in letters} == set()
    marks = {mark for letter in LETTERS for mark in unicodedata.normalize("NFD", letter)[1:]}
    assert {mark for mark in marks if ord(mark) not in letters} == set()


def test_the_text_face_has_every_weight_from_regular_to_bold() -> None:
    for name in ("vb-serif.woff2", "vb-serif-italic.woff2"):
        axes = {axis.axisTag: (axis.minValue, axis.maxValue) for axis in TTFont(FONTS / name)["fvar"].axes}
        assert axes == {"wght": (400, 700)}


def test_a_cut_face_does_not_bear_its_reserved_name() -> None:
    for name in ("vb-serif.woff2", "vb-serif-italic.woff2"):
        names = TTFont(FONTS / name)["name"]
        assert {names.getDebugName(number) for number in (1, 4)} == {"VB Serif"}


def test_the_faces_are_small_and_their_licences_stand_beside_them() -> None:
    assert len(FILES) == 4
    assert sum((FONTS / name).stat().st_size for name in FILES) < 120_000
    for licence in ("OFL-vb-serif.txt", "OFL-be-vietnam-pro.txt"):
        assert "SIL Open Font License" in (FONTS / licence).read_text("utf-8")
