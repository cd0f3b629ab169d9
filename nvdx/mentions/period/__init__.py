"""Periods: the words of a text that say which quarter or year a figure is of.

`periods` reads cleaned text in two steps, each linear:

1. the rules of `chinese`, `codes` and `english` find *atoms*: a year (`2025财年`, `FY27`, `去年`), a part
   of a year (`第二季度`, `third-quarter`, `前九个月`), an end date (`截至7月28日`), a relative word
   (`上一季度`);
2. neighbouring atoms with nothing but glue between them (`的`, `of`, a space, `'s`) become one
   mention (`merge`), whatever their order: `2025财年Q2`, `Q2 FY25`, `the second quarter of fiscal 2025`.

What a mention means on a company's calendar is decided later (`nvdx.extractors.quarter`).
Words are in `nvdx/lexicon/periods.yaml`.
"""

from nvdx.mentions.period.model import PeriodMention, Relative, each_year
from nvdx.mentions.period.walk import may_have_period, periods

__all__ = ["PeriodMention", "Relative", "each_year", "may_have_period", "periods"]
