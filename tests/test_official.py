"""English as companies file and speak it: 10-Q lists, charges, balances, segments' costs, calls."""

from __future__ import annotations

import pytest

import nvdx

HEAD = "NVIDIA filed its report for the third quarter of fiscal year 2025, ended October 27, 2024.\n\n"


def read(text: str, entity: str = "NVDA") -> list[str]:
    facts = nvdx.extract_text(HEAD + text, published="2024-11-20", entity=entity)
    return [
        " ".join(
            str(x)
            for x in (
                f.fiscal_period, f.metric, f.segment, f.product, f.geography,
                f.measure if f.measure != "level" else None, f.kind if f.kind != "reported" else None,
                f.value if f.value is None else float(f.value),
            )
            if x is not None
        )
        for f in facts
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Gross margin was 61.2% and 63.4% for the third quarter and first nine months of fiscal year 2025, respectively,"
            " and 58.0% and 57.5% for the third quarter and first nine months of fiscal year 2024, respectively.",
            ["FY2025Q3 gross_margin 61.2", "FY2025M9 gross_margin 63.4", "FY2024Q3 gross_margin 58.0",
             "FY2024M9 gross_margin 57.5"],
        ),
        (
            "Revenue was $5 billion and $14 billion for the three and nine months ended October 27, 2024, respectively.",
            ["FY2025Q3 revenue 5000000000.0", "FY2025M9 revenue 14000000000.0"],
        ),
        (
            "Net income was $9 billion and $4 billion for fiscal years 2024 and 2023, respectively.",
            ["FY2024 net_income 9000000000.0", "FY2023 net_income 4000000000.0"],
        ),
        (
            "Sales to customers outside of the United States accounted for 61% and 57% of total revenue in the third"
            " quarter and first nine months of fiscal year 2025, respectively.",
            ["FY2025Q3 revenue ex-US share 61.0", "FY2025M9 revenue ex-US share 57.0"],
        ),
        (
            "We repurchased 12 million and 40 million shares for $1 billion and $3 billion during the third quarter and"
            " first nine months of fiscal year 2025, respectively.",
            ["FY2025Q3 share_repurchases 1000000000.0", "FY2025M9 share_repurchases 3000000000.0"],
        ),
    ],
)  # fmt: skip
def test_figures_whose_periods_stand_behind_them(text: str, expected: list[str]) -> None:
    assert read(text) == expected


def test_lists_of_different_lengths_give_no_figure_another_s_period() -> None:
    text = "Revenue was $5 billion for the third quarter and first nine months of fiscal year 2025, respectively."
    assert "FY2025M9" not in " ".join(read(text))


@pytest.mark.parametrize(
    "text",
    [
        "Provisions for inventory and excess purchase obligations totaled $790 million.",
        "A charge for excess inventory of $200 million was recorded.",
        "The net effect on our gross margin was an unfavorable impact of 1.7%.",
    ],
)
def test_what_was_charged_is_no_balance(text: str) -> None:
    assert read(text) == []


def test_a_balance_is_of_the_day_that_ends_its_period() -> None:
    text = "In the first nine months of fiscal year 2025, total cash rose to $38.5 billion. Inventory was $7.7 billion."
    assert read(text) == ["FY2025Q3 cash 38500000000.0", "FY2025Q3 inventory 7700000000.0"]


def test_what_may_be_bought_back() -> None:
    text = "As of October 27, 2024, we were authorized, under the program, to repurchase up to $46 billion of our stock."
    assert read(text) == ["FY2025Q3 repurchase_authorization 46000000000.0"]


def test_losses_in_parentheses() -> None:
    assert read("Diluted earnings per share were $(0.21). Operating income was $(1.2) billion.") == [
        "FY2025Q3 eps -0.21", "FY2025Q3 operating_income -1200000000.0",
    ]  # fmt: skip
    assert read("Revenue was $5 billion (see note 3).") == ["FY2025Q3 revenue 5000000000.0"]


def test_a_sum_of_money_with_a_plus_or_minus_is_an_outlook() -> None:
    assert read("Revenue of $37.5 billion, plus or minus $700 million.") == [
        "FY2025Q4 revenue guidance 37500000000.0"]  # fmt: skip


def test_a_basis_of_comparison_said_once_at_the_head_of_the_sentence() -> None:
    text = "On a sequential basis, while gross margin was down 100 basis points, operating margin was up 20 basis points."
    assert read(text) == ["FY2025Q3 gross_margin qoq -1.0", "FY2025Q3 operating_margin qoq 0.2"]


SEMICONDUCTORS = (
    "Broadcom spoke of its fiscal third quarter 2024, ended August 4, 2024.\n\n"
    "Revenue for our semiconductor solutions segment was $7.3 billion. "
)


def broadcom(text: str) -> list[str]:
    facts = nvdx.extract_text(SEMICONDUCTORS + text, published="2024-09-05", entity="AVGO")
    return [f"{f.metric} {f.segment or f.product} {f.value}" for f in facts][1:]


