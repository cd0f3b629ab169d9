"""The review page: documents with their figures marked, in one file that needs no network.

`page/` holds its markup, style and script. Documents and facts are data in it, which the script
puts on the page as text; a policy in the page lets no other script run and nothing be loaded.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any, Final

from nvdx.documents.types import Document
from nvdx.fact import Fact
from nvdx.golden import Difference, Record
from nvdx.output.explanation import Explained, Refused, figure_text
from nvdx.output.jsonl import json_text

__all__ = ["Reviewed", "explained", "page"]

FOLDER: Final = Path(__file__).parent / "page"


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A document, its records with the reasons of their fields, and the figures that are none.

    `differences` are those to its golden records, None where they are not compared.
    """

    document: Document
    facts: Sequence[Explained]
    refused: Sequence[Refused]
    differences: Sequence[Difference] | None = None


def page(reviewed: Iterable[Reviewed]) -> str:
    """The whole page as HTML."""
    documents: list[dict[str, Any]] = []
    facts: list[dict[str, Any]] = []
    golden = False
    for number, one in enumerate(reviewed):
        offset = _utf16(one.document.text)
        documents.append(_document(one, offset))
        facts += _facts(one, number, offset)
        golden = golden or one.differences is not None
    data = {"documents": documents, "facts": facts, "golden": golden}
    style, script = _part("page.css"), _part("page.js")
    policy = (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    parts = {"policy": policy, "style": style, "script": script, "data": _escaped(data)}
    pieces = _part("page.html").split("@")
    return "".join(part if i % 2 == 0 else parts[part] for i, part in enumerate(pieces))


@cache
def _part(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    """What a content security policy calls an inline script or style by."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _escaped(data: Mapping[str, Any]) -> str:
    """JSON in which nothing can end the element that it stands in, and no code point is lost."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return "".join(c if not "\ud800" <= c <= "\udfff" else f"\\u{ord(c):04x}" for c in text)


class _utf16:
    """From code points to the UTF-16 units that a browser counts in.

    >>> [_utf16("a😀b")(offset) for offset in range(4)]
    [0, 1, 3, 4]
    """

    def __init__(self, text: str) -> None:
        self._places = (
            None
            if not text or max(text) <= "\uffff"
            else [0, *accumulate(2 if character > "\uffff" else 1 for character in text)]
        )

    def __call__(self, offset: int) -> int:
        return offset if self._places is None else self._places[offset]


def _document(one: Reviewed, offset: _utf16) -> dict[str, Any]:
    meta = one.document.meta
    return {
        "path": _plain(one.document.path), "title": meta.title, "text": one.document.text,
        "published": meta.published and meta.published.isoformat(),
        "refused": [
            {"span": [offset(no.start), offset(no.end)], "reason": no.reason} for no in one.refused
        ],
    }  # fmt: skip


def _plain(path: str) -> str:
    """A path as text, where its bytes are no text with signs in their place."""
    return path.encode("utf-8", "replace").decode("utf-8")


def _facts(one: Reviewed, number: int, offset: _utf16) -> list[dict[str, Any]]:
    changed = {d.now: d for d in one.differences or () if d.now is not None}
    made = []
    for at, explained in enumerate(one.facts):
        difference = changed.get(at)
        fact = explained.fact
        record = json.loads(fact.to_json())
        made.append(
            _entry(number, record, offset, figure_text(fact), explained.because, difference)
        )
    for difference in one.differences or ():
        if difference.kind == "missed":
            record = json.loads(json_text(difference.record))
            made.append(_entry(number, record, offset, str(record.get("raw")), (), difference))
    return sorted(made, key=lambda entry: entry["span"])


def _entry(
    number: int,
    record: Record,
    offset: _utf16,
    figure: str,
    because: Sequence[tuple[str, str]],
    difference: Difference | None,
) -> dict[str, Any]:
    source = record["source"]
    changes = difference.changes if difference is not None else ()
    return {
        "doc": number, "record": record, "figure": figure, "because": because,
        "span": [offset(source["start"]), offset(source["end"])],
        "evidence": {
            name: [offset(span["start"]), offset(span["end"])]
            for name, span in record.get("evidence", {}).items()
        },
        "status": difference.kind if difference is not None else "same",
        "changes": [[c.field, json_text(c.golden), json_text(c.now)] for c in changes],
    }  # fmt: skip


def explained(facts: Iterable[Fact]) -> list[Explained]:
    """Records that come from a file, with the reasons that they carry themselves."""
    made = []
    for number, fact in enumerate(facts, start=1):
        words = ((name, f"«{' '.join(span.text.split())}»") for name, span in fact.evidence.items())
        made.append(Explained(number, fact, (("rule", fact.rule), *words)))
    return made
