"""The corpus of the benchmark: any size, the same for the same seed, every citation in it settled."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from trees import ROOT
from vanban.loading import load_library

sys.path.insert(0, str(ROOT / "benchmarks"))
corpus = pytest.importorskip("corpus")
WORDS = [f"Năm {year} các cấp ủy đảng tiếp tục tăng cường chỉ đạo công tác dân vận." for year in range(2000, 2012)]


@pytest.mark.parametrize("pages", [1, 7, 120])
def test_a_corpus_has_the_size_asked_for(pages: int) -> None:
    made = corpus.make_corpus(pages, WORDS)
    sections = [name for name in made.docs if not name.endswith("index.md")]
    assert len(sections) + len(made.directives) == pages


def test_the_same_seed_gives_the_same_bytes() -> None:
    assert corpus.make_corpus(50, WORDS, 7) == corpus.make_corpus(50, WORDS, 7)
    assert corpus.make_corpus(50, WORDS, 7) != corpus.make_corpus(50, WORDS, 8)


def test_every_citation_of_a_corpus_is_settled(tmp_path: Path) -> None:
    corpus.draw_corpus(corpus.make_corpus(60, WORDS), tmp_path)
    library = load_library(tmp_path / "ours/docs", tmp_path / "ours/directives")
    assert len(library.links) > 60
    assert [link.mention.citation.text for link in library.links if link.document is None] == []


def test_the_words_come_from_the_report() -> None:
    words = corpus.report_words()
    assert len(words) > 50
    assert not any(mark in word for word in words for mark in "⁽*[<|")
