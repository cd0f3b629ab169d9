"""Which lines are a block each, which are joined, and what kind of block they are."""

from __future__ import annotations

import pytest

from nvdx.documents import Block, Table, parse_document


def outline(text: str) -> list[str]:
    """Kind and level of each block with its text."""
    return [
        f"{b.kind}{b.level or ''} {b.text}"
        for b in parse_document(text).blocks
        if isinstance(b, Block)
    ]


def tables(text: str) -> list[list[list[str | None]]]:
    return [
        [[cell.text if cell else None for cell in row] for row in block.rows]
        for block in parse_document(text).blocks
        if isinstance(block, Table)
    ]


def wrapped(text: str, width: int, between: str = "\n") -> str:
    """A text of ideographs as a page of that many of them a line has it."""
    return between.join(text[at : at + width] for at in range(0, len(text), width))


def test_markdown() -> None:
    text = (
        "# 甲公司二季报\n\n一段话。\n\n业绩\n====\n\n展望\n---\n\n* 甲\n  * 乙\n* 丙\n\n"
        "1. 丁\n2) 戊\n\n- [ ] 己\n\n> 引用\n>> 再引\n\n**小标题**\n\n**加粗的一句话。**\n\n"
        "```\ncode 5%\n```\n\n***\n完结。"
    )
    assert outline(text) == [
        "heading1 甲公司二季报",
        "paragraph 一段话。",
        "heading1 业绩",
        "heading2 展望",
        "list_item1 甲",
        "list_item2 乙",
        "list_item1 丙",
        "list_item1 丁",
        "list_item1 戊",
        "list_item1 己",
        "quote1 引用",
        "quote1 再引",
        "heading5 小标题",
        "paragraph 加粗的一句话。",
        "paragraph 完结。",
    ]


def test_a_rule_under_a_sentence_makes_no_heading() -> None:
    assert outline("营收大增，利润也大增。\n---\n下一段。") == [
        "paragraph 营收大增,利润也大增。",
        "paragraph 下一段。",
    ]


def test_numbers_at_the_start_of_a_line_are_no_list() -> None:
    assert outline("1.5 亿元的利润。\n\n2024. 甲公司亏损。\n\n3、第三点。") == [
        "paragraph 1.5亿元的利润。",
        "paragraph 2024.甲公司亏损。",
        "paragraph 3、第三点。",
    ]


def test_short_lines_before_a_paragraph_are_headings() -> None:
    text = (
        "甲公司净利 5 亿元，同比增长 8%\n"
        "  记者获悉，甲公司今日公布财报，营收 30 亿元，同比增长 6%；净利润 5 亿元，同比增长 8%。\n"
        "  数据中心：\n"
        "  收入 20 亿元，占总营收的三分之二，管理层称需求仍旧强劲，并预计下半年的出货量继续增加。\n"
        "  营收超出预期。\n"
        "  分析师此前平均预期甲公司营收为 28 亿元，净利润为 4 亿元，都低于它实际的业绩。\n"
    )
    assert [line.split(" ")[0] for line in outline(text)] == [
        "heading6",
        "paragraph",
        "heading6",
        "paragraph",
        "paragraph",
        "paragraph",
    ]


def test_a_line_without_words_is_no_heading() -> None:
    text = (
        "17.2 16.0\n\n"
        + "甲公司的业务继续增长，营收创下新高，管理层对前景感到乐观，并上调了全年的指引。"
    )
    assert [line.split(" ")[0] for line in outline(text)] == ["paragraph", "paragraph"]


PAGE = (
    "甲公司发布二季度财报，本季营收为八百一十六亿元，同比增长八成五，环比增长两成，创历史新高，"
    "毛利率为百分之七十五点三，符合此前的指引，公司面向各类客户持续推进产品的落地，本季产生的现金流"
    "达到四百九十亿元，其中数据中心的营收为七百五十亿元，占总营收的九成以上，管理层预计下一季营收"
    "为九百一十亿元上下浮动百分之二，并计划将全年现金流的一半返还给股东，库存也随之增加到新的高度"
)


@pytest.mark.parametrize("between", ["\n", " \n\n", "\r\n"])
def test_a_hard_wrapped_page_is_joined(between: str) -> None:
    text = (
        wrapped(PAGE, 20, between)
        + "。"
        + between
        + "评论如下"
        + between
        + wrapped(PAGE, 20, between)
    )
    assert [line.split(" ")[0] for line in outline(text)] == ["paragraph", "heading6", "paragraph"]
    assert outline(text)[0] == f"paragraph {PAGE.replace('，', ',')}。"


