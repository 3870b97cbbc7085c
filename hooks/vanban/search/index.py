"""build_index: groups of search units in, the files the browser reads out. The format is described in the package.

What a build kept makes the next one short: a group with the same name and key is not read again, a unit that stands
where it stood is in the same lists, and a shard whose entries are the same is not made. A build from nothing is the
same work with nothing kept: the two cannot differ, and a test edits at random to say so.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from hashlib import blake2b
from itertools import chain
from typing import Final, TypeAlias

from vanban.records import dataclass
from vanban.search.abbreviations import ABBREVIATIONS
from vanban.search.delta import Placed, differing, find_delta, placed
from vanban.search.facets import FACETS_PER_FILE, Names, facet_file, names_of, number_rows
from vanban.search.groups import KINDS, KeptGroup, SearchGroup, keep_group
from vanban.search.layout import Layout, lay_out, step_from
from vanban.search.parts import DamagedError
from vanban.search.postings import Changes, entry
from vanban.search.shown import files_in_use, span, unit_files, units_per_file
from vanban.search.state import FORMAT, Cuts, IndexState
from vanban.search.tables import (
    IndexFile,
    KeptTable,
    NamedText,
    Table,
    shard_bytes,
    shard_data,
    shard_path,
)
from vanban.search.vocabulary import Vocabulary

HEAD: Final = shard_path("manifest")
"""The file that changes whenever another of the index does: it holds a stamp of them all."""
_LIST_SHARD: Final = 3_000
_NUMBER_SHARD: Final = 6_000
_NUMBER_ROW: Final = 60
_DIGEST: Final = 16
Put: TypeAlias = Callable[[str, bytes | None], None]
"""Takes a file of the index by its path below the site's root; None for one that is as it was."""


@dataclass(frozen=True, slots=True)
class Index:
    """An index and what the next build needs of this one.

    Attributes:
        files: Every file by its path below the site's root, the manifest last; None when its bytes are those of the
            build whose state was kept.
        state: What to keep; `state.digests` has the digest of every file, made or not.
    """

    files: Mapping[str, bytes | None]
    state: IndexState


def build_index(groups: Iterable[SearchGroup], kept: IndexState | None = None) -> Index:
    """Build the index of some groups; the same groups give the same bytes in any order, whatever was kept.

    Args:
        groups: Every group of the site.
        kept: The state of an earlier build by the same code, or None.

    Raises:
        ValueError: Two groups have the same name.
        TooManyUnitsError: There are more units than the format can number.
    """
    files: dict[str, bytes | None] = {}
    return Index(files, write_index(groups, kept, files.__setitem__))


def write_index(groups: Iterable[SearchGroup], kept: IndexState | None, put: Put) -> IndexState:
    """Build the index as `build_index` does, but hand over each file as soon as it is made: together they are large.

    Args:
        groups: As there.
        kept: As there.
        put: Takes the path and the content of every file; None for one whose bytes are those of the build kept. When
            what was kept turns out to be damaged, all come again, from the first on.

    Returns:
        What to keep.

    Raises:
        ValueError, TooManyUnitsError: As there.
    """
    known, found = kept or IndexState(), list(groups)
    try:
        return _build(_plan(known, _read(found, known.groups)), put)
    except DamagedError:
        return _build(_plan(IndexState(digests=known.digests), _read(found, {})), put)


def index_files(groups: Iterable[SearchGroup]) -> Iterator[IndexFile]:
    """Yield every file of the index of some groups, the manifest last."""
    for path, content in build_index(groups).files.items():
        if content is not None:
            yield IndexFile(path, content)


def pair_shard_key(pair: str) -> str:
    """Return what decides the shard of a pair: the first word and the first letter of the second."""
    return pair[: pair.index(" ") + 2]


def _read(groups: Iterable[SearchGroup], kept: Mapping[str, KeptGroup]) -> dict[str, KeptGroup]:
    read: dict[str, KeptGroup] = {}
    for group in groups:
        if group.name in read:
            message = f"two groups are named {group.name!r}"
            raise ValueError(message)
        known = kept.get(group.name)
        read[group.name] = known if known is not None and known.key == group.key else keep_group(group)
    return read


@dataclass(frozen=True, slots=True)
class _Plan:
    """What was and what is.

    Attributes:
        kept: The index as it was.
        layout: Where the groups stand now.
        groups: The groups in order of place.
        before: Those of the kept index that are gone or otherwise now.
        after: Those that are new or otherwise than they were.
        types: The types of documents.
        issuers: Their issuers.
        cuts: What decides how the small tables are cut and written: when it changes, so do all their files.
    """

    kept: IndexState
    layout: Layout
    groups: list[Placed]
    before: list[Placed]
    after: list[Placed]
    types: Names
    issuers: Names
    cuts: Cuts

    def stale(self, names: Mapping[int, str], touched: Collection[int]) -> list[int]:
        """Return which files are to be made, given the name of each by number, and the numbers that changed."""
        if self.cuts != self.kept.cuts:
            return list(names)
        known = self.kept.digests
        return [number for number, name in names.items() if number in touched or shard_path(name) not in known]


def _plan(kept: IndexState, groups: Mapping[str, KeptGroup]) -> _Plan:
    layout = lay_out({name: group.room for name, group in groups.items()})
    before = differing(kept.layout, kept.groups, layout, groups)
    after = differing(layout, groups, kept.layout, kept.groups)
    if layout.span != kept.layout.span or 2 * len(after) > len(groups):  # the lists are made sooner from nothing
        kept, before, after = IndexState(digests=kept.digests), [], placed(layout, groups)
    types, issuers = names_of(groups.values())
    per_file = units_per_file(sum(len(group.rows) for group in groups.values()), layout.end)
    numbered = sum(len(group.numbered) for group in groups.values())
    cuts = per_file, step_from(1, _NUMBER_ROW * numbered / _NUMBER_SHARD), types.listed, issuers.listed
    return _Plan(kept, layout, placed(layout, groups), before, after, types, issuers, cuts)


