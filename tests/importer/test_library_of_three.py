"""Three reports, each received in another format, imported one after the other and built into one strict site."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path

import pytest

from importer import wordfile
from importer.test_word import REPORTS, ROOT, pages
from trees import build_tree
from vanban.importer.formats import read_source
from vanban.importer.ledger import audit_report
from vanban.importer.plan import plan_import
from vanban.importer.store import write_plan

pytest.importorskip("pypandoc")
KNOWN = ("25-nq-tw-2013", "25-nq-tw-ix", "43-ct-tw-2010", "43-ct-tw-2015", "217-qd-tw-xi")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project with a report of 2019 (text), 2020 (Word) and a regulation (text), imported in this order."""
    root = tmp_path_factory.mktemp("three")
    docs, directives = root / "docs", root / "directives"
    for folder in (docs, directives):
        folder.mkdir()
    (docs / "index.md").write_text("---\ntitle: Trang chủ\n---\n\n# Thư viện\n", "utf-8")
    for name in KNOWN:
        shutil.copy(ROOT / "directives" / f"{name}.md", directives)
    for path in REPORTS:
        name = "dan-van-2019" if path.stem == "ban-goc" else path.stem
        source = path
        if name == "dan-van-2020":
            bodies = [text.split("---\n", 2)[2] for text in pages("a.txt", path.read_bytes()).values()]
            source = root / f"{name}.docx"
            source.write_bytes(wordfile.report(bodies, random.Random(1)))
        write_plan(plan_import(read_source(source), name, docs, directives, "kien-giang"))
    return root


@pytest.fixture(scope="module")
def built(root: Path) -> tuple[Path, list[str]]:
    return build_tree(root)


def test_the_strict_build_has_no_warning(built: tuple[Path, list[str]]) -> None:
    site, warnings = built
    assert warnings == []
    for name in ("dan-van-2019", "dan-van-2020", "quy-che-2018"):
        assert (site / "bao-cao" / name / "index.html").is_file()


def test_every_report_is_proved_against_its_own_source(root: Path) -> None:
    for folder in sorted((root / "docs" / "bao-cao").iterdir()):
        assert list(audit_report(folder)) == []


def test_a_document_cited_by_two_reports_has_backlinks_to_both(built: tuple[Path, list[str]]) -> None:
    site, _ = built
    citations = json.loads((site / "data" / "citations.json").read_text("utf-8"))
    citing = {entry["report"] for entry in citations if entry["document"] == "25-nq-tw-2013"}
    assert citing == {"dan-van-2019", "dan-van-2020"}
    page = (site / "van-ban" / "25-nq-tw-2013.html").read_text("utf-8")
    assert "bao-cao/dan-van-2019/p1-i-1.html" in page
    assert "bao-cao/dan-van-2020/i.html" in page


def test_documents_of_one_code_stay_apart_and_are_not_guessed(built: tuple[Path, list[str]]) -> None:
    site, _ = built
    told_apart = (site / "van-ban" / "43-ct-tw.html").read_text("utf-8")
    assert "43-ct-tw-2010.html" in told_apart
    assert "43-ct-tw-2015.html" in told_apart
    unsettled = (site / "bao-cao" / "dan-van-2020" / "ii-1-1.html").read_text("utf-8")
    assert "van-ban/43-ct-tw.html" in unsettled


def test_a_known_document_gains_what_a_second_report_prints_and_loses_nothing(root: Path) -> None:
    text = (root / "directives" / "217-qd-tw-xi.md").read_text("utf-8")
    for line in (ROOT / "directives" / "217-qd-tw-xi.md").read_text("utf-8").splitlines():
        assert line in text
    assert text.count("report: dan-van-2020") == 1
