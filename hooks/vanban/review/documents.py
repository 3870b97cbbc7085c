"""Checks of documents: what a directive file lacks, contradicts or says without a source."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from vanban.directive_fields import EVIDENCE
from vanban.directives import Directive, Relation
from vanban.library import document_url
from vanban.patterns import lazy_pattern
from vanban.problems import Problem, Severity
from vanban.provenance import FIELD_NAMES, PRINTED, differences, support
from vanban.registry import Registry
from vanban.review.finding import Finding, Topic
from vanban.series import group_series
from vanban.terms import CENTRAL, find_term

_LIKE_ID: Final = lazy_pattern(r"[a-z0-9]+(?:-[a-z0-9]+)+")
_REPLACED: Final = ("được thay thế", "hết hiệu lực")


def review_registry(registry: Registry) -> Iterator[Finding]:
    """Yield the findings about directive files that rest on more than one of them."""
    yield from _order(registry)
    yield from _same_day(registry)
    for directive in registry.directives:
        yield from _relations(registry, directive)


def review_directive(directive: Directive) -> Iterator[Finding]:
    """Yield the findings about one file that rest on nothing else."""
    yield from _term(directive)
    yield from _different(directive)
    yield from _missing(directive)
    yield from _unsourced(directive)


def _finding(
    topic: Topic, directive: Directive, key: str, message: str, severity: Severity = Severity.REVIEW
) -> Finding:
    problem = Problem(directive.path, directive.line(key), message, severity)
    return Finding(topic, problem, document_url(directive.id), directive.name)


def _order(registry: Registry) -> Iterator[Finding]:
    for group in group_series(registry.directives, printed=True).values():
        dated = [directive for directive in group if directive.date is not None]
        for lower, higher in pairwise(dated):
            if lower.date and higher.date and lower.date > higher.date:
                said = f"{lower.code} ngày {lower.date:%d-%m-%Y} có số nhỏ hơn {higher.code} nhưng ngày muộn hơn"
                message = f"{said} ({higher.date:%d-%m-%Y}); hãy xem lại ngày, hoặc số thuộc dãy khác (QĐ, QĐi)"
                yield _finding(Topic.ORDER, lower, "date", message)


def _same_day(registry: Registry) -> Iterator[Finding]:
    for code, found in registry.by_code.items():
        days = {directive.date: directive for directive in found if directive.date is not None}
        for directive in found:
            other = days.get(directive.date) if directive.date is not None else None
            if other is not None and other is not directive:
                message = f"{code} có hai tệp cùng ngày {directive.date}: {other.path}; hãy gộp, hoặc sửa ngày một tệp"
                yield _finding(Topic.ORDER, directive, "date", message)


def _term(directive: Directive) -> Iterator[Finding]:
    if directive.date is None or directive.term is None or "/TW" not in (directive.code or ""):
        return
    term = find_term(directive.term, CENTRAL)
    if term is not None and not term.holds(directive.date):
        message = f"«term: {directive.term}» không chứa ngày {directive.date}; hãy sửa khóa hoặc ngày theo nguồn"
        yield _finding(Topic.TERM, directive, "term", message)


def _relations(registry: Registry, directive: Directive) -> Iterator[Finding]:
    for relation in directive.relations:
        other = registry.by_id.get(relation.to)
        if other is None and _LIKE_ID.fullmatch(relation.to):
            message = f"quan hệ «{relation.verb}» tới «{relation.to}» không có tệp; hãy sửa tên tệp hoặc ghi tên đầy đủ"
            yield _finding(Topic.RELATION, directive, "relations", message, Severity.STOPS)
        elif other is directive:
            message = f"quan hệ «{relation.verb}» trỏ về chính văn bản này; hãy sửa «to»"
            yield _finding(Topic.RELATION, directive, "relations", message, Severity.STOPS)
        elif other is not None and _contradicts(directive, relation, other):
            message = f"tệp này và {other.path} cùng nói mình «{relation.verb}» văn bản kia; hãy bỏ một bên"
            yield _finding(Topic.RELATION, directive, "relations", message)
        if relation.mark is None and relation.source is None and relation.origin == "thủ công":
            message = f"quan hệ «{relation.verb}» tới «{relation.to}» chưa ghi nguồn; hãy thêm «mark» và «source»"
            yield _finding(Topic.RELATION, directive, "relations", message)
    if _replaced(directive) and directive.validity not in _REPLACED:
        message = "có văn bản thay thế nhưng «validity» chưa đổi; hãy ghi «được thay thế» kèm nguồn nếu đã kiểm tra"
        yield _finding(Topic.RELATION, directive, "validity", message)


def _contradicts(directive: Directive, relation: Relation, other: Directive) -> bool:
    if relation.verb == "liên quan":
        return False
    return any(
        back.to == directive.id and back.verb == relation.verb and back.reverse == relation.reverse
        for back in other.relations
    )


def _replaced(directive: Directive) -> bool:
    return any(
        relation.verb == "thay thế" and relation.reverse and relation.mark != "K" for relation in directive.relations
    )


def _different(directive: Directive) -> Iterator[Finding]:
    for difference in differences(directive):
        if difference.public:
            printed = ", ".join(f"«{voice.value}»" for voice in difference.printed)
            public = ", ".join(f"«{voice.value}» ({EVIDENCE[voice.mark]})" for voice in difference.public)
            name = FIELD_NAMES[difference.field].lower()
            message = f"{name}: báo cáo ghi {printed}, nguồn khác ghi {public}; trang văn bản nêu cả hai"
            yield _finding(Topic.DIFFERENT, directive, difference.field, message)


def _missing(directive: Directive) -> Iterator[Finding]:
    if directive.code is not None and directive.title is None:
        yield _finding(Topic.MISSING, directive, "title", "chưa có trích yếu; hãy thêm «title» kèm nguồn khi biết")
    if not directive.dates() and not any(claim.field == "date" for claim in directive.sources):
        yield _finding(Topic.MISSING, directive, "date", "chưa có ngày ban hành; hãy thêm «date» kèm nguồn khi biết")


def _unsourced(directive: Directive) -> Iterator[Finding]:
    for field, voices in support(directive).items():
        if not voices and field != "code" and any((directive.printed, directive.sources)):
            message = f"«{field}» không có trong «printed» hay «sources»; hãy thêm nguồn hoặc để trống"
            yield _finding(Topic.UNSOURCED, directive, field, message)
    for claim in directive.sources:
        if claim.mark not in {PRINTED, "K", "I"} and not claim.source:
            message = f"nguồn của «{claim.field}» có dấu {claim.mark} nhưng không nêu tên; hãy thêm «source»"
            yield _finding(Topic.UNSOURCED, directive, "sources", message)
