"""Guard: nothing leaves the office that should not; read the sources before the build and the site after it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import field
from pathlib import Path
from typing import Final

from vanban.problems import Problem, Severity
from vanban.publish.approvals import Approvals
from vanban.publish.marks import Kind, Mark, Profile, find_marks
from vanban.publish.metadata import hidden_names
from vanban.publish.page import read_page
from vanban.publish.personal import find_personal
from vanban.publish.progress import Progress, counted, silent
from vanban.publish.tree import read_tree
from vanban.records import dataclass
from vanban.vietnamese import nfc

_TEXTS: Final = frozenset({".md", ".txt", ".yml", ".yaml", ".html", ".htm", ".csv", ".json", ".xml", ".svg", ".ics"})
_SKIPPED: Final = frozenset({".js", ".css", ".map", ".woff2", ".woff", ".ttf", ".png", ".ico", ".webp", ".gz"})
_SOURCES: Final = frozenset({".docx", ".doc", ".odt", ".rtf", ".xlsx", ".xls", ".pptx", ".ppt"})
_SOURCE_NAMES: Final = frozenset({"ban-goc.txt", "dinh-chinh.yml"})

_REFUSALS: Final = {
    Kind.SECRET: "có dấu độ mật “{mark}”; tài liệu mật không được đưa lên trang, hãy gỡ cả tài liệu",
    Kind.RECALL: "có dấu “{mark}”; tài liệu phải thu hồi không được đưa lên trang, hãy gỡ cả tài liệu",
    Kind.INTERNAL: "có ghi “{mark}”; gỡ tài liệu, hoặc phát hành với --profile internal cho máy chủ có đăng nhập",
    Kind.DRAFT: "có ghi “{mark}”; chỉ đưa bản chính thức, hoặc xóa dòng này nếu đã ban hành",
}


@dataclass(frozen=True, slots=True)
class GuardRules:
    """What one publication lets through.

    Attributes:
        profile: Who may open the site.
        sources: Whether source files (office documents, `ban-goc.txt`, `dinh-chinh.yml`) were asked for.
        approvals: Numbers somebody answers for.
    """

    profile: Profile = Profile.PUBLIC
    sources: bool = False
    approvals: Approvals = field(default_factory=Approvals)


def guard_sources(
    folders: Iterable[Path], project: Path, rules: GuardRules | None = None, progress: Progress = silent
) -> Iterator[Problem]:
    """Yield what forbids publishing the sources, each with its path (from `project`) and line.

    When nothing that stops is yielded: no text file under `folders` carries a secrecy, recall or draft mark, none is
    for internal circulation unless the profile says so, and every identity or phone number in them is approved.
    Approvals nothing needs are yielded last, for review.
    """
    rules = rules or GuardRules()
    yield from rules.approvals.problems
    files = [path for folder in folders for path in sorted(folder.rglob("*")) if path.suffix.lower() in _TEXTS]
    for path in counted("Rà dấu mật và dữ liệu cá nhân", files, progress):
        name = path.relative_to(project).as_posix()
        yield from _text_problems(name, _lines(path.read_bytes()), rules)
    yield from rules.approvals.unused()


def guard_site(site: Path, rules: GuardRules | None = None, progress: Progress = silent) -> Iterator[Problem]:
    """Yield what forbids publishing the built site: marks and numbers in its text, hidden names, unasked sources.

    The second net: it sees what templates, exports and hand-copied files added after the sources were read.
    """
    rules = rules or GuardRules()
    for file in counted("Rà nội dung sẽ công bố", read_tree(site).files, progress):
        path = site / file.path
        suffix = path.suffix.lower()
        if not rules.sources and (suffix in _SOURCES or path.name in _SOURCE_NAMES):
            yield Problem(file.path, 0, "là tệp nguồn, chỉ công bố khi yêu cầu (--sources); thêm vào exclude_docs")
        for name in hidden_names(path):
            yield Problem(file.path, 0, f"còn {name}; xóa thuộc tính tệp (Loại bỏ thông tin cá nhân) rồi chép lại")
        if suffix in {".html", ".htm"}:
            yield from _page_problems(file.path, path.read_text(encoding="utf-8", errors="replace"), rules)
        elif suffix not in _SKIPPED and suffix in _TEXTS:
            yield from _text_problems(file.path, _lines(path.read_bytes()), rules)


def _page_problems(name: str, html: str, rules: GuardRules) -> Iterator[Problem]:
    page = read_page(html)
    if page.author:
        yield Problem(name, 0, f"ghi tên người soạn “{page.author}” (meta author); bỏ site_author và author của bài")
    yield from _text_problems(name, ((snippet.line, snippet.text) for snippet in page.texts), rules)


def _lines(data: bytes) -> Iterator[tuple[int, str]]:
    """Yield the numbered lines of a file in UTF-8 or, by its byte order mark, UTF-16."""
    encoding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    yield from enumerate(data.decode(encoding, errors="replace").splitlines(), start=1)


def _text_problems(name: str, lines: Iterable[tuple[int, str]], rules: GuardRules) -> Iterator[Problem]:
    for line, text in lines:
        for mark in find_marks(text):
            problem = _refusal(name, line, mark, rules)
            if problem:
                yield problem
        for number in find_personal(nfc(text)):
            if not rules.approvals.allows(number.digits):
                message = f"có {number.kind} “{number.text}”; xóa, hoặc ghi vào {rules.approvals.path} kèm lý do"
                yield Problem(name, line, message)


def _refusal(name: str, line: int, mark: Mark, rules: GuardRules) -> Problem | None:
    if mark.kind is Kind.INTERNAL and rules.profile is Profile.INTERNAL:
        return None
    doubt = "có thể " if mark.severity is Severity.REVIEW else ""
    return Problem(name, line, doubt + _REFUSALS[mark.kind].format(mark=mark.text[:80]), mark.severity)
