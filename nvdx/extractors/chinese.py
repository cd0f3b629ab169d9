"""What Chinese says around a figure that makes it something else than a level or one period's growth."""

from __future__ import annotations

import re
from typing import Final

from nvdx.extractors.reading import Reading

__all__ = [
    "bounds_of_a_range",
    "compound_growth",
    "from_outside",
    "of_a_market",
    "of_a_row_of_quarters",
    "says_by_how_much",
]

_COMPOUND: Final = re.compile(
    r"(?:年均?复合|复合年|复合增[长速]|年均[^,。;]{0,6}(?:增|升|成长|降)|每年平均(?:增|成长))[^。;]{0,24}$"
    r"|(?:未来|今后|接下来)的?(?:[两二三四五六七八九十几数\d]+(?:[到至-][三四五六七八九十\d]+)?|若干)个?年(?:内|里|间|中)?[^。;]{0,40}$"
)
"""`年复合增速超过80%`, `未来三到五年,营收年均增长35%`: growth of many years, not of one period."""


def compound_growth(reading: Reading, start: int, end: int) -> bool:
    """Whether the growth between two offsets is one of several years together.

    Accepted: `数据中心AI收入的年复合增速超过80%`, `未来三到五年营收年均增长35%以上`.
    Rejected: `每年第四季度收入增长35%`, a later sentence that names its own year.
    """
    match = _COMPOUND.search(reading.text, start, end)
    if match is None:
        return False
    return not any(t.period is not None and match.start() < t.start < end for t in reading.tokens)


_ROW: Final = re.compile(
    r"(?:连续|已有)第?[两二三四五六七八九十\d]+个?(?:季度|财季|季)[^,。;]{0,12}?"
    r"(?:超过?|突破|站上|保持在|维持在|高于|不低于|逾)[^,。;\d]{0,4}$"
)


def of_a_row_of_quarters(text: str, start: int, end: int) -> bool:
    """`连续四个季度超千亿元`: a mark that several quarters passed is the amount of none of them.

    >>> line = "收入1131亿元,连续四个季度超千亿元"
    >>> of_a_row_of_quarters(line, 0, line.index("千亿")), of_a_row_of_quarters(line, 0, line.index("1131"))
    (True, False)
    """
    return _ROW.search(text, start, end) is not None


_BOUND: Final = re.compile(r"(?:区间|范围|指引|预期)?的?(?:上限|下限|上沿|下沿)[^,。;()和与及]{0,20}$")


def bounds_of_a_range(text: str, start: int, end: int) -> bool:
    """`上限维持720亿美元不变`, `下限由640亿上调至660亿`: one end of a range whose other end stands elsewhere.

    >>> line = "将区间下限上调至660亿美元"
    >>> bounds_of_a_range(line, 0, line.index("660")), bounds_of_a_range("营收660亿", 0, 2)
    (True, False)
    """
    return _BOUND.search(text, start, end) is not None


_MARKET: Final = re.compile(
    r"的?(?:一个)?(?:全新|崭新|新兴|新增?|增量|潜在|庞大|巨大)?的?(?:市场|蓝海|赛道|商机)"
    r"(?!收入|营收|销售|业务|份额|预期|预估)"
)


def of_a_market(text: str, end: int) -> bool:
    """`打开一个2000亿美元的新市场`: the size of a market.

    >>> line = "一个2000亿美元的新市场"
    >>> of_a_market(line, line.index("的")), of_a_market("20亿美元的中国市场收入", 5)
    (True, False)
    """
    return _MARKET.match(text, end) is not None


_OUTSIDE: Final = re.compile(
    r"(?:外部|内部|第三方)(?:客户|商业化|商家)?(?:的|所产生的)?(?:业务)?(?:收入|营收|销售额)[^,。;]*$"
)


def from_outside(text: str, start: int, end: int) -> bool:
    """`外部客户收入增长29%`: revenue of customers that no part of ours stands for.

    >>> line = "外部客户收入也增长了29%"
    >>> from_outside(line, 0, line.index("29")), from_outside("外部环境复杂,收入增长29%", 0, 11)
    (True, False)
    """
    return _OUTSIDE.search(text, start, end) is not None


_MORE: Final = re.compile(r"(?:多赚|多收|多卖|少赚|少收|净增加?|多出)(?:了|入|进|到)?(?:近|约|大约|接近|超|逾|整整)?$")


def says_by_how_much(text: str, start: int, end: int) -> bool:
    """`同比多赚了62亿美元`: by how much, not how much.

    >>> line = "比去年多赚了62亿美元"
    >>> says_by_how_much(line, 0, line.index("62")), says_by_how_much("净赚62亿美元", 0, 2)
    (True, False)
    """
    return _MORE.search(text, start, end) is not None
