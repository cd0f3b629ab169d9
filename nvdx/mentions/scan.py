"""Everything in a sentence that means something: words, quantities, periods and punctuation in order.

A token knows its span and its senses and nothing of its neighbours; reading them together is the
extractors' work.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any, Final

from nvdx.lexicon import Senses, Vocabulary
from nvdx.mentions.period import PeriodMention, periods
from nvdx.mentions.quantity import Quantity, quantities

__all__ = ["Token", "scan"]

# A full stop counts behind a word only. The signs come first, for `re` to look for them fast.
_PUNCTUATION: Final = re.compile(
    r"[,;:。!?、()\[\]{}\n|｜/—“”\"「」.](?:(?<!\.)|(?<=[A-Za-z%)]\.)(?=\s|$))"
)
_NOTHING: Final[Senses] = {}
_GROUP: Final[Senses] = {"group": True}
_NAMELESS: Final = re.compile(
    r"某(?:家|国产|头部|知名|大型|上市|[\u4e00-\u9fffA-Za-z]{0,3}系)[\u4e00-\u9fffA-Za-z]{0,8}?(?:独角兽|公司|企业|厂商|大厂|巨头|车企|平台)"
    r"|(?:(?<=[有另])|(?<=还有)|(?<=另外)|(?<![\u4e00-\u9fff]))一家(?!人)[^,。;:!?]{0,24}?(?:公司|企业|厂商|供应商|独角兽|巨头|车企)"
)
"""`某国产芯片公司`, `有一家做交换机的企业`: somebody whom the text does not name."""
_GROUP_NAME: Final = re.compile(
    r"(?:[两三四五]家|[二两三四]者|双方)(?:的)?(?=(?:总|合计|年|季度|单季)?(?:营收|收入|利润|净利|毛利率))"
    r"|[两三四五六七八九十]家(?:公司|企业|巨头)?(?:加起来|加在一起|合计|总共|相加|总计|之和)|(?<![是为成作像了])[一二两三四五六七八九十几多数各\d]{1,3}(?:大|家)[\u4e00-\u9fffA-Za-z]{0,6}?(?:巨头|厂商|公司|企业|云商|车企|大厂)"
)
_STRANGER: Final[Senses] = {"stranger": True}
# Chinese companies tell by their last word that they are companies; a known one is longer or the same.
_COMPANY_WORDS: Final = (
    "股份", "科技", "集团", "控股", "银行", "证券", "汽车", "电子", "半导体",
    "软件", "传媒", "医药", "生物", "保险", "航空", "电器", "食品", "精密",
    "光电", "动力", "重工", "实业", "药业", "能源", "环境",
)  # fmt: skip
# It begins with that word's first character, which `re` looks for fast; the name is looked back at.
_COMPANY_NAME: Final = re.compile(
    rf"[{''.join(word[0] for word in _COMPANY_WORDS)}](?<=[\u4e00-\u9fff]{{2}}.)"
    rf"(?:{'|'.join(f'(?<={word[0]}){word[1:]}' for word in _COMPANY_WORDS)})"
    r"(?=[\u4e00-\u9fff]{0,4}(?:发布|公布|公告|营收|营业|实现|净利|第[一二三四]|20|前三|上半年|一季|二季|三季|四季|[(,]))"
)
_COMPANY_NAME_BEFORE: Final = 2
_KINDS: Final = (
    "企业", "应用", "工业", "安全", "系统", "消费", "车载", "车用", "功率", "存储", "智能", "电动", "高端", "传统",
    "定制", "先进", "信息", "基础", "办公", "乘用", "商用",
)  # fmt: skip
"""`企业软件`, `功率半导体`: kinds of a thing, no company's name."""
_NO_NAMES: Final = frozenset((
    "其中", "以及", "其他", "其它", "旗下", "包括", "来自", "全球", "国内", "海外", "主要", "消费", "车用", "功率", "模拟",
    "先进", "今年", "去年", "此外", "另外", "本季", "当季", "单季", "公司", "集团", "业务",
))  # fmt: skip
"""Before `半导体`, `电子` they say which or when: `其中半导体营收`, `消费电子营收`."""
_JOINS: Final = "的和与及在对其是为从将把被"

# `广达(2382-TW)`, `某某(00100)`: the code of a listing behind a name that no file of ours has.
_LISTED_NAME: Final = re.compile(
    r"[\u4e00-\u9fffA-Za-z*-]{2,8}(?= ?\((?:"
    r"[A-Z]{1,5}[-.](?:US|TW|HK|JP|KR|O|N)|\d{4,6}[-.](?:TW|TWO|HK|JP|KS|SZ|SH|US)|0\d{4}(?!\d)|(?!19|20)\d{4}"
    r"|(?:NASDAQ|Nasdaq|NYSE|TWSE|HKEX|SEHK|KRX)[:：] ?[A-Z0-9]{1,6})[),])"
)


