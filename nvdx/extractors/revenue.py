"""Amounts of money as levels: revenue, and income, cash and balance figures by the same reading."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Final

from nvdx.extractors.case import Case
from nvdx.extractors.case_periods import local_period, reported_quarter, trailing_period
from nvdx.extractors.chinese import (
    bounds_of_a_range,
    of_a_market,
    of_a_row_of_quarters,
    says_by_how_much,
)
from nvdx.extractors.draft import RATIOS, Draft, Refusal
from nvdx.extractors.english import beats_the_market, former_value, is_a_difference, moved_by
from nvdx.extractors.growth import beats_by, spent_by_an_industry
from nvdx.extractors.parts import segment_id
from nvdx.extractors.tail import is_included
from nvdx.extractors.unknown import other_product, unknown_part

__all__ = ["amount"]

_RESIDUE_IN_CLAUSE: Final = 16
_RESIDUE_ACROSS: Final = 8
_SIZE_OF_A_COMPANY: Final = (
    "企业",
    "公司",
    "级别",
    "级的",
    "级企业",
    "级公司",
    "俱乐部",
    "巨头",
    "富豪",
    "市值",
    "级市场",
    "市场",
)
_SMALLEST_REVENUE: Final = Decimal(100_000_000)
_SMALLEST: Final = Decimal(100_000)
"""No company here states a total below this in running text; such a figure is a price."""


def amount(case: Case) -> Draft | Refusal | None:
    """An amount of money that a metric governs.

    Accepted: `营收300亿美元`, `数据中心业务达到263亿美元`, `226亿美元的数据中心收入`, `净亏损3亿元` (negative).
    Rejected: `市值3万亿美元` (another noun governs it), `营收增加了50亿美元` (growth as an amount),
    `(约合1793亿元)` (a conversion).
    """
    if (case.find(case.left, "conversion") and not case.find(case.left, "run_rate")) or _in_another_currency(case):
        return Refusal("conversion")
    if _LOST.match(case.reading.text, case.token.end):
        return Refusal("growth-as-an-amount")
    near = case.find(case.left, "metric", "other")
    of_revenue = near is not None and near.get("metric") == "revenue"  # `年化收入已是数十亿美元级别`
    if case.reading.text.startswith(_SIZE_OF_A_COMPANY, case.token.end) and not (
        of_revenue and case.reading.text.startswith("级别", case.token.end)
    ):
        return Refusal("size-of-a-company")
    if not case.reading.is_latin and (refusal := _no_level(case)) is not None:
        return refusal
    metric = case.metric
    scope = case.scope
    if scope.metric is not None and scope.metric.has("other") and not scope.metric.has("metric"):
        return Refusal("out-of-scope", (scope.metric.start, scope.metric.end))
    if metric is None:
        return Refusal("no-metric")
    former = case.kind == "estimate" and _LESS_THAN_BEFORE.search(case.reading.text[: case.token.start])
    if former or case.reading.text[: case.token.start].endswith(_FORMER) or _in_a_former_list(case):
        return Refusal("former-value")
    if (
        case.reading.is_latin
        and case.bound != "tail"
        and moved_by(case.reading.text, case.reading.start, case.token.start)
    ):
        return Refusal("growth-as-an-amount")
    if case.reading.is_latin and is_a_difference(case.reading.text, case.token.end):
        return Refusal("growth-as-an-amount")
    beaten = case.aside and case.find(case.left, "beat") is not None  # `topped the $28 billion it had forecast`
    if case.reading.is_latin and not beaten and former_value(case.reading.text, case.token.end):
        return Refusal("former-value")
    if _EFFECT.match(case.reading.text, case.token.end):
        return Refusal("growth-as-an-amount")
    if metric == "revenue" and _missed_out_on(case):
        return Refusal("growth-as-an-amount")
    if metric == "gross_margin" and _is_gross_profit(case):
        metric = "gross_profit"  # `Gross margin was $7,780 million`, as some call the profit.
    if metric in RATIOS:
        return Refusal("amount-of-a-ratio")
    if (
        case.reading.is_latin
        and case.bound == "last"
        and case.kind == "reported"
        and local_period(case) is None
        and not case.find(case.left, "versus", "beat", "from", "to")
    ):
        first = next((t for t in case.clause if not t.mark), case.token)
        if case.reading.residue(case.reading.start, case.token.start) > _UNNAMED or first is case.token:
            return Refusal("amount-of-something-unnamed")
    if case.bound == "tail" and metric == "revenue" and not _names_who_brought_it(case):
        return Refusal("brought-by-something-unnamed")
    bare_loss = scope.metric is not None and scope.metric.text in (
        "亏损",
        "亏损额",
        "损失",
        "利润",
        "盈利",
    )
    if bare_loss and _DISPOSAL.search(case.reading.text, case.reading.start, case.token.start):
        return Refusal("result-of-a-disposal")
    if (
        case.bound == "earlier"
        and scope.segment is None
        and scope.product is None
        and _part_of(case)
    ):
        return Refusal("part-of-the-figure-before")
    if case.bound != "tail" and _another_verb(case):
        return Refusal("another-verb-governs-it")
    if case.bound == "tail" and metric == "revenue":
        _comes_from(case)
    part = scope.segment or scope.product
    if scope.metric is None and part is not None and _OF_A_MARKET.match(case.reading.text, part.end):
        return Refusal("market-size")
    if scope.metric is not None and case.reading.text.startswith(
        ("损失", "缺口", "流失", "差额"), scope.metric.end
    ):
        return Refusal("growth-as-an-amount")
    if case.clause and _PER_DAY.search(
        case.reading.text, case.clause[0].start, case.token.start
    ):
        return Refusal("per-day")
    if case.kind == "consensus" and _EXTREME.search(case.reading.text, case.reading.start, case.token.start):
        return Refusal("one-of-many-estimates")
    if case.reading.is_latin and scope.metric is not None and case.bound != "tail":
        if _IMPACTED.match(case.reading.text, scope.metric.end):
            return Refusal("growth-as-an-amount")
    if case.reading.is_latin:
        told = case.frame.previous
        if _ASKED_ABOUT.search(case.reading.text, case.reading.start, case.token.start):
            return Refusal("asked-not-told")
        again = told is not None and told.sentence == (case.reading.start, case.reading.end)
        if again and _MARK.match(case.reading.text, case.token.end):
            return Refusal("said-of-the-figure-before")  # `crossing the $1 billion mark`
    if _is_a_cause(case):
        return Refusal("cause-of-the-figure-before")
    if beats_by(case) or _small_beside_the_level(case):
        return Refusal("beat-or-miss")
    if case.reading.is_latin and beats_the_market(case.reading, case.token):
        return Refusal("beat-or-miss")
    if (refusal := _unexplained(case) or other_product(case) or unknown_part(case)) is not None:
        return refusal
    if metric == "capex" and (
        spent_by_an_industry(case)
        or case.scope.segment is not None
        or case.find(case.clause, "world", "group", "customer")
        or case.follows_a_group()
    ):
        return Refusal("spending-of-a-group")
    if scope.metric is not None and case.reading.text[: scope.metric.start].endswith(
        ("新增", "增量")
    ):
        return Refusal("growth-as-an-amount")
    stated = case.frame.period_at
    together = case.find(case.clause, "cumulative")
    # `回购与分红合计38亿美元`: two things together, not several years.
    sums = metric in _SUMS and together is not None and together.has("total")
    if (
        together is not None
        and not sums
        and (stated is None or stated.start < case.reading.start)
    ):
        return Refusal("several-years-together")
    if case.bound == "tail" and _LOSS_OF.search(
        case.reading.text, case.reading.start, case.token.start
    ):
        return Refusal("growth-as-an-amount")
    if case.reading.is_latin and _WOULD_COST.search(case.reading.text, case.reading.start, case.token.start):
        return Refusal("growth-as-an-amount")
    if _not_had(case):
        return Refusal("growth-as-an-amount")
    if _compared_with_the_past(case):
        return Refusal("compared-figure-without-period")
    moved = case.find(case.left, "up", "down")
    if (
        (
            moved is not None
            and not moved.has("to")
            and not any(t.has("from") and t.start >= moved.end for t in case.left)
            and metric != "repurchase_authorization"
            and not _target_after(case, moved.end)
        )
        and (
            case.reading.residue(moved.end, case.token.start) == 0
            or _ROUGHLY.fullmatch(case.reading.text, moved.end, case.token.start)
        )
        and not any(
            t.has("metric", "segment", "market") or t.period
            for t in case.left
            if t.start > moved.start
        )
    ):
        return Refusal("growth-as-an-amount")
    largest = case.quantity.value if case.quantity.value is not None else case.quantity.high
    if (
        metric not in ("eps", "dividend_per_share")
        and largest is not None
        and abs(largest) < _smallest(case, metric)
    ):
        return Refusal("too-small-for-a-company")
    if currency_of(case) not in (
        "USD",
        "HKD",
        case.state.companies[case.entity or ""].currency,
        # Who is listed in China files there in renminbi too.
        # Who is listed nowhere files nowhere: news tells of it in either currency.
        "CNY" if (case.entity or "").endswith((".HK", ".SS", ".SZ")) or case.is_private() else "USD",
    ) and metric not in ("eps", "dividend_per_share"):
        return Refusal("foreign-currency")
    unit = currency_of(case)
    draft = case.draft(f"amount.{metric}", metric, unit=unit)
    if case.reading.is_latin and _NEGATIVE.search(case.reading.text, case.reading.start, case.token.start):
        if draft.value is not None and draft.value > 0:
            draft.value = -draft.value
    told = case.frame.previous
    if told is not None and case.bound == "tail" and is_included(case.reading, case.index, told):
        if metric == told.metric and trailing_period(case) is None:
            draft.period, draft.period_text, draft.kind = told.period, told.period_text, told.kind
    if scope.metric is not None and scope.metric.has("loss"):
        draft.value, draft.low, draft.high = (
            None if draft.value is None else -abs(draft.value),
            None if draft.high is None else -abs(draft.high),
            None if draft.low is None else -abs(draft.low),
        )
    if metric in _CASH_FLOWS and _FLOWS_OUT.search(
        case.reading.text, case.reading.start, case.token.start
    ):
        draft.value = None if draft.value is None else -abs(draft.value)
    if _result_of_a_part(case, draft):
        draft.metric, draft.rule = "operating_income", "amount.operating_income"
    rate = case.find(case.left, "run_rate") or case.find(case.right, "run_rate")
    if rate is None and scope.metric is not None and scope.metric.has("run_rate"):
        rate = scope.metric
    if rate is None and _still_a_run_rate(case, draft):
        draft.measure, draft.rule = "run_rate", "amount.run-rate"
    if rate is not None:
        draft.measure, draft.rule = "run_rate", "amount.run-rate"
        _as_of(case, draft)
        if (
            case.reading.is_latin
            and told is not None
            and told.measure == "run_rate"
            and told.period is not None
            and told.sentence == draft.sentence
            and (then := local_period(case)) is not None
            and then.period is not None
            and then.period.relative in ("same_period_last_year", "same_quarter_last_year")
        ):
            draft.period = told.period.previous_year()
        draft.evidence["measure"] = (rate.start, rate.end)
    return draft


def _no_level(case: Case) -> Refusal | None:
    """What Chinese says right before or behind an amount that is no level of one period."""
    text, start, end = case.reading.text, case.reading.start, case.token.start
    if _VAGUE_DIGITS.search(text, start, end):
        return Refusal("vague-digits")
    if of_a_market(text, case.token.end):
        return Refusal("market-size")
    if of_a_row_of_quarters(text, start, end):
        return Refusal("several-periods-at-once")
    if case.quantity.low is None and bounds_of_a_range(text, start, end):
        return Refusal("end-of-a-range")
    if says_by_how_much(text, start, end):
        return Refusal("growth-as-an-amount")
    if case.metric == "inventory" and _MOVED_STOCK.search(text, start, end):
        return Refusal("charge-not-balance")
    return None


_MOVED_STOCK: Final = re.compile(r"(?:释放|减值|跌价|拨备|计提|冲回|冲销|回拨|拨回)[^,。;]*$")
"""`从计提的库存中释放了1.8亿`, `库存减值45亿`: what was charged or released, not what is held."""


_VAGUE_DIGITS: Final = re.compile(r"[两二三四个单双]位数的?$")
"""Before an amount: `低两位数的十亿美元`."""
def _still_a_run_rate(case: Case, draft: Draft) -> bool:
    """`年化规模已达15亿美元,预计年底将超过20亿美元`: the rate goes on, with no metric of its own."""
    told = case.frame.previous
    return (
        not case.reading.is_latin
        and told is not None
        and told.measure == "run_rate"
        and told.sentence == draft.sentence
        and told.metric == draft.metric
        and not any(t.has("metric", "segment", "product", "company") for t in case.clause)
    )


_CASH_FLOWS: Final = frozenset({"free_cash_flow", "operating_cash_flow"})
_FLOWS_OUT: Final = re.compile(r"(?:净流出|流出|净流失|转负为|降至负|为负)(?:了|约|为|达|达到)?$")
_BARE_RESULTS: Final = frozenset({"亏损", "亏损额", "亏了", "亏掉了", "巨亏", "亏着", "亏", "利润", "盈利", "获利"})


def _result_of_a_part(case: Case, draft: Draft) -> bool:
    """`代工业务亏损23亿美元`: what a segment earns or loses, in words without 净, is its operating result."""
    word = case.scope.metric
    return (
        draft.metric == "net_income"
        and draft.segment is not None
        and word is not None
        and word.text in _BARE_RESULTS
    )


_SUMS: Final = frozenset({"shareholder_returns", "supply_commitments", "cash"})
_EXCEEDS: Final = re.compile(
    r"(?:超出?|高于|低于|超过|不及|逊于|好于)[^,。;()\d]{0,10}(?:预期|指引|预测|预估)(?:值|中值|上限)?(?:约|近|大约)?$"
)
_A_DIFFERENCE: Final = Decimal("0.3")


def _small_beside_the_level(case: Case) -> bool:
    """`收入294亿,超出预期约3亿`: by how much, where what stands behind the expectation is far from the level told."""
    value = case.quantity.value
    if case.reading.is_latin or value is None:
        return False
    if not _EXCEEDS.search(case.reading.text, case.reading.start, case.token.start):
        return False
    levels = [d for d in case.state.drafts[-4:] if d.entity == case.entity and d.measure == "level" and d.unit != "percent"]
    level = levels[-1].value if levels else None
    return level is not None and abs(value) < abs(level) * _A_DIFFERENCE


_UNNAMED: Final = 4
_BROUGHT: Final = re.compile(r"(?:带来|贡献|创造)(?:了|出|近|约|超|超过|高达|至少|逾)*$")


def _names_who_brought_it(case: Case) -> bool:
    """`Blackwell已出货,四季度将带来数十亿美元收入`: what brings revenue is its part, named before or unknown."""
    scope = case.scope
    if scope.segment or scope.product or scope.geography or scope.customer:
        return True
    if not _BROUGHT.search(case.reading.text, case.reading.start, case.token.start):
        return True
    before = case.reading.tokens[: case.index]
    for token in reversed(before):
        if segment_id(token, case.entity, "product"):
            scope.product, scope.product_clause = token, token.clause
            return True
        if segment_id(token, case.entity):
            scope.segment, scope.segment_clause = token, token.clause
            return True
    return False


def _smallest(case: Case, metric: str) -> Decimal:
    """Below this the revenue of a listed company named in passing is somebody else's, or an app's."""
    whole = (
        case.scope.segment is None and case.scope.product is None and case.scope.geography is None
    )
    listed = case.state.companies[case.entity or ""].ticker is not None
    passing = case.entity != case.state.subject
    return _SMALLEST_REVENUE if metric == "revenue" and whole and listed and passing else _SMALLEST


def _compared_with_the_past(case: Case) -> bool:
    """`较上次授权的900亿美元`: a former figure whose period nobody states."""
    against = case.find(case.left, "versus", "beat")
    if against is None or case.kind != "reported" or local_period(case) is not None:
        return False
    return any(t.has("past") and t.start >= against.end for t in case.left)


_LOST: Final = re.compile(r"的?(?:营收|收入|销售额?|业绩)(?:的)?(?:损失|缺口|减少|流失|增量|增幅|差距)")
"""`80亿美元的营收损失`: what revenue lost, not what it was."""
_OF_A_MARKET: Final = re.compile(r"(?:的)?(?:市场|行业)(?!收入|营收|业务|份额)")
_PER_DAY: Final = re.compile(r"每天|每日|日均|平均一天|每小时|每分钟|每秒|每月|每卖")
_EFFECT: Final = re.compile(
    r"的?(?:一次性|负面|正面|不利)?(?:影响|冲击|拖累|损失)"
    r"|的?(?:一次性|非现金|账面|投资|税前|税后|非经常性)+(?:收益|利得|亏损|费用|支出|开支)"
)
"""`剔除1.8亿美元的影响`: what moved a figure."""
_MISSED: Final = re.compile(
    r"(?:损失|丧失|流失|错失|错过|少卖|少收|少赚)(?:掉|了|出去)?[^,。;:\d]{0,6}$|(?:影响|冲击|拖累|侵蚀)(?:了|到|约|大约|近|将近)*$"
)
_NOT_SHIPPED: Final = re.compile(
    r"(?:[^,。;:\d]|\d(?![\d.]*[万亿%])){0,16}?(?:没能|未能|没有|无法|没法|未)(?:及时|如期|最终|再)?(?:出货|发货|交付|确认|发出|卖出|售出|兑现)"
)


def _missed_out_on(case: Case) -> bool:
    """`损失约80亿美元的收入`, `还有25亿美元没能出货`: revenue that a company did not have."""
    text = case.reading.text
    return bool(
        _MISSED.search(text, case.reading.start, case.token.start)
        or _NOT_SHIPPED.match(text, case.token.end)
    )


_EXTREME: Final = re.compile(r"最(?:乐观|悲观|高|低|激进|保守)的?(?:预估|预期|预测|估计)?的?(?:约|为|是)?$")
"""`低于最乐观的379亿美元预估`: one forecast among those that the market's is the mean of."""
_IMPACTED: Final = re.compile(r" (?:impact|headwind|tailwind|hit|shortfall|loss|losses|opportunity|effect)s?\b")
"""`the revenue impact will be approximately $700 million`."""
_ROUGHLY: Final = re.compile(
    r" (?:(?:by|about|approximately|roughly|nearly|almost|over|some|around|an additional|more than) )+"
)
_ASKED_ABOUT: Final = re.compile(
    r"\b(?:does|do|did|is|was|are|will|would|should|could|can) (?:the|that|this|your) $", re.IGNORECASE
)
"""`does the $18 billion change?`: who asks about a figure does not tell of it."""
_MARK: Final = re.compile(r" (?:mark|milestone|threshold|barrier)\b")
_LESS_THAN_BEFORE: Final = re.compile(r"[较比](?:其|它)?(?:此前|之前|先前|原先|早前)的?(?:预测|预期|预估|估计|目标)值?的?$")
"""`较此前预测的4200亿有所下调`: what somebody expected before, without its own time."""
_FORMER: Final = (
    "前值", "前值为", "前值:", "原预测", "原预测为", "原值", "原值为", "旧值", "旧值为", "原为", "此前预测", "此前预测为",
)  # fmt: skip


