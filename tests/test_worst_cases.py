"""The time for a text grows with its length and no faster, whatever it is made of.

Each unit is what a pattern, the grammar or the parser of pages likes least, many times over. What is
compared is the processor time for a text and for one that is some times as long. One that grew with
the square of the length would take that many times more for each character, so that the bound leaves
room for a busy machine, which gets several tries as well.
"""

from __future__ import annotations

import gc
import time

import pytest

from nvdx.documents import decode_document
from nvdx.extractors import extract_document

SENTENCE = "英伟达 2025 财年第二季度营收 300 亿美元，同比增长 122%，"
SHORTEST = 3000  # characters: two of the longest sentences
LONGEST = 24_000
LEAST_SECONDS = 0.004
BOUND = {16: 2.2, 4: 2.0}
"""How much more a character may cost in a text that is so many times as long."""
TRIES = 5

GRAMMAR = {
    "digits": "7",
    "digits with commas": "1,234,",
    "figures": "30亿美元",
    "percentages": "5% ",
    "dollars": "$3 billion ",
    "Chinese numerals": "一百二十亿",
    "digits and units": "1亿",
    "units": "万亿美元",
    "twice": "两倍",
    "ranges": "1-2-3-",
    "ranges of percentages": "5%-",
    "ranges with a word": "1至",
    "tolerances": "±2%",
    "lists": "3、5%、",
    "list marks": "、",
    "conjunctions": "和",
    "respectively": "5%和6%，分别为",
    "的": "的营收",
    "brackets": "(",
    "figures in brackets": "(5%)",
    "wide brackets": "（【「《",
    "quotes": "“a”",
    "open quotes": "“",
    "slashes": "2025/",
    "dashes": "——",
    "periods": "2025财年第二季度",
    "quarters": "Q1 ",
    "ends of periods": "截至2025年7月27日的",
    "half years": "上半年",
    "same periods": "去年同期",
    "fiscal years": "FY2026 ",
    "months": "May 22, ",
    "companies": "英伟达",
    "companies in English": "NVIDIA and AMD ",
    "listed companies": "广达(2382-TW)",
    "names of companies": "腾讯科技发布",
    "groups": "五大厂商",
    "metrics": "营收",
    "growth": "同比增长5%",
    "rises": "up from ",
    "guidance": "预计营收",
    "clauses": "英伟达营收30亿美元，",
    "clauses in English": "revenue of $3 billion, ",
    "sentences": "英伟达营收30亿美元。",
    "sentences in English": "data center revenue was $3 billion. ",
    "outlooks": "We expect revenue of $4 billion. ",
    "full stops": "。.",
    "abbreviations": "U.S. Inc. ",
    "words": "a ",
    "letters": "x",
    "blanks": " ",
    "wide blanks": "\u3000",
    "what is not seen": "\u200b",
    "wide digits": "５％",
}

NOTATION = {
    "line ends": "\n",
    "carriage returns": "\r",
    "paragraphs": "英伟达营收30亿美元。\n\n",
    "headings": "## 英伟达\n\n营收30亿美元。\n\n",
    "heading marks": "#",
    "open headings": "# \n",
    "items": "- 营收：30亿美元\n",
    "items within items": "  - a\n",
    "numbers": "1. a\n",
    "quotations": "> ",
    "rules": "---\n",
    "underlined": "a\n===\n",
    "pipes": "|",
    "rows": "\n| 1 | 2 |",
    "rules of tables": "\n|---|---|",
    "tables": "\n\n|Q1|Q2|\n|---|---|\n|1|2|\n",
    "rows of figures": "|营收|5%|\n",
    "columns of figures": "|5%",
    "parts of a table": "\n|x|\n|营收|5%|",
    "tabs": "1\t2\t3\n",
    "columns of text": "Revenue $1 $2\n",
    "heads of columns": "Q1 FY24 Q2 FY24\n",
    "cells a line each": "Revenue\n$1\n$2\n",
    "emphasis": "*a**b_",
    "stars": "*",
    "ticks": "`a``b",
    "fences": "```\n",
    "ticks within lines": "a ``` ",
    "tildes": "~~~\n",
    "links": "[a](b)",
    "brackets of links": "[",
    "nested links": "[[a](b)",
    "images": "![",
    "destinations": "](a",
    "addresses": "http://a.b ",
    "footnotes": "[^1]",
    "definitions": "[a]:b\n",
    "backslashes": "\\*",
    "entities": "&amp;",
    "broken entities": "&#",
    "tags": "<div>",
    "line breaks": "<br>",
    "open tags": "<a ",
    "attributes": "a=b ",
    "open attributes": "<a b='",
    "open comments": "<!--",
    "cells": "<td>",
    "spans": "<tr><td rowspan=9>",
    "front matter": "---\na: b\n",
    "keys": "a: b\n",
    "header lines": "标题：a\n",
    "datelines": "2024年1月1日 12:00\n",
    "credits": "来源：a\n",
    "turns of a call": "问：a\n",
}

