"""Documents: what headings, leads, topics and sidebars do to the figures below or beside them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

import nvdx
from nvdx.documents import parse_document
from nvdx.documents.types import Block
from nvdx.extractors.document import extract_document
from nvdx.extractors.draft import Draft, Refusal
from nvdx.extractors.reading import Reading
from nvdx.mentions.scan import Token

PUBLISHED = "2024-08-29"
"""The day after NVIDIA reported FY2025Q2."""

RunPython = Callable[[str], tuple[int, str]]


def told(text: str, *names: str, title: str | None = None) -> list[tuple[Any, ...]]:
    """Some fields of each record of an article, its figure first."""
    found = nvdx.extract_text(text, title=title, published=PUBLISHED)
    return [(fact.raw, *(getattr(fact, name) for name in names)) for fact in found]


# --- headings ---


def test_a_heading_with_figures_is_read() -> None:
    text = "# 英伟达营收300亿美元，同比增长122%\n\n市场反应平淡。"
    assert told(text, "entity", "measure") == [
        ("300亿美元", "NVDA", "level"),
        ("122%", "NVDA", "yoy"),
    ]


def test_a_heading_says_whose_the_section_is() -> None:
    text = (
        "# 芯片公司财报一览\n\n"
        "## AMD\n\n第二季度营收58亿美元。\n\n净利润2.65亿美元。\n\n"
        "## 英特尔\n\n第二季度营收128亿美元。\n\n"
        "## 英伟达\n\n第二财季营收300亿美元。\n"
    )
    facts = extract_document(parse_document(text))
    assert [(fact.raw, fact.entity) for fact in facts] == [
        ("58亿美元", "AMD"),
        ("2.65亿美元", "AMD"),
        ("128亿美元", "INTC"),
        ("300亿美元", "NVDA"),
    ]


def test_a_heading_says_that_an_outlook_follows() -> None:
    text = (
        "# 英伟达财报\n\n营收300亿美元。\n\n"
        "## 第三财季展望\n\n- 营收325亿美元\n- 毛利率74.4%\n\n"
        "## 股东回报\n\n本季度向股东返还74亿美元。\n"
    )
    assert told(text, "kind", "fiscal_period") == [
        ("300亿美元", "reported", "FY2025Q2"),
        ("325亿美元", "guidance", "FY2025Q3"),
        ("74.4%", "guidance", "FY2025Q3"),
        ("74亿美元", "reported", "FY2025Q2"),
    ]


def test_a_heading_says_which_basis_the_list_is_on() -> None:
    text = "## GAAP\n\n- 净利润166亿美元\n\n## 非GAAP\n\n- 净利润170亿美元\n"
    assert told(text, "basis") == [("166亿美元", "gaap"), ("170亿美元", "non_gaap")]


# --- lines that lead a list in ---


def test_a_lead_holds_for_its_list() -> None:
    text = (
        "英伟达公司管理层今天给出了对第三季度的业绩指引：\n\n"
        "- 营收325亿美元，上下浮动2%\n- 毛利率74.4%\n\n"
        "本季度净利润为166亿美元。\n"
    )
    assert told(text, "kind", "fiscal_period") == [
        ("325亿美元，上下浮动2%", "guidance", "FY2025Q3"),
        ("74.4%", "guidance", "FY2025Q3"),
        ("166亿美元", "reported", "FY2025Q2"),
    ]


def test_a_lead_says_that_the_market_expects() -> None:
    text = "市场对第三季度的一致预期：\n\n- 营收317亿美元\n- 每股收益0.71美元\n"
    assert told(text, "kind", "fiscal_period") == [
        ("317亿美元", "consensus", "FY2025Q3"),
        ("0.71美元", "consensus", "FY2025Q3"),
    ]


def test_a_lead_says_when() -> None:
    text = "2024财年第四季度的主要数据：\n\n- 营收221亿美元\n- 净利润123亿美元\n"
    assert told(text, "fiscal_period") == [
        ("221亿美元", "FY2024Q4"),
        ("123亿美元", "FY2024Q4"),
    ]


# --- items of a list ---


def test_items_that_begin_with_a_label() -> None:
    text = (
        "英伟达第二财季财报要点\n\n"
        "- **营收**：300亿美元，同比增长122%\n"
        "- **数据中心**：263亿美元，同比增长154%\n"
        "- **毛利率**：75.1%\n"
        "- **每股收益**：0.67美元\n"
    )
    assert told(text, "metric", "segment", "measure") == [
        ("300亿美元", "revenue", None, "level"),
        ("122%", "revenue", None, "yoy"),
        ("263亿美元", "revenue", "data_center", "level"),
        ("154%", "revenue", "data_center", "yoy"),
        ("75.1%", "gross_margin", None, "level"),
        ("0.67美元", "eps", None, "level"),
    ]


def test_an_item_does_not_go_on_about_the_one_before() -> None:
    text = "- 数据中心：263亿美元\n- 净利润：166亿美元\n"
    assert told(text, "metric", "segment") == [
        ("263亿美元", "revenue", "data_center"),
        ("166亿美元", "net_income", None),
    ]


# --- sentences of a paragraph ---


def test_a_paragraph_does_not_go_on_about_the_one_before() -> None:
    text = "数据中心营收263亿美元。\n\n同比增长122%的营收达到300亿美元。"
    assert ("300亿美元", None) in told(text, "segment")


# --- documents of several companies ---


def test_a_digest() -> None:
    text = (
        "【AMD第二季度营收58亿美元】AMD公布财报，净利润2.65亿美元。\n\n"
        "【英特尔大幅裁员】英特尔第二季度营收128亿美元，净亏损16.1亿美元。\n\n"
        "【微软云业务放缓】微软智能云收入285亿美元。\n\n"
        "【联想业绩回升】联想集团营收154亿美元，净利润2.43亿美元。\n"
    )
    assert told(text, "entity", title="早报：AMD、英特尔、微软、联想发布财报") == [
        ("58亿美元", "AMD"),
        ("2.65亿美元", "AMD"),
        ("128亿美元", "INTC"),
        ("16.1亿美元", "INTC"),
        ("285亿美元", "MSFT"),
    ]


def test_a_list_with_a_company_an_item() -> None:
    text = (
        "- AMD：营收58亿美元\n- 英特尔：营收128亿美元\n- 联想：营收154亿美元\n"
        "- 英伟达：营收300亿美元\n"
    )
    assert told(text, "entity", "metric") == [
        ("58亿美元", "AMD", "revenue"),
        ("128亿美元", "INTC", "revenue"),
        ("300亿美元", "NVDA", "revenue"),
    ]


def test_a_stranger_owns_its_sentence_only() -> None:
    text = "联想集团第一财季营收154亿美元。\n\n英伟达本季营收300亿美元。"
    assert told(text, "entity") == [("300亿美元", "NVDA")]


def test_the_subject_comes_back_after_a_stranger() -> None:
    text = (
        "英伟达公布财报，营收300亿美元。迪士尼同日公布财报，营收231亿美元。\n\n"
        "净利润为166亿美元，毛利率75.1%。"
    )
    assert told(text, "entity", title="英伟达第二财季财报") == [
        ("300亿美元", "NVDA"),
        ("166亿美元", "NVDA"),
        ("75.1%", "NVDA"),
    ]


# --- what is not scanned ---


@pytest.mark.parametrize(
    "aside",
    [
        "## 相关内容\n\n- 英伟达第一财季营收260亿美元\n- AMD营收58亿美元\n",
        "## 热门资讯\n\n英伟达第一财季营收260亿美元\n",
        "风险提示：若需求下滑，营收可能下降50%。\n",
        "免责声明：英伟达营收260亿美元等数据仅供参考。\n",
        "[英伟达第一财季营收260亿美元](https://example.org/news/260)\n",
        "![营收260亿美元](https://example.org/260亿美元.png)\n",
        "https://example.org/revenue?growth=122%25&more=30%\n",
        "```\n营收260亿美元\n```\n",
    ],
)
def test_beside_the_article(aside: str) -> None:
    article = "# 英伟达财报\n\n英伟达本季营收300亿美元，净利润166亿美元，表现超出很多人的想象。\n\n"
    assert told(article + aside) == [("300亿美元",), ("166亿美元",)]


def test_front_matter_is_not_scanned() -> None:
    text = "---\ntitle: 英伟达营收300亿美元\ndate: 2024-08-29\n---\n\n净利润166亿美元。"
    assert told(text) == [("166亿美元",)]


# --- order ---


def test_records_come_in_the_order_of_their_figures() -> None:
    text = (
        "# 英伟达净利166亿美元\n\n- 游戏和汽车收入分别为28.8亿美元和3.46亿美元\n\n"
        "GAAP和非GAAP税率均为17%。数据中心营收263亿美元，同比增长154%。"
    )
    starts = [f.source.start for f in nvdx.extract_text(text, published=PUBLISHED)]
    assert len(starts) == 7
    assert starts == sorted(starts)


# --- what became of every quantity ---


def traced(text: str) -> list[tuple[str, Draft | Refusal]]:
    """Each quantity and its outcome."""
    found: list[tuple[str, Draft | Refusal]] = []

    def trace(block: Block, reading: Reading, token: Token, outcome: Draft | Refusal) -> None:
        assert token.quantity is not None
        assert reading.start <= token.start < token.end <= reading.end <= len(block.text)
        assert block.text[token.start : token.end] == token.text
        found.append((token.text, outcome))

    list(extract_document(parse_document(text), subject="NVDA", trace=trace))
    return found


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("英伟达市值突破3万亿美元。", ["3万亿美元"]),
        ("营收300亿美元（约合2140亿元人民币）。", ["2140亿元人民币"]),
        ("营收同比增加了165亿美元。", ["165亿美元"]),
        ("营收300亿美元，比预期高出5%。", ["5%"]),
        ("联想集团营收154亿美元。", ["154亿美元"]),
        ("公司占AI芯片市场的88%。", ["88%"]),
        ("毛利率由78.4%降至75.1%。", ["78.4%"]),
        ("推理性能提升30倍。", ["30倍"]),
        ("四大云厂商合计资本支出为500亿美元。", ["500亿美元"]),
        ("参见《英伟达营收300亿美元意味着什么》一文。", ["300亿美元"]),
    ],
)
def test_a_quantity_that_gave_no_record_has_a_reason(text: str, refused: list[str]) -> None:
    reasons = {raw: out.reason for raw, out in traced(text) if isinstance(out, Refusal)}
    assert list(reasons) == refused
    for reason in reasons.values():
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", reason)


ARTICLE = (
    "# 英伟达净利大涨168%\n\n2025财年第二季度营收300亿美元，同比增长122%，高于市场预期的287亿美元。\n\n"
    "- 毛利率：75.1%\n- 市值：3万亿美元\n\nAMD营收58亿美元。联想营收154亿美元。\n"
)


def test_every_quantity_is_traced() -> None:
    seen = {raw for raw, _ in traced(ARTICLE)}
    assert seen == {ARTICLE[q.start : q.end] for q in nvdx.quantities(ARTICLE)}


def test_a_traced_record_is_the_one_that_is_given() -> None:
    drafts = [raw for raw, outcome in traced(ARTICLE) if isinstance(outcome, Draft)]
    facts = list(extract_document(parse_document(ARTICLE), subject="NVDA"))
    assert sorted(drafts) == sorted(fact.raw for fact in facts)


def test_tracing_changes_nothing() -> None:
    document = parse_document(ARTICLE)
    quiet = list(extract_document(document, subject="NVDA"))
    watched = list(extract_document(document, subject="NVDA", trace=lambda *_: None))
    assert [fact.to_json() for fact in quiet] == [fact.to_json() for fact in watched]
    assert len(quiet) == 6


@pytest.mark.parametrize("text", ["", "\n\n", "# 标题\n\n没有任何数字的一段话。", "2024年8月29日"])
def test_a_text_without_figures(text: str) -> None:
    assert told(text) == []
    assert traced(text) == []


def test_a_text_without_figures_needs_no_matcher(run_python: RunPython) -> None:
    code = (
        "import sys, nvdx\n"
        "assert list(nvdx.extract_text('英伟达的故事，没有数字。')) == []\n"
        "assert 'ahocorasick_rs' not in sys.modules\n"
    )
    assert run_python(code) == (0, "")


def test_a_row_of_a_text_table_gives_nothing() -> None:
    text = "Revenue $18,120 $13,507 $5,931 Up 34% Up 206%\nGross margin 74.0% 70.1% 53.6%"
    assert not list(nvdx.extract_text(text, published="2023-11-21"))
    assert list(nvdx.extract_text("Revenue was $18.1 billion, up 34% sequentially."))


def test_a_topic_sentence_names_the_company_of_its_paragraph() -> None:
    text = "比亚迪营收7771亿元。\n\n宁德时代走的是另一条路。2024年，公司营收3620亿元。"
    found = nvdx.extract_text(text, title="比亚迪的账本", published="2025-04-28", entity="002594.SZ")
    assert [f.entity for f in found] == ["002594.SZ", "300750.SZ"]


def test_a_title_that_sets_companies_side_by_side() -> None:
    text = "比亚迪营收7771亿元，比亚迪净利润403亿元。\n\n营收3620亿元。"
    document = parse_document(text, title="比亚迪与宁德时代：谁更赚钱")
    assert [f.entity for f in extract_document(document)][:2] == ["002594.SZ", "002594.SZ"]


def test_a_figure_said_again_has_the_period_it_was_stated_with() -> None:
    text = "蔚来2023年净亏损207亿元。\n\n市场对这207亿元亏损并不在意。"
    found = nvdx.extract_text(text, title="蔚来财报", published="2024-03-07", entity="NIO")
    assert [f.fiscal_period for f in found] == ["FY2023", "FY2023"]
