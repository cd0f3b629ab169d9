"""Which kind a figure is of: reported, the company's guidance, the market's consensus, an estimate."""

from __future__ import annotations

import re
from typing import Final

from nvdx.extractors.english import (
    cites_the_market,
    expected_of_it,
    its_own_forecast,
    may_guide,
    said_in_a_note,
    the_market_expected,
)
from nvdx.extractors.reading import Reading
from nvdx.extractors.state import Frame
from nvdx.mentions.scan import Token

__all__ = ["kind_of", "read_speaker"]

_NAMED: Final = re.compile(
    r"^(?:[A-Z][\w.'-]+(?: |·)[A-Z]|[\u4e00-\u9fff]{1,4}·|,?[\u4e00-\u9fff]{2,4}(?:表示|认为|指出|称|说))"
)
_SPOKEN_OF: Final = re.compile(
    r"(?:将|把|也|亦|继续)?(?:上调|下调|上修|下修|维持|预计|预测|测算|看好|给予|判断|估算)了?(?:对)?(?:公司|该公司)"
)
"""`我们下调公司收入至…`: who calls the company `公司` is a house that writes about it."""
_MINE: Final = re.compile(r"\b(?:My|my) (?:[\w'’-]+ ){0,4}$")
_MAY: Final = (
    "可",
    "料",
    "有望",
    "可能",
    "有可能",
    "将",
    "可望",
    "应该会",
    "will",
    "could",
    "should",
)

_SPEAKS_FOR: Final = 3
"""Lines of subtitles after which nobody recalls who was named."""


def read_speaker(reading: Reading, index: int, frame: Frame) -> None:
    """A word that says who speaks or that somebody expects something.

    `分析师` speaks for the market unless a house or a name stands with it (`瑞穗分析师`, `分析师 Ana Lee`),
    a house or the author for itself, `公司`, `我们` and its people for the company.
    """
    token = reading.tokens[index]
    if reading.is_latin and reading.text[token.start - 5 : token.start] == "than-":
        return  # `a worse-than-expected plunge`
    at = frame.speaker_at
    if at is not None and reading.text.count("\n", at.end, max(at.end, token.start)) > _SPEAKS_FOR:
        frame.speaker = frame.speaker_at = None
    if token.has("house", "author", "reporter"):
        frame.speaker, frame.speaker_at = "estimate", token
    elif token.has("analysts") and is_addressed(reading, token):
        return
    elif token.has("analysts"):
        named = (
            frame.speaker == "estimate"
            and frame.speaker_at is not None
            and token.start - frame.speaker_at.end <= 2
        )
        if named or _NAMED.match(reading.text[token.end : token.end + 14]):
            frame.speaker, frame.speaker_at = "estimate", token
        elif _beaten(reading, index):
            return
        elif token.text != "市场" and token.text != "机构" and token.text != "外界":
            frame.speaker, frame.speaker_at = "consensus", token
    elif (token.text == "我们" and _SPOKEN_OF.match(reading.text, token.end)) or (
        token.text in _ASKERS and _ASKED.match(reading.text, token.end)
    ):
        frame.speaker, frame.speaker_at = "estimate", token
    elif token.has("own", "person"):
        frame.speaker, frame.speaker_at = "guidance", token
    elif token.text in _THINKS and not reading.is_latin and _somebody_says(reading, index):
        frame.speaker, frame.speaker_at = "estimate", token
    if token.has("expect", "guidance") and reading.is_latin:
        if _MINE.search(reading.text, reading.start, token.start):
            frame.speaker, frame.speaker_at = "estimate", token  # `My FY25 revenue estimate moves to …`
    if token.has("expect", "guidance", "market"):
        _read_expectation(reading, index, frame)


_THINKS: Final = frozenset({"估计", "预估", "预测", "推估", "推算", "认为", "估算"})
_LATIN_NAME: Final = re.compile(r"(?<![A-Za-z])[A-Z][a-z]+(?: [A-Z][a-z]+)? ?(?:则|也|又|进一步|大胆)?$")


