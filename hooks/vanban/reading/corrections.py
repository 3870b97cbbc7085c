"""Corrections: the page of misprints that an editor confirmed; the words of the report stay as printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from vanban.dialect import escape
from vanban.errata import Erratum
from vanban.pages.page import GeneratedPage, link
from vanban.reading.places import section_place
from vanban.reports import Section
from vanban.vietnamese import slug

PAGE: Final = "danh-muc/chu-in-sai.md"


def anchor(erratum: Erratum) -> str:
    """Return the address of a misprint on the page."""
    return f"dc-{erratum.section}-{slug(erratum.printed)[:40] or erratum.line}"


def corrections_page(errata: Sequence[tuple[Section, Erratum]]) -> GeneratedPage:
    """Return the page: what is printed, what is meant, where, why and who says so."""
    intro = (
        "Trang này liệt kê những chữ mà bản gốc in sai và biên tập viên đã xác nhận. Trang báo cáo giữ nguyên chữ in, "
        "chỉ gạch chân lượn sóng; nút ở đầu trang báo cáo ẩn hoặc hiện các dấu ấy."
    )
    rows = [_row(section, erratum) for section, erratum in errata]
    body = "\n".join(rows) if rows else "Chưa có chữ in sai nào được xác nhận."
    return GeneratedPage(PAGE, "Chữ in sai trong bản gốc", f"# Chữ in sai trong bản gốc\n\n{intro}\n\n{body}")


def _row(section: Section, erratum: Erratum) -> str:
    meant = f"nên đọc “{escape(erratum.meant)}”" if erratum.meant else "chữ in thừa"
    where = link(section_place(section), section.url, PAGE)
    signed = f"{escape(erratum.by)}, {erratum.date:%d-%m-%Y}"
    return (
        f"- In “{escape(erratum.printed)}”, {meant}; {where}. {escape(erratum.reason)} ({signed})"
        f"\n  {{: #{anchor(erratum)} }}"
    )


def errata_by_address(errata: Sequence[tuple[Section, Erratum]]) -> Mapping[str, list[Erratum]]:
    """Return the misprints of each page of a report by the page's address."""
    grouped: dict[str, list[Erratum]] = {}
    for section, erratum in errata:
        grouped.setdefault(section.path.removeprefix("docs/"), []).append(erratum)
    return grouped
