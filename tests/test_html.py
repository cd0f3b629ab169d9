"""Web pages: the article without the page around it, its metadata, every offset in the source."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from nvdx.documents import Block, Document, Table, discover, parse_document, read_document
from nvdx.documents.decode import decode_page
from nvdx.extractors import extract_document

PROSE = "Nvidia said that revenue in the first quarter of fiscal 2024 was $7.19 billion."
FIXTURE = Path(__file__).parent.parent / "fixtures" / "web-page.html"


def page(source: str) -> Document:
    return parse_document(source, path="page.html")


def texts(source: str) -> list[str]:
    return [block.text for block in page(source).blocks if isinstance(block, Block)]


def rows(source: str) -> list[list[str]]:
    (table,) = (block for block in page(source).blocks if isinstance(block, Table))
    return [[cell.text if cell else "" for cell in row] for row in table.rows]


def test_a_folder_gives_its_web_pages(tmp_path: Path) -> None:
    for name in ("a.html", "b.HTM", "c.md", "d.xml"):
        (tmp_path / name).touch()
    assert [Path(path).name for path in discover([tmp_path])] == ["a.html", "b.HTM", "c.md"]


@pytest.mark.parametrize(
    "around",
    [
        "<nav>Gaming revenue <ul><li><nav>up 5%</nav></ul></nav>",
        "<header><a href=/>Daily</a> Revenue up 5%</header>",
        "<footer>Revenue was $1 billion.</footer>",
        "<aside><table><tr><td>Revenue<td>5%</table></aside>",
        "<form>Mail <input name=m></form>",
        "<div role=navigation>Revenue up 5%</div>",
        "<div class='wide related-articles'><div>Revenue</div><p>up 5%</p></div>",
        "<section id=sidebar><div><div>Revenue</div> up 5%</div></section>",
        "<ul><li><a href=/1>Revenue up 5%</a></li><li><a href=/2>Gaming down 6%</a></li></ul>",
        "<p hidden>Revenue up 5%</p>",
        "<div style='display: none'>Revenue up 5%</div>",
        "<script>document.write('<p>Revenue up 5%</p>')</script>",
        "<style>p { content: 'Revenue' }</style>",
        "<!-- <p>Revenue up 5%</p> -->",
        "<noscript>Revenue up 5%</noscript>",
    ],
)
def test_what_is_around_the_article_is_dropped(around: str) -> None:
    assert texts(f"<body>{around}<p>{PROSE}</p>{around}<p>{PROSE}</p>") == [PROSE, PROSE]


@pytest.mark.parametrize("tag", ["article", "main", "div role=main", "div itemprop=articleBody"])
def test_an_article_that_has_most_of_the_text_is_all_there_is(tag: str) -> None:
    end = tag.split()[0]
    source = f"<div>Teaser</div><h1>Q1</h1><{tag}><p>{PROSE}</p></{end}><div>AMD up 5%.</div>"
    assert texts(source) == ["Q1", PROSE]


def test_a_page_of_many_articles_is_kept_whole() -> None:
    source = "".join(f"<article><p>{n}. {PROSE}</p></article>" for n in range(3))
    assert sum(PROSE in text for text in texts(source)) == 3


def test_a_frame_around_the_whole_page_is_kept_whatever_it_is_called() -> None:
    for frame in ("form", "div class=sidebar", "header"):
        assert texts(f"<{frame}><h1>Q1</h1><p>{PROSE}</p></{frame.split()[0]}>") == ["Q1", PROSE]


def test_lines_and_tabs_of_the_source_are_spaces() -> None:
    source = "<div>\n\t\tRevenue was\r\n\t\t$7.19\n\t\tbillion.\n\t\t# No\tmark\tat all\n</div>"
    assert texts(source) == ["Revenue was $7.19 billion. # No mark at all"]


def test_preformatted_text_keeps_its_lines() -> None:
    assert texts("<pre>\nFirst Quarter Results\n\n" + PROSE + "\n</pre>")[-1] == PROSE


def test_markup_that_is_no_element_is_no_text() -> None:
    source = f"<?xml version='1.0'?><!DOCTYPE html><![if IE]><p>{PROSE}</p><![endif]>"
    assert texts(source) == [PROSE]


def test_figures_with_entities_and_tags_are_as_in_the_source() -> None:
    source = (
        '<meta name="date" content="2023-05-24">\r\n<nav>x</nav><p>Nvidia revenue was '
        "<b>$7.19</b>&nbsp;billion,\r\n up 1<i>9</i>&#37; quarter on quarter, in Q1 FY2024."
    )
    document = page(source)
    facts = list(extract_document(document))
    assert [fact.raw for fact in facts] == ["$7.19</b>&nbsp;billion", "1<i>9</i>&#37;"]
    for fact in facts:
        assert document.text[fact.source.start : fact.source.end] == fact.raw
    assert [fact.source.line for fact in facts] == [2, 3]


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="og:title" content="Q1 &amp; more">'
        '<meta property="article:published_time" content="2023-05-24T16:00:00-04:00">',
        '<meta name=title content="Q1 &amp; more"><meta name="DC.Date" content="2023-05-24">',
        '<script type="application/ld+json">[{"@type": "WebSite"}, {"@graph": [{"headline":'
        ' "Q1 &amp; more", "datePublished": "2023-05-24", "dateModified": "2024-01-01"}]}]</script>',
        "<title>Q1\n &amp; more</title><time datetime=2023-05-24>a while ago</time>",
        "<title>Daily</title><h1>Q1 &amp; more</h1><time>May 24, 2023</time>",
        "<title>Q1 &amp; more</title></head><body><p>Published: May 24, 2023</p>",
    ],
)
def test_title_and_date(head: str) -> None:
    meta = page(f"<html><head>{head}</head><body><p>{PROSE}</p></body></html>").meta
    assert (meta.title, meta.published) == ("Q1 & more", date(2023, 5, 24))


def test_site_author_and_address() -> None:
    data = {"headline": "Q1", "author": [{"name": "Robin Vale"}], "publisher": {"name": "Daily"}}
    meta = page(
        f'<script type="application/ld+json">{json.dumps(data)}</script>'
        "<link rel=canonical href='https://example.org/q1'>"
    ).meta
    assert (meta.source, meta.author) == ("Daily", "Robin Vale")
    assert meta.url == "https://example.org/q1"


def test_times_and_titles_outside_of_the_article_tell_nothing_of_it() -> None:
    aside = "<aside><h1>Hot</h1><time datetime=2020-01-01></time></aside>"
    meta = page(f"<title>Q1</title>{aside}<p>{PROSE}</p>").meta
    assert (meta.title, meta.published) == ("Q1", None)


def test_tables_with_cells_over_several_columns_and_rows() -> None:
    head = "<tr><th rowspan=2>Market<th colspan='2'>Growth<th rowspan=2>Revenue"
    source = f"<table>{head}<tr><th>Y/Y<th>Q/Q<tr><td>Gaming<td>-38%<td>22%<td>2.24</table>"
    closed = (
        '<table><tr><th rowspan="2">Market</th><th colspan="2">Growth</th>'
        '<th rowspan="2">Revenue</th></tr><tr><th>Y/Y</th><th>Q/Q</th></tr>'
        "<tr><td>Gaming</td><td>-38%</td><td>22%</td><td>2.24</td></tr></table>"
    )
    first, last = ["Market", "Growth", "", "Revenue"], ["Gaming", "-38%", "22%", "2.24"]
    assert rows(closed) == [first, ["", "Y/Y", "Q/Q", ""], last]
    assert rows(source)[0] == first


@pytest.mark.parametrize(
    ("declared", "encoding", "read_as"),
    [
        ('<meta charset="gb2312">', "gbk", "gb18030"),
        ("<meta charset=Big5>", "big5", "big5hkscs"),
        (
            '<meta http-equiv="Content-Type" content="text/html; charset=shift_jis">',
            "shift_jis",
            "shift_jis",
        ),
        ("<meta charset=shift_jis>", "utf-8", "utf-8"),
        ("<meta charset=utf-8>", "gbk", "gb18030"),
        ("<meta charset=no-such>", "gbk", "gb18030"),
        ("<meta charset=hex>", "gbk", "gb18030"),
    ],
)
def test_the_encoding_is_the_declared_one(
    tmp_path: Path, declared: str, encoding: str, read_as: str
) -> None:
    source = f"{declared}<p>第一季度的收入是 5 元。</p>"
    if encoding == "shift_jis":
        source = f"{declared}<p>売上高は 5 円、増加した。</p>"
    path = tmp_path / "page.html"
    path.write_bytes(source.encode(encoding))
    document = read_document(str(path))
    assert (document.text, document.encoding) == (source, read_as)


def test_western_pages_are_read_as_browsers_do() -> None:
    data = b'<meta charset="iso-8859-1"><p>Caf\xe9: 5 \x80</p>'
    assert decode_page(data)[0].endswith("Café: 5 €</p>")


@pytest.mark.parametrize(
    "source",
    [
        "",
        "\ufeff",
        "page.html",
        "<",
        "<html>",
        "<!DOCTYPE html>",
        "<script>if (a < b) {}</script>",
        "<script>never closed",
        "<!-- never closed",
        "</p></div></nav>",
        "<![CDATA[ x",
        "<!ELEMENT [",
        "<p a='",
        "<table><tr colspan=3><td rowspan=0><td colspan=999>",
        "<table><td>x</table></table><tr><td>",
        '<script type="application/ld+json">{"headline": </script>',
        '<script type="application/ld+json">' + "[" * 100_000 + "</script>",
        "<div>" * 3_000,
        "<nav>",
    ],
)
def test_odd_pages_give_nothing_and_no_error(source: str) -> None:
    assert list(extract_document(page(source))) == []


@pytest.mark.parametrize(
    "source",
    [
        f"<p>{PROSE}",
        f"<div><p>{PROSE}</div></div></section>",
        f"<head><title>Q1</title><body><p>{PROSE}",
        f"<nav><ul><li>Home<p>{PROSE}",
        f"<article><div><p>{PROSE}",
        PROSE,
    ],
)
def test_unclosed_elements_hide_no_article(source: str) -> None:
    assert PROSE in texts(source)


def test_other_files_are_read_without_the_parser() -> None:
    code = (
        "import sys, nvdx.cli; from nvdx.documents import parse_document;"
        "parse_document('<p>a</p>', path='a.md'); sys.exit('bs4' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_fixture_has_its_article_and_nothing_else() -> None:
    document = read_document(str(FIXTURE))
    text = " ".join(block.text for block in document.blocks if isinstance(block, Block))
    for other in ("AMD", "Intel", "Paid readers", "Chips", "Search", "shares", "invented"):
        assert other not in text
    assert document.meta.published == date(2023, 5, 24)


class TestWhatIsAPage:
    PAGE = "<!DOCTYPE html>\n<html><body><nav>市值 3 万亿</nav><p>英伟达营收 300 亿美元。</p></html>"

    @pytest.mark.parametrize("path", ["-", "page.txt", "page.md"])
    def test_what_begins_as_one(self, path: str) -> None:
        document = parse_document(self.PAGE, path=path)
        assert [block.text for block in document.blocks if isinstance(block, Block)] == [
            "英伟达营收300亿美元。"
        ]

    def test_a_page_in_another_encoding_on_no_html_path(self, tmp_path: Path) -> None:
        page = self.PAGE.replace("<body>", '<meta charset="gb2312"><body>')
        (path := tmp_path / "page.txt").write_bytes(page.encode("gb18030"))
        assert read_document(str(path)).text == page

    def test_markdown_with_elements_is_none(self) -> None:
        text = "<div>营收</div>\n\n<html> 是一个元素。"
        assert parse_document(text).blocks != ()


@pytest.mark.parametrize("columns", [5, 9, 23])
def test_wide_cells_without_closing_tags_keep_the_columns(columns: int) -> None:
    filler = "".join(f"<td>{number}" for number in range(columns))
    page = f"<table><tr><th colspan={columns}>Ended<th>Change<tr>{filler}<td>up</table>"
    blocks = parse_document(page, path="a.html").blocks
    [table] = [block for block in blocks if isinstance(block, Table)]
    heads, cells = table.rows
    assert [at for at, cell in enumerate(heads) if cell] == [0, columns]
    assert (last := cells[columns]) is not None
    assert last.text == "up"
