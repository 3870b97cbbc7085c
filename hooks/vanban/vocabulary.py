"""Document types, issuers and their spellings: rows of data read once from `data/`, and the questions asked of them.

Adding a type or an issuer is adding one row to a data file; no code changes. Every row carries symbols that must be
read with it (`examples`) and the evidence mark of the domain reference (`source`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Any, Final

from vanban.records import dataclass

PARTY: Final = "dang"
STATE: Final = "nha-nuoc"
MASS: Final = "doan-the"

_STROKELESS: Final = str.maketrans({"Đ": "D", "Ð": "D", "đ": "d", "ð": "d", "Ư": "U", "ư": "u", ".": None, "&": None})


@dataclass(frozen=True, slots=True)
class DocType:
    """A type of document (tên loại).

    Attributes:
        code: Abbreviation printed in a symbol ("NQ"); empty for types cited by name only ("Luật").
        name: The type's name ("Nghị quyết").
        systems: Where the code is used: "dang", "nha-nuoc".
        aliases: Other names of the type printed before a number.
        spellings: Other spellings of the code.
        weak: Believed in a symbol only beside a known issuer or after the type's own name.
        old: An older State form.
        examples: Symbols that must be read with this code.
        source: Evidence mark: V, P, S or K.
    """

    code: str
    name: str
    systems: tuple[str, ...]
    aliases: tuple[str, ...]
    spellings: tuple[str, ...]
    weak: bool
    old: bool
    examples: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Issuer:
    """An issuing body as abbreviated in a symbol.

    Attributes:
        code: The abbreviation ("BTCTW").
        name: The body or bodies it stands for.
        system: "dang", "nha-nuoc" or "doan-the" (Front and mass organisations write both ways).
        numbered: Whether a number of a term or a board may follow ("QH15").
        alone: Whether it may stand alone after the number in older State forms ("28/CP").
        spellings: Other spellings.
        examples: Symbols in which the code is read.
        source: Evidence mark: V, P, S or K.
    """

    code: str
    name: str
    system: str
    numbered: bool
    alone: bool
    spellings: tuple[str, ...]
    examples: tuple[str, ...]
    source: str


def _rows(name: str) -> list[Any]:
    """Return the rows of a data file of the package: a line of JSON each, among remarks that begin with `#`.

    Every command and every build reads them: as JSON in a twentieth of the time that the same rows took as YAML.
    """
    lines = files("vanban").joinpath("data", name).read_text(encoding="utf-8").splitlines()
    rows: list[Any] = json.loads(f"[{','.join(line for line in lines if line and not line.startswith('#'))}]")
    return rows


def _doc_type(row: Mapping[str, Any]) -> DocType:
    """Return a row of document_types.jsonl as a value."""
    lists = {key: tuple(row.get(key, ())) for key in ("systems", "aliases", "spellings", "examples")}
    return DocType(
        code=row.get("code", ""),
        name=row["name"],
        weak=row.get("weak", False),
        old=row.get("old", False),
        source=row["source"],
        **lists,
    )


def _issuer(row: Mapping[str, Any]) -> Issuer:
    """Return a row of issuers.jsonl as a value."""
    return Issuer(
        code=row["code"],
        name=row["name"],
        system=row["system"],
        numbered=row.get("numbered", False),
        alone=row.get("alone", False),
        spellings=tuple(row.get("spellings", ())),
        examples=tuple(row["examples"]),
        source=row["source"],
    )


DOCUMENT_TYPES: Final = tuple(_doc_type(row) for row in _rows("document_types.jsonl"))
ISSUERS: Final = tuple(_issuer(row) for row in _rows("issuers.jsonl"))


def bare(code: str) -> str:
    """Return a code in the form in which spellings are compared: upper case, Đ as D, no dot or ampersand.

    `bare("T.Ư") == bare("TƯ") == "TU"`, so exact spellings are always tried before bare ones.
    """
    return code.translate(_STROKELESS).upper()


def _spelled(rows: Iterable[tuple[str, tuple[str, ...]]]) -> dict[str, str]:
    """Map every spelling, exact, upper-case or bare, to its code; an exact code always wins."""
    known = list(rows)
    table: dict[str, str] = {}
    for code, spellings in known:
        for spelling in (code, *spellings):
            table.setdefault(bare(spelling), code)
    for code, spellings in known:
        for spelling in (*spellings, *(each.upper() for each in spellings), code.upper()):
            table[spelling] = code
    return table | {code: code for code, _ in known}


_TYPE_CODES: Final = _spelled((row.code, row.spellings) for row in DOCUMENT_TYPES if row.code)
_ISSUER_CODES: Final = _spelled((row.code, row.spellings) for row in ISSUERS)
_ISSUER_ROWS: Final = {row.code: row for row in ISSUERS}
TYPES_BY_CODE: Final = {
    code: tuple(row for row in DOCUMENT_TYPES if row.code == code) for code in dict.fromkeys(_TYPE_CODES.values())
}
TYPE_NAMES: Final = {name.lower(): row for row in DOCUMENT_TYPES for name in (*row.aliases, row.name)}
"""Every name of a type, in lower case, with its row; names come before codes when a citation prints both."""


@lru_cache(maxsize=4096)
def type_code(token: str) -> str | None:
    """Return the canonical type code of a token of a symbol, in any case and without its Đ, or None."""
    return _TYPE_CODES.get(token) or _TYPE_CODES.get(token.upper()) or _TYPE_CODES.get(bare(token))


def issuer_code(token: str) -> str | None:
    """Return the canonical issuer code of one component of a symbol ("twđtn" gives "TWĐTN"), or None."""
    exact = _ISSUER_CODES.get(token) or _ISSUER_CODES.get(token.upper()) or _ISSUER_CODES.get(bare(token))
    if exact:
        return exact
    stem = token.rstrip("0123456789")
    row = issuer(stem) if stem != token else None
    return row.code + token[len(stem) :] if row and row.numbered else None


def issuer(token: str) -> Issuer | None:
    """Return the row of one component of a symbol, its number set aside ("QH15" gives the row QH)."""
    code = issuer_code(token)
    return _ISSUER_ROWS.get(code) or _ISSUER_ROWS.get(code.rstrip("0123456789")) if code else None


def type_names(code: str, system: str) -> tuple[str, ...]:
    """Return the names a type code may stand for in a system; several when the code alone does not decide."""
    rows = TYPES_BY_CODE.get(code, ())
    return tuple(dict.fromkeys(row.name for row in rows if system in row.systems))


def _words(phrase: str) -> list[str]:
    """Return the words of a body's name, a comma kept with the word before it."""
    return phrase.replace(" - ", " ").replace("-", " ").split()


BODY_NAMES: Final[tuple[str, ...]] = (*_rows("bodies.jsonl"), *(row.name for row in ISSUERS))
BODY_HEADS: Final = frozenset(row.code for row in ISSUERS if len(row.code) > 2) | frozenset(
    form for name in BODY_NAMES for form in (_words(name)[0], _words(name)[0].upper())
)
"""Words that begin the name of an issuing body."""


def _body_pairs(names: Iterable[str]) -> dict[str, frozenset[str]]:
    """Map each word to the words that may follow it inside a body's name; "…và" maps to words that "và" may follow.

    After a comma two words must follow as in a known name ("Văn hóa, Thể thao"), because a comma more often ends one.
    """
    pairs: dict[str, set[str]] = {"…và": set()}
    for words in map(_words, names):
        for place, (left, right) in enumerate(pairwise(words), start=2):
            after = " ".join(words[place : place + 1]) if left.endswith(",") else ""
            pairs.setdefault(left, set()).add(f"{right} {after}".rstrip(" ,"))
            if right == "và":
                pairs["…và"].add(left)
    return {word: frozenset(following) for word, following in pairs.items()}


BODY_PAIRS: Final = _body_pairs(BODY_NAMES)
