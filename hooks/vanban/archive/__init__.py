"""Archive: how the exports feed a search engine when a country-wide collection outgrows an index of static files.

`rules` says, as data, how a text becomes words (the same as the site's own search); `sqlite` loads the exports into one
file and searches it by those rules alone; `opensearch` writes the rules as the settings of an index.
"""

from vanban.archive.opensearch import index_settings
from vanban.archive.rules import RULES, apply_rules
from vanban.archive.sqlite import Found, load_exports, search

__all__ = ["RULES", "Found", "apply_rules", "index_settings", "load_exports", "search"]
