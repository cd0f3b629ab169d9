"""What the reader keeps in mind: of the document, of the section, of the paragraph, of the sentence."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import date

from nvdx.companies import Company
from nvdx.extractors.draft import Draft
from nvdx.fiscal import Calendar, FiscalPeriod
from nvdx.mentions.scan import Token

__all__ = ["DocumentState", "Frame", "Scope"]

NOBODY = ""
"""The entity of a figure that belongs to somebody who is no company of ours: no record."""


@dataclass(slots=True)
class Scope:
    """What a figure is said of. Each part is the word that set it and the clause it stands in."""

    metric: Token | None = None
    metric_clause: int = -1
    segment: Token | None = None
    segment_clause: int = -1
    product: Token | None = None
    product_clause: int = -1
    geography: Token | None = None
    geography_clause: int = -1
    customer: Token | None = None
    customer_clause: int = -1

    def copy(self) -> Scope:
        """An independent copy."""
        return Scope(
            self.metric, self.metric_clause, self.segment, self.segment_clause,
            self.product, self.product_clause, self.geography, self.geography_clause,
            self.customer, self.customer_clause,
        )  # fmt: skip


@dataclass(slots=True)
class Frame:
    """What the words of a sentence have set so far.

    Attributes:
        entity: company id; ``NOBODY`` for somebody else; None where nobody was named.
        period_at: the words of the period spoken of, None for the anchor.
        kind: set by a verb of expectation, kept to the end of the sentence.
        speaker: who expects: guidance, consensus or estimate.
        base: the period that a comparison is made with.
    """

    entity: str | None = None
    entity_at: Token | None = None
    displaced: str | None = None
    """Whose turn it was before a group of companies (`云厂商`) took it for the rest of the sentence."""
    oblique: Token | None = None
    spoken: str | None = None
    """Whom the sentence before was about, which `该公司` and `其` take up."""
    also: tuple[str, ...] = ()
    label: Token | None = None
    """The segment that a colon set as the sentence's topic: `数据中心:营收35亿美元;营业利润10亿美元`."""
    scope: Scope = field(default_factory=Scope)
    period_at: Token | None = None
    outlook_at: Token | None = None
    """The period of the last outlook of the paragraph."""
    kind: str | None = None
    kind_at: Token | None = None
    stale: bool = False
    """Whether a semicolon came since the verb of expectation."""
    speaker: str | None = None
    speaker_at: Token | None = None
    basis: str | None = None
    basis_at: Token | None = None
    basis_clause: int = -1
    both: bool = False
    line: int = 0
    entity_line: int = 0
    span: bool = False
    """Whether the period spoken of runs from one year to another."""
    foretold: tuple[Token, FiscalPeriod] | None = None
    """The words of a period that an outlook was given for, and what they meant there."""
    year_of: Draft | None = None
    """The quarter's figure that a full year's figure was set beside: `资本支出49亿,全年138亿`."""
    resumes_at: Token | None = None
    """The period that the text goes back to when it leaves that figure's topic."""
    base: Token | None = None
    base_clause: int = -1
    last: Draft | None = None
    last_scope: Scope | None = None
    previous: Draft | None = None
    """The last figure, said in passing or not; ``last`` is the last one that was not."""
    quarterly: bool = False
    """Whether the paragraph gave an outlook for a quarter."""
    preview: bool = False
    """Whether no result of the reported quarter was given yet: the text looks ahead at it."""
    awaits: bool = False
    """Whether, besides, the document says that the results are still to come."""
    echo: bool = False
    """Whether the sentence only says what the last figure means (`That would mark a 57% jump`)."""
    story: tuple[str, FiscalPeriod] | None = None
    """Company and past quarter that the paragraph told of last (`story.py`)."""
    market_told: bool = False
    """Whether the sentence before spoke of analysts or the market, whom `They` may take up again."""
    segment: Token | None = None
    """The last segment named in the paragraph, which `该业务` takes up again."""

    def copy(self) -> Frame:
        """A copy whose scope is independent too."""
        other = copy(self)
        other.scope = self.scope.copy()
        return other


@dataclass(slots=True)
class DocumentState:
    """What was read of a document so far.

    Attributes:
        subject: the company that the document is about, None where there are several or none.
        anchors: by company, the quarter that the document reports.
        stated: by company, the quarters that the document states with their years.
    """

    companies: Mapping[str, Company]
    published: date | None
    subject: str | None = None
    anchors: dict[str, FiscalPeriod | None] = field(default_factory=dict)
    stated: dict[str, dict[str, FiscalPeriod]] = field(default_factory=dict)
    told_on: date | None = None
    """A day long past that the sentence tells of, on which its bare and relative periods count."""
    note: bool = False
    """Whether it is a broker's note throughout, with no minutes of a call."""
    house: bool = False
    """Whether a broker's recommendation stands in it."""
    section_entity: str | None = None
    recent: str | None = None
    recent_told: bool = False
    """Whether the last paragraph gave a figure of the company named last."""
    section_kind: str | None = None
    section_segment: Token | None = None
    section_period_at: Token | None = None
    annual_at: Token | None = None
    """The year of the last paragraph, where it gave nothing but a segment's figures of that year."""
    lead: bool = False
    """Whether the section is only the list that a line with a colon leads in."""
    lines: bool = False
    """Whether that list may be paragraphs (`展望如下:`)."""
    section_basis: str | None = None
    list_metric: Token | None = None
    """The metric that a list of periods is of, from its lead line or its first item."""
    section_versus: bool = False
    """Whether the heading sets results against expectations, so that `A vs B` below it is one of each."""
    section_of_a_list: bool = False
    after_item: bool = False
    awaits: bool = False
    """Whether the document says that somebody is about to report."""
    asked: bool = False
    """Whether the short question of an interview heads what follows."""
    comparisons: str | None = None
    """The base that a document states for all growth without one."""
    drafts: list[Draft] = field(default_factory=list)
    reporting: set[str] = field(default_factory=set)
    """Companies whose results the document itself reports."""
    running: bool = False
    """Whether the document calls the running quarter `本季`, not the one that it reports."""
    in_heading: bool = False
    story: tuple[str, FiscalPeriod] | None = None
    """Company and past quarter that the last paragraph with figures told of."""

    def calendar(self, entity: str) -> Calendar:
        """The fiscal calendar of a company."""
        return self.companies[entity].calendar
