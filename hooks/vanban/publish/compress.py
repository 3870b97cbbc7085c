"""Compress: `.gz` and `.br` copies beside the files that gain from them, so that the server compresses nothing."""

from __future__ import annotations

import gzip
import importlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Final

from vanban.publish.progress import Progress, counted, silent
from vanban.publish.tree import read_tree

_COMPRESSIBLE: Final = frozenset(
    {".html", ".css", ".js", ".json", ".svg", ".xml", ".txt", ".csv", ".ics", ".md", ".webmanifest", ".atom"}
)
_SMALLEST: Final = 512
"""Bytes; below, the header of the answer weighs more than what is saved."""

Compressor = Callable[[bytes], bytes]


def gzip_bytes(data: bytes) -> bytes:
    """Return `data` gzipped at the highest level, without time or name, so that equal input gives equal bytes."""
    return gzip.compress(data, compresslevel=9, mtime=0)


def brotli_bytes() -> Compressor | None:
    """Return the Brotli compressor at its highest level, or None when the optional `brotli` package is not there."""
    try:
        brotli = importlib.import_module("brotli")
    except ImportError:
        return None
    return lambda data: bytes(brotli.compress(data, mode=brotli.MODE_TEXT, quality=11))


def compressors() -> dict[str, Compressor]:
    """Return the compressors of this machine by the suffix of the files they write."""
    brotli = brotli_bytes()
    return {".gz": gzip_bytes, **({".br": brotli} if brotli else {})}


def compress_site(site: Path, progress: Progress = silent) -> int:
    """Write a compressed copy beside each text file that becomes at least a tenth smaller; return the bytes saved.

    The saving counts gzip, which every server here sends. Copies are never older than their file: they are made in
    the staged release, which nobody serves yet.
    """
    files = [file.path for file in read_tree(site).files if _gains(file.path, file.size)]
    with ThreadPoolExecutor() as pool:  # both compressors let other threads work meanwhile
        savings = pool.map(partial(_compress_file, site, compressors()), files)
        return sum(saved for _, saved in zip(counted("Nén sẵn tệp", files, progress), savings, strict=True))


def _compress_file(site: Path, known: dict[str, Compressor], path: str) -> int:
    """Write the compressed copies of one file; return the bytes its gzip copy saves."""
    data = (site / path).read_bytes()
    saved = 0
    for suffix, packed in _packed(data, known):
        (site / f"{path}{suffix}").write_bytes(packed)
        saved += len(data) - len(packed) if suffix == ".gz" else 0
    return saved


def _gains(path: str, size: int) -> bool:
    return size >= _SMALLEST and Path(path).suffix in _COMPRESSIBLE


def _packed(data: bytes, known: dict[str, Compressor]) -> Iterator[tuple[str, bytes]]:
    for suffix, compressor in known.items():
        packed = compressor(data)
        if len(packed) * 10 <= len(data) * 9:
            yield suffix, packed
