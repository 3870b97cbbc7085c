"""What the loaders read of a built site (its data and the tables of its search), without building its pages."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from search_corpus import other_units
from search_eval import REPORT, Query, Score, among_others, read_queries, real_units, scores
from trees import ROOT
from vanban.exports import export_files
from vanban.search import SearchUnit, UnitKind, grouped, index_files
from vanban.search.tables import shard_data
from vanban.site import build_site

_DIFFERENT: Final = 10_000
_UNITS_PER_FILE: Final = 100


def write_real(folder: Path) -> Path:
    """Write the data and the search tables of the committed project and return the folder `data/`."""
    library = build_site(ROOT / "docs", ROOT / "directives").library
    for address, make in export_files(library):
        _write(folder / address, make())
    write_index(folder, real_units())
    return folder / "data"


def write_among(folder: Path, others: int) -> Path:
    """Write the same among made-up documents, whose facts are exported as a build would."""
    units = among_others(real_units(), others)
    write_index(folder, units)
    return _write_facts(folder, units)


def _write_facts(folder: Path, units: Iterable[SearchUnit]) -> Path:
    """Write the facts of the documents as the build exports them, one a line."""
    rows = (_directive(unit) for unit in units if unit.code)
    (folder / "data").mkdir()
    with (folder / "data" / "directives.json").open("w", encoding="utf-8") as file:
        for place, row in enumerate(rows):
            file.write(("[\n" if place == 0 else ",\n") + json.dumps(row, ensure_ascii=False))
        file.write("\n]\n")
    return folder / "data"


def write_units(folder: Path, others: int) -> Path:
    """Write what the loaders read of the same, without the rest of the search tables: for sizes where those take long.

    At most `_DIFFERENT` texts are made up; the documents beyond have those again under numbers of their own.
    """
    real = real_units()
    pool = list(other_units(min(others, _DIFFERENT), [unit.text for unit in real if REPORT in unit.location]))
    units = [*real, *(_numbered(pool[place % len(pool)], place) for place in range(others))]
    starts = range(0, len(units), _UNITS_PER_FILE)
    for file, start in enumerate(starts):
        rows = [_shown(unit) for unit in units[start : start + _UNITS_PER_FILE]]
        _write(folder / f"search/index/units/{file}.js", shard_data(f"units/{file}", rows))
    kinds = [kind.value for kind in UnitKind]
    manifest = {"units": len(units), "places": len(units), "unitsPerFile": _UNITS_PER_FILE, "kinds": kinds}
    _write(folder / "search/index/manifest.js", shard_data("manifest", manifest))
    return _write_facts(folder, units)


def _numbered(unit: SearchUnit, place: int) -> SearchUnit:
    number = 2000 + place * 7919 % 90_000
    code = f"{number}-{unit.type_code}/{(unit.code or '').partition('/')[2]}"
    title = unit.title.replace(unit.code or "", code)
    return replace(unit, location=f"van-ban/khac-{place}.html", number=number, code=code, title=title)


def _shown(unit: SearchUnit) -> list[object]:
    date = unit.date.isoformat() if unit.date else ""
    kind = list(UnitKind).index(unit.kind)
    return [kind, unit.location, unit.title, unit.text, unit.code or "", date, list(unit.aliases)]


def write_index(folder: Path, units: Iterable[SearchUnit]) -> None:
    """Write the tables of the site's search."""
    for file in index_files(grouped(units)):
        _write(folder / file.path, file.content)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _directive(unit: SearchUnit) -> Mapping[str, object]:
    return {
        "url": unit.location,
        "code": unit.code,
        "type": unit.type_name,
        "number": unit.number,
        "year": unit.year,
        "issuer": unit.issuer,
        "date": unit.date.isoformat() if unit.date else None,
        "term": unit.term,
        "title": unit.title,
        "aliases": list(unit.aliases),
        "citations": unit.weight,
    }


@dataclass(frozen=True, slots=True)
class Answered:
    """Addresses an engine gave, best first."""

    locations: list[str]


def score_each(answers: Mapping[str, list[str]]) -> Mapping[str, Score]:
    """Return the score of each class of labelled queries, and of `all`."""
    queries = read_queries()
    return scores(queries, [Answered(answers[query.text]) for query in queries])


def queries() -> list[Query]:
    """Return every labelled query."""
    return read_queries()