def _somebody_says(reading: Reading, index: int) -> bool:
    """`Sarah估计,…`: somebody whom no list knows, in the pages of a Chinese text."""
    token = reading.tokens[index]
    name = _LATIN_NAME.search(reading.text, reading.start, token.start)
    if name is None:
        return False
    known = ("company", "person", "own", "product", "segment")
    return not any(t.end > name.start() and t.has(*known) for t in reading.tokens[:index])


_ASKERS: Final = ("我们", "我", "we", "We", "I")
_ASKED: Final = re.compile(r"[^,。;]{0,6}(?:你们|您|贵公司|贵司)| (?:\w+ ){0,3}(?:you|your)\b")
"""`我们测算你们明年的每股收益…`: who asks the company does not guide."""


def is_addressed(reading: Reading, token: Token) -> bool:
    """`told analysts that …`, `对分析师表示`: who is spoken to does not expect anything here."""
    return _TOLD.search(reading.text, reading.start, token.start) is not None


_TOLD: Final = re.compile(
    r"(?:\b(?:tells?|told|telling|(?:call|conference|meeting) with|speaking (?:to|with)) (?:the )?|(?:告诉|告知|向|对))$",
    re.IGNORECASE,
)


def _read_expectation(reading: Reading, index: int, frame: Frame) -> None:
    token = reading.tokens[index]
    if token.text.startswith(("可", "会", "应")) and _WITHOUT.search(
        reading.text, reading.start, token.start
    ):
        return  # `若排除某项费用,毛利率可达71.3%`: the same result, reckoned otherwise.
    if reading.is_latin and token.text in _CALLS_FOR and _market_just_before(reading, index):
        frame.kind, frame.kind_at = "consensus", token
        return
    if _beaten(reading, index) or _is_noun(reading, index) or _names_no_figure(reading, index):
        return
    if _beside_a_result(reading, index, frame):
        return
    if token.text.startswith("would ") and token.text not in _MERELY_MAY and not _is_told(reading, token):
        return
    kind: str | None
    others = _others_expect(reading, token, frame) if reading.is_latin else None
    if others is not None:
        kind = others
    elif token.has("market"):
        kind = "consensus"
    elif token.has("guidance") or (
        _company_just_before(reading, index) and not _says_another(frame, token)
    ):
        kind = "guidance"
    elif frame.speaker in ("consensus", "estimate"):
        kind = frame.speaker
    elif _market_just_before(reading, index):
        kind = "consensus"
    else:
        # `去年营收估计为54亿`: what somebody reckons is no promise of the company.
        kind = "estimate" if token.text in _RECKONED else "guidance"
    if kind == "guidance" and reading.is_latin:
        goes_on = token.text == "would be" and frame.last is not None and frame.last.kind == "guidance"
        if goes_on:
            pass  # `Excluding the charge, gross margin would be 54%` amid an outlook.
        elif token.text in _MERELY_MAY and frame.speaker is None and not _company_just_before(reading, index):
            if frame.kind == "guidance" and frame.kind_at is not None and frame.kind_at.start >= reading.start:
                return  # `It warned that sales would be …` goes on about what the company said.
            kind = "estimate"  # `Nvidia's revenue could reach …`: nobody says that the company says so.
        elif (
            frame.last is not None
            and (frame.preview or (frame.last.period is not None and frame.last.period.part == "FY"))
            and frame.last.kind == "consensus"
            and _PASSIVE.search(reading.text, reading.start, token.end)
            and frame.speaker is None
        ):
            kind = "consensus"  # `Data center revenue is expected to top …` goes on about the market.
    if kind == "guidance" and token.has("expect") and _others_company_follows(reading, index):
        kind = "estimate"
    if frame.kind in ("consensus", "estimate") and kind == "guidance" and not token.has("guidance"):
        if not _company_just_before(reading, index):
            return
    frame.kind, frame.kind_at, frame.stale = kind, token, False


