from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from conftest import a_fact
from hypothesis import given
from hypothesis import strategies as st

from nvdx.fact import METRICS, Fact
from nvdx.output.jsonl import json_text
from nvdx.output.periods import MEASURES, PeriodView, agree, period_views, stated_range


def view_of(*facts: Fact) -> PeriodView:
    [view] = period_views(facts)
    return view


def billions(amount: str, decimals: int = -8, **fields: Any) -> Fact:
    """A revenue of some hundred million dollars (亿), stated to the last digit given."""
    return a_fact(
        value=Decimal(amount).scaleb(8), decimals=decimals, text=str(fields) + amount, **fields
    )


def test_views_are_sorted_and_null_comes_last() -> None:
    periods = [None, "FY2026Q1", "FY2025", "FY2025Q2TTM", "FY2025Q2", "FY2025H1", "FY2025Q1"]
    facts = [a_fact(fiscal_period=p) for p in periods] + [a_fact(entity="AMD", fiscal_period=None)]
    assert [(view.entity, view.fiscal_period) for view in period_views(facts)] == [
        ("AMD", None),
        ("NVDA", "FY2025Q1"),
        ("NVDA", "FY2025Q2"),
        ("NVDA", "FY2025Q2TTM"),
        ("NVDA", "FY2025H1"),
        ("NVDA", "FY2025"),
        ("NVDA", "FY2026Q1"),
        ("NVDA", None),
    ]


def test_figures_stand_under_their_names() -> None:
    view = view_of(
        a_fact(),
        a_fact(measure="yoy", value=122),
        a_fact(measure="qoq", value=15),
        a_fact(segment="gaming", value=2880000000),
        a_fact(segment="gaming", measure="share", value=10),
        a_fact(metric="gross_margin", basis="gaap", unit="percent", value="75.1"),
        a_fact(metric="gross_margin", basis="non_gaap", unit="percent", value="75.7"),
        a_fact(metric="eps", basis="non_gaap", unit="USD/share", value="0.68"),
        a_fact(metric="net_income", value=16599000000),
        a_fact(metric="free_cash_flow", basis="non_gaap", value=13500000000),
        a_fact(metric="dividend_per_share", unit="USD/share", value="0.01"),
        a_fact(kind="guidance", value=32500000000),
        a_fact(kind="consensus", value=28700000000),
        a_fact(kind="estimate", value=29000000000),
        a_fact(product="h20", value=1),
        a_fact(segment="gaming", metric="operating_income", value=2),
    )
    shown = json.loads(json_text(view))
    assert shown["period_start"], shown["period_end"] == ("2024-04-29", "2024-07-28")
    assert {name: figure["value"] for name, figure in shown["revenue"].items()} == {
        "level": 30000000000,
        "yoy": 122,
        "qoq": 15,
    }
    assert list(shown["segments"]["gaming"]) == ["level", "share"]
    assert list(shown["margins"]["gross_margin"]) == ["gaap", "non_gaap"]
    assert shown["income"]["eps"]["non_gaap"]["level"]["value"] == 0.68
    assert shown["income"]["net_income"]["unstated"]["level"]["unit"] == "USD"
    assert shown["cash"]["free_cash_flow"]["level"]["value"] == 13500000000
    assert shown["shareholders"]["dividend_per_share"]["level"]["value"] == 0.01
    assert [said["value"] for said in shown["guidance"]] == [32500000000]
    assert [said["kind"] for said in shown["expectations"]] == ["consensus", "estimate"]
    assert [(said["metric"], said["product"], said["segment"]) for said in shown["others"]] == [
        ("revenue", "h20", None),
        ("operating_income", None, "gaming"),
    ]
    assert list(shown["guidance"][0])[:3] == ["kind", "metric", "segment"]


