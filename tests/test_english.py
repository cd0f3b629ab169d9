"""English news: what a wire story, a market wrap or an essay says beside the plain `revenue was`."""

from __future__ import annotations

from typing import Any

import pytest

import nvdx
from nvdx import Fact

PUBLISHED = "2024-08-29"
"""The day after NVIDIA reported FY2025Q2."""


def read(text: str, published: str | None = PUBLISHED) -> list[Fact]:
    return list(nvdx.extract_text(text, published=published))


def told(text: str, *fields: str) -> list[tuple[Any, ...]]:
    """The asked fields of each record; numbers as plain text."""
    return [
        tuple(f"{v:f}" if f == "value" and v is not None else v for f in fields for v in [getattr(r, f)])
        for r in read(text)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nvidia's Gaming, long its largest business, contributed $2.9 billion.", ("gaming", None)),
        ("Nvidia's rise goes on. Gaming slipped to $2.9 billion.", ("gaming", None)),
        ("Nvidia said that Blackwell delivered $3 billion of revenue.", (None, "blackwell")),
        ("Nvidia spoke of China. Sales of H20 chips came to $1.2 billion.", (None, "h20")),
        ("Nvidia's data centers generated $26.3 billion of revenue.", ("data_center", None)),
        (
            "Nvidia's robotics division, which some call an opportunity, had sales of $346 million.",
            ("automotive", None),
        ),
    ],
)
def test_parts_as_subjects(text: str, expected: tuple[str | None, str | None]) -> None:
    assert told(text, "segment", "product") == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Nvidia's Gaming laptops sold out at $2,900.",
        "Nvidia said revenue beat estimates by $2 billion.",
        "Nvidia's revenue was $2 billion ahead of consensus.",
        "Nvidia could have added $5 billion in sales with more supply.",
        "Nvidia was unable to ship another $2.5 billion of H20 revenue.",
        "Nvidia's revenue growth has exceeded 50% for nine straight quarters.",
        "Nvidia's sales were hurt, as $4 billion less in H20 sales came in.",
        "Nvidia was in the news. The Nasdaq fell 1.2%, the S&P 500 dropped 0.8%.",
        "Nvidia said revenue would have to come from $60 billion to $65 billion previously.",
    ],
)
def test_no_record(text: str) -> None:
    assert told(text, "metric", "value", "raw") == []


@pytest.mark.parametrize(
    ("text", "measure", "value"),
    [
        ("Nvidia's automotive revenue was $346 million, 4% above last year.", "yoy", "4"),
        ("Nvidia's Blackwell sales rose 17% from the first quarter.", "qoq", "17"),
        ("Nvidia's gaming revenue tumbled 9% from a year earlier.", "yoy", "-9"),
        ("Nvidia's revenue rose 15% from $26 billion in the previous one.", "qoq", "15"),
        ("Nvidia's fiscal 2024 net income rose more than sixfold to $29.8 billion.", "yoy", "500"),
    ],
)
def test_growth_and_its_base(text: str, measure: str, value: str) -> None:
    assert (measure, value) in told(text, "measure", "value")


@pytest.mark.parametrize(
    ("text", "period", "kind"),
    [
        ("Nvidia expects revenue this quarter to be $32.5 billion.", "FY2025Q3", "guidance"),
        ("Nvidia called for $32.5 billion in sales in the October quarter.", "FY2025Q3", "guidance"),
        ("Nvidia Q3 guide: $32.5 billion.", "FY2025Q3", "guidance"),
        ("Nvidia expects $32.5 billion for the third quarter.", "FY2025Q3", "guidance"),
        ("Nvidia: revenue of $30 billion vs. $28.7 billion est.", "FY2025Q2", "consensus"),
        ("Nvidia's revenue was $30 billion; Wall Street had penciled in $28.7 billion.", "FY2025Q2", "consensus"),
        ("I model Nvidia's fiscal 2026 revenue at $180 billion.", "FY2026", "estimate"),
    ],
)
def test_who_expects_and_for_when(text: str, period: str, kind: str) -> None:
    assert told(text, "fiscal_period", "kind")[-1] == (period, kind)


@pytest.mark.parametrize(
    "text",
    [
        "Nvidia's revenue grew 122%, 262% and 265% in the previous three quarters.",
        "Nvidia's sales rose. The company posted growth of 94% and 122% in each of the last two quarters.",
        "Nvidia's revenue rose. Meta reported a 7% increase in ad conversions.",
        "Nvidia's revenue rose. It saw a 9% increase in developer sign-ups this quarter.",
        "Nvidia reported. If you add up the capex of the top CSPs, it comes to $500 billion this year.",
        "Nvidia's bank expects hyperscaler capex to pass $700 billion in fiscal 2026.",
        "If Nvidia won a fifth of that market, its revenue would double.",
    ],
)
def test_several_quarters_others_and_suppositions(text: str) -> None:
    assert not read(text)


