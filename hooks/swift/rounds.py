"""Rounds: the pages of a build made with the tricks that are on, and once more without one that would change a page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from swift.files import MadePage
from swift.making import Made, Maker
from swift.manifest import Written
from swift.reader import ReaderMismatchError
from swift.shells import ShellMismatchError
from swift.state import Build
from swift.switches import Trick
from swift.workers import WorkerError, spread, worker_count

_LOG = get_plugin_logger("vanban")
_PIECE: Final = 24
"""Pages a worker takes at a time."""
_SINGLE: Final = 10 * _PIECE
"""Pages up to which those of an edited site are shared out one by one: some of them are many times as long as others,
and near the end a process would wait for the one that got several of those."""
_FEW: Final = 3 * _PIECE
"""Pages below which a second process costs more than it saves."""
Item = TypeVar("Item")
Index = Callable[[], dict[str, Written]]
"""Makes the search index; returns digest and stamp of each file of it."""
_Piece = tuple[dict[str, Written], Sequence[Made], Sequence[bytes]]
"""What a piece of work gives: the search index, the pages, and what the memory is to know."""
Ready = Callable[[], Maker]
"""Gets a maker of pages ready for the tricks that are on."""


def pays(build: Build, files: Files) -> bool:
    """Say whether another process may do a piece of work, and the site is so large that it pays."""
    return Trick.WORKERS in build.tricks and len(files) > _FEW and worker_count() > 1


def make_all(build: Build, ready: Ready, index: Index) -> None:
    """Make the pages that the site does not hold as they now are, and the search index unless that is done aside.

    Where pages are kept from the last build, few are to be made: those that take long come last, as another process is
    still thinking of them. A build from nothing begins with them, and gives all of it to several.
    """
    while not _agreed(build, ready(), dict if build.thinking else index):
        pass


def _agreed(build: Build, maker: Maker, index: Index) -> bool:
    """Make the pages; say whether no trick was found to change one. Such a trick is off afterwards."""
    try:
        _make(build, maker, index)
    except ShellMismatchError as error:
        _LOG.info("rendering every page in full: the template reads more of it than a shell knows: %s", error)
        build.tricks -= {Trick.SHELL}
    except ReaderMismatchError as error:
        _LOG.info("converting every page: the reader and the converter do not give the same: %s", error)
        build.tricks -= {Trick.READER}
    else:
        return True
    return False


def _make(build: Build, maker: Maker, index: Index) -> None:
    known = {page.file.src_uri: maker.known(page) for page in build.pages} if build.before is not None else {}
    missing = [page for page in build.pages if known.get(page.file.src_uri) is None]
    if missing:
        maker.prepare(min(missing, key=_is_slow))
    thinking = build.thinking
    missing.sort(key=_is_slow, reverse=thinking is None)
    later = [page for page in missing if _is_slow(page)] if thinking is not None else []
    pages, ahead, last = missing[: len(missing) - len(later)], list[Page](), list[Made]()

    def make_later(pieces_left: bool) -> None:  # noqa: FBT001 (as `spread` tells it)
        if thinking is None or len(last) == len(later) or (pieces_left and not build.aside.is_done(thinking)):
            return
        build.aside.wait_for(thinking)
        last[:] = map(maker.make, later)

    many = len(missing) > _FEW or (build.before is not None and len(build.pages) > _FEW)
    processes = worker_count() if Trick.WORKERS in build.tricks and many else 1
    single = build.before is not None and len(pages) <= _SINGLE
    if single:
        ahead, pages = _ahead(sorted(pages, key=build.size, reverse=True), processes)
    first = list(map(maker.make, ahead))
    size = 1 if single else _PIECE
    pieces = [pages[start : start + size] for start in range(0, len(pages), size)]
    found, done = _spread_pages(maker, pieces, processes, index, make_later)
    build.index |= found
    done = [*first, *done, *last]
    made = dict(zip((page.file.src_uri for page in (*ahead, *pages, *later)), done, strict=True))
    for page in build.pages:
        record = known.get(page.file.src_uri)
        result = (record, True) if record is not None else made[page.file.src_uri]
        build.made[page.file.src_uri] = result[0]
        if result[1]:
            build.kept.add(page.file.dest_uri)


def _ahead(pages: list[Page], processes: int) -> tuple[list[Page], list[Page]]:
    """Return the page to be made before other processes are forked, and those to be shared out with them.

    What the making of any page loads, templates and patterns, is then there for all: each would load it by itself. The
    largest is taken: near the end it would keep one process busy alone.
    """
    return pages[:1], dealt(pages[1:], processes)


def dealt(pages: Sequence[Item], hands: int) -> list[Item]:
    """Return pages in such an order that in each of so many runs (`workers.runs`) the largest come first.

    A few pages are shared out one by one. Were a large one among the last, a single process would be left with it.
    """
    return [page for hand in reversed(range(hands)) for page in pages[hand::hands]]


def _is_slow(page: Page) -> bool:
    return isinstance(page.file, MadePage) and page.file.origin.slow


def _spread_pages(
    maker: Maker, pieces: Sequence[Sequence[Page]], processes: int, index: Index, between: Callable[[bool], None]
) -> tuple[dict[str, Written], list[Made]]:
    """Return the search index and what there is to know of each page; the index is the first piece of the work."""
    memory = maker.memory

    def work(piece: int) -> _Piece:
        if not piece:
            return index(), [], ()
        made, records = memory.apart(lambda: [maker.make(page) for page in pieces[piece - 1]])
        return {}, made, list(records)

    def take(result: _Piece) -> _Piece:
        found, made, records = result
        for part in records:
            memory.absorb(part)
        return found, made, ()

    try:
        done = spread(1 + len(pieces), work, processes, between, take)
    except WorkerError as error:
        _LOG.info("building in one process: %s", error)
        done = spread(1 + len(pieces), work, 1, between, take)
    return done[0][0], [made for _, results, _ in done for made in results]
