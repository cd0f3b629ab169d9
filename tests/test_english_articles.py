"""English articles that walk through quarters, companies and expectations: whose, when and of which kind."""

from __future__ import annotations

from typing import Any

import pytest

import nvdx

PUBLISHED = "2024-08-29"
"""The day after NVIDIA reported FY2025Q2."""
AHEAD = "2024-08-27"
"""The day before."""


def told(text: str, *fields: str, published: str = PUBLISHED) -> list[tuple[Any, ...]]:
    """The asked fields of each record; numbers as plain text."""
    return [
        tuple(f"{v:f}" if f == "value" and v is not None else v for f in fields for v in [getattr(r, f)])
        for r in nvdx.extract_text(text, published=published)
    ]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Nvidia is expected to report revenue of $28.7 billion.", "consensus"),
        ("Nvidia's gross margin is seen at 75%.", "consensus"),
        ("Nvidia's sales are projected to reach $28.7 billion, according to a poll by LSEG.", "consensus"),
        ("Analysts follow Nvidia. They see revenue of $28.7 billion in the second quarter.", "consensus"),
        ("Analysts think Nvidia could guide to revenue of $31.8 billion.", "consensus"),
        ("Expectations for Nvidia's revenue are at $28.7 billion for the second quarter.", "consensus"),
        (
            "Nvidia was in demand. \"We expect revenue of $29 billion in the second quarter,\" Ann Lee wrote in a note.",
            "estimate",
        ),
        ("Nvidia expects revenue of $32.5 billion.", "guidance"),
        ("Nvidia warned that third-quarter sales would be $32.5 billion.", "guidance"),
    ],
)
def test_who_expects(text: str, kind: str) -> None:
    assert told(text, "kind")[-1] == (kind,)


def test_what_is_expected_of_results_to_come() -> None:
    text = (
        "Nvidia will report its second quarter earnings after the bell on Wednesday.\n\n"
        "Adjusted gross margin is expected to be 75.5%. The company guided for $28 billion in revenue.\n\n"
        "In the prior quarter, it had revenue of $26 billion. Gaming revenue was $2.6 billion."
    )
    assert told(text, "fiscal_period", "kind", "value", published=AHEAD) == [
        ("FY2025Q2", "consensus", "75.5"),
        ("FY2025Q2", "guidance", "28000000000"),
        ("FY2025Q1", "reported", "26000000000"),
        ("FY2025Q1", "reported", "2600000000"),
    ]


def test_former_outlooks() -> None:
    assert told("Nvidia's revenue of $30 billion topped the $28 billion it had forecast.", "kind", "fiscal_period") == [
        ("reported", "FY2025Q2"),
        ("guidance", "FY2025Q2"),
    ]
    assert told("Nvidia raised its forecast for revenue to $32 billion to $33 billion from $30 billion to $31 billion.",
                "low") == [(32_000_000_000,)]  # fmt: skip
    text = "The consensus is for Nvidia's EPS to be $2.80 in fiscal 2025, up from $2.60 and $2.50."
    assert told(text, "value") == [("2.8",)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Intel lost $1.6 billion in the second quarter.", ("INTC", "net_income", "-1600000000")),
        ("Intel posted a loss of $1.6 billion.", ("INTC", "net_income", "-1600000000")),
        ("Intel had a loss of 38 cents a share.", ("INTC", "eps", "-0.38")),
        ("Intel's EPS came to $(0.38) in the quarter.", ("INTC", "eps", "-0.38")),
        ("Meta's Reality Labs unit lost $4.5 billion.", ("META", "operating_income", "-4500000000")),
        ("Oracle's free cash flow was negative $3 billion.", ("ORCL", "free_cash_flow", "-3000000000")),
    ],
)
def test_losses(text: str, expected: tuple[str, str, str]) -> None:
    assert told(text, "entity", "metric", "value") == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Intel lost $8 billion in market value.",
        "Shares of Intel lost $3 billion.",
        "Nvidia could have done better: it lost $8 billion in H20 sales.",
        "A point of margin would cost Nvidia around $0.05 of EPS.",
        "Nvidia's revenue went in two years from $27 billion to $115 billion.",
        "Nvidia and AMD reported. One of them earned $16.6 billion.",
        "Nvidia spoke of the ban. Sales of the chip came to $4.6 billion.",
        "Nvidia's revenue: a $1.3 billion beat.",
        "Without the purchase, Broadcom's revenue growth would have been 4%.",
    ],
)
def test_no_figures_of_a_period(text: str) -> None:
    assert told(text, "metric", "value") == []


