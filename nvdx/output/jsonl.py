"""JSON lines: the record form of every output."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from json.encoder import encode_basestring as _quoted

from pydantic import BaseModel

from nvdx.fact import Fact, number_text


def fact_lines(facts: Iterable[Fact]) -> bytes:
    """The lines of some records, UTF-8, each closed by a line feed."""
    return "".join(f"{fact.to_json()}\n" for fact in facts).encode()


def json_text(content: object) -> str:
    r"""Models, containers, decimals and dates as JSON, under the rules of :meth:`Fact.to_json`.

    >>> json_text({"value": Decimal("3e10"), "on": date(2024, 7, 28), "words": ("营收", None)})
    '{"value":30000000000,"on":"2024-07-28","words":["营收",null]}'

    Raises ``TypeError`` for anything else, floats included: they are not exact.
    """
    match content:
        case None:
            return "null"
        case bool():
            return "true" if content else "false"
        case str():
            return _quoted(content)
        case int():
            return str(content)
        case Decimal():
            return number_text(content)
        case date():
            return f'"{content.isoformat()}"'
        case BaseModel():
            # A model iterates over the pairs of its fields and values.
            return json_text(dict(content))
        case Mapping():
            pairs = (f"{_quoted(str(name))}:{json_text(part)}" for name, part in content.items())
            return f"{{{','.join(pairs)}}}"
        case list() | tuple():
            return f"[{','.join(map(json_text, content))}]"
        case _:
            raise TypeError(f"{type(content).__name__} has no JSON form here")
