"""Review: what the importer understood of a report, for an editor to check before the pages are published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from vanban.dates import printed_date
from vanban.importer.documents import Document, Harvest
from vanban.importer.drafts import plain_title
from vanban.importer.ledger import Proof
from vanban.importer.outline import Report
from vanban.importer.reading import Reading
from vanban.importer.registering import Registered
from vanban.importer.source import SourceText


def write_review(
    source: SourceText, reading: Reading, harvest: Harvest, proof: Proof, counts: Mapping[str, int]
) -> str:
    """Return the review as plain Vietnamese text; a second import of the same file changes nothing in it."""
    lines = [
        f"KẾT QUẢ NHẬP: {plain_title(reading.report.title) or source.name}",
        f"Nguồn: {source.name}",
        "",
        *(f"{name}: {count}" for name, count in counts.items()),
        "",
        *_proof(proof),
        "",
        "BỐ CỤC (dòng của bản gốc, mã mục, tên mục)",
        *_outline(reading.report),
        *_part("ĐÃ CHUYỂN ĐỔI KHI ĐỌC TỆP", (problem.message for problem in source.remarks)),
        *_part("CHỖ CẦN XEM LẠI", _doubts(reading, harvest)),
        *_part("DÒNG BỎ RA (số trang, đầu trang)", _left_out(reading)),
        *_part("VĂN BẢN ĐƯỢC DẪN", (_cited(document) for document in harvest.documents)),
    ]
    return "\n".join(lines) + "\n"


def write_registered(registered: Registered) -> str:
    """Return which documents are new and which known, for the command line."""
    lines = [*_part("VĂN BẢN MỚI", registered.new), *_part("VĂN BẢN ĐÃ CÓ", registered.known)]
    return "\n".join(lines) + "\n" if lines else ""


def _left_out(reading: Reading) -> Iterator[str]:
    return (f"dòng {line.number}: {line.text.strip()}" for line in reading.furniture)


def _cited(document: Document) -> str:
    facts = [*(f"ngày {printed_date(date)}" for date in document.dates), *(f"khóa {term}" for term in document.terms)]
    return f"{document.code} ({', '.join([*facts, f'{len(document.mentions)} lần'])})"


def _proof(proof: Proof) -> Iterator[str]:
    if proof.holds:
        yield f"Sổ đối chiếu: đủ {proof.words} chữ của bản gốc, đúng thứ tự, không thừa; {proof.footnotes} chú thích."
    else:
        yield "Sổ đối chiếu: KHÔNG KHỚP, không ghi gì."
        yield from (str(problem) for problem in proof.problems)


def _outline(report: Report) -> Iterator[str]:
    for section in report.sections:
        indent = "  " * section.depth
        heading = plain_title(f"{section.label} {section.title}") or "(phần mở đầu)"
        notes = f", {len(section.notes)} chú thích" if section.notes else ""
        yield f"{section.line:6d} {indent}{section.id}  {heading}  [{len(section.paragraphs)} đoạn{notes}]"


def _doubts(reading: Reading, harvest: Harvest) -> Iterator[str]:
    for doubt in (*reading.text.doubts, *harvest.doubts):
        yield f"dòng {doubt.line}: {doubt.message}" if doubt.line else doubt.message


def _part(title: str, lines: Iterable[str]) -> Iterator[str]:
    found = list(lines)
    if found:
        yield ""
        yield title
        yield from (f"- {line}" for line in found)
