"""Clean text, and that every character of it knows its place in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nvdx.documents import Block, Document, Table, parse_document, read_document
from nvdx.documents.clean import is_traditional, normal
from nvdx.documents.markup import mask

SHARED = Path(__file__).resolve().parents[2] / "shared"


def blocks_of(document: Document) -> Iterator[Block]:
    for block in document.blocks:
        if isinstance(block, Table):
            yield from (cell for row in block.rows for cell in row if cell is not None)
        else:
            yield block


def check_origins(document: Document) -> None:
    """Spans lie in the file, go up, and hold what the clean character is made of."""
    traditional = is_traditional(document.text)
    for block in blocks_of(document):
        assert block.text
        assert block.text == block.text.strip()
        assert len(block.origin) == len(block.text)
        before = 0
        for index, character in enumerate(block.text):
            start, end = block.origin.span(index, index + 1)
            assert before <= start < end <= len(document.text)
            before = end
            if end - start == 1 and not character.isspace():
                assert normal(document.text[start:end], traditional) == character


def only(text: str) -> str:
    (block,) = blocks_of(parse_document(text))
    return block.text


@pytest.mark.parametrize(
    ("source", "clean"),
    [
        ("营收 816 亿美元，同比 +85％", "营收816亿美元,同比+85%"),
        ("Revenue  was \t $35.1 billion", "Revenue was $35.1 billion"),
        ("第二季度（Q2）：８５．５﹪；环比＋２０％！", "第二季度(Q2):85.5%;环比+20%!"),
        ("毛利率 –0.5、−0.5、‑0.5，10～20，10〜20", "毛利率-0.5、-0.5、-0.5,10~20,10~20"),
        ("创新高——300 亿。「强劲」“增长”、『好』", "创新高——300亿。「强劲」“增长”、『好』"),
        ("營收年增八成，淨利潤為 5 億元", "营收年增八成,净利润为5亿元"),
        ("营\u200b收\ufeff5\u2060亿\u202a元\ufe0f", "营收5亿元"),
        ("a\u3000b\xa0c\u2009d 甲\u3000乙", "a b c d甲乙"),
        ("营收 **300** 亿，*同比*增长 __8%__，`code`持平", "营收300亿,同比增长8%,持平"),
        ("5\\*6 \\_x\\_ 1\\. \\$5", "5*6 _x_ 1. $5"),
        ("net_income 5*6 a * b", "net_income 5*6 a * b"),
        ("[甲公司](https://a.b/c_d)营收[^1]大增[2]", "甲公司营收大增"),
        ("见 https://a.b/c?d=e_f 的报道", "见的报道"),
        ("See https://a.b/c (or www.d.e/f) now", "See (or ) now"),
        ("利润&nbsp;5&nbsp;亿&#20803; AT&amp;T &lt;5%&gt;", "利润5亿元AT&T <5%>"),
        ("<p>营收<b>5 亿</b>，<span style='a>b'>增</span>长</p>", "营收5亿,增长"),
        ("a <5 and b> 5 < 6", "a <5 and b> 5 < 6"),
        ("⽑利率⾼", "毛利率高"),
        ("营收<!-- 注 -->大增<script>var a = '甲';</script>", "营收大增"),
        ("（来源：https://a.b/c）营收大增", "(来源:)营收大增"),
    ],
)
def test_clean_text(source: str, clean: str) -> None:
    assert only(source) == clean


def test_a_span_is_all_that_the_characters_stand_for() -> None:
    text = "净利 &nbsp; AT&amp;T **５** 亿"
    document = parse_document(text)
    (block,) = blocks_of(document)
    assert block.text == "净利AT&T 5亿"

    def source(part: str) -> str:
        at = block.text.index(part)
        start, end = block.origin.span(at, at + len(part))
        return text[start:end]

    assert source("&") == "&amp;"
    assert source("AT&T") == "AT&amp;T"
    assert source("5亿") == "５** 亿"
    assert source("净利") == "净利"
    assert source("T 5") == "T **５"


def test_an_entity_at_the_end_is_whole() -> None:
    text = "<p>营收大增&#8212;</p>\n\n| a&amp; | b |\n|---|---|\n"
    document = parse_document(text)
    found = [text[slice(*b.origin.span(len(b.text) - 1, len(b.text)))] for b in blocks_of(document)]
    assert found == ["&#8212;", "&amp;", "b"]


def test_offsets_outside_a_text_are_an_error() -> None:
    (block,) = blocks_of(parse_document("营收"))
    assert block.origin.span(0, 2) == (0, 2)
    assert block.origin.span(2, 2) == (2, 2)
    for start, end in ((-1, 1), (1, 3), (2, 1)):
        with pytest.raises(IndexError):
            block.origin.span(start, end)


def test_a_cut_origin_ends_where_the_text_does() -> None:
    text = "营收大增。图片来源：某 社"
    (block,) = blocks_of(parse_document(text))
    assert (block.text, len(block.origin)) == ("营收大增。", 5)
    with pytest.raises(IndexError):
        block.origin.span(0, 6)


WORDS = """
** * _ [ ](http://a.b/c) ]( ![ ` ``` \\ ~~~ --- === - – | |---|---| [^1] [1] < > &
<p> </p> <br> <table> <tr> <td> </table> <li> <h2> </h2> <div> <script> </script> <blockquote>
</a> <!-- --> &nbsp; &amp; &#8212; www.a.b( https://x.y/z_(q) title: Revenue $35.1 2024-05-06
营收 營收 816 亿美元 ， 。 更多阅读 免责声明 图片来源： 标题： 正文： 1、 😀
"""
MARKUP = [
    *filter(None, re.split(r"\s", WORDS)),
    *('<a href="x">', "# ", "- ", "> ", "| ", "1. ", "[ ] ", "---\n", "\n```\n", "\n", "\n\n"),
    *("\r\n", "\r", "\t", " ", "  ", "\u3000", "\ufeff", "\u200b", "\x00", "\x07", "\x0c"),
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(MARKUP) | st.text(max_size=4), max_size=50).map("".join))
def test_any_text_is_read_and_every_character_is_in_place(text: str) -> None:
    assert len(mask(text)) == len(text)
    check_origins(parse_document(text))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text("营收增长 abc，。\n", min_size=20, max_size=60), min_size=10, max_size=30))
def test_lines_that_are_joined_stay_in_place(lines: list[str]) -> None:
    check_origins(parse_document("\n".join(lines)))


@pytest.mark.parametrize(
    "mark",
    ["<!--", "<script>", "[a](b ", "![", "`", "``` ", '<a "', "<table><tr><td>a", "~~~\n", "\n"],
)
def test_what_is_never_closed_takes_no_longer_for_more_of_it(mark: str) -> None:
    text = mark * (100_000 // len(mark))
    assert len(mask(text)) == len(text)
    parse_document(text)


@pytest.mark.skipif(not SHARED.is_dir(), reason="needs the documents beside the project")
@pytest.mark.parametrize("folder", ["dev/docs", "archive"])
def test_every_character_of_real_documents_is_in_place(folder: str) -> None:
    for path in sorted((SHARED / folder).glob("*")):
        check_origins(read_document(str(path)))
