"""A PostgreSQL server of our own for a while: in a new folder, on a socket in it, with no network."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

_ACCOUNT: Final = "postgres"
_START_SECONDS: Final = 120


def server_programs() -> Path | None:
    """Return the folder of initdb and pg_ctl of the newest PostgreSQL here, or None."""
    folders = [folder for folder in Path("/usr/lib/postgresql").glob("*/bin") if (folder / "initdb").is_file()]
    found = shutil.which("initdb")
    newest = max(folders, key=lambda folder: int(folder.parent.name), default=Path(found).parent if found else None)
    return newest if shutil.which("psql") else None


@dataclass(frozen=True, slots=True)
class Database:
    """A database of a running server."""

    folder: Path
    name: str = "postgres"

    @property
    def environment(self) -> dict[str, str]:
        """What psql must know to find it."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
        return {**kept, "PGHOST": str(self.folder), "PGUSER": _ACCOUNT, "PGDATABASE": self.name}

    def start_psql(self) -> subprocess.Popen[str]:
        """Start psql, to be fed a script."""
        return subprocess.Popen(
            ["psql", "-X", "-q", "-A", "-t"],  # noqa: S607 (found on the path, as an editor would)
            env=self.environment,
            text=True,
            encoding="utf-8",
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def load(self, script: Iterable[str]) -> str:
        """Feed a script to psql piece by piece and return what it printed; AssertionError when it failed."""
        psql = self.start_psql()
        assert psql.stdin is not None
        with suppress(BrokenPipeError):
            psql.stdin.writelines(script)
        out, errors = psql.communicate()
        assert psql.returncode == 0, errors
        return out

    def rows(self, statement: str) -> list[Any]:
        """Return the rows of a query as JSON values."""
        select = f"SELECT coalesce(json_agg(row_to_json(answer)), '[]') FROM ({statement}) AS answer;\n"
        text = self.load([select])
        rows: list[Any] = json.loads(text)
        return rows


def literal(text: str) -> str:
    """Return a text as an SQL constant."""
    return "'" + text.replace("'", "''") + "'"


@contextmanager
def running_server(programs: Path) -> Iterator[Database]:
    """Run a server; root, whom it refuses, hands it to the account that the package makes for it."""
    folder = Path(tempfile.mkdtemp(prefix="vanban-pg-"))
    account: dict[str, Any] = {}
    if os.geteuid() == 0:
        shutil.chown(folder, _ACCOUNT, _ACCOUNT)
        account = {"user": _ACCOUNT, "group": _ACCOUNT, "extra_groups": []}
    data = folder / "data"
    settings = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off -c synchronous_commit=off"
    control = [programs / "pg_ctl", "-D", data, "-w", "-t", str(_START_SECONDS)]

    def call(command: list[Any]) -> None:
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, **account)

    try:
        call([programs / "initdb", "-D", data, "-U", _ACCOUNT, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"])
        call([*control, "-l", folder / "log", "-o", settings, "start"])
        try:
            yield Database(folder)
        finally:
            call([*control, "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)
