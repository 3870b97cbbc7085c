"""Import random and mutilated reports without end: each is refused in one line, or wholly on its pages; never a part.

Run: `python tests/importer/fuzz.py [COUNT] [SEED] [WAY]`: a hundred inputs of seed 0 in all ways when not said. They
are printed texts cut up, pieces in any order, bytes changed, encodings mixed, office files and PDFs damaged.
"""

from __future__ import annotations

import html
import importlib
import io
import os
import random
import re
import shutil
import sys
import tempfile
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1] / "hooks"))
sys.path.insert(0, str(HERE.parent))

from importer import wordfile  # noqa: E402 - the source roots come first
from importer.habits import draw  # noqa: E402 - the source roots are put on the path first
from importer.mangler import PRINTS, TEXTS, originals, print_pages, shuffled  # noqa: E402 - likewise
from importer.manuscripts import Author  # noqa: E402 - likewise
from importer.press import print_text  # noqa: E402 - likewise
from importer.test_reports import PIECES  # noqa: E402 - likewise
from vanban.importer.formats import decode_source  # noqa: E402 - likewise
from vanban.importer.plan import plan_import  # noqa: E402 - likewise
from vanban.importer.store import write_plan  # noqa: E402 - likewise
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


def _samples() -> dict[str, list[bytes]]:
    """Return whole files of each office format, to be damaged: Word's by our maker, the others by their programs."""
    texts = [path.read_text("utf-8") for path in REPORTS]
    bodies = [[f"# BÁO CÁO\n\n{text[:3000]}"] for text in texts]
    samples = {"docx": [wordfile.report(body, random.Random(at)) for at, body in enumerate(bodies)]}
    pypandoc: Any = importlib.import_module("pypandoc")
    with tempfile.TemporaryDirectory() as folder:
        for kind in ("odt", "html"):
            target = Path(folder, f"a.{kind}")
            pypandoc.convert_text(NOTED + texts[0][:3000], kind, format="markdown-smart", outputfile=str(target))
            samples[kind] = [target.read_bytes()]
        weasyprint: Any = importlib.import_module("weasyprint")
        shown = "".join(f"<p>{html.escape(part)}" for part in texts[0][:3000].split("\n\n"))
        samples["pdf"] = [weasyprint.HTML(string=shown).write_pdf()]
    return samples


def whole(chance: random.Random) -> tuple[str, bytes]:
    """Return a whole office file with bytes of it, or of one of its parts, changed, lost or doubled."""
    kind = chance.choice(list(SAMPLES))
    content = chance.choice(SAMPLES[kind])
    if kind in {"docx", "odt"} and chance.random() < 0.8:
        return kind, _repacked(content, chance)
    return kind, _mutated(content, chance)


def _repacked(content: bytes, chance: random.Random) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        names = source.namelist()
        chosen = chance.choice([name for name in names if name.endswith((".xml", ".rels"))])
        for name in names:
            target.writestr(name, _markup(source.read(name), chance) if name == chosen else source.read(name))
    return packed.getvalue()


def _markup(content: bytes, chance: random.Random) -> bytes:
    """Return markup with elements taken out, doubled or exchanged, so that much of it stays well-formed."""
    pieces = re.split(rb"(?=<)", content)
    for _ in range(chance.randint(1, 6)):
        start = chance.randrange(len(pieces))
        end = min(start + chance.choice([1, 1, 2, 5, 40]), len(pieces))
        change = chance.choice([[], pieces[start:end] * 2, [chance.choice(pieces)], pieces[start:end][::-1]])
        pieces[start:end] = change or [b""]
    if chance.random() < 0.3:
        return _mutated(b"".join(pieces), chance)
    return b"".join(pieces)


def _mutated(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content or b"x")
    for _ in range(chance.randint(1, 8)):
        start = chance.randrange(len(changed) or 1)
        size = chance.choice([1, 1, 1, 8, 200])
        changed[start : start + size] = chance.choice(
            [b"", bytes(changed[start : start + size]) * 2, chance.randbytes(1)]
        )
    return bytes(changed)


WAYS = {"piled": piled, "cut": cut, "printed": printed, "pressed": pressed, "damaged": damaged, "office": office}
WEIGHTS = {"piled": 26, "cut": 26, "printed": 13, "pressed": 9, "damaged": 10, "office": 4, "whole": 12}
NOTED = "Đoạn có chú thích[^1].\n\n[^1]: Chú thích.\n\n"
SAMPLES: dict[str, list[bytes]] = {}


def made(way: str, chance: random.Random) -> tuple[str, bytes]:
    """Return the name and content of one input."""
    if way == "whole":
        SAMPLES.update({} if SAMPLES else _samples())
        kind, content = whole(chance)
        return f"x.{kind}", content
    return "x.docx" if way == "office" else "x.txt", WAYS[way](chance)


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


def main(count: int = 100, seed: int = 0, only: str = "") -> None:
    """Import `count` inputs (of one way when named) and print a summary; a failing input is kept for looking into."""
    os.environ["PATH"] = ""  # no other program: recognising letters in damaged pictures would take days
    chance = random.Random(seed)
    outcomes: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as parent:
        for number in range(count):
            way = only or chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
            name, content = made(way, chance)
            way = f"{way} {Path(name).suffix}" if way == "whole" else way
            try:
                outcome = check(name, content, Path(parent, "x"))
            except Exception as error:  # noqa: BLE001 - whatever it is, it is what we look for
                kept = Path(tempfile.gettempdir(), f"fuzz-{seed}-{number}{Path(name).suffix}")
                kept.write_bytes(content)
                sys.stdout.write(f"FAILED {kept}: {type(error).__name__} {str(error)[:200]}\n")
                outcome = "FAILED"
            outcomes[f"{way} {outcome}"] += 1
            if number % 100 == 99:
                sys.stdout.write(f"{number + 1}: {dict(outcomes)}\n")
                sys.stdout.flush()
    sys.stdout.write(f"{count} inputs: {dict(sorted(outcomes.items()))}\n")


if __name__ == "__main__":
    numbers = [*map(int, sys.argv[1:3]), 100, 0]
    main(numbers[0], numbers[1] if len(sys.argv) > 2 else 0, "".join(sys.argv[3:4]))
