"""Whatever bytes an office has: decoded to one form of Vietnamese, said, or refused in one line."""

from __future__ import annotations

import os
import unicodedata

import pytest

from vanban.importer.encodings import clean, decode, syllables
from vanban.importer.formats import decode_source
from vanban.importer.legacy import from_tcvn3, from_vni
from vanban.problems import InputError

TEXT = (
    "BÁO CÁO\n\nI. KẾT QUẢ\n\nCác cấp ủy đảng tiếp tục tăng cường chỉ đạo công tác dân vận ở những vùng sâu, "
    "vùng xa; đời sống đồng bào được cải thiện, sản xuất phục hồi, nước sạch đến từng hộ.\n"
)
TCVN3 = {
    "céng hßa x· héi chñ nghÜa viÖt nam": "cộng hòa xã hội chủ nghĩa việt nam",
    "§¶ng Céng s¶n ViÖt Nam": "Đảng Cộng sản Việt Nam",
    "®êi sèng ®ång bµo ®­îc c¶i thiÖn": "đời sống đồng bào được cải thiện",
}
VNI = {
    "Ñaûng Coäng saûn Vieät Nam": "Đảng Cộng sản Việt Nam",
    "ñôøi soáng ñoàng baøo ñöôïc caûi thieän": "đời sống đồng bào được cải thiện",
    "nghò quyeát veà coâng taùc daân vaän": "nghị quyết về công tác dân vận",
    "TÆNH UÛY KIEÂN GIANG": "TỈNH UỶ KIÊN GIANG".replace("UỶ", "ỦY"),
}


@pytest.mark.parametrize(("typed", "meant"), TCVN3.items())
def test_tcvn3(typed: str, meant: str) -> None:
    assert from_tcvn3(typed) == meant


@pytest.mark.parametrize(("typed", "meant"), VNI.items())
def test_vni(typed: str, meant: str) -> None:
    assert from_vni(typed) == meant


def legacy(text: str, table: dict[str, str]) -> str:
    return "".join(table.get(char, char) for char in text)


def tcvn3_bytes(text: str) -> bytes:
    table = {from_tcvn3(chr(code)): chr(code) for code in range(0xFF, 0xA0, -1)}
    return legacy(text.lower(), table).encode("latin-1")


@pytest.mark.parametrize(
    ("content", "remark"),
    [
        (TEXT.encode("utf-8-sig"), None),
        (TEXT.encode("utf-16"), "UTF-16"),
        (TEXT.encode("utf-16-le"), "UTF-16"),
        (TEXT.encode("utf-16-be"), "UTF-16"),
        (TEXT.encode("utf-32"), "UTF-32"),
        (unicodedata.normalize("NFD", TEXT).encode(), "NFC"),
        (TEXT.replace("a", "а").encode(), "Nga"),
        (TEXT.replace("tiếp", "tiế\u00adp\u200b").encode(), "ẩn"),
        (TEXT.replace("\n", "\r\n").encode(), None),
    ],
)
def test_every_encoding_gives_the_same_text(content: bytes, remark: str | None) -> None:
    text, remarks = decode("bao-cao.txt", content)
    assert text == TEXT
    assert [remark in problem.message for problem in remarks if remark] == ([True] if remark else [])


def test_a_tcvn3_file_and_a_unicode_file_typed_in_tcvn3() -> None:
    content = tcvn3_bytes(TEXT)
    assert decode("a.txt", content)[0] == TEXT.lower()
    text, remarks = decode("a.txt", content.decode("latin-1").encode())
    assert text == TEXT.lower()
    assert "phông chữ cũ" in remarks[0].message


def test_one_line_typed_in_an_old_font_is_found_among_unicode() -> None:
    line = "ñôøi soáng ñoàng baøo ñöôïc caûi thieän"
    assert clean(f"{TEXT}{TEXT}{line}\n")[0].endswith("đời sống đồng bào được cải thiện\n")


def windows_1258(text: str) -> bytes:
    """Return text as Windows-1258 has it: a base letter of the code page, its tone mark after it."""
    content = b""
    for char in text:
        parts = unicodedata.normalize("NFD", char)
        tones = "".join(part for part in parts if part in "\u0300\u0301\u0303\u0309\u0323")
        base = unicodedata.normalize("NFC", "".join(part for part in parts if part not in tones))
        content += (base + tones).encode("cp1258")
    return content


def test_windows_1258_with_tones_after_their_letters() -> None:
    text, remarks = decode("a.txt", windows_1258(TEXT))
    assert text == TEXT
    assert "Windows-1258" in remarks[0].message


@pytest.mark.parametrize(
    "text",
    [
        "Plain ASCII, 25-NQ/TW (1) a) - b\n",
        "Café crème brûlée à la française, déjà vu et naïveté.\n",
        "Tên riêng: Müller, São Paulo, Ångström, Zürich, Español, Łódź.\n",
        "Là cà và bò, mía, tôm, cá.\n",
        "m² ½ × ÷ § ° ± µ\n",
        "Москва и Минск\n",
        "céng hßa\n",
    ],
)
def test_what_needs_no_change_gets_none(text: str) -> None:
    assert clean(f"{TEXT}{text}") == (f"{TEXT}{text}", [])


def test_syllables_know_vietnamese() -> None:
    assert syllables(TEXT) > 0.95
    assert syllables("§¶ng Céng s¶n ViÖt Nam") < 0.5


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.txt", b"", "rỗng"),
        ("a.txt", b" \n\n", "không có chữ"),
        ("a.txt", bytes(range(256)) * 40, "nhị phân"),
        ("a.txt", os.urandom(4000), "nhị phân"),
        ("a.txt", ("ă " * 500_000).encode(), "dòng dài"),
        ("a.txt", b"Some English text that is no report at all. " * 30, "tiếng Việt"),
        ("a.md", b'{"x": [1, 2]}', "tiếng Việt"),
        ("a.exe", b"MZ", "loại tệp"),
        ("a.pdf", b"", "rỗng"),
    ],
)
def test_what_is_no_report_is_refused_in_one_line(name: str, content: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        decode_source(name, content)
    assert "\n" not in str(caught.value)
