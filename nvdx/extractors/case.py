"""One quantity in its sentence: what governs it, whose it is, of which period and kind."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from nvdx.extractors.case_periods import (
    local_period,
    period_of,
    reported_quarter,
    spoken_period,
    trailing_period,
)
from nvdx.extractors.draft import RATIOS, Draft
from nvdx.extractors.english import compares_again, tells_of_the_past
from nvdx.extractors.guidance import kind_of
from nvdx.extractors.parts import segment_id
from nvdx.extractors.reading import Reading
from nvdx.extractors.resolution import anchor_of, resolve_period
from nvdx.extractors.scope import governing
from nvdx.extractors.state import NOBODY, DocumentState, Frame, Scope
from nvdx.extractors.subject import local_company
from nvdx.fiscal import FiscalPeriod, Part
from nvdx.mentions.quantity import Quantity
from nvdx.mentions.scan import Token

__all__ = ["Case", "build_case"]



@dataclass(slots=True)
class Case:
    """A quantity with all that a rule needs to read it.

    Attributes:
        left: tokens between the previous figure of the clause and this one.
        clause: tokens of the clause before the figure.
        right: tokens behind it up to the next figure or the clause's end.
        scope: what it is said of.
        bound: how the scope was found: `tail` (right behind), `clause`, `earlier` clause, `none`.
        inherited: for each field that no words of the paragraph decide, what it is taken from.
    """

    reading: Reading
    index: int
    token: Token
    quantity: Quantity
    frame: Frame
    state: DocumentState
    left: list[Token]
    clause: list[Token]
    right: list[Token]
    scope: Scope
    bound: str
    entity: str | None
    kind: str
    kind_at: Token | None
    aside: bool
    inherited: dict[str, str]

    @property
    def stated(self) -> bool:
        """Whether words say the period, in the sentence or above it."""
        return self.frame.period_at is not None or self.state.section_period_at is not None

    @property
    def metric(self) -> str | None:
        """The metric that governs the figure; a business without a metric means its revenue."""
        if self.scope.metric is not None:
            metric: str | None = self.scope.metric.get("metric")
            if self.scope.metric.text == "经营收入" and self._told_of_revenue():
                return "operating_income"
            if (
                metric == "net_income"
                and self.scope.metric.text == "净收入"
                and self.scope.segment is not None
            ):
                return "revenue"
            if (
                metric == "net_income"
                and self.scope.metric.text.lower() == "earned"
                and self.scope.segment is not None
            ):
                return "revenue"  # `its data center group earned $5.1 billion`
            if (
                metric == "net_income"
                and self.scope.metric.text in ("lost", "loss of")
                and self.scope.segment is not None
                and self.scope.segment_clause == self.scope.metric_clause
            ):
                return "operating_income"  # `Its headset unit lost $4 billion`
            if metric == "net_income" and self.scope.metric.text == "净收入" and self.entity:
                # Chinese companies that list abroad call their net revenues 净收入.
                if self.state.companies[self.entity].currency == "CNY":
                    return "revenue"
            return metric
        if self.scope.segment is not None or self.scope.product is not None:
            return "revenue"
        if self.quantity.form == "amount" and self.find(self.left, "guidance") is not None:
            return "revenue"  # `指引为450亿美元`: guidance without more words is for revenue.
        if self.bound == "last" and self.frame.last is not None:
            return self.frame.last.metric
        if self._of_a_region():
            return "revenue"
        if self._is_guided_for():
            return "revenue"
        if self.quantity.form == "amount" and self.right and self.right[0].has("guidance"):
            gap = self.reading.text[self.token.end : self.right[0].start].strip()
            return "revenue" if gap in ("", "的") and not self.token.text.isascii() else None
        return None

    def _of_a_region(self) -> bool:
        """`China, including Hong Kong, brought in $17.1 billion`: what a region brings in is revenue."""
        region = self.scope.geography
        if region is None or not self.reading.is_latin or self.quantity.form != "amount":
            return False
        return _BROUGHT_IN.search(self.reading.text, region.end, self.token.start) is not None

    def _is_guided_for(self) -> bool:
        """`Q4 guide: $65 billion vs. $62 billion`, `Nvidia expects $78 billion for the first quarter`.

        A forecast in English that names nothing is for revenue, where it is one of a quarter and too
        large for anything else.
        """
        if not self.reading.is_latin or self.quantity.form != "amount" or self.kind == "reported":
            return False
        before = [t for t in self.reading.tokens if t.start < self.token.start]
        if any(t.has("metric", "other", "segment", "product", "share") for t in before + self.right):
            return False
        told = self.token.end
        at = trailing_period(self) or self.frame.period_at
        if at is None or at.period is None or at.start < self.reading.start:
            return False
        if _OF_IT.search(self.reading.text, self.reading.start, self.token.start):
            return False  # `For the full year, we see it about $1.5 billion` of what was spoken of before.
        value = self.quantity.value if self.quantity.value is not None else self.quantity.high
        following = self.reading.text[told : told + 40]
        noun = re.match(r" (?:in|of|worth|on|to) (?!the\b|its\b|fiscal|FY|Q\d|20\d\d)", following)
        return value is not None and value >= 1_000_000_000 and noun is None

    def find(self, tokens: list[Token], *senses: str) -> Token | None:
        """The last of the tokens that has one of the senses."""
        for token in reversed(tokens):
            if (known := token.senses) and not known.keys().isdisjoint(senses):
                return token
        return None

    def follows_a_group(self) -> bool:
        """`the capex of the top CSPs, it has doubled`: English named a group last, and no company since."""
        if not self.reading.is_latin:
            return False
        before = [t for t in self.reading.tokens if t.end <= self.token.start]
        last = self.find(before, "group", "customer", "company", "person", "own")
        return last is not None and last.has("group", "customer")

    def is_private(self) -> bool:
        """Whether no exchange lists the company."""
        return self.entity is not None and self.state.companies[self.entity].ticker is None

    def basis(self) -> tuple[str | None, Token | None]:
        """GAAP or not, where words of the clause or of the running list say so."""
        frame = self.frame
        if self.reading.is_latin and _ON_THAT_BASIS.match(self.reading.text, self.token.end):
            told = next((d for d in reversed(self.state.drafts[-4:]) if d.basis is not None), None)
            return (told.basis if told else None), None
        if (behind := self._basis_behind()) is not None:
            return ("non_gaap" if behind.has("non_gaap") else "gaap"), behind
        if self.reading.is_latin and self.metric in _WITHOUT_BASIS and not self._own_basis():
            return None, None  # `adjusted earnings of $1.26 a share on revenue of $55 billion`
        if self.reading.is_latin and frame.basis is None and self.metric in _WITH_BASIS:
            if _LEAVES_OUT.search(self.reading.text, self.reading.start, self.token.start):
                return "non_gaap", None
        if frame.basis is None:
            return self.state.section_basis, None
        if (
            self.metric == "revenue"
            and frame.basis_at is not None
            and frame.basis_clause != self.token.clause
            and any(
                t.get("metric") not in (None, "revenue")
                for t in self.reading.tokens
                if frame.basis_at.end <= t.start < self.token.start
            )
        ):
            return None, None  # `按GAAP计,净利润298亿;数据中心收入475亿`
        return frame.basis, frame.basis_at

    def _own_basis(self) -> bool:
        at, metric = self.frame.basis_at, self.scope.metric
        if at is None:
            return self.state.section_basis is not None
        return metric is not None and 0 <= metric.start - at.end <= 1

    def _basis_behind(self) -> Token | None:
        """`73.4% on a GAAP basis`, `$1.30 adjusted`, `0.67美元(GAAP)`."""
        opened, named, closed = (*self.reading.tokens[self.index + 1 : self.index + 4], *[None] * 3)[:3]
        if opened is not None and named is not None and closed is not None:
            if opened.mark == "(" and closed.mark == ")" and named.has("gaap", "non_gaap"):
                return named
        following = next(iter(self.right), None)
        said = self.token.end
        if self.reading.is_latin and following is not None and following.has("yoy", "qoq"):
            said, following = following.end, next(iter(self.right[1:]), None)
        tokens = self.reading.tokens[self.index + 1 : self.index + 4]
        if (
            following is None
            and len(tokens) > 2
            and tokens[0].mark == ","
            and (tokens[2].mark == "," or tokens[2].has("versus"))
        ):
            following = tokens[1]  # `$1.09, adjusted, vs. $1.08 expected`
            if self.reading.text[tokens[0].end : following.start].strip():
                return None
            gap_from = tokens[0].end
        elif following is None and self._excluded_behind(tokens):
            return tokens[1]
        else:
            gap_from = said
        if (
            following is None
            or not self.token.text.isascii()
            or not following.has("gaap", "non_gaap")
        ):
            return None
        gap = self.reading.text[gap_from : following.start].strip()
        stands_alone = self.find(self.right[1:2], "metric") is None or following.text.endswith("basis")
        return following if gap in _BASIS_GAPS and stands_alone else None

    def _excluded_behind(self, tokens: list[Token]) -> bool:
        """`73.6%, excluding some items.`: said behind a comma, with nothing of its own behind it."""
        if len(tokens) < 2 or tokens[0].mark != "," or not tokens[1].has("non_gaap"):
            return False
        comma, basis = tokens[:2]
        if self.reading.text[comma.end : basis.start].strip() or not self.reading.is_latin:
            return False
        return basis.text.startswith(_EXCLUDING) and (
            len(tokens) == 2 or tokens[2].mark in (".", ";", ")") or basis.end >= self.reading.end - 1
        )











    def _told_of_revenue(self) -> bool:
        """`营业额103亿美元,经营收入15亿美元`: beside another revenue the word is the operating income's."""
        return any(
            t.get("metric") == "revenue" and t.text != "经营收入" and t.start < self.token.start
            for t in self.reading.tokens
        ) or any(
            d.metric == "operating_income" and d.rule != "table" for d in self.state.drafts[-8:]
        )











    def _exceeds_a_past_figure(self) -> bool:
        """`资本支出将高于去年的138亿美元`: what an outlook is said to exceed is last year's."""
        if len(self.left) < 2:
            return False
        said, past = self.left[-2:]
        if past.period is None or not said.text.endswith(_EXCEEDS):
            return False
        gap = self.reading.text[past.end : self.token.start].strip("约近 ")
        return past.period.relative in ("last_year", "last_quarter") and gap == "的"

    def _customer(self) -> Token | None:
        """`云服务商的数据中心收入`: customers whose purchases the revenue is."""
        customer, metric = self.scope.customer, self.scope.metric
        if customer is None or metric is None or metric.get("metric") != "revenue":
            return None
        between = self.reading.text[customer.end : metric.start]
        if self.scope.segment is not None and self.scope.segment.start >= customer.end:
            between = between.replace(self.scope.segment.text, "", 1)
        return customer if between.strip() in ("", "的", "客户的", "客户") else None

    def draft(self, rule: str, metric: str, **fields: object) -> Draft:
        """A draft with everything that does not depend on the rule."""
        assert self.entity
        quantity = self.quantity
        period, period_at, taken_from = spoken_period(self)
        local = local_period(self)
        aside, kind = self.aside, self.kind
        inherited = dict(self.inherited)
        if local is not None and fields.get("measure", "level") in ("level", "share", "run_rate"):
            period, period_at, aside = period_of(self, local, outlook=False), local, True
            earlier = self.kind_at is not None and self.kind_at.end <= local.start
            if kind == "guidance" and earlier and not self.find(self.left, "past"):
                kind = "reported"  # `预计支出750亿,较去年的525亿增长43%`: what was spent is no outlook.
            if self.reading.is_latin and local.period is not None and (
                local.period.comparison or (self.left and self.left[-1].has("from"))
            ):
                fields = {"kind": "reported", **fields}  # What was a year ago is no outlook.
            anchor = reported_quarter(self)
            if self.reading.is_latin and anchor is not None and period is not None and period.quarter:
                # `expected to be $15 billion, compared with $14.7 billion in the second quarter of 2024`
                kind = "reported" if period.index <= anchor.index else kind
            elif self.reading.is_latin and anchor is not None and period is not None and period.part == "FY":
                over = period.year < anchor.year + (anchor.quarter == 4)
                kind = "reported" if over and self.find(self.left, "beat") else kind
        foretold = self.frame.foretold
        if (
            kind == "reported"
            and not aside
            and foretold is not None
            and foretold[0] is period_at
            and (anchor := reported_quarter(self)) is not None
            and foretold[1].quarter
            and foretold[1].index > anchor.index
            and metric not in _SHAREHOLDERS
        ):
            # `第二季营收预估280亿⏎…⏎毛利率75.5%`; many lines later the text is back at what was.
            lines = self.reading.text.count("\n", foretold[0].end, self.token.start)
            kind, period = ("guidance", foretold[1]) if lines <= _LINES_AHEAD else (kind, anchor)
            inherited["kind"] = "the outlook before it"
        last = self.frame.last
        if (
            kind == "consensus"
            and last is not None
            and last.kind == "estimate"
            and (period_at is None or period_at.start < self.reading.start)
            and (last.metric, last.segment) == (metric, segment_id(self.scope.segment, self.entity))
        ):
            period, period_at = last.period, None  # `…2027财年就是3200亿。目前的共识是3000亿。`
        if kind == "guidance" and self._exceeds_a_past_figure():
            kind, aside = "reported", True
        told = self.frame.previous
        if (
            told is not None
            and told.aside
            and told.sentence == (self.reading.start, self.reading.end)
            and _SAID_AGAIN.fullmatch(self.reading.text, told.end, self.token.start)
        ):
            # `compared with $29.8 billion, or $1.19 per diluted share, in fiscal 2024`
            period, aside = told.period, True
        if metric in _STOCKS and period is not None and period.part in _ENDS_WITH:
            period = FiscalPeriod(period.year, _ENDS_WITH[period.part])  # A balance is of one day.
        if metric in _STOCKS and period is not None and period_at is not None and period.part == "FY":
            anchor = reported_quarter(self)
            ended = anchor is not None and anchor.part == "Q4" and anchor.year == period.year
            if ended and (period_at.start < self.reading.start or period_at.clause != self.token.clause):
                period, period_at, taken_from = anchor, None, "the quarter that the document reports"
        basis, basis_at = self.basis()
        if period_at is None:
            inherited["period"] = taken_from
        if basis is not None and basis_at is None:
            inherited["basis"] = "the lines above"
        scope, entity = self.scope, self.entity
        draft = Draft(
            start=self.token.start, end=self.token.end, rule=rule, entity=entity, metric=metric,
            period=period, period_text=(period_at.start, period_at.end) if period_at else None,
            segment=segment_id(scope.segment, entity), product=segment_id(scope.product, entity, "product"),
            geography=scope.geography.get("geography") if scope.geography else None,
            kind=kind, basis=basis, value=quantity.value, low=quantity.low, high=quantity.high,
            comparator=quantity.comparator, decimals=quantity.decimals, aside=aside,
            sentence=(self.reading.start, self.reading.end), inherited=inherited,
        )  # fmt: skip
        if (customer := self._customer()) is not None:
            draft.customer = customer.get("customer")
        for name, value in fields.items():
            setattr(draft, name, value)
        # A heading's words stand in another block, whose offsets are not those of this one.
        segment = None if scope.segment is self.state.section_segment else scope.segment
        witnesses = {
            "metric": scope.metric or segment or scope.product, "segment": segment,
            "product": scope.product, "geography": scope.geography, "entity": self.frame.entity_at,
            "period": period_at, "kind": self.kind_at, "basis": basis_at,
        }  # fmt: skip
        draft.evidence |= {
            name: (t.start, t.end) for name, t in witnesses.items() if t is not None and t.end > t.start
        }
        return draft