def _build(plan: _Plan, put: Put) -> IndexState:
    """Hand over every file: those that may have changed are made, the others known by their digests."""
    delta = find_delta(plan.before, plan.after)
    vocabulary, out = Vocabulary(plan.kept.heads), _Out(plan.kept.digests, put)
    words = _words(plan.kept.words, delta.words, vocabulary)
    shards = {"words": out.add(words.files("words"))}
    pairs = _pairs(plan.kept.pairs, delta.pairs)
    shards["pairs"] = out.add(pairs.files("pairs"))
    shards["numbers"] = out.add(_number_files(plan))
    shards["facets"] = out.add(_facet_files(plan))
    out.add(_unit_files(plan, delta.slots))
    out.add([("lexicon", shard_data("lexicon", vocabulary.lexicon()))])
    manifest, path = shard_data("manifest", _manifest(plan, shards, out.digests.values())), shard_path("manifest")
    put(path, manifest)
    return IndexState(
        layout=plan.layout,
        groups={group.name: group for _, group in plan.groups},
        words=words.kept(),
        pairs=pairs.kept(),
        heads=vocabulary.heads,
        cuts=plan.cuts,
        digests={**out.digests, path: _digest(manifest)},
        origin=plan.kept.origin,
    )


class _Out:
    """Where the files go; one that turns out as it was is not handed over.

    Attributes:
        digests: Digest of every file, made or not, by its path.
    """

    def __init__(self, known: Mapping[str, bytes], put: Put) -> None:
        self._known, self._put = known, put
        self.digests: dict[str, bytes] = {}

    def add(self, files: Iterable[NamedText]) -> int:
        """Hand over files, and return how many there are."""
        count = 0
        for count, (name, content) in enumerate(files, 1):  # noqa: B007 (the last is the number of them)
            path = shard_path(name)
            self.digests[path] = self._known[path] if content is None else _digest(content)
            self._put(path, content if self.digests[path] != self._known.get(path) else None)
        return count


def _words(kept: KeptTable, changes: Changes, vocabulary: Vocabulary) -> Table:
    table = Table(kept, _LIST_SHARD, str)
    for key, ranks in _change(table, changes):
        vocabulary.put(key, ranks)
    for start, text in vocabulary.starts():
        table.put(start, b"", text)
    return table


def _pairs(kept: KeptTable, changes: Changes) -> Table:
    table = Table(kept, _LIST_SHARD, pair_shard_key)
    for _ in _change(table, changes):
        pass
    return table


def _change(table: Table, changes: Changes) -> Iterator[tuple[str, array[int]]]:
    """Bring lists up to date and yield each that changed; the changes are used up."""
    for key in changes.changed():
        ranks = changes.take(key, table.rows(key))
        table.put(key, ranks.tobytes(), entry(key, ranks) if ranks else "")
        yield key, ranks


def _number_files(plan: _Plan) -> Iterator[NamedText]:
    count = plan.cuts[1]
    names = {number: f"numbers/{number}" for number in range(count)}
    touched = {row[1] % count for _, group in (*plan.before, *plan.after) for row in group.numbered}
    made = number_rows(plan.stale(names, touched), count, plan.groups, plan.types, plan.issuers)
    for number, name in names.items():
        yield name, shard_data(name, made[number]) if number in made else None


def _unit_files(plan: _Plan, slots: Iterable[int]) -> Iterator[NamedText]:
    size = plan.cuts[0]
    names = {number: f"units/{number}" for number in files_in_use(plan.groups, size)}
    stale = set(plan.stale(names, {slot // size for slot in slots}))
    made = unit_files(stale, plan.groups, size)
    for number, name in names.items():
        yield name, shard_bytes(name, next(made)) if number in stale else None


def _facet_files(plan: _Plan) -> Iterator[NamedText]:
    size = FACETS_PER_FILE
    names = {number: f"facets/{number}" for number in range(-(-plan.layout.end // size))}
    changed = chain(plan.before, plan.after)
    touched = {number for start, group in changed for number in span(start, group.room, size)}
    made = set(plan.stale(names, touched))
    for number, name in names.items():
        file = facet_file(number, plan.groups, plan.types, plan.issuers) if number in made else None
        yield name, shard_data(name, file) if file is not None else None


def _digest(content: bytes) -> bytes:
    return blake2b(content, digest_size=_DIGEST).digest()


def _manifest(plan: _Plan, shards: Mapping[str, int], digests: Iterable[bytes]) -> dict[str, object]:
    per_file, _, types, issuers = plan.cuts
    return {
        "format": FORMAT,
        "stamp": blake2b(b"".join(digests), digest_size=6).hexdigest(),
        "units": sum(len(group.kinds) for _, group in plan.groups),
        "places": plan.layout.end,
        "unitsPerFile": per_file,
        "facetsPerFile": FACETS_PER_FILE,
        "shards": shards,
        "kinds": [kind.value for kind in KINDS],
        "types": types,
        "issuers": issuers,
        "symbols": " ".join(sorted({symbol for _, group in plan.groups for symbol in group.symbols})),
        "abbreviations": ABBREVIATIONS,
    }
