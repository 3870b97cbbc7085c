"""Import random and mutilated reports without end: each is refused in one line, or wholly on its pages; never a part.

Run: `python tests/importer/fuzz.py [COUNT] [SEED]` (a hundred inputs of seed 0 when not said). Inputs are printed texts
cut up, pieces in any order, bytes changed, encodings mixed, office files damaged.
"""

from __future__ import annotations

import io
import random
import shutil
import sys
import tempfile
import zipfile
from collections import Counter
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1] / "hooks"))
sys.path.insert(0, str(HERE.parent))

from importer.habits import draw  # noqa: E402 - the source roots are put on the path first
from importer.mangler import PRINTS, TEXTS, originals, print_pages, shuffled  # noqa: E402 - likewise
from importer.manuscripts import Author  # noqa: E402 - likewise
from importer.press import print_text  # noqa: E402 - likewise
from importer.test_reports import PIECES  # noqa: E402 - likewise
from vanban.importer import plan_import, write_plan  # noqa: E402 - likewise
from vanban.importer.formats import decode_source  # noqa: E402 - likewise
from vanban.problems import InputError, stopping  # noqa: E402 - likewise

REPORTS = sorted((HERE.parent / "reports").glob("*.txt"))
ODD = [
    *"*_|[]()^#-–1²⁽⁾\\<>&`~\n\f\t\r\0\x1b",
    "\u00ad",
    "\u200b",
    "\ufdd0",
    "\ufdd1",
    "\ufffe",
    "\n\n",
    "⁽¹⁾",
    "[^1]:",
]
TEXT = "\n\n".join(path.read_text("utf-8") for path in (*REPORTS, *TEXTS))
DOCUMENT = (
    '<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    "<w:body>{}</w:body></w:document>"
)


def piled(chance: random.Random) -> bytes:
    """Return pieces in any order."""
    return "".join(
        chance.choice(PIECES) + chance.choice(["\n", "\n\n", "\n\n", " ", ""]) for _ in range(chance.randrange(1, 60))
    ).encode()


def cut(chance: random.Random) -> bytes:
    """Return parts of texts with letters changed."""
    parts = []
    for _ in range(chance.randint(1, 4)):
        start = chance.randrange(len(TEXT))
        parts.append(TEXT[start : start + chance.randint(1, 1500)])
    letters = list(chance.choice(["", "\n", "\n\n", "\f"]).join(parts))
    for _ in range(chance.randint(0, 30)):
        place = chance.randrange(len(letters) + 1)
        letters[place : place + chance.randint(0, 3)] = [chance.choice(ODD)]
    return f"BÁO CÁO\n\n{''.join(letters)}".encode()


def printed(chance: random.Random) -> bytes:
    """Return a text set in pages, some of its lines lost, doubled or exchanged."""
    how = chance.choice(list(PRINTS.values()))
    lines = print_pages(shuffled(chance.choice(originals()[2:]), chance), how, chance)[0].split("\n")
    for _ in range(chance.randint(0, 12)):
        place = chance.randrange(len(lines))
        lines[place : place + chance.randint(0, 2)] = chance.choices(lines, k=chance.randint(0, 2))
    return "\n".join(lines).encode(chance.choice(["utf-8", "utf-8", "utf-8-sig", "utf-16"]))


def pressed(chance: random.Random) -> bytes:
    """Return a text as the press prints it, a part of it lost or moved."""
    how = draw(chance)
    text = print_text(Author(chance).write(2_000), how, chance)
    start, end = sorted(chance.randrange(len(text) + 1) for _ in range(2))
    return (text[:start] + chance.choice(["", text[start:end][::2], text[end:]]) + text[end:]).encode()


def damaged(chance: random.Random) -> bytes:
    """Return bytes of a text with some of them changed."""
    content = bytearray(cut(chance))
    for _ in range(chance.randint(1, 20)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    return bytes(content)


def office(chance: random.Random) -> bytes:
    """Return a Word file with odd or broken markup."""
    tags = ["<w:p>", "</w:p>", "<w:r><w:t>", "</w:t></w:r>", "<w:tbl>", "</w:tbl>", "chữ", "1.", "<w:br/>", "&amp;"]
    tags += ['<w:pPr><w:pStyle w:val="Heading1"/><w:numPr><w:ilvl w:val="x"/><w:numId w:val="1"/></w:numPr></w:pPr>']
    inner = "".join(chance.choices(tags, k=chance.randint(1, 20)))
    whole = f"<w:p><w:r><w:t>BÁO CÁO {chance.randrange(9)}</w:t></w:r></w:p>{inner if chance.random() < 0.7 else ''}"
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        file.writestr("word/document.xml", DOCUMENT.format(whole))
        file.writestr("word/numbering.xml", chance.choice(["<w:numbering/>", "<x", ""]))
    data = bytearray(content.getvalue())
    if chance.random() < 0.4:
        data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data)


WAYS = {"piled": piled, "cut": cut, "printed": printed, "pressed": pressed, "damaged": damaged, "office": office}


def check(name: str, content: bytes, folder: Path) -> str:
    """Import one input; return what became of it.

    Raises:
        AssertionError: Something was written though the input was refused, or a page lacks a word.
    """
    docs, directives = folder / "docs", folder / "directives"
    shutil.rmtree(folder, ignore_errors=True)
    docs.mkdir(parents=True)
    directives.mkdir()
    try:
        plan = plan_import(decode_source(name, content), "x", docs, directives, "kien-giang")
        if any(stopping(plan.problems)):
            outcome = "stopped"
        else:
            assert plan.proof.holds
            written = write_plan(plan)
            assert all(path.is_file() for path in written)
            outcome = "imported"
    except InputError as error:
        outcome = "refused in more than a line" if "\n" in str(error) else "refused"
    assert "more" not in outcome, outcome
    if outcome != "imported":
        assert not [path for path in folder.rglob("*") if path.is_file()], "a partial write"
    return outcome


def main(count: int = 100, seed: int = 0) -> None:
    """Import `count` inputs and print a summary; a failing input is kept for looking into."""
    chance = random.Random(seed)
    outcomes: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as parent:
        for number in range(count):
            way = chance.choices(list(WAYS), weights=[28, 28, 15, 12, 15, 2])[0]
            content = WAYS[way](chance)
            try:
                outcome = check("x.docx" if way == "office" else "x.txt", content, Path(parent, "x"))
            except Exception as error:  # noqa: BLE001 - whatever it is, it is what we look for
                kept = Path(tempfile.gettempdir(), f"fuzz-{seed}-{number}.{'docx' if way == 'office' else 'txt'}")
                kept.write_bytes(content)
                sys.stdout.write(f"FAILED {kept}: {type(error).__name__} {str(error)[:200]}\n")
                outcome = "FAILED"
            outcomes[f"{way} {outcome}"] += 1
            if number % 500 == 499:
                sys.stdout.write(f"{number + 1}: {dict(outcomes)}\n")
                sys.stdout.flush()
    sys.stdout.write(f"{count} inputs: {dict(sorted(outcomes.items()))}\n")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
