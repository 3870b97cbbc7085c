"""Read random and mutated strings without end: no crash, no hang, and every span true.

Run: `python tests/evaluation/fuzz.py [COUNT] [SEED]` (a thousand strings of seed 0 when not said). The strings are
cut from the labelled texts, joined, mutated letter by letter, and mixed with marks of Markdown and odd characters.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1] / "hooks"))
sys.path.insert(0, str(HERE.parent))

from evaluation.evaluate import read_labelled  # noqa: E402 - the source roots are put on the path first
from vanban.citations import find_citations  # noqa: E402 - likewise

ODD = [
    *"0123456789-/–—.,;:()[]*_~`\\<>|“”\"'&%#\n\t ",
    "\u00a0",
    "\u00ad",
    "\u0301",
    "\u200b",
    "Đ",
    "Ð",
    "ứ",
    "𝟚",
    "²",
    "İ",
    "ß",
    "ﬁ",
    "[^1]",
    "<br>",
    "](x)",
]
NAMES = {"Luật Tiếp công dân": "a", "Luật Đất đai": "b", "Quy chế hòa giải": "c"}


def draw(texts: list[str], chance: random.Random) -> str:
    """Return one string: pieces of texts, some letters changed."""
    pieces = []
    for _ in range(chance.randint(1, 3)):
        text = chance.choice(texts)
        start = chance.randrange(len(text))
        pieces.append(text[start : start + chance.randint(1, 90)])
    letters = list(chance.choice(["", " ", ", ", "\n"]).join(pieces))
    for _ in range(chance.randint(0, 6)):
        place = chance.randrange(len(letters) + 1)
        letters[place : place + chance.randint(0, 2)] = [chance.choice(ODD)]
    return "".join(letters)


def check(text: str) -> int:
    """Read a string; return how many mentions it has."""
    end = count = 0
    for found in find_citations(text, NAMES):
        if not (end <= found.start < found.end <= len(text) and found.text == text[found.start : found.end]):
            message = f"a false span in {text!r}: {found}"
            raise AssertionError(message)
        end, count = found.end, count + 1
    return count


def main(count: int = 1000, seed: int = 0) -> None:
    """Check `count` strings and print a summary."""
    texts = [text for _, text, _ in read_labelled(HERE / "labelled")]
    chance = random.Random(seed)
    total = 0
    for _ in range(count):
        text = draw(texts, chance)
        try:
            total += check(text)
        except Exception:
            sys.stdout.write(f"failed on {text!r}\n")
            raise
    sys.stdout.write(f"{count} strings read, {total} mentions, no failure\n")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
