"""The look at a text before it is read: it saves time and no record is lost to it."""

from __future__ import annotations

from pathlib import Path

import pytest

from nvdx.companies import load_companies
from nvdx.documents import discover, parse_document, read_document
from nvdx.documents.clean import is_traditional, normal
from nvdx.extractors import extract_document
from nvdx.extractors.document import link_document
from nvdx.extractors.draft import Draft, Refusal
from nvdx.extractors.screen import REACH, SHORT, Screen, may_state
from nvdx.lexicon import vocabulary
from nvdx.mentions.quantity import may_show_figure, quantities

FIXTURES = Path(__file__).parent.parent / "fixtures"
SHARED = Path(__file__).parents[2] / "shared"

FILLER = "这一天天气很好，没有什么可说的。" * (SHORT // 16 + 1)
SCREEN = Screen(vocabulary(load_companies()))


def passes(text: str, *, owned: bool = False) -> bool:
    return SCREEN.lets_through(text, owned=owned)


@pytest.mark.parametrize(
    "text",
    [
        "英伟达第二季度营收300亿美元。",
        "英伟达第二季度营\n收300亿美元。",
        "英 伟 达 第 二 季 度 营 收 3 0 0 亿 美 元",
        "英伟达第二季度**营**收3<b>00</b>亿美元。",
        "英伟达第二季度营\u200b收300亿美元。",
        "輝達第二季營業收入３００億美元。",
        "&#33521;&#20255;&#36798;&#33829;&#25910;300&#20159;",
        "NVIDIA's gross\n  margin was 75%.",
        "NVIDIA's net&nbsp;income doubled.",
        "NVIDIA\n\n| Revenue | 30,040 |",
        "NVIDIA\nRevenue\n30,040\n",
        "黄仁勋说，毛利率持平。",
        "Blackwell shipments began. Revenue: mid-70s.",
    ],
)
def test_what_can_be_a_record_passes(text: str) -> None:
    assert passes(text)


@pytest.mark.parametrize(
    "text",
    [
        "英伟达股价上涨3%。",
        "第二季度营收300亿美元。",
        "英伟达第二季度营收创下新高。",
        "NVIDIA was founded in 1993 and sells 24 cards.",
        "NVIDIA's Salesforce contract is worth $30 million.",
    ],
)
def test_what_names_no_company_metric_or_figure_does_not(text: str) -> None:
    assert not passes(text)


def test_a_figure_far_from_every_metric_is_none_of_theirs() -> None:
    assert passes(f"英伟达谈到营收。{'好' * (REACH - 20)}300亿美元。")
    assert not passes(f"英伟达谈到营收。{'好' * (REACH + 20)}300亿美元。")


def test_a_document_that_has_an_owner_needs_no_name() -> None:
    assert passes("第二季度营收300亿美元。", owned=True)


def test_a_title_given_beside_the_text_counts() -> None:
    text = f"第二季度营收300亿美元。\n\n{FILLER}"
    told = list(extract_document(parse_document(text, title="英伟达2025财年财报")))
    assert [fact.entity for fact in told] == ["NVDA"]
    assert list(extract_document(parse_document(text))) == []


def test_a_short_text_need_only_show_a_figure() -> None:
    companies = load_companies()
    assert may_state(parse_document("数据中心业务达到263亿美元。"), companies)
    assert may_state(parse_document("英伟达|数据中心|263"), companies)
    assert not may_state(parse_document("英伟达的故事，没有数字。"), companies)


def test_a_document_that_cannot_state_anything_is_not_read() -> None:
    document = parse_document(FILLER)
    assert list(extract_document(document)) == []
    assert not document._page
    assert document.blocks


def documents(folder: Path) -> list[Path]:
    if not folder.is_dir():
        pytest.skip("no ../shared beside the project")
    return [Path(path) for path in discover([folder])]


FOLDERS = pytest.mark.parametrize(
    "folder",
    [FIXTURES, SHARED / "dev" / "docs", SHARED / "archive"],
    ids=["fixtures", "labelled", "archive"],
)


@FOLDERS
def test_no_record_of_a_document_is_lost(folder: Path) -> None:
    companies = load_companies()
    with_records = 0
    for path in documents(folder):
        document = read_document(str(path))
        if link_document(document, companies, trace=lambda *_: None):
            with_records += 1
            assert SCREEN.lets_through(document.text), path
    assert with_records


@FOLDERS
def test_a_glimpse_sees_every_figure(folder: Path) -> None:
    for path in documents(folder):
        text = read_document(str(path)).text
        text = normal(text, is_traditional(text))
        for found in quantities(text):
            said = text[max(found.start - 12, 0) : found.end + 30]
            assert may_show_figure(said, 0, len(said)), said
            if any(character.isascii() and character.isalpha() for character in text[found.start : found.end]):
                continue  # Words of a Latin script are looked at with their blanks.
            gapless = "".join(said.split())
            assert may_show_figure(gapless, 0, len(gapless)), gapless


def test_an_explanation_tells_of_no_record_that_is_not_written() -> None:
    document = parse_document(f"英伟达数据中心业务达到263亿美元。\n\n{FILLER}")
    companies = load_companies()
    outcomes: list[Draft | Refusal] = []
    drafts = link_document(document, companies, trace=lambda *told: outcomes.append(told[3]))
    assert not drafts
    assert not list(extract_document(document, companies))
    assert [o.reason for o in outcomes if isinstance(o, Refusal)] == ["no-metric-near-any-figure"]
