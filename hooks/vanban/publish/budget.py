"""Budget: how heavy a publication may be; figures are data, so that one place decides them."""

from __future__ import annotations

from vanban.records import dataclass

KIB = 1024
MIB = 1024 * KIB


@dataclass(frozen=True, slots=True)
class Budget:
    """Limits in bytes; a publication that passes one stops.

    Attributes:
        page: One HTML page, uncompressed (the whole report on one page is the largest).
        first_view: What a cold reader of a page moves: the page, its styles, scripts and images, gzipped.
        asset: Any other single file.
        site: The whole site, uncompressed (a common USB stick holds 4 GB, FAT32 included).
    """

    page: int = 1536 * KIB
    first_view: int = 400 * KIB
    asset: int = 16 * MIB
    site: int = 2048 * MIB