@dataclass(slots=True, eq=False)
class Token:
    """One thing found in a text.

    Attributes:
        start, end: span in the scanned text.
        text: the characters of the span.
        senses: what a word means (see lexicon/); empty for quantities, periods and punctuation.
        depth: how many parentheses are open around it.
        clause: number of the clause it stands in, counted from the left.
    """

    start: int
    end: int
    text: str
    senses: Senses = field(default_factory=lambda: _NOTHING)
    quantity: Quantity | None = None
    period: PeriodMention | None = None
    mark: str = ""
    depth: int = 0
    clause: int = 0

    def has(self, *senses: str) -> bool:
        """Whether it has one of these senses."""
        # Asked a hundred times for each word: no generator, and nothing at all for punctuation.
        known = self.senses
        if known:
            for sense in senses:
                if sense in known:
                    return True
        return False

    def get(self, sense: str) -> Any:
        """The value of a sense, None where it has not got it."""
        return self.senses.get(sense)


def scan(text: str, words: Vocabulary) -> list[Token]:
    """The tokens of a text from left to right; where two overlap the longer one stays."""
    found = [Token(q.start, q.end, text[q.start : q.end], quantity=q) for q in quantities(text)]
    found += [Token(p.start, p.end, text[p.start : p.end], period=p) for p in periods(text)]
    # Figures and periods come first: `第四季度营收` is a period and 营收, not 第四 and 季度营收.
    rest = _masked(text, found) if found else text
    found += [Token(s, e, text[s:e], senses) for s, e, senses in words.find(rest)]
    found += [Token(m.start(), m.end(), m[0], mark=m[0]) for m in _PUNCTUATION.finditer(text)]
    found += [Token(m.start(), m.end(), m[0], _STRANGER) for m in _NAMELESS.finditer(text)]
    found += [Token(m.start(), m.end(), m[0], _GROUP) for m in _GROUP_NAME.finditer(text)]
    found += [Token(s, e, text[s:e], _STRANGER) for s, e in _company_names(text)]
    found += _listed_strangers(text, found)
    found.sort(key=lambda t: (t.start, -t.end, t.quantity is None))
    tokens = _without_stray_characters(list(_without_overlaps(found)), text)
    _number_clauses(tokens, text)
    return tokens


def _company_names(text: str) -> Iterator[tuple[int, int]]:
    """Spans of two characters with a word behind them that says a company is meant.

    >>> ["某某科技发布财报,本科技发布会"[s:e] for s, e in _company_names("某某科技发布财报,本科技发布会")]
    ['某某科技']
    """
    done = at = 0
    while match := _COMPANY_NAME.search(text, at):
        start, at = match.start() - _COMPANY_NAME_BEFORE, match.start() + 1
        if text[start : match.start()] in _NO_NAMES or text[match.start() - 1] in _JOINS:
            continue
        if start >= done and not text.startswith(_KINDS, start):
            done = at = match.end()
            yield start, done


def _listed_strangers(text: str, found: list[Token]) -> Iterator[Token]:
    """Names with the code of a listing that no company of ours bears: the last two characters stand for it."""
    if "(" not in text:
        return
    known = {token.end for token in found if token.senses}
    for match in _LISTED_NAME.finditer(text):
        if not any(match.end() - 2 < end <= match.end() for end in known):
            yield Token(match.end() - 2, match.end(), match[0][-2:], _STRANGER)


def _masked(text: str, found: list[Token]) -> str:
    pieces: list[str] = []
    at = 0
    for token in sorted(found, key=lambda t: t.start):
        if token.start < at:
            continue
        pieces.append(text[at : token.start])
        pieces.append("\0" * (token.end - token.start))
        at = token.end
    pieces.append(text[at:])
    return "".join(pieces)


def _without_overlaps(found: list[Token]) -> Iterator[Token]:
    last: Token | None = None
    for token in found:
        if last is None or token.start >= last.end:
            if last is not None:
                yield last
            last = token
        elif _outranks(token, last):
            last = token
    if last is not None:
        yield last


def _outranks(token: Token, earlier: Token) -> bool:
    """Whether a token replaces an earlier one that it overlaps: figures and periods before words."""
    if token.quantity and not earlier.quantity:
        return token.end > earlier.end or not earlier.period
    if token.period and not earlier.quantity and not earlier.period:
        return token.end >= earlier.end and token.end - token.start > 1
    return False


