"""The companies known: their names, people, fiscal calendars, segments and products.

A company is one YAML file, checked here when it is loaded; nothing about any company is in code.
The built-in files are `nvdx/lexicon/companies/*.yaml`, a user's own directories come on top.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Final, Self

import yaml
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    field_validator,
    model_validator,
)

from nvdx.fiscal import Calendar, Label

try:  # many times faster, but absent where PyYAML was built without libyaml
    from yaml import CBaseLoader as BaseLoader
except ImportError:
    from yaml import BaseLoader  # type: ignore[assignment]

__all__ = ["Company", "CompanyFileError", "Term", "load_companies"]

BUILT_IN: Final = Path(__file__).parent / "lexicon" / "companies"

Word = Annotated[str, StringConstraints(min_length=1, pattern=r"^\S(.*\S)?$")]
TermId = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9]+(_[a-z0-9]+)*(\.[a-z0-9]+(_[a-z0-9]+)*)*$")
]


class _Loader(BaseLoader):
    """Leaves every scalar a string, as all our fields are, and accepts no key twice.

    So no id turns into a bool or a float (`NO`, `0700.10`) and no CIK into an octal number.
    """

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        mapping = super().construct_mapping(node, deep=deep)
        if len(mapping) < len(node.value):
            keys = [key.value for key, _ in node.value]
            twice = next(i for i, key in enumerate(keys) if key in keys[:i])
            problem = f"key {keys[twice]!r} is there twice"
            raise yaml.constructor.ConstructorError(
                problem=problem, problem_mark=node.value[twice][0].start_mark
            )
        return mapping


class Term(BaseModel):
    """A business segment or a product, and the words that mean it.

    >>> Term(id="data_center.compute", words=("数据中心计算", "data center compute")).id
    'data_center.compute'
    >>> Term(id="Data Center", words=("数据中心",))
    Traceback (most recent call last):
        ...
    pydantic_core._pydantic_core.ValidationError: 1 validation error for Term
    ...
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: TermId = Field(description="Dotted path in snake_case: data_center.compute")
    words: tuple[Word, ...] = Field(
        default=(),
        description="Bare nouns in English and Simplified Chinese, without 业务, 收入 or revenue; "
        "once loaded, the names and the generic words too",
    )
    names: tuple[Word, ...] = Field(
        default=(), description="Words that point to the company too: AWS, Azure, 阿里云"
    )
    generic: tuple[Word, ...] = Field(
        default=(),
        description="Everyday words that mean the term only beside 业务, 收入, revenue and the "
        "like, or as the head of a row or an item: 服务, AI, cloud",
    )

    @model_validator(mode="after")
    def _all_words(self) -> Self:
        words = tuple(dict.fromkeys((*self.words, *self.names, *self.generic)))
        if not words:
            raise ValueError(f"{self.id} has no words")
        object.__setattr__(self, "words", words)
        return self


