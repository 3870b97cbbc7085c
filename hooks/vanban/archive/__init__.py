"""Archive: how a built site feeds a search engine when a country-wide collection outgrows an index of static files.

`rules` says, as data, how a text becomes words (the same as the site's own search); `units` reads the site; `sqlite`
loads it into one file and searches it by those rules alone; `postgresql` writes it, with the rules as rows of tables,
as one script for `psql`; `opensearch` writes the rules as the settings of an index.
"""

from vanban.archive.opensearch import index_settings
from vanban.archive.postgresql import load_script
from vanban.archive.rules import RULES, apply_rules
from vanban.archive.sqlite import Found, load_sqlite, search
from vanban.archive.units import Unit, count_units, read_units

__all__ = [
    "RULES",
    "Found",
    "Unit",
    "apply_rules",
    "count_units",
    "index_settings",
    "load_script",
    "load_sqlite",
    "read_units",
    "search",
]
