"""One quantity in its sentence: what governs it, whose it is, of which period and kind."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from nvdx.extractors.draft import Draft
from nvdx.extractors.english import compares_again, tells_of_the_past, told_of_a_past_period
from nvdx.extractors.guidance import kind_of
from nvdx.extractors.parts import segment_id
from nvdx.extractors.quarter import TO_DATE
from nvdx.extractors.reading import Reading
from nvdx.extractors.resolution import OF_A_TALK, THIS, anchor_of, resolve_period
from nvdx.extractors.scope import governing
from nvdx.extractors.state import NOBODY, DocumentState, Frame, Scope
from nvdx.extractors.story import counted_from_the_story
from nvdx.extractors.subject import local_company
from nvdx.fiscal import QUARTERS, FiscalPeriod, Part
from nvdx.mentions.quantity import Quantity
from nvdx.mentions.scan import Token

__all__ = ["RATIOS", "Case", "build_case"]

RATIOS: Final = frozenset({"gross_margin", "operating_margin", "net_margin", "tax_rate"})


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
        at = self.trailing_period() or self.frame.period_at
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

    def local_period(self) -> Token | None:
        """The compared period that stands just before the figure: `去年同期的620亿`, `上季为83%`."""
        here = self.token
        if (behind := self._compared_behind()) is not None:
            if self.reading.is_latin and behind.period and behind.period.relative == "last_quarter":
                prior = self.frame.previous
                opened = self.find(self.left, "from", "versus", "beat") is not None
                if not (opened or (prior is not None and prior.aside)) and self._reports_no_quarter():
                    return None  # `AMD's business made $3.5 billion last quarter`: the one it reported.
            return behind
        if self._was_moved_from(trailing := self.trailing_period()):
            return trailing
        if (told := told_of_a_past_period(self.reading, self.index)) is not None:
            return told
        if self.reading.is_latin and self.left and self.left[-1].has("from"):
            gap = self.reading.text[self.left[-1].end : here.start].strip()
            if gap in ("", "about", "just", "the") and (told := self.trailing_period()) is not None:
                return told  # `recover to 72% from 61% in Q1`: what was is no outlook.
        if self.reading.is_latin and self.left and self.left[-1].has("beat"):
            stated = self.trailing_period()
            gap = self.reading.text[self.left[-1].end : here.start].strip()
            if stated is not None and stated.period and stated.period.year and gap in ("", "the"):
                return stated  # `$48 billion for FY26, well above the $20 billion of FY25`
        for token in reversed(self.left):
            if self.reading.is_latin and token.has("beat") and not token.has("versus"):
                return None  # `up 74% from a year earlier and above the $30 billion it had forecast`
            if token.period is not None and OF_A_TALK.match(self.reading.text, token.end):
                continue
            if token.period is not None:
                compared = token.period.comparison or token is self.frame.base
                return token if compared else None
            if token.has("up", "down", "yoy", "qoq", "to"):
                return None
        if here.depth and all(t.mark == "(" for t in self.left):
            # `相较去年同期(241亿美元)下降`: the parenthesis stands behind the compared period.
            before = [
                t
                for t in self.reading.tokens[: self.index]
                if t.depth < here.depth and t.mark != "("
            ]
            if before and before[-1].period is not None and before[-1].period.comparison:
                return before[-1]
        return None

    def _compared_behind(self) -> Token | None:
        """`from $6.2 billion, or 25 cents per share, a year earlier`: English says it behind the figure."""
        told = self.frame.previous
        share = (
            told is not None
            and told.measure == "share"
            and told.sentence == (self.reading.start, self.reading.end)
            and self.find(self.left, "from") is not None
        )
        if self.quantity.form == "amount" or self.metric in RATIOS or share:
            return (
                compared_behind(self.reading, self.index)
                or said_with_a_verb(self.reading, self.index)
                or _shared_behind(self.reading, self.index)
            )
        return None

    def outlook(self, token: Token | None = None) -> bool:
        """Whether the figure looks ahead; what was expected of the reported quarter does not."""
        if self.kind == "reported" or (self.aside and self.find(self.left, "beat")):
            return False
        if self.kind == "guidance" and (self.aside or self._past()):
            # The next quarter lies ahead, whenever it was guided for; another one has been.
            mention = token.period if token is not None else None
            bare = mention is not None and not (mention.year or mention.relative or mention.end_date)
            anchor = anchor_of(self.entity, self.state) if self.entity else None
            ahead = anchor is None or not anchor.quarter or (
                mention is not None and mention.part in (anchor.part, anchor.shift(1).part)
            )
            if not self.reading.is_latin:
                # `将于8月27日公布第二财季业绩,此前预计营收为450亿美元`
                ahead = token is not None and bool(
                    _TO_COME_OUT.search(self.reading.text, self.reading.start, token.start)
                )
            return bool(bare and ahead and mention and mention.part in QUARTERS)
        behind = self.kind_at is not None and self.kind_at.start >= self.token.end
        if behind and token is not None and THIS.match(token.text):
            return False  # `本季营收181亿,高过给出的160亿的展望`
        if (
            self.kind == "consensus"
            and token is not None
            and token.period is not None
            and self.entity
        ):
            anchor = anchor_of(self.entity, self.state)
            return anchor is None or token.period.part != anchor.part
        return True

    def anchor(self) -> FiscalPeriod | None:
        """The quarter that the document reports of the figure's company."""
        assert self.entity
        return anchor_of(self.entity, self.state)

    def resolve(self, token: Token, *, outlook: bool | None = None) -> FiscalPeriod | None:
        """The fiscal period that a period mention means for the figure's company."""
        assert token.period is not None and self.entity
        if self.is_the_reported(token):
            return self.anchor()
        token = self._with_its_end(token)
        assert token.period is not None
        if (
            token.period.relative == "last_year"
            and token.period.part in (None, "FY")
            and token is self.frame.base
        ):
            topic = self.topic()[0]
            if topic is not None:
                return topic.previous_year()
        if self._was_moved_from(token):
            told = self.frame.previous
            assert told is not None and told.period is not None
            return told.period.previous_year()
        if (
            token.period.relative == "last_quarter"
            and token.period.year is None
            and token is not self.frame.period_at
        ):
            topic = self.topic()[0]
            ahead = self.outlook() and (self.reading.is_latin or token is not self.frame.base)
            if topic is not None and topic.quarter and not topic.ttm and not ahead:
                return topic.shift(-1)  # `预计毛利率71%,低于上一季的73.5%`: the quarter before the guided one.
        return resolve_period(
            token,
            self.entity,
            self.state,
            outlook=self.outlook(token) if outlook is None else outlook,
            base=self.topic()[0] if token.period.comparison else None,
        )

    def is_the_reported(self, token: Token) -> bool:
        """`上季营收`: the reported quarter where the document calls the running one `本季`, or reports none.

        Rejected: `较上季`, `上季为73%`, which say what a figure is compared with.
        """
        period = token.period
        if period is None or period.relative != "last_quarter" or period.year is not None:
            return False
        other = self._reports_no_quarter()
        if not (other or self.state.running or self.state.in_heading):
            return False
        if self.kind != "reported" and not other:
            return False
        told = self.frame.previous
        if other and told is not None and told.sentence == (self.reading.start, self.reading.end):
            if told.entity == self.entity and told.period_text is not None and told.period_text[1] <= token.start:
                return False  # `美光二季度净利润7.9亿,而上一季度亏损12.3亿`: the one before the quarter just named.
        if token not in self.reading.tokens:
            return other
        at = self.reading.tokens.index(token)
        before = self.reading.tokens[at - 1] if at else None
        if before is not None and before.has("versus", "from", "beat"):
            return False
        if other and token is self.frame.period_at:
            return True
        following = next((t for t in self.reading.tokens[at + 1 : at + 2] if not t.mark), None)
        return following is not None and following.has("metric", "segment", "gaap", "non_gaap")

    def _reports_no_quarter(self) -> bool:
        """Whether another company's anchor is only its last quarter, ended so long ago that its results are out."""
        anchor, published = self.anchor(), self.state.published
        here = (self.reading.start, self.reading.end)
        last = {t.start for t in self.reading.tokens if t.period and t.period.relative == "last_quarter"}
        if not self.reading.is_latin and any(
            d.entity == self.entity and d.period == anchor and d.sentence == here and not d.aside
            and (d.period_text is None or d.period_text[0] not in last)
            for d in self.state.drafts[-8:]
        ):
            return False  # `分部毛利率23.2%,经营亏损5亿元,上个季度亏损7亿元`: the sentence tells of the reported one.
        if self.entity in (None, self.state.subject) or self.entity in self.state.reporting:
            return False
        if anchor is None or published is None:
            return False
        return (published - self.state.calendar(self.entity).dates(anchor)[1]).days >= _RESULTS_OUT

    def _with_its_end(self, token: Token) -> Token:
        """`上季(截至10月26日)`: the parenthesis behind a relative period says when it ended."""
        at = self.reading.tokens.index(token) if token in self.reading.tokens else -1
        behind = self.reading.tokens[at + 1 : at + 3] if at >= 0 else []
        if len(behind) < 2 or behind[0].mark != "(" or behind[0].start != token.end:
            return token
        ended = behind[1].period
        dated = ended is not None and (ended.end_date or ended.end_month_day)
        return behind[1] if dated else token

    def topic(self) -> tuple[FiscalPeriod | None, Token | None, str]:
        """The period spoken of, before any comparison, the words that say it, or what it is taken from."""
        assert self.entity
        token = self.trailing_period() or self.frame.period_at
        if token is not None and token.start >= self.token.end:
            meant = counted_from_the_story(self.reading, token, self.frame, self.state)
            token.period = meant or token.period
        told = self.frame.previous
        if told is None and (self.reading.is_latin or self.bound == "last"):
            told = self.frame.last
        if self.frame.echo and self.frame.last is not None and self.kind != "reported":
            if token is None or token.start < self.reading.start or token.period.comparison:  # type: ignore[union-attr]
                return self.frame.last.period, None, "the figure before"
        if token is None and self.kind == "guidance" and self.frame.outlook_at is not None:
            token = self.frame.outlook_at
        if (
            token is not None
            and self.aside
            and told is not None
            and told.period_text == (token.start, token.end)
        ) and told.sentence == (self.reading.start, self.reading.end):
            return told.period, token, ""
        if token is not None and self.kind == "consensus" and token.start >= self.reading.start:
            # `本季毛利率74.6%,低于上季的75.1%,符合市场预期(74.5%)`: expected of the quarter that was reported.
            span = (token.start, token.end)
            for draft in self.state.drafts[-4:]:
                here = draft.sentence == (self.reading.start, self.reading.end)
                if here and draft.period_text == span and draft.kind == "reported":
                    return draft.period, token, ""
        if (
            self.kind == "consensus"
            and (self.aside or self.bound == "last" or (self.reading.is_latin and self._goes_with(told)))
            and told is not None
            and told.kind == "guidance"
            and (token is None or token.start < self.reading.start or not self.reading.is_latin or token.end <= told.start)
            and (
                self.bound == "last"
                or self.reading.is_latin
                or told.sentence == (self.reading.start, self.reading.end)
            )
        ):
            # What the market expected of the very quarter that is guided.
            return told.period, None, "the figure before"
        if (ends := self._by_the_year_end(token)) is not None:
            return *ends, ""
        if token is not None and token.period is not None:
            if self.is_the_reported(token):
                return self.anchor(), token, ""
            period = resolve_period(
                self._with_its_end(token), self.entity, self.state, outlook=self.outlook(token), base=None
            )
            if self._is_of_another(token, period):
                return self.anchor(), None, "the quarter that the document reports"
            if period is not None and self._runs_now(token, period):
                period = period.shift(1)
            if period is not None and period.part in _LONGER and self._single_quarter(token):
                if not self.reading.is_latin:
                    self.frame.period_at = None  # What comes next is of the quarter too.
                return anchor_of(self.entity, self.state), None, "the quarter that the document reports"
            if period is not None and self._so_far(token, period):
                anchor = self.anchor()
                assert anchor is not None
                return FiscalPeriod(anchor.year, TO_DATE[anchor.part]), token, ""
            return period, token, ""
        above = self.state.section_period_at
        if above is not None and above.period is not None:
            period = resolve_period(
                above, self.entity, self.state, outlook=self.outlook(above), base=None
            )
            return period, None, f"the lines above («{above.text}»)"
        anchor = anchor_of(self.entity, self.state)
        if anchor is None:
            return None, None, "a document that names no quarter and no date"
        guided = self.kind_at is not None and self.kind_at.has("guidance") and self.reading.is_latin
        if guided and self.kind == "guidance" and self.frame.awaits and self.kind_at.text in _GUIDED:  # type: ignore[union-attr]
            return anchor, None, "the quarter whose results are to come"
        if guided and self.kind in ("consensus", "estimate") and not self.aside:
            return anchor.shift(1), None, "the quarter after the one that the document reports"
        then = self.reading.is_latin and self.state.told_on is not None  # `In October it had guided for …`
        if self.kind == "guidance" and not self.aside and (then or not self._past()):
            return anchor.shift(1), None, f"the quarter after the one that the document reports, {anchor}"
        return anchor, None, "the quarter that the document reports"

    def _is_of_another(self, token: Token, period: FiscalPeriod | None) -> bool:
        """`微软2026财年一季度资本开支349亿;亚马逊收入330亿`: a fiscal quarter said of a company named before this one."""
        whose, mention = self.frame.entity_at, token.period
        if whose is None or period is None or mention is None or not mention.fiscal or self.reading.is_latin:
            return False
        if not self.reading.start <= token.start < whose.start or period.quarter is None or self.kind != "reported":
            return False
        anchor = self.anchor()
        named = {t.get("company") for t in self.reading.tokens if t.has("company") and t.start < token.start}
        return anchor is not None and period.index > anchor.index and bool(named - {None, self.entity})

    def _told_of_revenue(self) -> bool:
        """`营业额103亿美元,经营收入15亿美元`: beside another revenue the word is the operating income's."""
        return any(
            t.get("metric") == "revenue" and t.text != "经营收入" and t.start < self.token.start
            for t in self.reading.tokens
        ) or any(
            d.metric == "operating_income" and d.rule != "table" for d in self.state.drafts[-8:]
        )

    def _runs_now(self, token: Token, period: FiscalPeriod) -> bool:
        """`公司预计本季度营收540亿美元` behind the results of a quarter: the quarter that has begun.

        Rejected: a former outlook for the reported quarter, an outlook in a text without its results.
        """
        assert token.period is not None
        if token.period.relative != "this_quarter" or token.period.year or not self.outlook(token):
            return False
        if self.kind != "guidance":
            return False
        here = token.start >= self.reading.start and token.clause == self.token.clause
        if not here and token is not self.frame.outlook_at:
            return False
        return any(
            d.entity == self.entity
            and d.period == period
            and d.kind == "reported"
            and d.measure == "level"
            for d in self.state.drafts
        )

    def _single_quarter(self, token: Token) -> bool:
        """`全年营收374亿美元。HBM单季收入接近20亿美元`: of one quarter, in words of its own clause."""
        start = max(token.end, self.clause[0].start - 8 if self.clause else token.end)
        text = self.reading.text[min(start, self.token.start) : self.token.start]
        elsewhere = token.start < self.reading.start or token.clause != self.token.clause
        return self.kind == "reported" and elsewhere and "单季" in text

    def _so_far(self, token: Token, year: FiscalPeriod) -> bool:
        """`今年累计资本开支达595亿元`, `2026财年至今营收908亿美元`: a running year up to the reported quarter."""
        anchor = self.anchor()
        if self.kind != "reported" or self.reading.is_latin or year.part != "FY":
            return False
        if anchor is None or anchor.part not in ("Q1", "Q2", "Q3") or year.year != anchor.year:
            return False
        start = max(token.end, self.clause[0].start - 4 if self.clause else token.end)
        return token.start >= self.reading.start and bool(
            _SO_FAR.search(self.reading.text, min(start, self.token.start), self.token.start)
        )

    def _by_the_year_end(self, stated: Token | None) -> tuple[FiscalPeriod, Token] | None:
        """`年底毛利率将回到75%左右`: an outlook for the end of the year, unless a period is said with the words."""
        words = self.find(self.clause, "year_end")
        if words is None or not self.outlook():
            return None
        if stated is not None and stated.start >= self.reading.start and stated.clause == words.clause:
            return None
        calendar = self.state.calendar(self.entity or "")
        day, anchor = self.state.published, self.anchor()
        if day is None and anchor is not None:
            day = calendar.dates(anchor)[1] + _RESULTS_AFTER
        if day is None:
            return None
        return calendar.quarter_containing(date(day.year, 12, 31)).fiscal_year, words

    def _goes_with(self, told: Draft | None) -> bool:
        """`It guided to $32.5 billion. Analysts expect revenue of $31.8 billion`: of the very same quarter."""
        return told is not None and told.metric == self.metric

    def trailing_period(self) -> Token | None:
        """`can approach $7 billion this year`: English says the period behind the figure too."""
        if not self.token.text.isascii():
            return None
        at = self.token.end
        if self.quantity.form != "amount" and (grown := self._grown_to()) is not None:
            return grown
        if self.quantity.form not in ("amount", "percent"):
            return None
        if match := _OF_ONE_SHARE.match(self.reading.text, at):
            at = match.end()
        if (gloss := _OR_A_SHARE.match(self.reading.text, at)) is not None:
            said = [t for t in self.reading.tokens[self.index + 1 :] if t.start >= gloss.end()][:1]
            if said and (told := said[0].period) is not None and not told.comparison:
                gap = self.reading.text[gloss.end() : said[0].start].strip()
                return said[0] if gap in _IN_A_PERIOD else None
        following = self.reading.tokens[self.index + 1 : self.index + 3]
        per_share = _OF_ONE_SHARE.match(self.reading.text, self.token.end) is not None
        if len(following) == 2 and following[0].mark == "," and (self.kind != "reported" or per_share):
            # `$8.7 billion, plus or minus $200 million, for the fiscal first quarter`
            comma, behind = following
            gap = self.reading.text[comma.end : behind.start].strip()
            period = behind.period
            if period is not None and not period.comparison and (
                gap in ("for the", "in the", "for", "in", "of")
                or (not gap and behind.text.lower().startswith("late"))
            ):
                return behind
        for token in self.right:
            gap = self.reading.text[at : token.start]
            if not self.reading.is_latin and token.period is not None and not token.text.isascii():
                return None  # `净利增长28.9% 四季度收入…`: in Chinese a period stands before what is of it.
            if token.period is not None and not token.period.comparison and gap.isascii():
                if self.quantity.form == "percent" and gap.strip().startswith("over"):
                    return None
                return token if gap.strip().removesuffix(" late") in _IN_A_PERIOD else None
            if token.has("metric") and re.search(r"\band\b", gap):
                return None  # `$3.0 billion and capex for FY25 …` goes on about something else.
            bought = token.has("other") and self.metric == "share_repurchases"
            within = self.quantity.form == "amount" and token.has("from")  # `of revenue from HBM in`
            plunge = self.quantity.form == "percent" and token.has("up", "down") and gap == " "
            if not bought and not within and not plunge and not token.has(
                "metric", "segment", "suffix", "own", "anaphor_company", "total", "product", "geography",
                "gaap", "non_gaap", "yoy", "qoq", "expect",
            ):  # fmt: skip
                return None
            at = token.end
        return self._shared_period()

    def _shared_period(self) -> Token | None:
        """`$130 billion in revenue and $73 billion in net income in fiscal 2025`: one period for both."""
        behind = self.reading.tokens[self.index + 1 :]
        second = next((t for t in behind if t.quantity is not None), None)
        if second is None or self.quantity.form != "amount" or second.quantity.form != "amount":  # type: ignore[union-attr]
            return None
        if any(t.period is not None for t in self.reading.tokens[: self.index]):
            return None
        if _IN_AND.fullmatch(self.reading.text, self.token.end, second.start) is None:
            return None
        rest = behind[behind.index(second) + 1 :][:3]
        period = next((t for t in rest if t.period is not None and not t.period.comparison), None)
        if period is None or not rest[0].has("metric"):
            return None
        return period if self.reading.text[rest[0].end : period.start].strip() in _IN_A_PERIOD else None

    def _grown_to(self) -> Token | None:
        """`tripled (up 220%) to $12.2 billion in fiscal 2024`: the amount's period is that of its growth."""
        tokens = self.reading.tokens
        at, i = self.token.end, self.index + 1
        while i < len(tokens) and tokens[i].depth > self.token.depth:
            at, i = tokens[i].end, i + 1
        if i < len(tokens) and tokens[i].has("up", "down") and self.reading.text[at : tokens[i].start] == " ":
            at, i = tokens[i].end, i + 1  # `77% growth to $18 billion this fiscal year`
        if i + 2 >= len(tokens) or not tokens[i].has("to") or tokens[i + 1].quantity is None:
            return None
        amount, period = tokens[i + 1], tokens[i + 2]
        if self.reading.text[at : tokens[i].start].strip() or amount.quantity.form != "amount":  # type: ignore[union-attr]
            return None
        if period.period is None or period.period.comparison:
            return None
        gap = self.reading.text[amount.end : period.start].strip()
        return period if gap in _IN_A_PERIOD else None

    def _was_moved_from(self, token: Token | None) -> bool:
        """`rose to 74.6% from 74% last year`: the year before is that of the very quarter."""
        told = self.frame.previous
        return (
            token is not None
            and token.period is not None
            and token.period.relative == "last_year"
            and token.period.part in (None, "FY")
            and self.reading.is_latin
            and self.find(self.left, "from") is not None
            and told is not None
            and told.period is not None
            and told.sentence == (self.reading.start, self.reading.end)
        )

    def _past(self) -> bool:
        """Whether what is expected was expected before: `此前指引`; not `on track to exceed its previous …`."""
        past = self.find(self.clause, "past")
        return past is not None and not any(
            t.has("expect") and not t.has("past") for t in self.clause if t.end <= past.start
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
        period, period_at, taken_from = self.topic()
        local = self.local_period()
        aside, kind = self.aside, self.kind
        inherited = dict(self.inherited)
        if local is not None and fields.get("measure", "level") in ("level", "share", "run_rate"):
            period, period_at, aside = self.resolve(local, outlook=False), local, True
            earlier = self.kind_at is not None and self.kind_at.end <= local.start
            if kind == "guidance" and earlier and not self.find(self.left, "past"):
                kind = "reported"  # `预计支出750亿,较去年的525亿增长43%`: what was spent is no outlook.
            if self.reading.is_latin and local.period is not None and (
                local.period.comparison or (self.left and self.left[-1].has("from"))
            ):
                fields = {"kind": "reported", **fields}  # What was a year ago is no outlook.
            anchor = self.anchor()
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
            and (anchor := self.anchor()) is not None
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
            anchor = self.anchor()
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
_TO_COME_OUT: Final = re.compile(r"(?:将|定于|计划|拟)[^,。;]{0,16}?(?:公布|发布|披露|公告|交出|报告)[^,。;]{0,8}$")
"""Before a quarter: its results are not out yet."""
_LONGER: Final = ("FY", "M9", "H1", "H2")
_SO_FAR: Final = re.compile(r"累计|至今|迄今|为止|已经?(?:回购|返还|投入|支出|实现|完成|花|达)")
_RESULTS_AFTER: Final = timedelta(days=25)
"""Days from a quarter's end to the day on which its results are spoken of, at the earliest."""
_SAID_AGAIN: Final = re.compile(r",? or |,?(?:或|即|合|相当于)(?:约|每股)+(?:盈余|收益|盈利|纯益|净利)?[ ]?")
_EXCLUDING: Final = (
    "excluding", "adjusted for", "on an adjusted", "stripping out", "minus ", "before ", "not counting"
)  # fmt: skip
_ON_THAT_BASIS: Final = re.compile(r"(?: (?:per|a) share)?,? on (?:that|the same) basis\b")
_GUIDED: Final = frozenset({"guided", "guided for", "guided to", "guidance", "guide"})
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
_OF_ONE_SHARE: Final = re.compile(r" (?:per|a) (?:diluted )?share\b")
_OR_A_SHARE: Final = re.compile(
    r",? (?:or|\() ?(?:\$[\d.]+|[\d.]+ cents?)(?: (?:per|a)(?: diluted)? share)?[,)]?"
)
"""`net income of $5 billion, or $1.20 a share, in the first quarter`: one thing said twice, then its period."""
_IN_AND: Final = re.compile(r" (?:in|of) (?:[a-z-]+ ){1,3}and (?:about |nearly |over )?")
_IN_A_PERIOD: Final = frozenset(
    preposition + article
    for preposition in (
        "", "in", "for", "during", "over", "of", "by", "by late", "at", "through", ", for", ", in",
        "at the end of", "as of the end of", "in the whole of", "for all of", "during all of",
        "across", "range", "range for", "range in", "range by", "range at",
        "expected for", "expected in",
    )
    for article in ("", " the", " its", " all of", " each of", " just the")
) | {"the", "late", "later", "in late", "just", "only", "back in"}  # fmt: skip


def compared_behind(reading: Reading, index: int) -> Token | None:
    """The compared period that English says behind a level, and behind what is said once more of it.

    Accepted: `$13.5 billion a year earlier`, `$6.2 billion, or 25 cents per share, in the prior quarter`.
    Rejected: `up 15% from the prior quarter` (a base), anything in a sentence that is not English.
    """
    at = reading.tokens[index].end
    if not reading.is_latin:
        return None
    before = reading.tokens[index - 1] if index else None
    against = before is not None and before.has("versus", "from") and not before.mark
    again = False
    if match := _OF_ONE_SHARE.match(reading.text, at):
        at = match.end()
    for place, token in enumerate(reading.tokens[index + 1 :], index + 1):
        gap = reading.text[at : token.start].strip()
        if token.period is not None:
            if token.period.relative == "same_period" and gap in _IN_A_PERIOD:
                return same_quarter_of(reading, place)
            compared = token.period.comparison or (against and token.period.relative is None)
            gap = gap.removeprefix("on that basis").strip()
            return token if compared and gap in _IN_A_PERIOD else None
        if token.quantity is not None:
            if gap not in ("or", ", or") or token.quantity.form not in ("amount", "percent"):
                return None
            again = True
        elif not (
            token.mark == ","
            or (token.has("metric", "gaap", "non_gaap") and gap in ("", "in", "of"))
        ):
            return None
        elif token.mark and again and gap:
            again = gap in ("per share", "a share", "per diluted share")
            if not again:
                return None
        at = token.end
    return None


def same_quarter_of(reading: Reading, index: int) -> Token | None:
    """`from 59.0% in the same quarter of 2024`: of the year before; a year behind it says no more."""
    token = reading.tokens[index]
    year = next(iter(reading.tokens[index + 1 : index + 2]), None)
    if year is None or year.period is None or not year.period.year or token.period is None:
        return None
    if reading.text[token.end : year.start].strip() not in ("of", "in", "in fiscal", "of fiscal"):
        return None
    period = replace(token.period, relative="same_quarter_last_year", comparison=True)
    return replace(token, period=period)


_IT_EARNED: Final = re.compile(
    r",?(?: (?:that|which))? (?:it|they|the company|[A-Z][a-z]+) (?:had )?(?:earned|made|posted|reported|recorded|generated"
    r"|had|booked|spent|logged|took in|brought in|did|lost|delivered|saw)(?: (?:in|for|during))?(?: (?:the|its))?"
)
_GLOSS: Final = re.compile(r",? or (?:\$[\d.]+|[\d.]+ cents)(?: (?:per|a)(?: diluted)? share)?")


def said_with_a_verb(reading: Reading, index: int) -> Token | None:
    """`less than half of the $3.0 billion it made in the fourth quarter of fiscal 2022`: the period of that figure."""
    here = reading.tokens[index]
    if not reading.is_latin or here.quantity is None or here.quantity.form not in ("amount", "percent"):
        return None
    at = here.end
    if (share := _OF_ONE_SHARE.match(reading.text, at)) is not None:
        at = share.end()
    if (gloss := _GLOSS.match(reading.text, at)) is not None:
        at = gloss.end()
    match = _IT_EARNED.match(reading.text, at)
    if match is None:
        return None
    behind = next((t for t in reading.tokens[index + 1 :] if t.start >= match.end() - 4 and t.period), None)
    if behind is None or behind.period is None or behind.start > match.end() + 5:
        return None
    fixed = behind.period.comparison or behind.period.year is not None
    return behind if fixed else None


def _shared_behind(reading: Reading, index: int) -> Token | None:
    """`saw revenue of $39 billion and EPS of $0.89 in the same quarter last year`: of both figures."""
    here = reading.tokens[index]
    if not reading.is_latin or any(t.period is not None for t in reading.tokens[:index]):
        return None
    behind = reading.tokens[index + 1 :]
    second = next((t for t in behind if t.quantity is not None), None)
    if second is None or any(t.mark or t.period is not None for t in behind[: behind.index(second)]):
        return None
    if not reading.text.startswith(" and ", here.end):
        return None
    between = behind[: behind.index(second)]
    if not any(t.has("metric") for t in between) or any(t.has("from", "versus", "up", "down") for t in between):
        return None
    return compared_behind(reading, reading.tokens.index(second))


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


_RESULTS_OUT: Final = 30
"""Days after a quarter's end by which most large companies have reported it."""
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
