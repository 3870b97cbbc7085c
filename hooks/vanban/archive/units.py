"""read_units: every landing place of a built site as the loaders need it, read one by one from what the site publishes.

`data/directives.json` gives the facts of documents; the rest comes from the tables of the site's own search, so that
an engine finds the very places the search box finds. Where a copy of `data/` stands alone, its four lists are read
instead. Memory holds the facts of documents and beside them one small file at a time, however large the site is.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar

from vanban.patterns import lazy_pattern
from vanban.problems import InputError, Problem
from vanban.records import dataclass
from vanban.search.units import UnitKind

_CHUNK: Final = 1 << 16
_LONE: Final = lazy_pattern("[\ud800-\udfff]")
"""Halves of characters: JSON may spell them, no text holds them."""
_SEPARATOR: Final = lazy_pattern(r"[\s,]*")
_NOTHING: Final[tuple[Any, ...]] = (0, "", "", "", "", "", ())
"""A row of the search tables whose empty end was left out."""
_QUOTED = (UnitKind.PARAGRAPH.name.lower(), UnitKind.FOOTNOTE.name.lower())
"""Kinds that show the heading of their section without being about it."""
_Row = Mapping[str, Any]
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Unit:
    """One landing place.

    Attributes:
        url: Address from the site's root.
        kind: `document`, `section`, `paragraph`, `footnote`, `register`, `named`, `page` or `citation`.
        title: Heading as printed.
        text: Body as printed.
        names: What it is called, looked for before its text.
        code: Canonical symbol of a document; with the facts below, for documents only.
        type: Name of its type.
        number: Number inside the symbol.
        year: Year of issue.
        date: Date of issue, ISO.
        term: Term of the issuing committee, Roman.
        citations: How often it is cited.
    """

    url: str
    kind: str
    title: str
    text: str
    names: tuple[str, ...] = ()
    code: str | None = None
    type: str | None = None
    number: int | None = None
    year: int | None = None
    date: str | None = None
    term: str | None = None
    citations: int = 0


def read_units(data: Path) -> Iterator[Unit]:
    """Yield every unit of a built site, those of one page one after the other.

    Args:
        data: The site's folder `data/`, with or without the rest of the site beside it.

    Raises:
        InputError: A file is missing, is not what the build writes, or comes from another build than the others.
    """
    index = data.parent / "search" / "index"
    return _indexed(data, index) if (index / "manifest.js").is_file() else _exported(data)


def count_units(data: Path) -> int | None:
    """Return how many units a built site holds, when it says so."""
    manifest = data.parent / "search" / "index" / "manifest.js"
    return _checked(manifest, lambda: int(_shard(manifest)["units"])) if manifest.is_file() else None


def _indexed(data: Path, index: Path) -> Iterator[Unit]:
    """Yield the units of the search tables, documents with their facts, in the order of the pages' places."""
    path = index / "manifest.js"
    kinds, files, left = _checked(path, lambda: _tables(_shard(path)))
    facts = {unit.url: unit for unit in _documents(data)}
    for path in (index / "units" / f"{number}.js" for number in range(files)):
        if not path.is_file():  # no unit stands in its places
            continue
        for row in _checked(path, partial(_unit_file, path, kinds)):
            left -= 1
            fact = facts.pop(row.url, None)
            yield row if fact is None else replace(fact, title=row.title, text=row.text, names=row.names)
    for url in facts:
        raise _bad(index, f"thiếu {url}: chỉ mục và data/ không cùng một lần dựng")
    if left:
        raise _bad(index, f"thiếu {left} mục: hãy chép lại cả thư mục search/")


