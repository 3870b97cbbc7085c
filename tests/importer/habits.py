"""Habits: how a printer sets a text and what a reader of the page makes of it, each drawn by chance."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Marks:
    """How notes are called and numbered."""

    call: str
    head: str
    raised: bool = False
    star: bool = False


MARKS = {
    "⁽¹⁾ ¹": Marks("⁽{}⁾", "{} ", raised=True),
    "⁽¹⁾ ⁽¹⁾": Marks("⁽{}⁾", "⁽{}⁾ ", raised=True),
    "¹ ¹": Marks("{}", "{} ", raised=True),
    "¹ ¹glued": Marks("{}", "{}", raised=True),
    "(1) (1)": Marks("({})", "({}) "),
    "spaced (1) (1)": Marks(" ({})", "({}) "),
    "(1) 1.": Marks("({})", "{}. "),
    "(1) 1": Marks("({})", "{} "),
    "[1] [1]": Marks("[{}]", "[{}] "),
    "1) 1)": Marks("{})", "{}) "),
    "word1 1": Marks("{}", "{} "),
    "word1 1.": Marks("{}", "{}. "),
    "* *": Marks("{}", "{} ", star=True),
    "(*) (*)": Marks("({})", "({}) ", star=True),
    "[^1] [^1]:": Marks("[^{}]", "[^{}]: "),
}


@dataclass(frozen=True)
class Setting:
    """The habits of one printer; the names of the fields and their values are the rows of the table of figures."""

    lines: str = "joined"
    blank: str = "blank lines"
    marks: str = "⁽¹⁾ ¹"
    numbering: str = "through"
    folio: str = "none"
    head: str = "none"
    seam: str = "none"
    notes: str = "page foot"
    rule: str = "none"
    indent: str = "none"
    bold: str = "plain"
    letters: str = "even"
    noise: str = "clean"
    breaks: str = "kept"
    width: int = 80
    height: int = 40


CHOICES = {
    "lines": ("joined", "wrapped"),
    "blank": ("blank lines", "blank lines", "no blank lines"),
    "marks": tuple(MARKS),
    "numbering": ("through", "through", "each page"),
    "folio": ("none", "12", "- 12 -", "Trang 12", "12/40", "top 12", "in head"),
    "head": ("none", "none", "one", "alternating"),
    "seam": ("none", "none", "form feed"),
    "notes": ("page foot", "page foot", "page foot", "page foot", "page foot", "text end", "below paragraph"),
    "rule": ("none", "none", "____", "-----"),
    "indent": ("none", "first line", "tab"),
    "bold": ("plain", "plain", "bold headings"),
    "letters": ("even", "print"),
    "noise": ("clean", "clean", "clean", "spaces", "misread"),
    "breaks": ("kept", "kept", "anywhere"),
}


def draw(chance: random.Random) -> Setting:
    """Return habits that go together: asterisks start anew on each page, and so on."""
    how = {name: chance.choice(values) for name, values in CHOICES.items()}
    marks = MARKS[how["marks"]]
    if marks.star or how["notes"] == "below paragraph":
        how["numbering"] = "each page"
    if how["marks"].startswith("[^") or how["notes"] == "text end":
        how["numbering"] = "through"
    if marks.star:
        how |= {"notes": "page foot", "numbering": "each page"}
    if how["folio"] == "in head" and how["head"] == "none":
        how["head"] = "one"
    if how["lines"] == "joined":
        how |= {"indent": "none", "letters": "even"}
    return Setting(**how, width=chance.randint(60, 100), height=chance.choice([24, 34, 44, 54]))


def axes(how: Setting) -> Iterator[str]:
    """Yield the name of every habit of a setting, and of the pairs that matter."""
    for part in fields(how):
        value = getattr(how, part.name)
        if isinstance(value, str):
            yield f"{part.name}: {value}"
    yield f"page: {how.lines}, {how.blank}, {how.notes}"