PAGES = {
    **{name: NOTATION[name] for name in (
        "tags", "line breaks", "open tags", "attributes", "open attributes", "open comments", "cells",
        "spans", "entities",
    )},
    "paragraphs": "<p>英伟达营收30亿美元。</p>",
    "tables": "<table><tr><td>营收</td><td>30亿美元</td></tr></table>",
    "bold": "<b>",
    "closing tags": "</p>",
    "open closing tags": "</a ",
    "navigation": "<nav>",
    "named parts": "<div class='nav'>",
    "names of their own": "<x-a hidden>",
    "headers": "<header>",
    "titles": "<h1>",
    "articles": "<article>",
    "times": "<time>",
    "forms": "<form>",
    "links": "<li><a href=x>a</a>",
    "scripts": "<script>a<b</script>",
    "open scripts": "<script>",
    "preformatted": "<pre>",
    "sections": "<![CDATA[",
    "instructions": "<?",
    "declarations": "<!",
    "quotes": "<p title='it's'>",
    "signs within quotes": "<a b='>",
    "meta elements": "<meta name=a content=b>",
}  # fmt: skip

CASES = [
    *(pytest.param(unit, "a.md", id=name) for name, unit in (GRAMMAR | NOTATION).items()),
    *(pytest.param(unit, "a.html", id=f"page: {name}") for name, unit in PAGES.items()),
]


def seconds(unit: str, path: str, length: int) -> float:
    return seconds_for(SENTENCE + unit * (length // len(unit)), path)


def seconds_for(text: str, path: str = "a.md") -> float:
    data = text.encode()
    gc.collect()
    gc.disable()
    try:
        begun = time.process_time()
        for _ in extract_document(decode_document(data, path)):
            pass
        return time.process_time() - begun
    finally:
        gc.enable()


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    for path in ("a.md", "a.html"):
        seconds("英伟达营收30亿美元。", path, 1000)


@pytest.mark.parametrize(("unit", "path"), CASES)
def test_time_grows_with_length(unit: str, path: str) -> None:
    length = SHORTEST
    while (short := seconds(unit, path, length)) < LEAST_SECONDS and length < LONGEST:
        length *= 2
    times = 16 if short < 4 * LEAST_SECONDS else 4
    long = float("inf")
    for _ in range(TRIES):
        long = min(long, seconds(unit, path, length * times))
        if long < short * times * BOUND[times]:
            return
        short = max(short, seconds(unit, path, length))  # it was measured in a better moment
    pytest.fail(f"{times} times the length took {long / short:.0f} times as long")


@pytest.mark.parametrize("head", ["2024Q1|", "营收（亿元）|", "2024|2025|"])
def test_time_grows_with_the_columns_of_a_table(head: str) -> None:
    def table(columns: int) -> str:
        rows = (f"|指标|{head * columns}", "|---" * (head.count("|") * columns + 1) + "|")
        return "\n".join([SENTENCE, "", *rows, "|营收（亿元）|" + "5|" * (head.count("|") * columns)])

    long, short = float("inf"), 0.0
    for _ in range(TRIES):
        long = min(long, seconds_for(table(1600)))
        short = max(short, seconds_for(table(400)))
        if long < short * 4 * BOUND[4]:
            return
    pytest.fail(f"4 times the columns took {long / short:.0f} times as long")
