"""The walk over a text: its atoms, and of these its mentions."""

from __future__ import annotations

from collections.abc import Iterator

from nvdx.mentions.period.grammar import load_grammar
from nvdx.mentions.period.merge import carry_years, grouped, mention_of
from nvdx.mentions.period.model import PeriodMention

__all__ = ["may_have_period", "periods"]


def may_have_period(text: str) -> bool:
    """Whether `periods` could find any: a quick look for the words that all have one of."""
    return load_grammar().trigger.search(text) is not None


def periods(text: str) -> Iterator[PeriodMention]:
    """The periods that cleaned text names, in order, without overlap, each as long as can be.

    >>> def show(text):
    ...     for m in periods(text):
    ...         print(text[m.start : m.end], m.part, m.year, m.fiscal, m.relative)
    >>> show("2025财年Q2营收300亿美元,去年同期为135亿")
    2025财年Q2 Q2 2025 True None
    去年同期 None None None same_period_last_year
    >>> show("Revenue in the second quarter of fiscal 2025 beat that of last year's fourth quarter")
    the second quarter of fiscal 2025 Q2 2025 True None
    last year's fourth quarter Q4 None None last_year
    >>> [(m.part, m.end_date) for m in periods("截至2024年7月28日的第二季度")]
    [('Q2', datetime.date(2024, 7, 28))]

    Neither dates, durations, seasons nor models are periods:

    >>> list(periods("2024年7月28日,连续三个季度,每季度,两年内,美剧第二季开播,H100,GTC 2026,Q&A"))
    []
    """
    grammar = load_grammar()
    if grammar.trigger.search(text) is None:
        return
    mentions = [
        built
        for group in grouped(grammar.atoms(text), text)
        if (built := mention_of(group, text, grammar)) is not None
    ]
    # Of `全年2025H1` the year takes the half's place: nothing is left of that.
    yield from (m for m in carry_years(mentions, text) if m.start < m.end)
