from __future__ import annotations

from pathlib import Path

from trees import DIRECTIVES, PROJECT, draw
from vanban.forwards import forward_files
from vanban.loading import load_library


def forwards(root: Path, **more: str) -> dict[str, str]:
    draw(root, {**PROJECT, **{f"directives/{name.replace('_', '-')}.md": text for name, text in more.items()}})
    return dict(forward_files(load_library(root / "docs", root / "directives")))


def test_a_bare_code_with_one_document_forwards_to_it(tmp_path: Path) -> None:
    made = forwards(tmp_path)
    assert set(made) == {"van-ban/11-ct-tu.html"}
    assert 'content="0; url=11-ct-tu-2019.html"' in made["van-ban/11-ct-tu.html"]


def test_an_old_address_forwards_for_ever(tmp_path: Path) -> None:
    text = DIRECTIVES["directives/11-ct-tu-2019.md"].replace("code:", "old_ids: [chi-thi-11]\ncode:")
    made = forwards(tmp_path, **{"11_ct_tu_2019": text})
    assert 'href="11-ct-tu-2019.html"' in made["van-ban/chi-thi-11.html"]


def test_a_document_that_holds_the_bare_code_needs_no_forward(tmp_path: Path) -> None:
    made = forwards(tmp_path, **{"36_nq_tw": "---\ncode: 36-NQ/TW\ntype: Nghị quyết\n---\n"})
    assert "van-ban/36-nq-tw.html" not in made


def test_names_are_text(tmp_path: Path) -> None:
    text = "---\ncode: 11-CT/TU\ntype: '<b>Chỉ thị</b>'\ndate: 2019-08-01\n---\n"
    assert "<b>" not in forwards(tmp_path, **{"11_ct_tu_2019": text})["van-ban/11-ct-tu.html"]
