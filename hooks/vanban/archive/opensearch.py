"""index_settings: the rules as the settings and mappings of an OpenSearch (or Elasticsearch) index."""

from __future__ import annotations

from vanban.archive.rules import RULES, Rules
from vanban.patterns import lazy_pattern

_GROUP = lazy_pattern(r"\\(\d)")


def index_settings(rules: Rules = RULES) -> dict[str, object]:
    """Return the body with which an index is created; its analyser `vanban` is used for texts and queries alike."""
    replaced = {
        f"vanban_replaced_{place}": {"type": "pattern_replace", "pattern": pattern, "replacement": _java(replacement)}
        for place, (pattern, replacement) in enumerate(rules.replaced)
    }
    letters = [f"{letter} => {plain}" for letter, plain in rules.letters.items() if letter != plain]
    cleaned = {
        f"vanban_cleaned_{place}": {"type": "pattern_replace", "pattern": pattern, "replacement": _java(replacement)}
        for place, (pattern, replacement) in enumerate(rules.cleaned)
    }
    synonyms = {"type": "synonym_graph", "synonyms": [f"{short}, {long}" for short, long in rules.synonyms]}
    analysis = {
        "char_filter": {**replaced, "vanban_letters": {"type": "mapping", "mappings": letters}},
        "tokenizer": {"vanban_words": {"type": "pattern", "pattern": f"({rules.token})", "group": 1}},
        "filter": {**cleaned, "vanban_synonyms": synonyms},
        "analyzer": {
            "vanban": _analyzer([*replaced, "vanban_letters"], [*cleaned]),
            "vanban_query": _analyzer([*replaced, "vanban_letters"], [*cleaned, "vanban_synonyms"]),
        },
    }
    text = {"type": "text", "analyzer": "vanban", "search_analyzer": "vanban_query"}
    fields = {"url": {"type": "keyword"}, "kind": {"type": "keyword"}, "title": text, "text": text}
    return {"settings": {"analysis": analysis}, "mappings": {"properties": fields}}


def _analyzer(before: list[str], after: list[str]) -> dict[str, object]:
    return {"type": "custom", "char_filter": before, "tokenizer": "vanban_words", "filter": after}


def _java(replacement: str) -> str:
    return _GROUP.sub(r"$\1", replacement)