# One character that is a verb only where these follow at once: `公司料第四季`, `估毛利率`, `胜预期`.
_ONLY_BEFORE: Final[dict[str, tuple[str, ...]]] = {
    "料": ("metric", "yoy", "qoq", "company", "segment", "anaphor_company"),
    "将与": (),
    "估": ("metric", "yoy", "qoq", "company", "segment", "anaphor_company"),
    "胜": ("market", "expect", "analysts", "guidance"),
    "逊": ("market", "expect", "analysts", "guidance"),
    "蚀": (),  # See _earns.
    "赚": (),
}

# `资料`, `材料`, `评估`, `取胜`: there it is the end of another word.
_OTHER_WORD: Final = frozenset("侵腐剥溶资材原饮燃照意染肥食涂香笑爆史塑布用评低高重取战优名")


def _stands_before(token: Token, following: Token | None) -> bool:
    if following is None or following.start - token.end > 1:
        return False
    if following.has(*_ONLY_BEFORE[token.text]):
        return True
    if following.period is None:
        return False
    return token.text == "将与" or (token.text in "料估" and not following.period.comparison)


_NO_LOSS: Final = frozenset("扭盈吃减幸血")
_STRAY: Final = frozenset({"up", "down", "to", "from", "beat_by"})


_DAY: Final = re.compile(r" \d{1,2}\b|,? 20\d\d\b")


def _earns(token: Token, before: list[Token], following: Token | None) -> bool:
    """`首季蚀67.5亿元`, `腾讯赚500亿元`: Hong Kong's verb between a period or a company and an amount.

    Rejected: `侵蚀`, `蚀刻`, `跑单赚102万`, `赚10%`.
    """
    if token.text not in ("蚀", "赚") or following is None or following.quantity is None:
        return False
    whose = before[-1] if before else None
    if whose is None or whose.end != token.start or following.start != token.end:
        return False
    return following.quantity.form == "amount" and bool(whose.period or whose.has("company"))


def _without_stray_characters(tokens: list[Token], text: str) -> list[Token]:
    """Drops `增` of `增强`, `达` of `发达`: one character is a cue only just before a figure or a period."""
    kept: list[Token] = []
    for token, following, target in zip_longest(tokens, tokens[1:], tokens[2:]):
        if token.text in _ONLY_BEFORE and (
            text[token.start - 1 : token.start] in _OTHER_WORD
            or not (_stands_before(token, following) or _earns(token, kept, following))
        ):
            continue
        if token.text == "亏" and (
            text[token.start - 1 : token.start] in _NO_LOSS
            or following is None
            or following.quantity is None
            or following.start > token.end
        ):
            continue
        if token.text == "May" and _DAY.match(text, token.end):
            continue  # `at May 5, 2024` expects nothing.
        if token.end - token.start == 1 and token.senses and _STRAY.issuperset(token.senses):
            # `从管制前的25%降至5%`: what the figure is moved to tells what the word is.
            moved = token.has("from") and target is not None and target.has("to")
            near = following is not None and following.start - token.end <= (8 if moved else 3)
            if (
                not near
                or following is None
                or not (following.quantity or following.period or following.has("past"))
            ):
                continue
        kept.append(token)
    return kept


_UNFINISHED: Final = re.compile(r"(?:的|到|达|至|为|是|约|占|超|超过|突破|接近|大概|大约)了?[ ]*$")


def _number_clauses(tokens: list[Token], text: str) -> None:
    """Counts the clauses; a line that cannot end where it does (`占到了总营收的⏎90%`) goes on."""
    clause = 0
    opened: list[int] = []
    for index, token in enumerate(tokens):
        if token.mark in ("(", "["):
            opened.append(clause)
        token.depth = len(opened)
        token.clause = clause
        if token.mark in (")", "]"):
            # What follows a parenthesis goes on with the clause that the parenthesis stands in.
            clause = opened.pop() if opened else clause
        elif token.mark == "\n" and (
            _UNFINISHED.search(text, max(0, token.start - 6), token.start)
            or _goes_on_in_the_next_line(tokens, index)
        ):
            continue
        elif token.mark and token.mark in ",;:。!?\n|｜—.":
            clause += 1


_BEFORE_A_FIGURE: Final = ("metric", "share", "to", "up", "down")


def _goes_on_in_the_next_line(tokens: list[Token], index: int) -> bool:
    """Subtitles break a clause before its figure: the line ends with a metric, the next begins with the amount.

    Also a line that says what a share is of (`占整个公司的营收`) goes on with the share.
    """
    if index == 0 or index + 1 == len(tokens):
        return False
    before, behind = tokens[index - 1], tokens[index + 1]
    if behind.quantity is not None and behind.start == tokens[index].end:
        return before.end >= tokens[index].start - 1 and before.has(*_BEFORE_A_FIGURE)
    for token in reversed(tokens[:index]):
        if token.mark or token.quantity is not None:
            return False
        if token.has("share"):
            return True
    return False
