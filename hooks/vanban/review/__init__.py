"""Review: what an editor should look at, each finding with a link to the paragraph or the document.

Nothing here changes a word or decides a fact. Rooms: `documents` (what a file says of itself), `mentions` (what the
reports print of one document), `wording` (likely misreadings), `figures` (sums that do not come out).
"""

from vanban.review.finding import Finding, Topic
from vanban.review.library import count_unsettled, review_library, unsettled_findings

__all__ = ["Finding", "Topic", "count_unsettled", "review_library", "unsettled_findings"]
