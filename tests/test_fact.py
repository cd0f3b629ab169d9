from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from conftest import a_fact
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from nvdx.fact import (
    KEY,
    EvidenceSpan,
    Fact,
    Source,
    document_digest,
    fact_id,
    number_text,
    read_facts,
)

ORDER = [
    "id", "entity", "fiscal_period", "period_start", "period_end", "period_text", "metric",
    "segment", "product", "geography", "customer", "measure", "share_of", "kind", "basis", "value",
    "low", "high", "comparator", "unit", "decimals", "raw", "source", "evidence", "rule",
]  # fmt: skip
SOURCE_ORDER = ["doc", "title", "published", "line", "start", "end", "quote"]

numbers = st.decimals(allow_nan=False, allow_infinity=False, places=6)


def content_of(fact: Fact) -> dict[str, Any]:
    """A line of JSON as Python's own reader has it."""
    content: dict[str, Any] = json.loads(fact.to_json())
    return content


def test_keys_stand_in_the_order_of_the_contract() -> None:
    content = content_of(a_fact())
    assert list(content) == ORDER
    assert list(content["source"]) == SOURCE_ORDER


def test_a_line_says_all_fields() -> None:
    source = Source(
        doc="新闻/a.md",
        title='"财报"',
        published=date(2024, 8, 29),
        line=3,
        start=4,
        end=11,
        quote="营收\n300 亿美元",
    )
    evidence = {"metric": EvidenceSpan(start=1, end=3, text="营收")}
    fact = a_fact(source=source, evidence=evidence, segment="data_center", basis="gaap")
    content = content_of(fact)
    assert content["period_start"] == "2024-04-29"
    assert content["segment"] == "data_center"
    assert content["product"] is None
    assert content["evidence"] == {"metric": {"start": 1, "end": 3, "text": "营收"}}
    assert content["source"] == {
        "doc": "新闻/a.md",
        "title": '"财报"',
        "published": "2024-08-29",
        "line": 3,
        "start": 4,
        "end": 11,
        "quote": "营收\n300 亿美元",
    }
    assert "新闻" in fact.to_json()
    assert "\n" not in fact.to_json()


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("30000000000", "30000000000"),
        ("3E+10", "30000000000"),
        ("0.680", "0.68"),
        ("100.00", "100"),
        ("-0.0", "0"),
        ("-12.50", "-12.5"),
        ("1E-7", "0.0000001"),
        ("12345678901234567890123456789.012345", "12345678901234567890123456789.012345"),
    ],
)
def test_numbers_have_one_plain_form(number: str, text: str) -> None:
    assert number_text(Decimal(number)) == text


@given(numbers, st.integers(min_value=0, max_value=8))
def test_a_number_comes_back_exactly(number: Decimal, zeros: int) -> None:
    padded = Decimal(f"{number:f}" + ("." if "." not in f"{number:f}" else "") + "0" * zeros)
    assert Decimal(number_text(padded)) == number
    assert number_text(padded) == number_text(number)


@given(numbers, numbers, numbers)
def test_a_record_comes_back_exactly(value: Decimal, one: Decimal, other: Decimal) -> None:
    fact = a_fact(value=value, low=min(one, other), high=max(one, other))
    assert Fact.model_validate_json(fact.to_json()) == fact


def test_facts_are_read_from_lines_and_blank_ones_skipped() -> None:
    facts = [a_fact(value=1), a_fact(value="0.1234567890123456789012345")]
    lines = [f"{fact.to_json()}\n" for fact in facts]
    assert list(read_facts([lines[0], "\n", lines[1].encode()])) == facts


@pytest.mark.parametrize(
    ("field", "content"),
    [
        ("id", "xyz"),
        ("entity", ""),
        ("fiscal_period", "2025Q2"),
        ("fiscal_period", "FY2025TTM"),
        ("fiscal_period", "FY2025Q5"),
        ("period_start", "20240429"),
        ("period_start", 0),
        ("period_end", "2024-02-30"),
        ("metric", "ebitda"),
        ("segment", "Data Center"),
        ("geography", "China"),
        ("measure", "growth"),
        ("kind", "rumour"),
        ("basis", "GAAP"),
        ("value", "300"),
        ("value", True),
        ("value", float("nan")),
        ("comparator", "≈"),
        ("unit", "dollars"),
        ("unit", "%"),
        ("decimals", "0"),
        ("raw", ""),
        ("raw", "       "),
        ("evidence", {"metric": {"start": 0, "end": 2}}),
        ("rule", None),
        ("note", "more"),
    ],
)
def test_a_line_that_breaks_the_schema_is_refused(field: str, content: object) -> None:
    line = json.dumps(content_of(a_fact()) | {field: content})
    with pytest.raises(ValidationError) as error:
        Fact.model_validate_json(line)
    assert field in str(error.value.errors()[0]["loc"])


@pytest.mark.parametrize("line", ["", "{", "[]", "null", '"a"', "1", '{"id":'])
def test_a_line_that_is_no_object_is_refused(line: str) -> None:
    with pytest.raises(ValidationError):
        Fact.model_validate_json(line)


def test_a_line_has_to_have_every_key() -> None:
    content = content_of(a_fact())
    del content["basis"], content["share_of"]
    with pytest.raises(ValidationError) as error:
        Fact.model_validate_json(json.dumps(content))
    assert [problem["loc"] for problem in error.value.errors()] == [("share_of",), ("basis",)]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"value": None}, "neither a value nor a range"),
        ({"low": 1}, "low and high stand together"),
        ({"low": 2, "high": 1}, "low is above high"),
        ({"fiscal_period": None, "period_start": date(2024, 1, 1)}, "period_start and period_end"),
        (
            {
                "fiscal_period": None,
                "period_start": date(2024, 1, 1),
                "period_end": date(2024, 3, 1),
            },
            "without fiscal_period",
        ),
        (
            {"period_start": date(2024, 7, 28), "period_end": date(2024, 4, 29)},
            "after period_end",
        ),
        ({"share_of": "total"}, "share_of belongs to a share"),
        ({"measure": "share", "share_of": None, "unit": "percent"}, "share_of belongs to a share"),
        (
            {"source": Source(doc="a", line=1, start=4, end=5, quote="q")},
            "raw is not as long as its span",
        ),
        ({"value": 0.68}, "instance of Decimal"),
    ],
)
def test_fields_have_to_agree(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        a_fact(**fields)


def test_a_record_is_frozen_and_can_be_in_a_set() -> None:
    fact = a_fact()
    with pytest.raises(ValidationError, match="frozen"):
        fact.value = Decimal(1)  # type: ignore[misc]
    assert {fact, a_fact()} == {fact}


def test_the_id_follows_from_text_span_and_key_alone() -> None:
    digest = document_digest("营收 300 亿美元")
    fact = a_fact()
    fields = {name: getattr(fact, name) for name in KEY}
    name = fact_id(digest, 4, 11, fields)
    assert len(name) == 16
    assert name == fact_id(digest, 4, 11, dict(fact))
    assert name == fact_id(digest, 4, 11, fields | {"value": Decimal("3E+10")})
    others = {
        fact_id(document_digest("营收 300 亿美元。"), 4, 11, fields),
        fact_id(digest, 3, 11, fields),
        fact_id(digest, 4, 12, fields),
        *(fact_id(digest, 4, 11, fields | {field: "x"}) for field in KEY),
    }
    assert name not in others
    assert len(others) == 3 + len(KEY)
