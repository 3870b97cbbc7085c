"""Audit: is the built site whole, self-contained and reachable; one pass to read the pages, one over what they say."""

from __future__ import annotations

import gzip
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import field
from pathlib import Path
from typing import Final

from vanban.problems import Problem
from vanban.publish.address import Address, Place, resolve
from vanban.publish.budget import Budget
from vanban.publish.page import Page, Reference, Use, read_page
from vanban.publish.progress import Progress, counted, silent
from vanban.publish.stylesheet import stylesheet_urls
from vanban.publish.tree import SiteFile, Tree, read_tree
from vanban.publish.validity import markup_problems
from vanban.records import dataclass

HOME: Final = "index.html"
NOT_FOUND: Final = "404.html"

_TOLD: Final = 50
"""Findings of one kind shown a page; the rest are counted in one line."""

_FAULTS: Final = {
    Place.FOREIGN: "tải {url} từ máy khác, trang phải chạy không cần mạng ngoài; đưa tệp đó vào docs/assets",
    Place.SCRIPT: "liên kết {url} chạy mã; thay bằng địa chỉ thật",
    Place.ESCAPES: "địa chỉ {url} trỏ ra ngoài trang; sửa số dấu ../",
    Place.BROKEN: "không đọc được địa chỉ {url}; viết lại",
    Place.ROOTED: "địa chỉ {url} bắt đầu bằng / nên hỏng khi đặt dưới thư mục con hoặc USB; viết đường dẫn tương đối",
}


@dataclass(slots=True)
class _Survey:
    """What is known of the site while it is being audited; sizes are linear in the site's."""

    tree: Tree
    paths: frozenset[str]
    budget: Budget
    anchors: dict[str, frozenset[str]] = field(default_factory=dict)
    edges: dict[str, tuple[str, ...]] = field(default_factory=dict)
    waiting: list[tuple[str, int, str, Address]] = field(default_factory=list)
    forwards: set[str] = field(default_factory=set)
    weights: dict[str, int] = field(default_factory=dict)


def audit_site(site: Path, progress: Progress = silent, budget: Budget | None = None) -> Iterator[Problem]:
    """Yield what is wrong with the built site, in time and memory linear in its size.

    When nothing is yielded: every link, image, script, style and anchor leads to something in the site; no page or
    stylesheet loads from another host; no id stands twice on a page; every page is reached from the home page by
    links (pages that only forward an old address, and the not-found page, excepted); the HTML has no parse error;
    names and sizes suit every target.

    Args:
        site: The folder MkDocs wrote.
        progress: Told how far the reading is.
        budget: Size limits; the house's own when not given.
    """
    tree = read_tree(site)
    survey = _Survey(tree, tree.paths(), budget or Budget())
    yield from tree.problems
    if HOME not in survey.paths:
        yield Problem(HOME, 0, "không có trang đầu; chạy mkdocs build rồi kiểm tra lại thư mục")
        return
    for file in counted("Kiểm tra trang", tree.files, progress):
        yield from _file_problems(file, survey)
    yield from _anchor_problems(survey)
    yield from _orphans(survey)
    yield from _site_weight(survey)


def _file_problems(file: SiteFile, survey: _Survey) -> Iterator[Problem]:
    """Check one file on its own, and note what later steps need of it."""
    if file.path.endswith(".html"):
        yield from _page_problems(file, survey)
    elif file.path.endswith(".css"):
        yield from _style_problems(file, survey)
    elif file.size > survey.budget.asset:
        yield _heavy(file.path, "tệp", file.size, survey.budget.asset)


def _page_problems(file: SiteFile, survey: _Survey) -> Iterator[Problem]:
    try:
        html = (survey.tree.root / file.path).read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        yield Problem(file.path, 0, f"không phải UTF-8 (byte thứ {error.start}); lưu lại bằng UTF-8")
        return
    page = read_page(html)
    survey.anchors[file.path] = frozenset(snippet.text for snippet in page.ids) | frozenset(page.names)
    yield from _repeated_ids(file.path, page)
    yield from _reference_problems(file.path, page.references, survey)
    yield from _handlers(file.path, page)
    yield from markup_problems(file.path, html)
    yield from _page_weight(file, html, page, survey)


def _repeated_ids(path: str, page: Page) -> Iterator[Problem]:
    counts = Counter(snippet.text for snippet in page.ids)
    lines = {snippet.text: snippet.line for snippet in page.ids}
    for name, count in counts.items():
        if count > 1:
            yield Problem(path, lines[name], f"id “{name}” có {count} lần trên một trang; mỗi id chỉ được một lần")
        elif not name or any(char.isspace() for char in name):
            yield Problem(path, lines[name], f"id “{name}” rỗng hoặc có dấu cách; đặt lại bằng chữ, số, gạch nối")


def _handlers(path: str, page: Page) -> Iterator[Problem]:
    for snippet in page.handlers:
        yield Problem(path, snippet.line, f"thuộc tính {snippet.text[:60]} chạy mã tại chỗ; chuyển mã vào tệp .js")


