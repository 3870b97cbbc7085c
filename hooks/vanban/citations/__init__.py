"""Citations: where a Vietnamese official text names a document, and what it says about it there.

`find_citations(text)` works on plain text and on Markdown, in one pass whose work grows with the text's length. Its
rooms: `plain` (what a reader sees, with the way back to the source), `leads` (what stands before a symbol), `bodies`
and `details` (what follows it), `lists`, `short_forms`, `names`, and `finder`, which calls them in order.
"""

from vanban.citations.citation import Citation, Kind
from vanban.citations.finder import find_by_block, find_citations

__all__ = ["Citation", "Kind", "find_by_block", "find_citations"]
