"""The company files: what they must have, and what a person is told of one that is wrong."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from nvdx.commands.schema import schema_text
from nvdx.companies import (
    BUILT_IN,
    Company,
    CompanyFileError,
    Problem,
    Term,
    load_companies,
    read_company,
)
from nvdx.lexicon import load_yaml

LIST = Path(__file__).parents[2] / "shared" / "companies.tsv"

GOOD = """\
id: ACME
name: Acme
aliases: [Acme, 顶点]
fiscal_year_end: last Friday of April
currency: USD
segments:
  - id: anvils
    words: [铁砧, anvil]
    names: [AcmeAnvil]
    generic: [铁]
"""


def write(directory: Path, text: str, name: str = "acme.yaml") -> Path:
    directory.mkdir(exist_ok=True)
    path = directory / name
    path.write_text(text, encoding="utf-8")
    return path


def test_built_in_companies_are_those_of_the_list() -> None:
    if not LIST.exists():
        pytest.skip(f"needs {LIST.name}, the list of companies that texts are labelled with")
    rows = [line.split("\t") for line in LIST.read_text(encoding="utf-8").splitlines()[1:]]
    companies = load_companies()
    assert set(companies) == {row[0] for row in rows}
    for key, name, names, year_end in rows:
        company = companies[key]
        assert (company.name, company.fiscal_year_end) == (name, year_end)
        known = {*company.aliases, *(name for term in company.segments for name in term.names)}
        # The list separates names by spaces, so a name with one falls apart.
        assert all(any(part in name for name in known) for part in names.split()), key


@pytest.mark.parametrize("path", sorted(BUILT_IN.glob("*.yaml")), ids=lambda path: path.stem)
def test_built_in_file_is_sound(path: Path) -> None:
    company = read_company(path)
    assert path.stem == company.id.lower().replace(".", "_")
    terms = (*company.segments, *company.products)
    for word in (word for term in terms for word in term.words):
        # Text is matched with half-width forms and without spaces beside Chinese characters.
        assert not re.search(r"[\u3000-\u9fff] | [\u3000-\u9fff]|[\uff01-\uff5e]", word), word
    ids = {segment.id for segment in company.segments}
    assert all(key.rpartition(".")[0] in {"", *ids} for key in ids)
    for names in (company.aliases, company.people):
        assert len(names) == len(set(names))


def strangers() -> set[str]:
    return set(load_yaml("strangers.yaml")["companies"])


def test_a_name_of_a_company_is_no_strangers() -> None:
    for company in load_companies().values():
        assert not strangers() & {company.name, *company.aliases, *company.people}, company.id


def test_a_brand_of_a_company_is_no_strangers() -> None:
    for company in load_companies().values():
        terms = (*company.segments, *company.products)
        assert not strangers() & {name for term in terms for name in term.names}, company.id


def schema_allows(text: str) -> bool:
    validator = Draft202012Validator(json.loads(schema_text("company")))
    return validator.is_valid(yaml.safe_load(text))


@pytest.mark.parametrize("path", sorted(BUILT_IN.glob("*.yaml")), ids=lambda path: path.stem)
def test_built_in_file_fits_the_schema(path: Path) -> None:
    assert schema_allows(path.read_text(encoding="utf-8"))


def test_ordinary_words_are_no_names() -> None:
    aliases = {alias for company in load_companies().values() for alias in company.aliases}
    ordinary = {"理想", "字节", "NOW", "Now", "IQ", "LI", "Li", "JD", "SNOW", "MU", "CRM"}
    assert not aliases & ordinary


def test_a_name_has_one_owner() -> None:
    companies = load_companies()
    assert "超微" in companies["SMCI"].aliases
    assert "超微半导体" in companies["AMD"].aliases
    assert "黄仁勋" in companies["NVDA"].people
    everyone = [name for company in companies.values() for name in company.people]
    assert "马斯克" not in everyone
    assert len(everyone) == len(set(everyone))


def test_term_has_all_its_words_in_one_place() -> None:
    term = Term(id="aws", words=("cloud computing",), names=("AWS",), generic=("cloud",))
    assert term.words == ("cloud computing", "AWS", "cloud")
    assert Term.model_validate(term.model_dump()) == term


def test_nvidia_segments_form_a_tree() -> None:
    nvidia = load_companies()["NVDA"]
    by_word = {word: segment.id for segment in nvidia.segments for word in segment.words}
    assert by_word["数据中心"] == by_word["data center"] == "data_center"
    assert by_word["计算与网络"] == "compute_and_networking"
    assert by_word["AI云"] == "data_center.acie.ai_clouds"
    products = {word: product.id for product in nvidia.products for word in product.words}
    assert (products["GB300"], products["主权AI"]) == ("blackwell_ultra", "sovereign_ai")


def test_own_directory_adds_and_replaces(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    write(
        tmp_path, GOOD.replace("ACME", "NVDA").replace("cme", "pex").replace("顶", "尖"), "n.yaml"
    )
    companies = load_companies([tmp_path])
    assert companies["ACME"].segments[0].words == ("铁砧", "anvil", "AcmeAnvil", "铁")
    assert companies["NVDA"].name == "Apex"
    assert load_companies()["NVDA"].name == "NVIDIA"


def test_defaults_of_optional_fields(tmp_path: Path) -> None:
    company = read_company(write(tmp_path, GOOD + "cik: null\nticker: ~\n"))
    assert (company.cik, company.ticker, company.people, company.products) == (None, None, (), ())
    assert (company.year_label, company.extra_week_quarter) == ("end", 4)


def test_scalars_stay_text(tmp_path: Path) -> None:
    text = GOOD.replace("id: ACME", "id: 0123.40").replace("Acme,", "NO,")
    company = read_company(write(tmp_path, text))
    assert (company.id, company.aliases[0]) == ("0123.40", "NO")


def problems_of(*folders: Path) -> tuple[Problem, ...]:
    with pytest.raises(CompanyFileError) as caught:
        load_companies(folders)
    assert str(caught.value).splitlines() == [str(problem) for problem in caught.value.problems]
    return caught.value.problems


@pytest.mark.parametrize(
    ("old", "new", "line", "field", "message"),
    [
        ("id: ACME", "id: AC,ME", 1, "id", "no spaces and no commas, not 'AC,ME'"),
        ("name: Acme\n", "", 1, "name", "is missing"),
        ("name: Acme\n", "name: Acme\nalias: A\n", 3, "alias", "a field; did you mean aliases?"),
        ("name: Acme\n", "name: Acme\nsector: toys\n", 3, "sector", "is not a field"),
        ("aliases: [Acme, 顶点]", "aliases: []", 3, "aliases", "should not be empty"),
        ("aliases: [Acme, 顶点]", "aliases:\n  - Acme\n  - ''\n", 5, "aliases.1", "not be empty"),
        ("aliases: [Acme, 顶点]", "aliases: Acme", 3, "aliases", "should be a list"),
        ("[Acme, 顶点]", "[Acme, ' 顶点']", 3, "aliases.1", "a space, not ' 顶点'"),
        ("[Acme, 顶点]", "[Acme, {a: b}]", 3, "aliases.1", "should be text"),
        ("currency: USD", "currency: dollars", 5, "currency", "as USD, not 'dollars'"),
        ("currency: USD", "currency: USD\ncik: '1'", 6, "cik", "should be ten digits, not '1'"),
        ("currency: USD", "currency: USD\nyear_label: middle", 6, "year_label", "'end' or 'start'"),
        (
            "currency: USD",
            "currency: USD\nextra_week_quarter: 5",
            6,
            "extra_week_quarter",
            "equal to 4, not '5'",
        ),
        ("id: anvils", "id: Big Anvils", 7, "segments.0.id", "snake_case"),
        ("words: [铁砧, anvil]", "word: [铁砧]", 8, "segments.0.word", "did you mean words?"),
        (
            "  - id: anvils\n",
            "  - anvils\n  - id: anvils\n",
            7,
            "segments.0",
            "a mapping of fields",
        ),
    ],
)
def test_what_the_schema_forbids_is_told_with_file_line_and_field(
    tmp_path: Path, old: str, new: str, line: int, field: str, message: str
) -> None:
    assert old in GOOD
    assert schema_allows(GOOD)
    text = GOOD.replace(old, new)
    assert not schema_allows(text)
    path = write(tmp_path, text)
    [problem] = problems_of(tmp_path)
    assert problem[:3] == (path, line, field)
    assert message in problem.message
    assert str(problem) == f"{path}:{line}: {field}: {problem.message}"


@pytest.mark.parametrize(
    ("old", "new", "line", "field", "message"),
    [
        ("Friday of April", "Friday in April", 4, "fiscal_year_end", "not a rule such as"),
        ("    generic: [铁]\n", "  - id: anvils\n    words: [砧]\n", 6, "segments", "twice"),
        ("    generic: [铁]\n", "  - id: iron\n    words: [铁砧]\n", 6, "segments", "'铁砧'"),
        ("    generic: [铁]\n", "  - id: iron\n", 10, "segments.1", "no words"),
        ("name: Acme\n", "name: Acme\nname: Acme\n", 3, "", "'name' is there twice"),
        ("[Acme, 顶点]", "[Acme, 顶点", 4, "", "is not YAML"),
        ("[Acme, 顶点]", "&names [*names]", 3, "", "is not YAML"),
        ("name: Acme", "name: Acme\n---", 3, "", "is not YAML"),
        ("[Acme, 顶点]", "[Acme, Intel]", 3, "aliases.1", "'Intel' also means INTC, by "),
        ("[AcmeAnvil]", "[AWS]", 9, "segments.0.names.0", "'AWS' also means AMZN, by "),
        ("[AcmeAnvil]", "[aws]", 9, "segments.0.names.0", "'aws' also means AMZN, by "),
    ],
)
def test_what_only_the_loader_finds_is_told_too(
    tmp_path: Path, old: str, new: str, line: int, field: str, message: str
) -> None:
    assert old in GOOD
    path = write(tmp_path, GOOD.replace(old, new))
    [problem] = problems_of(tmp_path)
    assert problem[:3] == (path, line, field)
    assert message in problem.message


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    one = write(tmp_path / "one", GOOD.replace("USD", "$").replace("name: Acme\n", ""), "a.yaml")
    two = write(tmp_path / "two", GOOD.replace("id: anvils", "id: Anvils"))
    places = [problem[:3] for problem in problems_of(one.parent, tmp_path / "no", two.parent)]
    assert places == [
        (one, 1, "name"),
        (one, 4, "currency"),
        (tmp_path / "no", None, ""),
        (two, 7, "segments.0.id"),
    ]


@pytest.mark.parametrize("text", ["", "just a line\n", "- a\n- b\n"])
def test_file_that_is_no_mapping(tmp_path: Path, text: str) -> None:
    path = write(tmp_path, text)
    assert problems_of(tmp_path) == ((path, 1, "", "should be a mapping of fields to values"),)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (GOOD.encode("gb18030"), "is not UTF-8"),
        (b"id: \0\n", "is not YAML: "),
        (b"id: " + b"[" * 900 + b"]" * 900, "is nested too deeply"),
    ],
)
def test_file_that_cannot_be_read_as_text(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "acme.yaml"
    path.write_bytes(content)
    [problem] = problems_of(tmp_path)
    assert str(problem).startswith(f"{path}: {message}")


def test_file_that_cannot_be_opened(tmp_path: Path) -> None:
    path = tmp_path / "acme.yaml"
    path.symlink_to(tmp_path / "gone")
    assert problems_of(tmp_path) == ((path, None, "", "cannot be read: No such file or directory"),)


def test_file_as_windows_writes_it(tmp_path: Path) -> None:
    path = tmp_path / "acme.yml"
    path.write_bytes(("\ufeff" + GOOD.replace("\n", "\r\n")).encode())
    assert load_companies([tmp_path])["ACME"].aliases == ("Acme", "顶点")


def test_folder_with_other_files(tmp_path: Path) -> None:
    write(tmp_path, "no company", "notes.txt")
    write(tmp_path, "no company", ".acme.yaml")
    assert problems_of(tmp_path) == ((tmp_path, None, "", "has no company files (*.yaml, *.yml)"),)
    write(tmp_path, GOOD)
    assert "ACME" in load_companies([tmp_path / "."])


def test_two_files_of_a_folder_with_one_id(tmp_path: Path) -> None:
    first = write(tmp_path, GOOD, "a.yaml")
    second = write(tmp_path, GOOD, "b.yaml")
    assert problems_of(tmp_path) == ((second, 1, "id", f"ACME is also in {first}"),)


def test_a_name_that_two_own_companies_claim(tmp_path: Path) -> None:
    first = write(tmp_path, GOOD, "a.yaml")
    other = GOOD.replace("id: ACME", "id: APEX").replace("[Acme, ", "[Apex, ")
    second = write(tmp_path, other.replace("AcmeAnvil", "ApexAnvil"), "b.yaml")
    assert problems_of(tmp_path) == (
        (second, 3, "aliases.1", f"'顶点' also means ACME, by {first}"),
    )


def test_replacement_is_blamed_for_a_name_taken_twice(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD.replace("ACME", "NVDA").replace("顶点", "Intel"))
    owner = BUILT_IN / "intc.yaml"
    assert problems_of(tmp_path) == (
        (path, 3, "aliases.1", f"'Intel' also means INTC, by {owner}"),
    )


def test_folder_that_is_none(tmp_path: Path) -> None:
    for path in (tmp_path / "none", write(tmp_path, GOOD)):
        [problem] = problems_of(path)
        assert problem[:3] == (path, None, "")
        assert problem.message.startswith("cannot be read as a folder of company files: ")


def test_companies_are_hashable_and_frozen() -> None:
    nvidia = load_companies()["NVDA"]
    assert len({nvidia, Company.model_validate(nvidia.model_dump())}) == 1
    with pytest.raises(ValueError, match="frozen"):
        nvidia.name = "Other"  # type: ignore[misc]
