"""Verify: is a copy of the site, in a folder, in a USB zip or on a server, the release that was signed off."""

from __future__ import annotations

import hashlib
import urllib.error
import urllib.parse
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from vanban.problems import InputError, Problem
from vanban.publish.checksums import FILE_NAME, digests, parse_sums, sum_problems
from vanban.publish.progress import Progress, counted, silent
from vanban.publish.tree import read_tree

_TIMEOUT: Final = 30.0
"""Seconds an answer may take before the address counts as unreachable."""

_LARGEST: Final = 64 * 1024 * 1024
"""Bytes of one file read from a server."""

_UNLISTED: Final = frozenset({"web.config", ".lock"})
"""Files beside a release that belong to the server and to the publishing itself, not to the text."""

Opener = Callable[[urllib.request.Request], bytes]


def verify(target: str, progress: Progress = silent) -> Iterator[Problem]:
    """Yield what differs between `target` and its own `SHA256SUMS`; nothing when the copy is whole.

    Args:
        target: A folder, a `.zip`, or an `http(s)://` address of the site's home folder.
        progress: Told how many files are checked.
    """
    try:
        yield from _verify(target, progress)
    except InputError as error:
        yield error.problem


def _verify(target: str, progress: Progress) -> Iterator[Problem]:
    if target.startswith(("http://", "https://")):
        return verify_url(target, progress)
    path = Path(target)
    if path.is_file() and zipfile.is_zipfile(path):
        return verify_zip(path, progress)
    return verify_folder(path, progress)


def verify_folder(folder: Path, progress: Progress = silent) -> Iterator[Problem]:
    """Yield what differs between a folder and its list, files added or linked from elsewhere included."""
    listing = folder / FILE_NAME
    if not listing.is_file():
        raise _no_list(str(folder))
    expected = parse_sums(listing.read_text(encoding="utf-8", errors="replace"), str(listing))
    tree = read_tree(folder)
    yield from (problem for problem in tree.problems if problem.path not in expected.keys() | _UNLISTED)
    found = {path: digest for path, digest in digests(folder, progress).items() if path not in _UNLISTED}
    yield from sum_problems(expected, found)


def verify_zip(path: Path, progress: Progress = silent) -> Iterator[Problem]:
    """Yield what differs between a USB zip and the list it holds, without unpacking it."""
    with zipfile.ZipFile(path) as archive:
        if FILE_NAME not in archive.namelist():
            raise _no_list(str(path))
        expected = parse_sums(archive.read(FILE_NAME).decode("utf-8", "replace"), f"{path}/{FILE_NAME}")
        names = [name for name in archive.namelist() if name != FILE_NAME]
        try:
            found = {
                name: hashlib.sha256(archive.read(name)).hexdigest()
                for name in counted("Kiểm tra tệp nén", names, progress)
            }
        except (zipfile.BadZipFile, OSError) as error:
            raise InputError(Problem(str(path), 0, f"tệp nén hỏng ({error}); chép lại")) from error
    yield from sum_problems(expected, found)


def fetch(request: urllib.request.Request) -> bytes:
    """Return the body of an answer, uncompressed, at most `_LARGEST` bytes.

    Raises:
        OSError: The server cannot be reached or refuses.
    """
    with urllib.request.urlopen(request, timeout=_TIMEOUT) as answer:  # noqa: S310  (callers pass http(s) only)
        return bytes(answer.read(_LARGEST + 1))


def verify_url(address: str, progress: Progress = silent, opener: Opener = fetch) -> Iterator[Problem]:
    """Yield what differs between what a server sends and the list it sends; extra files on it cannot be seen.

    Args:
        address: `http(s)://` address of the site's home folder.
        progress: Told how many files are checked.
        opener: Answers a request; replaced where sign-in is needed.
    """
    home = address if address.endswith("/") else f"{address}/"
    try:
        listing = opener(_request(home, FILE_NAME))
    except OSError as error:
        message = f"không lấy được {FILE_NAME} ({_reason(error)}); kiểm tra địa chỉ và máy chủ"
        raise InputError(Problem(address, 0, message)) from error
    expected = parse_sums(listing.decode("utf-8", "replace"), f"{home}{FILE_NAME}")
    for path in counted("Kiểm tra trên máy chủ", sorted(expected), progress):
        yield from _url_problems(home, path, expected[path], opener)


def _url_problems(home: str, path: str, digest: str, opener: Opener) -> Iterator[Problem]:
    try:
        body = opener(_request(home, path))
    except OSError as error:
        yield Problem(path, 0, f"máy chủ không trả tệp này ({_reason(error)}); chép lại cả bản phát hành")
        return
    if hashlib.sha256(body).hexdigest() != digest:
        yield Problem(path, 0, "nội dung máy chủ trả khác bản phát hành; chép lại cả bản")


def _request(home: str, path: str) -> urllib.request.Request:
    url = urllib.parse.urljoin(home, urllib.parse.quote(path))
    return urllib.request.Request(url, headers={"Accept-Encoding": "identity"})  # noqa: S310  (http(s), see verify)


def _reason(error: OSError) -> str:
    if isinstance(error, urllib.error.HTTPError):
        return f"mã {error.code}"
    return str(getattr(error, "reason", error))


def _no_list(where: str) -> InputError:
    return InputError(Problem(where, 0, f"không có tệp {FILE_NAME}; chọn đúng thư mục gốc của bản phát hành"))
