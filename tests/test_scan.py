"""What is found in a sentence before anything is read together."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nvdx.companies import load_companies
from nvdx.lexicon import vocabulary
from nvdx.mentions.scan import Token, scan


def tokens(text: str) -> list[Token]:
    return scan(text, vocabulary(load_companies()))


def role(token: Token) -> str:
    if token.quantity is not None:
        return "quantity"
    if token.period is not None:
        return "period"
    return "mark" if token.mark else "word"


def words(text: str) -> list[str]:
    return [token.text for token in tokens(text) if role(token) == "word"]


def word(text: str, wanted: str) -> Token:
    (token,) = (token for token in tokens(text) if token.text == wanted)
    return token


def test_a_sentence_in_order() -> None:
    found = [(token.text, role(token)) for token in tokens("第二季度营收300亿美元,同比增长122%。")]
    assert found == [
        ("第二季度", "period"),
        ("营收", "word"),
        ("300亿美元", "quantity"),
        (",", "mark"),
        ("同比", "word"),
        ("增长", "word"),
        ("122%", "quantity"),
        ("。", "mark"),
    ]


@pytest.mark.parametrize(
    ("text", "wanted", "sense", "value"),
    [
        ("净利润166亿美元", "净利润", "metric", "net_income"),
        ("净利润率55%", "净利润率", "metric", "net_margin"),
        ("毛利225亿美元", "毛利", "metric", "gross_profit"),
        ("毛利率75%", "毛利率", "metric", "gross_margin"),
        ("自由现金流135亿美元", "自由现金流", "metric", "free_cash_flow"),
        ("回购授权500亿美元", "回购授权", "metric", "repurchase_authorization"),
        ("英伟达的", "英伟达", "company", "NVDA"),
        ("苏姿丰说", "苏姿丰", "person", "AMD"),
        ("net income rose", "net income", "metric", "net_income"),
        ("Net Income rose", "Net Income", "metric", "net_income"),
        ("云服务提供商的", "云服务提供商", "customer", "csp"),
        ("大中华区的", "大中华区", "geography", "CN"),
        ("市值为3万亿美元", "市值", "other", "price"),
    ],
)
def test_what_a_word_means(text: str, wanted: str, sense: str, value: str) -> None:
    assert word(text, wanted).get(sense) == value


def test_a_segment_means_what_it_is_at_each_company() -> None:
    senses = word("游戏业务", "游戏").get("segment")
    assert senses["NVDA"] == "gaming"
    assert senses["AMD"] == "gaming"


# --- what stands inside something else ---


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("第四季度营收", "季度营收"),
        ("增强", "增"),
        ("发达国家", "达"),
        ("降临", "降"),
        ("MUST", "MU"),
        ("HPE", "HP"),
        ("净利润率", "净利润"),
        ("毛利率", "毛利"),
    ],
)
def test_not_found(text: str, absent: str) -> None:
    assert absent not in words(text)


@pytest.mark.parametrize(("text", "cue"), [("增5%", "up"), ("降5%", "down"), ("达300亿美元", "to")])
def test_one_character_is_a_cue_beside_a_figure(text: str, cue: str) -> None:
    assert tokens(text)[0].has(cue)


@pytest.mark.parametrize("name", ["东方精密", "海天集团", "兴业银行"])
def test_a_company_that_its_last_word_betrays(name: str) -> None:
    assert word(f"{name}发布财报,营收3亿元。", name).has("stranger")


def test_a_known_company_is_no_stranger() -> None:
    assert word("小米集团发布财报,营收889亿元。", "小米集团").get("company") == "1810.HK"


# --- clauses and parentheses ---


@pytest.mark.parametrize("sign", [",", ";", ":", "。", "!", "?", "\n"])
def test_a_sign_begins_a_clause(sign: str) -> None:
    found = tokens(f"营收{sign}净利润")
    assert found[-1].clause == found[0].clause + 1


@pytest.mark.parametrize("sign", ["、", "/", "“"])
def test_a_sign_within_a_clause(sign: str) -> None:
    found = tokens(f"营收{sign}净利润")
    assert found[-1].clause == found[0].clause


def test_a_full_stop_within_a_number_is_no_sign() -> None:
    assert [role(token) for token in tokens("毛利率75.1%")] == ["word", "quantity"]


def test_a_parenthesis_is_left_as_it_was_entered() -> None:
    text = "营收(第二财季,美元)300亿美元"
    revenue, inner, figure = (
        next(token for token in tokens(text) if token.text == wanted)
        for wanted in ("营收", "第二财季", "300亿美元")
    )
    assert (revenue.depth, inner.depth, figure.depth) == (0, 1, 0)
    assert figure.clause == revenue.clause


WORDS = ["英伟达", "营收", "同比", "增长", "增强", "AI", "数据中心", "Blackwell", "超过", "的"]
REST = ["300亿美元", "122%", "±2%", "第二财季", "2024年", "去年同期", "(", ")", ",", "。"]


@given(st.lists(st.sampled_from([*WORDS, *REST]), max_size=12))
def test_tokens_are_in_order_and_never_overlap(pieces: list[str]) -> None:
    text = "".join(pieces)
    found = tokens(text)
    assert all(text[token.start : token.end] == token.text != "" for token in found)
    assert all(left.end <= right.start for left, right in pairwise(found))
    assert all(token.depth >= 0 for token in found)