def test_years_of_a_paragraph() -> None:
    text = (
        "In fiscal 2022 Nvidia had $26.9 billion of revenue. In fiscal 2023, it was $27 billion. "
        "Revenue in Q2 of that year came to $6.7 billion, down 19% from Q1."
    )
    assert told(text, "fiscal_period", "measure", "value") == [
        ("FY2022", "level", "26900000000"),
        ("FY2023", "level", "27000000000"),
        ("FY2023Q2", "level", "6700000000"),
        ("FY2023Q2", "qoq", "-19"),
    ]


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("Nvidia's revenue growth was 122% in the second quarter and 262% in the first.", ["FY2025Q2", "FY2025Q1"]),
        (
            "Nvidia had revenue of $13.5 billion and adjusted EPS of $2.70 in the same quarter last year.",
            ["FY2024Q2", "FY2024Q2"],
        ),
        (
            "Nvidia earned $16.6 billion, more than the $6.2 billion it made in the second quarter of fiscal 2024.",
            ["FY2025Q2", "FY2024Q2"],
        ),
        ("Nvidia's gross margin was 75.1%, up from 70.1% in the same quarter of 2023.", ["FY2025Q2", "FY2024Q2"]),
        (
            "Intel cut its full-year revenue outlook to $53 billion, while AMD said data center revenue rose 115%.",
            ["FY2024", "FY2024Q2"],
        ),
        ("Blackwell is Nvidia's best. Blackwell generated $3 billion in its first quarter of sales.", ["FY2025Q2"]),
        ("Nvidia bought back stock. It spent $10 billion on share repurchases in the year.", ["FY2025"]),
    ],
)
def test_periods(text: str, periods: list[str]) -> None:
    assert [period for (period,) in told(text, "fiscal_period")] == periods


def test_a_metric_said_of_the_company_before() -> None:
    text = "Amazon guides to $75 billion of capex in 2024. Meta's range is $37 billion to $40 billion."
    assert told(text, "entity", "metric", "fiscal_period", "kind") == [
        ("AMZN", "capex", "FY2024", "guidance"),
        ("META", "capex", "FY2024", "guidance"),
    ]
    text = "Amazon's capex was $17.6 billion. Google's came to $13 billion, and it was proud."
    assert told(text, "entity", "metric", "value") == [
        ("AMZN", "capex", "17600000000"),
        ("GOOGL", "capex", "13000000000"),
    ]
    text = "Alphabet spoke of capex of $13 billion. It spent $12 billion in the first quarter."
    assert told(text, "metric", "fiscal_period")[-1] == ("capex", "FY2024Q1")
    assert told("Microsoft's capex was $19 billion. Apple's headquarters cost $5 billion.", "entity") == [("MSFT",)]


def test_spending_on_infrastructure_is_capex_where_a_year_is_said() -> None:
    text = "CoreWeave plans to spend $20 billion to $23 billion this year on data centers."
    assert told(text, "metric", "fiscal_period", "kind") == [("capex", "FY2024", "guidance")]
    assert told("CoreWeave plans to spend $2 billion on data centers in Norway.", "metric") == []


def test_parts_within_a_figure() -> None:
    text = "Dell expects revenue of $24.5 billion in the current quarter, including about $3 billion from AI servers."
    assert told(text, "product", "value", "kind") == [
        (None, "24500000000", "guidance"),
        ("ai_servers", "3000000000", "guidance"),
    ]
    text = "Nvidia had revenue of $30 billion, with $26.3 billion of it from data centers, and guided for $32.5 billion."
    assert told(text, "segment", "kind") == [(None, "reported"), ("data_center", "reported"), (None, "guidance")]