def _reference_problems(path: str, references: tuple[Reference, ...], survey: _Survey) -> Iterator[Problem]:
    """Check the addresses of one page that need no other page, and keep the rest for later."""
    first = {(reference.url, reference.use): reference for reference in reversed(references)}
    targets: dict[str, None] = {}
    told = 0
    for reference in reversed(first.values()):
        address = resolve(reference.url, path)
        fault = _fault(reference, address, path, survey)
        if fault and told < _TOLD:
            yield Problem(path, reference.line, fault)
        told += bool(fault)
        if not fault and address.place in {Place.INSIDE, Place.ROOTED}:
            targets[address.path or HOME] = None
            _note(reference, address, path, survey)
    if told > _TOLD:
        yield Problem(path, 0, f"còn {told - _TOLD} địa chỉ hỏng nữa trên trang này; sửa các địa chỉ trên rồi chạy lại")
    survey.edges[path] = tuple(target for target in targets if target.endswith(".html"))


def _note(reference: Reference, address: Address, path: str, survey: _Survey) -> None:
    if reference.use is Use.FORWARD:
        survey.forwards.add(path)
    if address.fragment and address.path.endswith(".html"):
        survey.waiting.append((path, reference.line, reference.url, address))


def _fault(reference: Reference, address: Address, path: str, survey: _Survey) -> str | None:
    """Say what is wrong with one address, or None."""
    if address.place is Place.NEUTRAL or (address.place is Place.FOREIGN and reference.use is Use.LINK):
        return None
    if address.place is Place.ROOTED and path == NOT_FOUND:
        return _missing(reference.url, address.path or HOME, survey)
    if address.place is not Place.INSIDE:
        return _FAULTS[address.place].format(url=reference.url[:120])
    return _missing(reference.url, address.path, survey)


def _missing(url: str, target: str, survey: _Survey) -> str | None:
    if target in survey.paths:
        return None
    if target.endswith("/") or not target:
        return f"liên kết {url[:120]} trỏ tới thư mục, không mở được trên USB; thêm index.html"
    return f"liên kết {url[:120]} trỏ tới tệp không có ({target[:120]}); sửa địa chỉ hoặc thêm tệp"


def _style_problems(file: SiteFile, survey: _Survey) -> Iterator[Problem]:
    css = (survey.tree.root / file.path).read_text(encoding="utf-8", errors="replace")
    for url in dict.fromkeys(stylesheet_urls(css)):
        address = resolve(url, file.path)
        reference = Reference(url, Use.LOAD, css.count("\n", 0, css.find(url)) + 1)
        fault = _fault(reference, address, file.path, survey)
        if fault:
            yield Problem(file.path, reference.line, fault)


def _anchor_problems(survey: _Survey) -> Iterator[Problem]:
    """Check the `#…` of each link, now that every page's ids are known."""
    for path, line, url, address in survey.waiting:
        name = address.fragment.split(":~:", 1)[0]
        if name and name != "top" and name not in survey.anchors.get(address.path, frozenset((name,))):
            yield Problem(
                path, line, f"liên kết {url[:120]}: trang {address.path} không có mục “{name}”; sửa phần sau #"
            )


def _orphans(survey: _Survey) -> Iterator[Problem]:
    """Yield the pages that no chain of links from the home page reaches."""
    reached, queue = {HOME}, deque((HOME,))
    while queue:
        for target in survey.edges.get(queue.popleft(), ()):
            if target not in reached:
                reached.add(target)
                queue.append(target)
    for path in survey.edges:
        if path not in reached and path != NOT_FOUND and path not in survey.forwards:
            yield Problem(path, 0, "không có đường dẫn nào từ trang đầu tới trang này; thêm liên kết hoặc bỏ trang")


def _page_weight(file: SiteFile, html: str, page: Page, survey: _Survey) -> Iterator[Problem]:
    if file.size > survey.budget.page:
        yield _heavy(file.path, "trang", file.size, survey.budget.page)
    loaded = {
        resolve(reference.url, file.path).path for reference in page.references if reference.use is Use.LOAD
    } & survey.paths
    weight = len(gzip.compress(html.encode(), 6)) + sum(_wire_size(path, survey) for path in loaded)
    if weight > survey.budget.first_view:
        yield _heavy(file.path, "lần xem đầu của trang", weight, survey.budget.first_view)


def _wire_size(path: str, survey: _Survey) -> int:
    if path not in survey.weights:
        survey.weights[path] = len(gzip.compress((survey.tree.root / path).read_bytes(), 6))
    return survey.weights[path]


def _site_weight(survey: _Survey) -> Iterator[Problem]:
    total = sum(file.size for file in survey.tree.files)
    if total > survey.budget.site:
        yield _heavy(".", "cả trang web", total, survey.budget.site)


def _heavy(path: str, what: str, size: int, limit: int) -> Problem:
    return Problem(
        path, 0, f"{what} nặng {size // 1024} KB, quá mức {limit // 1024} KB; chia nhỏ hoặc nén ảnh, phông chữ"
    )
