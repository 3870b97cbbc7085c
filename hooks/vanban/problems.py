"""Problem: the one kind of finding, shown to an editor as `path:line: message`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum

from vanban.records import dataclass


class Severity(Enum):
    """How much a finding matters to a publication."""

    STOPS = "stops"
    """The site must not be published until it is fixed."""
    REVIEW = "review"
    """An editor should look; the page still tells the truth."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something an editor must know.

    Attributes:
        path: The file, written as the editor knows it (relative to the project when possible).
        line: 1-based line number; 0 when the finding concerns the whole file.
        message: One Vietnamese line: what is wrong, then what to write instead.
        severity: Whether the finding stops a publication.
    """

    path: str
    line: int
    message: str
    severity: Severity = Severity.STOPS

    def __post_init__(self) -> None:
        """Keep the promise of one line, whatever text the message quotes."""
        object.__setattr__(self, "message", " ".join(self.message.split()))

    def __str__(self) -> str:
        """Return `path:line: message`, without the line when it is unknown."""
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.message}"


class InputError(Exception):
    """Bad input met where there is no list of problems to add to; carries the one Problem to print."""

    def __init__(self, problem: Problem) -> None:
        """Wrap a problem so that the command line can print it and exit with 1."""
        super().__init__(str(problem))
        self.problem = problem


def stopping(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Yield the problems that stop a publication."""
    return (problem for problem in problems if problem.severity is Severity.STOPS)
