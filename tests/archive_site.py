"""What the loaders read of a built site (its data and the tables of its search), without building its pages."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from search_eval import Query, Score, among_others, read_queries, real_units, scores
from trees import ROOT
from vanban.exports import export_files
from vanban.search import SearchUnit, build_index
from vanban.site import build_site


def write_real(folder: Path) -> Path:
    """Write the data and the search tables of the committed project and return the folder `data/`."""
    library = build_site(ROOT / "docs", ROOT / "directives").library
    for address, text in export_files(library):
        _write(folder / address, text.encode())
    write_index(folder, real_units())
    return folder / "data"


def write_among(folder: Path, others: int) -> Path:
    """Write the same among made-up documents, whose facts are exported as a build would."""
    units = among_others(real_units(), others)
    write_index(folder, units)
    rows = (_directive(unit) for unit in units if unit.code)
    (folder / "data").mkdir()
    with (folder / "data" / "directives.json").open("w", encoding="utf-8") as file:
        for place, row in enumerate(rows):
            file.write(("[\n" if place == 0 else ",\n") + json.dumps(row, ensure_ascii=False))
        file.write("\n]\n")
    return folder / "data"


def write_index(folder: Path, units: Iterable[SearchUnit]) -> None:
    """Write the tables of the site's search."""
    for file in build_index(units):
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
