"""The record that a figure becomes: its place in the file, its quote and its evidence."""

from __future__ import annotations

from decimal import Decimal

import pytest

import nvdx
from nvdx import Fact
from nvdx.fact import Source

PUBLISHED = "2024-08-29"


def read(text: str) -> list[Fact]:
    return list(nvdx.extract_text(text, published=PUBLISHED))


TEXTS = [
    "营收300亿美元，同比增长122%。",
    "# 英伟达财报\n\n- **营收**：300 亿美元（同比 +122%）\n- 净利润：166 亿美元",
    "營收３００億美元，較去年同期成長１２２％。",
    "营收[300 亿美元](https://example.org/a)，**同比**增长 122%。",
    "Revenue was&nbsp;$30.0&nbsp;billion, up 122% from a year ago.",
    "---\ntitle: 财报\n---\n\n第二财季，\n营收为 300\n亿美元。",
    "> 营收 300 亿美元。\n\n毛利率 75.1%",
    "😀营收300亿美元。",
]


@pytest.mark.parametrize("text", TEXTS)
def test_offsets_count_the_characters_of_the_file(text: str) -> None:
    found = read(text)
    assert found
    for fact in found:
        source = fact.source
        assert fact.raw == text[source.start : source.end]
        assert source.line == text.count("\n", 0, source.start) + 1
        assert source.quote in text
        assert fact.raw in source.quote
        for name, span in fact.evidence.items():
            assert span.text == text[span.start : span.end], name
        if fact.period_text is not None:
            assert fact.period_text in text


def test_full_width_figures_are_read_and_quoted_as_written() -> None:
    amount, growth = read("營收３００億美元，較去年同期成長１２２％。")
    assert (amount.value, amount.raw) == (Decimal("30e9"), "３００億美元")
    assert (growth.value, growth.raw) == (Decimal(122), "１２２％")


def test_a_quote_is_the_sentence() -> None:
    text = "市场很乐观。营收300亿美元，同比增长122%。股价上涨。"
    assert {fact.source.quote for fact in read(text)} == {"营收300亿美元，同比增长122%。"}


def test_where_the_document_comes_from() -> None:
    (fact,) = nvdx.extract_text("营收300亿美元。", title="财报", published=PUBLISHED)
    assert fact.source == Source(
        doc="-",
        title="财报",
        published=fact.source.published,
        line=1,
        start=2,
        end=7 + 1,
        quote="营收300亿美元。",
    )
    assert str(fact.source.published) == PUBLISHED


def test_front_matter_gives_title_and_date() -> None:
    (fact,) = nvdx.extract_text("---\ntitle: 财报\ndate: 2024-08-29\n---\n\n营收300亿美元。")
    assert (fact.source.title, str(fact.source.published)) == ("财报", PUBLISHED)
    assert (fact.source.line, fact.fiscal_period) == (6, "FY2025Q2")


@pytest.mark.parametrize("text", TEXTS)
def test_the_same_text_gives_the_same_records(text: str) -> None:
    assert [fact.to_json() for fact in read(text)] == [fact.to_json() for fact in read(text)]


def test_the_same_figure_twice_is_two_records() -> None:
    first, second = read("营收300亿美元。再说一遍，营收300亿美元。")
    assert first.id != second.id
    assert (first.value, first.metric) == (second.value, second.metric)
    assert first.source.start < second.source.start


def test_another_text_gives_other_names() -> None:
    (first,) = read("营收300亿美元。")
    (second,) = read("营收300亿美元！")
    assert first.id != second.id


@pytest.mark.parametrize("text", TEXTS)
def test_a_record_survives_its_line(text: str) -> None:
    for fact in read(text):
        assert Fact.model_validate_json(fact.to_json()) == fact


def test_every_record_names_its_rule() -> None:
    found = read("数据中心营收263亿美元，同比增长154%，占总营收的87%。毛利率75.1%。")
    rules = [fact.rule for fact in found]
    assert all(rules)
    assert len(set(rules)) == 4


def test_evidence_of_what_words_decided() -> None:
    (fact,) = read("微软第四财季非GAAP净利润为220亿美元。")
    assert {name: fact.evidence[name].text for name in ("entity", "period", "basis", "metric")} == {
        "entity": "微软",
        "period": "第四财季",
        "basis": "非GAAP",
        "metric": "净利润",
    }
