"""Legacy fonts: text typed in TCVN3 (ABC, `.VnTime`) or VNI fonts, whose letters are Latin-1 codes, as Unicode.

TCVN3 follows TCVN 5712:1993, one code a letter; VNI puts a mark after the letter, and has codes of its own for ơ, ư, đ
and the accented i.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from vanban.patterns import lazy_pattern

_TCVN3: Final = (
    "ĂÂÊÔƠƯĐăâêôơưđẶ\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴ"
    "ẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịòỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ"
)
_TCVN3_TABLE: Final = {0xA1 + index: char for index, char in enumerate(_TCVN3)}

_TONES: Final = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_HAT: Final = {"â": "", "á": "\u0301", "à": "\u0300", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_BREVE: Final = {"ê": "", "é": "\u0301", "è": "\u0300", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
_ALONE: Final = {"æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ñ": "đ", "ô": "ơ", "ö": "ư", "í": "í", "ì": "ì"}


def _vni_pairs() -> dict[str, str]:
    pairs = {f"{letter}{mark}": f"{letter}{tone}" for letter in "aeouy" for mark, tone in _TONES.items()}
    pairs |= {f"{letter}{mark}": f"{letter}\u0302{tone}" for letter in "aeo" for mark, tone in _HAT.items()}
    pairs |= {f"a{mark}": f"a\u0306{tone}" for mark, tone in _BREVE.items()}
    pairs |= {f"{letter}{mark}": f"{_ALONE[letter]}{tone}" for letter in "ôö" for mark, tone in _TONES.items()}
    return {key: unicodedata.normalize("NFC", value) for key, value in pairs.items()}


_PAIRS: Final = _vni_pairs()
_VNI: Final = lazy_pattern("|".join([*sorted(_PAIRS, key=len, reverse=True), *_ALONE]), re.IGNORECASE)


def from_tcvn3(text: str) -> str:
    """Return text typed in a TCVN3 (ABC) font as Unicode NFC."""
    return unicodedata.normalize("NFC", text.translate(_TCVN3_TABLE))


def from_vni(text: str) -> str:
    """Return text typed in a VNI font as Unicode NFC."""
    return _VNI.sub(_vni, text)


def _vni(match: re.Match[str]) -> str:
    found = match[0]
    plain = _PAIRS.get(found.lower()) or _ALONE[found.lower()]
    return plain.upper() if found[0].isupper() else plain
