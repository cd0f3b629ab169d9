"""Documents made to hurt: none breaks it, and the figures beside what hurts are still read."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from invariants import records_of
from typer.testing import CliRunner

import nvdx
from nvdx.cli import app
from nvdx.documents import Block, DocumentError, decode_document, parse_document
from nvdx.documents.decode import decode
from nvdx.documents.frontmatter import read_front_matter
from nvdx.extractors.sentences import LONGEST, MOST_NUMBERS, sentences
from nvdx.output.jsonl import fact_lines

SENTENCE = "英伟达 2025 财年第二季度营收 300 亿美元，同比增长 122%。\n"
FIGURES = ["300 亿美元", "122%"]
TRADITIONAL = "輝達 2025 財年第二季度營收 300 億美元，年增 122%，這是在香港的文章，啲嘢。\n"

WITHOUT_ASCII = "英伟达二〇二五财年第二季度的营收为三百亿美元，同比增长百分之二十，这是一个新的纪录。"


def raws(data: bytes | str, path: str = "a.md") -> list[str]:
    data = data.encode() if isinstance(data, str) else data
    return [fact.raw for fact in records_of(data, path)]


class TestEncodings:
    @pytest.mark.parametrize(
        ("text", "encoding", "found"),
        [
            (SENTENCE, "utf-8", "utf-8"),
            (SENTENCE, "utf-8-sig", "utf-8"),
            (SENTENCE, "gb18030", "gb18030"),
            (SENTENCE, "gbk", "gb18030"),
            (SENTENCE, "gb2312", "gb18030"),
            (TRADITIONAL, "big5hkscs", "big5hkscs"),
            (SENTENCE, "utf-16", "utf-16"),
            (SENTENCE, "utf-16-le", "utf-16-le"),
            (SENTENCE, "utf-16-be", "utf-16-be"),
            (SENTENCE, "utf-32", "utf-32"),
            (WITHOUT_ASCII, "utf-16-le", "utf-16-le"),
            (WITHOUT_ASCII, "utf-16-be", "utf-16-be"),
            (WITHOUT_ASCII, "gb18030", "gb18030"),
        ],
    )
    def test_figures_are_read_in_each(self, text: str, encoding: str, found: str) -> None:
        data = text.encode(encoding)
        document = decode_document(data, "a.md")
        assert (document.encoding, document.broken) == (found, 0)
        assert document.text.removeprefix("\ufeff") == text
        assert document.text == data.decode(document.encoding)
        assert len(raws(data)) == 2

    def test_english_of_western_europe(self) -> None:
        text = "Nvidia’s revenue – a record – was $30.0 billion in the second quarter of fiscal 2025."
        assert decode(text.encode("cp1252")) == (text, "cp1252", 0)
        assert raws(text.encode("cp1252")) == ["$30.0 billion"]

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_lines_are_counted_by_each_line_end(self, end: str) -> None:
        text = end.join(["# 业绩", "", "前言。", "", SENTENCE.strip(), ""])
        assert {fact.source.line for fact in records_of(text.encode())} == {5}

    def test_a_few_nuls_lose_nothing(self) -> None:
        text = SENTENCE * 10 + "a\0b\0\n" + SENTENCE
        assert raws(text) == FIGURES * 11
        assert raws(text.encode("gb18030")) == FIGURES * 11
        assert raws(SENTENCE + "\0" * 9000) == FIGURES  # what a crash leaves

    @pytest.mark.parametrize(
        "data",
        [
            b"\0" * 100,
            b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0>\0\x01\0\0\0",
            b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0",
            bytes(range(256)) * 8,
            b"\xff\xfe" + b"\x00\xd8" * 50,  # surrogates alone, in UTF-16
            "英伟达營收".encode("utf-16-le"),  # nothing that tells it from chance
        ],
    )
    def test_what_is_no_text_is_refused(self, data: bytes) -> None:
        with pytest.raises(DocumentError, match="not a text file"):
            decode_document(data, "a.md")

    @pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16", "utf-16-le"])
    def test_broken_bytes_are_replaced_and_offsets_hold(self, encoding: str) -> None:
        broken = b"\x00\xd8\x20\x00" if encoding.startswith("utf-16") else b"\xff\n"
        last = SENTENCE.encode("utf-16-le" if encoding == "utf-16" else encoding)
        data = SENTENCE.encode(encoding) + last * 2 + broken + last
        document = decode_document(data, "a.md")
        assert document.broken >= 1
        assert "\ufffd" in document.text
        assert raws(data) == FIGURES * 4

    def test_the_user_is_told(self, tmp_path: Path) -> None:
        docs = tmp_path / "docs"
        docs.mkdir()
        (docs / "a.md").write_bytes(SENTENCE.encode("gb18030"))
        (docs / "b.md").write_bytes(SENTENCE.encode() * 2 + b"\xe8\xb4\n")
        (docs / "c.md").write_text(SENTENCE, encoding="utf-8")
        errors = tmp_path / "errors"
        for more in ([], ["-o", str(tmp_path / "out"), "--resume"]):
            result = CliRunner().invoke(app, ["extract", str(docs), "--errors", str(errors), *more])
            assert result.exit_code == 0
            assert result.stderr.splitlines() == [
                f"nvdx: {docs}/b.md: bytes that are no utf-8 in one place, read as U+FFFD",
                "nvdx: 1 of 3 documents read as gb18030",
            ]
            found = [json.loads(line) for line in errors.read_text().splitlines()]
            assert [(one["doc"], one["warning"]) for one in found] == [
                (f"{docs}/a.md", "encoding"),
                (f"{docs}/b.md", "broken_bytes"),
            ]


LAUGHS = "a: &a {x: lol}\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(9)
)
MAPS = (
    "a: &a {" + ", ".join(f"k{n}: v" for n in range(300)) + "}\n"
    "b: &b {" + ", ".join(f"x{n}: *a" for n in range(500)) + "}\n"
    "c: {" + ", ".join(f"y{n}: *b" for n in range(500)) + "}\n"
)


@pytest.mark.parametrize(
    "inner",
    [
        pytest.param(LAUGHS, id="billion laughs"),
        pytest.param(MAPS, id="maps of aliases"),
        pytest.param("a: &a [*a, *a]\n", id="an alias within itself"),
        pytest.param("x: !!python/object/apply:os.system [false]\n", id="tags"),
        pytest.param("x: !<!> y\n", id="broken tag"),
        pytest.param("? {a: b}\n: c\n[1, 2]: d\n", id="odd keys"),
        pytest.param("tags:\t- a\n\t- b\n", id="tabs"),
        pytest.param("x: \x01\x1b\x7f\n", id="controls"),
        pytest.param("x: " + "[" * 9000 + "\n", id="nesting in flow"),
        pytest.param("x:\n " + "- " * 9000 + "\n", id="nesting in blocks"),
        pytest.param("x: 'unclosed\ny: \"so\n", id="quotes"),
        pytest.param("x: {a: [b}\n", id="brackets"),
        pytest.param("author: {name: {first: [a, {b: c}]}}\nsource: 12\nurl: [x]\n", id="types"),
    ],
)
def test_front_matter_of_any_kind_keeps_the_rest(inner: str) -> None:
    text = f"---\ntitle: 业绩\ndate: 2024-08-29\n{inner}---\n{SENTENCE}"
    document = parse_document(text)
    assert document.meta.title == "业绩"
    assert document.meta.published is not None
    assert document.meta.published.isoformat() == "2024-08-29"
    assert raws(text) == FIGURES
    assert raws("\ufeff" + text) == FIGURES


@pytest.mark.parametrize(
    "head",
    ["---\n", "---\n---\n", "---\ntitle: a\n", "---\n\n\n---\n", "\ufeff---\ntitle: [a\n---\n"],
)
def test_front_matter_that_is_hardly_any(head: str) -> None:
    assert raws(head + "\n" + SENTENCE) == FIGURES


def test_long_front_matter_does_not_take_the_text() -> None:
    assert raws("---\n" + "k: v\n" * 20_000 + "---\n" + SENTENCE)[-2:] == FIGURES
    assert raws("---\n" + "k: v\n" * 20_000 + "\n" + SENTENCE)[-2:] == FIGURES


def test_long_front_matter_is_front_matter_where_each_line_is_yaml() -> None:
    head = "---\ntitle: 业绩\ntags:\n" + "- 标签\n" * 9000 + "date: 2024-08-29\n"
    front = read_front_matter(head + "---\n" + SENTENCE)
    assert front.start == len(head) + 4 > 20_000
    assert (front.metadata().title, str(front.metadata().published)) == ("业绩", "2024-08-29")
    assert raws(head + "---\n" + SENTENCE) == FIGURES
    # A text between two rules is no front matter, nor is what never ends.
    assert read_front_matter(head + "前言。\n---\n" + SENTENCE).start == 0
    assert read_front_matter(head + SENTENCE).start == 0
    assert raws(head + SENTENCE) == FIGURES


def test_front_matter_types() -> None:
    assert read_front_matter("---\ntitle: [甲, 乙]\n---\n").metadata().title == "甲, 乙"
    assert read_front_matter("---\ntitle: 12\ndate: 20240829\n---\n").metadata().title == "12"
    assert read_front_matter('---\ntitle: "a\\ud800"\n---\n').start
    assert parse_document('---\ntitle: "a\\ud800"\n---\n' + SENTENCE).meta.title in ("a\ufffd", "a\\ud800")


class TestCharacters:
    ODD = (
        "\u200b", "\u200d", "\u202e", "\u2066", "\ufeff", "\0", "\x01", "\x06", "\x0e", "\x16", "\x1b",
        "\u0301", "\ufe0f", "\U0001f600", "\ue000", "\U000f0000", "\U000e0041", "²", "½", "③", "٣", "३",
        "𝟑", "３", "\u2028", "\x85", "\ufffd", "\xad",
    )  # fmt: skip

    @pytest.mark.parametrize("odd", ODD, ids=ascii)
    def test_in_any_place(self, odd: str) -> None:
        for at in range(0, len(SENTENCE), 3):
            records_of((SENTENCE + SENTENCE[:at] + odd + SENTENCE[at:]).encode())
        records_of(("营收" + odd * 50 + "亿美元，" + odd + "%" + SENTENCE * 50).encode())

    def test_what_is_not_seen_does_not_part_a_figure(self) -> None:
        assert raws(SENTENCE.replace("300", "3\u200b00")) == ["3\u200b00 亿美元", "122%"]

    def test_full_width(self) -> None:
        assert [fact.value for fact in records_of(SENTENCE.replace("300", "３００").encode())] == [
            30_000_000_000, 122,
        ]  # fmt: skip

    def test_lone_surrogates_of_a_python_text(self) -> None:
        facts = list(nvdx.extract_text("\ud800" + SENTENCE.strip() + "\udfff", title="a\ud800"))
        assert [fact.raw for fact in facts] == FIGURES
        assert fact_lines(facts).decode()

    def test_groups_of_customers_in_wide_digits(self) -> None:
        for number in ("5", "５", "五", "5三", "٥"):
            raws(f"英伟达 2025 财年前{number}大客户合计占英伟达总收入的 34%。")
        records_of(b"Nvidia's top Two customers were 34% of total revenue in fiscal 2025.")


PAGES: list[Any] = [
    pytest.param("<div>" * 20_000 + "{}", id="nested"),
    pytest.param("<nav>" * 5_000 + "<p>{}", id="nested parts that are no article"),
    pytest.param("<div class=nav>x</div>" * 2_000 + "<p>{}", id="parts that are no article"),
    pytest.param("<a href='" * 5_000 + "><p>{}", id="open attributes"),
    pytest.param("<![CDATA[ <? <! <a " * 5_000 + "<p>{}", id="what begins and does not end"),
    pytest.param("<!-- a " * 5_000 + "<p>{}", id="open comments"),
    pytest.param("<p>{}" + "<!-- a " * 5_000, id="open comments behind"),
    pytest.param("<p " + "a=b " * 200_000 + ">{}</p>", id="very many attributes"),
    pytest.param("<b>" * 20_000 + "<p>{}", id="nested within lines"),
    pytest.param("<table>" + "<tr><td>x" * 5_000 + "</table><p>{}</p>", id="cells"),
    pytest.param("<table><tr><td colspan=1000000000 rowspan=99999999999>x</table><p>{}", id="spans"),
    pytest.param("<p>&amp&lt&#99999999999;&#xD800;&nosuch;&" + "a" * 9000 + "<p>{}", id="entities"),
    pytest.param("<p title='" + "x" * 200_000 + "'>{}</p>", id="attributes"),
    pytest.param("<p " + "a=b " * 20_000 + ">{}</p>", id="many attributes"),
    pytest.param("<!-- a -- b --!><!--><!---><p>{}", id="comments"),
    pytest.param("<script>var a = '<\\/script><p>1 亿'</script><p>{}", id="scripts"),
    pytest.param("<p>{}<!doctype [<!entity a 'b'>]><![CDATA[x]]><?php '>' ?>", id="declarations"),
    pytest.param("</p></div></html>" * 9000 + "<p>{}", id="closed before they open"),
    pytest.param("<p>{}<a href='x", id="cut"),
    pytest.param("<script type='application/ld+json'>" + "[" * 9000 + "</script><p>{}", id="json"),
    pytest.param('<script type="application/ld+json">{{"headline": "a\\ud800"}}</script><p>{}', id="escape"),
]


@pytest.mark.parametrize("page", PAGES)
def test_pages(page: str) -> None:
    assert raws(page.format(SENTENCE), "a.html") == FIGURES


UNITS = (
    *"。，.,7一第亿%-—(（)[]*_`~<&|\\>#\n\t \r$/约超“”年月日±倍个", "Q1 ", "<div>", "<td>", "<table>", "<!--",
    "&amp;", "http://", "2025年", "截至", "up ", " to ", "vs. ", "30亿美元", "5% ", "英伟达", "[a](", "![", "](b)",
    "- a\n", "营收", "1.", "同比增长", "分别为", "revenue ", "\u200b", "\x9b", "财年第二季度", "FY2026 ",
    "\n| 1 | 2 |", "\n1\t2\t3", "**a**", "data center ", "billion ", "Q1 5% ", "(5%)", "营收 5% ", "1-", "中国",
    "revenue of $3 billion, ", "GAAP ", "customers ",
)  # fmt: skip


@pytest.mark.parametrize("path", ["a.md", "a.html"])
def test_any_unit_any_number_of_times(path: str) -> None:
    for unit in UNITS:
        text = SENTENCE + "\n" + SENTENCE.strip("。\n") + "，" + unit * (1200 // len(unit))
        records_of(text.encode(), path)


def test_no_sentence_is_longer_than_can_be_read_in_a_bounded_time() -> None:
    """What is looked for in a whole sentence takes the square of its length."""
    for unit in ("营收 5%，", "5% ", "1,", "一", "revenue of $3 billion, "):
        text = unit * 3000
        spans = list(sentences(text))
        assert max(end - start for start, end in spans) <= LONGEST
        joined = "".join(text[start:end] for start, end in spans)
        assert joined.replace(" ", "") == text.replace(" ", "")
    # No figure is parted where a clause ends anywhere near.
    text = "英伟达营收1,234亿美元," * 300
    assert {text[start:end][-3:] for start, end in sentences(text)} == {"美元,"}


def test_no_sentence_has_more_numbers_than_can_be_read_in_a_bounded_time() -> None:
    for unit in ("(5%)", "3、5%、", "两倍", "up 5% "):
        text = unit * 300
        for start, end in sentences(text):
            assert len(re.findall(r"\d+|两", text[start:end])) <= 2 * MOST_NUMBERS
    # A writer's long sentence stays whole.
    text = "英伟达数据中心营收263亿美元,同比增长154%,游戏营收29亿美元,同比增长16%," * 12
    assert list(sentences(text + "是为新高。")) == [(0, len(text) + 5)]


def test_giants_have_true_spans() -> None:
    """Smaller than those of the archive that nobody wants to wait for, and of the same kinds."""
    prose = "公司表示需求依然强劲，供应链正在改善，" * 30_000
    assert raws(prose + SENTENCE) == FIGURES
    assert raws("7" * 1_000_000 + "，" + SENTENCE) == FIGURES
    figures = [f"{number % 90 + 10}.{number % 10} 亿美元" for number in range(2000)]
    found = raws("英伟达 2025 财年第二季度营收" + "、".join(figures) + "。")
    assert found
    assert set(found) <= set(figures)


def test_a_sentence_of_very_many_figures() -> None:
    text = SENTENCE.strip("。\n") + "，" + "营收 5%，" * 2000
    assert raws(text)[:2] == FIGURES


FRAGMENTS = (
    *TestCharacters.ODD, SENTENCE, "英伟达", "NVIDIA ", "营收", "revenue ", "Q2 FY2026 ", "2025 财年", "第二季度",
    " 30 亿美元", "5%",
    "$3.2 billion", "5-10%", "±2%", "，", "。", ". ", "\n", "\n\n", "# ", "- ", "> ", "| ", "|---|---|\n", "**", "*",
    "`", "```\n",
    "[", "](http://a.b)", "<p>", "<table><tr><td>", "</td><td colspan=3>", "</table>", "<!--", "-->", "&nbsp;", "&#51;",
    "---\n", "title: x\n", "date: 2025-08-28\n", "分别为", "和", "同比增长", "环比", "up ", " to ",
    "from ", "data center ", "数据中心",
    "毛利率", "预计", "(", ")", "\t", "\r", "\r\n", "\\",
)  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=40), st.sampled_from(["a.md", "a.html"]))
def test_records_of_any_document_hold_together(fragments: list[str], path: str) -> None:
    data = "".join(fragments).encode()
    try:
        facts = records_of(data, path)
    except DocumentError:
        return  # a handful of control characters is no text
    assert fact_lines(facts) == fact_lines(records_of(data, path))


def test_blocks_know_their_place_after_a_million_of_anything() -> None:
    for unit in ("7", "一", "[", "("):
        document = parse_document(unit * 200_000)
        for block in document.blocks:
            assert isinstance(block, Block)
            start, end = block.origin.span(len(block.text) - 1, len(block.text))
            assert document.text[start:end] == unit