def test_a_segment_s_costs_amid_its_margins() -> None:
    text = "Gross margin for the semiconductor solutions segment was 68%. Operating expenses rose 3% to $880 million."
    assert broadcom(text) == [
        "gross_margin semiconductor_solutions 68",
        "operating_expenses semiconductor_solutions 3",
        "operating_expenses semiconductor_solutions 880000000",
    ]
    assert broadcom("Operating expenses were $2.2 billion.") == ["operating_expenses None 2200000000"]
    two = (
        "Gross margin for the semiconductor solutions segment was 68%, for infrastructure software gross margin"
        " was 90%. Operating expenses were $2.2 billion."
    )
    assert broadcom(two)[-1] == "operating_expenses None 2200000000"


def test_a_share_of_a_product_is_its_part_s() -> None:
    assert broadcom("Turn to our XPU business, which came to 65% of our AI revenue.") == [
        "revenue custom_ai_accelerators 65"]  # fmt: skip
    assert broadcom("Three customers were 35% of our AI revenue.") == []


def test_margins_of_the_parts_told_before_them() -> None:
    text = (
        "Semiconductor solutions revenue was $7.3 billion, and infrastructure software revenue was $5.8 billion,"
        " with gross margins of 68% and 90%, respectively."
    )
    assert broadcom(text)[-2:] == ["gross_margin semiconductor_solutions 68", "gross_margin infrastructure_software 90"]


def company(entity: str, head: str, text: str, published: str) -> list[str]:
    facts = nvdx.extract_text(f"{head}\n\n{text}", published=published, entity=entity)
    return [
        " ".join(
            str(x)
            for x in (
                f.fiscal_period, f.metric, f.segment or f.product,
                f.measure if f.measure != "level" else None, f.kind if f.kind != "reported" else None,
                f.value if f.value is None else float(f.value),
            )
            if x is not None
        )
        for f in facts
    ]  # fmt: skip


def tsmc(text: str) -> list[str]:
    return company("TSM", "TSMC Fourth Quarter 2024 Earnings Conference Call, January 16, 2025", text, "2025-01-16")


def test_a_year_at_the_head_of_a_sentence_and_as_an_adjective() -> None:
    assert tsmc("In 2024, our capital expenditures totaled USD 29 billion.") == ["FY2024 capex 29000000000.0"]
    assert tsmc("We expect first quarter revenue of USD 25 billion. Our 2024 effective tax rate was 16%.") == [
        "FY2025Q1 revenue guidance 25000000000.0", "FY2024 tax_rate 16.0"]  # fmt: skip


def test_parts_and_their_shares_with_respectively() -> None:
    text = (
        "Fourth quarter revenue was NT$868 billion. In the fourth quarter, 5-nanometer and 7-nanometer accounted for"
        " 34% and 14% of wafer revenue, respectively."
    )
    assert tsmc(text)[1:] == ["FY2024Q4 revenue 5nm share 34.0", "FY2024Q4 revenue 7nm share 14.0"]


def test_ratios_that_are_no_records_and_conversions() -> None:
    assert tsmc("EPS was NT$14, up 57% year over year, and ROE was 36%.") == ["FY2024Q4 eps 14.0", "FY2024Q4 eps yoy 57.0"]
    text = "We ended the quarter with cash and marketable securities of NT$2.4 trillion, or USD 74 billion."
    assert tsmc(text) == ["FY2024Q4 cash 2400000000000.0"]


MICROSOFT = "Microsoft today announced the following results for the quarter ended June 30, 2025"


def test_a_comparison_stated_for_the_whole_list() -> None:
    against = ", as compared to the corresponding period of last fiscal year:"
    text = "- Revenue was $76 billion and increased 18%"
    assert company("MSFT", MICROSOFT + against, text, "2025-07-29")[-1] == "FY2025Q4 revenue yoy 18.0"
    assert company("MSFT", MICROSOFT + ":", text, "2025-07-29")[-1] == "FY2025Q4 revenue change 18.0"


def test_a_quarter_that_closes_a_year_is_not_the_year() -> None:
    text = "We closed out the fiscal year with a strong quarter, highlighted by cloud revenue reaching $46 billion."
    assert company("MSFT", MICROSOFT, text, "2025-07-29")[0].startswith("FY2025Q4")
    text = "We ended the quarter with $38 billion in cash and marketable securities."
    assert read(text) == ["FY2025Q3 cash 38000000000.0"]


def test_the_year_s_revenue_in_a_paragraph_about_a_segment() -> None:
    segment = "Gaming revenue for the third quarter was $3.3 billion, up 15% from a year ago. "
    text = segment + "Fiscal year 2024 revenue was $10 billion."
    assert read(text)[-1] == "FY2024 revenue gaming 10000000000.0"
    text = "Revenue was $35 billion. " + segment + "Fiscal year 2024 revenue was $61 billion."
    assert read(text)[-1] == "FY2024 revenue 61000000000.0"


def test_what_an_outlook_excludes_and_what_moves_it() -> None:
    text = "We expect fourth quarter gross margin to be 43%. Excluding the charge, gross margin would be approximately 54%."
    assert read(text) == ["FY2025Q4 gross_margin guidance 43.0", "FY2025Q4 gross_margin guidance 54.0"]
    assert read("We estimate the revenue impact from the controls will be approximately $700 million.") == []
    assert read("The impact in the fourth quarter is large. For the full year, we see it about $1.5 billion.") == []