def test_growth_in_what_is_ours() -> None:
    text = "Nvidia reported a 15% increase in gaming revenue. It also reported a 9% rise in net income."
    assert told(text, "metric", "segment", "value") == [("revenue", "gaming", "15"), ("net_income", None, "9")]


def test_a_sentence_that_turns_to_another_company() -> None:
    text = "Nvidia's revenue grew 122% from a year ago. Compare that with AMD. Its revenue grew 9% from a year ago."
    assert told(text, "entity", "value") == [("NVDA", "122"), ("AMD", "9")]


def test_consensus_of_what_was_guided() -> None:
    text = "Nvidia guided for $32.5 billion in revenue this quarter. Analysts were looking for $31.8 billion."
    assert told(text, "fiscal_period", "kind") == [("FY2025Q3", "guidance"), ("FY2025Q3", "consensus")]


def test_a_tolerance_in_money() -> None:
    text = "For the third quarter, Nvidia expects $32.5 billion in sales, plus or minus $600 million."
    (fact,) = read(text)
    assert (str(fact.low), str(fact.high)) == ("31900000000", "33100000000")


def test_shares_of_that() -> None:
    text = "Nvidia's data center revenue was $26.3 billion. About half of that came from cloud providers."
    facts = read(text)
    assert [(f.measure, f.segment, f.customer, f.share_of) for f in facts[1:]] == [
        ("share", "data_center", "csp", "data_center")
    ]


def test_what_a_figure_came_from() -> None:
    text = "Nvidia's data center revenue was $26.3 billion. Of that, $22.6 billion came from compute."
    assert told(text, "segment")[-1] == ("data_center.compute",)


def test_a_stranger_keeps_its_paragraph() -> None:
    text = (
        "# Stocks slip before Nvidia's results\n\nNvidia's revenue was $30 billion.\n\n"
        "Home Depot cut its outlook. The retailer reported revenue of $41.4 billion, above estimates.\n"
    )
    assert told(text, "entity") == [("NVDA",)]


def test_another_companys_quarter_is_not_carried_over() -> None:
    text = "Broadcom's AI revenue rose 220% in fiscal 2024. AMD reported revenue of $5.8 billion."
    assert told(text, "entity", "fiscal_period") == [("AVGO", "FY2024"), ("AMD", "FY2024Q2")]


def test_income_said_again_for_one_share() -> None:
    text = "Nvidia's profit was $16.6 billion, or 67 cents, up from $6.2 billion, or 25 cents, a year ago."
    assert told(text, "metric", "fiscal_period") == [
        ("net_income", "FY2025Q2"),
        ("eps", "FY2025Q2"),
        ("net_income", "FY2024Q2"),
        ("eps", "FY2024Q2"),
    ]


def test_repurchases() -> None:
    text = "Nvidia's board approved another $50 billion in share repurchases. It bought back $7.4 billion of stock."
    assert told(text, "metric") == [("repurchase_authorization",), ("share_repurchases",)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Nvidia expects $32.5 billion in revenue next quarter, plus or minus two percent.",
            ("31850000000", "33150000000"),
        ),
        ("Nvidia expects a gross margin of 75% next quarter, plus or minus half a percentage point.", ("74.5", "75.5")),
    ],
)
def test_a_tolerance_in_words(text: str, expected: tuple[str, str]) -> None:
    (fact,) = read(text)
    assert fact.low is not None and fact.high is not None
    assert (float(fact.low), float(fact.high)) == tuple(map(float, expected))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nvidia earned 68 cents a share on an adjusted basis.", ("eps", "non_gaap")),
        ("Nvidia's earnings per share: $0.68, adjusted vs. $0.64 expected", ("eps", "non_gaap")),
    ],
)
def test_a_basis_behind_the_figure(text: str, expected: tuple[str, str]) -> None:
    assert told(text, "metric", "basis")[0] == expected


def test_earnings_that_were_expected_on_sales() -> None:
    text = "Nvidia earned 68 cents a share on sales of $30 billion. Analysts had expected $0.64 on sales of $28.7 billion."
    assert told(text, "metric", "kind") == [
        ("eps", "reported"),
        ("revenue", "reported"),
        ("eps", "consensus"),
        ("revenue", "consensus"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Nvidia fetches 27 times forward earnings.",
        "An investment in OpenAI had dented Nvidia's net income by $3.1 billion.",
        "Nvidia's revenue rose, and whisper numbers go as high as $48 billion.",
    ],
)
def test_neither_levels_nor_growth(text: str) -> None:
    assert told(text, "metric", "value") == []


