"""Files that LibreOffice writes give the same pages as the text, and the old Word format is read through it."""

from __future__ import annotations

import contextlib
import http.server
import random
import shutil
import subprocess
import threading
from pathlib import Path
from typing import ClassVar

import pytest

from importer import wordfile
from importer.test_word import REPORTS, pages
from vanban.importer.formats import decode_source, read_source
from vanban.importer.formats.outside import convert_doc
from vanban.problems import InputError

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
pytestmark = pytest.mark.skipif(
    SOFFICE is None, reason="LibreOffice is not installed (apt-get install libreoffice-writer)"
)
pytest.importorskip("pypandoc")


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("profile")


def convert(source: Path, kind: str, profile: Path) -> Path:
    """Let LibreOffice save a file in another format beside it, in a folder named by the format."""
    folder = source.parent / kind
    command = [str(SOFFICE), f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", kind]
    subprocess.run([*command, "--outdir", str(folder), str(source)], check=True, capture_output=True, timeout=180)
    return folder / f"{source.stem}.{kind}"


def word_file(report: Path, folder: Path, numbers: str = wordfile.OUTLINE) -> tuple[Path, dict[str, str]]:
    wanted = pages("a.txt", report.read_bytes())
    bodies = [text.split("---\n", 2)[2] for text in wanted.values()]
    file = folder / "bao-cao.docx"
    file.write_bytes(wordfile.report(bodies, random.Random(7), numbers))
    return file, wanted


@pytest.mark.parametrize("report", REPORTS, ids=lambda path: path.stem)
def test_an_odt_and_a_docx_of_libreoffice_give_the_pages_of_the_text(
    report: Path, tmp_path: Path, profile: Path
) -> None:
    file, wanted = word_file(report, tmp_path)
    if "1-2" in str(wanted):  # numbers that begin again with each page are lost: LibreOffice lays out pages of its own
        wanted = {name: text.replace("[^1-2]", "[^2]") for name, text in wanted.items()}
    odt = convert(file, "odt", profile)
    assert pages("a.odt", odt.read_bytes()) == wanted
    assert pages("a.docx", convert(odt, "docx", profile).read_bytes()) == wanted


def test_an_old_word_file_gives_the_pages_of_the_text(tmp_path: Path, profile: Path) -> None:
    file, wanted = word_file(REPORTS[0], tmp_path, wordfile.TWO_LISTS)
    old = convert(file, "doc", profile)
    assert pages("a.docx", file.read_bytes()) == wanted
    assert pages("a.doc", read_source(old).received and old.read_bytes()) == wanted


class _Asked(http.server.BaseHTTPRequestHandler):
    paths: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.paths.append(self.path)
        self.send_error(404)

    def log_message(self, *_: object) -> None:
        pass


def test_libreoffice_fetches_nothing() -> None:
    server = http.server.HTTPServer(("127.0.0.1", 0), _Asked)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    far = f"http://127.0.0.1:{server.server_port}"
    page = f'<html><link rel=stylesheet href="{far}/c.css"><body><p>BÁO CÁO</p><img src="{far}/a.png"></body></html>'
    try:
        with contextlib.suppress(InputError):
            convert_doc("a.doc", page.encode())
    finally:
        server.shutdown()
        server.server_close()
    assert _Asked.paths == []


@pytest.mark.parametrize("kind", ["docx", "html"])
def test_what_is_saved_under_doc_but_is_none_is_read_as_what_it_is(kind: str) -> None:
    words = "Các cấp ủy đảng tiếp tục tăng cường chỉ đạo công tác dân vận ở những vùng sâu và vùng xa trong tỉnh."
    page = f"<html><meta charset=utf-8><body><p>{words}</p></body></html>"
    word = wordfile.pack(wordfile.Maker(random.Random(1)).paragraph(words))
    source = decode_source("a.doc", word if kind == "docx" else page.encode())
    assert (source.name, source.text) == ("a.doc", f"{words}\n")
