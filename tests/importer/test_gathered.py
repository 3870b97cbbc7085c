"""A note that a page cuts is whole again where all notes stand at the end of a text, and takes nothing else in."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import pytest

from importer.manuscripts import sentences
from vanban.importer.clues import Clue, End, Start
from vanban.importer.drafts import draft_pages
from vanban.importer.gathered import carry_notes
from vanban.importer.ledger import audit
from vanban.importer.reading import read_report
from vanban.importer.source import SourceText

LONG = (
    "Tỉnh hỗ trợ hộ nghèo đón Tết. Tết Chôl Chnăm Thmây, Lễ Sene Đôn Ta của đồng bào Khmer, tỉnh tổ chức 12 đoàn đi "
    "thăm, tặng quà với số tiền 1,6 tỷ đồng. Hội Chữ thập đỏ tỉnh vận động 301 suất quà; năm 2019, các huyện và thành "
    "phố vận động thêm 2.450 suất, hoàn thành 98% kế hoạch. Đến nay chưa có xã nào báo cáo thiếu quà."
)
NOTES, PAGES = 9, 3
CUT = 5
RECIPIENTS = ("Nơi nhận:", "- Văn phòng Trung ương Đảng,", "- Lưu Văn phòng Tỉnh ủy.")
SIGNATURE = ("T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ", "Nguyễn Văn Bình")
ANNEX = ("PHỤ LỤC", "Số liệu kèm theo báo cáo", "Năm 2019 toàn tỉnh có 300 tổ dân vận hoạt động tốt ở 9 huyện.")


def report(  # noqa: PLR0913 (what makes one print unlike another)
    cut: int,
    width: int,
    *,
    seam: str,
    joined: bool,
    long: int = CUT,
    before: Sequence[str] = (),
    after: Sequence[str] = (),
) -> str:
    """Return a report whose notes all stand at its end, the long one cut by a page after so many lines."""
    said = iter(sentences())
    pages = [[f"{page}. Công tác dân vận, phần {page}"] for page in range(1, PAGES + 1)]
    notes: list[str] = []
    for number in range(1, NOTES + 1):
        page = pages[(number - 1) * PAGES // NOTES]
        page += textwrap.wrap(f"{next(said)[:-1]}({number}). {next(said)}", 10_000 if joined else width)
        lines = textwrap.wrap(f"({number}) {LONG if number == long else next(said)}", width)
        parts = [lines[:cut], ["\f"], lines[cut:]] if number == long else [lines]
        notes += [" ".join(part) if joined else "\n".join(part) for part in parts]
    ends = "\n\n".join([*before, *notes, *after]).split("\n\n\f\n\n")
    pages[-1].append(ends[0])
    texts = ["\n".join(page) for page in pages] + ends[1:]
    numbered = [f"{text}\n\n{at}" if seam != "feed" else text for at, text in enumerate(texts, 1)]
    return "BÁO CÁO\n**tổng kết công tác**\n\n" + ("\n\n" if seam == "number" else "\n\f").join(numbered)


def read(text: str) -> tuple[dict[str, str], list[str]]:
    """Return the notes and the paragraphs of a text."""
    reading = read_report(SourceText("bao-cao.txt", text, b""))
    assert audit(text, draft_pages(reading.report, "bao-cao")).holds
    return {note.number: note.text for note in reading.text.footnotes}, [
        paragraph.text for paragraph in reading.text.paragraphs
    ]


@pytest.mark.parametrize("width", [48, 72, 100])
@pytest.mark.parametrize("seam", ["feed", "number"])
@pytest.mark.parametrize("joined", [False, True], ids=["wrapped", "joined"])
@pytest.mark.parametrize(("before", "after"), [((), ()), (SIGNATURE, ()), ((), RECIPIENTS)])
def test_a_note_is_whole_wherever_a_page_cuts_it(
    width: int, seam: str, *, joined: bool, before: Sequence[str], after: Sequence[str]
) -> None:
    for cut in range(1, len(textwrap.wrap(f"({CUT}) {LONG}", width))):
        notes, paragraphs = read(report(cut, width, seam=seam, joined=joined, before=before, after=after))
        assert notes[str(CUT)] == LONG, cut
        assert not [text for text in paragraphs if text in LONG]
        assert all(any(line in text for text in paragraphs) for line in (*before, *after))


@pytest.mark.parametrize("width", [60, 85])
@pytest.mark.parametrize("after", [(), RECIPIENTS, SIGNATURE, ANNEX])
def test_the_last_note_is_whole_where_a_page_cuts_a_sentence(width: int, after: Sequence[str]) -> None:
    lines = textwrap.wrap(f"({NOTES}) {LONG}", width)
    for cut in (cut for cut in range(1, len(lines)) if not lines[cut - 1].endswith(".")):
        notes, paragraphs = read(report(cut, width, seam="both", joined=True, long=NOTES, after=after))
        assert notes[str(NOTES)] == LONG, cut
        assert paragraphs[-len(after) :] == list(after) or not after


@pytest.mark.parametrize("after", [RECIPIENTS[1:], SIGNATURE[1:], ANNEX, ANNEX[1:], ANNEX[2:]])
def test_what_follows_the_notes_overleaf_is_no_part_of_them(after: Sequence[str]) -> None:
    notes, paragraphs = read(report(99, 72, seam="both", joined=True, long=NOTES, after=after))
    assert notes[str(NOTES)] == LONG
    assert all(line in " ".join(paragraphs) for line in after)


CALLING = [Clue(calls=(number,), tidy=True) for number in "123"]
WHOLE = [Clue(Start.DIGIT, note=number, tidy=True) for number in "123"]
OPEN = [Clue(Start.DIGIT, End.OPEN, note=number, tidy=True) for number in "123"]
SEAM, UPPER, LOWER = Clue(seam=True), Clue(tidy=True), Clue(Start.LOWER, tidy=True)
AT_END = [CALLING[0], SEAM, CALLING[1], SEAM, CALLING[2]]


@pytest.mark.parametrize(
    ("clues", "carried"),
    [
        ([*AT_END, OPEN[0], SEAM, UPPER, WHOLE[1], WHOLE[2]], True),
        ([*AT_END, OPEN[0], SEAM, SEAM, LOWER, WHOLE[1], WHOLE[2]], True),
        ([*AT_END, WHOLE[0], SEAM, UPPER, WHOLE[1], WHOLE[2]], True),
        ([*AT_END, WHOLE[0], WHOLE[1], OPEN[2], SEAM, UPPER], True),
        ([*CALLING, SEAM, WHOLE[0], WHOLE[1], OPEN[2], SEAM, UPPER], True),
        ([*CALLING, Clue(fixed=True), WHOLE[0], WHOLE[1], OPEN[2], SEAM, LOWER], True),
        ([*CALLING, WHOLE[0], WHOLE[1], OPEN[2], SEAM, LOWER], False),
        ([*AT_END, OPEN[0], UPPER, WHOLE[1], WHOLE[2]], False),
        ([*AT_END, WHOLE[0], SEAM, Clue(end=End.OPEN, brief=True), WHOLE[1], WHOLE[2]], False),
        ([*AT_END, WHOLE[0], SEAM, Clue(inset=True), WHOLE[1], WHOLE[2]], False),
        ([*AT_END, Clue(note="1", slack=9), SEAM, Clue(word=4), WHOLE[1], WHOLE[2]], False),
        ([*AT_END, *WHOLE, SEAM, UPPER], False),
        ([*AT_END, WHOLE[0], WHOLE[1], OPEN[2], SEAM, Clue(Start.LIST, tidy=True)], False),
        ([*AT_END, WHOLE[0], WHOLE[1], OPEN[2], SEAM, Clue(fixed=True, tidy=True)], False),
        ([*CALLING, WHOLE[0], WHOLE[1], OPEN[2], SEAM, UPPER], False),
        ([*CALLING[:2], WHOLE[0], OPEN[1], SEAM, UPPER, CALLING[2], WHOLE[2]], False),
        ([CALLING[0], SEAM, CALLING[1], WHOLE[0], OPEN[1], SEAM, UPPER], False),
    ],
)
def test_a_block_is_carried_only_where_no_body_can_stand(clues: list[Clue], *, carried: bool) -> None:
    assert any(clue.carried for clue in carry_notes(clues)) is carried