class Company(BaseModel):
    """What the extractor knows of one company."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Word = Field(description="As in records: NVDA, 0700.HK, OpenAI")
    name: Word = Field(description="Usual English name")
    aliases: tuple[Word, ...] = Field(
        min_length=1,
        description="Names in text, in every script, Latin ones in the case that text uses",
    )
    people: tuple[Word, ...] = Field(
        default=(), description="Executives whose name alone points to the company"
    )
    ticker: Word | None = Field(
        default=None, description="As the exchange has it; null: not listed"
    )
    cik: Annotated[str, StringConstraints(pattern=r"^[0-9]{10}$")] | None = Field(
        default=None, description="Ten digits where the company files with the SEC"
    )
    fiscal_year_end: str = Field(
        description="31 December, last Sunday of January, Saturday nearest 31 January"
    )
    year_label: Label = Field(
        default="end", description="The calendar year that names a fiscal year: of its end or start"
    )
    extra_week_quarter: Annotated[int, Field(ge=1, le=4)] = Field(
        default=4, description="The quarter of a 53-week year that has 14 weeks"
    )
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] = Field(
        description="ISO 4217 code of the currency that it reports in"
    )
    segments: tuple[Term, ...] = ()
    products: tuple[Term, ...] = ()

    @field_validator("ticker", "cik", mode="before")
    @classmethod
    def _null(cls, value: object) -> object:
        # The base loader reads YAML's null as the text of it.
        return None if value in ("null", "~", "") else value

    @field_validator("segments", "products")
    @classmethod
    def _unambiguous(cls, terms: tuple[Term, ...]) -> tuple[Term, ...]:
        owners: dict[str, str] = {}
        for term in terms:
            if term.id in owners.values():
                raise ValueError(f"{term.id} is listed twice")
            for word in term.words:
                if word in owners:
                    raise ValueError(f"{word!r} is listed for {owners[word]} and for {term.id}")
                owners[word] = term.id
        return terms

    @field_validator("fiscal_year_end")
    @classmethod
    def _understood(cls, rule: str) -> str:
        Calendar.parse(rule)
        return rule

    def __hash__(self) -> int:
        # One id, one company: the words of all terms need not be hashed to look something up by it.
        return hash(self.id)

    @property
    def calendar(self) -> Calendar:
        """The fiscal calendar."""
        return Calendar.parse(self.fiscal_year_end, self.year_label, self.extra_week_quarter)


class CompanyFileError(ValueError):
    """A company file that cannot be used; the message names file, line and field, for people."""

    def __init__(self, path: Path, line: int, field: str, problem: str) -> None:
        where = f"{path}:{line}: {field}: " if field else f"{path}:{line}: "
        super().__init__(where + problem)
        self.path = path
        self.line = line
        self.field = field
        self.problem = problem


def load_companies(extra_dirs: Sequence[Path] = ()) -> Mapping[str, Company]:
    """All companies by id: the built-in ones, then those of the `*.yaml` files of each directory.

    A company of a later directory replaces the one of the same id. Files are read once a process.
    Raises CompanyFileError for a file that does not fit the schema, that repeats an id of its own
    directory, or that claims a name that another company has; NotADirectoryError for a directory
    that is none.

    >>> nvidia = load_companies()["NVDA"]
    >>> nvidia.name, nvidia.fiscal_year_end
    ('NVIDIA', 'last Sunday of January')
    """
    return _load(tuple(extra_dirs))


@lru_cache(maxsize=8)
def _load(extra_dirs: tuple[Path, ...]) -> Mapping[str, Company]:
    companies: dict[str, Company] = {}
    sources: dict[str, Path] = {}
    for directory in (BUILT_IN, *extra_dirs):
        if not directory.is_dir():
            raise NotADirectoryError(f"{directory} is not a directory of company files")
        here: set[str] = set()
        for path in sorted(directory.glob("*.yaml")):
            company = read_company(path)
            if company.id in here:
                raise _error(path, ("id",), f"{company.id} is also in {sources[company.id]}")
            here.add(company.id)
            # A replacement goes to the end, so that it is the one to blame for a name taken twice.
            companies.pop(company.id, None)
            companies[company.id] = company
            sources[company.id] = path
    _check_names(companies.values(), sources)
    return MappingProxyType(companies)


def _names(company: Company) -> Iterator[tuple[Sequence[str | int], str]]:
    """All that points to the company without more words, each with its place in the file."""
    for index, name in enumerate(company.aliases):
        yield ("aliases", index), name
    for index, name in enumerate(company.people):
        yield ("people", index), name
    for number, segment in enumerate(company.segments):
        for index, name in enumerate(segment.names):
            yield ("segments", number, "names", index), name
    for number, product in enumerate(company.products):
        for index, name in enumerate(product.names):
            yield ("products", number, "names", index), name


def _check_names(companies: Iterable[Company], sources: Mapping[str, Path]) -> None:
    """A name that points to two companies would point to neither."""
    owners: dict[str, Company] = {}
    for company in companies:
        for location, name in _names(company):
            owner = owners.setdefault(name, company)
            if owner is not company:
                raise _error(sources[company.id], location, f"{name!r} also means {owner.id}")


def read_company(path: Path) -> Company:
    """One company file; CompanyFileError where it is not valid."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise CompanyFileError(path, 1, "", f"is not UTF-8 ({error.reason})") from error
    try:
        data = yaml.load(text, _Loader)
    except yaml.MarkedYAMLError as error:
        line = 1 if error.problem_mark is None else error.problem_mark.line + 1
        raise CompanyFileError(path, line, "", f"is not YAML: {error.problem}") from error
    except yaml.YAMLError as error:
        raise CompanyFileError(path, 1, "", f"is not YAML: {error}") from error
    try:
        return Company.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise _error(path, first["loc"], first["msg"].removeprefix("Value error, ")) from error


def _error(path: Path, location: Sequence[str | int], problem: str) -> CompanyFileError:
    """The error for people: the line is that of the deepest part of the location that is there."""
    node = yaml.compose(path.read_text(encoding="utf-8"), _Loader)
    line = 1
    for step in location:
        if isinstance(node, yaml.MappingNode):
            found = [(key, value) for key, value in node.value if key.value == step]
            if not found:  # a field that is missing: the line of what lacks it
                break
            key, node = found[0]
            line = key.start_mark.line + 1
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            node = node.value[step]
            line = node.start_mark.line + 1
    return CompanyFileError(path, line, ".".join(map(str, location)), problem)