def _is_gross_profit(case: Case) -> bool:
    named, largest = case.scope.metric, case.quantity.value
    if not case.reading.is_latin or named is None or largest is None or largest < _SMALLEST:
        return False
    beside = case.frame.previous
    again = beside is not None and beside.metric == "gross_profit" and local_period(case) is not None
    return again or _WAS.fullmatch(case.reading.text, named.end, case.token.start) is not None


_WAS: Final = re.compile(r" (?:was|were|of|totaled|came to|reached) (?:about |approximately |a record )?")


def _in_a_former_list(case: Case) -> bool:
    """`(前值1960/2380亿美元)`: each figure of the parenthesis."""
    text = case.reading.text
    opened = text.rfind("(", case.reading.start, case.token.start)
    closed = text.rfind(")", case.reading.start, case.token.start)
    return case.token.depth > 0 and opened > closed and text.startswith(_FORMER, opened + 1)


_PARTS: Final = ("其中", "里面", "包括", "包含", "含有")


def _part_of(case: Case) -> bool:
    """`营业费用35亿美元,其中13亿是…`: a part that no word of ours names."""
    opener = max(
        (t.end for t in case.reading.tokens[: case.index] if t.clause < case.token.clause),
        default=0,
    )
    if any(t.period is not None and t.start >= opener for t in case.clause):
        return False  # `自由现金流966亿美元,其中Q4为349亿美元`: the part is a quarter of the year.
    named = case.frame.entity_at
    if named is not None and named.start >= opener:
        return False  # `五大云厂商资本开支7000亿美元。其中亚马逊2000亿美元`
    return case.reading.text.startswith(_PARTS, opener) or bool(
        case.reading.is_latin and _OF_WHICH.search(case.reading.text, opener, case.token.start)
    )