_SAYS: Final = r"(?:said|says|told|warned|added|cautioned|predicted|signaled|indicated|noted)"
_TELLS_OF: Final = re.compile(rf"\b{_SAYS}\b(?:(?!\bif\b)[^.;])*$")
_TOLD_BEHIND: Final = re.compile(rf"[^.;]*, (?:[A-Z]\w+ ){{1,3}}{_SAYS}\b")


def _is_told(reading: Reading, token: Token) -> bool:
    """`She said margins would fall to 70%`, `Margins would fall to 70%, Kress said`: an outlook in reported speech."""
    text = reading.text
    return bool(
        _TELLS_OF.search(text, reading.start, token.start)
        or _TOLD_BEHIND.match(text, token.end, reading.end)
    )


def _others_expect(reading: Reading, token: Token, frame: Frame) -> str | None:
    """Who it is, where English says that it is not the company that expects.

    `Nvidia is expected to report`, `margin is seen at 73%`, `is projected to grow, according to LSEG`;
    `They see …` after a sentence about analysts; `analysts think Nvidia could guide to …`; `"We expect a
    beat," she wrote in a note`.
    """
    text = reading.text
    if token.has("guidance"):
        return frame.speaker if frame.speaker != "guidance" and may_guide(text, token.start) else None
    if not token.has("expect"):
        return None
    if token.text in _PLURAL and _OF_THE_MARKET.match(text, token.end):
        return None if _OWNED.search(text, max(reading.start, token.start - 24), token.start) else "consensus"
    if frame.market_told and _THEY.fullmatch(text, reading.start, token.start):
        return "consensus"
    if token.text.lower() in _EXPECTS and _WE_EXPECT.search(text, reading.start, token.start):
        return "estimate" if said_in_a_note(text, token.end, reading.end) else None
    if frame.speaker is not None:
        return None
    if token.text == "likely to" and _WILL_REPORT.match(text, token.end):
        return "consensus"
    passive = _PASSIVE.search(text, reading.start, token.end)
    if passive and (
        " seen " in f" {token.text} "
        or frame.awaits
        or expected_of_it(text, token.end) or cites_the_market(text, token.end, reading.end)
    ):
        return "consensus"
    return None


_WILL_REPORT: Final = re.compile(r" (?:report|post|announce|show|book|log)\b")
_CALLS_FOR: Final = frozenset({"calls for", "called for", "is at", "stands at"})
_PLURAL: Final = frozenset({"expectations", "Expectations", "estimates", "Estimates", "forecasts", "Forecasts"})
_OF_THE_MARKET: Final = re.compile(r" (?:for|are|were|have|had|call|called|stand|stood|now|currently|rose|moved)\b")
_OWNED: Final = re.compile(
    r"\b(?:its|our|their|company[’']s|management[’']s|own|he|she|who|firm|analyst|[A-Z]\w+)(?: own)? $"
)
_THEY: Final = re.compile(r"[\"“]?(?:They|Most|Many|Some)(?: now| also| still| currently)* ")
_WE_EXPECT: Final = re.compile(r"\b[Ww]e (?:\w+ly )?(?:now |still |also )?$")
_EXPECTS: Final = frozenset(
    {"expect", "forecast", "see", "model", "project", "estimate", "anticipate", "believe", "predict"}
)
_MERELY_MAY: Final = frozenset({"could", "may", "might", "could reach", "would be"})
_PASSIVE: Final = re.compile(
    r"\b(?:is|are|was|were|being|been) (?:\w+ly )?(?:expected|projected|forecast|forecasted|seen"
    r"|estimated|anticipated|predicted|seen at|seen rising|seen falling|seen growing)$"
)


def _others_company_follows(reading: Reading, index: int) -> bool:
    """`我们预计公司营收…`: who calls the company `公司` or by its name is not the company."""
    before = reading.tokens[index - 1] if index else None
    following = reading.tokens[index + 1] if index + 1 < len(reading.tokens) else None
    if before is None or following is None or before.text not in ("我们", "we", "We", "我"):
        return False
    return following.start == reading.tokens[index].end and (
        following.has("company") or following.text in ("公司", "该公司")
    )