def test_what_lies_in_an_apposition_owns_no_figure() -> None:
    text = "Microsoft's Productivity and Business Processes, home to LinkedIn, contributed $33.0 billion."
    assert told(text, "segment") == [("productivity_and_business_processes",)]


def test_the_whole_company_after_a_part() -> None:
    text = "Oracle's cloud revenue rose to $6.7 billion in fiscal Q4 and capex for FY24 totaled $6.9 billion."
    assert told(text, "metric", "segment", "fiscal_period")[-1] == ("capex", None, "FY2024")


def test_last_quarter_without_a_comparison_says_when() -> None:
    text = "AMD's data center business made $2.8 billion last quarter, up 115%."
    assert told(text, "fiscal_period", "measure") == [("FY2024Q2", "level"), ("FY2024Q2", "change")]


def test_a_sentence_that_only_compares() -> None:
    text = (
        "Nvidia's data center revenue was $26.3 billion. That's up from $10.3 billion a year ago "
        "and $22.6 billion just last quarter."
    )
    assert told(text, "segment", "fiscal_period") == [
        ("data_center", "FY2025Q2"),
        ("data_center", "FY2024Q2"),
        ("data_center", "FY2025Q1"),
    ]


def test_a_year_that_a_sentence_is_about() -> None:
    text = "Nvidia's fiscal year 2023 was one to forget. Revenue was flat at $27.0 billion."
    assert told(text, "fiscal_period", "measure") == [("FY2023", "yoy"), ("FY2023", "level")]


def test_a_date_as_germany_writes_it() -> None:
    (fact,) = nvdx.extract_text("26.02.2026, 07:14 a.m.\n\nNvidia's revenue was $68.1 billion.")
    assert fact.fiscal_period == "FY2026Q4"


@pytest.mark.parametrize(
    "text",
    [
        "Meta's advertising revenue was $39 billion. Daily active people across its apps rose 7%.",
        "Nvidia's data center revenue was $26 billion. Chips made with older technology accounted for 23%.",
        "Nvidia's customers Microsoft, Alphabet, Amazon and Meta will spend $200 billion in capital expenditures in 2024.",
        "TSMC said AI-related revenue will grow at a 50% CAGR through 2027.",
        "The stock trades at 30x Nvidia's EPS. We think $850 is achievable.",
    ],
)
def test_whose_figure_nobody_here_names(text: str) -> None:
    assert told(text, "raw")[1:] == [] and ("$850",) not in told(text, "raw")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Revenue of Nvidia was $30.0 billion, compared to the $28.7 billion analysts were expecting.", "consensus"),
        ("Nvidia's revenue was $30.0 billion, ahead of the $28.7 billion Wall Street had forecast.", "consensus"),
        ("Nvidia: Revenue $30.0B vs. cons. $28.7B", "consensus"),
        ("Nvidia's revenue was $30.0 billion. My FY2026 revenue estimate moves to $180 billion.", "estimate"),
    ],
)
def test_who_expected_the_figure(text: str, kind: str) -> None:
    assert [k for (k,) in told(text, "kind")] == ["reported", kind]


def test_what_prose_reports_under_a_heading_outlook() -> None:
    text = (
        "# Nvidia's second quarter\n\n## Outlook\n\nRevenue: $32.5 billion.\n\n"
        "The company repurchased $7.2 billion of its shares.\n"
    )
    assert told(text, "metric", "kind") == [("revenue", "guidance"), ("share_repurchases", "reported")]


def test_a_board_has_granted_what_it_authorizes() -> None:
    text = "Nvidia's outlook overshadowed adjusted earnings and the unveiling of a $50 billion share buyback plan."
    assert told(text, "metric", "kind", "basis") == [("repurchase_authorization", "reported", None)]


def test_analysts_after_the_guidance_for_a_quarter() -> None:
    text = (
        "Nvidia expects revenue of $32.5 billion in the third quarter. "
        "Analysts on average expect revenue of $31.8 billion."
    )
    assert told(text, "fiscal_period", "kind") == [("FY2025Q3", "guidance"), ("FY2025Q3", "consensus")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Super Micro guided its fiscal 2025 revenue to $26-30B.", ("SMCI", "FY2025")),
        ("The comparison is to Apple, whose iPhone revenue was $39.3 billion.", ("AAPL", "FY2024Q3")),
        ("Taiwan Semiconductor Manufacturing Co posted a 36% rise in second-quarter profit.", ("TSM", "FY2024Q2")),
    ],
)
def test_companies_as_english_names_them(text: str, expected: tuple[str, str]) -> None:
    assert told(text, "entity", "fiscal_period") == [expected]


def test_sentences_that_end_with_an_abbreviation_in_capitals() -> None:
    text = "Nvidia is all about AI. Gaming revenue was $2.9 billion."
    assert told(text, "segment", "product") == [("gaming", None)]
