"""Which kind a figure is of: reported, guidance, consensus or an estimate."""

from __future__ import annotations

from decimal import Decimal

import pytest

import nvdx
from nvdx import Fact

PUBLISHED = "2024-08-29"
"""The day after NVIDIA reported FY2025Q2."""


def read(text: str, published: str | None = PUBLISHED) -> list[Fact]:
    return list(nvdx.extract_text(text, published=published))


def kinds(text: str, published: str | None = PUBLISHED) -> list[tuple[str, str, str | None]]:
    """Figure, kind and period of each record."""
    return [(fact.raw, fact.kind, fact.fiscal_period) for fact in read(text, published)]


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("公司预计第三季度营收为325亿美元。", "FY2025Q3"),
        ("公司预计第三财季营收约为325亿美元。", "FY2025Q3"),
        ("英伟达预计下一季度营收为325亿美元。", "FY2025Q3"),
        ("我们预计第三季度营收为325亿美元。", "FY2025Q3"),
        ("第三财季营收指引为325亿美元。", "FY2025Q3"),
        ("公司给出的第三季度营收指引中值为325亿美元。", "FY2025Q3"),
        ("克雷斯表示，第三季度营收预计为325亿美元。", "FY2025Q3"),
        ("Nvidia expects third-quarter revenue of $32.5 billion.", "FY2025Q3"),
        ("Revenue is expected to be $32.5 billion in the third quarter.", "FY2025Q3"),
        ("公司预计第四季度Blackwell营收将达到50亿美元。", "FY2025Q4"),
        ("公司预计全年运营费用将增长45%。", "FY2025"),
        ("公司预计2026财年营收将达到2000亿美元。", "FY2026"),
        # No period: the quarter after the one reported.
        ("公司预计营收为325亿美元。", "FY2025Q3"),
    ],
)
def test_what_the_company_expects(text: str, period: str) -> None:
    assert [(fact.kind, fact.fiscal_period) for fact in read(text)] == [("guidance", period)]


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("市场预期第三季度营收为317亿美元。", "FY2025Q3"),
        ("华尔街预计第三季度营收为317亿美元。", "FY2025Q3"),
        ("分析师平均预计第三季度营收为317亿美元。", "FY2025Q3"),
        ("LSEG汇总的第三季度营收预期为317亿美元。", "FY2025Q3"),
        ("分析师此前预计第二季度营收为287亿美元。", "FY2025Q2"),
        ("彭博一致预期第二季度营收为287亿美元。", "FY2025Q2"),
        ("Analysts expected second-quarter revenue of $28.7 billion.", "FY2025Q2"),
    ],
)
def test_what_the_market_expects(text: str, period: str) -> None:
    assert [(fact.kind, fact.fiscal_period) for fact in read(text)] == [("consensus", period)]


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("高盛预计英伟达第三季度营收为330亿美元。", "FY2025Q3"),
        ("摩根士丹利预测英伟达2026财年营收为1600亿美元。", "FY2026"),
        ("瑞穗分析师预计英伟达2026财年营收为1600亿美元。", "FY2026"),
        ("笔者预计英伟达第三季度营收为330亿美元。", "FY2025Q3"),
        ("我个人认为，英伟达第三季度营收将达到330亿美元。", "FY2025Q3"),
        ("Goldman Sachs expects third-quarter revenue of $33 billion.", "FY2025Q3"),
    ],
)
def test_what_one_third_party_expects(text: str, period: str) -> None:
    assert [(fact.kind, fact.fiscal_period) for fact in read(text)] == [("estimate", period)]


@pytest.mark.parametrize(
    "text",
    [
        "第二季度营收300亿美元。",
        "第二季度营收300亿美元，高于市场预期。",
        "第二季度营收300亿美元，超出此前指引。",
        "第二季度营收好于预期，达到300亿美元。",
        "营收实现了300亿美元。",
        "第二季度营收300亿美元，超出市场预期5%。",
        "在分析师的期待中，英伟达公布季度营收300亿美元。",
        "Revenue was $30.0 billion, beating expectations.",
    ],
)
def test_an_expectation_that_has_no_figure(text: str) -> None:
    assert [(fact.value, fact.kind) for fact in read(text)] == [(Decimal("30e9"), "reported")]


