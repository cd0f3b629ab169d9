"""Tables: layouts, heads, units, cells; and what must give no record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from nvdx.companies import load_companies
from nvdx.documents.types import Block, Origin, Runs, Table
from nvdx.extractors.draft import Draft
from nvdx.extractors.state import DocumentState
from nvdx.extractors.tables import above, read_table
from nvdx.fiscal import FiscalPeriod
from nvdx.lexicon import vocabulary


def block(text: str, kind: str = "paragraph", level: int = 0) -> Block:
    size = len(text)
    origin = Origin(size, lambda: Runs((0, size), (0,), (size,)))
    assert kind in ("paragraph", "heading")
    return Block("heading" if kind == "heading" else "paragraph", level, text, origin)


def table(text: str) -> Table:
    """A table of lines with `|` between cells."""
    rows = []
    for line in text.strip().splitlines():
        cells = [cell.strip() for cell in line.split("|")]
        rows.append(tuple(block(cell) if cell else None for cell in cells))
    return Table(tuple(rows))


def a_state(**anchors: str) -> DocumentState:
    anchors = anchors or {"NVDA": "FY2025Q2"}
    state = DocumentState(load_companies(), date(2024, 9, 20), subject=next(iter(anchors)))
    state.anchors = {name: FiscalPeriod.parse(period) for name, period in anchors.items()}
    return state


def drafts(
    text: str,
    caption: str | None = None,
    heading: str | None = None,
    state: DocumentState | None = None,
) -> Iterator[tuple[str, Draft]]:
    words = vocabulary(load_companies())
    found = read_table(table(text), words, state or a_state(), caption=caption, heading=heading)
    for cell, draft in found:
        assert draft.rule == "table"
        assert draft.sentence == (0, len(cell.text))
        yield cell.text[draft.start : draft.end], draft


def read(
    text: str,
    caption: str | None = None,
    heading: str | None = None,
    state: DocumentState | None = None,
) -> dict[str, str]:
    """Each figure with what was read of it: what is usual is left out."""
    shown: dict[str, str] = {}
    for raw, draft in drafts(text, caption, heading, state):
        named = [
            draft.entity if draft.entity != "NVDA" else None,
            str(draft.period) if draft.period else "-",
            draft.metric,
            draft.segment,
            draft.product,
            draft.geography,
            draft.customer,
            draft.measure if draft.measure != "level" else None,
            draft.kind if draft.kind != "reported" else None,
            draft.basis,
            figure(draft),
        ]
        assert raw not in shown, f"write the figure {raw} once, to tell the records apart"
        shown[raw] = " ".join(word for word in named if word)
    return shown


def figure(draft: Draft) -> str:
    bounds = [n for n in (draft.value, draft.low, draft.high) if n is not None]
    numbers = "/".join(f"{n.normalize():f}" for n in bounds)
    sign = draft.comparator if draft.comparator != "=" else ""
    unit = {"percent": "%", "percentage_points": "pp"}.get(draft.unit, f" {draft.unit}")
    return f"{sign}{numbers}{unit}"


# --- rows of metrics, columns of periods ---


def test_metrics_by_period_with_growth_of_the_newest() -> None:
    assert read(
        """
        ($ in millions, except per share data) | Q2 FY25 | Q1 FY25 | Q2 FY24 | Q/Q | Y/Y
        Revenue                    | $30,040 | $26,044 | $13,507 | Up 15%       | Up 122%
        Gross margin               | 75.1 %  | 78.4 %  | 70.1 %  | Down 3.3 pts | Up 5.0 pts
        Diluted earnings per share | $0.67   | $0.60   | $0.25   | Up 12%       | Up 168%
        """,
        heading="Results\nGAAP",
    ) == {
        "$30,040": "FY2025Q2 revenue gaap 30040000000 USD",
        "$26,044": "FY2025Q1 revenue gaap 26044000000 USD",
        "$13,507": "FY2024Q2 revenue gaap 13507000000 USD",
        "15%": "FY2025Q2 revenue qoq gaap 15%",
        "122%": "FY2025Q2 revenue yoy gaap 122%",
        "75.1 %": "FY2025Q2 gross_margin gaap 75.1%",
        "78.4 %": "FY2025Q1 gross_margin gaap 78.4%",
        "70.1 %": "FY2024Q2 gross_margin gaap 70.1%",
        "3.3 pts": "FY2025Q2 gross_margin qoq gaap -3.3pp",
        "5.0 pts": "FY2025Q2 gross_margin yoy gaap 5pp",
        "$0.67": "FY2025Q2 eps gaap 0.67 USD/share",
        "$0.60": "FY2025Q1 eps gaap 0.6 USD/share",
        "$0.25": "FY2024Q2 eps gaap 0.25 USD/share",
        "12%": "FY2025Q2 eps qoq gaap 12%",
        "168%": "FY2025Q2 eps yoy gaap 168%",
    }


def test_periods_in_any_order_and_growth_beside_each() -> None:
    assert read(
        """
        指标 | 2025财年Q1 | 同比 | 2025财年Q2 | 同比
        营收(亿美元) | 260.4 | 262% | 300.4 | 122%
        """
    ) == {
        "260.4": "FY2025Q1 revenue 26040000000 USD",
        "262%": "FY2025Q1 revenue yoy 262%",
        "300.4": "FY2025Q2 revenue 30040000000 USD",
        "122%": "FY2025Q2 revenue yoy 122%",
    }


def test_change_between_the_two_periods_of_the_table() -> None:
    assert (
        read(
            """
        | Q2 FY25 | Q2 FY24 | Change
        Revenue | $30.0B | $13.5B | 122%
        """
        )["122%"]
        == "FY2025Q2 revenue yoy 122%"
    )
    assert (
        read(
            """
        | Q2 FY25 | Q1 FY25 | Q2 FY24 | Change
        Revenue | $30.0B | $26.0B | $13.5B | 15%
        """
        )["15%"]
        == "FY2025Q2 revenue change 15%"
    )
    assert (
        read(
            """
        财年 | FY2022 | FY2023 | FY2024
        营收(亿美元) | 269.1 | 269.7 | 609.2
        增速 | 61% | 0% | 126%
        """
        )["126%"]
        == "FY2024 revenue yoy 126%"
    )


def test_statement_with_heads_over_several_columns_and_ends_of_periods() -> None:
    assert read(
        """
        | Three Months Ended | | Six Months Ended |
        | July 28, 2024 | July 30, 2023 | July 28, 2024 | July 30, 2023
        Revenue | $ 30,040 | $ 13,507 | $ 56,084 | $ 20,699
        Cost of revenue | 7,466 | 4,045 | 13,105 | 6,589
        Operating expenses: | | | |
        Research and development | 3,090 | 2,040 | 5,810 | 3,916
        Total operating expenses | 3,932 | 2,662 | 7,429 | 5,169
        """,
        caption="(In millions, except per share data)",
    ) == {
        "$ 30,040": "FY2025Q2 revenue 30040000000 USD",
        "$ 13,507": "FY2024Q2 revenue 13507000000 USD",
        "$ 56,084": "FY2025H1 revenue 56084000000 USD",
        "$ 20,699": "FY2024H1 revenue 20699000000 USD",
        "3,932": "FY2025Q2 operating_expenses 3932000000 USD",
        "2,662": "FY2024Q2 operating_expenses 2662000000 USD",
        "7,429": "FY2025H1 operating_expenses 7429000000 USD",
        "5,169": "FY2024H1 operating_expenses 5169000000 USD",
    }


def test_end_of_the_period_over_its_years() -> None:
    assert read(
        """
        | 截至6月30日止三个月 |
        | 2024年 | 2023年
        收入 | 1611.2 | 1492.1
        """,
        caption="单位:人民币亿元",
        state=a_state(**{"0700.HK": "FY2024Q2"}),
    ) == {
        "1611.2": "0700.HK FY2024Q2 revenue 161120000000 CNY",
        "1492.1": "0700.HK FY2023Q2 revenue 149210000000 CNY",
    }


def test_bare_dates_are_those_of_balances() -> None:
    assert read(
        """
        $ in millions | July 28, 2024 | January 28, 2024
        Inventories | 6,675 | 5,282
        Revenue | 1,111 | 2,222
        """
    ) == {
        "6,675": "FY2025Q2 inventory 6675000000 USD",
        "5,282": "FY2024Q4 inventory 5282000000 USD",
    }
    found = read("亿美元 | 2024年7月28日\n现金及现金等价物 | 85.6")
    assert found == {"85.6": "FY2025Q2 cash 8560000000 USD"}


@pytest.mark.parametrize(
    ("head", "measure"),
    [
        ("本报告期比上年同期增减(%)", "yoy"),
        ("较上季度变动(%)", "qoq"),
        ("Change vs. prior year (%)", "yoy"),
        ("Change from prior quarter (%)", "qoq"),
    ],
)
def test_changes_from_a_period_that_the_head_names(head: str, measure: str) -> None:
    found = read(f"项目 | Q2 FY25 | {head}\n营收(亿美元) | 300.4 | 12.5")
    assert found["12.5"] == f"FY2025Q2 revenue {measure} 12.5%"


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("vs. Q2 FY24", "FY2025Q2 revenue yoy 12.5%"),
        ("versus Q1 FY25", "FY2025Q2 revenue qoq 12.5%"),
        ("vs. Q1 FY23", None),  # A change over several years is neither.
        ("vs. plan", None),
    ],
)
def test_changes_from_a_quarter_that_the_head_names(head: str, expected: str | None) -> None:
    found = read(f"$ in millions | Q2 FY25 | {head}\nRevenue | 30,040 | up 12.5%")
    assert found.get("12.5%") == expected


def test_a_loss_note_within_the_name_of_earnings() -> None:
    found = read("| Q2 FY25\nEarnings (loss) per share attributable to Nvidia—diluted | $(0.38)")
    assert found == {"$(0.38)": "FY2025Q2 eps -0.38 USD/share"}


def test_what_was_spent_is_positive_in_parentheses() -> None:
    assert read(
        """
        $ in millions | Q2 FY25
        Purchases related to property and equipment and intangible assets | (977)
        Payments related to repurchases of common stock | (7,158)
        Operating loss | (15)
        """
    ) == {
        "(977)": "FY2025Q2 capex 977000000 USD",
        "(7,158)": "FY2025Q2 share_repurchases 7158000000 USD",
        "(15)": "FY2025Q2 operating_income -15000000 USD",
    }


def test_basic_earnings_of_a_share_are_no_record() -> None:
    assert read("| Q2 FY25\n基本每股收益(美元) | 0.68\n每股收益(美元) | 0.67") == {
        "0.67": "FY2025Q2 eps 0.67 USD/share"
    }
    assert read("| Q2 FY25\nNet income per share: |\nBasic | $0.68\nDiluted | $0.67") == {
        "$0.67": "FY2025Q2 eps 0.67 USD/share"
    }


def test_the_measure_word_of_all_currencies() -> None:
    state = a_state(TSM="FY2024Q2")
    text = "十亿新台币 | 2Q24\n营收 | 673.51\n每股盈余(元) | 9.56"
    assert read(text, state=state) == {
        "673.51": "TSM FY2024Q2 revenue 673510000000 TWD",
        "9.56": "TSM FY2024Q2 eps 9.56 TWD/share",
    }
    assert read("| Q2 FY25\n每股收益(元) | 0.67") == {}


def test_growth_below_a_row_with_too_few_cells_is_of_that_row() -> None:
    rows = "| Q2 FY25 | Q1 FY25\n营收(亿美元) | 300 | 260\n{} | 166\n同比 | 168% | 628%"
    assert read(rows.format("净利润"))["168%"] == "FY2025Q2 net_income yoy 168%"
    assert "168%" not in read(rows.format("研发费用"))


def test_growth_rows_below_their_metric() -> None:
    assert read(
        """
        | Q2 FY25 | Q1 FY25
        营收(亿美元) | 300.4 | 260.4
        同比 | 122% | 262%
        研发费用(亿美元) | 30.9 | 27.2
        同比 | 51% | 45%
        数据中心占比 | 87% | 86%
        """
    ) == {
        "300.4": "FY2025Q2 revenue 30040000000 USD",
        "260.4": "FY2025Q1 revenue 26040000000 USD",
        "122%": "FY2025Q2 revenue yoy 122%",
        "262%": "FY2025Q1 revenue yoy 262%",
        "87%": "FY2025Q2 revenue data_center share 87%",
        "86%": "FY2025Q1 revenue data_center share 86%",
    }


def test_document_level_quarters_and_years_on_the_other_side() -> None:
    state = a_state(AMD="FY2024Q2")
    assert read("| 第一季度 | 第二季度\n营收(亿美元) | 54.7 | 58.4", state=state) == {
        "54.7": "AMD FY2024Q1 revenue 5470000000 USD",
        "58.4": "AMD FY2024Q2 revenue 5840000000 USD",
    }
    assert read("年份 | Q1 | Q2\n2023年营收(亿美元) | 53.5 | 53.6", state=state) == {
        "53.5": "AMD FY2023Q1 revenue 5350000000 USD",
        "53.6": "AMD FY2023Q2 revenue 5360000000 USD",
    }


def test_bare_years_are_those_of_a_calendar_or_of_fiscal_words() -> None:
    years = "{} | 2022 | 2023\n营收(亿美元) | 236 | 227"
    assert read(years.format("年份"), state=a_state(AMD="FY2024Q2")) == {
        "236": "AMD FY2022 revenue 23600000000 USD",
        "227": "AMD FY2023 revenue 22700000000 USD",
    }
    assert read(years.format("年份")) == {}
    assert read(years.format("财年"))["227"] == "FY2023 revenue 22700000000 USD"


# --- rows of businesses and regions ---


def test_businesses_with_their_sum() -> None:
    assert read(
        """
        平台 | 营收(亿美元) | 同比 | 环比 | 占比
        数据中心 | 262.7 | +154% | +16% | 87%
        游戏 | 28.8 | 17% | -9% | 9.6%
        合计 | 300.4 | 122% | 15% | 100%
        """
    ) == {
        "262.7": "FY2025Q2 revenue data_center 26270000000 USD",
        "+154%": "FY2025Q2 revenue data_center yoy 154%",
        "+16%": "FY2025Q2 revenue data_center qoq 16%",
        "87%": "FY2025Q2 revenue data_center share 87%",
        "28.8": "FY2025Q2 revenue gaming 2880000000 USD",
        "17%": "FY2025Q2 revenue gaming yoy 17%",
        "-9%": "FY2025Q2 revenue gaming qoq -9%",
        "9.6%": "FY2025Q2 revenue gaming share 9.6%",
        "300.4": "FY2025Q2 revenue 30040000000 USD",
        "122%": "FY2025Q2 revenue yoy 122%",
        "15%": "FY2025Q2 revenue qoq 15%",
    }


def test_sum_of_one_business_is_of_that_business() -> None:
    text = """
        {} | Q2 FY25
        Compute | 22,604
        Networking | 3,668
        Total | 26,272
        """
    for corner, heading in (("($ in millions)", "Data Center"), ("($ in millions)", None)):
        found = read(text.format(corner), heading=heading)
        assert found["3,668"] == "FY2025Q2 revenue data_center.networking 3668000000 USD"
        assert found["26,272"] == "FY2025Q2 revenue data_center 26272000000 USD"


def test_regions_named_by_their_amounts_alone() -> None:
    assert read(
        """
        地区 | 2024财年 | 2023财年
        美国 | 269.7 | 82.9
        中国(含香港) | 103.1 | 57.9
        中国(不含香港) | 99.9 | 50.1
        其他国家 | 31.2 | 11.1
        合计 | 609.2 | 269.8
        """,
        caption="单位:亿美元",
    ) == {
        "269.7": "FY2024 revenue US 26970000000 USD",
        "82.9": "FY2023 revenue US 8290000000 USD",
        "103.1": "FY2024 revenue CN 10310000000 USD",
        "57.9": "FY2023 revenue CN 5790000000 USD",
        "609.2": "FY2024 revenue 60920000000 USD",
        "269.8": "FY2023 revenue 26980000000 USD",
    }


def test_periods_by_business() -> None:
    assert read("季度 | 数据中心 | 游戏 | 合计\nQ2 FY25 | 263亿美元 | 29亿美元 | 300亿美元") == {
        "263亿美元": "FY2025Q2 revenue data_center 26300000000 USD",
        "29亿美元": "FY2025Q2 revenue gaming 2900000000 USD",
        "300亿美元": "FY2025Q2 revenue 30000000000 USD",
    }


def test_rows_that_head_others() -> None:
    assert read(
        """
        ($ in millions) | Q2 FY25
        Gross margin |
        GAAP | 75.1%
        Non-GAAP | 75.7%
        Revenue by region |
        United States | 13,022
        Long-lived assets |
        Taiwan | 1,234
        """
    ) == {
        "75.1%": "FY2025Q2 gross_margin gaap 75.1%",
        "75.7%": "FY2025Q2 gross_margin non_gaap 75.7%",
        "13,022": "FY2025Q2 revenue US 13022000000 USD",
    }


# --- companies ---


def test_companies_by_metric() -> None:
    state = a_state(AMD="FY2024Q2", META="FY2024Q2", MSFT="FY2024Q4")
    state.subject = None
    assert read(
        """
        排名 | 公司 | 营收(亿美元) | 同比 | 每股收益(美元) | 资本开支
        1 | 微软 | 647 | 15% | 2.95 | 190亿美元
        2 | Meta | 391 | 22% | 5.16 | 85亿美元
        3 | 无名公司 | 12 | 1% | 0.11 | 3亿美元
        """,
        state=state,
    ) == {
        "647": "MSFT FY2024Q4 revenue 64700000000 USD",
        "15%": "MSFT FY2024Q4 revenue yoy 15%",
        "2.95": "MSFT FY2024Q4 eps 2.95 USD/share",
        "190亿美元": "MSFT FY2024Q4 capex 19000000000 USD",
        "391": "META FY2024Q2 revenue 39100000000 USD",
        "22%": "META FY2024Q2 revenue yoy 22%",
        "5.16": "META FY2024Q2 eps 5.16 USD/share",
        "85亿美元": "META FY2024Q2 capex 8500000000 USD",
    }


def test_company_written_once_for_its_rows() -> None:
    assert read(
        """
        公司 | 季度 | 营收(亿美元)
        英伟达 | Q2 FY25 | 300.4
        | Q1 FY25 | 260.4
        AMD | 2024Q2 | 58.4
        """
    ) == {
        "300.4": "FY2025Q2 revenue 30040000000 USD",
        "260.4": "FY2025Q1 revenue 26040000000 USD",
        "58.4": "AMD FY2024Q2 revenue 5840000000 USD",
    }


def test_companies_side_by_side_each_in_its_own_period() -> None:
    assert read("指标 | 英伟达 | AMD\n营收(亿美元) | 300.4 | 58.4\n同比 | 122% | 9%") == {
        "300.4": "FY2025Q2 revenue 30040000000 USD",
        "58.4": "AMD FY2024Q2 revenue 5840000000 USD",
        "122%": "FY2025Q2 revenue yoy 122%",
        "9%": "AMD FY2024Q2 revenue yoy 9%",
    }


def test_metric_above_companies_and_bases() -> None:
    assert read("营收(亿美元) | 2024Q2\n英特尔 | 128\nAMD | 58", state=a_state(AMD="FY2024Q2")) == {
        "128": "INTC FY2024Q2 revenue 12800000000 USD",
        "58": "AMD FY2024Q2 revenue 5800000000 USD",
    }
    assert read("毛利率 | Q2 FY25 | Q1 FY25\nGAAP | 75.1% | 78.4%\n非GAAP | 75.7% | 78.9%") == {
        "75.1%": "FY2025Q2 gross_margin gaap 75.1%",
        "78.4%": "FY2025Q1 gross_margin gaap 78.4%",
        "75.7%": "FY2025Q2 gross_margin non_gaap 75.7%",
        "78.9%": "FY2025Q1 gross_margin non_gaap 78.9%",
    }


def test_sum_over_companies_is_nobodys() -> None:
    assert "7" not in read("公司 | 营收(亿美元)\nAMD | 58\n英特尔 | 128\n合计 | 7")


# --- kinds and bases ---


def test_actual_and_expected() -> None:
    assert read(
        """
        指标 | 实际 | 市场预期 | 去年同期
        营收 | 300.4亿美元 | 287亿美元 | 135.1亿美元
        调整后每股收益 | 0.68美元 | 0.64美元 | 0.27美元
        """,
        heading="实际与预期",
    ) == {
        "300.4亿美元": "FY2025Q2 revenue 30040000000 USD",
        "287亿美元": "FY2025Q2 revenue consensus 28700000000 USD",
        "135.1亿美元": "FY2024Q2 revenue 13510000000 USD",
        "0.68美元": "FY2025Q2 eps non_gaap 0.68 USD/share",
        "0.64美元": "FY2025Q2 eps consensus non_gaap 0.64 USD/share",
        "0.27美元": "FY2024Q2 eps non_gaap 0.27 USD/share",
    }


def test_growth_beside_an_expectation_is_that_of_the_result() -> None:
    for heads in ("实际 | 预期 | 同比", "实际 | 去年同期 | 预期 | 同比", "预期 | 实际 | 同比"):
        cells = {"实际": "300.4亿美元", "预期": "287亿美元", "去年同期": "135.1亿美元", "同比": "122%"}
        row = " | ".join(cells[head] for head in heads.split(" | "))
        assert read(f"指标 | {heads}\n营收 | {row}")["122%"] == "FY2025Q2 revenue yoy 122%"
    assert read("指标 | 预期 | 同比\n营收 | 287亿美元 | 112%")["112%"] == (
        "FY2025Q2 revenue yoy consensus 112%"
    )


def test_outlook_is_of_the_next_quarter() -> None:
    assert read(
        """
        项目 | 数值
        营收 | 325亿美元±2%
        GAAP毛利率 | 74.4%
        非GAAP营业费用 | 约30亿美元
        """,
        heading="业绩指引",
    ) == {
        "325亿美元±2%": "FY2025Q3 revenue guidance 32500000000/31850000000/33150000000 USD",
        "74.4%": "FY2025Q3 gross_margin guidance gaap 74.4%",
        "30亿美元": "FY2025Q3 operating_expenses guidance non_gaap ~3000000000 USD",
    }


def test_letters_of_forecasts() -> None:
    assert read("| FY2024A | FY2025E\n营收(亿美元) | 609 | 1255") == {
        "609": "FY2024 revenue 60900000000 USD",
        "1255": "FY2025 revenue estimate 125500000000 USD",
    }
    assert read("| FY2024A | FY2025E\n营收(亿美元) | 609 | 1255", heading="市场一致预期") == {
        "609": "FY2024 revenue 60900000000 USD",
        "1255": "FY2025 revenue consensus 125500000000 USD",
    }


def test_letters_of_forecasts_are_the_authors_whatever_is_said_of_forecasts() -> None:
    found = read("| FY2024A | FY2025E\n营收(亿美元) | 609 | 1255", heading="上调盈利预测")
    assert found["1255"] == "FY2025 revenue estimate 125500000000 USD"


def test_nobody_reports_a_year_to_come() -> None:
    assert read("| FY2024 | FY2026\n营收(亿美元) | 609 | 1700") == {
        "609": "FY2024 revenue 60900000000 USD"
    }


def test_bases_over_columns() -> None:
    assert read(
        """
        | GAAP | | Non-GAAP |
        $ in millions | Q2 FY25 | Q1 FY25 | Q2 FY25 | Q1 FY25
        Net income | 16,599 | 14,881 | 16,952 | 15,238
        """
    ) == {
        "16,599": "FY2025Q2 net_income gaap 16599000000 USD",
        "14,881": "FY2025Q1 net_income gaap 14881000000 USD",
        "16,952": "FY2025Q2 net_income non_gaap 16952000000 USD",
        "15,238": "FY2025Q1 net_income non_gaap 15238000000 USD",
    }


def test_both_bases_in_one_row() -> None:
    assert read(
        """
        项目 | 指引
        GAAP / Non-GAAP毛利率 | 74.4% / 75.0%(±50bp)
        """
    ) == {
        "74.4%": "FY2025Q3 gross_margin guidance gaap 74.4/73.9/74.9%",
        "75.0%(±50bp)": "FY2025Q3 gross_margin guidance non_gaap 75/74.5/75.5%",
    }
    both = [d.basis for _, d in drafts("| Q2 FY25\nGAAP和Non-GAAP税率 | 17%")]
    assert both == ["gaap", "non_gaap"]


def test_basis_above_is_not_that_of_cash() -> None:
    found = read("| Q2 FY25\n净利润 | 170亿美元\n库存 | 67亿美元", heading="Non-GAAP")
    assert found == {
        "170亿美元": "FY2025Q2 net_income non_gaap 17000000000 USD",
        "67亿美元": "FY2025Q2 inventory 6700000000 USD",
    }


def test_labels_of_the_companys_own_quarters() -> None:
    assert read("业务 | 25Q2 | 24Q2\n其中:网络 | 36.7亿美元 | 17.0亿美元") == {
        "36.7亿美元": "FY2025Q2 revenue data_center.networking 3670000000 USD",
        "17.0亿美元": "FY2024Q2 revenue data_center.networking 1700000000 USD",
    }


# --- cells and units ---


@pytest.mark.parametrize(
    ("head", "cell", "value", "unit", "decimals"),
    [
        ("Revenue ($ in millions)", "35,082", "35082e6", "USD", -6),
        ("Revenue ($M)", "$35,082", "35082e6", "USD", -6),
        ("Revenue (US$ bn)", "35.1", "35.1e9", "USD", -8),
        ("Revenue (in thousands)", "35,082,000", "35082e6", "USD", -3),
        ("Revenue", "$35.1 billion", "35.1e9", "USD", -8),
        ("Revenue", "35.1B", "35.1e9", "USD", -8),
        ("营收(亿美元)", "38.3", "38.3e8", "USD", -7),
        ("营收/亿美元", "38.3", "38.3e8", "USD", -7),
        ("营收(新台币十亿元)", "9.5", None, None, None),
        ("营收(百万美元)", "351亿美元", "351e8", "USD", -8),
        ("净亏损(亿美元)", "1.5", "-1.5e8", "USD", -7),
        ("净利润(亿美元)", "(1.5)", "-1.5e8", "USD", -7),
        ("净利润(亿美元)", "-1.5", "-1.5e8", "USD", -7),
        ("Net income (loss) ($ in millions)", "$(152)", "-152e6", "USD", -6),
        ("毛利率(%)", "74.6", "74.6", "percent", 1),
        ("毛利率", "74.6%*", "74.6", "percent", 1),
        ("EPS(美元)", "0.78", "0.78", "USD/share", 2),
        ("EPS(美分)", "78", "0.78", "USD/share", 2),
    ],
)
def test_units(
    head: str, cell: str, value: str | None, unit: str | None, decimals: int | None
) -> None:
    found = [draft for _, draft in drafts(f"| Q2 FY25\n{head} | {cell}")]
    if value is None:
        # NVIDIA reports in no other currency: somebody converted it.
        assert found == []
        return
    (draft,) = found
    assert (draft.value, draft.unit, draft.decimals) == (Decimal(value), unit, decimals)


@pytest.mark.parametrize(
    "caption", ["单位:百万美元", "单位:百万美元,每股收益除外", "(以百万美元计)\n单位:百万美元"]
)
def test_scale_of_a_caption(caption: str) -> None:
    assert read("| Q2 FY25\n营收 | 30,040\n每股收益 | 0.67", caption=caption) == {
        "30,040": "FY2025Q2 revenue 30040000000 USD",
        "0.67": "FY2025Q2 eps 0.67 USD/share",
    }


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("Up 17%", 17),
        ("Down 17%", -17),
        ("(17)%", -17),
        ("增长17%", 17),
        ("下降17%", -17),
        ("↓17%", -17),
        ("持平", 0),
    ],
)
def test_growth_cells(cell: str, value: int) -> None:
    found = [d for _, d in drafts(f"| Q2 FY25 | Y/Y\n营收(亿美元) | 300.4 | {cell}")]
    assert [(d.measure, d.value) for d in found[1:]] == [("yoy", Decimal(value))]


def test_a_cell_with_its_growth() -> None:
    assert read("指标 | 数值\n营收 | 300.4亿美元(同比+122%,环比+15%)") == {
        "300.4亿美元": "FY2025Q2 revenue 30040000000 USD",
        "+122%": "FY2025Q2 revenue yoy 122%",
        "+15%": "FY2025Q2 revenue qoq 15%",
    }
    assert list(read("| Q2 FY25\nRevenue | $30.0B (+122% YoY, +15% QoQ)").values()) == [
        "FY2025Q2 revenue 30000000000 USD",
        "FY2025Q2 revenue yoy 122%",
        "FY2025Q2 revenue qoq 15%",
    ]


def test_ranges_of_bare_numbers() -> None:
    assert read(
        "公司 | 2024年资本开支指引(亿美元)\nMeta | 370-400", state=a_state(META="FY2024Q2")
    ) == {"370-400": "META FY2024 capex guidance 37000000000/40000000000 USD"}


def test_table_without_heads() -> None:
    assert read("营收 | 300.4亿美元\n净利润 | 166亿美元\n股价 | 120美元") == {
        "300.4亿美元": "FY2025Q2 revenue 30040000000 USD",
        "166亿美元": "FY2025Q2 net_income 16600000000 USD",
    }


def test_one_row_of_metrics() -> None:
    assert read("营收 | 净利润 | 研发费用\n300.4亿美元 | 166亿美元 | 31亿美元") == {
        "300.4亿美元": "FY2025Q2 revenue 30040000000 USD",
        "166亿美元": "FY2025Q2 net_income 16600000000 USD",
    }


# --- no records ---


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        pytest.param("| Q2 FY25\nRevenue | --", None, id="no figure"),
        pytest.param("| Q2 FY25\nRevenue | 30,040", None, id="no unit"),
        pytest.param("| Q2 FY25\n研发费用 | 31亿美元", None, id="out of scope"),
        pytest.param("| Q2 FY25\n营收分成 | 31亿美元", None, id="unknown word"),
        pytest.param("芯片 | 售价(美元)\nH100 | 30000", None, id="price"),
        pytest.param("产品 | 出货量(万)\nBlackwell | 45", None, id="count"),
        pytest.param("公司 | 市值(亿美元) | 涨幅\n英伟达 | 29000 | 3%", None, id="market value"),
        pytest.param("厂商 | 2023年份额\n英伟达 | 90%\nAMD | 8%", None, id="market share"),
        pytest.param("类别 | 2023年\n数据中心 | 500亿美元", "市场规模", id="market size"),
        pytest.param("类别 | 2023年\n数据中心 | 500亿美元", "全球半导体销售额", id="industry"),
        pytest.param("业务 | 同比 | 环比\n数据中心 | 154% | 16%", None, id="growth of anything"),
        pytest.param("地区 | 占比\n美国 | 43%", "股东构成", id="share of anything"),
        pytest.param("| Q2 FY25 | Y/Y\n毛利率 | -- | 5%", None, id="percent of a margin"),
        pytest.param("| Q2 FY25 | 同比(固定汇率)\n营收 | -- | 5%", None, id="constant currency"),
        pytest.param("| Q2 FY25\n营收 | 122%", None, id="percent of money"),
        pytest.param("| Q2 FY25\n毛利率 | 下降5%", None, id="change of a margin as a level"),
        pytest.param("| Q2 FY25\n营收 | 增加30亿美元", None, id="growth as an amount"),
        pytest.param("| Q2 FY25 | Q1 FY25 | \n营收 | | | 3亿美元", None, id="whose period?"),
        pytest.param("| FY2024 | FY2023\n营收 | 1亿美元\n", None, id="ragged row"),
        pytest.param("营收(亿美元)\n300.4", None, id="one column"),
    ],
)
def test_no_record(text: str, heading: str | None) -> None:
    assert read(text, heading=heading) == {}


def test_growth_beside_a_column_that_nobody_understands() -> None:
    found = read("| 某某口径 | Q1 FY25 | Y/Y\n营收(亿美元) | 300.4 | 260.4 | 9%")
    assert found == {"260.4": "FY2025Q1 revenue 26040000000 USD"}


def test_growth_behind_the_column_of_its_base() -> None:
    rows = " | Q2 FY25 | Q2 FY24 | Y/Y | Q1 FY25 | Q/Q\nRevenue ($M) | $30,040 | $13,507 | Up 122% | $26,044 | Up 15%"
    found = [(raw, str(d.period), d.measure) for raw, d in drafts(rows)]
    assert found[2:] == [
        ("122%", "FY2025Q2", "yoy"), ("$26,044", "FY2025Q1", "level"), ("15%", "FY2025Q2", "qoq"),
    ]  # fmt: skip


def test_two_figures_of_one_thing_are_none() -> None:
    found = [d.metric for _, d in drafts("| Q2 FY25 | Q2 FY25\n营收(亿美元) | 300.4 | 310")]
    assert found == []


def test_nobody_without_a_company() -> None:
    state = a_state()
    state.subject = None
    assert read("| Q2 FY25\n营收 | 300.4亿美元", state=state) == {}
    assert read("| 2024Q2\n营收 | 58.4亿美元", heading="AMD", state=state) == {
        "58.4亿美元": "AMD FY2024Q2 revenue 5840000000 USD"
    }
    assert read("| 2024Q2\n营收 | 58.4亿美元", heading="诺基亚") == {}


def test_period_above_is_not_that_of_another_company() -> None:
    found = read(
        "指标 | 英伟达 | AMD\n营收(亿美元) | 300.4 | 58.4", heading="英伟达2025财年第二季度"
    )
    assert found["58.4"] == "AMD FY2024Q2 revenue 5840000000 USD"


# --- what stands above ---


def test_caption_and_headings() -> None:
    blocks: list[Block | Table] = [
        block("AMD", "heading", 1),
        block("数据中心", "heading", 2),
        block("游戏", "heading", 2),
        block("很长的一段话" * 30),
        block("各业务营收", "heading", 6),
        block("单位:亿美元"),
        table("a | b"),
    ]
    assert above(blocks, 6) == ("各业务营收\n单位:亿美元", "AMD\n游戏")
    assert above([table("a | b")], 0) == (None, None)
    assert above([block("营收", "heading", 3), table("a | b")], 1) == (None, "营收")