_LINES_AHEAD: Final = 8
_SHAREHOLDERS: Final = frozenset(
    {"dividend_per_share", "share_repurchases", "repurchase_authorization", "shareholder_returns"}
)
_STOCKS: Final = frozenset({"inventory", "supply_commitments", "cash", "repurchase_authorization"})
_ENDS_WITH: Final[dict[str, Part]] = {"H1": "Q2", "M9": "Q3"}
_OF_IT: Final = re.compile(
    r"\b(?:it|that|this) (?:(?:to be|at|as|being|is|will be|was) )?(?:about |around |roughly |approximately )?$"
)
_EXCEEDS: Final = ("高于", "低于", "超过", "超越", "多于", "少于", "大于", "小于")
_SAID_AGAIN: Final = re.compile(r",? or |,?(?:或|即|合|相当于)(?:约|每股)+(?:盈余|收益|盈利|纯益|净利)?[ ]?")
_EXCLUDING: Final = (
    "excluding", "adjusted for", "on an adjusted", "stripping out", "minus ", "before ", "not counting"
)  # fmt: skip
_ON_THAT_BASIS: Final = re.compile(r"(?: (?:per|a) share)?,? on (?:that|the same) basis\b")
_BROUGHT_IN: Final = re.compile(
    r"\b(?:brought in|contributed|generated|accounted for) (?:about |roughly |nearly |over "
    r"|more than |just |only |another )*$"
)
_LEAVES_OUT: Final = re.compile(
    r"\b(?:[Ee]xcluding|[Nn]ot counting|[Ss]tripping out) [^.;]{2,60}? would have (?:been|earned)\b[^,;]*$"
    r"|\b[Ee]xcluding (?:the |a |an |its |those |these )*(?:impact|effects?|charges?|gains?|benefit|costs?)\b"
    r"[^;]{0,60}, (?:it|the company|[A-Z]\w+|earnings|profit|EPS|gross margin|net income)[^,;]*$"
)
"""`Excluding the charge, gross margin would have been 71.3%`: what leaves something out is no GAAP figure."""
_WITH_BASIS: Final = frozenset(
    {"gross_margin", "operating_margin", "net_income", "eps", "operating_income", "operating_expenses"}
)
_WITHOUT_BASIS: Final = frozenset(
    {
        "revenue", "capex", "inventory", "supply_commitments", "cash", "dividend_per_share",
        "share_repurchases", "repurchase_authorization", "shareholder_returns",
    }
)  # fmt: skip
"""What companies state in one way only: `adjusted` in a sentence about them is said of something else."""
_BASIS_GAPS: Final = frozenset({"", "on a", "on an", "(", "on a per-share,", "per share", "a share", "per share on an"})












