"""What of a page is not its article: menus, recommendations, notices, disclaimers."""

from __future__ import annotations

import pytest

from nvdx.documents import Block, parse_document

ARTICLE = (
    "甲公司公布了二季度的财报，营收 30 亿元，比去年高 6%；利润 5 亿元，比去年高 8%，"
    "均超出市场此前的预期，管理层对下半年的需求仍旧乐观。"
)
CLEAN = ARTICLE.replace(" ", "").replace("，", ",").replace("；", ";")


def texts(text: str) -> list[str]:
    return [b.text for b in parse_document(text).blocks if isinstance(b, Block)]


@pytest.mark.parametrize(
    "line",
    [
        "[首页](/) [新闻](/news) | [登录](/login)",
        "* [首页](/)\n* [新闻](/news)\n* [关于](/about)",
        "- [ ] [乙公司营收 9 亿元](https://a.b/c)",
        "[![图](https://a.b/c.png)](https://a.b/d)",
        "![营收 5 亿元](https://a.b/c.png)",
        "+ [![图](data:image/gif;base64...)\n\n  乙公司营收 9 亿元](https://a.b/c)",
        "图片来源：某通讯社",
        "\\*头图来源：某图库",
        "甲公司二季度各项营收｜图片来源：甲公司官网",
        "作者 | 王小二 编辑 | 李四",
        "责任编辑：王小二",
        "来源：[某报](https://a.b/c)",
        "本文为某某原创文章，转载请联系某某微信",
        "风险提示：竞争加剧，需求不及预期，下滑 5%。",
        "免责声明：本文内容仅供参考，据此操作盈亏 100% 自负。",
        "版权所有 © 2025 某某网",
        "© 2025 Example Inc.",
        "点击阅读更多",
        "京ICP备12345678号",
        "We use cookies to improve your visit.",
        "Please enable JavaScript to continue.",
        "成交量 2.1 亿股",
        "市盈率：45.2",
        "总市值（十亿元） 20476.8 17.2",
        "原创",
        "，",
        "Copyright 2025 Example Inc.",
        "[1]: https://a.b/c",
    ],
)
def test_lines_that_are_left_out(line: str) -> None:
    assert texts(f"{ARTICLE}\n\n{line}\n\n结尾。") == [CLEAN, "结尾。"]


@pytest.mark.parametrize(
    "line",
    [
        "[甲公司](https://a.b/c)营收为 5 亿元。",
        "记者：甲公司二季度营收 30 亿元，如何看待？",
        "谷歌延后淘汰第三方 Cookie，广告收入仍增长 13%。",
        "股价上涨后，甲公司公布营收 30 亿元。",
        "来源于数据中心的收入为 5 亿元。",
        "相关阅读量增长 5%，收入达 3 亿元。",
    ],
)
def test_lines_that_stay(line: str) -> None:
    assert len(texts(f"{ARTICLE}\n\n{line}\n\n结尾。")) == 3


@pytest.mark.parametrize(
    "label",
    [
        "相关内容",
        "**更多阅读****",
        "## 相关阅读",
        "热门资讯：",
        "【推荐阅读】",
        "Related articles",
        "發表評論",
    ],
)
def test_what_follows_a_recommendation_is_left_out(label: str) -> None:
    others = ARTICLE.replace("甲", "乙")
    text = f"# 题\n\n{ARTICLE}\n\n{label}\n\n### 乙公司\n\n{others}\n\n* {others}"
    assert texts(text) == ["题", CLEAN]


def test_the_next_main_heading_ends_what_is_left_out() -> None:
    text = f"# 甲\n\n{ARTICLE}\n\n### 相关文章\n\n* 乙公司营收 9 亿元\n\n## 丙公司\n\n{ARTICLE}"
    assert texts(text) == ["甲", CLEAN, "丙公司", CLEAN]


def test_a_menu_before_the_article_does_not_take_it_away() -> None:
    assert texts(f"热门资讯\n\n乙公司营收 9 亿元\n\n{ARTICLE}\n\n结尾。") == [CLEAN, "结尾。"]


def test_a_note_ends_with_its_paragraph_or_with_the_next_heading() -> None:
    note = "需求不及预期的风险，毛利率下滑 5 个百分点的风险。"
    assert texts(f"{ARTICLE}\n\n风险提示\n\n{note}\n\n结尾。") == [CLEAN, "结尾。"]
    assert texts(f"{ARTICLE}\n\n风险提示：\n\n* {note}\n* {note}\n\n结尾。") == [CLEAN, "结尾。"]
    assert texts(f"{ARTICLE}\n\n**风险提示**\n\n{note}\n\n{note}\n\n**总结**\n\n结尾。") == [
        CLEAN,
        "总结",
        "结尾。",
    ]


def test_the_end_of_a_paragraph_is_cut_off() -> None:
    assert texts(f"{ARTICLE}广告声明：文内含有的链接仅供参考，点击率 5%。") == [CLEAN]
    assert texts(f"{ARTICLE}图片来源：某某通讯社") == [CLEAN]
    assert texts(f"{ARTICLE}Photo by Jane Doe") == [CLEAN]


def test_the_name_of_the_site_is_no_text() -> None:
    front = "---\nsource: 某某观察\nauthor: 王小二\n---\n"
    text = f"{front}# 题\n\n原创\n\n王小二\n\n某某观察\n\n{ARTICLE}"
    assert texts(text) == ["题", CLEAN]
