from __future__ import annotations

from decimal import Decimal

import pytest
from conftest import a_fact

from nvdx.fact import Fact, read_facts
from nvdx.output.jsonl import fact_lines, json_text


def test_lines_are_utf8_and_each_is_closed() -> None:
    facts = [a_fact(value=1), a_fact(value=2)]
    data = fact_lines(facts)
    assert data.endswith(b"}\n")
    assert data.count(b"\n") == 2
    assert "亿美元".encode() in data
    assert list(read_facts(data.splitlines())) == facts
    assert fact_lines([]) == b""


def test_any_content_has_the_form_of_a_record() -> None:
    fact = a_fact(value="0.680")
    assert json_text(fact) == fact.to_json()
    assert Fact.model_validate_json(json_text(fact)) == fact


@pytest.mark.parametrize("content", [0.5, {Decimal(1)}, {"a": [object()]}, b"bytes"])
def test_inexact_and_unknown_content_is_refused(content: object) -> None:
    with pytest.raises(TypeError):
        json_text(content)