def _says_another(frame: Frame, token: Token) -> bool:
    """`分析师 Ana Lee 指出,英伟达有望…`: what may be is said by who speaks, not by whom it is said of."""
    return frame.speaker in ("estimate", "consensus") and token.text.startswith(_MAY)


_RECKONED: Final = ("估计", "粗略估计", "推估", "推算", "估算")
_WITHOUT: Final = re.compile(r"(?:若|如果|如|假如|倘若)?(?:排除|剔除|扣除|不计|撇除|除去)[^。;]{0,30}$")


_NOUNS: Final = (
    "预期",
    "展望",
    "预测",
    "目标",
    "计划",
    "预估",
    "expectations",
    "expectation",
    "forecast",
    "estimates",
)


def _names_no_figure(reading: Reading, index: int) -> bool:
    """`下调营收预期的原因是…`: the noun alone, with no figure of its own in the clause."""
    token = reading.tokens[index]
    if token.text not in _NOUNS or _somebody_just_before(reading, index):
        return False
    if _company_opens_the_clause(reading, index):
        return False
    for other in reading.tokens[index + 1 :]:
        if other.clause > token.clause:
            return not (
                other.quantity is not None
                and other.clause == token.clause + 1
                and other.start - token.end <= 6
            )
        if other.mark == ":":
            return False
        if other.quantity is not None:
            return False
    return True


def _company_just_before(reading: Reading, index: int) -> bool:
    """`英伟达预计`, `公司此前预计`, `我们预期`: the company itself expects."""
    here = reading.tokens[index]
    for i in range(index - 1, max(-1, index - 4), -1):
        token = reading.tokens[i]
        if token.mark and token.mark not in '()"”':
            return False
        if token.has("company", "person", "own", "anaphor_company"):
            return reading.residue(token.end, here.start) <= 4
        if token.has("analysts", "market", "house", "author", "metric"):
            return False
    return False


def _somebody_just_before(reading: Reading, index: int) -> bool:
    """`财务长某某预估,…`: with a person before it the word is a verb."""
    here = reading.tokens[index]
    before = reading.tokens[index - 1] if index else None
    return (
        before is not None
        and before.has("own", "person", "house", "analysts")
        and reading.residue(before.end, here.start) <= 4
    )


def _company_opens_the_clause(reading: Reading, index: int) -> bool:
    """`台积电预期,第二季营收…`: a company that opens the clause, then at once the word: it is a verb.

    Rejected: `超出公司预期,…`, where the company stands behind another word.
    """
    if index == 0:
        return False
    here, before = reading.tokens[index], reading.tokens[index - 1]
    if before.has("past") and index > 1:
        before = reading.tokens[index - 2]  # `公司早前预期,…`
    if not before.has("company", "anaphor_company") or reading.residue(before.end, here.start):
        return False
    opener = max((t.end for t in reading.tokens[:index] if t.mark), default=reading.start)
    return before.start - max(opener, reading.start) <= 1


def _market_just_before(reading: Reading, index: int) -> bool:
    here = reading.tokens[index]
    for i in range(index - 1, max(-1, index - 4), -1):
        token = reading.tokens[i]
        if token.mark:
            return False
        if token.has("analysts", "market"):
            return reading.residue(token.end, here.start) <= 4
    return False


def _beaten(reading: Reading, index: int) -> bool:
    """`高于市场预期的`, `不及81亿美元的指引`: an expectation that a comparison is made with."""
    here = reading.tokens[index].start
    for i in reading.before(index):
        token = reading.tokens[i]
        if token.quantity is not None:
            if _BOUND.fullmatch(reading.text[token.end : here].strip()):
                continue
            return False
        if token.has("beat") and not token.has("versus"):
            return True
        if token.text in ("比", "较", "than"):
            return True
    return bool(_WITHIN.search(reading.text, reading.start, reading.tokens[index].start))


