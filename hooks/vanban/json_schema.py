"""JSON Schema of a directive file's front matter, made from `FIELDS`: editors' programs complete and check with it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from vanban.directive_fields import FIELDS
from vanban.schema import Field, Shape

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_PATTERNS: Final = {Shape.DATE: r"^\d{4}-\d{2}-\d{2}$", Shape.TERM: "^[IVXL]{1,7}$"}


def directive_schema() -> dict[str, object]:
    """Return the schema of the front matter; unknown keys are refused as the reader refuses them."""
    return {
        "$schema": DIALECT,
        "title": "Phần đầu tệp của một văn bản trong directives/",
        **_object(FIELDS),
        "anyOf": [{"required": ["code"]}, {"required": ["title"]}],
    }


def _object(fields: Iterable[Field]) -> dict[str, object]:
    listed = tuple(fields)
    required = [field.key for field in listed if field.required]
    shape: dict[str, object] = {
        "type": "object",
        "additionalProperties": False,
        "properties": {field.key: _field(field) for field in listed},
    }
    return {**shape, "required": required} if required else shape


def _field(field: Field) -> dict[str, object]:
    return {"description": field.meaning, "examples": [field.example], **_shape(field)}


def _shape(field: Field) -> dict[str, object]:
    if field.shape is Shape.RECORDS:
        return {"type": ["array", "null"], "items": _object(field.fields)}
    if field.shape is Shape.TEXTS:
        return {"type": ["array", "null"], "items": {"type": "string"}}
    if field.shape is Shape.NUMBER:
        return {"type": ["integer", "null"], "minimum": 0}
    if field.allowed:
        return {"enum": list(field.allowed)}
    pattern = _PATTERNS.get(field.shape)
    return {"type": ["string", "null"], **({"pattern": pattern} if pattern else {})}
