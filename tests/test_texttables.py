"""Tables in running text: lines that become rows, lines that stay text, and what their figures say."""

from __future__ import annotations

import pytest

import nvdx
from nvdx.documents import Table, parse_document

HEADS = "Q3 FY24 Q2 FY24 Q3 FY23 Q/Q Y/Y"


def tables(text: str) -> list[list[str]]:
    """Each table's rows, their cells joined with `|`."""
    document = parse_document(text)
    found = []
    for block in document.blocks:
        if isinstance(block, Table):
            cells = [cell for row in block.rows for cell in row if cell is not None]
            for cell in cells:
                start, end = cell.origin.span(0, len(cell.text))
                assert document.text[start:end].replace("\n", " ").split() == cell.text.split()
            found.append(["|".join(c.text if c else "" for c in row) for row in block.rows])
    return found


def told(text: str, published: str = "2024-11-21") -> dict[str, str]:
    """Each figure with its period, metric and what is unusual of it."""
    shown = {}
    for fact in nvdx.extract_text(text, published=published):
        start, end = fact.source.start, fact.source.end
        assert text[start:end] == fact.raw
        words = (
            fact.entity if fact.entity != "NVDA" else None, fact.fiscal_period, fact.metric,
            fact.segment, fact.measure if fact.measure != "level" else None,
            fact.kind if fact.kind != "reported" else None, fact.basis,
            f"{fact.value.normalize():f}" if fact.value is not None else "-",
        )  # fmt: skip
        shown[" ".join(fact.raw.split())] = " ".join(word for word in words if word)
    return shown


# --- rows and cells ---


def test_rows_under_one_line_of_heads() -> None:
    text = f"""
GAAP
($ in millions, except earnings per share)
{HEADS}
Revenue $18,120 $13,507 $5,931 Up 34% Up 206%
Gross margin 74.0% 70.1% 53.6% Up 3.9 pts Up 20.4 pts

A sentence after it.
"""
    assert tables(text) == [
        [
            "GAAP|||||",
            "($ in millions, except earnings per share)|||||",
            "|Q3 FY24|Q2 FY24|Q3 FY23|Q/Q|Y/Y",
            "Revenue|$18,120|$13,507|$5,931|Up 34%|Up 206%",
            "Gross margin|74.0%|70.1%|53.6%|Up 3.9 pts|Up 20.4 pts",
        ]
    ]


def test_heads_over_several_lines_and_columns() -> None:
    text = """
Three Months Ended Nine Months Ended
October 27, July 28, October 29, October 27, October 29,
2024 2024 2023 2024 2023
Revenue $ 35,082 $ 30,040 $ 18,120 $ 91,166 $ 38,819
Other, net 36 189 (66) 301 (24)
"""
    assert tables(text)[0][:4] == [
        "|Three Months Ended|||Nine Months Ended|",
        "|October 27,|July 28,|October 29,|October 27,|October 29,",
        "|2024|2024|2023|2024|2023",
        "Revenue|$ 35,082|$ 30,040|$ 18,120|$ 91,166|$ 38,819",
    ]


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_one_cell_a_line(between: str) -> None:
    lines = """Three Months Ended|Nine Months Ended|October 27,|October 29,|October 27,|October 29,
2024|2023|2024|2023|Revenue|$|35,082|$|18,120|$|91,166|$|38,819|Gross margin|74.6|%|74.0|%|75.8|%|70.9|%
Interest expense|(61|)|(63|)|(186|)|(194|)|Acquisition termination cost|—|—|—|—"""
    assert tables(between.join(lines.replace("\n", "|").split("|"))) == [
        [
            "|Three Months Ended||Nine Months Ended|",
            "|October 27,|October 29,|October 27,|October 29,",
            "|2024|2023|2024|2023",
            "Revenue|$ 35,082|$ 18,120|$ 91,166|$ 38,819",
            "Gross margin|74.6 %|74.0 %|75.8 %|70.9 %",
            "Interest expense|(61 )|(63 )|(186 )|(194 )",
            "Acquisition termination cost|—|—|—|—",
        ]
    ]


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ("Cost of revenue (1) 8,926 7,466", "Cost of revenue (1)|8,926|7,466"),
        ("Gross margin 74.6 % 75.1 %", "Gross margin|74.6 %|75.1 %"),
        ("Operating loss $ (152) $(61)", "Operating loss|$ (152)|$(61)"),
        ("Termination cost — --", "Termination cost|—|--"),
        ("Tax N/A - ", "Tax|N/A|-"),
        ("Net revenue 9.5B NT$7.2 billion", "Net revenue|9.5B|NT$7.2 billion"),
        ("Compute & Networking Up 5% Flat", "Compute & Networking|Up 5%|Flat"),
        ("Shares used in the\ncomputation 24,774 24,940", "Shares used in the computation|24,774|24,940"),
        ("Purchases of property,\nplant and equipment (813) (278)",
         "Purchases of property, plant and equipment|(813)|(278)"),
        ("Net income per share:\nDiluted $ 0.78 $ 0.37",
         "Net income per share:||;Diluted|$ 0.78|$ 0.37"),
        ("Non-GAAP\nNet income 20,010 10,020", "Non-GAAP||;Net income|20,010|10,020"),
    ],
)  # fmt: skip
def test_cells_of_a_row(line: str, cells: str) -> None:
    text = f"Q3 FY25 Q3 FY24\nRevenue $35,082 $18,120\n{line}\nInventories 7,654 4,779\n"
    assert tables(text)[0][2:-1] == cells.split(";")


