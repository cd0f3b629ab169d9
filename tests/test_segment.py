"""What part of a company a figure is for: segment, product, geography."""

from __future__ import annotations

import pytest

import nvdx
from nvdx import Fact

PUBLISHED = "2024-08-29"


def read(text: str) -> list[Fact]:
    return list(nvdx.extract_text(text, published=PUBLISHED))


def segments(text: str) -> list[tuple[str, str | None]]:
    """Figure and segment of each record."""
    return [(fact.raw, fact.segment) for fact in read(text)]


@pytest.mark.parametrize(
    ("text", "segment"),
    [
        ("数据中心营收263亿美元。", "data_center"),
        ("数据中心业务达到263亿美元。", "data_center"),
        ("Data Center revenue was $26.3 billion.", "data_center"),
        ("数据中心计算收入226亿美元。", "data_center.compute"),
        ("数据中心网络业务收入37亿美元。", "data_center.networking"),
        ("Networking revenue was $3.7 billion.", "data_center.networking"),
        ("超大规模业务收入379亿美元。", "data_center.hyperscale"),
        ("ACIE收入374亿美元。", "data_center.acie"),
        ("AI云业务收入150亿美元。", "data_center.acie.ai_clouds"),
        ("边缘计算业务营收64亿美元。", "edge_computing"),
        ("游戏业务营收28.8亿美元。", "gaming"),
        ("游戏和AI PC营收28.8亿美元。", "gaming"),
        ("专业可视化业务营收4.54亿美元。", "professional_visualization"),
        ("汽车业务营收3.46亿美元。", "automotive"),
        ("汽车和机器人部门营收3.46亿美元。", "automotive"),
        ("OEM及其他收入8800万美元。", "oem_and_other"),
        ("计算与网络业务营收264亿美元。", "compute_and_networking"),
        ("图形业务营收36亿美元。", "graphics"),
        # The noun behind the figure.
        ("公司取得263亿美元的数据中心收入。", "data_center"),
        ("公司取得28.8亿美元游戏营收。", "gaming"),
        # The whole company.
        ("营收300亿美元。", None),
        ("在数据中心需求的推动下，公司总营收达到300亿美元。", None),
        ("数据中心需求强劲，公司净利润166亿美元。", None),
    ],
)
def test_segments_of_nvidia(text: str, segment: str | None) -> None:
    assert [found for _, found in segments(text)] == [segment]


@pytest.mark.parametrize(
    ("text", "entity", "segment"),
    [
        ("AMD客户端业务营收15亿美元。", "AMD", "client"),
        ("AMD嵌入式业务营收8.61亿美元。", "AMD", "embedded"),
        ("AMD的游戏业务营收6.48亿美元。", "AMD", "gaming"),
        ("英特尔晶圆代工业务营收43亿美元。", "INTC", "foundry"),
        ("微软智能云业务收入285亿美元。", "MSFT", "intelligent_cloud"),
        ("谷歌的谷歌云业务营收103亿美元。", "GOOGL", "google_cloud"),
        ("亚马逊的AWS营收263亿美元。", "AMZN", "aws"),
        ("Meta的Reality Labs营收3.53亿美元。", "META", "reality_labs"),
        ("小米互联网服务收入83亿元。", "1810.HK", "internet_services"),
    ],
)
def test_segments_of_others(text: str, entity: str, segment: str) -> None:
    assert [(fact.entity, fact.segment) for fact in read(text)] == [(entity, segment)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "总营收300亿美元，其中数据中心263亿美元，游戏业务28.8亿美元。",
            [("300亿美元", None), ("263亿美元", "data_center"), ("28.8亿美元", "gaming")],
        ),
        (
            "数据中心营收263亿美元，其中计算收入226亿美元，网络收入37亿美元。",
            [
                ("263亿美元", "data_center"),
                ("226亿美元", "data_center.compute"),
                ("37亿美元", "data_center.networking"),
            ],
        ),
        # Growth goes on about the segment, profit is the company's.
        (
            "数据中心营收263亿美元，同比增长154%，环比增长16%。",
            [("263亿美元", "data_center"), ("154%", "data_center"), ("16%", "data_center")],
        ),
        (
            "数据中心营收263亿美元。公司净利润166亿美元。",
            [("263亿美元", "data_center"), ("166亿美元", None)],
        ),
        (
            "数据中心营收263亿美元；毛利率为75.1%。",
            [("263亿美元", "data_center"), ("75.1%", None)],
        ),
        # `该业务` takes the last one up.
        (
            "数据中心营收263亿美元。该业务同比增长154%。",
            [("263亿美元", "data_center"), ("154%", "data_center")],
        ),
        (
            "数据中心营收同比增长154%，游戏业务增长16%。",
            [("154%", "data_center"), ("16%", "gaming")],
        ),
    ],
)
def test_segments_in_a_sentence(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert segments(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "游戏玩家人数众多，公司本季营收300亿美元。",
        "在计算机展上，黄仁勋宣布季度营收300亿美元。",
        "汽车行业复苏之际，公司营收为300亿美元。",
    ],
)
def test_everyday_words_are_no_segment(text: str) -> None:
    assert segments(text) == [("300亿美元", None)]


