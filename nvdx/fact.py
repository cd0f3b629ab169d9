"""The record that extraction yields: one figure stated in a text, with its meaning and its place.

Numbers are :class:`~decimal.Decimal` from the text to the JSON line and back: they are written as
plain JSON numbers, exact and in one canonical form, and read without passing through a float.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from json.encoder import encode_basestring as _quoted
from typing import Annotated, Any, Final, Literal, Self, get_args

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    WithJsonSchema,
    field_validator,
    model_validator,
)

Metric = Literal[
    "revenue",
    "gross_profit",
    "gross_margin",
    "operating_expenses",
    "operating_income",
    "operating_margin",
    "net_income",
    "net_margin",
    "eps",
    "tax_rate",
    "operating_cash_flow",
    "free_cash_flow",
    "capex",
    "inventory",
    "supply_commitments",
    "cash",
    "dividend_per_share",
    "share_repurchases",
    "repurchase_authorization",
    "shareholder_returns",
]
Measure = Literal["level", "yoy", "qoq", "change", "share", "run_rate"]
Kind = Literal["reported", "guidance", "consensus", "estimate"]
Basis = Literal["gaap", "non_gaap"]
Comparator = Literal["=", "~", ">", "<", ">=", "<="]

METRICS: Final[tuple[Metric, ...]] = get_args(Metric)

KEY: Final = (
    "entity",
    "fiscal_period",
    "metric",
    "segment",
    "product",
    "geography",
    "customer",
    "measure",
    "kind",
    "basis",
    "unit",
    "value",
    "low",
    "high",
)
"""The fields that say what a figure means; two records that agree in them say the same thing."""

# A number has to be a Decimal already: a float would have lost digits and a string is no number.
Number = Annotated[Decimal, Field(strict=True), WithJsonSchema({"type": "number"})]
Day = Annotated[date, Field(strict=True)]
Offset = Annotated[int, Field(strict=True, ge=0)]
Text = Annotated[str, Field(min_length=1)]
Period = Annotated[str, Field(pattern=r"^FY[0-9]{4}(Q[1-4](TTM)?|H[12]|M9)?$")]
Path = Annotated[str, Field(pattern=r"^[a-z0-9_]+(\.[a-z0-9_]+)*$")]
Group = Annotated[str, Field(pattern=r"^[a-z0-9_]+(\+[a-z0-9_]+)*$")]
Region = Annotated[str, Field(pattern=r"^(ex-)?[A-Z]{2}(\+[A-Z]{2})*$")]
Unit = Annotated[str, Field(pattern=r"^([A-Z]{3}(/share)?|percent|percentage_points)$")]
FactId = Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]


class EvidenceSpan(BaseModel):
    """Words of the document that decided a field."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    start: Offset = Field(description="First code point of the words in the decoded file.")
    end: Offset = Field(description="One past the last code point of the words.")
    text: Text = Field(description="The words as they stand in the file.")