@pytest.mark.parametrize(
    ("fields", "low", "high"),
    [
        ({"value": 100, "decimals": 0}, "99.5", "100.5"),
        ({"value": 100, "decimals": -1}, "95", "105"),
        ({"value": 100, "decimals": None}, "100", "100"),
        ({"value": 100, "decimals": 0, "comparator": "~"}, "97.5", "102.5"),
        ({"value": 5, "decimals": 0, "comparator": "~"}, "3.5", "6.5"),
        ({"value": 100, "decimals": 0, "comparator": ">"}, "100", "Infinity"),
        ({"value": 100, "decimals": 0, "comparator": "<="}, "-Infinity", "100"),
        ({"value": None, "low": 5, "high": 10, "decimals": 0}, "4.5", "10.5"),
        ({"value": 100, "low": 98, "high": 102, "decimals": 0}, "99.5", "100.5"),
    ],
)
def test_words_allow_a_range(fields: dict[str, Any], low: str, high: str) -> None:
    assert stated_range(a_fact(**fields)) == (Decimal(low), Decimal(high))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (billions("300"), billions("300.4", -6), True),
        (billions("300"), billions("301", -6), False),
        (billions("300", comparator="~"), billions("294"), True),
        (billions("300", comparator="~"), billions("280"), False),
        (billions("300", comparator=">"), billions("330"), True),
        (billions("300", comparator="<"), billions("330"), False),
    ],
)
def test_records_agree_within_their_precision(one: Fact, other: Fact, expected: bool) -> None:
    assert agree(one, other) is expected
    assert agree(other, one) is expected


def test_the_most_precise_of_those_that_agree_is_shown() -> None:
    rounded, exact = billions("300"), billions("300.4", -6)
    more, wrong = billions("290", comparator=">"), billions("310.25", -6)
    figure = view_of(wrong, rounded, more, exact).revenue["level"]
    assert figure.value == exact.value
    assert figure.ids == (rounded.id, more.id, exact.id)
    [conflict] = figure.conflicts
    assert (conflict.value, conflict.ids) == (wrong.value, (wrong.id,))


def test_a_tolerance_is_kept() -> None:
    point = billions("910", kind="guidance")
    ranged = billions("910", kind="guidance", low=89180000000, high=92820000000)
    [said] = view_of(point, ranged).guidance
    assert (said.value, said.low) == (point.value, ranged.low)
    assert said.ids == (point.id, ranged.id)
    assert said.conflicts == ()


def test_records_that_say_the_same_wrong_thing_are_one_conflict() -> None:
    right = [billions("300", product=None, start=i) for i in range(3)]
    wrong = [billions("350", start=i) for i in range(2)]
    figure = view_of(*wrong, *right).revenue["level"]
    assert figure.value == right[0].value
    assert [conflict.ids for conflict in figure.conflicts] == [tuple(f.id for f in wrong)]


def test_a_second_unit_is_no_conflict() -> None:
    dollars, more = a_fact(), a_fact(start=90)
    yuan = a_fact(unit="CNY", value=213600000000)
    view = view_of(yuan, dollars, more)
    assert view.revenue["level"].ids == (dollars.id, more.id)
    assert view.revenue["level"].conflicts == ()
    assert [(said.unit, said.ids) for said in view.others] == [("CNY", (yuan.id,))]


def test_growth_of_a_margin_is_in_points() -> None:
    margin = {"metric": "gross_margin", "measure": "yoy"}
    view = view_of(
        a_fact(**margin, value=7),
        a_fact(**margin, value=5, unit="percentage_points"),
    )
    assert view.margins["gross_margin"]["unstated"]["yoy"].value == 5
    assert [said.value for said in view.others] == [7]


@given(
    st.lists(
        st.builds(
            lambda **fields: a_fact(**fields, text=repr(fields)),
            entity=st.sampled_from(["NVDA", "AMD"]),
            fiscal_period=st.sampled_from(["FY2025Q1", "FY2025", None]),
            metric=st.sampled_from(METRICS),
            measure=st.sampled_from(MEASURES),
            segment=st.sampled_from([None, "gaming", "data_center.compute"]),
            customer=st.sampled_from([None, "csp"]),
            kind=st.sampled_from(["reported", "guidance", "consensus", "estimate"]),
            basis=st.sampled_from([None, "gaap", "non_gaap"]),
            comparator=st.sampled_from(["=", "~", ">", "<"]),
            value=st.integers(-20, 20),
            start=st.integers(0, 5),
        ),
        max_size=30,
    )
)
def test_every_record_is_in_exactly_one_figure(facts: list[Fact]) -> None:
    def ids(content: Any) -> Iterator[str]:
        if isinstance(content, dict):
            yield from content.get("ids", [])
            content = list(content.values())
        if isinstance(content, list):
            for part in content:
                yield from ids(part)

    views = [json.loads(json_text(view)) for view in period_views(facts)]
    assert sorted(i for view in views for i in ids(view)) == sorted({fact.id for fact in facts})
    assert json_text(list(period_views(facts))) == json_text(list(period_views(list(facts))))
