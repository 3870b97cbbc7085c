from __future__ import annotations

from decimal import Decimal
from xml.etree.ElementTree import fromstring

import pytest

from vanban.reading.charts import Bar, bar_chart


def widths(chart: str) -> list[str]:
    root = fromstring(chart)
    return [rect.get("width", "") for rect in root.iter("rect") if rect.get("class") == "vb-chart__bar"]


@pytest.mark.parametrize(
    ("percent", "width"), [("0", "0.0"), ("58.12", "58.1"), ("100", "100.0"), ("130", "100.0"), ("-2", "0.0")]
)
def test_a_bar_is_as_long_as_its_share_on_a_scale_from_0_to_100(percent: str, width: str) -> None:
    assert widths(bar_chart("Tỷ số", [Bar("Xã", "68/117", Decimal(percent))])) == [width]


def test_every_figure_stands_as_text_and_hostile_text_stays_text() -> None:
    chart = bar_chart("<script>", [Bar("<img onerror=x>", "1/2 & <b>", Decimal(50))])
    root = fromstring(chart)
    assert {element.tag for element in root.iter()} == {"figure", "figcaption", "ul", "li", "span", "svg", "rect"}
    assert [span.text for span in root.iter("span")] == ["<img onerror=x>", "1/2 & <b>"]
