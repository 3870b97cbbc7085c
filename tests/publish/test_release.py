"""Preparing, compressing, signing and verifying one release."""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vanban.problems import InputError
from vanban.publish.checksums import FILE_NAME, digests, format_sums, parse_sums
from vanban.publish.compress import brotli_bytes, compressors, gzip_bytes
from vanban.publish.manifest import ReleaseFacts, read_policy
from vanban.publish.policy import Policy, policy_problems, site_policy, source_hash
from vanban.publish.prefix import page_prefix, parse_prefix, rebase
from vanban.publish.prepare import Release, prepare_release
from vanban.publish.verify import verify

MakeRelease = Callable[[str], Release]

PATHS = st.from_regex(r"[a-z0-9]{1,8}(/[a-z0-9]{1,8}){0,2}\.(html|js)", fullmatch=True)
DIGESTS = st.text("0123456789abcdef", min_size=64, max_size=64)


@settings(max_examples=25)
@given(st.dictionaries(PATHS, DIGESTS, max_size=8))
def test_the_list_reads_back(sums: dict[str, str]) -> None:
    assert parse_sums(format_sums(sums)) == sums


@pytest.mark.parametrize("path", ["../x", "/etc/passwd", "a/../../b", "a\\b", ".an", "C:x", "a//b", "a b"])
def test_a_list_that_leads_outside_is_refused(path: str) -> None:
    with pytest.raises(InputError, match="dòng tổng kiểm không đúng mẫu"):
        parse_sums(f"{'0' * 64}  {path}\n")


@pytest.mark.parametrize("text", ["x", "0" * 63 + "  a.html", "0" * 64 + " a", ("0" * 64 + "  a.html\n") * 2])
def test_a_list_of_another_form_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        parse_sums(text)


def test_the_release_is_the_same_bytes_each_time(
    material_site: Path, material_release: Release, tmp_path: Path
) -> None:
    facts = ReleaseFacts("abc", 1_577_934_245, "/dan-van/")
    again = prepare_release(material_site, tmp_path / "again", facts)
    assert again.fingerprint == material_release.fingerprint
    assert digests(again.folder) == digests(material_release.folder)


def test_the_list_is_the_one_sha256sum_checks(material_release: Release) -> None:
    command = ["sha256sum", "--quiet", "--strict", "-c", FILE_NAME]
    assert subprocess.run(command, cwd=material_release.folder, check=False).returncode == 0


def test_a_release_holds_no_source_map_and_says_what_it_is(material_release: Release) -> None:
    folder = material_release.folder
    record = json.loads((folder / "release.json").read_text(encoding="utf-8"))
    assert not list(folder.rglob("*.map"))
    assert record["committed"] == "2020-01-02T03:04:05+00:00"
    assert record["counts"]["pages"] == 4
    assert record["tools"]["mkdocs-material"]
    assert read_policy(folder) == material_release.policy == site_policy(folder)


def test_compressed_copies_hold_the_same_bytes_and_no_time(material_release: Release) -> None:
    copies = list(material_release.folder.rglob("*.gz"))
    assert "index.html.gz" in {path.name for path in copies}
    for path in copies:
        assert gzip.decompress(path.read_bytes()) == path.with_suffix("").read_bytes()
        assert path.read_bytes()[4:8] == bytes(4)
    assert not list(material_release.folder.rglob("*.png.gz"))


def test_brotli_copies_when_the_package_is_there(material_release: Release) -> None:
    copies = list(material_release.folder.rglob("*.br"))
    assert bool(copies) is (brotli_bytes() is not None)
    assert ".gz" in compressors()


@settings(max_examples=25)
@given(st.binary(max_size=500))
def test_gzip_is_a_function_of_the_data(data: bytes) -> None:
    assert gzip_bytes(data) == gzip_bytes(data)
    assert gzip.decompress(gzip_bytes(data)) == data


def problems(target: object) -> list[str]:
    return [str(problem) for problem in verify(str(target))]


def damaged(release: Release, tmp_path: Path, damage: Callable[[Path], object]) -> Path:
    copy = tmp_path / "copy"
    shutil.copytree(release.folder, copy)
    damage(copy)
    return copy


