"""The companies known: their names, people, fiscal calendars, segments and products.

A company is one YAML file, checked here when it is loaded; nothing about any company is in code.
The built-in files are `nvdx/lexicon/companies/*.yaml`, a user's own folders come on top.

>>> Term(id="data_center.compute", words=("数据中心计算", "data center compute")).id
'data_center.compute'
>>> Term(id="Data Center", words=("数据中心",))
Traceback (most recent call last):
    ...
pydantic_core._pydantic_core.ValidationError: 1 validation error for Term
...
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Final, NamedTuple, Self

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
from pydantic_core import ErrorDetails

from nvdx.fiscal import Calendar, Label
from nvdx.lexicon import case_forms
from nvdx.lexicon.loader import Loader

__all__ = ["Company", "CompanyFileError", "Problem", "Term", "load_companies"]

BUILT_IN: Final = Path(__file__).parent / "lexicon" / "companies"
SUFFIXES: Final = (".yaml", ".yml")

COMPANY_ID: Final = r"^[^\s,]+$"
TERM_ID: Final = r"^[a-z0-9]+(_[a-z0-9]+)*(\.[a-z0-9]+(_[a-z0-9]+)*)*$"
WORD: Final = r"^\S(.*\S)?$"
CIK: Final = r"^[0-9]{10}$"
CURRENCY: Final = r"^[A-Z]{3}$"
PATTERNS: Final = {
    COMPANY_ID: "should have a character at least, no spaces and no commas",
    TERM_ID: "should be snake_case with dots between levels, as data_center.compute",
    WORD: "should neither start nor end with a space",
    CIK: "should be ten digits",
    CURRENCY: "should be an ISO 4217 code, as USD",
}
"""What the patterns ask for, in words for people."""

Word = Annotated[str, StringConstraints(min_length=1, pattern=WORD)]


class Term(BaseModel):
    """A business segment or a product, and the words that mean it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, StringConstraints(pattern=TERM_ID)] = Field(
        description="Dotted path in snake_case: data_center.compute"
    )
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

    id: Annotated[str, StringConstraints(pattern=COMPANY_ID)] = Field(
        description="As in records: NVDA, 0700.HK, OpenAI"
    )
    name: Word = Field(description="Usual English name")
    aliases: tuple[Word, ...] = Field(
        min_length=1,
        description="Names in text: Chinese ones in Simplified characters (others may stand beside "
        "them) and without spaces, Latin ones in the case that text uses",
    )
    people: tuple[Word, ...] = Field(
        default=(), description="Executives whose name alone points to the company"
    )
    ticker: Word | None = Field(
        default=None, description="As the exchange has it; null: not listed"
    )
    cik: Annotated[str, StringConstraints(pattern=CIK)] | None = Field(
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
    currency: Annotated[str, StringConstraints(pattern=CURRENCY)] = Field(
        description="ISO 4217 code of the currency that it reports in"
    )
    segment_margins: bool = Field(
        default=True, description="Whether it states gross margins of its segments"
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


class Problem(NamedTuple):
    """What is wrong with a company file or a folder of them; `str` is the message for people.

    The line counts from 1; it is None and the field is empty where the whole file is meant.
    """

    path: Path
    line: int | None
    field: str
    message: str

    def __str__(self) -> str:
        place = str(self.path) if self.line is None else f"{self.path}:{self.line}"
        return ": ".join(part for part in (place, self.field, self.message) if part)


class CompanyFileError(ValueError):
    """Company files that cannot be used, with all that is wrong with them."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def load_companies(extra_dirs: Sequence[Path] = ()) -> Mapping[str, Company]:
    """All companies by id: the built-in ones, then those of the YAML files of each folder.

    A company of a later folder replaces the one of the same id. Files are read once a process.
    Raises CompanyFileError for a folder that has no company files, and for files that do not fit
    the schema, that repeat an id of their own folder, or that claim a name of another company.

    >>> nvidia = load_companies()["NVDA"]
    >>> nvidia.name, nvidia.fiscal_year_end
    ('NVIDIA', 'last Sunday of January')
    """
    return _load(tuple(extra_dirs))


@lru_cache(maxsize=8)
def _load(folders: tuple[Path, ...]) -> Mapping[str, Company]:
    companies: dict[str, Company] = {}
    sources: dict[str, Path] = {}
    problems: list[Problem] = []
    for folder in (BUILT_IN, *folders):
        here: dict[str, Path] = {}
        for path in _files(folder, problems):
            try:
                company = read_company(path)
            except CompanyFileError as error:
                problems += error.problems
                continue
            if company.id in here:
                twice = f"{company.id} is also in {here[company.id]}"
                problems.append(_problem(path, ("id",), twice))
                continue
            # A replacement goes to the end, so that it is the one to blame for a name taken twice.
            companies.pop(company.id, None)
            companies[company.id] = company
            sources[company.id] = here[company.id] = path
    problems = problems or list(_names_taken_twice(companies.values(), sources))
    if problems:
        raise CompanyFileError(*problems)
    return MappingProxyType(companies)


def _files(folder: Path, problems: list[Problem]) -> list[Path]:
    """The company files of a folder by name; hidden ones are of editors and systems."""
    try:
        files = sorted(
            path
            for path in folder.iterdir()
            if path.suffix in SUFFIXES and not path.name.startswith(".")
        )
    except OSError as error:
        message = f"cannot be read as a folder of company files: {error.strerror}"
        problems.append(Problem(folder, None, "", message))
        return []
    if not files:
        message = f"has no company files (*{', *'.join(SUFFIXES)})"
        problems.append(Problem(folder, None, "", message))
    return files


def _names(company: Company) -> Iterator[tuple[Sequence[str | int], str, Sequence[str]]]:
    """All that points to the company without more words: place in the file, name, forms in texts."""
    for index, name in enumerate(company.aliases):
        yield ("aliases", index), name, (name,)
    for index, name in enumerate(company.people):
        yield ("people", index), name, (name,)
    for kind, terms in (("segments", company.segments), ("products", company.products)):
        for number, term in enumerate(terms):
            for index, name in enumerate(term.names):
                yield (kind, number, "names", index), name, case_forms(name)


def _names_taken_twice(
    companies: Iterable[Company], sources: Mapping[str, Path]
) -> Iterator[Problem]:
    """A name that points to two companies would point to neither."""
    owners: dict[str, Company] = {}
    for company in companies:
        for location, name, forms in _names(company):
            for form in forms:
                owner = owners.setdefault(form, company)
                if owner is not company:
                    message = f"{name!r} also means {owner.id}, by {sources[owner.id]}"
                    yield _problem(sources[company.id], location, message)
                    break


def read_company(path: Path) -> Company:
    """One company file; CompanyFileError with all its problems where it is not valid."""
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader)
    except OSError as error:
        raise _unreadable(path, None, f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise _unreadable(path, None, f"is not UTF-8 ({error.reason})") from error
    except yaml.MarkedYAMLError as error:
        line = 1 if error.problem_mark is None else error.problem_mark.line + 1
        raise _unreadable(path, line, f"is not YAML: {error.problem or error.context}") from error
    except yaml.YAMLError as error:
        raise _unreadable(path, None, f"is not YAML: {' '.join(str(error).split())}") from error
    except RecursionError as error:
        raise _unreadable(path, None, "is nested too deeply") from error
    try:
        return Company.model_validate(data)
    except ValidationError as errors:
        problems = [_problem(path, error["loc"], _message(error)) for error in errors.errors()]
        raise CompanyFileError(*sorted(problems, key=lambda p: p.line or 0)) from errors


def _unreadable(path: Path, line: int | None, message: str) -> CompanyFileError:
    return CompanyFileError(Problem(path, line, "", message))


MESSAGES: Final = {
    "missing": "is missing",
    "model_type": "should be a mapping of fields to values",
    "tuple_type": "should be a list",
    "too_short": "should not be empty",
    "string_too_short": "should not be empty",
    "string_type": "should be text",
}
"""Pydantic's types of errors whose messages speak of Python, in the words of YAML."""


def _message(error: ErrorDetails) -> str:
    kind, given = error["type"], error["input"]
    if kind == "extra_forbidden":
        model = Term if error["loc"][0] in ("segments", "products") else Company
        close = get_close_matches(str(error["loc"][-1]), model.model_fields, n=1)
        return "is not a field" + (f"; did you mean {close[0]}?" if close else "")
    if kind in MESSAGES:
        return MESSAGES[kind]
    message = error["msg"].removeprefix("Value error, ")
    if kind == "string_pattern_mismatch":
        message = PATTERNS[error["ctx"]["pattern"]]
    return message if kind == "value_error" else f"{message}, not {given!r}"


def _problem(path: Path, location: Sequence[str | int], message: str) -> Problem:
    """The problem at a place of a file: the line of the deepest part of the place that is there."""
    node = yaml.compose(path.read_text(encoding="utf-8"), Loader)
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
    return Problem(path, line, ".".join(map(str, location)), message)
