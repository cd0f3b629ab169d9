"""The words: their files, which of them is found, and what it means to whom."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import nvdx
import nvdx.lexicon
from nvdx.companies import Company, Term, load_companies
from nvdx.lexicon import LexiconError, Vocabulary, load_yaml, vocabulary

# --- files ---


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the lexicon to break."""
    copied = tmp_path / "lexicon"
    copied.mkdir()
    for path in nvdx.lexicon.FOLDER.glob("*.yaml"):
        shutil.copy(path, copied)
    monkeypatch.setattr(nvdx.lexicon, "FOLDER", copied)
    return copied


def company(name: str) -> Company:
    """A company of our own, so that no matcher is ready made for it."""
    return Company(
        id=name, name=name, aliases=(name,), fiscal_year_end="31 December", currency="USD"
    )


@pytest.mark.parametrize("content", ["- 营收\n- 净利润\n", "营收\n", ""])
def test_a_file_is_a_mapping(folder: Path, content: str) -> None:
    (folder / "cues.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(LexiconError, match=r"cues\.yaml"):
        load_yaml("cues.yaml")


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("cues.yaml", "up: 增长\n", r"cues\.yaml.*up.*list of words"),
        ("cues.yaml", "up: [增长, '']\n", r"cues\.yaml.*up.*list of words"),
        ("cues.yaml", "up: [增长, [下降]]\n", r"cues\.yaml.*up.*list of words"),
        ("cues.yaml", "up: {增长: 1}\n", r"cues\.yaml.*up.*list of words"),
        ("metrics.yaml", "revenue:\n  words: 营收\n", r"metrics\.yaml.*revenue.*list of words"),
        (
            "metrics.yaml",
            "net_income:\n  words: [净利润]\n  losses: 净亏损\n",
            r"metrics\.yaml.*net_income\.losses.*list of words",
        ),
        ("other.yaml", "price: 股价\n", r"other\.yaml.*price.*list of words"),
        ("strangers.yaml", "companies: 联想\n", r"strangers\.yaml.*companies.*list of words"),
    ],
)
def test_the_complaint_names_file_and_entry(
    folder: Path, name: str, content: str, complaint: str
) -> None:
    (folder / name).write_text(content, encoding="utf-8")
    with pytest.raises(LexiconError, match=complaint):
        vocabulary({"Broken": company("Broken")})


def test_numbers_and_switches_stay_words(folder: Path) -> None:
    (folder / "cues.yaml").write_text("up: [on, 10, 1_000, null]\n", encoding="utf-8")
    assert load_yaml("cues.yaml")["up"] == ["on", "10", "1_000", "null"]


# --- finding ---


def found(words: list[str], text: str) -> list[str]:
    matcher = Vocabulary([(word, {"sense": word}) for word in words])
    return [text[start:end] for start, end, _ in matcher.find(text)]


@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [
        (["净利", "净利润", "净利润率"], "净利润率与净利润与净利", ["净利润率", "净利润", "净利"]),
        (["利润", "净利润"], "净利润", ["净利润"]),
        (["现金", "现金流", "自由现金流"], "自由现金流和现金流", ["自由现金流", "现金流"]),
        (["营收"], "总营收,净营收", ["营收", "营收"]),
        (["营收"], "收营", []),
        (["net income", "income"], "net income", ["net income"]),
    ],
)
def test_the_longest_word_at_a_place(words: list[str], text: str, expected: list[str]) -> None:
    assert found(words, text) == expected


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("AI", "AI"),
        ("AI", "用AI芯片"),
        ("AI", "(AI)"),
        ("AI", "AI-based"),
        ("Meta", "Meta的营收"),
        ("H20", "H20芯片"),
        ("Non-GAAP", "按Non-GAAP计"),
    ],
)
def test_a_latin_word_beside_what_is_not_latin(word: str, text: str) -> None:
    assert found([word], text) == [word]


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("AI", "AIR"),
        ("AI", "OpenAI"),
        ("AI", "AI2"),
        ("Meta", "Metal"),
        ("H20", "H200"),
        ("H20", "GH20"),
        ("sales", "wholesales"),
    ],
)
def test_a_latin_word_within_a_longer_one(word: str, text: str) -> None:
    assert found([word], text) == []


def test_a_word_has_all_the_senses_it_is_given() -> None:
    matcher = Vocabulary([("增至", {"up": True}), ("增至", {"to": True})])
    ((_, _, senses),) = matcher.find("增至")
    assert dict(senses) == {"up": True, "to": True}


def test_a_word_of_several_companies_means_one_thing_for_each() -> None:
    matcher = Vocabulary(
        [("游戏", {"segment": {"A": "gaming"}}), ("游戏", {"segment": {"B": "play"}})]
    )
    ((_, _, senses),) = matcher.find("游戏")
    assert senses["segment"] == {"A": "gaming", "B": "play"}


# --- companies ---


def test_a_longer_term_of_one_company_does_not_hide_the_term_of_another() -> None:
    long = company("Longname").model_copy(
        update={"segments": (Term(id="cloud_and_ai", words=("云和智能",)),)}
    )
    short = company("Shortname").model_copy(
        update={"segments": (Term(id="cloud", words=("云和",)),)}
    )
    matcher = vocabulary({"Longname": long, "Shortname": short})
    ((_, _, senses),) = matcher.find("云和智能")
    assert senses["segment"] == {"Longname": "cloud_and_ai", "Shortname": "cloud"}


@pytest.mark.parametrize(
    ("text", "segment"),
    [
        ("英特尔数据中心和AI业务营收39亿美元。", "data_center_and_ai"),
        ("英伟达数据中心业务营收263亿美元。", "data_center"),
        ("AMD数据中心业务营收28亿美元。", "data_center"),
    ],
)
def test_one_word_in_the_books_of_several_companies(text: str, segment: str) -> None:
    (fact,) = nvdx.extract_text(text, published="2025-08-28")
    assert fact.segment == segment


def test_the_names_of_every_company_are_found() -> None:
    companies = load_companies()
    matcher = vocabulary(companies)
    for known in companies.values():
        for alias in known.aliases:
            assert [senses.get("company") for _, _, senses in matcher.find(alias)] == [known.id], (
                alias
            )