def _tables(manifest: Any) -> tuple[list[str], int, int]:  # noqa: ANN401 (JSON)
    """Return the names of kinds, how many numbers unit files may have, and how many units they hold."""
    files = -(-int(manifest["places"]) // int(manifest["unitsPerFile"]))
    return [UnitKind(kind).name.lower() for kind in manifest["kinds"]], files, int(manifest["units"])


def _unit_file(path: Path, kinds: list[str]) -> list[Unit]:
    return [_shown(row, kinds) for row in _shard(path) if row]


def _shown(row: list[Any], kinds: list[str]) -> Unit:
    kind, url, title, text, _, _, aliases = [*row, *_NOTHING[len(row) :]]
    name = kinds[kind]
    names = (*aliases,) if name in _QUOTED else (title, *aliases)
    return Unit(_text(url), name, _text(title), _text(text), tuple(map(_text, names)))


def _shard(path: Path) -> Any:  # noqa: ANN401 (JSON)
    """Return what a script of the search tables hands to the page."""
    text = path.read_text("utf-8")
    return json.loads(text[text.index(",") + 1 : text.rindex(")")])


def _exported(data: Path) -> Iterator[Unit]:
    yield from _documents(data)
    yield from _each(data, "sections", _section)
    yield from _each(data, "footnotes", _footnote)
    yield from _each(data, "citations", _citation)


def _documents(data: Path) -> Iterator[Unit]:
    return _each(data, "directives", _document)


def _document(row: _Row) -> Unit:
    title = " ".join(filter(None, (row["type"], row["code"], row["title"])))
    date = _day(row["date"])
    return Unit(
        _text(row["url"]),
        "document",
        _text(title),
        " ".join(filter(None, (_known(row["issuer"]), date, row["term"]))),
        (title, *map(_text, row["aliases"])),
        code=_known(row["code"]),
        type=_known(row["type"]),
        number=_number(row["number"]),
        year=int(date[:4]) if date else _number(row["year"]),
        date=date,
        term=_known(row["term"]),
        citations=_number(row["citations"]) or 0,
    )


def _section(row: _Row) -> Unit:
    title = " ".join(filter(None, (row["number"], row["title"])))
    return Unit(_text(row["url"]), "section", title, "", (title,))


def _footnote(row: _Row) -> Unit:
    title = f"Chú thích {row['number']}"
    return Unit(_text(row["url"]), "footnote", title, _text(row["text"]), (title,))


def _citation(row: _Row) -> Unit:
    return Unit(_text(row["url"]), "citation", _text(row["text"]), _text(row["sentence"]), (row["text"],))


def _each(data: Path, name: str, read: Callable[[_Row], Unit]) -> Iterator[Unit]:
    path = data / f"{name}.json"
    rows = _elements(path)
    while (unit := _checked(path, lambda: next(map(read, rows), None))) is not None:
        yield unit


def _elements(path: Path) -> Iterator[_Row]:
    """Yield the elements of a JSON list; what is read of the file is dropped as soon as it was handed on."""
    decoder = json.JSONDecoder()
    with path.open(encoding="utf-8") as file:
        text = file.read(_CHUNK)
        place = _opened(text)
        while not text.startswith("]", place := _between(text, place)):
            try:
                row, place = decoder.raw_decode(text, place)
            except ValueError:
                more = file.read(max(_CHUNK, len(text) - place))
                if not more:
                    raise
                text, place = text[place:] + more, 0
            else:
                yield row


def _opened(text: str) -> int:
    if not text.lstrip().startswith("["):
        message = "phải là một danh sách JSON"
        raise ValueError(message)
    return text.index("[") + 1


def _between(text: str, place: int) -> int:
    """Return where the next element or the end of the list stands."""
    match = _SEPARATOR.match(text, place)
    return match.end() if match else place


def _text(value: object) -> str:
    if not isinstance(value, str):
        message = f"{value!r} không phải chữ"
        raise TypeError(message)
    if "\0" in value or (not value.isascii() and _LONE.search(value)):
        message = "có ký tự không lưu được"
        raise ValueError(message)
    return value


def _known(value: object) -> str | None:
    return None if value is None else _text(value)


def _number(value: object) -> int | None:
    if value is not None and (type(value) is not int or not 0 <= value < 1 << 31):
        message = f"{value!r} không phải số"
        raise TypeError(message)
    return value


def _day(value: object) -> str | None:
    return None if value is None else dt.date.fromisoformat(_text(value)).isoformat()


def _checked(path: Path, read: Callable[[], _Value]) -> _Value:
    """Return what `read` returns; what it stumbles over in a file is the file's fault."""
    try:
        return read()
    except FileNotFoundError:
        raise _bad(path, "không có tệp này") from None
    except OSError as error:
        raise _bad(path, f"không đọc được ({error.strerror})") from None
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        raise _bad(path, f"không phải dữ liệu của trang ({error})") from None


def _bad(path: Path, what: str) -> InputError:
    return InputError(Problem(path.as_posix(), 0, f"{what}; hãy dựng lại trang rồi nạp lại"))
