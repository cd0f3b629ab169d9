"""The company files: what they must have, and what a person is told of one that is wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from nvdx.companies import BUILT_IN, Company, CompanyFileError, Term, load_companies, read_company

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


def test_ordinary_words_are_no_names() -> None:
    aliases = {alias for company in load_companies().values() for alias in company.aliases}
    ordinary = {"理想", "字节", "NOW", "Now", "IQ", "LI", "Li", "JD", "SNOW", "ARM", "MU", "CRM"}
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


@pytest.mark.parametrize(
    ("old", "new", "line", "field", "problem"),
    [
        ("name: Acme\n", "", 1, "name", "Field required"),
        ("name: Acme\n", "name: Acme\nsector: toys\n", 3, "sector", "not permitted"),
        ("aliases: [Acme, 顶点]", "aliases: []", 3, "aliases", "at least 1"),
        ("aliases: [Acme, 顶点]", "aliases:\n  - Acme\n  - ''\n", 5, "aliases.1", "at least 1"),
        ("aliases: [Acme, 顶点]", "aliases: Acme", 3, "aliases", "valid tuple"),
        ("Friday of April", "Friday in April", 4, "fiscal_year_end", "not a rule such as"),
        ("currency: USD", "currency: dollars", 5, "currency", "pattern"),
        ("currency: USD", "currency: USD\ncik: '1'", 6, "cik", "pattern"),
        ("currency: USD", "currency: USD\nyear_label: middle", 6, "year_label", "'end' or 'start'"),
        ("id: anvils", "id: Big Anvils", 7, "segments.0.id", "pattern"),
        ("words: [铁砧, anvil]", "word: [铁砧, anvil]", 8, "segments.0.word", "not permitted"),
        ("    generic: [铁]\n", "  - id: anvils\n    words: [砧]\n", 6, "segments", "twice"),
        ("    generic: [铁]\n", "  - id: iron\n    words: [铁砧]\n", 6, "segments", "'铁砧'"),
        ("    generic: [铁]\n", "  - id: iron\n", 10, "segments.1", "no words"),
        ("name: Acme\n", "name: Acme\nname: Acme\n", 3, "", "'name' is there twice"),
        ("[Acme, 顶点]", "[Acme, 顶点", 4, "", "is not YAML"),
        ("[Acme, 顶点]", "[Acme, Intel]", 3, "aliases.1", "'Intel' also means INTC"),
        ("[AcmeAnvil]", "[AWS]", 9, "segments.0.names.0", "'AWS' also means AMZN"),
    ],
)
def test_error_names_file_line_and_field(
    tmp_path: Path, old: str, new: str, line: int, field: str, problem: str
) -> None:
    assert old in GOOD
    path = write(tmp_path, GOOD.replace(old, new))
    with pytest.raises(CompanyFileError) as caught:
        load_companies([tmp_path])
    error = caught.value
    assert (error.line, error.field) == (line, field), str(error)
    assert str(error).startswith(f"{path}:{line}: {field}{': ' if field else ''}")
    assert problem in error.problem


@pytest.mark.parametrize("text", ["", "just a line\n", "- a\n- b\n"])
def test_file_that_is_no_mapping(tmp_path: Path, text: str) -> None:
    with pytest.raises(CompanyFileError, match=r"acme\.yaml:1: "):
        read_company(write(tmp_path, text))


def test_file_that_is_not_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "acme.yaml"
    path.write_bytes(GOOD.encode("gb18030"))
    with pytest.raises(CompanyFileError, match="is not UTF-8"):
        read_company(path)


def test_two_files_of_a_directory_with_one_id(tmp_path: Path) -> None:
    first = write(tmp_path, GOOD, "a.yaml")
    second = write(tmp_path, GOOD, "b.yaml")
    with pytest.raises(CompanyFileError) as caught:
        load_companies([tmp_path])
    assert str(caught.value) == f"{second}:1: id: ACME is also in {first}"


def test_replacement_is_blamed_for_a_name_taken_twice(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD.replace("ACME", "NVDA").replace("顶点", "Intel"))
    with pytest.raises(CompanyFileError, match="'Intel' also means INTC") as caught:
        load_companies([tmp_path])
    assert caught.value.path == path


def test_directory_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(NotADirectoryError, match="no-such"):
        load_companies([tmp_path / "no-such"])


def test_companies_are_hashable_and_frozen() -> None:
    nvidia = load_companies()["NVDA"]
    assert len({nvidia, Company.model_validate(nvidia.model_dump())}) == 1
    with pytest.raises(ValueError, match="frozen"):
        nvidia.name = "Other"  # type: ignore[misc]
