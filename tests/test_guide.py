from __future__ import annotations

from pathlib import Path

from vanban.dialect import new_converter
from vanban.directive_fields import FIELDS
from vanban.guide import START, field_tables

GUIDE = Path(__file__).resolve().parent.parent / "docs" / "huong-dan" / "bien-tap.md"


def test_the_guide_holds_the_tables_of_the_definition_word_for_word() -> None:
    """Rewrite the end of the guide from `field_tables()` when a field changes."""
    text = GUIDE.read_text("utf-8")

    assert text.partition(START)[2].strip() == field_tables()


def test_every_key_stands_in_a_table_with_its_example() -> None:
    html = new_converter().convert(field_tables())

    for key in [field.key for top in FIELDS for field in (top, *top.fields)]:
        assert f"<code>{key}</code>" in html
    assert html.count("<table>") == 1 + sum(1 for field in FIELDS if field.fields) + 2