_BOUND: Final = re.compile(r"(?:以上|以下|左右|上下)?的?")
"""Between a figure and the expectation that it is of: `300亿美元以上的指引`."""
_WITHIN: Final = re.compile(
    r"(?:位于|落在|落入|处在|处于|接近|贴近|触及|位居|好过|差于|逊色于)了?"
    r"(?:公司|管理层|其|我们)?(?:此前|先前|之前|原先|前期|上季)?(?:给出|提供|发布)?的?$"
)
"""What a result is held against: `毛利率58.6%,位于指引区间上端`."""


def _is_noun(reading: Reading, index: int) -> bool:
    """`预期332亿美元`, `市场预估为804亿元`: the expectation's figure follows at once."""
    token = reading.tokens[index]
    following = next(
        (t for t in reading.tokens[index + 1 :] if not t.has("to", "past", "expect")), None
    )
    if (
        following is None
        or following.quantity is None
        or reading.residue(token.end, following.start)
    ):
        return False
    return token.has("market") or _market_just_before(reading, index)


def kind_of(reading: Reading, index: int, frame: Frame) -> tuple[str, Token | None, bool]:
    """Kind of a figure, the word that decided it, and whether the figure is said in passing.

    Accepted: `高于市场预期的551亿美元` consensus in passing; `预计营收280亿美元` guidance;
    `18%的市场预期` consensus; `超出此前指引(780±2%亿美元)` guidance in passing.
    Rejected: a figure after which an expectation is only mentioned (`收入72亿美元,超过预期`).
    """
    behind = _behind(reading, index)
    if behind is not None:
        return behind
    local = _local(reading, index, frame)
    if local is not None:
        return local
    if not reading.is_latin and _WILL.search(reading.text, reading.start, reading.tokens[index].start):
        return "guidance", None, False
    if not reading.is_latin and _HOPED.search(reading.text, reading.start, reading.tokens[index].start):
        return "consensus", None, False
    if not reading.is_latin and _GIVEN.search(reading.text, reading.start, reading.tokens[index].start):
        return "guidance", None, True
    told = frame.previous
    if (
        told is not None
        and told.kind == "consensus"
        and reading.is_latin
        and _ON_SALES.match(reading.text[told.end : reading.tokens[index].start])
    ):
        return "consensus", None, False  # `had expected $1.87 a share on sales of $17.5 billion`
    if frame.kind is not None and not _lines_ago(reading, index, frame):
        if frame.kind == "guidance" and reading.is_latin and _after_results(reading, index):
            return "reported", None, False
        return frame.kind, frame.kind_at, False
    return "reported", None, False


_AFTER_RESULTS: Final = re.compile(
    r"\b(?:after|following) (?:reporting |posting |generating |earning |recording |its |a |the "
    r"|an? \w+ |strong |record )*[^,;.]{0,45}$"
)


_WILL: Final = re.compile(
    r"(?<![机大社年议集学协])会(?:在|于)[^,。;]{1,12}(?:回到|恢复|达到|升至|降至|重回|提升至|回升至|增长|下降)[^,。;\d]{0,4}$"
)
"""`毛利率会在今年晚些时候回到75%`"""
_HOPED: Final = re.compile(
    r"(?:买方|卖方|市场|投资者|投资人|资金|华尔街|外界)[^,。;]{0,6}对[^,。;]{1,16}的(?:期待|期望|预期)[^,。;\d]{0,10}$"
)
"""`买方对四季度收入的期待已到390亿`"""
_GIVEN: Final = re.compile(r"(?:此前|先前|之前|原先|早前|公司|管理层|官方|自己|其)(?:所)?(?:给出|给|提供)的(?:约)?$")
"""`远逊于此前给出的43.5%`: what was given before the result is the outlook for it."""


def _after_results(reading: Reading, index: int) -> bool:
    """`cut its outlook to $5.1 billion after third-quarter revenue of $1.36 billion`: the results that came first."""
    told = [t.end for t in reading.tokens[:index] if t.quantity is not None]
    start = max([reading.start, *told])
    here = reading.tokens[index]
    if _AFTER_RESULTS.search(reading.text, start, here.start):
        return True
    # What the same results say next: `…, up 134%`.
    before = reading.tokens[index - 1] if index else None
    return (
        bool(told)
        and before is not None
        and before.has("up", "down")
        and reading.text[told[-1] : before.start].strip() == ","
        and _AFTER_RESULTS.search(
            reading.text, reading.start, next(t.start for t in reading.tokens[:index] if t.end == told[-1])
        )
        is not None
    )


