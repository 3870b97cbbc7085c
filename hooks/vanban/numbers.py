"""DocNumber: the number and symbol (số và ký hiệu) of a Vietnamese document, parsed from any spelling, printed in one.

Grammar, after dashes are made equal and spaces around separators are dropped (domain reference, §3.1):

    Party        NUM "-" TYPE "/" ISSUER {"-" UNIT}             25-NQ/TW   400-KH/BDV-BCSDUBND
    State        NUM "/" [YEAR "/"] [TYPE "-"] ISSUER {"-" UNIT}   04/2015/NĐ-CP   10/2022/QH15   1018/QĐ-UBND
    State letter NUM "/" AGENCY "-" UNIT                        731/UBND-VHXH
    older State  NUM ("-" | "/") ISSUER,  NUM "-" TYPE ["/" ISSUER]   25-CP   28/CP   36-SL   10-LCT/HĐNN7
    reversed     NUM "-" ISSUER "/" (TYPE | UNIT)                12-LB/TT   4-TBXH/TC
    clipped      NUM ("-" | "/") TYPE                            264-TB   25-NQ

A number may carry a small letter (30a/2008/NQ-CP). Swapped separators are put right when the issuer is known to be a
Party body (217/QĐ-TW is 217-QĐ/TW); other symbols keep the order they were printed in.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from vanban.patterns import lazy_pattern
from vanban.records import dataclass
from vanban.vietnamese import nfc, slug
from vanban.vocabulary import PARTY, STATE, TYPES_BY_CODE, Issuer, issuer, issuer_code, type_code

_DASH: Final = "-\u2010\u2011\u2012\u2013\u2014\u2212\u00ad"
_SLASH: Final = "/\u2044\u2215"
_BEFORE: Final = r"(?:[^\S\n]{0,2}|\n(?=[" + _DASH + _SLASH + r"]\S))"
_AFTER: Final = r"[^\S\n]{0,3}\n?[^\S\n]{0,4}"
_SEPARATOR: Final = rf"{_BEFORE}[{_DASH}{_SLASH}]{_AFTER}"
_LETTER: Final = r"[^\W\d_¹²³⁰⁴-⁹]"
_LETTERS: Final = (
    rf"{_LETTER}(?:{_LETTER}|&(?={_LETTER})|(?<=[Tt])\.(?=[ƯWưw])|(?<=[A-ZĐ])\.(?=[A-ZĐ]{{2}})){{0,23}}"
    rf"(?!{_LETTER})[0-9]{{0,6}}"
)

LOST_DASH: Final = lazy_pattern(rf"[^\S\n]{{1,2}}(?P<issuer>{_LETTERS})(?![\w/-])")
"""What may follow a clipped symbol whose second dash was lost ("06/2011/TT BNV")."""
SYMBOL: Final = lazy_pattern(
    rf"(?P<number>[0-9]{{1,6}})(?P<suffix>[a-zA-ZđĐª](?={_SEPARATOR}))?"
    rf"(?:{_SEPARATOR}(?P<year>(?:19|20)[0-9]{{2}})(?![0-9]))?"
    rf"(?P<first_separator>{_SEPARATOR}|[^\S\n]{{1,2}}(?={_LETTERS}[^\S\n]?[{_DASH}{_SLASH}]))"
    rf"(?P<tokens>{_LETTERS}(?:{_SEPARATOR}{_LETTERS})?(?:[{_DASH}{_SLASH}]{_AFTER}{_LETTERS}){{0,6}})"
)
"""Anything shaped like a symbol, starting at its number; `read_symbol` decides whether it is one."""

_TOKEN: Final = lazy_pattern(_LETTERS)
_SHAPED: Final = lazy_pattern(r"[A-ZĐÂĂÊÔƠƯ&.]{1,24}(?:[a-zđ][A-ZĐÂĂÊÔƠƯ&.]{1,24}){0,3}[a-z]?")
_NUMBERED: Final = lazy_pattern(r"(?P<stem>[^\W\d_]{1,24}?)(?P<digits>[0-9]{1,6})")
_UNIT: Final = lazy_pattern("[-./]")
_TERM: Final = lazy_pattern(r"1[0-9]|[1-9]")
_BOARD: Final = lazy_pattern(r"[0-9]{1,4}")
_MAX_COMPONENTS: Final = 6
_OFFICE: Final = lazy_pattern(r"[A-ZĐ][0-9]{1,3}")
"""An office of the police or the army as a unit: the V05 of 1234/BCA-V05."""
DECREES: Final = frozenset({"SL", "SLT"})


@dataclass(frozen=True, slots=True)
class DocNumber:
    """The number and symbol of a document.

    Attributes:
        number: The number, without leading zeros.
        year: Year of a State symbol that prints one, else None.
        type: Canonical type code ("NQ", "QĐi"), or None (letters, laws, older forms).
        issuer: Issuers and units joined by "-" ("TW", "BDV-BCSDUBND", "UBND-VHXH"); empty in a few older forms.
        system: "dang" (Party) or "nha-nuoc" (State).
        suffix: Small letter after the number ("a" in 30a/2008/NQ-CP), else empty.
        dashed: Whether an older State form puts a dash after its number (25-CP).
    """

    number: int
    year: int | None
    type: str | None
    issuer: str
    system: str
    suffix: str = ""
    dashed: bool = False

    @staticmethod
    def parse(text: str) -> DocNumber | None:
        """Return the number that the whole of `text` spells, in any spelling of the domain reference §1.3, or None."""
        return _parse(text)

    def __str__(self) -> str:
        """Return the canonical symbol: two digits at least, one kind of dash, no spaces."""
        number = f"{self.number:02d}{self.suffix}"
        parts = [part for part in (self.type, self.issuer) if part]
        if self.system == PARTY or self.dashed:
            return f"{number}-{'/'.join(parts)}"
        return f"{number}/{f'{self.year}/' if self.year else ''}{'-'.join(parts)}"

    @property
    def slug(self) -> str:
        """The symbol as an ASCII address part (25-nq-tw)."""
        return slug(str(self))

    @property
    def clipped(self) -> bool:
        """Whether the symbol stops after its type ("25-NQ"): a sentence may print it so, a register may not."""
        return self.type is not None and not self.issuer and self.type not in DECREES

    @property
    def known(self) -> bool:
        """Whether the first issuer is in the vocabulary."""
        return not self.issuer or _first_issuer(self.issuer) is not None


@lru_cache(maxsize=1 << 14)
def _parse(text: str) -> DocNumber | None:
    """Read a whole symbol; registers, series, levels and exports all ask for that of the same documents."""
    plain = nfc(text).strip()
    match = SYMBOL.match(plain)
    found = read_symbol(match) if match else None
    whole = found is not None and found.length == len(plain) and not found.value.clipped
    return found.value if found and whole else None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a symbol-shaped piece of text says.

    Attributes:
        value: The number.
        length: How many characters of the piece belong to it.
        strong: Whether the symbol is believed on its own; a weak one needs a type's name or "số" before it.
    """

    value: DocNumber
    length: int
    strong: bool


