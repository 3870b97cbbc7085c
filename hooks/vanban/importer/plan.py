"""ImportPlan: everything one import would write, proved before anything is written.

The plan is made from what stands on disk and the source alone; `store.write_plan` carries it out. A page that nobody
edited is replaced; an edited one is merged with a better scan, or kept as it is, and always listed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path
from typing import Final

from vanban import errata
from vanban.importer import manifest
from vanban.importer.documents import Cited, Harvest, group_documents
from vanban.importer.drafts import draft_pages
from vanban.importer.ledger import Proof, audit
from vanban.importer.manifest import Manifest, digest
from vanban.importer.merge import merge
from vanban.importer.moving import find_origins
from vanban.importer.reading import Reading, read_report, read_unstructured
from vanban.importer.registering import register
from vanban.importer.review import write_registered, write_review
from vanban.importer.source import SourceText, refuse
from vanban.mentions import scan_page
from vanban.patterns import lazy_pattern
from vanban.problems import InputError, Problem, Severity
from vanban.records import dataclass
from vanban.registry import Registry, load_registry
from vanban.reports import SOURCE_NAME

REPORTS: Final = "bao-cao"
REVIEW_NAME: Final = "ket-qua-nhap.txt"
_ID: Final = lazy_pattern(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LONGEST_ID: Final = 60
_RESERVED: Final = lazy_pattern(r"(?:con|prn|aux|nul|com\d|lpt\d|index)")


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import would do.

    Attributes:
        report_id: The report's id.
        folder: The report's folder.
        files: Files to write, by path; a file that would not change is left out.
        removed: Pages of an earlier import that the new outline no longer has and nobody edited.
        kept: Pages that an editor changed and that stay as they are.
        review: What the importer understood, for the editor.
        problems: Findings; those that stop mean that nothing may be written.
        proof: The ledger's proof of the pages.
        counts: What was found, by Vietnamese name, in the order to show.
    """

    report_id: str
    folder: Path
    files: Mapping[Path, bytes]
    removed: tuple[Path, ...]
    kept: tuple[Path, ...]
    review: str
    problems: tuple[Problem, ...]
    proof: Proof
    counts: Mapping[str, int] = field(default_factory=dict)


def plan_import(
    source: SourceText, report_id: str, docs_dir: Path, directives_dir: Path, jurisdiction: str = ""
) -> ImportPlan:
    """Plan the import of a source.

    Args:
        source: The source, read by `read_source`.
        report_id: Folder name under `bao-cao/`: small ASCII letters, digits and single dashes.
        docs_dir: The folder of pages.
        directives_dir: The folder of directive files.
        jurisdiction: Where local documents belong (`kien-giang`); the earlier import's when empty.

    Returns:
        The plan; nothing has been written.

    Raises:
        InputError: The id is no safe folder name, the source is not a report, or a folder is missing or a link.
    """
    check_id(report_id)
    folder = _folder(docs_dir, report_id)
    before = _read_manifest(folder)
    jurisdiction = jurisdiction or before.jurisdiction
    reading, pages, proof = _proved(source, report_id, jurisdiction)
    harvest = group_documents(_cited(pages, folder.as_posix()))
    registry, found = _registry(directives_dir)
    texts = {directive.id: _text(directives_dir / f"{directive.id}.md") for directive in registry.directives}
    registered = register(harvest.documents, report_id, jurisdiction, registry, texts)
    base = _base(folder, report_id, before, jurisdiction)
    origins = find_origins(base, pages) if base else dict(zip(pages, pages, strict=True))
    earlier = _Earlier(before.files, base)
    settled = [_settle(folder / name, text, earlier, origins.get(name)) for name, text in pages.items()]
    stale = [folder / name for name in before.files if name not in pages and (folder / name).is_file()]
    taken = [_taken(folder / name) for name in _orphans(folder, before, pages, origins)]
    removed = [path for path in stale if digest(path.read_bytes()) == before.files[path.name]]
    problems = [*source.remarks, *found, *registered.problems, *(p for part in settled for p in part.problems)]
    moved = {folder / origin for name, origin in origins.items() if name != origin}
    removed += [path for path in stale if path in moved and path not in removed]
    problems += [*taken, *(_stale(path) for path in stale if path not in removed)]
    counts = _counts(reading, harvest)
    review = write_review(source, reading, harvest, proof, counts)
    files = {part.path: part.content for part in settled if part.content is not None}
    files |= _beside(folder, source, review, pages, jurisdiction)
    files |= {directives_dir / name: text.encode() for name, text in registered.files.items()}
    return ImportPlan(
        report_id,
        folder,
        {path: content for path, content in files.items() if _content(path) != content},
        tuple(removed),
        tuple(part.path for part in settled if part.kept),
        review + write_registered(registered),
        (*problems, *proof.problems),
        proof,
        counts,
    )


