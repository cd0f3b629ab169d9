"""How companies word their own results in English: releases, commentaries, calls, letters.

A case is a text and the records that it states, each as the words of `shown`.
"""

from __future__ import annotations

import pytest

import nvdx
from nvdx import Fact

PUBLISHED = "2024-08-29"
"""The day after NVIDIA reported FY2025Q2, which ended on 28 July 2024."""
OMITTED = ("NVDA", "FY2025Q2", "level", "reported", None)


def shown(fact: Fact) -> str:
    """The fields of a record that are not those of a reported level of NVIDIA's FY2025Q2."""
    value = fact.value.normalize() if fact.value is not None else f"{fact.low}..{fact.high}"
    fields = (
        fact.entity, fact.fiscal_period or "no-period", fact.metric, fact.segment, fact.product,
        fact.geography, fact.measure, fact.kind, fact.basis,
    )  # fmt: skip
    return " ".join([*(f for f in fields if f not in OMITTED), f"{value:f}" if fact.value is not None else str(value)])


def read(text: str, subject: str = "NVDA") -> list[str]:
    lead = "" if subject == "NVDA" else f"# {subject} reports second quarter fiscal 2025 results\n\n"
    return [shown(fact) for fact in nvdx.extract_text(lead + text, published=PUBLISHED)]


BASES_OF_COMPARISON = [
    ("NVIDIA revenue was $30.0 billion, up 15% from Q1 and up 122% from Q2 of fiscal 2024.",
     ["revenue 30000000000", "revenue qoq 15", "revenue yoy 122"]),
    ("NVIDIA revenue rose 15% over the first quarter of fiscal 2025.", ["revenue qoq 15"]),
    ("NVIDIA revenue rose 15% in Q2.", ["revenue change 15"]),
    ("NVIDIA expects third-quarter revenue to show a 2% sequential decline or an 80% year-over-year increase.",
     ["FY2025Q3 revenue qoq guidance -2", "FY2025Q3 revenue yoy guidance 80"]),
    ("NVIDIA gross margin was 75.1%, down from 78.4% in the prior quarter and up from 70.1% a year ago.",
     ["gross_margin 75.1", "FY2025Q1 gross_margin 78.4", "FY2024Q2 gross_margin 70.1"]),
    ("NVIDIA inventory fell by $37 million to $6.7 billion.", ["inventory 6700000000"]),
    ("NVIDIA's tax rate was 15.2%, lower than our guidance of 17%.", ["tax_rate 15.2", "tax_rate guidance 17"]),
]  # fmt: skip

PARTS_OF_REVENUE = [
    ("NVIDIA operating income was $18.6 billion, or 62% of revenue, compared to $6.8 billion or 50% of revenue a year ago.",
     ["operating_income 18600000000", "operating_margin 62", "FY2024Q2 operating_income 6800000000",
      "FY2024Q2 operating_margin 50"]),
    ("NVIDIA operating income was $18.6 billion, representing a 62% operating margin.",
     ["operating_income 18600000000", "operating_margin 62"]),
    ("NVIDIA gross margin was 75.1% of revenue.", ["gross_margin 75.1"]),
    ("NVIDIA free cash flow was $13.5 billion and represented 45% of revenue.", ["free_cash_flow 13500000000"]),
    ("NVIDIA Data Center was 88% of total revenue.", ["revenue data_center share 88"]),
]  # fmt: skip

PARTS_OF_THE_COMPANY = [
    ("NVIDIA reported. In gaming, revenue was $2.9 billion, up 9% sequentially.",
     ["revenue gaming 2900000000", "revenue gaming qoq 9"]),
    ("NVIDIA compute grew 16% sequentially, while networking more than doubled from a year ago.",
     ["revenue data_center.compute qoq 16", "revenue data_center.networking yoy 100"]),
    ("NVIDIA Data Center revenue was $26.3 billion. Of that, $22.6 billion was for compute and $3.7 billion came from"
     " networking.",
     ["revenue data_center 26300000000", "revenue data_center.compute 22600000000",
      "revenue data_center.networking 3700000000"]),
    ("NVIDIA revenue grew, driven by 154% growth in our Data Center segment and 16% in our Gaming segment.",
     ["revenue data_center change 154", "revenue gaming change 16"]),
    ("NVIDIA reported. Sales of H20 products were $4.6 billion.", ["revenue h20 4600000000"]),
    ("NVIDIA reported. The Hopper platform, now in its eighth quarter, delivered about $2 billion of revenue.",
     ["revenue hopper 2000000000"]),
    ("NVIDIA revenue was $30 billion on higher sales of H20.", ["revenue 30000000000"]),
    ("NVIDIA was unable to ship another $2.5 billion of H20 revenue.", []),
    ("NVIDIA saw a $4.0 billion reduction in H20 sales.", []),
]  # fmt: skip

