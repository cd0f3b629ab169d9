"""Where sentences end: the unit that is read in one go."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nvdx.extractors.sentences import sentences


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("营收增长。利润下降！现金呢？", ["营收增长。", "利润下降！", "现金呢？"]),
        ("营收增长。利润下降!现金呢?", ["营收增长。", "利润下降!", "现金呢?"]),
        ("没有句号的标题", ["没有句号的标题"]),
        # A closing quotation mark belongs to the sentence that it closes.
        ("他说：“需求很强。”随后离开。", ["他说：“需求很强。”", "随后离开。"]),
        ("他说：「需求很强！」随后离开。", ["他说：「需求很强！」", "随后离开。"]),
        ("真的吗？！是的。", ["真的吗？！", "是的。"]),
        # Blanks between sentences belong to none.
        ("  甲增长。  乙下降。\n", ["甲增长。", "乙下降。"]),
        # An ASCII full stop ends a Chinese sentence too, where a figure or a letter comes before it.
        ("同比增长122%.数据中心创新高.", ["同比增长122%.", "数据中心创新高."]),
        ("", []),
        (" \n ", []),
    ],
)
def test_chinese_sentences(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sales rose. Margins fell.", ["Sales rose.", "Margins fell."]),
        (
            "Revenue was $30.0 billion. Gross margin was 75.1%. EPS was $0.67.",
            ["Revenue was $30.0 billion.", "Gross margin was 75.1%.", "EPS was $0.67."],
        ),
        ("It hit 30 (a record). Net income rose.", ["It hit 30 (a record).", "Net income rose."]),
        (
            "Revenue rose 122%. $30 billion is a lot.",
            ["Revenue rose 122%.", "$30 billion is a lot."],
        ),
    ],
)
def test_english_sentences(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "毛利率为75.1%",
        "营收增长1.5倍",
        "营收增长；利润下降；现金不变",
        "营收：300亿美元，同比增长122%",
        "Revenue was $30.04 billion",
        "The U.S. sales of the unit fell",
        "approx. 5% of the total",
    ],
)
def test_no_end_within(text: str) -> None:
    assert cut(text) == [text]


@given(st.text(alphabet="营收3.5%。！”） a.B$\n", max_size=40))
def test_every_character_but_blanks_is_in_one_sentence(text: str) -> None:
    spans = list(sentences(text))
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
    assert "".join("".join(cut(text)).split()) == "".join(text.split())
