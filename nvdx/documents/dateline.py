"""The date and the title that the first lines of a page give where its front matter has none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from nvdx.documents.dates import find_date
from nvdx.documents.pieces import BOLD_LEVEL, Piece
from nvdx.documents.types import Block, Table
from nvdx.documents.words import any_of, words

FIRST_BLOCKS = 12
LONGEST_DATELINE = 120
LONGEST_STAMP = 60
LONGEST_TITLE = 80
# What may stand beside the day in a dateline that is little else: time of day, weekday, zone.
_TIME = re.compile(
    r"\d{1,2}[:时点]\d{1,2}(?:[:分]\d{0,2})?秒?分?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d|[AP]M\b)?"
    r"|[上下]午|凌晨|晚间?|T(?=\d)|星期[一二三四五六日天]|周[一二三四五六日]"
    r"|\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\b|\b(?:[AP]\.?M\.?|GMT|UTC|[ECMP][SD]?T|BST|IST|JST|HKT|SGT)\b"
    r"|\bat\b(?= \d)|北京(?:时间)?",
    re.I,
)
_CLOCK = re.compile(r"[ T]{1,2}\d{1,2}:\d\d")
# `SANTA CLARA, Calif., Aug. 28, 2024 (GLOBE NEWSWIRE) --`
_AGENCY = re.compile(r"[A-Z]{2}[\w., '—-]{1,50}(?:\([^)]*\))?[—, -]*$")
_DASH = re.compile(r"\s*(?:\([^)]*\)\s*)?(?:[—/]|-{1,2}\s)")
# `Nov. 19, 2025 (City Wire) -- The company …`
_WIRE = re.compile(r"\s*\([A-Z][\w .&'/-]{1,30}\)\s*(?:[—–]|-{1,2}\s)")
_AROUND = " ,|·()[]【】"
_MASKS = re.compile("[\x00-\x08\x0e-\x1f\u200b-\u200f\ufeff]+")
_PROSE = re.compile(r"[。,;!?]")
_SENTENCE = re.compile(r"[。！？!?;]")


@dataclass(frozen=True, slots=True)
class _Cues:
    dateline: re.Pattern[str]
    not_dateline: re.Pattern[str]
    news: re.Pattern[str]


@cache
def _cues() -> _Cues:
    known = words()
    return _Cues(
        dateline=re.compile(rf"(?:{any_of(known.dateline_cues)})[\s:]*$", re.I),
        not_dateline=re.compile(rf"(?:{any_of(known.not_dateline)})\s*$", re.I),
        news=re.compile(rf"(?:{any_of(known.news_cues)})[,:()\]】]"),
    )


def find_published(blocks: Sequence[Block | Table]) -> date | None:
    """The day that a dateline or byline among the first blocks gives.

    Such a line is the day and little else, or says with a word that it is one; a line that is
    nothing but a label and a day counts wherever it stands. A day in the midst of prose never does.
    """
    texts = [block for block in blocks if isinstance(block, Block)]
    for block in texts[:FIRST_BLOCKS]:
        for line in block.text[: LONGEST_DATELINE * 4].split("\n")[:FIRST_BLOCKS]:
            if day := _dateline(line):
                return day
    for block in texts[FIRST_BLOCKS:]:
        if len(block.text) <= 40 and ":" in block.text and (day := _labelled(block.text)):
            return day
    return None


def _dateline(line: str) -> date | None:
    """The day of a line that is a dateline.

    >>> [str(_dateline(line)) for line in (
    ...     "2025-09-17 21:04:36", "今天是2025年8月28日", "Chip Corp, Q1 Call, May 22, 2024",
    ...     "王小二发表于2023年02月01日13时04分 星期三", "某社2024年8月29日消息,甲公司公布财报。",
    ...     "【某社2024年8月29日专讯】甲公司公布财报。",
    ...     "SANTA CLARA, Calif., Aug. 28, 2024 -- Chip Corp today reported record revenue.",
    ...     "Updated Thu, May 23, 2024 at 6:12 PM EDT")]
    ['2025-09-17', '2025-08-28', '2024-05-22', '2023-02-01', '2024-08-29', '2024-08-29', '2024-08-28', '2024-05-23']
    >>> str(_dateline("Feb. 26, 2025 (City Wire) -- Chip Corp. gave a forecast that cleared the bar."))
    '2025-02-26'
    >>> str(_dateline("某社 2025-08-28 06:42 来自北京"))
    '2025-08-28'
    >>> [_dateline(line) for line in (
    ...     "截至2024年7月28日的第二季度,营收300亿美元", "2024年8月29日,甲公司公布了财报。",
    ...     "5月24日消息",
    ...     "Revenue for the quarter ended July 28, 2024 was $30 billion.")]
    [None, None, None, None]
    """
    found = find_date(line[:LONGEST_DATELINE])
    if found is None:
        return None
    before, after = line[: found.start], line[found.end :]
    rest = _TIME.sub("", after).strip(_AROUND)
    if not before.strip(_AROUND) and _CLOCK.match(after):
        return found.day  # `2026-04-30 04:05 甲公司:…`: the stamp of a news flash.
    if _SENTENCE.search(before):
        return None
    if len(line) <= LONGEST_STAMP and _CLOCK.match(after) and not _PROSE.search(line):
        if not _cues().not_dateline.search(before.rstrip(_AROUND)):
            return found.day  # `某社 2025-08-28 06:42 来自北京`
    if len(before) <= 20 and _cues().news.match(rest):
        return found.day
    if _AGENCY.match(before) and _DASH.match(after):
        return found.day
    if not before.strip(_AROUND) and _WIRE.match(after):
        return found.day
    told = len(before) <= 40 and _cues().dateline.search(_TIME.sub("", before).rstrip(" ,"))
    if told and (found.end == len(line) or find_date(after) is not None):
        return found.day  # `Updated: Nov. 20, 2025 … First published: Nov. 19, 2025 …`
    if len(rest) > 30 or _SENTENCE.search(rest):
        return None
    if told:
        return found.day
    if _cues().not_dateline.search(before.rstrip(_AROUND)):
        return None
    others = _TIME.sub("", before).strip(_AROUND)
    return found.day if len(others) <= 60 and (not others or not rest) else None


def _labelled(line: str) -> date | None:
    """The day of a line that is a label and a day and nothing else."""
    found = find_date(line)
    if found is None or _TIME.sub("", line[found.end :]).strip(" ,"):
        return None
    label = line[: found.start].strip()
    return found.day if label.endswith(":") and _cues().dateline.search(label) else None


def find_title(pieces: Iterable[Piece]) -> str | None:
    """The first heading as it is written, else a first line that is short and no sentence."""
    first: Piece | None = None
    for piece in pieces:
        if isinstance(piece.block, Block):
            first = first or piece
            if piece.block.kind == "heading" and piece.block.level < BOLD_LEVEL:
                return _written(piece)
    if first is None or len(first.raw) > LONGEST_TITLE or "\n" in first.raw:
        return None
    title = _written(first)
    return None if title[-1:] in "。.!！；;：:，," else title


def _written(piece: Piece) -> str:
    """The text of a piece in the characters of the file, but without markup."""
    return " ".join(_MASKS.sub("", piece.raw).split())