def test_shares_and_their_amounts() -> None:
    text = "In fiscal 2024, China, including Hong Kong, brought in $10.3 billion for Nvidia, or about 17% of revenue."
    assert told(text, "geography", "measure", "value")[:1] == [("CN", "level", "10300000000")]
    text = "Nvidia said China accounted for 17% of revenue in fiscal 2024, or $10.3 billion."
    assert told(text, "geography", "measure", "fiscal_period") == [
        ("CN", "share", "FY2024"),
        ("CN", "level", "FY2024"),
    ]
    text = "At TSMC, HPC accounted for 52% of sales in the quarter, smartphones for 33%."
    assert told(text, "measure", "value") == [("share", "52"), ("share", "33")]


def test_bases_behind_and_beside() -> None:
    assert told("Nvidia's gross margin was 75.7%, excluding some items.", "basis") == [("non_gaap",)]
    assert told("Nvidia's operating income grew 155% Y/Y on a non-GAAP basis.", "basis") == [("non_gaap",)]
    text = "Excluding the charge, Nvidia's gross margin would have been 71.3%."
    assert told(text, "basis", "value") == [("non_gaap", "71.3")]
    text = "Nvidia's EPS, excluding the benefit of a $180 million release, was $0.66."
    assert told(text, "metric", "value") == [("eps", "0.66")]


def test_margins_of_a_profit() -> None:
    text = "Nvidia's operating income was $18.6 billion, a margin of 62%."
    assert told(text, "metric", "value") == [("operating_income", "18600000000"), ("operating_margin", "62")]


def test_a_question_heads_its_answer() -> None:
    text = "# Nvidia's chief on chips\n\n**What about gaming?**\n\nIt was a good quarter. Revenue was $2.9 billion."
    assert told(text, "segment", "value") == [("gaming", "2900000000")]


def test_halved() -> None:
    assert told("Nvidia's gaming sales more than halved to $1.57 billion.", "measure", "value") == [
        ("change", "-50.0"),
        ("level", "1570000000"),
    ]


def test_a_company_that_is_introduced_by_its_code() -> None:
    text = "Micron rose. Its outlook is good for Nvidia (NVDA.O). The AI bellwether had sales of $30 billion."
    assert told(text, "entity", "product", "value") == [("NVDA", None, "30000000000")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Meta's Reality Labs, which makes headsets, lost $4.5 billion.", [("reality_labs", "-4500000000")]),
        ("Intel's foundry sales were $4.3 billion; the unit lost $2.8 billion.",
         [("foundry", "4300000000"), ("foundry", "-2800000000")]),
        ("About half of Nvidia's data center unit's $26.3 billion in sales came from clouds.",
         [("data_center", "26300000000")]),
        ("Apple's iPhone sales fell 1%. Its Mac business was up 2%.", [(None, "-1"), (None, "2")]),
        ("Nvidia's gaming sales rose 16% to $2.9 billion, automotive 37% to $346 million.",
         [("gaming", "16"), ("gaming", "2900000000"), ("automotive", "37"), ("automotive", "346000000")]),
    ],
)  # fmt: skip
def test_parts_told_otherwise(text: str, expected: list[tuple[str | None, str]]) -> None:
    assert told(text, "segment", "value") == expected


def test_what_analysts_had_predicted_is_of_the_level_near_it() -> None:
    text = "AMD's sales were $5.83 billion and adjusted EPS was 69 cents. Analysts had predicted $5.72 billion and $0.68."
    assert told(text, "metric", "kind", "value") == [
        ("revenue", "reported", "5830000000"),
        ("eps", "reported", "0.69"),
        ("revenue", "consensus", "5720000000"),
        ("eps", "consensus", "0.68"),
    ]