# --- products ---


@pytest.mark.parametrize(
    ("text", "product"),
    [
        ("Blackwell营收达到110亿美元。", "blackwell"),
        ("Blackwell架构产品的营收达到110亿美元。", "blackwell"),
        ("Blackwell Ultra收入达到200亿美元。", "blackwell_ultra"),
        ("Hopper营收环比增长10%。", "hopper"),
        ("H20销售额为46亿美元。", "h20"),
        ("H200收入同比增长50%。", "h200"),
        ("本季来自H20的收入为46亿美元。", "h20"),
        ("公司本季度取得46亿美元的H20收入。", "h20"),
        ("InfiniBand收入同比增长5倍。", "infiniband"),
        ("以太网收入同比增长30%。", "ethernet"),
        ("主权AI收入同比增长50%。", "sovereign_ai"),
        ("物理AI收入同比增长50%。", "physical_ai"),
        ("AI芯片收入达到200亿美元。", "ai"),
        ("独立CPU收入同比增长50%。", "cpu"),
    ],
)
def test_products(text: str, product: str) -> None:
    assert [fact.product for fact in read(text)] == [product]


@pytest.mark.parametrize(
    "text",
    [
        "公司受益于Hopper的强劲需求，总营收为300亿美元。",
        "在Blackwell量产之前，公司总营收达到300亿美元。",
        "Blackwell尚未量产。公司营收达到300亿美元。",
    ],
)
def test_a_product_as_a_cause(text: str) -> None:
    assert [(fact.raw, fact.product) for fact in read(text)] == [("300亿美元", None)]


# --- regions ---


@pytest.mark.parametrize(
    ("text", "geography"),
    [
        ("中国市场营收37亿美元。", "CN"),
        ("来自中国的营收为37亿美元。", "CN"),
        ("大中华区营收37亿美元。", "CN"),
        ("新加坡营收56亿美元。", "SG"),
        ("美国市场营收130亿美元。", "US"),
        ("台湾地区营收57亿美元。", "TW"),
        ("公司在中国的数据中心收入下降5%。", "CN"),
        ("不包括中国的营收同比增长5%。", "ex-CN"),
        ("数据中心收入（除中国外）同比增长5%。", "ex-CN"),
        # A place that something happens at is none that a figure is for.
        ("美国当地时间周三，公司公布营收300亿美元。", None),
        ("总部位于美国加州的英伟达营收300亿美元。", None),
    ],
)
def test_regions(text: str, geography: str | None) -> None:
    assert [fact.geography for fact in read(text)] == [geography]


# --- evidence ---


@pytest.mark.parametrize(
    ("text", "field", "words"),
    [
        ("数据中心业务营收263亿美元。", "segment", "数据中心"),
        ("Blackwell营收达到110亿美元。", "product", "Blackwell"),
        ("大中华区营收37亿美元。", "geography", "大中华区"),
        ("数据中心业务达到263亿美元。", "metric", "数据中心"),
    ],
)
def test_evidence(text: str, field: str, words: str) -> None:
    (fact,) = read(text)
    assert fact.evidence[field].text == words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # A loss told right behind a part's figures is the part's, a profit is the company's.
        ("特斯拉的汽车业务收入328亿美元，毛利率18.5%，净亏损62亿美元。", "automotive"),
        ("特斯拉的汽车业务收入328亿美元，毛利率18.5%，净利润62亿美元。", None),
        ("特斯拉的汽车业务仍有18亿美元的亏损。", "automotive"),
    ],
)
def test_whose_loss(text: str, expected: str | None) -> None:
    found = list(nvdx.extract_text(text, published="2024-08-29", entity="TSLA"))
    assert found[-1].segment == expected


def test_one_figure_for_two_segments_is_neither_s() -> None:
    text = "谷歌云和YouTube在2023年达到1000亿美元的营收。"
    assert not list(nvdx.extract_text(text, published="2024-08-29", entity="GOOGL"))
    text = "数据中心和游戏业务营收分别为263亿美元和29亿美元。"
    found = nvdx.extract_text(text, published="2024-08-29", entity="NVDA")
    assert [f.segment for f in found] == ["data_center", "gaming"]


def test_what_a_part_comprises_is_not_the_part() -> None:
    text = "包含Temu佣金的交易服务收入达479亿元。"
    found = nvdx.extract_text(text, published="2024-08-29", entity="PDD")
    assert [(f.segment, f.product) for f in found] == [("transaction_services", None)]