# --- what was expected of the quarter that is out ---


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("营收300亿美元，高于市场预期的287亿美元。", "consensus"),
        ("营收300亿美元，市场预期287亿美元。", "consensus"),
        ("营收300亿美元，预期287亿美元。", "consensus"),
        ("营收300亿美元，华尔街此前预期为287亿美元。", "consensus"),
        ("营收300亿美元（市场预期287亿美元）。", "consensus"),
        ("营收300亿美元，超过分析师预计的287亿美元。", "consensus"),
        ("营收300亿美元，超过公司此前指引的280亿美元。", "guidance"),
        ("营收300亿美元，此前指引为280亿美元。", "guidance"),
        ("营收300亿美元，高于公司自己预期的280亿美元。", "guidance"),
        ("Revenue was $30.0 billion, above the $28.7 billion analysts expected.", "consensus"),
        ("Revenue was $30.0 billion versus the consensus estimate of $28.7 billion.", "consensus"),
    ],
)
def test_what_a_result_is_compared_with(text: str, expected: str) -> None:
    found = [(fact.kind, fact.metric, fact.fiscal_period) for fact in read(text)]
    assert found == [("reported", "revenue", "FY2025Q2"), (expected, "revenue", "FY2025Q2")]


def test_what_follows_a_comparison_is_reported_again() -> None:
    assert kinds("营收300亿美元，高于市场预期的287亿美元，同比增长122%。") == [
        ("300亿美元", "reported", "FY2025Q2"),
        ("287亿美元", "consensus", "FY2025Q2"),
        ("122%", "reported", "FY2025Q2"),
    ]


def test_a_sentence_after_an_outlook_is_reported_again() -> None:
    assert kinds("公司预计第三季度营收325亿美元。本季度净利润为166亿美元。") == [
        ("325亿美元", "guidance", "FY2025Q3"),
        ("166亿美元", "reported", "FY2025Q2"),
    ]


def test_an_outlook_beside_what_the_market_expects() -> None:
    assert kinds("公司预计第三季度营收325亿美元，高于市场预期的317亿美元。") == [
        ("325亿美元", "guidance", "FY2025Q3"),
        ("317亿美元", "consensus", "FY2025Q3"),
    ]


def test_an_outlook_holds_for_its_sentence() -> None:
    text = "公司预计第三季度营收325亿美元，毛利率为74.4%，运营费用约43亿美元。"
    assert kinds(text) == [
        ("325亿美元", "guidance", "FY2025Q3"),
        ("74.4%", "guidance", "FY2025Q3"),
        ("43亿美元", "guidance", "FY2025Q3"),
    ]


def test_growth_that_an_outlook_implies() -> None:
    (level, growth) = read("第三财季营收指引中值325亿美元，同比增长79%。")
    assert (level.kind, level.measure) == ("guidance", "level")
    assert (growth.kind, growth.measure, growth.value) == ("guidance", "yoy", Decimal(79))
    assert growth.fiscal_period == "FY2025Q3"


def test_this_year_after_a_fourth_quarter() -> None:
    text = "英伟达公布2024财年第四季度财报，营收221亿美元。公司预计今年营收增长80%。"
    assert kinds(text, "2024-02-22") == [
        ("221亿美元", "reported", "FY2024Q4"),
        ("80%", "guidance", "FY2025"),
    ]


# --- bounds ---