def test_companies_behind_a_comma() -> None:
    text = "Microsoft plans capex of $80 billion in fiscal 2025, and Meta has budgeted $40 billion in capex for 2024."
    assert told(text, "entity", "fiscal_period") == [("MSFT", "FY2025"), ("META", "FY2024")]
    text = "# Snowflake and others\n\nSalesforce reported results. Revenue was $9.3 billion, and net income $1.4 billion."
    assert [entity for (entity,) in told(text, "entity")] == ["CRM", "CRM"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In the same quarter of 2023, AMD had revenue of $5.36 billion.", ("FY2023Q2", "reported")),
        ("In May, the company behind Nvidia's chips, Nvidia, guided to $28 billion.", ("FY2025Q2", "guidance")),
        ("Nvidia guided for $32.5 billion in the third.", ("FY2025Q3", "guidance")),
        ("Nvidia expects total revenue in the October quarter to rise 80%.", ("FY2025Q3", "guidance")),
        ("Nvidia topped estimates with second-quarter revenue of $30 billion.", ("FY2025Q2", "reported")),
        ("Nvidia's revenue was slightly ahead of the $28.7 billion average of estimates.", ("FY2025Q2", "consensus")),
    ],
)
def test_when_and_by_whom(text: str, expected: tuple[str, str]) -> None:
    assert told(text, "fiscal_period", "kind") == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Nvidia's revenue was nearly $1.3 billion better than the market had thought.",
        "Nvidia bought back stock and paid out; share repurchases and $244 million for dividends were made.",
        "Nvidia's EPS came in strong, beating estimates by 5 cents.",
    ],
)
def test_differences_and_dividends(text: str) -> None:
    assert told(text, "metric", "value") == []


def test_shares_behind_a_verb() -> None:
    text = "In fiscal 2024, Nvidia got 17% of its revenue from China."
    assert told(text, "geography", "measure", "fiscal_period") == [("CN", "share", "FY2024")]


def test_an_outlook_in_reported_speech() -> None:
    said = [
        ("She said gross margin would fall by 100 basis points in the third quarter.", ("guidance", "-1")),
        ("Gross margin would fall to 73% in the third quarter, Kress said.", ("guidance", "73")),
        ("The company warned that revenue would dip to $28.0 billion in the third quarter.", ("guidance", "28000000000")),
    ]
    for text, expected in said:
        (fact,) = nvdx.extract_text(text, published="2024-08-29")
        assert (fact.kind, f"{fact.value:f}", fact.fiscal_period) == (*expected, "FY2025Q3"), text


def test_a_consensus_ends_with_its_source() -> None:
    text = (
        "Revenue was $30.0 billion, against an average estimate of $28.7 billion, according to data compiled by LSEG."
        " GAAP net income was $16.6 billion."
    )
    facts = nvdx.extract_text(text, published="2024-08-29")
    assert [f.kind for f in facts] == ["reported", "consensus", "reported"]


def test_a_year_grew_over_the_year_before() -> None:
    text = (
        "Compute revenue was up 488% from a year ago and up 27% sequentially in the fourth quarter; it was up 266%"
        " in fiscal 2024. Networking revenue was up 28% sequentially in the fourth quarter, and up 133% in fiscal 2024."
    )
    facts = nvdx.extract_text(text, published="2024-02-21")
    assert [(f.segment, f.measure, f.fiscal_period) for f in facts] == [
        ("data_center.compute", "yoy", "FY2024Q4"),
        ("data_center.compute", "qoq", "FY2024Q4"),
        ("data_center.compute", "yoy", "FY2024"),
        ("data_center.networking", "qoq", "FY2024Q4"),
        ("data_center.networking", "yoy", "FY2024"),
    ]


def test_what_kind_of_company_it_is_names_no_product() -> None:
    text = "The AI bellwether's October-quarter revenue was $57.0 billion."
    (fact,) = nvdx.extract_text(text, published="2025-12-11")
    assert (fact.entity, fact.product) == ("NVDA", None)


def test_a_place_is_no_company() -> None:
    text = "The Palo Alto, California-based company expects revenue of about $19.1 billion for its fiscal first quarter."
    (fact,) = nvdx.extract_text(text, published="2025-12-11", entity="AVGO")
    assert (fact.entity, fact.kind, fact.fiscal_period) == ("AVGO", "guidance", "FY2026Q1")


