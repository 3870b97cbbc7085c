from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanban.front_matter import Mapping, Scalar, Sequence, read_front_matter, read_yaml


def test_values_keep_their_text_and_line() -> None:
    parts, problems = read_front_matter(
        "a.md", "---\ncode: 05-CT/TW\ndate: 2016-05-15\naliases: [a, b]\n---\n\nNội dung\n"
    )
    assert problems == []
    assert parts.values.entries["code"] == Scalar("05-CT/TW", 2)
    assert parts.values.entries["date"] == Scalar("2016-05-15", 3)
    assert parts.values.entries["aliases"] == Sequence((Scalar("a", 4), Scalar("b", 4)), 4)
    assert (parts.body, parts.body_line, parts.present) == ("\nNội dung\n", 6, True)


@pytest.mark.parametrize("empty", ["", " ~", " null", ' ""'])
def test_an_empty_value_is_none_unless_quoted(empty: str) -> None:
    value = read_front_matter("a.md", f"---\ncode:{empty}\n---\n")[0].values.entries["code"]
    assert isinstance(value, Scalar)
    assert value.text == ("" if '"' in empty else None)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("---\ncode: a\ncode: b\n---\n", 3, "«code» viết hai lần (lần đầu ở dòng 2)"),
        ("---\ncode: a\n", 1, "không đóng"),
        ("---\ntitle: a: b\n---\n", 2, "sai cú pháp YAML"),
        ("---\ntitle:\n\t- b\n---\n", 3, "sai cú pháp YAML"),
        ("---\njust words\n---\n", 2, "khóa: giá trị"),
        ("---\n? [a, b]\n: c\n---\n", 2, "tên khóa"),
        ("---\ntitle: \x07\n---\n", 2, "ký tự"),
        ("---\nprinted:\n  - report: a\n    report: b\n---\n", 4, "«report» viết hai lần"),
    ],
)
def test_faults_have_a_line(text: str, line: int, words: str) -> None:
    problems = read_front_matter("a.md", text)[1]
    assert [(problem.path, problem.line) for problem in problems] == [("a.md", line)]
    assert words in problems[0].message


def test_a_file_without_a_block_is_all_body() -> None:
    parts, problems = read_front_matter("a.md", "# Tiêu đề\n")
    assert (parts.body, parts.present, problems, parts.values) == ("# Tiêu đề\n", False, [], Mapping({}, 1))


@given(st.text())
def test_any_text_gives_a_value_or_a_problem(text: str) -> None:
    value, problems = read_yaml("a", f"x: y\n{text}")
    assert value is not None or problems


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"])))
def test_the_body_is_kept_to_the_letter(text: str) -> None:
    assert read_front_matter("a.md", f"---\nx: y\n---\n{text}")[0].body == text
