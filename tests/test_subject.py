"""Whose figure it is."""

from __future__ import annotations

from datetime import date

import pytest

import nvdx
from nvdx.documents import parse_document
from nvdx.extractors.document import extract_document

PUBLISHED = "2024-08-29"


def whose(text: str, *, title: str | None = None, entity: str = "NVDA") -> list[tuple[str, str]]:
    """Company and figure of each record."""
    found = nvdx.extract_text(text, title=title, published=PUBLISHED, entity=entity)
    return [(fact.entity, fact.raw) for fact in found]


def test_the_default_where_nobody_is_named() -> None:
    assert whose("营收300亿美元。") == [("NVDA", "300亿美元")]
    assert whose("营收58亿美元。", entity="AMD") == [("AMD", "58亿美元")]


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("英伟达营收300亿美元。", "NVDA"),
        ("辉达第二季营收300亿美元。", "NVDA"),
        ("輝達第二季營收300億美元，較去年同期大幅成長。", "NVDA"),
        ("Nvidia posted revenue of $30.0 billion.", "NVDA"),
        ("黄仁勋说，本季营收达到300亿美元。", "NVDA"),
        ("AMD营收58亿美元。", "AMD"),
        ("苏姿丰说，本季营收达到58亿美元。", "AMD"),
        ("台积电第二季度营收6735亿新台币。", "TSM"),
        ("小米集团第二季度营收889亿元。", "1810.HK"),
        ("腾讯第二季度营收1611亿元。", "0700.HK"),
        ("字节跳动去年营收1100亿美元。", "ByteDance"),
    ],
)
def test_names(text: str, entity: str) -> None:
    assert [company for company, _ in whose(text)] == [entity]


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        # A company in passing is not the subject.
        ("英伟达向微软供货，营收增至300亿美元。", "NVDA"),
        ("与AMD相比，英伟达营收更高，达到300亿美元。", "NVDA"),
        ("英伟达击败了英特尔，季度营收为300亿美元。", "NVDA"),
        ("受微软、谷歌等客户推动，英伟达营收为300亿美元。", "NVDA"),
        # … unless the figure is its own.
        ("作为英伟达的客户，微软营收为647亿美元。", "MSFT"),
        ("对英特尔来说，二季度营收只有128亿美元。", "INTC"),
        # What the next clause goes on about.
        ("AMD公布财报，营收为58亿美元。", "AMD"),
        ("AMD股价上涨，该公司二季度营收为58亿美元。", "AMD"),
    ],
)
def test_the_subject_of_a_clause(text: str, entity: str) -> None:
    assert [company for company, _ in whose(text)] == [entity]


def test_each_clause_has_its_own() -> None:
    assert whose("英伟达营收300亿美元，AMD营收58亿美元，英特尔营收128亿美元。") == [
        ("NVDA", "300亿美元"),
        ("AMD", "58亿美元"),
        ("INTC", "128亿美元"),
    ]


def test_a_company_stays_with_its_paragraph() -> None:
    text = "AMD第二季度营收58亿美元。净利润2.65亿美元。\n\n第二季度净利润166亿美元。"
    assert whose(text) == [("AMD", "58亿美元"), ("AMD", "2.65亿美元"), ("NVDA", "166亿美元")]


def test_a_figure_in_a_parenthesis_of_its_own() -> None:
    text = "几家公司的季度营收依次是：微软（647亿美元）、英伟达（300亿美元）、AMD（58亿美元）。"
    assert whose(text) == [("MSFT", "647亿美元"), ("NVDA", "300亿美元"), ("AMD", "58亿美元")]


def test_two_companies_that_share_a_figure() -> None:
    assert sorted(whose("英伟达和AMD的营收均增长10%。")) == [("AMD", "10%"), ("NVDA", "10%")]


# --- nobody of ours ---


@pytest.mark.parametrize(
    "text",
    [
        "联想集团第一财季营收154亿美元。",
        "迪士尼营收231亿美元，净利润26亿美元。",
        "海天集团发布财报，营收30亿元。",
        "四大云厂商合计资本支出达到2000亿美元。",
        "科技巨头们今年的资本支出将超过2000亿美元。",
        "生成式AI初创公司的年化收入已达50亿美元。",
    ],
)
def test_somebody_else_is_no_record(text: str) -> None:
    assert whose(text) == []


def test_somebody_else_beside_us() -> None:
    assert whose("联想集团营收154亿美元，英伟达营收300亿美元。") == [("NVDA", "300亿美元")]
    assert whose("英伟达营收300亿美元，联想集团营收154亿美元。") == [("NVDA", "300亿美元")]