def _lines_ago(reading: Reading, index: int, frame: Frame) -> bool:
    """In text of one clause a line, an expectation holds for the next line and for growth after it."""
    if frame.kind_at is None:
        return False
    told = frame.previous
    since = frame.kind_at.end
    if (
        told is not None
        and told.kind == frame.kind
        and told.sentence == (reading.start, reading.end)
    ):
        since = max(since, told.end)
    lines = reading.text.count("\n", since, reading.tokens[index].start)
    return lines > 1 and not any(
        reading.tokens[i].has("yoy", "qoq", "up", "down") for i in reading.left(index)
    )


def _behind(reading: Reading, index: int) -> tuple[str, Token | None, bool] | None:
    at = reading.tokens[index].end
    if reading.is_latin and (_EST.match(reading.text, at) or the_market_expected(reading.text, at)):
        return "consensus", None, True
    if reading.is_latin and its_own_forecast(reading.text, at):
        return "guidance", None, True
    if (
        reading.is_latin
        and (planned := _PLANNED.match(reading.text, at))
        and not any(reading.tokens[i].has("versus", "beat", "analysts", "market") for i in reading.left(index))
        and any(t.period and t.start == planned.end() for t in reading.tokens)
    ):
        return "guidance", None, False
    for i in reading.right(index):
        token = reading.tokens[i]
        gap = reading.text[at : token.start].strip()
        if not _BOUND.fullmatch(gap):
            return None
        if token.has("past") and not gap and not token.text.isascii():
            return None  # `1250亿美元,此前预计1150亿美元`: what was expected before comes next.
        if not reading.is_latin and "的" not in gap and _owns_the_next(reading, i):
            return None  # `营收570亿美元第四财季指引650亿美元`, a headline whose blank is gone
        if token.has("market"):
            return "consensus", token, True
        if token.has("guidance"):
            return "guidance", token, _beaten(reading, index)
        if token.text in ("目标", "计划"):
            return "guidance", token, False
        if token.text == "展望":
            return "guidance", token, True
        if token.text in _EXPECTED and _held_against(reading, index, i):
            return ("guidance" if _past(reading, index) else "consensus"), token, True
        if token.has("expect") and token.text in ("预期", "预测", "预估", "预计"):
            if _kept(reading, index):
                return "guidance", token, False
            return ("guidance" if _past(reading, index) else "consensus"), token, True
        if (
            not token.has(
                "past", "own", "analysts", "metric", "anaphor_company", "gaap", "non_gaap"
            )
            and not token.period
        ):
            return None
        at = token.end
    return None


_AT_ONCE: Final = 4


def _owns_the_next(reading: Reading, index: int) -> bool:
    """Whether an expectation's own figure follows it at once."""
    token = reading.tokens[index]
    following = next((t for t in reading.tokens[index + 1 :] if not t.has("yoy", "qoq")), None)
    if not token.has("guidance", "market", "expect") or following is None or following.quantity is None:
        return False
    return reading.residue(token.end, following.start) == 0 and following.start - token.end <= _AT_ONCE


_KEEPS: Final = re.compile(
    r"(?:维持|重申|保持|给出|上调|下调|上修|下修)了?(?:对|其)?[^,;。]{0,16}$"
)


def _kept(reading: Reading, index: int) -> bool:
    """`维持FY26营收670亿美元的预期不变`: whoever keeps or sets an expectation has it for himself."""
    return bool(
        _KEEPS.search(reading.text, reading.start, reading.tokens[index].start)
    ) and not any(
        reading.tokens[i].has("analysts", "market", "house", "beat") for i in reading.before(index)
    )


