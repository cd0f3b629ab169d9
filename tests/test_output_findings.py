from __future__ import annotations

import json
from decimal import Decimal

from nvdx.golden import Change
from nvdx.output.findings import Finding, render

CHANGED = Finding(
    "a,b/note.md",
    3,
    "changed",
    "«75%» margin",
    quote="毛利率 75%，\n高于预期",
    changes=(Change("value", Decimal("75.0"), Decimal(76)), Change("basis", None, "gaap")),
)
MISSING = Finding("note.txt", None, "missing golden", "no golden")


def test_text_is_for_people() -> None:
    assert render([CHANGED, MISSING], "text").splitlines() == [
        "a,b/note.md:3: changed: «75%» margin",
        "    毛利率 75%，",
        "高于预期",
        "    value: 75 → 76",
        "    basis: null → gaap",
        "note.txt: missing golden: no golden",
    ]
    assert render([], "text") == ""


def test_json_is_one_array() -> None:
    assert json.loads(render([], "json")) == []
    changed, missing = json.loads(render([CHANGED, MISSING], "json"))
    assert changed["line"] == 3
    assert changed["changes"][0] == {"field": "value", "golden": 75, "now": 76}
    assert missing == {
        "file": "note.txt",
        "line": None,
        "kind": "missing golden",
        "message": "no golden",
        "quote": None,
        "changes": [],
    }


def test_github_gets_an_annotation_on_one_line() -> None:
    changed, missing = render([CHANGED, MISSING], "github").splitlines()
    assert changed == (
        "::error file=a%2Cb/note.md,line=3,title=changed::«75%25» margin"
        "%0A毛利率 75%25，%0A高于预期%0Avalue: 75 → 76%0Abasis: null → gaap"
    )
    assert missing == "::error file=note.txt,title=missing golden::no golden"
