"""The quarter that an essay tells of: what its next words count from."""

from __future__ import annotations

import pytest

import nvdx

PUBLISHED = "2025-12-04"
HEAD = "英伟达公布2026财年第三财季财报，营收570亿美元。\n\n"
"""The quarter that each text reports: FY2026Q3."""


def periods(text: str) -> list[tuple[str, str | None, str]]:
    """Figure, period and kind of each record behind the results of FY2026Q3."""
    facts = nvdx.extract_text(HEAD + text, published=PUBLISHED)
    return [(f.raw, f.fiscal_period, f.kind) for f in facts if f.source.start >= len(HEAD)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "2023财年第二季度，公司营收67亿美元。次季营收进一步滑落至59亿美元。",
            [("67亿美元", "FY2023Q2", "reported"), ("59亿美元", "FY2023Q3", "reported")],
        ),
        (
            "2024财年第一季度营收72亿美元。公司预计下一季度营收110亿美元。",
            [("72亿美元", "FY2024Q1", "reported"), ("110亿美元", "FY2024Q2", "guidance")],
        ),
        (
            "2024财年第二季度营收135亿美元。当季毛利率70.1%，去年同期为43.5%。",
            [("135亿美元", "FY2024Q2", "reported"), ("70.1%", "FY2024Q2", "reported"), ("43.5%", "FY2023Q2", "reported")],
        ),
        (
            "2023财年第二季度营收67亿美元。\n\n到了第四季度，营收60.5亿美元。",
            [("67亿美元", "FY2023Q2", "reported"), ("60.5亿美元", "FY2023Q4", "reported")],
        ),
    ],
)  # fmt: skip
def test_words_count_from_the_quarter_told_of(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert periods(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # The document's own quarter ends the story.
        ("2024财年第二季度营收135亿美元，本季营收570亿美元。当季毛利率73.6%。", "FY2026Q3"),
        ("2024财年第二季度营收135亿美元。\n\n## 本季\n\n第四季度营收指引为650亿美元。", "FY2026Q4"),
        # `本季` is the document's, and so is a quarter of its own number.
        ("2024财年第二季度营收135亿美元。本季毛利率73.6%。", "FY2026Q3"),
        ("2024财年第二季度营收135亿美元。\n\n第三季度营收570亿美元。", "FY2026Q3"),
        # An outlook in another paragraph is the document's.
        ("2024财年第二季度营收135亿美元。\n\n公司预计下一季度营收650亿美元。", "FY2026Q4"),
    ],
)
def test_words_that_point_to_the_document(text: str, expected: str) -> None:
    assert periods(text)[-1][1] == expected


@pytest.mark.parametrize(
    "text",
    [
        "一年后，公司营收达到609亿美元。",
        "三个月后，公司营收达到135亿美元。",
        "两个季度后，数据中心收入突破百亿美元。",
        "出口管制之前，中国区一般占数据中心收入的20%到25%。",
    ],
)
def test_a_time_that_nobody_dates(text: str) -> None:
    assert periods(text) == []


def test_a_time_that_is_dated() -> None:
    assert periods("一年后的2024财年，公司营收609亿美元。") == [("609亿美元", "FY2024", "reported")]


def test_a_parenthesis_says_which_quarter() -> None:
    text = "最近一个财季（2026财年二季度）的营收是467亿美元。"
    assert periods(text) == [("467亿美元", "FY2026Q2", "reported")]
    assert periods("上季度（截至7月27日）营收是467亿美元。")[0][1] == "FY2026Q2"


def test_results_to_come_are_not_reported() -> None:
    text = "英伟达最近一个财季的营收是467亿美元。它将在11月19日公布三季度财报，收入指引是540亿美元。"
    facts = nvdx.extract_text(text, published="2025-11-04", entity="NVDA")
    assert [(f.raw, f.fiscal_period) for f in facts] == [("467亿美元", "FY2026Q2"), ("540亿美元", "FY2026Q3")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Nvidia's revenue slid from $8.3 billion in the first quarter of fiscal 2023 to $6.7 billion in the"
            " second and $5.9 billion in the third. Gross margin fell to 43.5% in Q2.",
            ["FY2023Q1", "FY2023Q2", "FY2023Q3", "FY2023Q2"],
        ),
        (
            "Nvidia's revenue was $8.3 billion in the first quarter of fiscal 2023. In Q2 it fell to $6.7 billion.",
            ["FY2023Q1", "FY2023Q2"],
        ),
        # What a figure is held against begins no story.
        (
            "Revenue grew to $57.0 billion from $18.1 billion in the third quarter of fiscal 2024. In the second"
            " quarter it was $46.7 billion.",
            ["FY2026Q3", "FY2024Q3", "FY2026Q2"],
        ),
    ],
)
def test_a_story_in_english(text: str, expected: list[str]) -> None:
    assert [period for _, period, _ in periods(text)] == expected


def test_a_quarter_that_was_guided_for_long_ago() -> None:
    text = "2018年11月，公司给出的第四财季营收指引仅为27亿美元。最终该季度收入为22亿美元，同比下滑24%。"
    assert periods(text) == [
        ("27亿美元", "FY2019Q4", "guidance"), ("22亿美元", "FY2019Q4", "reported"), ("24%", "FY2019Q4", "reported"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "2016财年，公司营收50.1亿美元。那一年游戏收入28.2亿美元，占总营收的56%。",
            ["FY2016", "FY2016", "FY2016"],
        ),
        ("2024财年第二季度营收135亿美元。那个季度数据中心收入103亿美元。", ["FY2024Q2", "FY2024Q2"]),
        # A year with another's words: nobody says which quarter of it.
        ("2016财年，公司营收50.1亿美元。那个季度游戏收入8亿美元。", ["FY2016"]),
        # How far the figures have come says nothing of the figures behind it.
        (
            "2025财年公司营收1305亿美元，而2023财年还只有270亿美元；全年净利润728.8亿美元。",
            ["FY2025", "FY2023", "FY2025"],
        ),
    ],
)
def test_that_year(text: str, expected: list[str]) -> None:
    assert [period for _, period, _ in periods(text)] == expected


def test_a_year_that_a_sentence_of_its_own_opens() -> None:
    text = "2023财年是低谷。游戏收入从前一年的125亿美元掉到90.7亿美元，全年营收269.7亿美元。"
    assert [period for _, period, _ in periods(text)] == ["FY2022", "FY2023", "FY2023"]
