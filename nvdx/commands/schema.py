"""`nvdx schema`: the JSON Schemas of what is written and read."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Final, Literal, get_args

Thing = Literal["fact", "period", "company"]

THINGS: Final[tuple[Thing, ...]] = get_args(Thing)


def schema(thing: Thing) -> int:
    """Write the schema of a thing to standard output."""
    sys.stdout.write(schema_text(thing))
    return 0


def write_schemas(folder: Path) -> None:
    """Write the schema of each thing to ``THING.schema.json`` in a folder."""
    for thing in THINGS:
        (folder / f"{thing}.schema.json").write_text(schema_text(thing), encoding="utf-8")


def schema_text(thing: Thing) -> str:
    """A JSON Schema (2020-12) as it stands in ``schemas/``."""
    content = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:nvdx:schema:{thing}",
        **_model_schema(thing),
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _model_schema(thing: Thing) -> dict[str, Any]:
    match thing:
        case "fact":
            from nvdx.fact import Fact

            return Fact.model_json_schema(mode="serialization")
        case "period":
            from nvdx.output.periods import PeriodView

            return PeriodView.model_json_schema(mode="serialization")
        case "company":
            from nvdx.companies import Company

            return Company.model_json_schema(mode="validation")