_PLANNED: Final = re.compile(
    r" (?:is |was |are |were )?(?:planned|expected|projected|targeted|guided|slated|budgeted) (?:for|in) (?:the )?"
)
_ON_SALES: Final = re.compile(r"(?: per share| a share)? (?:on|and) (?:revenues?|sales) of (?:\w+ )?$")
_EST: Final = re.compile(r" \(?(?:est|ests|exp|cons)\b")
_EXPECTED: Final = ("expected", "estimated", "forecast", "projected", "had expected", "anticipated")


def _held_against(reading: Reading, index: int, expected: int) -> bool:
    """`vs. $28.7 billion expected`, `the $31.7 billion expected by analysts`; not `$3 billion expected in May`."""
    if any(reading.tokens[i].has("versus", "beat") for i in reading.left(index)):
        return True
    return any(t.has("analysts", "market") for t in reading.tokens[expected - 1 : expected + 2])


def _past(reading: Reading, index: int) -> bool:
    return any(reading.tokens[i].has("past", "own", "anaphor_company") for i in reading.left(index))


def _local(reading: Reading, index: int, frame: Frame) -> tuple[str, Token | None, bool] | None:
    """An expectation between the last figure (or the clause's start) and this one."""
    words = reading.left(index)
    here = reading.tokens[index]
    if here.depth and not any(reading.tokens[i].has("expect", "guidance", "market") for i in words):
        words = _before_parenthesis(reading, index) + words
    revised = next(
        (
            reading.tokens[i]
            for i in reversed(words)
            if reading.tokens[i].has("revised") and reading.tokens[i].has("to")
        ),
        None,
    )
    if revised is None and words and reading.tokens[words[-1]].has("to"):
        revised = _raised_by_its_name(reading, words)
    if revised is not None:
        return frame.speaker or "guidance", revised, False
    market = guidance = expect = own = beat = analysts = None
    for token in (reading.tokens[i] for i in words if reading.tokens[i].senses):
        if token.start > 5 and reading.text[token.start - 5 : token.start] == "than-":
            continue
        market = token if token.has("market") else market
        guidance = token if token.has("guidance") else guidance
        expect = token if token.has("expect") else expect
        own = token if token.has("past", "own", "anaphor_company") else own
        if token.has("analysts", "house") and not is_addressed(reading, token):
            of_a_house = analysts is not None and analysts.has("house") and token.start - analysts.end <= 1
            analysts = analysts if of_a_house else token  # `Morgan Stanley analysts think …`
        beat = token if token.has("beat") or token.text == "than" else beat
    if (
        (
            market is None
            and analysts is not None
            and expect is not None
            and reading.residue(expect.end, here.start) == 0
        )
        and not _metric_between(reading, expect, here)
        and not any(t.period for t in reading.tokens if expect.end <= t.start < here.start)
    ):
        market = expect if not analysts.has("house") else None
    if (
        analysts is not None
        and expect is None
        and frame.kind == "guidance"
        and not any(reading.tokens[i].has("metric") for i in words)
    ):
        return "consensus", analysts, True
    held = market or (expect if beat is not None else None)
    if held is not None and _grew_anyway(reading, held, here):
        return "reported", None, False
    if market is not None:
        nominal = reading.residue(market.end, here.start) == 0 and not _metric_between(
            reading, market, here
        )
        return "consensus", market, beat is not None or nominal
    if (
        guidance is not None
        and beat is None
        and here.text.isascii()
        and reading.residue(guidance.end, here.start) == 0
        and not _metric_between(reading, guidance, here)
        and any(reading.tokens[i].has("beat") for i in reading.before(index))
    ):
        return (
            "guidance",
            guidance,
            True,
        )  # `above consensus of $43 billion and guidance of $42 billion`
    if guidance is not None and here.depth and _beaten(reading, reading.tokens.index(guidance)):
        return "guidance", guidance, True
    if beat is not None and guidance is not None and beat.start < guidance.start:
        return "guidance", guidance, True
    if beat is not None and expect is not None and reading.is_latin and _with_its(reading, expect, here):
        return None  # `topped estimates with revenue of $11 billion`
    if beat is not None and expect is not None and beat.start < expect.start:
        if analysts is not None:
            return "consensus", expect, True
        return ("guidance" if own is not None else "consensus"), expect, True
    if (
        expect is not None
        and _beside_a_result(reading, reading.tokens.index(expect), frame)
        and not any(reading.tokens[i].has("metric") for i in words)
    ):
        return "consensus", expect, True
    return None