def test_columns_parted_by_gaps_and_words_of_their_own() -> None:
    assert tables("公司  营收(亿美元)  同比\nAMD   68.2  18%\n英特尔   132.8  -6%") == [
        ["公司|营收(亿美元)|同比", "AMD|68.2|18%", "英特尔|132.8|-6%"]
    ]
    assert tables("指标 实际 预期 同比\n营收 350.8 331.6 94%\n净利润 193.1 174.0 109%") == [
        ["指标|实际|预期|同比", "营收|350.8|331.6|94%", "净利润|193.1|174.0|109%"]
    ]
    assert tables("Company  Gross margin  Net income\nAMD  54%  771\nIntel  18%  (1,610)") == [
        ["Company|Gross margin|Net income", "AMD|54%|771", "Intel|18%|(1,610)"]
    ]


def test_periods_down_the_rows() -> None:
    lines = "财季 营收(亿美元) 同比 毛利率|2025财年Q3 350.8 94% 74.6%|2025财年Q2 300.4 122% 75.1%"
    rows = [line.replace(" ", "|") for line in lines.split("|")]
    assert tables(lines.replace("|", "\n")) == [rows]
    assert tables(lines.replace("|", "\n").replace(" ", "\n")) == [rows]


def test_a_page_number_and_a_row_with_a_cell_missing() -> None:
    text = "2024A 2025E 2026E\n营业收入 609 1305 2060\n12\n毛利率 72.7% 75.0%\n净利润 298 729 1120"
    assert tables(text) == [
        ["|2024A|2025E|2026E", "营业收入|609|1305|2060", "毛利率|72.7%|75.0%", "净利润|298|729|1120"]
    ]


# --- no table ---


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Revenue $18,120 $13,507 $5,931\nNet income $9,243 $6,188 $680", id="no heads"),
        pytest.param(f"{HEADS}\nRevenue $18,120 $13,507 $5,931\nNet income $9,243 $6,188 $680",
                     id="fewer cells than heads"),
        pytest.param("Q3 FY24\nQ2 FY24\nQ3 FY23\nRevenue\n18,120\n13,507\nNet income\n9,243\n6,188",
                     id="fewer cells than heads, one a line"),
        pytest.param("Three Months Ended Nine Months Ended\nOct 27, 2024 Jul 28, 2024 Oct 29, 2023\n"
                     "Revenue 35,082 30,040 18,120\nNet income 19,309 16,599 9,243",
                     id="heads over nobody knows which columns"),
        pytest.param("营收分别为 260 300 350\n同比增长 262% 122% 94%", id="lists"),
        pytest.param("Revenue grew 34% in Q3 and 20% in Q2.\nMargins were 74.0% and 70.1%.", id="prose"),
        pytest.param("收藏\n38\n点赞数\n66\n评论\n12", id="counters"),
        pytest.param("Players (2017)\nand later (2018)", id="years in parentheses"),
        pytest.param("Q3 FY24 Q2 FY24\nRevenue rose in both.", id="heads alone"),
    ],
)  # fmt: skip
def test_no_table(text: str) -> None:
    assert tables(text) == []


def test_rows_without_heads_say_nothing() -> None:
    assert told("NVIDIA results\nGross margin 74.0% 70.1%\nOperating margin 57.5% 50.3%") == {}


def test_the_text_around_a_table_stays() -> None:
    text = f"NVIDIA reported its results.\n\n{HEADS}\nRevenue $18 $13 $5 Up 34% Up 206%\n\nA new line.\n"
    kinds = [
        "table" if isinstance(block, Table) else block.text
        for block in parse_document(text).blocks
    ]
    assert kinds == ["NVIDIA reported its results.", "table", "A new line."]


# --- records ---