def check_id(report_id: str) -> None:
    """Refuse an id that is no safe folder name.

    Raises:
        InputError: Anything but small ASCII letters, digits and single dashes, or a name the systems reserve.
    """
    if not _ID.fullmatch(report_id) or len(report_id) > _LONGEST_ID or _RESERVED.fullmatch(report_id):
        rule = "chỉ dùng chữ thường không dấu, số và gạch nối, ví dụ «dan-van-2019»"
        message = f"mã báo cáo «{report_id[:80]}» không hợp lệ; {rule}"
        raise InputError(Problem("--report", 0, message))


def _folder(docs_dir: Path, report_id: str) -> Path:
    if not docs_dir.is_dir():
        raise refuse(docs_dir.as_posix(), "không có thư mục này; hãy tạo hoặc chỉ đúng thư mục bằng --docs")
    folder = docs_dir / REPORTS / report_id
    if not folder.resolve().is_relative_to(docs_dir.resolve()):
        raise refuse(folder.as_posix(), "thư mục báo cáo là liên kết ra ngoài thư mục trang; hãy bỏ liên kết đó")
    return folder


def _registry(folder: Path) -> tuple[Registry, list[Problem]]:
    if not folder.exists():
        return Registry(()), []
    registry, problems = load_registry(folder)
    return registry, [problem for problem in problems if problem.severity is Severity.STOPS]


def _proved(source: SourceText, report_id: str, jurisdiction: str) -> tuple[Reading, dict[str, str], Proof]:
    """Read the source with its structure; when the ledger finds a fault in that, as plain paragraphs in order."""
    for read in (read_report, read_unstructured):
        reading = read(source)
        pages = draft_pages(reading.report, report_id, jurisdiction)
        proof = audit(source.text, pages)
        if proof.holds:
            break
    return reading, pages, proof


def _cited(pages: Mapping[str, str], folder: str) -> Iterator[Cited]:
    for name, text in pages.items():
        head, body = _parts(text)
        for mention in scan_page(name, body, None, head.count("\n") + 1):
            yield Cited(mention.citation, f"{folder}/{name}", mention.line)


def _parts(text: str) -> tuple[str, str]:
    end = text.index("---\n", 4) + 4
    return text[:end], text[end:]


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _read_manifest(folder: Path) -> Manifest:
    return manifest.parse_manifest(_text(folder / manifest.NAME)) if (folder / manifest.NAME).is_file() else Manifest()


def _base(folder: Path, report_id: str, before: Manifest, jurisdiction: str) -> Mapping[str, str]:
    """Return the pages as the earlier import wrote them, made again from the source it kept."""
    content = _content(folder / SOURCE_NAME)
    if content is None or not before.files:
        return {}
    from vanban.importer.formats import decode_source  # noqa: PLC0415 (formats import the office readers)

    try:
        source = replace(decode_source(SOURCE_NAME, content), cut=before.cut)
        return _proved(source, report_id, before.jurisdiction or jurisdiction)[1]
    except InputError:
        return {}


