"""Finding: one thing for an editor to look at, with the place in the site where it can be read."""

from __future__ import annotations

from enum import Enum

from vanban.problems import Problem
from vanban.records import dataclass


class Topic(Enum):
    """What a finding is about: the heading it stands under on the review page."""

    UNSETTLED = "Chỗ dẫn chưa rõ văn bản nào"
    TERM = "Khóa không khớp ngày"
    ORDER = "Số tăng mà ngày giảm"
    DISAGREE = "Các chỗ dẫn ghi khác nhau"
    DIFFERENT = "Báo cáo ghi khác nguồn khác"
    RELATION = "Quan hệ giữa các văn bản"
    MISSING = "Thiếu dữ kiện"
    UNSOURCED = "Dữ kiện chưa có nguồn"
    FIGURES = "Số liệu không khớp nhau"
    WORDING = "Có thể là lỗi nhận dạng chữ"


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding.

    Attributes:
        topic: What it is about.
        problem: The finding as `vanban check` prints it.
        url: Address of the paragraph or the document, from the site's root.
        place: What the link is called.
        quote: The words in question; empty when there are none.
    """

    topic: Topic
    problem: Problem
    url: str
    place: str
    quote: str = ""