def test_a_figure_broken_over_two_lines_is_whole() -> None:
    lines = [
        PAGE[:20],
        "毛利率同比增加了一点四个百分点，环比为 -",
        "0.1pct，与此前公司所给的指引大致相当，近",
        "20 个季度里这是最好的成绩，倘若按照 Non-",
        "GAAP 计算则营收的增长为八成五，净利为 200 ",
        "亿元，" + PAGE[:17],
        PAGE[20:40],
        PAGE[40:50] + "。",
    ]
    (block,) = outline("\n\n".join(lines))
    assert "环比为-0.1pct," in block
    assert "近20个季度" in block
    assert "Non-GAAP计算" in block
    assert "净利为200亿元," in block


@pytest.mark.parametrize("start", ["1）", "②", "2、", "二、", "Q：", "A：", "（3）", "第二，"])
def test_a_numbered_point_begins_a_block_of_a_wrapped_page(start: str) -> None:
    first = PAGE[:100]
    text = wrapped(first, 20) + "\n" + start + wrapped(PAGE[100:], 20)[len(start) :]
    assert len(outline(text)) == 2


def test_a_column_beside_the_text_does_not_break_its_sentence() -> None:
    lines = [PAGE[at : at + 20] for at in range(0, 180, 20)]
    beside = [
        "行业规模",
        "股票家数 529 只",
        "总市值 204 亿",
        "流通市值（十亿",
        "元）",
        "相关报告",
        "《甲公司跟踪报告》",
    ]
    found = outline("\n".join([*lines[:5], *beside, *lines[5:]]))
    assert found[0] == f"paragraph {PAGE[:180].replace('，', ',')}"
    assert "paragraph 行业规模" in found
    assert not any("跟踪报告" in line for line in found)


def test_the_foot_of_a_page_does_not_break_a_sentence() -> None:
    lines = [PAGE[at : at + 20] for at in range(0, 180, 20)]
    for at, number in ((2, 1), (5, 2), (8, 3)):
        lines.insert(at, f"某某证券研究所 {number}")
    lines.insert(7, "- 4 -")
    assert outline("\n".join(lines))[0] == f"paragraph {PAGE[:180].replace('，', ',')}"


def test_english_wrapped_within_paragraphs() -> None:
    text = (
        "Revenue for the quarter was 35.1 billion dollars, up 17 percent\n"
        "from the quarter before, and the company expects that revenue of\n"
        "the next quarter will be higher still.\n\n"
        "Gross margin was 74.6 percent, which is half a point less than\n"
        "in the quarter before.\n"
    )
    assert [line.split(" ")[-1] for line in outline(text)] == ["still.", "before."]
    assert "17 percent from the quarter" in outline(text)[0]


def test_a_wrapped_list_item_is_one_block() -> None:
    text = (
        "- Revenue for the quarter was 35.1 billion dollars, up 17 percent\n"
        "  from the quarter before, and more than the company had expected\n"
        "  when it gave its outlook.\n"
        "- Gross margin fell.\n"
    )
    assert len(outline(text)) == 2


CLAUSES = ["今天来看甲公司的财报", "第二季度营收是 57 亿", "高于市场预期的 55 亿", "环比增长两成"]


def test_a_transcript_keeps_its_lines_in_one_block() -> None:
    lines = [
        "大家好",
        "今天来看甲公司的财报",
        "第二季度营收是 57 亿",
        "高于市场预期的 55 亿",
        "环比增长两成",
    ]
    (block,) = outline("\n".join(lines * 4))
    assert block.count("\n") == 19
    assert "营收是57亿\n高于" in block


def test_a_transcript_ends_where_another_part_of_the_page_begins() -> None:
    lines = [
        "今天来看甲公司的财报",
        "第二季度营收是 57 亿",
        "高于市场预期的 55 亿",
        "环比增长两成",
    ] * 4
    found = outline("\n".join([*lines, "相关阅读", "乙公司净利 9 亿", "丙公司亏损"]))
    assert len(found) == 1
    assert "乙公司" not in found[0]