BASES = [
    ("NVIDIA GAAP operating expenses and non-GAAP operating expenses were up 12% sequentially.",
     ["operating_expenses qoq gaap 12", "operating_expenses qoq non_gaap 12"]),
    ("NVIDIA GAAP gross margin and non-GAAP gross margin were 75.1% and 75.7%, respectively.",
     ["gross_margin gaap 75.1", "gross_margin non_gaap 75.7"]),
    ("NVIDIA GAAP operating expenses were $3.9 billion and non-GAAP operating expenses were $2.8 billion.",
     ["operating_expenses gaap 3900000000", "operating_expenses non_gaap 2800000000"]),
]  # fmt: skip

CASH = [
    ("NVIDIA used $7.0 billion toward share repurchases and $246 million in cash dividends.",
     ["share_repurchases 7000000000"]),
    ("NVIDIA had $7.5 billion remaining under its share repurchase authorization.",
     ["repurchase_authorization 7500000000"]),
    ("The board approved an additional $50 billion to NVIDIA's share repurchase authorization.",
     ["repurchase_authorization 50000000000"]),
    ("NVIDIA spent $977 million on capital expenditures and paid $300 million for an acquisition.", ["capex 977000000"]),
    ("NVIDIA ended the quarter with $34.8 billion of cash.", ["cash 34800000000"]),
    ("NVIDIA paid cash dividends to shareholders of $246 million.", []),
    ("NVIDIA bought back $7.0 billion of stock.", ["share_repurchases 7000000000"]),
]  # fmt: skip

HORIZONS = [
    ("NVIDIA expects gross margins to be in the mid-70s later this year.", ["FY2025 gross_margin guidance 74..76"]),
    ("NVIDIA expects to exit the year with gross margins in the mid-70s.", ["FY2025 gross_margin guidance 74..76"]),
    ("NVIDIA will generate half a trillion dollars of free cash flow over the next couple of years.", []),
    ("NVIDIA expects revenue of $500 billion in 2025 and 2026.", []),
    ("NVIDIA expects its long-term gross margin to be 70%.", []),
    ("NVIDIA year-to-date revenue was $56.1 billion.", ["FY2025H1 revenue 56100000000"]),
    ("NVIDIA reported. Our fiscal 2025 operating expense growth is expected to be in the mid-40% range.",
     ["FY2025 operating_expenses yoy guidance 44..46"]),
]  # fmt: skip

SAID_AGAIN = [
    ("NVIDIA net income was $16.6 billion, or $0.67 per diluted share, compared with $6.2 billion, or $0.25 per diluted"
     " share, in the second quarter of fiscal 2024. Gross margin was 75.1%.",
     ["net_income 16600000000", "eps 0.67", "FY2024Q2 net_income 6200000000", "FY2024Q2 eps 0.25", "gross_margin 75.1"]),
    ("NVIDIA expects revenue of $32.5 billion, compared with $18.1 billion in the third quarter of fiscal 2024.",
     ["FY2025Q3 revenue guidance 32500000000", "FY2024Q3 revenue 18100000000"]),
    ("NVIDIA revenue increased 122% to $30.0 billion, compared with $13.5 billion in the second quarter of fiscal 2024.",
     ["revenue yoy 122", "revenue 30000000000", "FY2024Q2 revenue 13500000000"]),
    ("NVIDIA free cash flow increased 90% to $46.8 billion for the trailing twelve months.",
     ["FY2025Q2TTM free_cash_flow yoy 90", "FY2025Q2TTM free_cash_flow 46800000000"]),
    ("NVIDIA gaming revenue rose 5%, or 8% excluding changes in foreign exchange rates.", ["revenue gaming change 5"]),
    ("NVIDIA revenue rose 9%. Excluding a $1.4 billion impact from currency, revenue rose 10%.", ["revenue change 9"]),
]  # fmt: skip

IN_PASSING = [
    ("NVIDIA gaming revenue was $2.9 billion, driven by data center sales, and up 9% sequentially.",
     ["revenue gaming 2900000000", "revenue gaming qoq 9"]),
    ("NVIDIA capital expenditures, including principal payments on finance leases, were $977 million.",
     ["capex 977000000"]),
    ("NVIDIA hyperscale revenue was $13 billion, represented roughly half of data center revenue and grew 12% sequentially.",
     ["revenue data_center.hyperscale 13000000000", "revenue data_center.hyperscale share 50",
      "revenue data_center.hyperscale qoq 12"]),
    ("NVIDIA repurchased stock. It returned $7.4 billion to shareholders, of which $7.0 billion was share repurchases and"
     " $246 million was dividends.",
     ["shareholder_returns 7400000000", "share_repurchases 7000000000"]),
    ("NVIDIA raised its share repurchase authorization by $20 billion to $50 billion.",
     ["repurchase_authorization 50000000000"]),
    ("NVIDIA recorded $702 million in inventory charges.", []),
    ("NVIDIA cloud customers grew and their revenue nearly doubled from a year ago.", []),
]  # fmt: skip

