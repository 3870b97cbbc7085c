from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from trees import DIRECTIVES, draw
from vanban.citations import Citation, Kind
from vanban.registry import Registry, Resolution, code_slug, load_registry

FILES = {
    **DIRECTIVES,
    "directives/09-nq-tw-2002.md": (
        "---\ncode: 09-NQ/TW\ntype: Nghị quyết\ndate: 2002-01-08\nterm: IX\ntitle: về cựu chiến binh\n"
        "printed: [{report: a, date: 2002-01-08, term: XI}]\n---\n"
    ),
    "directives/11-qd-tw-2019.md": (
        "---\ncode: 11-QĐ/TW\ntype: Quy định\ndate: 2019-02-18\n"
        "sources: [{field: code, value: 11-QĐi/TW, mark: V}]\n---\n"
    ),
    "directives/luat-tiep-cong-dan.md": "---\ntitle: Luật Tiếp công dân\naliases: [Luật Tiếp công dân]\n---\n",
    "directives/36-nq-tw.md": "---\ncode: 36-NQ/TW\ntype: Nghị quyết\n---\n",
}


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    loaded, problems = load_registry(draw(tmp_path, FILES) / "directives")
    assert problems == []
    return loaded


def cite(code: str | None = None, **said: object) -> Citation:
    return Citation(0, 1, "x", Kind.FULL, code=code, **said)  # type: ignore[arg-type]  # a table of cases


CASES: list[tuple[Citation, tuple[str, ...]]] = [
    (cite("25-NQ/TW", date=dt.date(2013, 6, 3)), ("25-nq-tw-2013",)),
    (cite("25-NQ/TW", term="XI"), ("25-nq-tw-2013",)),
    (cite("25-NQ/TW", term="IX"), ("25-nq-tw-ix",)),
    (cite("25-NQ/TW"), ("25-nq-tw-2013", "25-nq-tw-ix")),
    (cite("25-NQ/TW", date=dt.date(2003, 3, 12)), ("25-nq-tw-ix",)),
    (cite("25-NQ/TW", term="X"), ()),
    (cite("09-NQ/TW", date=dt.date(2002, 1, 8), term="XI"), ("09-nq-tw-2002",)),
    (cite("09-NQ/TW", date=dt.date(2011, 12, 9), term="XI"), ()),
    (cite("11-QĐi/TW"), ("11-qd-tw-2019",)),
    (cite(None, type="Nghị quyết", number=25, term="XI"), ("25-nq-tw-2013",)),
    (cite(None, type="Nghị quyết", number=25), ("25-nq-tw-2013", "25-nq-tw-ix")),
    (cite(None, type="Chỉ thị", number=25), ()),
    (cite(None, name="Luật Tiếp công dân"), ("luat-tiep-cong-dan",)),
    (cite("99-NQ/TW"), ()),
]


@pytest.mark.parametrize(("citation", "ids"), CASES)
def test_nothing_is_guessed(registry: Registry, citation: Citation, ids: tuple[str, ...]) -> None:
    assert registry.resolve(citation).ids == ids


@pytest.mark.parametrize("path", sorted(FILES))
def test_what_changes_a_resolution_changes_the_evidence(tmp_path: Path, path: str) -> None:
    """Every word of every file is changed in turn; a mention whose meaning changed must be resolved again."""

    def read(name: str, text: str) -> tuple[bytes, list[Resolution]]:
        loaded, _ = load_registry(draw(tmp_path / name, {**FILES, path: text}) / "directives")
        return loaded.evidence, [loaded.resolve(citation, "tinh-a") for citation, _ in CASES]

    evidence, meant = read("before", FILES[path])
    assert evidence
    for place, word in enumerate(re.finditer(r"[^\W\d_]+|\d+", FILES[path])):
        changed = FILES[path][: word.start()] + ("9" if word.group().isdigit() else "X") + FILES[path][word.end() :]
        after, now = read(f"after-{place}", changed)
        assert after != evidence or now == meant, word.group()


def test_a_title_is_no_evidence(tmp_path: Path) -> None:
    path = "directives/09-nq-tw-2002.md"
    one, _ = load_registry(draw(tmp_path / "one", FILES) / "directives")
    other, _ = load_registry(
        draw(tmp_path / "other", {**FILES, path: FILES[path].replace("về", "về các")}) / "directives"
    )
    assert one.evidence == other.evidence
    assert one.identity != other.identity


def test_rivals_are_named_when_the_date_contradicts(registry: Registry) -> None:
    assert registry.resolve(cite("09-NQ/TW", date=dt.date(2011, 12, 9))).rivals == ("09-nq-tw-2002",)


def test_a_local_code_of_another_province_is_another_document(registry: Registry) -> None:
    assert registry.resolve(cite("11-CT/TU"), "kien-giang").id == "11-ct-tu-2019"
    assert registry.resolve(cite("11-CT/TU"), "an-giang").id is None


@pytest.mark.parametrize(
    ("files", "shown"),
    [
        (
            {"a.md": "---\ncode: 25-NQ/TW\nterm: XI\n---\n", "b.md": "---\ncode: 25 - NQ/TW\nterm: XI\n---\n"},
            "directives/b.md:2: trùng với directives/a.md",
        ),
        (
            {
                "a.md": "---\ntitle: x\naliases: [Điều lệ Đảng]\n---\n",
                "b.md": "---\ntitle: y\naliases: [điều lệ đảng]\n---\n",
            },
            "directives/b.md:3: tên gọi «điều lệ đảng» đã là của directives/a.md",
        ),
        (
            {"a.md": "---\ncode: 1-NQ/TW\nold_ids: [b]\n---\n", "b.md": "---\ncode: 2-NQ/TW\n---\n"},
            "directives/a.md:3: địa chỉ cũ «b»",
        ),
    ],
)
def test_clashes(tmp_path: Path, files: dict[str, str], shown: str) -> None:
    draw(tmp_path / "directives", files)
    problems = load_registry(tmp_path / "directives", "directives")[1]
    assert len(problems) == 1
    assert str(problems[0]).startswith(shown)


def test_missing_folder_and_wrong_encoding(tmp_path: Path) -> None:
    assert "không có thư mục" in load_registry(tmp_path / "x", "directives")[1][0].message
    (tmp_path / "a.md").write_bytes("---\ncode: Nghị".encode("utf-16"))
    assert str(load_registry(tmp_path, "directives")[1][0]).startswith("directives/a.md: tệp không phải UTF-8")


@pytest.mark.parametrize(("code", "slug"), [("25-NQ/TW", "25-nq-tw"), ("04/2015/NĐ-CP", "04-2015-nd-cp")])
def test_code_slug(code: str, slug: str) -> None:
    assert code_slug(code) == slug
