from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from vanban.directive_fields import FIELDS
from vanban.json_schema import directive_schema

DIRECTIVES = Path(__file__).resolve().parent.parent / "directives"


def front_matter(file: Path) -> dict[str, Any]:
    values: dict[str, Any] = yaml.load(file.read_text("utf-8").split("---\n")[1], Loader=yaml.BaseLoader)  # noqa: S506 (all values stay text)
    return {key: int(value) if key == "plenum" else value for key, value in values.items()}


def test_the_schema_is_a_schema_and_knows_every_key() -> None:
    schema = directive_schema()

    jsonschema.Draft202012Validator.check_schema(schema)
    assert list(schema["properties"]) == [field.key for field in FIELDS]  # type: ignore[call-overload]  # JSON is untyped


def test_every_committed_document_fits_the_schema() -> None:
    validator = jsonschema.Draft202012Validator(directive_schema())
    files = sorted(DIRECTIVES.glob("*.md"))

    assert files
    assert not [(file.name, error.message) for file in files for error in validator.iter_errors(front_matter(file))]


@pytest.mark.parametrize(
    "values",
    [
        {"code": "25-NQ/TW", "dat": "2013-06-03"},
        {"code": "25-NQ/TW", "date": "03-6-2013"},
        {"code": "25-NQ/TW", "validity": "chắc còn"},
        {"code": "25-NQ/TW", "relations": [{"verb": "thay thế"}]},
        {"type": "Nghị quyết"},
    ],
)
def test_what_the_reader_refuses_the_schema_refuses(values: dict[str, Any]) -> None:
    assert not jsonschema.Draft202012Validator(directive_schema()).is_valid(values)