@pytest.mark.parametrize(
    ("text", "value", "low", "high"),
    [
        ("预计第三季度营收325亿美元（±2%）。", "32.5e9", "31.85e9", "33.15e9"),
        ("预计第三季度营收为325亿美元，上下浮动2%。", "32.5e9", "31.85e9", "33.15e9"),
        ("预计第三季度营收325±2%亿美元。", "32.5e9", "31.85e9", "33.15e9"),
        (
            "Third-quarter revenue is expected to be $32.5 billion, plus or minus 2%.",
            "32.5e9",
            "31.85e9",
            "33.15e9",
        ),
        ("预计第三季度毛利率为75%，上下浮动50个基点。", "75", "74.5", "75.5"),
        ("预计第三季度税率为17%，上下浮动1%。", "17", "16", "18"),
        ("预计第三季度营收在320亿至330亿美元之间。", None, "32e9", "33e9"),
        ("预计全年毛利率在mid-70s区间。", None, "74", "76"),
        ("Full-year gross margins are expected to be in the mid-70s range.", None, "74", "76"),
        ("预计第四季度Blackwell营收为数十亿美元。", None, "1e9", "10e9"),
    ],
)
def test_bounds(text: str, value: str | None, low: str, high: str) -> None:
    (fact,) = read(text)
    assert fact.kind == "guidance"
    assert fact.value == (None if value is None else Decimal(value))
    assert (fact.low, fact.high) == (Decimal(low), Decimal(high))


# --- no record ---


@pytest.mark.parametrize(
    "text",
    [
        "软件正成为数十亿美元的业务。",
        "假设营收增长50%，估值就不算高。",
        "公司预计营收将实现两位数增长。",
        "Blackwell与Rubin在未来几年的营收累计将达1万亿美元。",
        "营收超出市场预期5%。",
        "每股收益比预期高出0.04美元。",
    ],
)
def test_no_record(text: str) -> None:
    assert read(text) == []


def test_evidence_is_the_word_that_decided() -> None:
    (fact,) = read("公司预计第三季度营收为325亿美元。")
    assert fact.evidence["kind"].text == "预计"
    assert fact.evidence["period"].text == fact.period_text == "第三季度"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # The guidance that was missed does not rule what follows it.
        (
            "第二季度营收67亿美元，不及81亿美元的指引，环比下降19%。",
            [("67亿美元", "reported"), ("81亿美元", "guidance"), ("19%", "reported")],
        ),
        # What was spent is no outlook beside one.
        (
            "谷歌预计今年资本支出750亿美元，比去年的525亿美元多出43%。",
            [("750亿美元", "guidance"), ("525亿美元", "reported"), ("43%", "guidance")],
        ),
        # A preview of a year that is over foretells all that it lists.
        (
            "寒武纪预计2023年营收7.1亿元，净亏损8.4亿元。",
            [("7.1亿元", "guidance"), ("8.4亿元", "guidance")],
        ),
        # … but the second level of one metric is what came of it.
        (
            "公司预计2024财年营收600亿美元，营收609亿美元。",
            [("600亿美元", "guidance"), ("609亿美元", "reported")],
        ),
        (
            "英特尔代工亏损28亿美元；公司给出的指引是125亿至135亿美元。",
            [("28亿美元", "reported"), ("125亿至135亿美元", "guidance")],
        ),
        ("此前华尔街的共识是287亿美元，营收300亿美元。", [("300亿美元", "reported")]),
    ],
)
def test_in_one_sentence(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(fact.raw, fact.kind) for fact in read(text)] == expected


def test_guidance_without_a_metric_behind_a_semicolon() -> None:
    facts = read("英特尔代工亏损28亿美元；公司给出的指引是125亿至135亿美元。")
    assert facts[-1].metric == "revenue" and facts[-1].low == Decimal(12_500_000_000)


def test_when_it_was_said_is_not_what_it_was_said_of() -> None:
    assert kinds("毛利率75%，低于上一季度电话会里管理层给出的76%指引。") == [
        ("75%", "reported", "FY2025Q2"),
        ("76%", "guidance", "FY2025Q2"),
    ]