NOT_THE_METRIC = [
    ("NVIDIA revenue was $30.0 billion. Cost of revenues was $7.5 billion, up 82%.", ["revenue 30000000000"]),
    ("NVIDIA customers reported a 5% increase in ad conversions.", []),
    ("NVIDIA operating expenses were $3.9 billion, of which $3.1 billion was research.", ["operating_expenses 3900000000"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "records"),
    [
        *BASES_OF_COMPARISON,
        *PARTS_OF_REVENUE,
        *PARTS_OF_THE_COMPANY,
        *BASES,
        *CASH,
        *HORIZONS,
        *SAID_AGAIN,
        *IN_PASSING,
        *NOT_THE_METRIC,
    ],
)
def test_what_a_company_says(text: str, records: list[str]) -> None:
    assert read(text) == records


@pytest.mark.parametrize(
    ("text", "records"),
    [
        ("Infrastructure Solutions Group (ISG) delivered revenue of $12.0 billion. Operating income was $1.3 billion.",
         ["DELL revenue infrastructure_solutions_group 12000000000",
          "DELL operating_income infrastructure_solutions_group 1300000000"]),
        ("Revenue was $25 billion. ISG revenue was $12.0 billion. Operating income was $1.3 billion.",
         ["DELL revenue 25000000000", "DELL revenue infrastructure_solutions_group 12000000000",
          "DELL operating_income 1300000000"]),
    ],
)  # fmt: skip
def test_operating_income_of_the_segment_that_a_paragraph_is_about(
    text: str, records: list[str]
) -> None:
    found = [record.replace("DELL ", "DELL ") for record in read(text, "Dell")]
    assert found == records


def test_a_heading_with_a_year_gives_its_list_the_period() -> None:
    text = "# NVIDIA second quarter fiscal 2025 results\n\n## Fiscal 2024 highlights\n\n- Revenue of $60.9 billion\n"
    assert read(text) == ["FY2024 revenue 60900000000"]


def test_a_turn_to_the_next_topic_ends_a_year_spoken_of() -> None:
    text = (
        "NVIDIA revenue was $60.9 billion in fiscal 2024. Turning to gaming, revenue was $2.9 billion."
    )
    assert read(text) == ["FY2024 revenue 60900000000", "revenue gaming 2900000000"]


def test_a_year_amid_an_outlook_for_a_quarter_does_not_hold_for_the_next_sentence() -> None:
    text = (
        "NVIDIA expects third quarter revenue of $32.5 billion. Looking to fiscal 2026, we are working to hold gross"
        " margins in the mid-70s. Operating expenses are expected to be $4.3 billion."
    )
    assert read(text)[-1] == "FY2025Q3 operating_expenses guidance 4300000000"


def test_what_the_outlook_of_the_sentence_before_comes_to_is_an_outlook() -> None:
    text = "NVIDIA expects third quarter revenue of $32.5 billion. This represents 79% year-over-year growth."
    assert read(text)[-1] == "FY2025Q3 revenue yoy guidance 79"


def test_a_call_states_once_that_all_growth_is_on_the_year_before() -> None:
    said = "NVIDIA speaks. All comparisons are on a year-over-year basis unless otherwise noted. "
    assert read(said + "Gaming revenue was up 16%.") == ["revenue gaming yoy 16"]
    assert read("NVIDIA speaks. Gaming revenue was up 16%.") == ["revenue gaming change 16"]


def test_a_plain_label_holds_for_the_list_below_it_only() -> None:
    text = (
        "NVIDIA results for the second quarter of fiscal 2025\n\nGaming\n- Second-quarter revenue was $2.9 billion.\n\n"
        "Automotive\n- Second-quarter revenue was $346 million.\n\n"
        "Revenue was $30.0 billion, as the company said in a statement to its owners on Wednesday.\n"
    )
    assert read(text) == ["revenue gaming 2900000000", "revenue automotive 346000000", "revenue 30000000000"]


def test_a_region_that_opens_the_sentence_owns_its_revenue() -> None:
    (fact,) = nvdx.extract_text("NVIDIA reported. In Greater China, revenue was $3.7 billion.", published=PUBLISHED)
    assert (fact.metric, fact.geography) == ("revenue", "CN")


def test_a_company_in_a_relative_clause_is_no_subject() -> None:
    assert read("Dell, which builds servers around Nvidia chips, posted revenue of $25 billion for the second quarter.",
                "AMD")[0].startswith("DELL")
    assert read("AMD, whose chips rival those of Nvidia, had revenue of $5.8 billion.")[0].startswith("AMD")


def test_twice_that_of_the_year_before_leaves_the_quarter_alone() -> None:
    text = "NVIDIA had Q2 sales of $30 billion, nearly double that of the year before, and earned 68 cents a share."
    assert read(text) == [
        "revenue 30000000000", "revenue yoy 100", "eps 0.68"]  # fmt: skip


def test_a_month_long_past_at_the_head_of_a_sentence_tells_of_its_time() -> None:
    assert read("NVIDIA reported.\n\nIn May 2023 NVIDIA forecast sales of $11 billion for the July quarter.") == [
        "FY2024Q2 revenue guidance 11000000000"]  # fmt: skip
    assert read("NVIDIA reported.\n\nIn June 2024, NVIDIA forecast sales of $28 billion for the July quarter.") == [
        "revenue guidance 28000000000"]  # fmt: skip