# --- the document ---


@pytest.mark.parametrize(
    ("title", "entity"),
    [
        ("AMD第二季度财报点评", "AMD"),
        ("AMD second-quarter results", "AMD"),
        ("英伟达第二财季业绩", "NVDA"),
        ("苏姿丰谈业绩", "AMD"),
    ],
)
def test_the_title_says_whose_document_it_is(title: str, entity: str) -> None:
    assert whose("第二季度营收58亿美元。", title=title) == [(entity, "58亿美元")]


def test_the_text_says_whose_document_it_is() -> None:
    text = (
        "AMD发布了第二季度财报。\n\n市场对AMD的期待很高。\n\nAMD的管理层很有信心。\n\n"
        "第二季度营收58亿美元。"
    )
    assert whose(text) == [("AMD", "58亿美元")]


def test_evidence_is_the_name() -> None:
    (fact,) = nvdx.extract_text("昨天，AMD公布营收58亿美元。", published=PUBLISHED)
    assert fact.evidence["entity"].text == "AMD"


def test_no_evidence_where_nobody_is_named() -> None:
    (fact,) = nvdx.extract_text("营收300亿美元。", published=PUBLISHED)
    assert "entity" not in fact.evidence


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("有一家做交换机的企业收入增长42%。", []),
        ("某国产芯片公司去年收入4.4亿元。", []),
        ("四家加起来收入超过3000亿美元。", []),
        ("英伟达是一家芯片公司，2025财年营收1305亿美元。", ["NVDA"]),
    ],
)
def test_somebody_without_a_name(text: str, expected: list[str]) -> None:
    found = nvdx.extract_text(text, published="2025-03-01", title="英伟达")
    assert [fact.entity for fact in found] == expected


def test_a_company_known_from_the_words_before_alone() -> None:
    """`这家…公司` goes on about somebody whom the paragraph before may have named, or not."""
    text = "机场集团OMA确认遭到攻击，微软与亚马逊提供协助。\n\n这家在纳斯达克上市的公司披露，收入已超过5.5亿美元。"
    assert not list(extract_document(parse_document(text, published=date(2024, 10, 30))))


@pytest.mark.parametrize(
    "text",
    [
        "四年前，拼多多年收入不过594.9亿元，亏损71.8亿元。",
        "腾讯视频2022年全年收入超百亿元。",
        "假设英伟达营收回落到270亿美元，净利率20%，那就是54亿美元利润。",
    ],
)
def test_no_figure_of_a_company(text: str) -> None:
    assert not list(nvdx.extract_text(text, published="2024-10-30"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # A sentence without figures that opens a paragraph says who it is about.
        ("高通也交了卷。本季营收94亿美元，净利润21亿美元。", ["QCOM", "QCOM"]),
        ("华为没有细分芯片业务。公司上半年营收4175亿元。", ["Huawei"]),
        # What a company is, and who is named beside another one, leaves the figures with the document's subject.
        ("台积电是它的代工厂。本季营收300亿美元。", ["NVDA"]),
        ("微软离不开英伟达。本季营收300亿美元。", ["NVDA"]),
        # A measure is no subject.
        ("AMD本季营收58亿美元，相当于英伟达的五分之一。净利润2.65亿美元。", ["AMD", "AMD"]),
    ],
)
def test_who_a_paragraph_is_about(text: str, expected: list[str]) -> None:
    found = nvdx.extract_text(text, published=PUBLISHED, title="英伟达财报点评")
    assert [fact.entity for fact in found] == expected


def test_a_heading_that_names_two_companies_gives_the_section_to_none() -> None:
    text = "# 寒武纪能取代英伟达吗\n\n寒武纪公布半年报。\n\n公司上半年营收28.8亿元，同比增长43倍。\n"
    found = nvdx.extract_text(text, published="2025-08-30")
    assert {fact.entity for fact in found} == {"688256.SS"}


def test_whose_forecast_another_one_moves() -> None:
    text = "某行发表报告，将腾讯2025年资本开支预测下调至900亿元。"
    assert whose(text, entity="BABA") == [("0700.HK", "900亿元")]
    text = "腾讯将英伟达作为供应商，资本开支191亿元。"
    assert whose(text, entity="0700.HK") == [("0700.HK", "191亿元")]


def test_whom_a_company_is_many_times_as_large_as() -> None:
    text = "2016年英特尔的营收是593.9亿美元，近12倍于英伟达；2024年只有531亿美元。"
    assert [entity for entity, _ in whose(text)] == ["INTC", "INTC"]