def _tells_of_the_reported(frame: Frame, entity: str | None, state: DocumentState) -> bool:
    """`第一季返还股东143亿美元` below `第二季展望`: a sentence that names the reported quarter itself."""
    at = frame.period_at
    if at is None or at.period is None or entity is None or at.period.part is None:
        return False
    anchor = anchor_of(entity, state)
    if anchor is None:
        return False
    if at.period.part == anchor.part and at.period.relative is None:
        return True
    # `2023财年上半年,公司累计营收149.92亿美元`: a dated part of the year that has ended.
    period = resolve_period(at, entity, state, outlook=False, base=None) if at.period.year else None
    calendar = state.calendar(entity)
    return (
        period is not None
        and period.quarter is None
        and not period.ttm
        and calendar.dates(period)[1] <= calendar.dates(anchor)[1]
    )


_AGAINST: Final = ("vs", "vs.", "versus")


def build_case(reading: Reading, index: int, frame: Frame, state: DocumentState) -> Case:
    """Gathers what governs a quantity."""
    token = reading.tokens[index]
    assert token.quantity is not None
    tokens = reading.tokens
    left = [tokens[i] for i in reading.left(index)]
    clause = [tokens[i] for i in reading.before(index)][::-1]
    right = [tokens[i] for i in reading.right(index)]
    scope, bound = governing(reading, index, frame, state, left, clause)
    inherited: dict[str, str] = {}
    entity = local_company(reading, index) or _turn_of(frame, state)
    if bound == "none" and frame.last_scope is not None:
        goes_on = token.quantity.form != "amount" or any(
            t.quantity is not None or t.has("market", "beat") for t in clause
        )
        if any(t.has("analysts") for t in clause):
            goes_on = goes_on or any(t.has("expect") for t in clause)
        goes_on = goes_on or (reading.is_latin and compares_again(reading.text, reading.start))
        whose = frame.last.entity if frame.last is not None else entity
        if goes_on and frame.entity in (None, whose):
            scope, bound, entity = frame.last_scope.copy(), "last", whose
            at = frame.period_at
            if reading.is_latin and at is not None and not at.period.comparison:  # type: ignore[union-attr]
                if reading.start <= at.start < token.start and not any(
                    t.quantity for t in tokens[:index]
                ):  # `For the current quarter, analysts expect $62 billion`: of the whole company.
                    scope.segment = scope.product = scope.geography = scope.customer = None
            if reading.is_latin and any(t.has("analysts", "market") for t in clause):
                _of_the_figure_near(reading, token.quantity, scope, state, whose)
            inherited["metric"] = "the figure before"
    if entity is None:
        entity = state.section_entity or state.subject
    if scope.metric is not None and not scope.metric.text:
        inherited["metric"] = "the lines above"
    if scope.segment is not None and scope.segment is state.section_segment:
        inherited["segment"] = f"the heading above («{scope.segment.text}»)"
    if entity == NOBODY:
        entity = None
    if frame.entity_at is None and "metric" not in inherited:
        inherited["entity"] = _whence(entity, state)
    kind, kind_at, aside = kind_of(reading, index, frame)
    if kind_at is not None and kind_at.quantity is not None:
        kind_at, inherited["kind"] = None, "the ±"  # No words say it, but the ± of a figure before.
    private = entity is not None and state.companies[entity].ticker is None
    said = frame.kind_at is not None and any(
        t.end == frame.kind_at.start
        and (t.has("company", "person") or t.text in ("公司", "该公司", "本公司"))
        for t in tokens
    )
    if (
        kind == "guidance"
        and private
        and not said
        and frame.kind_at is not None
        and not frame.kind_at.has("guidance")
        and frame.speaker is None
    ):
        kind = "estimate"  # Nobody guides the market of a company that is not listed.
    if state.section_versus and any(t.text in _AGAINST for t in left):
        kind, aside = "consensus", True
    told = _tells_of_the_reported(frame, entity, state)
    if reading.is_latin and tells_of_the_past(reading.text, reading.start, token.start):
        told = True
    opener = max((t.end for t in tokens[:index] if t.clause < token.clause), default=reading.start)
    if not reading.is_latin and _ALREADY.search(reading.text, opener, token.start):
        told = True
    if kind == "reported" and state.section_kind and frame.kind is None and not told:
        kind = state.section_kind
        inherited["kind"] = "the lines above"
    if kind == "guidance" and frame.stale and not reading.is_latin and _told_by_now(reading, index, frame):
        kind, kind_at = "reported", None
        frame.kind = frame.kind_at = frame.period_at = None
    if kind == "reported" and _goes_on_with_an_outlook(reading, token, frame, entity):
        kind = "guidance"
        inherited["kind"] = "the outlook before"
        frame.kind, frame.kind_at = kind, token
    if kind == "reported" and _gives_or_takes(reading, index):
        kind = "guidance"  # No result is stated with a ±.
        inherited["kind"] = "the ±"
    return Case(
        reading, index, token, token.quantity, frame, state, left, clause, right, scope, bound,
        entity, kind, kind_at, aside, inherited,
    )  # fmt: skip