_CHANGE_BEHIND: Final = re.compile(
    r" (?:year-over-year |sequential |quarterly |annual |net )?(?:increase|decrease|reduction|decline|improvement"
    r"|drop|shortfall|headwind|tailwind|impact|benefit|charge|write-?down|loss|hit|release|reversal)s?\b",
    re.IGNORECASE,
)
_NOT_HAD: Final = re.compile(
    r"\b(?:unable to|not able to|could not|couldn't|cannot|forgone|foregone|lost"
    r"|loss (?:in|of)|reduction in|decrease in|decline in"
    r"|shortfall (?:in|of)|missing out on|missed out on|excludes?|excluding"
    r"|would have been|instead of)\b(?:(?!\band\b|[;,:])[^$]){0,60}$",
    re.IGNORECASE,
)


_NEGATIVE: Final = re.compile(r"\b(?:negative|minus) (?:about |roughly |nearly )?$")
_WOULD_COST: Final = re.compile(
    r"\b(?:would|could|might|may) (?:\w+ )?(?:cost|add|reduce|cut|shave|trim|boost|lift|hit|subtract|hurt|dent|take)\b"
    r"[^,;:$]{0,40}$"
)
"""`A point of margin would cost around $0.15 of EPS`: by how much something might move."""
_A_BEAT: Final = re.compile(r" (?:[\w-]+ )?(?:beat|miss|surprise|upside)\b")
_COULD_NOT: Final = re.compile(
    r" (?:worth )?(?:of (?:it|them) |more )?(?:that |which )?(?:it|we|they|the company|Nvidia) (?:was|were|is|are|could|can)"
    r" ?(?:unable|not|n[o’']t)\b"
)
_BY: Final = re.compile(r"\bby (?:about |approximately |roughly |nearly |over |an additional |up to )?$")
def _not_had(case: Case) -> bool:
    """`unable to ship an additional $2.5 billion of H20 revenue`, `a $4.0 billion reduction in H20 sales`."""
    if not case.reading.is_latin:
        return False
    text, token = case.reading.text, case.token
    metric = case.frame.scope.metric
    if _BY.search(text, case.reading.start, token.start):
        return True
    loss = metric is not None and metric.has("loss")
    if case.metric == "revenue" and _COULD_NOT.match(text, token.end):
        return True
    if _A_BEAT.match(text, token.end) and text[: token.start].endswith((" a ", " an ", "(a ")):
        return True
    if not loss and _CHANGE_BEHIND.match(text, token.end):
        return True
    return case.metric == "revenue" and bool(_NOT_HAD.search(text, case.reading.start, token.start))


