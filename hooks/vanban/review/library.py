"""review_library: every check of the review, in the order of the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain, islice

from vanban.bundles import bundles
from vanban.directives import Directive
from vanban.library import Library, Link, LinkedPage
from vanban.memory import joined
from vanban.problems import Problem, Severity
from vanban.review.documents import review_directive, review_registry
from vanban.review.figures import review_figures
from vanban.review.finding import Finding, Topic
from vanban.review.mentions import place_of, review_mentions
from vanban.review.wording import review_wording


def review_library(library: Library) -> Iterator[Finding]:
    """Yield every finding but unsettled mentions, which the library itself reports as problems."""
    recall, texts = library.memory.recall, joined(*(report.texts for report in library.reports))
    yield from review_mentions(library)
    yield from recall("review of documents", library.registry.identity, partial(_documents, library))
    yield from recall("review of texts", texts, partial(_texts, library))


def _documents(library: Library) -> list[Finding]:
    recall, known = library.memory.recall, library.registry.by_id
    found = list(review_registry(library.registry))
    for names in bundles(known):
        directives = [known[name] for name in names]
        key = joined(*(directive.identity for directive in directives))
        found += recall("review of a bundle", key, partial(_each, directives))
    return found


def _each(directives: Iterable[Directive]) -> list[Finding]:
    return list(chain.from_iterable(map(review_directive, directives)))


def _texts(library: Library) -> list[Finding]:
    return [*review_figures(library), *review_wording(library)]


def count_unsettled(library: Library) -> int:
    """Return how many mentions lead to no single document."""
    return sum(linked.documents.count(None) for group in library.groups for linked in group.pages)


def unsettled_findings(library: Library, most: int) -> list[Finding]:
    """Return the findings about the first such mentions.

    Args:
        library: The library.
        most: How many findings are wanted.
    """
    found = (findings for _, findings in library.read_links("unsettled findings", _unsettled_findings))
    return list(islice(chain.from_iterable(found), most))


def _unsettled_findings(linked: LinkedPage) -> list[Finding]:
    return [_finding(link) for link in linked.links if link.document is None]


def _finding(link: Link) -> Finding:
    problem = Problem(link.mention.path, link.mention.line, _unsettled(link), Severity.REVIEW)
    return Finding(Topic.UNSETTLED, problem, link.url, place_of(link), link.mention.sentence)


def _unsettled(link: Link) -> str:
    text, resolution = link.mention.citation.text, link.resolution
    if len(resolution.ids) > 1:
        return f"«{text}» hợp với {len(resolution.ids)} văn bản: {', '.join(resolution.ids)}"
    if resolution.rivals:
        return f"«{text}» có ngày hoặc khóa khác với {', '.join(resolution.rivals)}"
    return f"«{text}» chưa có trong kho"
