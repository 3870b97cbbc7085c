"""Parts: what is kept of the index as bytes; each stays in its file until it is asked for, as few are after an edit."""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import TypeAlias

Place: TypeAlias = tuple[int, int, int]
"""Start, length and CRC-32 of bytes in a file."""


class DamagedError(Exception):
    """A file is not as it was written."""


class FiledPart:
    """Bytes in a file, read each time they are asked for: `bytes(part)`; `len(part)` says how many there are.

    Attributes:
        path: The file.
        place: Where they stand in it.
    """

    __slots__ = ("path", "place")
    __hash__ = None  # type: ignore[assignment]  # equal parts may stand in different places

    def __init__(self, path: Path, place: Place) -> None:
        """Take the place; nothing is read yet."""
        self.path, self.place = path, place

    def __len__(self) -> int:
        """Return how many bytes there are."""
        return self.place[1]

    def __bytes__(self) -> bytes:
        """Return the bytes.

        Raises:
            DamagedError: They are not those that were written.
        """
        start, length, check = self.place
        try:
            with self.path.open("rb") as file:
                file.seek(start)
                data = file.read(length)
        except OSError as error:
            raise DamagedError from error
        if len(data) != length or zlib.crc32(data) != check:
            raise DamagedError
        return data

    def __eq__(self, other: object) -> bool:
        """Say whether the other part has the same bytes."""
        return bytes(self) == bytes(other) if isinstance(other, bytes | FiledPart) else NotImplemented


Part: TypeAlias = bytes | FiledPart
"""Bytes in memory, as whoever made them has them, or in a file."""