_OF_WHICH: Final = re.compile(
    r" (?:of which|including|which includes?|inclusive of)\b"
    r"(?!(?: [a-z]+){1,4} (?:was|were|totaled|totalled|reached|came)\b)"
)
_ANOTHER_VERB: Final = re.compile(
    r"[,;]? ?(?:and |also |we |it )*(?:distributed|paid|received|raised|repaid"
    r"|issued|invested|acquired|incurred|recognized|borrowed|retired)"
    r" (?:about |approximately |roughly |nearly |over |an? |additional |another )*$"
)


def _another_verb(case: Case) -> bool:
    """`spent $3 billion on capex and distributed $1 billion`: a verb of its own with no metric of its own."""
    if not case.reading.is_latin or not case.index:
        return False
    before = [t.end for t in case.reading.tokens[: case.index] if t.quantity is not None]
    return bool(before) and bool(
        _ANOTHER_VERB.search(case.reading.text, before[-1], case.token.start)
    )


def _comes_from(case: Case) -> None:
    """`37亿美元的收入来自网络产品`: the part stands behind the verb."""
    if case.scope.segment is not None or case.scope.product is not None:
        return
    behind = [t for t in case.reading.tokens[case.index + 1 :] if t.clause == case.token.clause]
    for verb, token in pairwise(behind):
        if verb.has("share") and verb.text.startswith(("来自", "源自", "来源")):
            if case.reading.text[verb.end : token.start].strip() not in ("", "其", "了"):
                return
            if segment_id(token, case.entity):
                case.scope.segment, case.scope.segment_clause = token, token.clause
            elif segment_id(token, case.entity, "product"):
                case.scope.product, case.scope.product_clause = token, token.clause
            return