class Source(BaseModel):
    """Where a figure stands."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    doc: Text = Field(description="Path of the document as it was given, `-` for standard input.")
    title: str | None = Field(default=None, description="The document's title.")
    published: Day | None = Field(default=None, description="The document's date.")
    line: Annotated[int, Field(strict=True, ge=1)] = Field(
        description="Line of the figure, from 1."
    )
    start: Offset = Field(description="First code point of the figure in the decoded file.")
    end: Offset = Field(description="One past the last code point of the figure.")
    quote: Text = Field(description="The sentence that states the figure.")


class Fact(BaseModel):
    """One figure stated in a text.

    The order of the fields is the order of the keys in a line of JSON. Numbers have to be
    ``Decimal`` and dates ``date``; :meth:`model_validate_json` and :func:`read_facts` make them
    from a line. Write with :meth:`to_json`.

    Raises ``pydantic.ValidationError`` where a field breaks the record's rules.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        json_schema_extra={"description": "One figure stated in a text."},
        json_schema_serialization_defaults_required=True,
    )

    id: FactId = Field(
        description="Name of the record: the first 16 hex digits of a SHA-256 over the document's "
        "text, the span and the key fields; the same on every machine."
    )
    entity: Text = Field(description="Whose figure: the id of a company, such as `NVDA`.")
    fiscal_period: Period | None = Field(
        default=None,
        description="Period in the company's own fiscal calendar: `FY2025Q2`, `FY2025`, "
        "`FY2025H1`, `FY2025M9` (first nine months) or `FY2025Q2TTM` (the four quarters that end "
        "with FY2025Q2); null where the text does not tell.",
    )
    period_start: Day | None = Field(default=None, description="First day of the period.")
    period_end: Day | None = Field(default=None, description="Last day of the period.")
    period_text: Text | None = Field(
        default=None, description="The words that decided the period; null where it was inherited."
    )
    metric: Metric = Field(description="What is measured.")
    segment: Path | None = Field(
        default=None,
        description="Business segment or market platform as a dotted path; null is the company.",
    )
    product: Group | None = Field(
        default=None, description="Product or product family that the figure is for alone."
    )
    geography: Region | None = Field(
        default=None, description="ISO 3166 alpha-2 code, or `ex-CN` for 'without China'."
    )
    customer: Group | None = Field(default=None, description="Customer group, such as `csp`.")
    measure: Measure = Field(
        description="`level` (the amount), `yoy`, `qoq`, `change` (growth whose base is not "
        "stated), `share` (part of a whole) or `run_rate` (annualised)."
    )
    share_of: Path | None = Field(
        default=None, description="For a share: `total`, or the segment that it is a part of."
    )
    kind: Kind = Field(
        description="`reported`; `guidance` (the company's outlook); `consensus` (the market's "
        "expectation); `estimate` (one third party's forecast)."
    )
    basis: Basis | None = Field(
        default=None, description="Accounting basis; null where it is not stated."
    )
    value: Number | None = Field(
        default=None, description="The figure; null where only a range is stated."
    )
    low: Number | None = Field(
        default=None, description="Lower bound of a range, of a ± or of a vague magnitude."
    )
    high: Number | None = Field(default=None, description="Upper bound, where there is a lower.")
    comparator: Comparator = Field(
        default="=", description="How the text bounds the figure; `~` is 'about'."
    )
    unit: Unit = Field(
        description="ISO 4217 code, such a code with `/share`, `percent` or `percentage_points`."
    )
    decimals: Annotated[int, Field(strict=True)] | None = Field(
        default=None,
        description="Precision as in XBRL: the figure is stated to 10 to the power -decimals.",
    )
    raw: Text = Field(description="The figure as it stands in the file, exactly text[start:end].")
    source: Source = Field(description="Where the figure stands.")
    evidence: dict[str, EvidenceSpan] = Field(
        default_factory=dict, description="For each field that words decided, those words."
    )
    rule: Text = Field(description="Name of the rule that made the record.")

    @field_validator("raw")
    @classmethod
    def _raw_is_no_blank(cls, raw: str) -> str:
        if raw.isspace():
            raise ValueError("is blank")
        return raw

    @model_validator(mode="after")
    def _fields_agree(self) -> Self:
        if (self.low is None) != (self.high is None):
            raise ValueError("low and high stand together or not at all")
        if self.value is None and self.low is None:
            raise ValueError("neither a value nor a range")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError("low is above high")
        if (self.period_start is None) != (self.period_end is None):
            raise ValueError("period_start and period_end stand together or not at all")
        if self.period_start is not None and self.period_end is not None:
            if self.fiscal_period is None:
                raise ValueError("dates of a period without fiscal_period")
            if self.period_start > self.period_end:
                raise ValueError("period_start is after period_end")
        if (self.measure == "share") != (self.share_of is not None):
            raise ValueError("share_of belongs to a share, and a share has it")
        if self.source.end - self.source.start != len(self.raw):
            raise ValueError("raw is not as long as its span")
        return self

    def __hash__(self) -> int:
        return hash(self.id)

    def to_json(self) -> str:
        """The record as one line of JSON, without the line end.

        Keys in the order of the fields, nothing escaped that needs no escape, dates as ISO 8601,
        numbers in their canonical form (see :func:`number_text`). The same record gives the same
        characters everywhere.
        """
        source = self.source
        spans = ",".join(
            f'{_quoted(name)}:{{"start":{span.start},"end":{span.end},"text":{_quoted(span.text)}}}'
            for name, span in self.evidence.items()
        )
        return (
            f'{{"id":"{self.id}","entity":{_quoted(self.entity)},'
            f'"fiscal_period":{_text(self.fiscal_period)},'
            f'"period_start":{_day(self.period_start)},"period_end":{_day(self.period_end)},'
            f'"period_text":{_text(self.period_text)},"metric":"{self.metric}",'
            f'"segment":{_text(self.segment)},"product":{_text(self.product)},'
            f'"geography":{_text(self.geography)},"customer":{_text(self.customer)},'
            f'"measure":"{self.measure}","share_of":{_text(self.share_of)},'
            f'"kind":"{self.kind}","basis":{_text(self.basis)},'
            f'"value":{_number(self.value)},"low":{_number(self.low)},"high":{_number(self.high)},'
            f'"comparator":"{self.comparator}","unit":"{self.unit}",'
            f'"decimals":{"null" if self.decimals is None else self.decimals},'
            f'"raw":{_quoted(self.raw)},'
            f'"source":{{"doc":{_quoted(source.doc)},"title":{_text(source.title)},'
            f'"published":{_day(source.published)},"line":{source.line},'
            f'"start":{source.start},"end":{source.end},"quote":{_quoted(source.quote)}}},'
            f'"evidence":{{{spans}}},"rule":{_quoted(self.rule)}}}'
        )

    @classmethod
    def model_validate_json(cls, json_data: str | bytes | bytearray, **options: Any) -> Self:
        """The record of a line of JSON; pydantic's own reader would round numbers to a float.

        Every key has to be there, null or not, as in the schema.
        Raises ``pydantic.ValidationError`` for what is no JSON or no record.
        """
        try:
            content = json.loads(json_data, parse_float=Decimal)
        except ValueError:
            return super().model_validate_json(json_data, **options)  # to say what is wrong
        if isinstance(content, dict):
            _restore_types(content)
            missing = [name for name in cls.model_fields if name not in content]
            if missing:
                raise ValidationError.from_exception_data(
                    cls.__name__,
                    [{"type": "missing", "loc": (name,), "input": content} for name in missing],
                )
        return cls.model_validate(content, **options)