def test_the_platform_of_a_product() -> None:
    assert read("We delivered $11 billion of Blackwell architecture revenue in the quarter.") == [
        "FY2025Q3 revenue blackwell 11000000000.0"]  # fmt: skip


def test_a_fiscal_year_s_revenue_without_its_number() -> None:
    text = "Gaming revenue was $2.9 billion. Fiscal year revenue of $10 billion was up 15%."
    assert read(text)[-2:] == ["FY2025 revenue gaming guidance 10000000000.0", "FY2025 revenue gaming yoy guidance 15.0"]


def test_the_rest_of_the_year_is_no_part_of_the_quarter_before_it() -> None:
    text = "Beyond Q4, for the remainder of the year, we expect gross margins in the mid-70s."
    assert not read(text)[0].startswith("FY2025Q4")


def test_a_basis_said_of_all_figures_at_the_end() -> None:
    text = "We forecast fourth quarter gross margin of 36% with a tax rate of 12%, all on a non-GAAP basis."
    facts = list(nvdx.extract_text(HEAD + text, published="2024-11-20", entity="NVDA"))
    assert [(f.metric, f.basis) for f in facts] == [("gross_margin", "non_gaap"), ("tax_rate", "non_gaap")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Operating loss was $3 billion, down approximately $847 million quarter over quarter.", 1),
        ("Automotive revenue was $1.1 billion, crossing the $1 billion mark for the first time.", 1),
        ("On capex, does the $18 billion number change?", 0),
        ("We had $15 billion of liquidity.", 0),
        ("There was an income tax benefit rate of 4%.", 0),
    ],
)
def test_amounts_that_say_nothing_of_their_own(text: str, expected: int) -> None:
    assert len(read(text)) == expected


def test_growth_in_a_product_s_revenue() -> None:
    text = "Revenue set a record, including nearly 50% sequential growth in Blackwell revenue."
    assert read(text) == ["FY2025Q3 revenue blackwell qoq 50.0"]


def test_cash_towards_shareholder_returns() -> None:
    assert read("In the third quarter, we utilized cash of $9.9 billion towards shareholder returns.") == [
        "FY2025Q3 shareholder_returns 9900000000.0"]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Does 73.5% count as low-70s gross margin?",
        "Colette, is the revenue for January going to have Blackwell at several billion dollars?",
        "As Blackwell ramps, we expect gross margins to moderate to the low-70s.",
        "When fully ramped, we expect Blackwell gross margins to be in the mid-70s.",
    ],
)
def test_what_is_asked_and_what_comes_some_day(text: str) -> None:
    assert read(text) == []


def test_a_question_that_tells_what_was_said_is_read() -> None:
    assert read("You guided fourth quarter gross margin to 73.5%, what drives that?") == [
        "FY2025Q4 gross_margin guidance 73.5"]  # fmt: skip


def test_the_month_of_may_expects_nothing() -> None:
    text = "Cash and cash equivalents were $9,809 million at May 5, 2024, compared to $14,189 million at October 29, 2023."
    facts = list(nvdx.extract_text(f"Broadcom\n\n{text}", published="2024-06-13", entity="AVGO"))
    assert [f.kind for f in facts] == ["reported", "reported"]
    assert facts[0].fiscal_period == "FY2024Q2"


def test_a_ratio_of_two_quarters_by_the_days_that_they_ended() -> None:
    text = "Gross margin was 62% and 70% for the fiscal quarters ended May 5, 2024 and April 30, 2023, respectively."
    facts = list(nvdx.extract_text(f"Broadcom\n\n{text}", published="2024-06-13", entity="AVGO"))
    assert [(f.fiscal_period, f.metric) for f in facts] == [("FY2024Q2", "gross_margin"), ("FY2023Q2", "gross_margin")]


def test_gross_margin_in_dollars_is_the_profit() -> None:
    assert read("Gross margin was $26,156 million in the quarter.") == ["FY2025Q3 gross_profit 26156000000.0"]


def test_a_business_that_surpassed_a_run_rate() -> None:
    text = (
        "Microsoft Cloud revenue was $40 billion."
        " Our AI business has now surpassed an annual revenue run rate of $13 billion."
    )
    assert company("MSFT", MICROSOFT, text, "2025-07-29")[-1] == "FY2025Q4 revenue ai run_rate 13000000000.0"


def test_sales_that_released_a_reserve() -> None:
    text = (
        "We benefited from a $180 million release of reserved H20 inventory, from about $650 million in"
        " unrestricted H20 sales."
    )
    assert read(text) == ["FY2025Q3 revenue h20 650000000.0"]


def test_shipments_whose_share_of_revenue_is_told() -> None:
    text = "Revenue was NT$900 billion. Shipments of 3-nanometer accounted for 24% of total wafer revenue."
    assert tsmc(text)[-1] == "FY2024Q4 revenue 3nm share 24.0"
    assert len(tsmc("Revenue was NT$900 billion. Shipments of 3-nanometer accounted for 24% of all wafers.")) == 1