_NEAR: Final = Decimal("0.25")


def _of_the_figure_near(
    reading: Reading, quantity: Quantity, scope: Scope, state: DocumentState, entity: str | None
) -> None:
    """`It guided to $14.6 billion, with AI revenue of $3.8 billion. Analysts expected $14.57 billion`: of the whole.

    What the market expected and does not name is of the company, where its figure of the sentence before
    is near and that of the part named last is not.
    """
    value = quantity.value
    if value is None or quantity.form != "amount" or not (scope.segment or scope.product):
        return
    told = [
        d for d in state.drafts[-6:]
        if d.entity == entity and d.measure == "level" and d.metric == "revenue" and d.value
        and reading.start - d.sentence[1] in (1, 2)
    ]  # fmt: skip
    near = [d for d in told if d.value and abs(d.value - value) <= _NEAR * value]
    if near and not any(d.segment or d.product or d.geography for d in near):
        scope.segment = scope.product = scope.geography = None


def _goes_on_with_an_outlook(reading: Reading, token: Token, frame: Frame, entity: str | None) -> bool:
    """`我们预计四季度AI收入约62亿。半导体总收入约107亿`: a round amount behind an outlook, with no period of its own.

    Rejected: an exact amount, a share, a sentence that names a period or another company, a result before it.
    """
    last = frame.last
    if reading.is_latin or token.quantity is None or token.quantity.form != "amount" or frame.outlook_at is None:
        return False
    if last is None or last.kind != "guidance" or last.entity != entity or last.sentence[1] > reading.start:
        return False
    if reading.start - last.sentence[1] > 1 or token.quantity.comparator != "~":
        return False
    return not any(
        t.period is not None or t.has("company", "done", "expect") for t in reading.tokens if t.start < token.start
    )