def _restore_types(content: dict[str, Any]) -> None:
    """Put Decimals and dates where JSON has integers and strings; leave the rest to be refused."""
    for name in ("value", "low", "high"):
        # bool is an int to Python, not to JSON
        if type(content.get(name)) is int:
            content[name] = Decimal(content[name])
    _restore_dates(content, "period_start", "period_end")
    if isinstance(source := content.get("source"), dict):
        _restore_dates(source, "published")


def _restore_dates(content: dict[str, Any], *names: str) -> None:
    for name in names:
        if isinstance(text := content.get(name), str):
            try:
                day = date.fromisoformat(text)
            except ValueError:
                continue
            if day.isoformat() == text:  # no 20240728, no 2024-W30-7
                content[name] = day


def number_text(number: Decimal) -> str:
    """A decimal as a plain JSON number: exact, no exponent, no needless zero, no negative zero.

    >>> number_text(Decimal("3.0e10"))
    '30000000000'
    >>> number_text(Decimal("0.680"))
    '0.68'
    >>> number_text(Decimal("-0.0"))
    '0'
    """
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _number(number: Decimal | None) -> str:
    return "null" if number is None else number_text(number)


def _text(text: str | None) -> str:
    return "null" if text is None else _quoted(text)


def _day(day: date | None) -> str:
    return "null" if day is None else f'"{day.isoformat()}"'


def document_digest(text: str) -> str:
    """SHA-256 of a document's text in hex, for :func:`fact_id`; work it out once a document.

    >>> document_digest("")[:16]
    'e3b0c44298fc1c14'
    """
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def fact_id(digest: str, start: int, end: int, fields: Mapping[str, Any]) -> str:
    """The id of a record.

    ``digest`` is the :func:`document_digest` of its document, ``start`` and ``end`` its span in the
    decoded file, ``fields`` anything that has the key fields (:data:`KEY`) by name; one that is
    left out counts as null, and other names are ignored.

    >>> figure = {"entity": "NVDA", "metric": "revenue", "value": Decimal("3e10")}
    >>> fact_id(document_digest(""), 0, 4, figure)
    '3a7048605ef97ba8'
    >>> same = figure | {"value": Decimal(30000000000), "low": None, "rule": "another"}
    >>> fact_id(document_digest(""), 0, 4, same) == fact_id(document_digest(""), 0, 4, figure)
    True
    """
    parts = [digest, str(start), str(end)]
    for name in KEY:
        field = fields.get(name)
        if field is None:
            parts.append("")
        else:
            parts.append(number_text(field) if isinstance(field, Decimal) else str(field))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def read_facts(lines: Iterable[str | bytes]) -> Iterator[Fact]:
    """The records of lines of JSON, one at a time; blank lines are skipped.

    Raises ``pydantic.ValidationError`` at the first line that is no record.
    """
    for line in lines:
        if line.strip():
            yield Fact.model_validate_json(line)