@dataclass(frozen=True, slots=True)
class _Earlier:
    """The earlier import: what it wrote, as digests and as text."""

    files: Mapping[str, str]
    pages: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Settled:
    """One page: what to write (None to leave it), whether an editor's version stays, and findings."""

    path: Path
    content: bytes | None
    kept: bool = False
    problems: Sequence[Problem] = ()


def _settle(path: Path, text: str, earlier: _Earlier, origin: str | None) -> _Settled:
    """Settle one page; `origin` is the page of the earlier import that its words come from."""
    content = text.encode()
    current = _content(path.with_name(origin)) if origin else None
    if current is None or current == content or digest(current) == earlier.files.get(origin or ""):
        return _Settled(path, content)
    old = earlier.pages.get(origin or "")
    if old is None or old == text:
        message = "trang đã được sửa tay; giữ nguyên bản sửa, không nhập đè"
        return _Settled(path, None, kept=True, problems=[Problem(path.as_posix(), 0, message, Severity.REVIEW)])
    merged = merge(old, current.decode("utf-8", "replace"), text)
    problems = [
        Problem(
            path.as_posix(),
            conflict.line,
            f"người biên tập ghi «{conflict.ours}», bản mới ghi «{conflict.theirs}»; giữ bản sửa, hãy xem lại",
            Severity.REVIEW,
        )
        for conflict in merged.conflicts
    ]
    place = f" (trước là {origin})" if origin != path.name else ""
    note = Problem(path.as_posix(), 0, f"trang đã được sửa tay{place}; đã ghép bản sửa với bản mới", Severity.REVIEW)
    return _Settled(path, merged.text.encode(), kept=True, problems=[note, *problems])


def _orphans(folder: Path, before: Manifest, pages: Mapping[str, str], origins: Mapping[str, str]) -> Iterator[str]:
    """Yield edited pages whose words the new scan lacks, while another section would take their file name."""
    for name in pages:
        current = _content(folder / name)
        edited = current is not None and digest(current) != before.files.get(name) and current != pages[name].encode()
        if edited and name not in origins.values():
            yield name


def _taken(path: Path) -> Problem:
    message = "trang đã được sửa tay, bản mới không còn mục này và tên trang nay là của mục khác; hãy chép phần sửa ra"
    return Problem(path.as_posix(), 0, f"{message} chỗ khác, xóa trang này rồi nhập lại")


def _stale(path: Path) -> Problem:
    message = "bản mới không còn mục này nhưng trang đã được sửa tay; giữ lại, hãy tự chuyển nội dung rồi xóa"
    return Problem(path.as_posix(), 0, message, Severity.REVIEW)


def _beside(
    folder: Path, source: SourceText, review: str, pages: Mapping[str, str], jurisdiction: str
) -> dict[Path, bytes]:
    written = Manifest(
        source.name, jurisdiction, source.cut, {name: digest(text.encode()) for name, text in pages.items()}
    )
    files = {
        folder / SOURCE_NAME: source.received,
        folder / REVIEW_NAME: review.encode(),
        folder / manifest.NAME: manifest.format_manifest(written).encode(),
    }
    if not (folder / errata.NAME).exists():
        files[folder / errata.NAME] = errata.EMPTY.encode()
    return files


def _counts(reading: Reading, harvest: Harvest) -> dict[str, int]:
    sections = reading.report.sections
    return {
        "mục": len(sections),
        "mục có nội dung": sum(section.leaf for section in sections),
        "đoạn": sum(len(section.paragraphs) for section in sections),
        "chú thích": len(reading.text.footnotes),
        "chú thích qua trang": reading.text.split_notes,
        "đoạn bị ngắt trang đã nối": reading.text.joins,
        "dòng số trang, đầu trang bỏ ra": len(reading.furniture),
        "lượt dẫn văn bản có số": sum(len(document.mentions) for document in harvest.documents)
        + len(harvest.unsettled),
        "văn bản khác nhau": len(harvest.documents),
    }
