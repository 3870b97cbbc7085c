"""Search: units a reader wants to land on, turned into shard files that a small worker in the browser reads.

What a cadre types is answered without a server: the build writes small script files, and the worker in
`docs/assets/search/` loads only those a query needs. The whole format, in the order a query meets it:

`search/index/manifest.js`
    What the worker must know before the first query: the format, number of units (`units`), number of places
    (`places`, below), number of shards of each table, the names of kinds, types and issuers (stored elsewhere as
    positions in these lists), the symbols seen in codes (`nq`, `tw`), the abbreviations, and a stamp of the whole
    index that is added to every other address (`?v=…`), so that a browser never mixes the files of two publications.
`words/<n>.js`, `pairs/<n>.js`
    Posting lists. A *word* is a folded syllable, number or symbol (`dan`, `48630`, `nq`); a *pair* is two neighbours
    (`dan van`), which is how "these syllables stand together" is known without storing positions. The list of a key
    is in shard `fnv1a(shard_key) % shards`: the key of a word is the word itself, that of a pair its first word and
    the first letter of the second, so that all completions of a half-typed word after another are in one file.
    A list is a string of (gap to the previous place, impact) in printable characters (`encoding.py`); the impact is
    how much the unit is about the key (BM25 with a title weight, 0–91). A list longer than `POSTINGS_KEPT` keeps
    its highest impacts and is written `[how many units really hold the key, string]`. Among the words, `ngh*` lists
    the units most about any word that begins so: the answer while the first word is being typed.
`numbers/<n>.js`
    The number tier: for each number of a document, its rows (place, symbol, type, issuer, date, term, citations).
`lexicon.js`
    Every word made of letters and how many units hold it: for completing a word and repairing a wrong one.
`units/<n>.js`
    What is shown: the units of a few places a file (about 3 KB), with the text as printed, for titles and snippets;
    0 where no unit stands. A file without any unit is not there.
`facets/<n>.js`
    `[kinds, rows]` of `FACETS_PER_FILE` places a file: a digit for the kind of each place, and for those that have any,
    a row of gap, type, year and issuer; loaded only when asked.

A *place* is the number by which lists name a unit. Units are not numbered one after another: the units of a group (one
page, or the notes of one) stand together where a digest of the group's name says (`layout.py`), with unused places in
between, so that an edit changes a few lists and not all. So an index is made anew from what a build kept (`state.py`)
in a time that follows the edit, and is byte for byte the one that a build from nothing makes.

Every file is `vanbanShard("words/12",⏎{…JSON…}⏎)`: a script tag runs it on file://, and the worker on a web server
fetches it and reads its second line as JSON.
"""

from vanban.search.gather import search_groups, search_units
from vanban.search.groups import SearchGroup, grouped
from vanban.search.index import HEAD, Index, build_index, index_files, write_index
from vanban.search.state import IndexState, load_state, save_state
from vanban.search.tables import IndexFile
from vanban.search.units import SearchUnit, UnitKind

__all__ = [
    "HEAD",
    "Index",
    "IndexFile",
    "IndexState",
    "SearchGroup",
    "SearchUnit",
    "UnitKind",
    "build_index",
    "grouped",
    "index_files",
    "load_state",
    "save_state",
    "search_groups",
    "search_units",
    "write_index",
]