def test_lines_that_are_sentences_are_blocks() -> None:
    assert outline("营收为 5 亿元。\n利润为 1 亿元。\n前景良好。") == [
        "paragraph 营收为5亿元。",
        "paragraph 利润为1亿元。",
        "paragraph 前景良好。",
    ]


def test_a_line_that_ends_within_a_clause_or_a_figure_goes_on() -> None:
    text = "第二季度，\n营收为 300\n亿元。\n利润 5 亿元\n毛利率 75\n乙公司亏损"
    assert outline(text) == [
        "paragraph 第二季度,营收为300亿元。",
        "paragraph 利润5亿元",
        "paragraph 毛利率75",
        "paragraph 乙公司亏损",
    ]


def test_html() -> None:
    text = (
        "<html><head><title>x</title><style>p {}</style></head><body><nav>首页 | 新闻</nav>\n"
        "<h2>甲公司\n二季报</h2><div><p>营收 <b>5</b>\n亿元，\n增长。<br/>第二行。</p>\n"
        "<ul><li>甲</li><li><p>乙</p></li></ul><blockquote>引用</blockquote></div>"
        "<p><strong>小标题</strong></p><script>5%</script></body></html>"
    )
    assert outline(text) == [
        "heading2 甲公司二季报",
        "paragraph 营收5亿元,增长。",
        "paragraph 第二行。",
        "list_item1 甲",
        "list_item1 乙",
        "quote1 引用",
        "heading5 小标题",
    ]


def test_markdown_tables() -> None:
    text = (
        "收入表\n\n| （亿元） | Q3 | **Q2** |\n|:--|--:|---|\n"
        "| 营收 | 35.1 | 30.0 |\n| a \\| b | | -- |\n\n尾。\n\n"
        "甲 | 乙\n---|---\n1 | 2\n"
    )
    assert tables(text) == [
        [["(亿元)", "Q3", "Q2"], ["营收", "35.1", "30.0"], ["a | b", None, "--"]],
        [["甲", "乙"], ["1", "2"]],
    ]


def test_a_bar_in_prose_is_no_table() -> None:
    assert tables("作品 | 王小二 的新书\n\n营收|利润都增长了。") == []


def test_tables_of_html_and_of_tabs() -> None:
    html = (
        "<table>\n<tr><th>项目</th>\n<th>Q3</th></tr>\n<tr><td><p>营收</p></td><td>35<br>亿</td></tr>"
        "<tr><td></td><td>5</td></tr></table>"
    )
    assert tables(html) == [[["项目", "Q3"], ["营收", "35亿"], [None, "5"]]]
    assert tables("\tQ3\tQ2\n营收\t35\t30\n利润\t\t9") == [
        [[None, "Q3", "Q2"], ["营收", "35", "30"], ["利润", None, "9"]]
    ]


def test_a_frame_of_one_cell_is_no_table() -> None:
    text = "<table><tr><td>营收大增。</td></tr></table>"
    assert tables(text) == []
    assert outline(text) == ["paragraph 营收大增。"]


def test_a_line_before_a_table_is_its_heading() -> None:
    assert outline("Revenue by segment, $ in millions\n\n| a | b |\n|---|---|\n| 1 | 2 |") == [
        "heading6 Revenue by segment, $ in millions"
    ]


def test_cells_know_their_place() -> None:
    text = "| 营收 | $35,082 |\n|---|---|\n| a | **74.6 %** |\n"
    (block,) = parse_document(text).blocks
    assert isinstance(block, Table)
    found = [cell for row in block.rows for cell in row if cell]
    assert [text[slice(*c.origin.span(0, len(c.text)))] for c in found] == [
        "营收",
        "$35,082",
        "a",
        "74.6 %",
    ]


def test_a_wrapped_page_of_short_paragraphs_and_labels() -> None:
    """A note whose labels and last lines outnumber its full lines is joined all the same."""
    labels = ["电子行业", "公司点评", "甲公司（AAA）", "2025年8月7日", "投资要点", "附图", "作者甲", "作者乙"]
    points = [f"{PAGE[at : at + 48]}。" for at in range(0, 85, 17)]
    text = "\n\n".join([*labels, *(wrapped(point, 20, "\n\n") for point in points)])
    assert outline(text)[len(labels) :] == [f"paragraph {point.replace('，', ',')}" for point in points]
    each = "\n\n".join([*labels, *(f"{point[:30]}。" for point in points)])
    assert len(outline(each)) == len(labels) + len(points)