_WITH_ITS: Final = re.compile(r"(?: consensus)? (?:with|as|after posting|by posting|on) (?:an? |its |the )?")


def _with_its(reading: Reading, expect: Token, here: Token) -> bool:
    match = _WITH_ITS.match(reading.text, expect.end)
    return match is not None and _metric_between(reading, expect, here)


_AND_UP: Final = re.compile(
    r"(?: consensus| estimates| expectations| forecasts)?,? (?:and|but) (?:was |were |is )?"
    r"(?:up|down|rising|falling|\+)(?: about| nearly)? $"
)


def _grew_anyway(reading: Reading, market: Token, here: Token) -> bool:
    """`$11.5 billion, in line with estimates and up 17%`: the growth of what was reported."""
    return (
        reading.is_latin
        and here.quantity is not None
        and here.quantity.form == "percent"
        and _AND_UP.fullmatch(reading.text, market.end, here.start) is not None
    )


def _beside_a_result(reading: Reading, index: int, frame: Frame) -> bool:
    """Whether the bare noun stands between a result and what others had expected of it.

    Accepted: `营收300.4亿美元,预估288.6亿美元;`, `EPS 0.68美元(预期0.64美元)`.
    Rejected: `公司预期288亿美元`, `预期营收288亿美元`.
    """
    token = reading.tokens[index]
    following = next(iter(reading.tokens[index + 1 : index + 2]), None)
    return (
        token.text in ("预期", "预估", "预期为", "预估为", "预期是", "预测为")
        and following is not None
        and following.quantity is not None
        and reading.residue(token.end, following.start) == 0
        and frame.last is not None
        and (frame.last.kind == "reported" or _right_behind(reading, index, frame))
        and (frame.last.measure == "level" or following.quantity.form == "amount")
        and not _company_just_before(reading, index)
    )


def _right_behind(reading: Reading, index: int, frame: Frame) -> bool:
    """`预计毛利率74.5%至75.5%,预估74.6%`: behind an outlook and a comma the bare noun is what others expect."""
    token, told = reading.tokens[index], frame.previous
    return (
        told is not None
        and told.kind == "guidance"
        and told.measure == "level"
        and token.text in ("预估", "预估为")
        and reading.text[told.end : token.start] in (",", ",而", "(")
    )


_DECIDED: Final = frozenset({"dividend_per_share", "repurchase_authorization", "share_repurchases"})


def _raised_by_its_name(reading: Reading, words: list[int]) -> Token | None:
    """`上调全年资本支出至300亿美元`: only what lies ahead is raised; a dividend is decided upon."""
    tokens = [reading.tokens[i] for i in words]
    for at, token in enumerate(tokens):
        if token.has("revised") and token.text.startswith(
            ("上调", "下调", "上修", "下修", "raised", "lowered")
        ):
            named = [t for t in tokens[at:] if t.has("metric")]
            return token if named and named[-1].get("metric") not in _DECIDED else None
    return None


def _metric_between(reading: Reading, left: Token, right: Token) -> bool:
    return any(t.has("metric") for t in reading.tokens if left.end <= t.start < right.start)


def _before_parenthesis(reading: Reading, index: int) -> list[int]:
    """Tokens of the clause outside, just before the parenthesis that the figure stands in."""
    depth = reading.tokens[index].depth
    i = index - 1
    while i >= 0 and reading.tokens[i].depth >= depth and reading.tokens[i].mark != "(":
        i -= 1
    found: list[int] = []
    for j in range(i - 1, max(-1, i - 6), -1):
        token = reading.tokens[j]
        if token.quantity is not None or token.mark:
            break
        found.append(j)
    return found[::-1]
