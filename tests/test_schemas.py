from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import a_fact
from jsonschema import Draft202012Validator

from nvdx.commands.schema import THINGS, Thing, schema_text, write_schemas
from nvdx.fact import METRICS, Fact
from nvdx.output.jsonl import json_text
from nvdx.output.periods import period_views

SCHEMAS = Path(__file__).parent.parent / "schemas"


def validator(thing: Thing) -> Draft202012Validator:
    return Draft202012Validator(json.loads(schema_text(thing)))


def described(schema: dict[str, Any]) -> bool:
    return all("description" in field or "$ref" in field for field in schema["properties"].values())


@pytest.mark.parametrize("thing", THINGS)
def test_the_files_are_up_to_date(thing: Thing) -> None:
    file = SCHEMAS / f"{thing}.schema.json"
    assert file.read_text(encoding="utf-8") == schema_text(thing), "run `make schemas`"


def test_there_is_no_other_file() -> None:
    assert {path.name for path in SCHEMAS.iterdir()} == {f"{t}.schema.json" for t in THINGS}


def test_all_are_written(tmp_path: Path) -> None:
    write_schemas(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {f"{t}.schema.json" for t in THINGS}


@pytest.mark.parametrize("thing", THINGS)
def test_a_schema_is_one_of_draft_2020_12(thing: Thing) -> None:
    schema = json.loads(schema_text(thing))
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"]
    assert schema["title"]


def test_every_field_of_a_fact_is_required_and_described() -> None:
    schema = json.loads(schema_text("fact"))
    assert schema["required"] == list(Fact.model_fields)
    assert schema["additionalProperties"] is False
    assert schema["properties"]["metric"]["enum"] == list(METRICS)
    assert described(schema)
    assert described(schema["$defs"]["Source"])


def test_what_is_written_is_valid() -> None:
    facts = [
        a_fact(),
        a_fact(value=None, low="-1.5", high=10, fiscal_period=None),
        a_fact(measure="share", value=87, segment="data_center"),
        a_fact(metric="eps", unit="USD/share", value="0.68", basis="non_gaap", kind="consensus"),
    ]
    for fact in facts:
        validator("fact").validate(json.loads(fact.to_json()))
    for view in period_views(facts):
        validator("period").validate(json.loads(json_text(view)))


@pytest.mark.parametrize(
    ("field", "content"),
    [("value", "300"), ("metric", "ebitda"), ("fiscal_period", "2025Q2"), ("unit", "$"), ("x", 1)],
)
def test_what_is_no_fact_is_not_valid(field: str, content: object) -> None:
    line = json.loads(a_fact().to_json()) | {field: content}
    assert not validator("fact").is_valid(line)
