"""Originals: the files that editors wrote, each read once, so that all of a build speaks of the same words."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path


class Originals:
    """What the files held when they were first asked for."""

    def __init__(self) -> None:
        """Start with nothing read."""
        self._contents: dict[str, bytes] = {}

    def content(self, path: str) -> bytes:
        """Return the bytes of a file.

        Raises:
            OSError: There is no such file, or it can't be read.
        """
        known = self._contents.get(path)
        if known is None:
            with open(path, "rb", buffering=0) as file:  # noqa: PTH123 (called for every file)
                known = self._contents[path] = file.readall()
        return known

    def contents(self) -> Mapping[str, bytes]:
        """Return what was read and not forgotten, by path."""
        return self._contents

    def hold(self, contents: Mapping[str, bytes]) -> None:
        """Take over what another process read; what this one read before stays as it read it."""
        self._contents = {**contents, **self._contents}

    def last(self, path: str) -> bytes:
        """Return the bytes of a file once more, and forget them: the page made of it is the last to ask.

        Raises:
            OSError: There is no such file, or it can't be read.
        """
        content = self.content(path)
        del self._contents[path]
        return content

    def let_go(self, folder: Path) -> None:
        """Forget the files of a folder: they are read again from the disk when they are asked for."""
        within = str(folder) + os.sep
        self._contents = {path: content for path, content in self._contents.items() if not path.startswith(within)}


def decoded(content: bytes) -> str:
    r"""Return the text of a file, its lines ended by `\n`; bytes that are not UTF-8 raise UnicodeDecodeError."""
    return content.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