def read_symbol(match: re.Match[str]) -> Reading | None:
    """Return the longest symbol that starts where `match` (of `SYMBOL`) starts, or None."""
    return _read(match.group(), match.group("number"), match.group("suffix") or "", match.group("year") or "")


@dataclass(frozen=True, slots=True)
class _Head:
    """What stands before the tokens of a symbol."""

    number: int
    suffix: str
    year: int | None

    def with_tokens(self, kind: str | None, bodies: str, system: str, *, dashed: bool = False) -> DocNumber:
        """Return the whole number."""
        return DocNumber(self.number, self.year, kind, bodies, system, self.suffix, dashed)


@lru_cache(maxsize=4096)
def _read(printed: str, number: str, suffix: str, year: str) -> Reading | None:
    """Read a printed symbol; remembered, because reports repeat their symbols."""
    head = _Head(int(number), suffix.lower().replace("ª", "a"), int(year) if year else None)
    start = len(number) + len(suffix)
    start = printed.index(year, start) + len(year) if year else start
    tokens = [(token.group(), token.start(), token.end()) for token in _TOKEN.finditer(printed, start)]
    for count in range(min(len(tokens), _MAX_COMPONENTS + 1), 0, -1):
        names, end = _trim(tokens[:count])
        value = _value(head, names, _separators(printed, start, tokens[:count]))
        if value:
            return Reading(value, end, _strong(value, names))
    return None


def _trim(tokens: list[tuple[str, int, int]]) -> tuple[list[str], int]:
    """Return the tokens without footnote digits glued to the last one, and where the last one ends."""
    names = [name for name, _, _ in tokens]
    last, start, end = tokens[-1]
    match = _NUMBERED.fullmatch(last)
    if not match or (len(names) > 1 and (match.group("digits").startswith("0") or len(match.group("stem")) == 1)):
        return names, end
    row = issuer(match.group("stem"))
    digits = _BOARD if row and row.code.startswith("BCĐ") else _TERM
    keep = digits.match(match.group("digits")) if row and row.numbered else None
    kept = match.group("stem") + (keep.group() if keep else "")
    return [*names[:-1], kept], start + len(kept)


def _separators(printed: str, start: int, tokens: list[tuple[str, int, int]]) -> str:
    """Return the separators before each token as a string of "-", "/" and " " (a missing one)."""
    found = []
    for _, begin, end in tokens:
        gap = printed[start:begin]
        found.append("/" if any(char in _SLASH for char in gap) else "-" if gap.strip() else " ")
        start = end
    return "".join(found)


