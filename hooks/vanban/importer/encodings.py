"""Encodings: bytes of any origin as Vietnamese text in Unicode NFC, and what had to be done to get there.

Recognised: UTF-8, UTF-16, Windows-1258, TCVN3 (ABC fonts), VNI fonts; also a Unicode file whose text was typed in such
a font. The choice is made by how many of the accented words are well-formed Vietnamese syllables.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Final

from vanban.importer.legacy import from_tcvn3, from_vni
from vanban.importer.source import MAX_BYTES, refuse
from vanban.patterns import lazy_pattern
from vanban.problems import Problem, Severity

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ENOUGH: Final = 0.5
_BETTER: Final = 0.25
_SAMPLE: Final = 60_000
_TONES: Final = lazy_pattern("[\u0300\u0301\u0303\u0309\u0323]")
_SYLLABLE: Final = lazy_pattern(
    r"(?:ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnpqrstvx])?[aăâeêioôơuưy]{1,3}(?:ng|nh|ch|[cmnpt])?"
)
_HIDDEN: Final = lazy_pattern(
    "[\u00ad\u200b-\u200f\u2060-\u2064\ufeff\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff]"
)
_CONTROLS: Final = lazy_pattern(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
_SIGNS: Final = str.maketrans({"\x0b": "\n", "\uf0b7": "•", "\uf02d": "-", "\uf02b": "+", "\uf0a7": "▪", "\uf0fc": "✓"})
"""Bullets that Word takes from its symbol fonts."""
_SPACES: Final = lazy_pattern("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_LOOKALIKES: Final = str.maketrans(
    "АВЕКМНОРСТУХІЈЅаеорсухіјѕԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧονυ",
    "ABEKMHOPCTYXIJSaeopcyxijsdqwABEZHIKMNOPTYXovu",
)
_FOREIGN: Final = lazy_pattern("[\u0370-\u03ff\u0400-\u052f]")
_WORD: Final = lazy_pattern(r"\w+")
_LEGACY: Final[tuple[tuple[str, Callable[[str], str]], ...]] = (("TCVN3 (ABC)", from_tcvn3), ("VNI", from_vni))


def decode(name: str, content: bytes) -> tuple[str, tuple[Problem, ...]]:
    """Decode a text file.

    Args:
        name: The file's name, for messages.
        content: Its bytes.

    Returns:
        The text in NFC with newline line ends, and a remark for each conversion.

    Raises:
        InputError: The file is empty, too large, binary, or in no encoding known here.
    """
    if not content:
        raise refuse(name, "tệp rỗng; hãy chọn đúng tệp báo cáo")
    if len(content) > MAX_BYTES:
        raise refuse(name, f"tệp lớn {len(content) // 1_000_000} MB, không phải văn bản báo cáo; hãy chọn đúng tệp")
    text, remark = _decode(name, content)
    text, remarks = clean(text)
    notes = [remark, *remarks] if remark else remarks
    return text, tuple(Problem(name, 0, message, Severity.REVIEW) for message in notes)


def _decode(name: str, content: bytes) -> tuple[str, str]:
    encoding = next((encoding for mark, encoding in _BOMS if content.startswith(mark)), None) or _wide(content)
    try:
        text = content.decode(encoding or "utf-8")
    except (UnicodeDecodeError, UnicodeError):
        if encoding is None and b"\0" not in content:
            return _decode_single(name, content)
        raise refuse(name, "tệp không phải văn bản (nhị phân hoặc hỏng); hãy lưu lại bằng UTF-8") from None
    if "\0" in text:
        raise refuse(name, "tệp không phải văn bản (nhị phân); hãy chọn đúng tệp báo cáo")
    return text, f"đã chuyển từ {encoding.upper()} sang UTF-8" if encoding and encoding != "utf-8-sig" else ""


def _wide(content: bytes) -> str | None:
    """Return the encoding of UTF-16 without a mark: every second byte of its ASCII letters and spaces is zero."""
    sample = content[:4000]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) * 8 < len(sample) or min(even, odd) * 8 > max(even, odd):
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def _decode_single(name: str, content: bytes) -> tuple[str, str]:
    latin = content.decode("latin-1")
    readings = [("Windows-1258", content.decode("cp1258", "replace"))]
    readings += [(label, convert(latin)) for label, convert in _LEGACY]
    label, text = max(readings, key=lambda reading: syllables(reading[1]))
    if syllables(text) < _ENOUGH:
        raise refuse(name, "không nhận ra bảng mã của tệp, hoặc tệp là nhị phân; hãy lưu lại bằng UTF-8")
    return text, f"đã chuyển từ bảng mã {label} sang Unicode"


def clean(text: str) -> tuple[str, list[str]]:
    """Bring decoded text to one form: afterwards NFC, newline ends, no hidden characters, no look-alike letters."""
    remarks: list[str] = []
    text = re.sub(r"\r\n?|[\u2028\u2029\x85]", "\n", text)
    text = re.sub(r"(?<=[^\n])\f", "\n\f", text.translate(_SIGNS))
    steps = (
        ("đã đổi từ phông chữ cũ sang Unicode", _convert_fonts),
        ("ký tự ẩn đã bỏ (khoảng trắng rỗng, gạch nối mềm…)", lambda text: _HIDDEN.sub("", text)),
        ("ký tự điều khiển đã bỏ", lambda text: _CONTROLS.sub("", text)),
        ("đã đổi từ dấu rời sang dấu dựng sẵn (NFC)", lambda text: unicodedata.normalize("NFC", text)),
        ("chữ Nga hoặc Hy Lạp giống chữ Việt đã đổi", _convert_lookalikes),
    )
    for message, step in steps:
        changed = step(text)
        if changed != text:
            remarks.append(f"{message}: {_first_line(text, changed)}")
        text = changed
    return _SPACES.sub(" ", text), remarks


def _first_line(before: str, after: str) -> str:
    pairs = enumerate(zip(before.split("\n"), after.split("\n"), strict=False), 1)
    lines = [number for number, (old, new) in pairs if old != new]
    return f"{len(lines)} dòng, đầu tiên dòng {lines[0]}" if lines else "cuối tệp"


def _convert_fonts(text: str) -> str:
    """Convert text typed in a TCVN3 or VNI font: the whole text when most of it is, else the lines that are."""
    sample = text[:_SAMPLE]
    score = syllables(sample)
    for _, convert in _LEGACY:
        if syllables(convert(sample)) > max(_ENOUGH, score + _BETTER):
            return convert(text)
    if not re.search(r"[\x80-\xff\u0192]", text):
        return text
    return "\n".join(_convert_line(line) for line in text.split("\n"))


def _convert_line(line: str) -> str:
    score = syllables(line)
    if len(list(_accented(line))) < 3 or score > _ENOUGH:
        return line
    best = max((convert(line) for _, convert in _LEGACY), key=syllables)
    return best if syllables(best) > 0.9 else line


def _convert_lookalikes(text: str) -> str:
    if not _FOREIGN.search(text):
        return text
    return _WORD.sub(_convert_word, text)


def _convert_word(match: re.Match[str]) -> str:
    word = match[0]
    changed = word.translate(_LOOKALIKES)
    foreign = _FOREIGN.search(changed)
    return word if foreign or changed == word else unicodedata.normalize("NFC", changed)


def _accented(text: str) -> Iterator[str]:
    for word in text.split():
        bare = word.strip(".,;:!?…()[]“”\"'‘’*-–/")
        if bare and not bare.isascii() and not any(char.isdigit() for char in bare):
            yield bare


def syllables(text: str) -> float:
    """Return the share of accented words that are well-formed Vietnamese syllables; 0 when there are none."""
    words = list(_accented(unicodedata.normalize("NFC", text[:_SAMPLE])))
    if not words:
        return 0.0
    return sum(_is_syllable(word) for word in words) / len(words)


def _is_syllable(word: str) -> bool:
    parts = re.split(r"[-–/]", word.lower())
    return all(_SYLLABLE.fullmatch(_toneless(part)) for part in parts if part)


def _toneless(word: str) -> str:
    return unicodedata.normalize("NFC", _TONES.sub("", unicodedata.normalize("NFD", word)))
