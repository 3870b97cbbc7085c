"""Ledger: the proof that every word of a source is on exactly one page, in order, and no page has a word it lacks.

The proof knows nothing of how the importer read the source. It takes the source line by line and lays each line either
on the body of the pages or on a footnote (a line goes whole to one of them, as on paper): the pages pass when one way
to lay all lines uses up all their words. Page numbers and running heads (`furniture`) are left out on purpose; calls of
footnotes match any printed form of their number; recorded errata may stand in for the words they replace.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from vanban import front_matter
from vanban.errata import NAME as ERRATA_NAME
from vanban.errata import Erratum, read_errata
from vanban.front_matter import read_front_matter
from vanban.importer.encodings import decode
from vanban.importer.furniture import find_furniture
from vanban.importer.laying import Run, lay_lines
from vanban.importer.lines import Line, is_rule, read_lines
from vanban.importer.pagewords import IGNORED, PageWords, Token, read_page
from vanban.patterns import lazy_pattern
from vanban.problems import InputError, Problem
from vanban.records import dataclass
from vanban.reports import SOURCE_NAME, missing_source

_BLANK: Final = "".join(IGNORED) + " \t\f"
_SECTION: Final = lazy_pattern(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Proof:
    """The outcome: problems, and how many words of the source were found on the pages."""

    problems: tuple[Problem, ...]
    words: int
    footnotes: int

    @property
    def holds(self) -> bool:
        """Say whether nothing was lost and nothing added."""
        return not self.problems


def audit(source: str, pages: Mapping[str, str], errata: Sequence[Erratum] = ()) -> Proof:
    """Prove the pages against the source.

    Args:
        source: The source text, decoded.
        pages: Page path -> Markdown, in reading order.
        errata: Corrections recorded for these pages.

    Returns:
        The proof; its problems name the page and line of the first word that differs, the source line in the message.
    """
    read = [read_page(path, text) for path, text in pages.items()]
    found = list(_repeated(read))
    if found:
        return Proof(tuple(found), 0, 0)
    lines = _inked(read_lines(source))
    runs = _runs(read)
    left = list(errata)
    while True:
        problem, place = lay_lines(lines, runs)
        if problem is None:
            return Proof((), sum(_word(token) for run in runs for token in run.tokens), len(runs) - 1)
        corrected = _correct(runs, place, left)
        if corrected is None:
            return Proof((problem,), 0, len(runs) - 1)
        runs = corrected


def audit_report(folder: Path) -> Iterator[Problem]:
    """Prove the committed pages of one report against the source beside them.

    Args:
        folder: `docs/bao-cao/<report>`; without `ban-goc.txt` there is nothing to prove.

    Yields:
        Every finding, with paths as an editor knows them (`docs/bao-cao/<report>/p1-i-1.md`).
    """
    missing = list(missing_source(folder))
    if missing:
        yield from missing
        return
    shown = "/".join(folder.parts[-3:])
    errata, problems = _read_errata(folder / ERRATA_NAME, f"{shown}/{ERRATA_NAME}")
    yield from problems
    try:
        source, _ = decode(f"{shown}/{SOURCE_NAME}", (folder / SOURCE_NAME).read_bytes())
        pages = dict(_committed(folder, shown))
    except InputError as error:
        yield error.problem
        return
    yield from audit(source, pages, errata).problems
    yield from _idle(errata, pages, f"{shown}/{ERRATA_NAME}")


def _read_errata(path: Path, shown: str) -> tuple[list[Erratum], list[Problem]]:
    if not path.is_file():
        return [], []
    try:
        return read_errata(shown, path.read_text("utf-8"))
    except UnicodeDecodeError:
        return [], [Problem(shown, 0, "tệp không phải UTF-8; hãy lưu lại bằng UTF-8")]


def _committed(folder: Path, shown: str) -> Iterator[tuple[str, str]]:
    """Yield the title page and the pages that its `sections` names, in that order; others report missing ones."""
    index = _read(folder / "index.md", f"{shown}/index.md")
    yield f"{shown}/index.md", index
    front, _ = read_front_matter(f"{shown}/index.md", index)
    sections = front.values.entries.get("sections")
    for item in sections.items if isinstance(sections, front_matter.Sequence) else ():
        name = item.text if isinstance(item, front_matter.Scalar) else None
        if name and _SECTION.fullmatch(name) and (folder / f"{name}.md").is_file():
            yield f"{shown}/{name}.md", _read(folder / f"{name}.md", f"{shown}/{name}.md")


def _read(path: Path, shown: str) -> str:
    try:
        return path.read_text("utf-8")
    except FileNotFoundError:
        raise InputError(Problem(shown, 0, "thiếu trang mục lục của báo cáo; hãy nhập lại báo cáo")) from None
    except UnicodeDecodeError:
        raise InputError(Problem(shown, 0, "tệp không phải UTF-8; hãy lưu lại bằng UTF-8")) from None


def _idle(errata: Sequence[Erratum], pages: Mapping[str, str], shown: str) -> Iterator[Problem]:
    """Report errata whose words stand nowhere on their page."""
    for erratum in errata:
        text = next((text for path, text in pages.items() if path.endswith(f"/{erratum.section}.md")), None)
        if text is None:
            yield Problem(shown, erratum.line, f"không có mục «{erratum.section}»; hãy ghi đúng mã mục")
            continue
        page = read_page("", text)
        words = [token.text for run in (page.body, *page.notes.values()) for token in run]
        if not any(_contains(words, _words(form)) for form in (erratum.printed, erratum.meant) if form):
            message = (
                f"không thấy «{erratum.printed}» hay «{erratum.meant}» trong mục {erratum.section}; hãy ghi đúng chữ in"
            )
            yield Problem(shown, erratum.line, message)


def _contains(words: Sequence[str], part: Sequence[str]) -> bool:
    return any(tuple(words[start : start + len(part)]) == tuple(part) for start in range(len(words)))


def _word(token: Token) -> bool:
    return not token.call and token.text[:1].isalnum()


def _repeated(pages: Iterable[PageWords]) -> Iterator[Problem]:
    for page in pages:
        for label, line in page.repeated:
            yield Problem(page.path, line, f"chú thích {label} ghi hai lần trên trang; hãy bỏ một")
        called = {token.text for token in page.body if token.call}
        for label, line in page.note_lines.items():
            if label not in called:
                yield Problem(
                    page.path, line, f"chú thích {label} không có dấu gọi [^{label}] trong bài; hãy đặt lại dấu"
                )
        for token in page.body:
            if token.call and token.text not in page.notes:
                yield Problem(
                    page.path,
                    token.line,
                    f"dấu gọi [^{token.text}] không có chú thích; hãy ghi lại «[^{token.text}]: …»",
                )


def _inked(lines: Sequence[Line]) -> list[Line]:
    """Return the lines that have words or signs to account for."""
    furniture: Collection[int] = find_furniture(lines)
    inked = (line for line in lines if line.text.strip(_BLANK) and not is_rule(line.text))
    return [line for line in inked if line.number not in furniture]


def _runs(pages: Sequence[PageWords]) -> list[Run]:
    body = tuple(token for page in pages for token in page.body)
    paths = tuple(page.path for page in pages for _ in page.body)
    runs = [Run("", body, paths)]
    for page in pages:
        for label, tokens in page.notes.items():
            key = " ".join([label.split("-")[0], *(token.text for token in tokens)])
            runs.append(Run(label, tokens, (page.path,) * len(tokens), page.note_lines[label], key, page.path))
    return runs


def _correct(runs: Sequence[Run], place: tuple[int, int], left: list[Erratum]) -> list[Run] | None:
    """Put back the printed words of a recorded erratum that explains the difference; None when none does."""
    index, at = place
    run = runs[index]
    for erratum in left:
        meant, printed = _words(erratum.meant), _words(erratum.printed)
        for start in range(at, max(at - len(meant) - len(printed), -1), -1):
            if not _stands(run, start, meant, erratum.section):
                continue
            left.remove(erratum)
            path = run.paths[min(start, len(run.paths) - 1)] if run.paths else ""
            line = run.tokens[min(start, len(run.tokens) - 1)].line if run.tokens else run.line
            tokens = (*run.tokens[:start], *(Token(word, line) for word in printed), *run.tokens[start + len(meant) :])
            paths = (*run.paths[:start], *(path for _ in printed), *run.paths[start + len(meant) :])
            return [replace(old, tokens=tokens, paths=paths) if old is run else old for old in runs]
    return None


def _words(text: str) -> tuple[str, ...]:
    return tuple(token.text for token in read_page("", text.replace("*", "")).body)


def _stands(run: Run, start: int, meant: Sequence[str], section: str) -> bool:
    if not run.paths:
        return False
    path = run.paths[min(start, len(run.paths) - 1)]
    if not path.endswith(f"{section}.md") and not (start and run.paths[start - 1].endswith(f"{section}.md")):
        return False
    return tuple(token.text for token in run.tokens[start : start + len(meant)]) == tuple(meant)
