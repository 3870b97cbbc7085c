"""Destination: where a publisher wants the site, read from the one word typed on the command line."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Final

from vanban.problems import InputError, Problem
from vanban.publish.remote import RemoteTarget
from vanban.records import dataclass

_PLAIN: Final = "iis:"


class Way(Enum):
    """How a release reaches its readers."""

    FOLDER = "folder"
    """A folder of releases, switched by a link."""
    PLAIN = "plain"
    """One folder replaced file by file (`iis:PATH`)."""
    ZIP = "zip"
    """A zip for USB sticks (`….zip`)."""
    REMOTE = "remote"
    """A folder of releases on another machine (`ssh://…`)."""


@dataclass(frozen=True, slots=True)
class Destination:
    """A parsed destination.

    Attributes:
        way: How to deliver.
        path: The local folder or file; unused for `REMOTE`.
        remote: The other machine, for `REMOTE`.
    """

    way: Way
    path: Path = Path()
    remote: RemoteTarget | None = None


def parse_destination(text: str, keep: int = 5) -> Destination:
    """Read a destination: `ssh://…`, `iis:FOLDER`, `NAME.zip`, else a folder.

    Raises:
        InputError: The text is empty or an address of a kind we do not deliver to.
    """
    if text.startswith("ssh://"):
        return Destination(Way.REMOTE, remote=RemoteTarget.parse(text, keep))
    if not text.strip() or "://" in text or "\0" in text:
        raise InputError(Problem(text, 0, "không rõ nơi phát hành; viết thư mục, tệp .zip, iis:THƯ-MỤC hoặc ssh://…"))
    if text.startswith(_PLAIN):
        return Destination(Way.PLAIN, Path(text.removeprefix(_PLAIN)))
    return Destination(Way.ZIP if text.lower().endswith(".zip") else Way.FOLDER, Path(text))


def require_outside(destination: Destination, project: Path) -> None:
    """Refuse a destination among the sources: the next build would publish the release itself.

    Raises:
        InputError: The destination is the project, one of its source folders, or holds the project.
    """
    if destination.way is Way.REMOTE:
        return
    place, home = destination.path.resolve(), project.resolve()
    sources = [home / name for name in ("docs", "directives", "hooks", "overrides", "tests", ".git")]
    if place == home or place in home.parents or any(place.is_relative_to(source) for source in sources):
        raise InputError(Problem(str(destination.path), 0, "nằm trong thư mục nguồn; chọn thư mục khác để phát hành"))
