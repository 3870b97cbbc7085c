"""Files of a build as the engine sees them: pages we make are kept out of its loops, files we made are written once."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from hashlib import blake2b, file_digest
from typing import Final, Protocol

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel

from swift.environment import code_digest
from swift.manifest import Fact, Look, Written, digest, stamp

_PLAIN: Final = re.compile(r"(?P<place>(?:[A-Za-z0-9_-]+/)*(?P<name>[A-Za-z0-9_-]+))\.md")
_INDEXES: Final = frozenset({"index", "README"})
_NEW_DIGEST: Final = partial(blake2b, digest_size=16)


class Source(Protocol):
    """A page made from the library, asked for its text only when it must be converted."""

    def source(self) -> str:
        """Return the page with its front matter."""

    def parts(self) -> tuple[str, dict[str, object]]:
        """Return the text and the front matter, as reading `source()` gives them."""

    def facts(self) -> Sequence[Fact] | None:
        """Return what was looked up to make it; None when only its text tells whether it changed."""

    @property
    def slow(self) -> bool:
        """Whether to make the text takes long, so that it should be begun before others."""

    def ready(self) -> bool:
        """Say whether the text is there, so that to ask for it costs nothing."""

    def forget(self) -> None:
        """Let go of the text, which would be made again if it were asked for."""


class MadeFile(File):
    """A file made from the library; it is not the engine that writes it."""

    make: Callable[[], bytes]
    """Makes the content."""
    key: Callable[[], bytes] | None = None
    """Gives the digest of all that the content follows from beside the code; empty, or None, where that is unknown."""
    before: Written | None = None
    """Digest and stamp of what the last build wrote here; None when the site does not hold it."""
    after: Written | None = None
    """The same of what lies here now."""

    def copy_file(self, dirty: bool = False) -> None:  # noqa: FBT001, FBT002 (the engine's signature)
        """Leave the file to `write`."""

    def write(self) -> Written | None:
        """Write the file unless the site still holds just this; it is not made when its key says that it does."""
        key = self.key() if self.key is not None else b""
        if key:
            return settle_keyed(self.abs_dest_path, digest(code_digest(), key), self.make, self.before)
        return settle(self.abs_dest_path, self.make(), self.before)


class MadePage(File):
    """A page made from the library; its text is made when it is asked for."""

    origin: Source

    @property
    def src_path(self) -> str:
        """Return the source address as the system writes paths; its setter takes it as addresses are written."""
        return os.path.normpath(self.src_uri)

    @src_path.setter
    def src_path(self, value: str) -> None:
        self.src_uri = value

    @property
    def _content(self) -> str:  # type: ignore[override]  # nobody sets it: the engine only reads it
        return self.origin.source()


def made_file(
    config: MkDocsConfig, address: str, make: Callable[[], bytes], key: Callable[[], bytes] | None = None
) -> MadeFile:
    """Return a file of the site with the given source address, what makes its content, and its key (`MadeFile.key`)."""
    file = MadeFile(address, src_dir=None, dest_dir=config.site_dir, use_directory_urls=config.use_directory_urls)
    file.generated_by, file.make, file.key = "vanban", make, key
    return file


def made_pages(config: MkDocsConfig, origins: Iterable[tuple[str, Source]]) -> Iterator[MadePage]:
    """Yield the pages of the site with the given source addresses.

    Where each lands is a rule of the engine; for addresses of plain letters it is short, and thousands ask for it.
    """
    site, folders = config.site_dir, config.use_directory_urls
    for address, origin in origins:
        file = MadePage(address, src_dir=None, dest_dir=site, use_directory_urls=folders)
        plain = _PLAIN.fullmatch(address) if not folders else None
        if plain is not None and plain["name"] not in _INDEXES:
            file.name, file.url = plain["name"], f"{plain['place']}.html"
            file.dest_uri = file.url
        file.generated_by, file.origin = "vanban", origin
        yield file


class SwiftFiles(Files):
    """The files of a build; the engine's two loops over pages do not get those that are made elsewhere.

    The loops are the only callers that say which inclusion they want. Were that to change, the engine would make the
    pages itself once more, with the same result.

    Attributes:
        ours: Source addresses of the pages made elsewhere.
        before: Digest and stamp of the files that the last build left, by address in the site; None while nothing is
            kept.
        copied: The same of each file that this build copied, or found as it would copy it.
    """

    def __init__(self, files: Files, before: Mapping[str, Written] | None = None) -> None:
        """Take over the files."""
        super().__init__(files)
        self.ours: frozenset[str] = frozenset()
        self.before = before
        self.copied: dict[str, Written] = {}

    def documentation_pages(self, *, inclusion: Callable[[InclusionLevel], bool] | None = None) -> Sequence[File]:
        """Return the pages: all of them, or with `inclusion` those the engine is to make."""
        if inclusion is None:
            return super().documentation_pages()
        others = (file for file in self if file.src_uri not in self.ours)
        return [file for file in others if file.is_documentation_page() and inclusion(file.inclusion)]

    def copy_static_files(
        self,
        dirty: bool = False,  # noqa: FBT001, FBT002 (the engine's signature)
        *,
        inclusion: Callable[[InclusionLevel], bool] = InclusionLevel.is_included,
    ) -> None:
        """Copy each file that is no page and is not ours, unless the site still holds just what would be copied."""
        if self.before is None:
            super().copy_static_files(dirty, inclusion=inclusion)
            return
        for file in self:
            if file.is_documentation_page() or not inclusion(file.inclusion):
                continue
            if isinstance(file, MadeFile) or file.abs_src_path is None:
                file.copy_file(dirty)
                continue
            path = file.abs_dest_path
            with open(file.abs_src_path, "rb", buffering=0) as source:  # noqa: PTH123 (called for every file)
                key = file_digest(source, _NEW_DIGEST).hexdigest()
            known = self.before.get(file.dest_uri)
            if known is None or known[0] != key or stamp(path) != known[1]:
                file.copy_file(dirty)
            written = stamp(path)
            if written is not None:
                self.copied[file.dest_uri] = key, written


def settle(path: str, content: bytes, known: Written | None) -> Written | None:
    """Write a file, unless the site still holds just this.

    Args:
        path: Where it goes.
        content: What it holds.
        known: Digest and stamp of what the last build wrote there.

    Returns:
        Digest and stamp of what lies there now; None when there is nothing.
    """
    return settle_keyed(path, digest(content), lambda: content, known)


def settle_keyed(path: str, key: str, make: Callable[[], bytes], known: Written | None) -> Written | None:
    """Do the same for a file that is known by a digest of what its content follows from; that is made if need be."""
    if known is None or known[0] != key or stamp(path) != known[1]:
        put(path, make())
    written = stamp(path)
    return (key, written) if written is not None else None


def put(path: str, content: bytes) -> None:
    """Write a file over the one that lies there.

    It is not emptied first: giving back the room that a file takes and asking for it again is most of the time that a
    small file needs on some file systems.
    """
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120 (called for every file)
        file = os.open(path, os.O_WRONLY | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
    with os.fdopen(file, "wb") as stream:
        stream.write(content)
        stream.truncate()


def site_files(folder: str) -> dict[str, Look]:
    """Return every file below a folder by address."""
    found: dict[str, Look] = {}
    waiting = [("", folder)]
    while waiting:
        prefix, place = waiting.pop()
        with os.scandir(place) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append((f"{prefix}{entry.name}/", entry.path))
                else:
                    status = entry.stat(follow_symlinks=False)
                    found[prefix + entry.name] = (status.st_size, status.st_mtime_ns), status.st_ctime_ns
    return found