def test_statement_of_income() -> None:
    text = """NVIDIA Announces Results for Third Quarter Fiscal 2025

CONDENSED CONSOLIDATED STATEMENTS OF INCOME
(In millions, except per share data)
(Unaudited)
Three Months Ended Nine Months Ended
October 27, October 29, October 27, October 29,
2024 2023 2024 2023
Revenue $ 35,082 $ 18,120 $ 91,166 $ 38,819
Cost of revenue 8,926 4,720 22,031 11,309
Operating expenses
Research and development 3,390 2,294 9,200 6,210
Acquisition termination cost — — — —
Total operating expenses 4,287 2,983 11,716 8,152
Net income per share:
Basic $ 0.79 $ 0.37 $ 2.07 $ 0.71
Diluted $ 0.78 $ 0.36 $ 2.04 $ 0.70
Weighted average shares used in per share computation:
Diluted 24,774 24,940 24,831 24,990
"""
    assert told(text) == {
        "$ 35,082": "FY2025Q3 revenue 35082000000",
        "$ 18,120": "FY2024Q3 revenue 18120000000",
        "$ 91,166": "FY2025M9 revenue 91166000000",
        "$ 38,819": "FY2024M9 revenue 38819000000",
        "4,287": "FY2025Q3 operating_expenses 4287000000",
        "2,983": "FY2024Q3 operating_expenses 2983000000",
        "11,716": "FY2025M9 operating_expenses 11716000000",
        "8,152": "FY2024M9 operating_expenses 8152000000",
        "$ 0.78": "FY2025Q3 eps 0.78",
        "$ 0.36": "FY2024Q3 eps 0.36",
        "$ 2.04": "FY2025M9 eps 2.04",
        "$ 0.70": "FY2024M9 eps 0.7",
    }


def test_balance_sheet_and_cash() -> None:
    text = """NVIDIA Announces Results for Third Quarter Fiscal 2025

CONDENSED CONSOLIDATED BALANCE SHEETS
(In millions)
October 27, January 28,
2024 2024
Current assets:
Cash, cash equivalents and marketable securities $ 38,487 $ 25,984
Inventories 7,654 5,282
Revenue 1,111 2,222
"""
    assert told(text) == {
        "$ 38,487": "FY2025Q3 cash 38487000000",
        "$ 25,984": "FY2024Q4 cash 25984000000",
        "7,654": "FY2025Q3 inventory 7654000000",
        "5,282": "FY2024Q4 inventory 5282000000",
    }


def test_forecasts_of_a_note() -> None:
    text = """英伟达深度报告

单位：百万美元
会计年度 FY2025A FY2026E FY2027E
营业收入 130,497 206,000 275,000
增长率 114% 58% 33%
每股收益(美元) 2.94 4.55 6.10
市盈率 61.2 39.6 29.5
"""
    assert told(text, "2025-05-30") == {
        "130,497": "FY2025 revenue 130497000000",
        "206,000": "FY2026 revenue estimate 206000000000",
        "275,000": "FY2027 revenue estimate 275000000000",
        "114%": "FY2025 revenue yoy 114",
        "58%": "FY2026 revenue yoy estimate 58",
        "33%": "FY2027 revenue yoy estimate 33",
        "2.94": "FY2025 eps 2.94",
        "4.55": "FY2026 eps estimate 4.55",
        "6.10": "FY2027 eps estimate 6.1",
    }


def test_a_list_of_lines_under_a_title_and_a_date_is_no_table() -> None:
    text = """英伟达2026财年第二财季速览
2025-08-28

总营收 467 亿美元 +56%
数据中心 411 亿美元 +56%
游戏 43 亿美元 +49%
"""
    assert tables(text) == []
    assert told(text, "2025-08-28") == {
        "467 亿美元": "FY2026Q2 revenue 46700000000",
        "411 亿美元": "FY2026Q2 revenue data_center 41100000000",
        "43 亿美元": "FY2026Q2 revenue gaming 4300000000",
    }


def test_a_part_that_nobody_knows_does_not_count_for_the_company() -> None:
    text = """AMD second quarter 2025 results, in millions

Three Months Ended
June 28, 2025 June 29, 2024
Data Center
Net revenue $ 3,240 $ 2,834
Operating income (loss) $ (155) $ 743
Consoles and Gaming
Net revenue $ 3,621 $ 2,140
Widgets
Net revenue $ 824 $ 861
Total
Net revenue $ 7,685 $ 5,835
"""
    assert told("(In millions)\n".join(text.split("\n\n", 1)), "2025-08-05") == {
        "$ 3,240": "AMD FY2025Q2 revenue data_center 3240000000",
        "$ 2,834": "AMD FY2024Q2 revenue data_center 2834000000",
        "$ (155)": "AMD FY2025Q2 operating_income data_center -155000000",
        "$ 743": "AMD FY2024Q2 operating_income data_center 743000000",
        "$ 7,685": "AMD FY2025Q2 revenue 7685000000",
        "$ 5,835": "AMD FY2024Q2 revenue 5835000000",
    }


def test_bases_behind_a_corner_without_a_gap() -> None:
    text = """NVIDIA third quarter fiscal 2025 results

Q4 FY25 outlook GAAP Non-GAAP
Gross margin 73.0% ±50 bps 73.5% ±50 bps
Operating expenses ~$4.8 billion ~$3.4 billion
"""
    assert told(text) == {
        "73.0% ±50 bps": "FY2025Q4 gross_margin guidance gaap 73",
        "73.5% ±50 bps": "FY2025Q4 gross_margin guidance non_gaap 73.5",
        "$4.8 billion": "FY2025Q4 operating_expenses guidance gaap 4800000000",
        "$3.4 billion": "FY2025Q4 operating_expenses guidance non_gaap 3400000000",
    }
