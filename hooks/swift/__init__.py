"""Swift: named steps that make a build of the site engine faster and change no byte of what it writes.

Everything here knows MkDocs and nothing else of the project; the entry file hands it the pages, so that the package
`vanban` stays free of the engine and leaving the engine costs this folder and the entry file.

Each step is a `Trick` with a switch, uses public events and attributes where there are any, checks what it relies on
before it is used, and where something is not as expected says so and leaves the page to the engine's own path:

`converter`  one Markdown converter for all pages, without the inline rules whose characters a page does not hold
`reader`     pages of the few forms that are made from the library read by a reader of just those forms
`shell`      the page around the text rendered once for pages that differ only in opaque strings, then filled in
`workers`    pages in two or more forked processes that share one queue; another looks at the files before they begin
`idle`       a build with nothing changed since the last one, of a site nobody touched, leaves the site as it is
`templates`  compiled templates serve the next build, and the engine does not list what lies in hidden folders
`cache`      pages whose inputs are the same as in the build that wrote them are not made again
"""

from swift.build import Swift
from swift.files import MadeFile, made_file, made_pages
from swift.indexing import Indexer, Rest
from swift.state import Library
from swift.templates import keep_templates

__all__ = ["Indexer", "Library", "MadeFile", "Rest", "Swift", "keep_templates", "made_file", "made_pages"]
