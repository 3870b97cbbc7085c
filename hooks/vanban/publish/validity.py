"""Validity: is the HTML what it seems to be, judged by validators and never by us.

Two validators, for two moments. tinyhtml5 (pure Python, so it is there on a machine without a network) runs the
parsing rules of the HTML Standard on every page of every publication: a stray or missing tag, a table with text in the
wrong place, a broken entity, a doubled attribute. The Nu Html Checker knows the content models too, but needs Java, so
it is for developers and for continuous integration: `nu_problems`.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from tinyhtml5.parser import HTMLParser

from vanban.problems import Problem, Severity

_TOLD: Final = 20
"""Parse errors shown a page: after the first ones the rest are mostly consequences."""

_THEME: Final = (
    ("Attribute “autocomplete” is only allowed when the input type is", 'data-md-toggle="'),
    ("The value of the “for” attribute of the “label” element must be", 'for="__toc"'),
)
"""Messages about the markup of Material 9.8.1 itself, and a part of the lines they quote: its drawer and search
switches, and the label of the contents list on pages outside the navigation. Harmless, and not ours to write."""


def markup_problems(path: str, html: str) -> Iterator[Problem]:
    """Yield the parse errors of one page, as the HTML Standard defines them.

    Args:
        path: The page, as it is named in the findings.
        html: Its text.
    """
    parser = HTMLParser()
    parser.parse(html)
    for (line, _), code, _data in parser.errors[:_TOLD]:
        yield Problem(path, line, f"HTML sai chuẩn ({code}); kiểm tra thẻ HTML viết tay trong bài hoặc mẫu trang")


def nu_problems(site: Path, jar: Path) -> Iterator[Problem]:
    """Yield what the Nu Html Checker says of every page of `site`.

    Args:
        site: A built site.
        jar: The checker, `vnu.jar`; Java must be installed.

    Raises:
        OSError: Java or the jar cannot be started.
    """
    command = ["java", "-jar", str(jar), "--format", "json", "--skip-non-html", "--stdout", "--exit-zero-always"]
    answer = subprocess.run([*command, str(site)], capture_output=True, check=True)
    for message in json.loads(answer.stdout)["messages"]:
        yield from _nu_problem(site, message)


def _nu_problem(site: Path, message: dict[str, Any]) -> Iterator[Problem]:
    """Turn one message of the checker into a problem; notes of style and the theme's own markup are left out."""
    text = str(message["message"])
    if message["type"] == "info" and message.get("subType") != "warning":
        return
    if any(text.startswith(start) and mark in str(message.get("extract", "")) for start, mark in _THEME):
        return
    path = str(message.get("url", "")).removeprefix("file:").removeprefix(f"{site.resolve()}/")
    severity = Severity.REVIEW if message["type"] == "info" else Severity.STOPS
    yield Problem(path, int(message.get("lastLine", 0)), f"HTML sai chuẩn: {text}", severity)
