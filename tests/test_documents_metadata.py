"""Title, source, author, date and address: front matter, header lines, datelines."""

from __future__ import annotations

from datetime import date

import pytest

from nvdx.documents import Block, Metadata, parse_document


def meta(text: str) -> Metadata:
    return parse_document(text).meta


def texts(text: str) -> list[str]:
    return [b.text for b in parse_document(text).blocks if isinstance(b, Block)]


def test_yaml() -> None:
    text = (
        "---\ntitle: 甲公司二季报\nsource: 某财经\nauthor: 王小二\ndate: 2024-08-29\n"
        "url: https://example.org/a?b=1#c\nfetch_date: 2025-10-06T18:05:48\n---\n\n营收大增。\n"
    )
    assert meta(text) == Metadata(
        "甲公司二季报", "某财经", "王小二", date(2024, 8, 29), "https://example.org/a?b=1#c"
    )
    assert texts(text) == ["营收大增。"]


@pytest.mark.parametrize("start", ["", "\n\n", "\ufeff", "\ufeff\n", "  \n"])
def test_yaml_after_a_mark_or_blank_lines(start: str) -> None:
    text = f"{start}---\ntitle: 甲\n---\n乙公司。"
    assert meta(text).title == "甲"
    assert texts(text) == ["乙公司。"]


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("title: 甲公司：Q2 营收: 超预期", "甲公司：Q2 营收: 超预期"),
        ("title: [快讯] 甲公司公布财报", "[快讯] 甲公司公布财报"),
        ("title: '引号里的 ''甲'' 公司'", "引号里的 '甲' 公司"),
        ('title: "甲公司 \\"新\\" 财报"', '甲公司 "新" 财报'),
        ("title: '引号开头' 不闭合的: 标题", "'引号开头' 不闭合的: 标题"),
        ("title: >-\n  很长的\n  标题", "很长的 标题"),
        ("title: 2025", "2025"),
        ("title: @甲 公布", "@甲 公布"),
    ],
)
def test_a_title_is_read_however_it_is_quoted(line: str, title: str) -> None:
    found = meta(f"---\n{line}\ndate: 2024-05-06\nsource: 某报\n---\n正文。")
    assert (found.title, found.published, found.source) == (title, date(2024, 5, 6), "某报")


def test_nested_keys_count_and_a_change_is_no_publication() -> None:
    found = meta(
        "---\ntitle: 甲\nupdated: 2024-09-09T00:00:00Z\nextra:\n  source: >-\n"
        "    https://news.example/a\n  hostname: news.example\n  author: Jane Doe\n---\n正文。"
    )
    assert found == Metadata("甲", "news.example", "Jane Doe", None, "https://news.example/a")


def test_a_list_of_authors() -> None:
    found = meta("---\ntitle: 甲\nauthors: [张三, 李四]\n---\n正文。")
    assert found.author == "张三, 李四"


def test_rules_around_a_text_are_no_front_matter() -> None:
    text = "---\n\n甲公司营收 5 亿元。\n\n---\n\n乙公司亏损。"
    assert texts(text) == ["甲公司营收5亿元。", "乙公司亏损。"]


def test_header_lines() -> None:
    text = (
        "标题：甲公司的三张王牌\n公众号：某某观察\n日期：2025年8月28日 08:17\n"
        "原文：https://mp.example/s?a=b\n早上公布了财报。"
    )
    assert meta(text) == Metadata(
        "甲公司的三张王牌", "某某观察", None, date(2025, 8, 28), "https://mp.example/s?a=b"
    )
    assert texts(text) == ["早上公布了财报。"]


def test_header_lines_under_a_heading_in_bold() -> None:
    text = (
        "### 3. 早报｜甲公司净利翻倍\n**发布时间:** 2026-05-21 07:59:19  +0800\n"
        "**链接:** [https://a.example/p](https://a.example/p)\n"
        "**正文:** 今日要闻\n  甲公司净利翻倍\n"
    )
    assert meta(text) == Metadata(
        "3. 早报｜甲公司净利翻倍", None, None, date(2026, 5, 21), "https://a.example/p"
    )
    assert texts(text) == ["3.早报|甲公司净利翻倍", "今日要闻", "甲公司净利翻倍"]


