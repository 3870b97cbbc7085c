r"""Personal data: identity numbers and phone numbers in a text, told from money, ratios, dates and document codes.

```text
identity  = 12 digits of a căn cước công dân: province 001-096, century-and-sex digit, year, six more
          | 9 digits of a chứng minh nhân dân, only after a word that says so (CMND, chứng minh, căn cước, định danh …)
phone     = ("0" | "+84" | "0084") then a mobile (3 5 7 8 9) or fixed-line (2) number of the national length
```

Digits may be grouped by one kind of separator (space, dot or hyphen). Service numbers (1800…, 1900…) are nobody's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from vanban.patterns import lazy_pattern
from vanban.records import dataclass

_DIGITS: Final = lazy_pattern(
    r"(?<![\w.,/+-])(?P<plus>\+)?(?P<number>\(?\d(?:[ .\u00a0()-]{0,2}\d){8,14}\)?)(?![\w/]|[.,-]\d)"
)
_ID_WORD: Final = lazy_pattern(
    r"cmnd|cmtnd|cmt|cccd|ccđt|chứng minh(?: thư| nhân dân)?|căn cước|định danh|hộ chiếu|passport", re.IGNORECASE
)
_MONEY: Final = lazy_pattern(
    r"\s*(?:đồng|đ\b|vnđ|vnd|usd|tỷ|triệu|nghìn|người|lượt|ha\b|tấn|kg\b|m2|m²|hộ\b)", re.IGNORECASE
)
_ID_REACH: Final = 60
"""Characters between the word that announces an identity number and the number."""

_PROVINCES: Final = range(1, 97)
_CCCD_LENGTH: Final = 12
_CMND_LENGTH: Final = 9
_MOBILE: Final = lazy_pattern(r"0[35789]\d{8}")
_FIXED: Final = lazy_pattern(r"02\d{9}|02[48]\d{8}")


@dataclass(frozen=True, slots=True)
class PersonalNumber:
    """A number that may identify or reach a person.

    Attributes:
        kind: Vietnamese name of the kind.
        digits: The number without separators, `+84` written as `0`: the form an approval is compared with.
        text: As printed.
    """

    kind: str
    digits: str
    text: str


def find_personal(line: str) -> Iterator[PersonalNumber]:
    """Yield the personal numbers of one line, in order; linear in the line's length."""
    for match in _DIGITS.finditer(line):
        printed = match["number"].strip()
        if not _one_separator(printed) or _MONEY.match(line, match.end()):
            continue
        before = line[max(0, match.start() - _ID_REACH) : match.start()]
        digits = plain_digits((match["plus"] or "") + printed)
        kind = _kind(digits, announced=bool(_ID_WORD.search(before)))
        if kind:
            yield PersonalNumber(kind, digits, (match["plus"] or "") + printed)


def plain_digits(number: str) -> str:
    """Return the digits of a number as printed, in national form (`+84 912…` and `0084912…` give `0912…`)."""
    digits = re.sub(r"\D", "", number)
    if number.strip().startswith("+84"):
        return f"0{digits[2:].removeprefix('0')}"
    return f"0{digits[4:]}" if digits.startswith("0084") else digits


def _one_separator(printed: str) -> bool:
    """Tell a number grouped in one way from several figures side by side ("05-10-2019 2020")."""
    separators = {char for char in re.sub(r"\(\d+\)\s?", "", printed) if not char.isdigit() and char not in "()"}
    return len(separators) <= 1


def _kind(digits: str, *, announced: bool) -> str | None:
    if len(digits) == _CCCD_LENGTH and digits[0] == "0" and int(digits[:3]) in _PROVINCES:
        return "số căn cước công dân"
    if announced and len(digits) in {_CMND_LENGTH, _CCCD_LENGTH}:
        return "số giấy tờ tùy thân"
    if _MOBILE.fullmatch(digits):
        return "số điện thoại di động"
    return "số điện thoại cố định" if _FIXED.fullmatch(digits) else None