def _value(head: _Head, names: list[str], separators: str) -> DocNumber | None:
    """Return the number made of tokens, or None when they are not a symbol."""
    if len(names) == 1 and separators == "/" and (split := _unglued(names[0])):
        names, separators = list(split), "/-"
    kind = type_code(names[0]) or _unknown_type(names, separators)
    if kind and len(names) > 1:
        return _typed(head, kind, names[1:], separators)
    bodies = _bodies(names)
    if bodies is None:
        return None
    if kind in DECREES or (kind and issuer(names[0]) is None):
        return head.with_tokens(kind, "", STATE, dashed=separators[0] == "-")
    if len(names) == 1:
        return _alone(head, bodies, separators)
    if separators == "-/":
        return head.with_tokens(None, bodies.replace("-", "/"), STATE, dashed=True)
    return head.with_tokens(None, bodies, STATE) if separators[0] == "/" else None


def _unknown_type(names: list[str], separators: str) -> str | None:
    """Return a type code that is in no row, believed because a Party body follows it in Party order ("12-QĐXX/TW")."""
    row = issuer(names[1]) if separators == "-/" and _shaped(names[0]) else None
    return names[0] if row and row.system == PARTY else None


@lru_cache(maxsize=1024)
def _unglued(token: str) -> tuple[str, str] | None:
    """Return type and issuer of a token whose dash was lost in copying ("NĐCP", "QĐUBND"), or None."""
    if issuer(token) or type_code(token):
        return None
    for cut in range(2, min(6, len(token) - 1)):
        row = issuer(token[cut:])
        if type_code(token[:cut]) and row and row.system == STATE:
            return token[:cut], token[cut:]
    return None


def _typed(head: _Head, kind: str, names: list[str], separators: str) -> DocNumber | None:
    """Return a number whose symbol names a type and at least one issuer."""
    bodies = _bodies(names, offices=kind in DECREES)
    if bodies is None:
        return None
    if head.year:
        return head.with_tokens(kind, bodies, STATE)
    party_order = separators[0] != "/" and separators[1] == "/"
    system = _system(kind, issuer(names[0]), separators)
    return head.with_tokens(kind, bodies, system, dashed=system == STATE and party_order)


def _system(kind: str, row: Issuer | None, separators: str) -> str:
    """Return the system of a typed symbol without a year: the issuer's, else the type's, else the first separator's."""
    if row and row.system in {PARTY, STATE}:
        return row.system
    if kind in TYPES_BY_CODE and all(PARTY not in each.systems for each in TYPES_BY_CODE[kind]):
        return STATE
    return STATE if separators[0] == "/" else PARTY


def _alone(head: _Head, bodies: str, separators: str) -> DocNumber | None:
    """Return a number followed by one issuer only: laws (10/2022/QH15), older forms (28/CP), letters (285/CCTTHC)."""
    row = issuer(bodies)
    if head.year:
        return head.with_tokens(None, bodies, STATE) if row and row.system == STATE else None
    if separators[0] == " " or (row and row.system == PARTY):
        return None
    return head.with_tokens(None, bodies, STATE, dashed=separators[0] == "-")


def _bodies(names: list[str], *, offices: bool = False) -> str | None:
    """Return issuers and units joined in canonical spelling, or None when one is not an abbreviation.

    Args:
        names: The tokens.
        offices: Whether the first may be an office (a letter and a number) too.
    """
    found = [
        issuer_code(name)
        or _with_unit(name)
        or (name if _shaped(name) else _office(name) if place or offices else None)
        for place, name in enumerate(names)
    ]
    return "-".join(name for name in found if name) if all(found) else None


def _office(name: str) -> str | None:
    """Return a token that is an office of the police or the army, or None."""
    return name if _OFFICE.fullmatch(name) else None


def _with_unit(name: str) -> str | None:
    """Return an issuer with its drafting unit after a point ("UBND.HC"), or None."""
    body, point, unit = name.partition(".")
    code = issuer_code(body) if point else None
    return f"{code}.{unit}" if code else None


def _first_issuer(issuers: str) -> Issuer | None:
    """Return the row of the first issuer of a symbol, or None when it is in no row."""
    return issuer(_UNIT.split(issuers, maxsplit=1)[0])


def _shaped(name: str) -> bool:
    """Return whether an unknown token looks like an abbreviation: capitals, single small letters, digits at the end."""
    stem = name.rstrip("0123456789")
    return bool(_SHAPED.fullmatch(stem)) and len(stem) > 1


def _strong(value: DocNumber, names: list[str]) -> bool:
    """Return whether a symbol is believed without a type's name before it."""
    row = _first_issuer(value.issuer) if value.issuer else None
    if value.type is None or value.clipped:
        settled = value.year is not None or (len(names) > 1 and row is not None and row.system == STATE)
        return row is not None and settled and not (value.dashed and len(names) > 1)
    return row is not None or not any(each.weak for each in TYPES_BY_CODE.get(value.type, ()))