_CAUSE: Final = re.compile(
    r"(?:主要系|主要因|主要由于|主要受|主因|系|由于|源于|因|归因于|受累于)[^,;。]{0,12}$"
)


def _is_a_cause(case: Case) -> bool:
    """`净利润27亿美元,主要系159亿美元的一次性费用`: what moved the figure before, with no metric of its own."""
    return case.bound in ("earlier", "last") and bool(
        _CAUSE.search(case.reading.text, case.reading.start, case.token.start)
    )


_LOSS_OF: Final = re.compile(
    r"\b(?:loss|decrease|decline|reduction|increase|shortfall|growth) (?:of|in) (?:about |approximately |roughly |nearly )?$"
)
_DISPOSAL: Final = re.compile(r"出售|处置|变卖|转让|剥离")
_YEAR_END: Final = re.compile(r"(20\d\d)年(?:年)?(?:底|末)")
_AT_THE_END: Final = re.compile(
    r" (?:at|by|as of|toward|exiting) (?:the )?(?:end of|year-end)(?: of)? (?:(?P<month>"
    r"January|February|March|April|May|June|July|August|September|October|November|December),? ?)?(?P<year>20\d\d)?"
)


def _end_behind(case: Case) -> date | None:
    """`passed $20 billion at the end of 2025`, `$9 billion at the end of December`: the day that a run rate is of."""
    match = _AT_THE_END.match(case.reading.text, case.token.end)
    if match is None or not (match["year"] or (match["month"] and case.state.published)):
        return None
    month = _MONTHS.index(match["month"][:3]) + 1 if match["month"] else 12
    if match["year"]:
        return date(int(match["year"]), month, 25)
    now = case.state.published
    assert now is not None
    return date(now.year - (month > now.month or (month == now.month and now.day < 25)), month, 25)