def test_a_year_in_between_does_not_displace_the_quarter() -> None:
    text = "公司预计毛利率为75%。明年成本会上升，全年毛利率料在75%左右。营业费用预计为48亿美元。"
    assert [period for _, _, period in kinds(text)][::2] == ["FY2025Q3", "FY2025Q3"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "营收300.4亿美元，预估288.6亿美元；数据中心营收262.7亿美元，预估250.8亿美元；净利润166亿美元。",
            ["reported", "consensus", "reported", "consensus", "reported"],
        ),
        ("营收300.4亿美元（预期288.6亿），环比+15%，同比+122%。", ["reported", "consensus", "reported", "reported"]),
        ("每股收益0.68美元（预期0.64美元），营收300亿美元。", ["reported", "consensus", "reported"]),
        ("营收300.4亿美元，公司预期第三季度营收325亿美元，毛利率75%。", ["reported", "guidance", "guidance"]),
    ],
)
def test_an_expectation_beside_a_result_holds_for_its_figure(text: str, expected: list[str]) -> None:
    assert [kind for _, kind, _ in kinds(text)] == expected


def test_who_is_spoken_to_does_not_expect() -> None:
    text = (
        "Kress told analysts the company is on track to exceed its previous Blackwell revenue "
        "estimate of several billion dollars in the fourth quarter."
    )
    ((_, kind, period),) = kinds(text, published="2024-11-21")
    assert (kind, period) == ("guidance", "FY2025Q4")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("截至10月的第三财季收入将约为325亿美元。", [("325亿美元", "guidance", "FY2025Q3")]),
        ("三季度H20可带来20亿至50亿美元的收入。", [("20亿至50亿美元", "guidance", "FY2025Q3")]),
        # An expectation that a result is held against is over with its figure.
        (
            "资本支出为9.8亿美元，远超此前9亿美元以上的指引，同比增长74%。",
            [("9.8亿美元", "reported", "FY2025Q2"), ("9亿美元", "guidance", "FY2025Q2"), ("74%", "reported", "FY2025Q2")],
        ),
        (
            "全年资本支出指引从30亿至40亿美元收窄到35亿至40亿美元。",
            [("35亿至40亿美元", "guidance", "FY2025")],
        ),
    ],
)
def test_looking_ahead_in_other_words(text: str, expected: list[tuple[str, str, str]]) -> None:
    found = [(f.raw.removesuffix("以上"), f.kind, f.fiscal_period) for f in read(text)]
    assert found == expected


def test_the_year_that_a_parenthesis_says() -> None:
    text = "2023年风口来了。那一年（2024财年），公司营收609亿美元，同比增长126%。"
    assert {f.fiscal_period for f in read(text, "2025-11-22")} == {"FY2024"}


def test_what_was_done_is_reported_below_the_heading_of_an_outlook() -> None:
    text = (
        "英伟达2025财年第二财季营收300亿美元。\n\n## 指引\n\n第三财季营收325亿美元。\n\n"
        "上半年公司已通过回购和分红向股东返还154亿美元。\n"
    )
    assert kinds(text) == [
        ("300亿美元", "reported", "FY2025Q2"),
        ("325亿美元", "guidance", "FY2025Q3"),
        ("154亿美元", "reported", "FY2025H1"),
    ]


def test_a_sentence_that_announces_the_outlook() -> None:
    text = "下面讲一下三季度的展望。总收入大概325亿。运营费用的话，GAAP大概是43亿。"
    assert kinds(text) == [("325亿", "guidance", "FY2025Q3"), ("43亿", "guidance", "FY2025Q3")]
    # … holds for its paragraph only.
    assert kinds("下面讲一下三季度的展望。\n\n二季度运营费用是39亿。") == [("39亿", "reported", "FY2025Q2")]


def test_the_market_on_the_quarter_just_guided() -> None:
    text = "公司表示，第三财季收入将约为325亿美元。分析师此前平均预测为317亿美元。"
    assert kinds(text) == [("325亿美元", "guidance", "FY2025Q3"), ("317亿美元", "consensus", "FY2025Q3")]
