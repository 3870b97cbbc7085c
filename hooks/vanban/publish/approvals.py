"""Approvals: the list of numbers that somebody answers for publishing, one a line, with the reason.

```text
# comment
0297 3812 345 | điện thoại trực ban của Ban Dân vận, đã công khai | Văn phòng duyệt 05-11-2019
```

Secrecy marks cannot be approved here: a secret paper is removed, not excused.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from pathlib import Path
from typing import Final

from vanban.problems import Problem, Severity
from vanban.publish.personal import plain_digits
from vanban.records import dataclass

FILE_NAME: Final = "duyet-so-cong-khai.txt"
"""Name of the list, at the top of the project."""

_FIELDS: Final = 3
_SHORTEST: Final = 9


@dataclass(slots=True)
class Approvals:
    """The approved numbers, by their plain digits, and which of them a publication has met."""

    path: str = FILE_NAME
    lines: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    met: set[str] = field(default_factory=set)

    def allows(self, digits: str) -> bool:
        """Return whether the number is approved, and remember that it was met."""
        self.met.add(digits)
        return digits in self.lines

    def unused(self) -> Iterator[Problem]:
        """Yield a finding for each approval that nothing needs any more."""
        for digits, line in self.lines.items():
            if digits not in self.met:
                yield Problem(self.path, line, f"số {digits} không còn trong bài nào; xóa dòng này", Severity.REVIEW)


def read_approvals(path: Path) -> Approvals:
    """Read the list; a missing file approves nothing, and a line without number, reason and approver is a problem."""
    approvals = Approvals(path.name)
    if not path.is_file():
        return approvals
    for line, text in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if text.strip() and not text.lstrip().startswith("#"):
            _add(approvals, line, [part.strip() for part in text.split("|")])
    return approvals


def _add(approvals: Approvals, line: int, parts: list[str]) -> None:
    digits = plain_digits(parts[0])
    if len(parts) != _FIELDS or not all(parts) or len(digits) < _SHORTEST:
        message = "dòng duyệt chưa đủ; viết: số | lý do | người duyệt và ngày"
        approvals.problems.append(Problem(approvals.path, line, message))
    else:
        approvals.lines[digits] = line