_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _as_of(case: Case, draft: Draft) -> None:
    """A run rate is of the quarter at whose end it was measured; without words for that it has no period."""
    match = _YEAR_END.search(case.reading.text, case.reading.start, case.token.start)
    if match is not None:
        day = date(int(match[1]), 12, 31)
        draft.period, draft.period_text = (
            case.state.calendar(draft.entity).quarter_containing(day),
            match.span(),
        )
    elif case.reading.is_latin and (end := _end_behind(case)) is not None:
        draft.period = case.state.calendar(draft.entity).quarter_containing(end)
        draft.period_text = None
    elif case.frame.period_at is None and draft.entity not in case.state.reporting:
        told = case.reading.is_latin and any(
            d.entity == draft.entity and d.kind == "reported" and d.period == draft.period
            for d in case.state.drafts
        )
        draft.period = draft.period if told else None
    elif (
        draft.kind == "reported"
        and draft.period is not None
        and draft.period.part == "FY"
        and case.frame.period_at is not None
        and case.frame.period_at.start < case.reading.start
    ):
        draft.period, draft.period_text = reported_quarter(case), None  # A year told of before says nothing of it.


def _in_another_currency(case: Case) -> bool:
    """`3567亿元(约498亿美元)`, `NT$2.8 trillion or US$90 billion`: what says the figure before it once more."""
    tokens = case.reading.tokens
    beside = case.index - 2 if case.index > 1 and tokens[case.index - 1].mark == "," else case.index - 1
    before = tokens[beside].quantity if beside >= 0 else None
    if (
        before is not None
        and before.form == "amount"
        and before.unit != case.quantity.unit
        and case.reading.text[tokens[beside].end : case.token.start].strip(" ,") in ("or", "or about")
    ):
        return True
    i = case.index - 1
    while i >= 0 and tokens[i].mark != "(" and tokens[i].depth == case.token.depth:
        i -= 1
    if i <= 0 or tokens[i].mark != "(" or tokens[i].depth != case.token.depth:
        return False
    before = tokens[i - 1].quantity
    alone = case.reading.residue(tokens[i].end, case.token.start) == 0 and not any(
        t.has("metric", "segment", "expect", "market", "guidance", "past") or t.period
        for t in tokens[i + 1 : case.index]
    )
    return (
        alone
        and before is not None
        and case.quantity.unit is not None
        and before.unit != case.quantity.unit
        and before.form == "amount"
    )


