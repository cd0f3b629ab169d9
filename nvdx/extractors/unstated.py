"""Figures that a Chinese sentence asks for, supposes or gives of times that it does not name: no records."""

from __future__ import annotations

import re
from typing import Final

from nvdx.extractors.reading import Reading
from nvdx.mentions.scan import Token

__all__ = ["nobody_states"]

_PER_STEP: Final = re.compile(
    r"每(?:升值|贬值|上涨|下跌|上升|下降|增加|减少|提高|降低|变动|波动|变化|多|少)(?=\D{0,3}[\d一])"
)
_OF_SEVERAL: Final = re.compile(
    r"(?<![〇零一二三四五六七八九十百第])[两三四五六](?:个(?:完整)?(?:财年|财季|季度|年度)|年)(?:的?[^,。;:\d]{0,8})?分别(?!率)"
)
_IF: Final = re.compile(
    r"(?:^|[,。;:(])(?:而|但)?(?:若|如果|假如|倘若|要是|假使)"
    r"(?!排除|剔除|不计|扣除|撇除|不考虑|除去|不算|按|以|用|从|看|只看|单看|算上|计入|包括|包含|加上)[^,。;:]*$"
)
_IN_YEARS: Final = re.compile(
    r"(?<![〇零一二三四五六七八九十百第])[两三四五六](?:年|个财年)(?:内|里|间)?(?:将|累计|合计|共|总共)?(?:投入|投资|花费|砸下?)[^,。;\d]{0,8}$"
)
_ASKS: Final = re.compile(
    r"(?:什么时候|何时|能否|能不能|可否|是否|是不是|会不会|有没有|有无|要不要)"
    r"(?!谈|介绍|分享|解释|说明|评论|讲|展开|聊)[^,。;?!]{0,12}$"
)
_ASKED: Final = re.compile(r"[^,。;?!\d]{0,8}[吗么][?!]")


def nobody_states(reading: Reading, index: int) -> str | None:
    """Why the figure of a Chinese sentence is stated by nobody; None where it is.

    Refused: `新台币每升值1%,毛利率下降0.4个百分点` (what a step brings), `三个财年分别是43.7亿、297.6亿和728.8亿`
    (each of a year that is not named), `三年投入3800亿元` (of several years), `若净利润能达到1130亿,…`
    (a supposition), `什么时候能回到75%?` (a question).
    Accepted: `若剔除该项费用,毛利率为71.3%`, `2023-2025财年净利润分别为…`.
    """
    text, token = reading.text, reading.tokens[index]
    if _PER_STEP.search(text, reading.start, token.start):
        return "per-step"
    if _OF_SEVERAL.search(text, reading.start, token.start) and not any(
        t.period is not None and t.period.years for t in reading.tokens[:index]
    ):
        return "several-periods-at-once"
    if _IN_YEARS.search(text, reading.start, token.start):
        return "several-years-together"
    if _IF.search(text[reading.start : token.start]):
        return "hypothesis"
    return "question" if _is_asked(reading, token) else None


def _is_asked(reading: Reading, token: Token) -> bool:
    """`什么时候能回到75%?`, `今年还是翻倍吗?`: a figure that is asked for.

    Rejected: `第一季度指引是71%,什么时候会更高?`, `能否谈谈73%的毛利率?`.
    """
    text = reading.text
    if _ASKED.match(text, token.end):
        return True
    if not text.startswith("?", reading.end - 1) and "?" not in text[token.end : reading.end]:
        return False
    return _ASKS.search(text, reading.start, token.start) is not None
