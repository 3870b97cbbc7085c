"""The review page: everything an editor should look at, each with a link to the paragraph or the document."""

from __future__ import annotations

from functools import partial
from typing import Final

from vanban.catalogue import Catalogue
from vanban.dialect import escape
from vanban.memory import joined
from vanban.pages.facets import FOLDER
from vanban.pages.page import Draft, GeneratedPage, link
from vanban.review import Finding, Topic, count_unsettled, review_library, unsettled_findings

_ADDRESS: Final = f"{FOLDER}/ra-soat.md"
_TITLE: Final = "Rà soát"
LISTED: Final = 500
"""Findings of one topic shown; the rest stay with `vanban check`."""


def review_page(catalogue: Catalogue) -> Draft:
    """Return the page of all findings by topic; the counts are those of the findings, shown or not."""
    library = catalogue.library
    key = joined(library.registry.key, *(report.texts for report in library.reports), *(g.key for g in library.groups))
    page = partial(library.memory.recall, "review", key, partial(_page, catalogue))
    return Draft(_ADDRESS, _TITLE, page, key, slow=True)


def _page(catalogue: Catalogue) -> GeneratedPage:
    unsettled = count_unsettled(catalogue.library)
    groups: dict[Topic, list[Finding]] = {topic: [] for topic in Topic}
    groups[Topic.UNSETTLED] = unsettled_findings(catalogue.library, LISTED)
    for finding in review_library(catalogue.library):
        groups[finding.topic].append(finding)
    found = {topic: findings for topic, findings in groups.items() if findings}
    counts = {topic: len(findings) for topic, findings in found.items()} | (
        {Topic.UNSETTLED: unsettled} if unsettled else {}
    )
    intro = f"Có {sum(counts.values())} điều máy thấy cần người biên tập xem lại. Máy không sửa chữ nào của báo cáo."
    jumps = " · ".join(f"[{topic.value} ({count})](#{_anchor(topic)})" for topic, count in counts.items())
    parts = [f"# {_TITLE}", intro, *([f"{jumps}\n{{ .vb-jumps }}"] if jumps else [])]
    for topic, findings in found.items():
        parts += [f"## {topic.value} ({counts[topic]}) {{ #{_anchor(topic)} }}", _rows(findings, counts[topic])]
    return GeneratedPage(_ADDRESS, _TITLE, "\n\n".join(parts))


def _anchor(topic: Topic) -> str:
    return topic.name.lower()


def _rows(findings: list[Finding], count: int) -> str:
    rows = [_row(finding) for finding in findings[:LISTED]]
    hidden = count - len(rows)
    return "\n".join([*rows, *([f"- còn {hidden} điều; xem bằng lệnh «vanban check»"] if hidden else [])])


def _row(finding: Finding) -> str:
    quote = f"\n    - “{escape(finding.quote)}”" if finding.quote else ""
    return f"- {link(finding.place, finding.url, _ADDRESS)}: {escape(finding.problem.message)}{quote}"
