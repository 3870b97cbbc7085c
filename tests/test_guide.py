from __future__ import annotations

from html import escape
from pathlib import Path

from vanban.dialect import new_converter
from vanban.directive_fields import FIELDS
from vanban.guide import START, field_reference

GUIDE = Path(__file__).resolve().parent.parent / "docs" / "huong-dan" / "bien-tap.md"


def test_the_guide_holds_the_reference_of_the_definition_word_for_word() -> None:
    """Rewrite the end of the guide from `field_reference()` when a field changes."""
    text = GUIDE.read_text("utf-8")

    assert text.partition(START)[2].strip() == field_reference()


def test_every_key_is_explained_with_its_example() -> None:
    html = new_converter().convert(field_reference())

    for field in [field for top in FIELDS for field in (top, *top.fields)]:
        assert f"<dt><code>{field.key}</code></dt>" in html
        assert f"<code>{field.key}: {escape(field.example, quote=False)}</code>" in html
    assert html.count("<dt>") == sum(1 + len(field.fields) for field in FIELDS)
