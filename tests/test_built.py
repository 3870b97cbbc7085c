"""The real project, built strictly: what a reader meets on its pages."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from trees import ROOT
from vanban.library import Library
from vanban.loading import load_library

BODY = re.compile(r'<article class="md-content__inner[^>]*>(.*?)</article>', re.DOTALL)
CITE = re.compile(r'<a\b([^>]*\bclass="[^"]*\bvb-cite\b[^"]*"[^>]*)>(.*?)</a>', re.DOTALL)


def build(site: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(site)]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("strict") / "site"
    done = build(folder)
    assert done.returncode == 0, done.stderr[-4000:]
    assert "WARNING" not in done.stderr
    return folder


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(ROOT / "docs", ROOT / "directives")


def test_every_mention_of_a_report_is_one_link_and_there_is_no_other(site: Path, library: Library) -> None:
    for section in library.sections.values():
        wanted = [
            (link.document, " ".join(link.mention.citation.text.split()))
            for link in library.links_by_path.get(section.path, ())
        ]
        found = []
        article = BODY.search((site / section.url).read_text("utf-8"))
        assert article is not None
        for attributes, words in CITE.findall(article.group(1)):
            target = re.search(r'href="\.\./\.\./van-ban/([a-z0-9-]+)\.html"', attributes)
            assert target is not None, attributes
            found.append((target.group(1), re.sub(r"<[^>]+>", "", words)))
        assert Counter(found) == Counter(wanted), section.path


def test_every_document_has_its_page_with_every_place_that_cites_it(site: Path, library: Library) -> None:
    for directive in library.registry.directives:
        page = (site / f"van-ban/{directive.id}.html").read_text("utf-8")
        for link in library.links_by_document.get(directive.id, ()):
            assert f'href="../{link.url}"' in page, (directive.id, link.url)


def test_every_address_that_data_or_pages_name_exists(site: Path, library: Library) -> None:
    for link in library.links:
        path, _, anchor = link.url.partition("#")
        assert f'id="{anchor}"' in (site / path).read_text("utf-8"), link.url


def test_printed_footnote_numbers_occur_once_as_reference_and_once_as_note(site: Path, library: Library) -> None:
    pages = "".join((site / section.url).read_text("utf-8") for section in library.sections.values())
    references = re.findall(r'<sup id="fnref:(\d+)"><a[^>]*>(\d+)</a></sup>', pages)
    notes = re.findall(r'<li id="fn:(\d+)" value="(\d+)"', pages)
    for found in (references, notes):
        assert all(number == shown for number, shown in found)
        assert Counter(number for number, _ in found) == Counter(note.number for note in library.footnotes)


def test_exports_say_what_the_library_says(site: Path, library: Library) -> None:
    def read(name: str) -> list[dict[str, object]]:
        records: list[dict[str, object]] = json.loads((site / f"data/{name}.json").read_text("utf-8"))
        return records

    assert {str(record["id"]): record["citations"] for record in read("directives")} == {
        directive.id: len(library.links_by_document.get(directive.id, ())) for directive in library.registry.directives
    }
    assert len(read("citations")) == len(library.links)
    assert len(read("footnotes")) == len(library.footnotes)
    assert {record["section"] for record in read("citations")} <= {record["id"] for record in read("sections")}


def test_no_page_asks_another_host_for_anything(site: Path) -> None:
    for page in site.rglob("*.html"):
        html = page.read_text("utf-8")
        loads = re.findall(r'<(?:script|img|iframe|link|source|video)\b[^>]*(?:src|href)="(https?://[^"]*)"', html)
        assert [address for address in loads if "canonical" not in address] == [], page


def test_what_an_editor_keeps_is_not_published(site: Path) -> None:
    kept = ("ban-goc", "dinh-chinh", "ket-qua-nhap", "nhap-khau", "quyet-dinh")
    assert [path for path in site.rglob("*") if path.name.startswith(kept)] == []


def test_two_builds_of_one_commit_are_byte_identical(site: Path, tmp_path: Path) -> None:
    again = tmp_path / "site"
    assert build(again).returncode == 0

    def digests(folder: Path) -> dict[str, str]:
        files = [file for file in sorted(folder.rglob("*")) if file.is_file()]
        return {file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}

    assert digests(site) == digests(again)
