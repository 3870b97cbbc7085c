"""Frame: the letterhead and title above a report, the recipients and signature below it.

Their lines are short, end without a full stop and stand alone, so the rules for cut paragraphs must not touch them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from vanban.importer import labels
from vanban.importer.lines import LIST_MARK, Block, Kind
from vanban.importer.marks import strong_note
from vanban.patterns import lazy_pattern
from vanban.records import dataclass

TITLE_WORDS: Final = (
    "BÁO CÁO", "KẾ HOẠCH", "CHƯƠNG TRÌNH", "NGHỊ QUYẾT", "CHỈ THỊ", "KẾT LUẬN", "QUYẾT ĐỊNH", "QUY ĐỊNH", "QUY CHẾ",
    "HƯỚNG DẪN", "THÔNG BÁO", "THÔNG TRI", "ĐỀ ÁN", "TỜ TRÌNH", "PHƯƠNG ÁN", "CÔNG VĂN", "LUẬT", "PHÁP LỆNH",
    "NGHỊ ĐỊNH", "THÔNG TƯ", "ĐIỀU LỆ", "THAM LUẬN", "DỰ THẢO",
)  # fmt: skip
_RECIPIENTS: Final = lazy_pattern(r"[*_]*(?:Nơi nhận|Kính gửi nơi nhận|NƠI NHẬN)\b")
_SIGNATURE: Final = lazy_pattern(r"[*_]*(?:T/M|TM\.|K/T|KT\.|T/L|TL\.|T/U|TUQ\.|Q\.)\s+[A-ZĐÀ-Ỹ]")
_LONGEST_TITLE: Final = 260
_FRONT_BLOCKS: Final = 25
_SHORT: Final = 160


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the parts of a report stand, as block indexes.

    Attributes:
        title: First block of the title; equal to `body` when there is none.
        body: First block after the title.
        tail: First block of recipients or signature; the number of blocks when there is none.
        after: First block after the tail, where annexes begin.
    """

    title: int
    body: int
    tail: int
    after: int

    def fixed(self, index: int) -> bool:
        """Say whether a block stands in the letterhead, the title or the tail."""
        return index < self.body or self.tail <= index < self.after


def find_frame(blocks: Sequence[Block]) -> Frame:
    """Find letterhead, title and tail: `title <= body <= tail <= after` holds afterwards."""
    title, body = _title(blocks)
    tail, after = _tail(blocks, body)
    return Frame(title, body, tail, after)


def _bare(block: Block) -> str:
    return block.text.replace("*", "").replace("_", "").strip()


def is_title_word(block: Block) -> bool:
    """Say whether a block is or begins with the name of a document type in capitals."""
    text = _bare(block)
    return any(text == word or text.startswith((f"{word} ", f"{word}:")) for word in TITLE_WORDS)


def _title(blocks: Sequence[Block]) -> tuple[int, int]:
    first = None
    for index, block in enumerate(blocks[:_FRONT_BLOCKS]):
        if labels.find_label(block.text) is not None or _is_prose(block):
            break
        if is_title_word(block):
            first = index
            break
    if first is None:
        return 0, 0
    end = first + 1
    while end < len(blocks) and end - first < 6 and _goes_on(blocks, end):
        end += 1
    return first, end


def _goes_on(blocks: Sequence[Block], index: int) -> bool:
    """Say whether a block still belongs to the title."""
    block = blocks[index]
    text = _bare(block)
    if block.kind is not Kind.TEXT or not text or len(text) > _LONGEST_TITLE or strong_note(block.text):
        return False
    if labels.find_label(block.text) or LIST_MARK.match(text) or _is_prose(block):
        return False
    emphatic = block.text.startswith(("*", "_")) or text.isupper()
    return (text[-1] not in ".,:;!?…" and (emphatic or text[0].islower() or len(text) < _SHORT)) or _is_ornament(text)


def _is_ornament(text: str) -> bool:
    return not re.search(r"\w", text)


def _is_prose(block: Block) -> bool:
    text = _bare(block)
    return block.kind is Kind.TABLE or len(text) > _LONGEST_TITLE or (len(text) > 90 and text[-1:] in ".:;…")


def _tail(blocks: Sequence[Block], body: int) -> tuple[int, int]:
    starts = [index for index in range(body, len(blocks)) if _RECIPIENTS.match(blocks[index].text)]
    signed = [index for index in range(body, len(blocks)) if _SIGNATURE.match(blocks[index].text)]
    first = min([*starts[-1:], *signed[-1:]], default=len(blocks))
    if first < len(blocks) and signed and starts and abs(starts[-1] - signed[-1]) > 60:
        first = max(starts[-1], signed[-1])
    after = next((index for index in range(first, len(blocks)) if _is_annex(blocks[index])), len(blocks))
    return first, after


def _is_annex(block: Block) -> bool:
    label = labels.find_label(block.text)
    return label is not None and label.kind.name in {"annex", "part"}