def test_a_metric_behind_a_tolerance() -> None:
    text = "Nvidia said it expects $37.5 billion, plus or minus 2%, in fourth-quarter revenue."
    (fact,) = nvdx.extract_text(text, published="2024-11-20")
    assert (fact.metric, fact.kind, fact.fiscal_period) == ("revenue", "guidance", "FY2025Q4")
    text = "Nvidia shares rose $3.5, plus or minus 2%, in line with revenue."
    assert list(nvdx.extract_text(text, published="2024-11-20")) == []


def test_a_product_that_is_named_by_what_it_is_not() -> None:
    text = "Non-AI chip revenue was $4.6 billion. AI chip revenue was $6.5 billion."
    facts = nvdx.extract_text(text, published="2025-12-11", entity="AVGO")
    assert [f.product for f in facts] == ["non_ai_semiconductors", "ai"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Nvidia's data center had revenue of $26.3 billion. Of that, $22.6 billion was for compute. "
            "Those sales rose 16% from the first quarter.",
            ("data_center.compute", "16"),
        ),
        ("Nvidia's gaming arm had $2.9 billion in sales, a 16% increase on an annual basis.", ("gaming", "16")),
    ],
)
def test_growth_of_the_part_before(text: str, expected: tuple[str, str]) -> None:
    assert told(text, "segment", "value")[-1] == expected


def test_a_period_of_two_figures() -> None:
    text = "Nvidia generated $60.9 billion in revenue and $29.8 billion in net income in its last fiscal year."
    assert told(text, "metric", "fiscal_period") == [("revenue", "FY2024"), ("net_income", "FY2024")]


def test_the_same_amount_in_two_years() -> None:
    text = (
        "Nvidia reported. Net income was flat at $2.93 billion, or $1.01 a share, compared with $2.93 billion, "
        "or $1.03 a share, in the year-ago quarter."
    )
    assert told(text, "fiscal_period", "metric")[1:] == [
        ("FY2025Q2", "net_income"),
        ("FY2025Q2", "eps"),
        ("FY2024Q2", "net_income"),
        ("FY2024Q2", "eps"),
    ]


def test_reported_earnings_that_equal_the_adjusted_ones() -> None:
    text = "Nvidia earned $0.67 a share, adjusted. Net income was $16.6 billion, or $0.67 a share."
    assert told(text, "metric", "basis")[-2:] == [("net_income", None), ("eps", None)]


@pytest.mark.parametrize(
    "text",
    [
        "Nvidia's cloud sales will be $32 billion, $73 billion and $114 billion over the following three years.",
        "Broadcom, which reported last week, gained 10%.",
        "TSMC rose after it posted a 34% jump in August sales.",
        "Nvidia has revenue. Analysts see those figures rising to $200 billion and $105 billion this year.",
    ],
)
def test_several_years_prices_and_months(text: str) -> None:
    assert told(text, "metric", "value") == []


def test_earnings_of_a_share_on_sales_that_the_market_expects() -> None:
    text = (
        "Nvidia earned $0.68 a share, adjusted.\n\nNvidia said it expected $32.5 billion in sales in the current quarter. "
        "Analysts polled by LSEG were looking for $0.71 per share on $31.77 billion in sales."
    )
    assert told(text, "metric", "kind", "fiscal_period")[-2:] == [
        ("eps", "consensus", "FY2025Q3"),
        ("revenue", "consensus", "FY2025Q3"),
    ]


def test_growth_after_growth_of_another_quarter() -> None:
    text = "Oracle's revenue was $14.3 billion, up 3%, after growing 5% the previous quarter."
    assert told(text, "fiscal_period", "value")[1:] == [("FY2024Q4", "3"), ("FY2024Q3", "5")]


def test_a_result_on_revenue() -> None:
    text = "Nvidia's operating income jumped 174% to $18.6 billion on revenue of $30 billion."
    assert told(text, "metric", "value")[1:] == [("operating_income", "18600000000"), ("revenue", "30000000000")]
