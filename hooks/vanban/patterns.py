"""Patterns: regular expressions that are compiled when they are first used.

Some two hundred are written down in the rooms of this package, and compiling them takes longer than everything else
that loading a room does. A build after an edit uses a part of them, and each of its processes another part.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


def lazy_pattern(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return the regular expression, compiled when one of its attributes is first asked for.

    Args:
        source: The expression; what is wrong with it is raised as `re.error` when it is first used.
        flags: Those of the module `re`.
    """
    return cast("re.Pattern[AnyStr]", _LazyPattern(source, flags))


class _LazyPattern:
    """Stands for a compiled expression wherever its attributes are asked for."""

    def __init__(self, source: str | bytes, flags: int) -> None:
        self._source, self._flags = source, flags

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 (the type is that of the attribute)
        """Compile the expression, and hold the attribute: it is found at once from now on."""
        compiled = vars(self).get("_compiled")
        if compiled is None:
            compiled = vars(self)["_compiled"] = re.compile(self._source, self._flags)
        value = vars(self)[name] = getattr(compiled, name)
        return value
