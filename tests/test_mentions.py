from __future__ import annotations

import pytest

from vanban.mentions import scan_page, sentence_around

PAGE = """# 1. Sự lãnh đạo

- Câu một. Thực hiện Nghị quyết số 25-NQ/TW, ngày 03-6-2013 của Ban Chấp hành Trung ương khóa XI[^3]. Câu ba.

| Văn bản |
| --- |
| Chỉ thị số 05-CT/TW |

```
Nghị quyết số 36-NQ/TW
```

[^3]: Công văn số 872-CV/TU, ngày 14-5-2019 về thực hiện Kết luận số 43-KL/TW của Ban Bí thư.
"""


def test_mentions_know_their_place() -> None:
    found = [
        (mention.citation.code, mention.unit.anchor, mention.line, mention.index)
        for mention in scan_page("docs/a.md", PAGE, "p1")
    ]
    assert found == [
        ("25-NQ/TW", "p1-d1", 3, 1),
        ("05-CT/TW", None, 7, 3),
        ("872-CV/TU", "fn:3", 13, 4),
        ("43-KL/TW", "fn:3", 13, 4),
    ]


def test_the_sentence_is_as_a_reader_sees_it() -> None:
    mention = next(scan_page("docs/a.md", PAGE, "p1"))
    assert mention.sentence == (
        "Thực hiện Nghị quyết số 25-NQ/TW, ngày 03-6-2013 của Ban Chấp hành Trung ương khóa XI."
    )


@pytest.mark.parametrize(
    ("text", "part", "sentence"),
    [
        ("A b. Chỉ thị 1. C d.", "Chỉ thị 1", "Chỉ thị 1."),
        ("Đạt 7,3%; chi 1.008 thủ tục. Tiếp", "1.008", "Đạt 7,3%; chi 1.008 thủ tục."),
        ("**Một** hai.", "hai", "Một hai."),
        ("x " * 100 + "; y Z; " + "w " * 100, "Z", "y Z;"),
        ("một câu", "một", "một câu"),
    ],
)
def test_sentence_around(text: str, part: str, sentence: str) -> None:
    start = text.index(part)
    assert sentence_around(text, start, start + len(part)) == sentence