def test_a_comment_with_yaml() -> None:
    text = "<!--yml\n\n类别：未分类\n\n日期：2024-05-27 14:50:14\n\n-->\n\n# 标题\n\n> 来源：[甲](https://a.example/x)\n\n正文。"
    assert meta(text) == Metadata("标题", None, None, date(2024, 5, 27), "https://a.example/x")
    assert texts(text) == ["标题", "正文。"]


def test_a_date_and_the_label_of_the_body_before_the_text() -> None:
    text = "2023-07-25 17:11:42，正文：据报道，甲公司营收为 5 亿元。"
    assert meta(text).published == date(2023, 7, 25)
    assert texts(text) == ["据报道,甲公司营收为5亿元。"]
    assert texts("，正文：据悉，乙公司亏损。") == ["据悉,乙公司亏损。"]


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2026-01-06T10:30:00+08:00", date(2026, 1, 6)),
        ("Thu, 19 Aug 2021 20:03:42 GMT", date(2021, 8, 19)),
        ("2025年8月28日 08:17", date(2025, 8, 28)),
        ("2025/9/7", date(2025, 9, 7)),
        ("May 22, 2024", date(2024, 5, 22)),
        ("5/22/24", date(2024, 5, 22)),
        ("yesterday", None),
        ("2024-02-31", None),
    ],
)
def test_dates_of_front_matter(value: str, day: date | None) -> None:
    assert meta(f"---\ntitle: 甲\ndate: {value}\n---\n正文。").published == day


@pytest.mark.parametrize(
    ("lines", "day"),
    [
        ("甲公司被低估了\n创始人\n2025-09-17 21:04:36", date(2025, 9, 17)),
        ("Chip Corp, Q1 2025 Earnings Call, May 22, 2024\n5/22/24", date(2024, 5, 22)),
        ("大家好！\n今天是2025年8月28日\n欢迎收看", date(2025, 8, 28)),
        ("甲公司二季报\n\n小二(42)发表于 2023年02月01日 13时04分 星期三", date(2023, 2, 1)),
        ("甲公司二季报\n\n原创 王小二 某观察 2024-08-30 08:00 北京", date(2024, 8, 30)),
        ("某通讯社 2024 年 8 月 29 日消息，甲公司公布财报。", date(2024, 8, 29)),
        ("SANTA CLARA, Calif., Aug. 28, 2024 (NEWSWIRE) -- Chip Corp reported.", date(2024, 8, 28)),
        ("# 每日要闻（2024-08-29）\n\n甲公司公布财报。", date(2024, 8, 29)),
        ("# 一周要闻（2024.08.19-2024.08.25）\n\n甲公司公布财报。", None),
        ("数据统计截至（2024-07-28）", None),
        ("截至 2024 年 7 月 28 日的第二季度，营收 300 亿元。", None),
        ("2023 年 3 月 15 日，甲公司发布了新品，营收随之增长。", None),
        ("5 月 24 日消息，甲公司公布财报。", None),
        ("甲公司将于 2024 年 9 月 1 日派息", None),
        ("第二季度截至 2024 年 7 月 28 日", None),
        ("Second quarter ended July 28, 2024", None),
    ],
)
def test_datelines(lines: str, day: date | None) -> None:
    assert meta(lines).published == day


def test_a_labelled_day_counts_where_a_bare_one_no_longer_does() -> None:
    body = "\n\n".join(f"第 {n} 段，甲公司的业务继续增长。" for n in range(20))
    assert meta(f"{body}\n\n2024-05-06").published is None
    assert meta(f"{body}\n\n时间：2026 年 5 月 21 日").published == date(2026, 5, 21)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# 甲公司 *第二* 季度\n\n正文。", "甲公司 第二 季度"),
        ("甲公司的新故事\n\n正文在此，说得很长。", "甲公司的新故事"),
        ("正文在此，说得很长。\n\n又一段。", None),
        ("## 繁體標題\n\n正文。", "繁體標題"),
    ],
)
def test_the_title_of_a_page_without_front_matter(text: str, title: str | None) -> None:
    assert meta(text).title == title