_ALREADY: Final = re.compile(r"(?<!早)已(?!预|计划|有望)|(?<![为除到])了(?!解)")
"""`上半年已通过回购和分红返还243亿美元` below a heading of an outlook reports all the same."""


_BY_NOW: Final = re.compile(r"(?<!早)已经?(?!预|计划|有望)[^,。;\d]{0,8}$")


def _told_by_now(reading: Reading, index: int, frame: Frame) -> bool:
    """`预计下季营收125亿美元;HBM单季营收已接近20亿美元`: behind a semicolon, what has come about is no outlook."""
    token, at = reading.tokens[index], frame.kind_at
    opener = max((t.end for t in reading.tokens[:index] if t.mark), default=reading.start)
    if at is None or at.start >= opener or any(t.period for t in reading.tokens if opener <= t.start < token.start):
        return False
    return _BY_NOW.search(reading.text, opener, token.start) is not None


def _whence(entity: str | None, state: DocumentState) -> str:
    """What a company was taken from that the sentence does not name."""
    if entity == state.section_entity:
        return "the heading above"
    return "the document's subject" if entity == state.subject else "the text before"


def _gives_or_takes(reading: Reading, index: int) -> bool:
    """Whether a ± stands at the figure or behind the list that it is in: `63.2%与66.0%,上下浮动50个基点`."""
    for token in reading.tokens[index:]:
        if (quantity := token.quantity) is not None:
            if quantity.form == "tolerance" or quantity.tolerance is not None:
                return True
            if quantity.value is not None and quantity.low is not None:
                return True  # `$18.7 billion ± $400 million`
        elif not (
            token.mark in (",", "、", "/", "(")
            or token.has("respectively", "each", "versus", "gaap", "non_gaap")
            or (not reading.is_latin and token.get("metric") in RATIOS)
        ):
            return False
    return False


def _turn_of(frame: Frame, state: DocumentState) -> str | None:
    """In text of one clause a line, a company named in passing is forgotten two lines later."""
    if state.subject and frame.entity != state.subject and frame.line - frame.entity_line > 1:
        return state.subject
    return frame.entity
