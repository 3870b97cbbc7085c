"""What the commands share: how a command enters the parser, and how long work shows that it goes on."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import Any


def add_command(
    commands: Any,  # noqa: ANN401 (argparse has no public type for it)
    name: str,
    summary: str,
    examples: str,
    run: Callable[[argparse.Namespace], int],
) -> argparse.ArgumentParser:
    """Add a command to the parser and return it, for its own arguments.

    Args:
        commands: What `add_subparsers` returned.
        name: The word typed after `vanban`.
        summary: One Vietnamese sentence without its full stop.
        examples: Calls a user may copy, one a line.
        run: Carries the command out and returns the exit status.
    """
    epilog = "ví dụ:\n" + "\n".join(f"  {line}" for line in examples.strip().splitlines())
    command: argparse.ArgumentParser = commands.add_parser(
        name,
        help=summary,
        description=f"{summary[0].upper()}{summary[1:]}.",
        epilog=epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.set_defaults(run=run)
    return command


def show_progress(label: str, done: int, total: int) -> None:
    """Show on a terminal how far long work has come; other streams get nothing."""
    if sys.stderr.isatty():
        end = "\n" if done >= total else ""
        print(f"\r{label}: {done}/{total}", end=end, file=sys.stderr, flush=True)
