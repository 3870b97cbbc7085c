from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trees import ROOT
from vanban.directive_fields import EVIDENCE, FIELDS, VALIDITIES, VERBS
from vanban.directives import Claim, Directive, Printed, Relation, format_directive, parse_directive
from vanban.vietnamese import nfc

LINE = (
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1)
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
)
MAYBE_LINE = st.none() | LINE
DATE = st.none() | st.dates(min_value=dt.date(1930, 1, 1), max_value=dt.date(2100, 1, 1))
TERM = st.none() | st.sampled_from(["I", "IX", "XI", "XIV"])
DIRECTIVE = st.builds(
    Directive,
    id=st.just("25-nq-tw"),
    code=st.just("25-NQ/TW"),
    type=MAYBE_LINE,
    issuer=MAYBE_LINE,
    date=DATE,
    term=TERM,
    plenum=st.none() | st.integers(1, 20),
    title=MAYBE_LINE,
    jurisdiction=MAYBE_LINE,
    validity=st.sampled_from(VALIDITIES),
    aliases=st.lists(LINE, max_size=3).map(tuple),
    relations=st.lists(
        st.builds(Relation, st.sampled_from(list(VERBS)), LINE, reverse=st.booleans(), source=MAYBE_LINE, checked=DATE),
        max_size=2,
    ).map(tuple),
    printed=st.lists(st.builds(Printed, LINE, date=DATE, term=TERM, title=MAYBE_LINE), max_size=2).map(tuple),
    sources=st.lists(
        st.builds(Claim, st.just("title"), LINE, st.sampled_from(list(EVIDENCE)), MAYBE_LINE, DATE), max_size=2
    ).map(tuple),
    body=st.just("") | LINE,
)


@given(DIRECTIVE)
def test_format_and_parse_are_inverse(directive: Directive) -> None:
    text = format_directive(directive)
    parsed, problems = parse_directive("directives/25-nq-tw.md", text)
    assert problems == []
    assert format_directive(parsed) == nfc(text)


@pytest.mark.parametrize("path", sorted((ROOT / "directives").glob("*.md")), ids=lambda path: path.stem)
def test_every_committed_file_reads_clean_and_back(path: Path) -> None:
    text = path.read_text("utf-8")
    directive, problems = parse_directive(f"directives/{path.name}", text)
    assert problems == []
    assert format_directive(directive) == text


@pytest.mark.parametrize(
    ("path", "text", "shown"),
    [
        ("directives/25 NQ.md", "---\ncode: a\n---\n", "directives/25 NQ.md: tên tệp chỉ gồm"),
        ("directives/a.md", "nội dung\n", "directives/a.md:1: thiếu phần đầu tệp"),
        ("directives/a.md", "---\ntype: Nghị quyết\n---\n", "directives/a.md:1: phải có «code»"),
        (
            "directives/a.md",
            "---\ncode: a\nsources: [{field: date, value: 3-6-2013, mark: V}]\n---\n",
            "directives/a.md:3: nguồn của «date»",
        ),
        (
            "directives/a.md",
            "---\ncode: a\nrelations: [{verb: thuc hien, to: b}]\n---\n",
            "directives/a.md:3: «verb: thuc hien»",
        ),
    ],
)
def test_faults(path: str, text: str, shown: str) -> None:
    problems = [str(problem) for problem in parse_directive(path, text)[1]]
    assert any(problem.startswith(shown) for problem in problems), problems


def test_unknown_stays_empty() -> None:
    directive = parse_directive("directives/a.md", "---\ncode: 36-NQ/TW\n---\n")[0]
    assert (directive.date, directive.term, directive.title, directive.validity) == (None, None, None, "chưa xác minh")


def test_every_field_is_explained_in_vietnamese() -> None:
    assert all(field.meaning and field.example for field in FIELDS)


def test_a_value_stated_twice_is_written_twice() -> None:
    date = dt.date(2013, 6, 3)
    text = format_directive(Directive("a", code="25-NQ/TW", date=date, printed=(Printed("b", date=date),)))
    assert text.count("date: 2013-06-03") == 2