def currency_of(case: Case) -> str:
    """The currency of an amount: as written, that of the list it stands in, or the company's own.

    `元` alone is the renminbi on the mainland, but the company's currency where it reports in another 元.
    """
    unit = case.quantity.unit
    own = case.state.companies[case.entity or ""].currency
    if (
        unit == "CNY"
        and own in ("TWD", "HKD")
        and not any(w in case.token.text for w in ("人民币", "RMB", "¥", "￥"))
    ):
        return own
    if unit is None:
        tokens = case.reading.tokens
        following = [t for t in tokens[case.index + 1 : case.index + 3] if t.quantity is not None]
        if (
            following
            and following[0].start - case.token.end <= 1
            and following[0].quantity
            and following[0].quantity.form == "amount"
            and following[0].quantity.unit
        ):
            return following[0].quantity.unit
    if unit is None and _IN_DOLLARS.search(case.reading.text, case.reading.start, case.token.start):
        return "USD"
    return unit or own


_IN_DOLLARS: Final = re.compile(r"(?:[以按]美元(?:计|口径|计价)|美元口径)[^。;]{0,20}$")


def _target_after(case: Case, offset: int) -> bool:
    return any(t.has("to") for t in case.left if t.start >= offset)


def _unexplained(case: Case) -> Refusal | None:
    """Too much that nobody understood stands between the metric and the figure."""
    owner = case.scope.metric or case.scope.segment or case.scope.product
    if case.bound in ("tail", "last") or owner is None:
        return None
    start = owner.end
    if case.bound == "earlier":
        opener = max(
            (t.end for t in case.reading.tokens[: case.index] if t.clause < case.token.clause),
            default=start,
        )
        start = max(opener, start)
        limit = _RESIDUE_ACROSS
    else:
        limit = _RESIDUE_IN_CLAUSE
    before = [t for t in case.clause if t.quantity is not None]
    if before:
        start = max(start, before[-1].end)
    if case.scope.metric is None:
        limit = _RESIDUE_ACROSS  # A business alone governs only what stands close to it.
    if case.reading.residue(start, case.token.start) > limit:
        return Refusal("too-far-from-its-metric")
    return None
