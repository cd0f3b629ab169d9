"""Per-share figures and what goes to shareholders."""

from __future__ import annotations

from decimal import Decimal

import pytest

import nvdx
from nvdx import Fact

PUBLISHED = "2024-08-29"
"""The day after NVIDIA reported FY2025Q2, which ended on 28 July 2024."""


def read(text: str) -> list[Fact]:
    return list(nvdx.extract_text(text, published=PUBLISHED))


@pytest.mark.parametrize(
    ("text", "value", "basis"),
    [
        ("每股收益为0.67美元。", "0.67", None),
        ("摊薄后每股收益0.67美元。", "0.67", None),
        ("每股盈利达到0.67美元。", "0.67", None),
        ("GAAP每股收益为0.67美元。", "0.67", "gaap"),
        ("非GAAP每股收益为0.68美元。", "0.68", "non_gaap"),
        ("调整后每股收益为0.68美元。", "0.68", "non_gaap"),
        ("每股收益为67美分。", "0.67", None),
        ("净利润合每股0.67美元。", "0.67", None),
        ("英特尔每股亏损0.38美元。", "-0.38", None),
        ("GAAP earnings per diluted share were $0.67.", "0.67", "gaap"),
        ("Adjusted EPS was 68 cents.", "0.68", "non_gaap"),
    ],
)
def test_earnings_per_share(text: str, value: str, basis: str | None) -> None:
    (fact,) = read(text)
    assert (fact.metric, fact.measure, fact.unit) == ("eps", "level", "USD/share")
    assert (fact.value, fact.basis) == (Decimal(value), basis)


def test_adjusted_behind_a_comma() -> None:
    text = "Earnings per share: 81 cents, adjusted vs. 75 cents expected"
    assert [(f.kind, f.basis) for f in read(text)] == [("reported", "non_gaap"), ("consensus", "non_gaap")]


def test_earnings_beside_earnings_per_share() -> None:
    found = [
        (fact.metric, fact.raw, fact.unit) for fact in read("净利润166亿美元，每股收益0.67美元。")
    ]
    assert found == [("net_income", "166亿美元", "USD"), ("eps", "0.67美元", "USD/share")]


def test_the_currency_of_another_company() -> None:
    (fact,) = read("台积电第二季度每股盈余9.56元。")
    assert (fact.metric, fact.value, fact.unit) == ("eps", Decimal("9.56"), "TWD/share")


# --- dividends ---


@pytest.mark.parametrize(
    ("text", "period"),
    [
        # Nothing said: the quarter that is reported.
        ("公司宣布派发每股0.01美元的季度股息。", "FY2025Q2"),
        ("季度现金股息为每股0.01美元。", "FY2025Q2"),
        # The quarter in which it is paid.
        ("公司将于2024年10月3日支付每股0.01美元的季度现金股息。", "FY2025Q3"),
        ("季度现金股息为每股0.01美元，将于10月3日派发。", "FY2025Q3"),
        ("英伟达宣布季度股息每股0.01美元，将于10月3日派发。", "FY2025Q3"),
    ],
)
def test_a_dividend_and_its_quarter(text: str, period: str) -> None:
    (fact,) = read(text)
    assert (fact.metric, fact.measure, fact.unit) == ("dividend_per_share", "level", "USD/share")
    assert (fact.value, fact.fiscal_period, fact.kind) == (Decimal("0.01"), period, "reported")


def test_a_raised_dividend() -> None:
    (fact,) = read("公司将季度股息从每股0.01美元上调至0.25美元。")
    assert (fact.metric, fact.value, fact.kind) == (
        "dividend_per_share",
        Decimal("0.25"),
        "reported",
    )


# --- repurchases ---


@pytest.mark.parametrize(
    ("text", "metric", "value"),
    [
        ("第二季度公司回购了74亿美元股票。", "share_repurchases", "7.4e9"),
        ("第二季度股票回购总额为74亿美元。", "share_repurchases", "7.4e9"),
        ("The company repurchased $7.4 billion of stock.", "share_repurchases", "7.4e9"),
        ("董事会批准了500亿美元的股票回购授权。", "repurchase_authorization", "50e9"),
        ("董事会批准追加500亿美元股票回购。", "repurchase_authorization", "50e9"),
        ("公司宣布500亿美元的股票回购计划。", "repurchase_authorization", "50e9"),
        ("回购授权剩余75亿美元。", "repurchase_authorization", "7.5e9"),
        ("截至季末，股票回购授权额度还有75亿美元。", "repurchase_authorization", "7.5e9"),
        ("第二季度公司向股东返还74亿美元。", "shareholder_returns", "7.4e9"),
        ("公司以回购和股息的形式向股东返还了74亿美元。", "shareholder_returns", "7.4e9"),
    ],
)
def test_what_goes_to_shareholders(text: str, metric: str, value: str) -> None:
    (fact,) = read(text)
    assert (fact.metric, fact.measure, fact.unit) == (metric, "level", "USD")
    assert (fact.value, fact.fiscal_period) == (Decimal(value), "FY2025Q2")


def test_returned_in_half_a_year() -> None:
    (fact,) = read("2025财年上半年，公司以回购和股息的形式向股东返还了154亿美元。")
    assert (fact.metric, fact.fiscal_period) == ("shareholder_returns", "FY2025H1")


def test_what_is_added_to_an_authorization() -> None:
    text = (
        "The board approved an additional $60.0 billion to the Company's share repurchase "
        "authorization, without expiration."
    )
    assert [(f.metric, f.value) for f in read(text)] == [("repurchase_authorization", Decimal(60 * 10**9))]


def test_an_authorization_is_of_the_quarter_reported() -> None:
    text = "公司预计第三季度营收为325亿美元。董事会还批准了500亿美元的回购授权。"
    found = [(fact.metric, fact.fiscal_period) for fact in read(text)]
    assert found == [("revenue", "FY2025Q3"), ("repurchase_authorization", "FY2025Q2")]


@pytest.mark.parametrize(
    "text",
    [
        "公司支付了2.46亿美元的现金股息。",
        "公司回购了5000万股股票。",
        "股息率为0.03%。",
        "每股净资产为2.37美元。",
        "每股价格为117.59美元。",
    ],
)
def test_no_record(text: str) -> None:
    assert read(text) == []


def test_bought_back_beside_what_is_left() -> None:
    """The plan that another clause speaks of does not make an authorization of what was spent."""
    found = nvdx.extract_text(
        "阿里以58亿美元回购了6亿股股票，剩余的回购额度还有261亿美元。", published="2024-08-20"
    )
    assert [(f.raw, f.metric) for f in found] == [
        ("58亿美元", "share_repurchases"),
        ("261亿美元", "repurchase_authorization"),
    ]