DAMAGES: dict[str, tuple[Callable[[Path], object], str]] = {
    "changed": (
        lambda folder: (folder / "index.html").write_text("khác", encoding="utf-8"),
        "index.html: nội dung khác",
    ),
    "missing": (lambda folder: (folder / "index.html").unlink(), "index.html: thiếu tệp"),
    "added": (lambda folder: (folder / "them.html").write_text("x", encoding="utf-8"), "them.html: tệp thừa"),
    "linked": (lambda folder: (folder / "them").symlink_to("/etc/hostname"), "them: là liên kết tượng trưng"),
    "half copied": (lambda folder: (folder / "404.html").write_bytes(b"<!doctype"), "404.html: nội dung khác"),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_verify_names_what_is_wrong_in_a_folder(material_release: Release, tmp_path: Path, name: str) -> None:
    damage, expected = DAMAGES[name]
    found = problems(damaged(material_release, tmp_path, damage))
    assert len(found) == 1
    assert found[0].startswith(expected)


def test_verify_says_nothing_of_a_whole_copy(material_release: Release, tmp_path: Path) -> None:
    assert (
        problems(damaged(material_release, tmp_path, lambda folder: (folder / "web.config").write_text("<x/>"))) == []
    )


def test_verify_of_another_folder(tmp_path: Path) -> None:
    assert "không có tệp SHA256SUMS" in problems(tmp_path)[0]


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (the name is the base class's)
        del format, args


@contextmanager
def served(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_verify_over_http(small_release: MakeRelease) -> None:
    release = small_release("mot")
    with served(release.folder) as address:
        assert problems(address) == []
        (release.folder / "index.html").write_text("khác", encoding="utf-8")
        (release.folder / "a/mot.html").unlink()
        assert [line.split(":")[0] for line in problems(address)] == ["a/mot.html", "index.html"]
        (release.folder / FILE_NAME).unlink()
        assert "mã 404" in problems(address)[0]
    assert "không lấy được SHA256SUMS" in problems(address)[0]


def test_the_hash_is_the_one_of_the_standard() -> None:
    # The example of Content Security Policy Level 3, section 2.3.1.
    assert source_hash("alert('Hello, world.');") == "sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng="


def test_the_policy_never_says_unsafe_inline_nor_another_host(material_release: Release) -> None:
    text = str(material_release.policy)
    assert "unsafe-inline" not in text
    assert "unsafe-eval" not in text
    assert "http" not in text
    assert text.startswith("default-src 'none'; script-src 'self' 'sha256-")
    assert policy_problems(material_release.policy)


def test_a_policy_union_serves_both() -> None:
    one, two = Policy(("sha256-a",), (), ("sha256-s",)), Policy(("sha256-b",))
    assert one | two == Policy(("sha256-a", "sha256-b"), (), ("sha256-s",))
    assert "style-src-attr 'unsafe-hashes' 'sha256-s'" in str(one | two)
    assert "style-src-attr" not in str(two)


def test_a_policy_too_long_for_a_server_is_a_finding() -> None:
    assert list(policy_problems(Policy(tuple(f"sha256-{number:044d}" for number in range(70)))))
    assert not list(policy_problems(Policy(("sha256-a",))))


@pytest.mark.parametrize(("text", "prefix"), [("/", "/"), ("", "/"), ("dan-van", "/dan-van/"), ("/a/b/", "/a/b/")])
def test_prefixes(text: str, prefix: str) -> None:
    assert parse_prefix(text) == prefix


@pytest.mark.parametrize("text", ["/a b/", "/../", '/"x/', "/a;b/", "/đ/"])
def test_prefixes_that_could_mean_something_else(text: str) -> None:
    with pytest.raises(InputError):
        parse_prefix(text)


def test_only_the_not_found_page_knows_the_prefix(material_site: Path, material_release: Release) -> None:
    before = (material_site / "404.html").read_text(encoding="utf-8")
    after = (material_release.folder / "404.html").read_text(encoding="utf-8")
    assert page_prefix(before) == "/"
    assert page_prefix(after) == "/dan-van/"
    assert '"/assets/' not in after
    assert rebase(after, "/khac/") == rebase(before, "/khac/")
    assert (material_site / "index.html").read_bytes() == (material_release.folder / "index.html").read_bytes()
