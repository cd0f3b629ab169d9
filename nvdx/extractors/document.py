"""Reads a document block by block and makes records of what the sentences state."""

from __future__ import annotations

import re
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from typing import Final

from nvdx.companies import Company, load_companies
from nvdx.documents.headings import PLAIN_LEVEL
from nvdx.documents.types import Block, Document, Table
from nvdx.extractors.anchor import find_anchors
from nvdx.extractors.dates import told_on
from nvdx.extractors.draft import Draft, Refusal
from nvdx.extractors.english import (
    awaits_results,
    echoes,
    epithet,
    goes_on_about,
    introduces_by_code,
)
from nvdx.extractors.framing import costs_of_the_part, opening_part, year_of_the_part
from nvdx.extractors.growth import adopt_stated_bases
from nvdx.extractors.link import link_sentence
from nvdx.extractors.parts import segment_id
from nvdx.extractors.reading import Reading
from nvdx.extractors.record import Recorder
from nvdx.extractors.resolution import anchor_of, resolve_period
from nvdx.extractors.screen import may_state, may_tell
from nvdx.extractors.sections import (
    AS_FOLLOWS,
    OF_THE_SEGMENT,
    RESULTS,
    TURNS,
    announces_outlook,
    asks_about,
    introduces,
    is_a_name,
    is_dated_item,
    lists_on,
    metric_of_item,
    metric_of_list,
    names_anybody,
    names_company,
    read_lead,
    remember_company,
    says_revenue_again,
    speaks_of_a_segment,
    topic_sentence,
    turns_to_at_its_end,
)
from nvdx.extractors.segment import SEGMENT_METRICS
from nvdx.extractors.sentences import sentences
from nvdx.extractors.state import NOBODY, DocumentState, Frame
from nvdx.extractors.story import end_of_paragraph
from nvdx.extractors.subject import document_subject
from nvdx.extractors.tables import Outline, Tell, above, read_table
from nvdx.fact import Fact
from nvdx.lexicon import Vocabulary, Words, vocabulary
from nvdx.mentions.period import may_have_period
from nvdx.mentions.quantity import may_have_quantity, quantities
from nvdx.mentions.scan import Token, scan

__all__ = ["Trace", "extract_document", "link_document"]

Trace = Callable[[Block, Reading, Token, Draft | Refusal], None]
"""Called with each quantity that was read and what became of it."""
_ANNOUNCED: Final = re.compile(
    r"[^,。;:!?\n]{0,16}?(?:公布|发布|发表|交出|公告)[^,。;:!?\n]{0,16}?(?:财报|业绩|季报|成绩单|财务报告)"
    r"|[^,。;:!?\n]{0,10}?的?(?:财报|季报|业绩)[^,。;:!?\n]{0,6}?(?:出来|出炉|公布|发布|来了)"
    r"|[^.,;:!?\n]{0,30}? (?:reported|released|announced|posted)(?: [\w-]+){0,6} (?:results|earnings)\b"
)
"""Behind a company's name: its results came out."""
_NOTE: Final = re.compile(
    r"投资建议|盈利预测与|风险提示|维持[“\"「]?(?:买入|增持|推荐|跑赢行业)|给予[“\"「]?(?:买入|增持|推荐)"
    r"|\b(?:our|we (?:raise|lower|maintain|reiterate)(?: our)?)"
    r" (?:price target|target price|rating|estimates|Buy|Overweight)\b",
    re.IGNORECASE,
)
"""Words of a broker's note: there `我们` and `we` are the house, not the company."""
_ESTIMATES: Final = re.compile(
    r"盈利预测|投资建议|估值|目标价|对应(?:的?20\d\d|的?FY|的)?[^,。;]{0,12}(?:P/?E|PS|市盈率)|给予[^,。;]{0,12}倍"
    r"|(?:维持|给予|重申)[“\"「]?(?:买入|增持|推荐|强烈推荐|跑赢行业|优于大市|强推)"
)
"""Words of a broker's own forecasts: there who expects without a name is the house."""
_CALL: Final = re.compile(r"电话会|纪要|问答|\bQ&A\b|transcript|Operator", re.IGNORECASE)
"""A note that gives the minutes of a call lets the company speak as `we`."""
_WE: Final = frozenset({"我们", "我们预计", "We", "we", "our", "Our"})
_COMPARISONS: Final = re.compile(
    r"\b(?:comparisons|growth rates) (?:are|will be|I make)[^.]{0,40}\b(?:year-over-year|year-on-year)\b"
    r"|\bon (?:a )?(?:year-over-year|year-on-year) (?:basis|comparisons)\b[^.]{0,60}\bunless\b"
    r"|\bas compared (?:to|with) the corresponding period of (?:the )?(?:last|prior|previous) (?:fiscal )?year\b",
    re.IGNORECASE,
)
_HEADS_OUTLOOK: Final = re.compile(r"(?:财测|展望|指引|业绩预测|[Oo]utlook|[Gg]uidance)(?:为|是)?:")
"""`第二季财测:450亿美元`: a heading that gives the first figure of the outlook below it."""
_HEADLINE: Final = re.compile(r"(?<=[\u4e00-\u9fff%])[ ](?=[\u4e00-\u9fff]{3}|[A-Z])")
"""A blank between Chinese words of a headline parts two statements."""
_HEADS_A_LIST: Final = 5
"""From this level a heading is a line in bold type or a plain line: text behind its list is not its own."""


def _warn(message: str) -> None:
    warnings.warn(message, RuntimeWarning, stacklevel=2)


def extract_document(
    document: Document,
    companies: Mapping[str, Company] | None = None,
    *,
    subject: str | None = None,
    trace: Trace | None = None,
    dropped: Callable[[str], None] = _warn,
) -> Iterator[Fact]:
    """The records of a document, in the order of their figures.

    Args:
        document: what `nvdx.documents.read_document` gave.
        companies: the companies to know, the built-in ones where None.
        subject: whose document it is where the text does not tell.
        trace: told of every quantity and its outcome; costs nothing when None.
        dropped: told of each record that was left out since it broke the rules of records, which
            is a mistake of nvdx; a warning by default.
    """
    companies = load_companies() if companies is None else companies
    found = link_document(document, companies, subject=subject, trace=trace)
    if found:
        yield from Recorder(document, companies).facts(found, dropped)


def link_document(
    document: Document,
    companies: Mapping[str, Company],
    *,
    subject: str | None = None,
    trace: Trace | None = None,
    trace_cell: Tell | None = None,
) -> list[tuple[Block, Draft]]:
    """The drafts of a document's records, each with the block or the cell that its offsets count in.

    Arguments as of `extract_document`; `trace_cell` is told of the cells of tables that give none.
    """
    unread = not may_state(document, companies, owned=subject is not None)
    if unread and trace is None:
        return []
    blocks = [block for block in document.blocks if isinstance(block, Block)]
    tables = len(blocks) < len(document.blocks)
    if not tables and not any(may_have_quantity(block.text) for block in blocks):
        return []
    words = vocabulary(companies, document.text)
    said = [words.find(block.text) for block in blocks]
    unread = unread or not (tables or may_tell(document, blocks, said))
    if unread and trace is None:
        return []
    state = DocumentState(companies, document.meta.published)
    state.subject = _subject(document, blocks, said, words) or subject
    if trace is None and not tables and not _may_be_told(said, state):
        return []
    text = "\n".join(block.text for block in blocks)
    state.house = _NOTE.search(text) is not None
    state.awaits = awaits_results(text)
    state.note = state.house and _CALL.search(text) is None
    # A column's writers call themselves by its name and `我们`, unless they hand on the minutes of a call.
    column = any("column" in senses for found in said for _, _, senses in found)
    state.note = state.note or (column and "纪要" not in text)
    find_anchors(document, blocks, said, words, state)
    words_of = {id(block): found for block, found in zip(blocks, said, strict=True)}
    found: list[tuple[Block, Draft]] = []
    outline: Outline | None = None
    for number, block in enumerate(document.blocks):
        if isinstance(block, Table):
            outline = outline or Outline(document.blocks)
            caption, heading = above(document.blocks, number, outline)
            stated = read_table(block, words, state, caption=caption, heading=heading, tell=trace_cell)
            found.extend(() if unread else stated)
            continue
        drafts: list[Draft] = []
        following = document.blocks[number + 1] if number + 1 < len(document.blocks) else None
        heads_list = isinstance(following, Block) and following.kind == "list_item"
        for reading, token, outcome in _read_block(
            block, words_of[id(block)], words, state,
            heads_list=heads_list, thorough=trace is not None,
        ):  # fmt: skip
            if unread and isinstance(outcome, Draft):
                outcome = Refusal("no-metric-near-any-figure")
            if trace is not None:
                trace(block, reading, token, outcome)
            if isinstance(outcome, Draft):
                drafts.append(outcome)
        drafts.sort(key=lambda d: (d.start, d.end))
        found.extend((block, draft) for draft in drafts)
    told = [(block, draft) for block, draft in found if draft.rule != "table"]
    adopt_stated_bases(
        [draft for block, draft in told if block.kind == "heading"], [draft for _, draft in told]
    )
    return found


def _may_be_told(said: list[Words], state: DocumentState) -> bool:
    """Whether anybody is named whose a figure could be: else none is a record."""
    return state.subject is not None or any(map(names_anybody, said))


def _subject(
    document: Document, blocks: list[Block], said: list[Words], words: Vocabulary
) -> str | None:
    counts: Counter[str] = Counter()
    brands: Counter[str] = Counter()
    strangers = 0
    lead: str | None = None
    reported: set[str] = set()
    announced: set[str] = set()
    for block, found in zip(blocks, said, strict=True):
        named: set[str] = set()
        for _, at, senses in found:
            if "company" in senses and _ANNOUNCED.match(block.text, at):
                announced.add(senses["company"])
            if "company" in senses:
                named.add(senses["company"])
                counts[senses["company"]] += 1
                lead = senses["company"] if lead is None else lead
            if "person" in senses:
                counts[senses["person"]] += 1
            if "brand" in senses:
                brands[senses["brand"]] += 1
            strangers += "stranger" in senses
            lead = lead or ("" if "stranger" in senses else None)
        if not named <= reported and RESULTS.search(block.text):
            reported |= named
    title = document.meta.title
    tokens = (
        [Token(s, e, title[s:e], senses) for s, e, senses in words.find(title)] if title else []
    )
    if not counts and not strangers and len(brands) == 1:
        return next(iter(brands))  # A commentary that speaks of `we` names only its own products.
    subject = document_subject(title, tokens, counts, strangers, lead, reported)
    if subject is None and (titled := _titled_by_its_code(blocks, said)) is not None:
        return titled
    if subject is None and not any(t.has("company", "stranger") for t in tokens):
        # Somebody tells of the one company whose results came out; the others are compared with it.
        return lead if lead and announced == {lead} else None
    return subject


_CODE: Final = re.compile(r"\s?\([A-Z0-9.,: ]{2,20}\)\s?[::]")
_TOP: Final = 6


def _titled_by_its_code(blocks: list[Block], said: list[Words]) -> str | None:
    """`英伟达(NVDA.O):业绩再超预期`: a line at the top that is headed by a company and its code, as notes are."""
    for block, found in zip(blocks[:_TOP], said, strict=False):
        if found and found[0][0] == 0 and "company" in found[0][2] and _CODE.match(block.text, found[0][1]):
            company: str = found[0][2]["company"]
            return company
    return None


def _read_block(
    block: Block,
    said: Words,
    words: Vocabulary,
    state: DocumentState,
    *,
    heads_list: bool = False,
    thorough: bool = True,
) -> Iterator[tuple[Reading, Token, Draft | Refusal]]:
    heading = block.kind == "heading" and (block.level < 6 or names_company(said))
    if heading:
        state.section_entity = state.section_kind = state.section_segment = None
        state.section_basis = state.recent = state.section_period_at = state.annual_at = None
        state.section_versus, state.story = False, None
        state.section_of_a_list = block.level >= _HEADS_A_LIST
    elif block.kind == "paragraph" and state.after_item and state.section_of_a_list:
        state.section_kind, state.section_versus = None, False
        state.section_period_at = state.section_segment = state.section_basis = None
    state.after_item = block.kind == "list_item"
    state.in_heading = block.kind == "heading"
    if block.kind != "list_item" and state.lead and not lists_on(block, state):
        state.lead = False
        state.section_kind = state.section_period_at = state.section_segment = (
            state.section_basis
        ) = None
    frame = Frame(
        entity=None
        if heading
        else state.section_entity or (None if state.subject else state.recent)
    )
    if state.subject is None and frame.entity and not state.recent_told:
        if _ANAPHOR.match(block.text):
            frame.entity = NOBODY  # Whom the paragraph before spoke of is known from its words alone.
    if not heading:
        state.recent_told = False
    if "compar" in block.text and _COMPARISONS.search(block.text):
        state.comparisons = "yoy"
    figures = may_have_quantity(block.text)
    leads = block.kind == "heading" or block.text.endswith(":") or is_a_name(block, said)
    if block.text.endswith("?"):
        asked, state.asked = state.asked, asks_about(block.text)
        leads = leads or asked or state.asked
    if leads and figures:
        figures = next(quantities(block.text), None) is not None
    if block.kind != "list_item":
        state.list_metric = metric_of_list(block, words) if leads and not figures else None
    if leads and not figures:
        colon = block.kind != "heading" and block.text.endswith(":")
        # A label of plain text holds for its list only; a real heading for the whole section.
        state.lead = colon or (heads_list and block.level == PLAIN_LEVEL)
        state.lines = colon and block.text.endswith(AS_FOLLOWS)
        read_lead(block, words, state)
    elif block.kind == "heading" and heads_list and _HEADS_OUTLOOK.search(block.text):
        state.section_kind = "guidance"
        state.section_period_at = next(
            (t for t in scan(block.text, words) if t.period is not None and not t.period.comparison), None
        )
    note = state.note
    if state.house and _ESTIMATES.search(block.text):
        note, frame.speaker = True, "estimate"
    if not (heading or figures):
        remember_company(block, said, state)
        return
    frame.period_at, state.annual_at = state.annual_at, None
    if not names_anybody(said):
        if not figures and not may_have_period(block.text):
            return  # A heading that says nothing of whose figures stand below it.
        if not (thorough or state.subject or state.section_entity or state.recent):
            return  # Nobody's figures, and it remains nobody's turn.
    told: list[Draft] = []
    announced = False
    topic = state.section_segment
    opening: Token | None = None
    spoken_of: str | None = None
    leader: str | None = None
    part: Token | None = None
    last_figures = len(block.text) if heading else _last_figures(block.text)
    spoken_last: str | None = None
    spoken_when: Token | None = None
    introduced: str | None = None
    for start, end in sentences(block.text):
        if start > last_figures and _is_settled(state, told):
            break
        text = block.text[start:end]
        if " " in text and not text.isascii():
            text = _HEADLINE.sub(",", text)
        tokens = scan(text, words)
        for token in tokens:
            token.start += start
            token.end += start
            if note and token.text in _WE:
                token.senses = {"author": True}
        reading = Reading(block.text, tokens, start, end)
        if TURNS.match(text) or _NOW.match(text):
            frame.period_at = None  # The next topic starts at the anchor again.
        if topic is None and says_revenue_again(reading, frame, told):
            topic = frame.segment
            if tokens[0].period is not None:
                frame.label = topic  # Another period's revenue of it, though its own was told.
        if topic is not None and not any(t.has("company", "market", "analysts") for t in tokens):
            _set_topic(frame, topic, reading, state)
        elif opening is not None and OF_THE_SEGMENT.match(text):
            frame.scope.segment, frame.scope.segment_clause = opening, -1
        elif part is not None and not reading.is_latin and year_of_the_part(reading, 0):
            frame.scope.segment, frame.scope.segment_clause, frame.label = part, -1, part
        if not reading.is_latin:
            part = _only_part(reading, part)
        frame.preview = not any(
            d.kind == "reported" and d.period == state.anchors.get(d.entity) for d in state.drafts
        )
        frame.awaits = state.awaits and frame.preview
        if introduced is not None and epithet(block.text, start):
            frame.entity = introduced  # `…, a customer of Nvidia (NVDA.O). The AI bellwether reported …`
        elif spoken_last is not None and reading.is_latin and goes_on_about(block.text, start):
            frame.entity = spoken_last
        if frame.last is not None and reading.is_latin and echoes(block.text, start):
            frame.echo = True
            if frame.last.kind != "reported":
                frame.kind = frame.last.kind
        if frame.last_scope is not None and reading.is_latin and _THOSE_SALES.match(block.text, start):
            # `$33.8 billion was for compute. Those sales declined 1%`
            _take_up(frame)
        if frame.last_scope is not None and _parts_of_the_group(reading, frame):
            frame.scope.metric, frame.scope.metric_clause = frame.last_scope.metric, -1
            frame.period_at = frame.period_at or spoken_when
        if _of_no_year(frame, reading) or _back_at_the_present(frame, reading) or _year_comes_later(frame, reading):
            frame.period_at = None
        if start == 0 and block.kind == "list_item" and state.list_metric is not None and is_dated_item(reading):
            # Of no length, for it stands in another block.
            frame.scope.metric, frame.scope.metric_clause = Token(0, 0, "", state.list_metric.senses), -1
        named = frame.segment
        leaves = topic is not None and any(
            t.get("metric") not in (None, *SEGMENT_METRICS) and not costs_of_the_part(t, state, topic)
            for t in tokens
        )
        state.told_on = told_on(reading, state)
        made: list[Draft] = []
        for token, outcome in link_sentence(reading, frame, state):
            if isinstance(outcome, Draft):
                if outcome.metric == "revenue":
                    opening = speaks_of_a_segment(reading, outcome, frame, opening, block.text)
                state.drafts.append(outcome)
                told.append(outcome)
                made.append(outcome)
                state.recent, state.recent_told = outcome.entity, True
            yield reading, token, outcome
        introduced = introduces_by_code(reading, state.subject)
        if start == 0 and block.kind == "list_item":
            state.list_metric = state.list_metric or metric_of_item(reading, made)
        if reading.is_latin:
            spoken_last = _subject_of(reading, frame, spoken_last)
        if topic is not None and leaves:
            topic = None  # Net income, cash: the text is back at the whole company.
        if not reading.has_figures:
            kept = topic if state.asked and topic is state.section_segment else None
            topic = topic_sentence(reading, frame, named, state) or kept
            if state.section_kind is None and (outlook := announces_outlook(reading)):
                state.section_kind, announced = "guidance", True
                state.section_period_at = outlook[0] or state.section_period_at
        state.told_on = None
        spoken_of = frame.entity or spoken_of
        leader = _leader(frame, reading, leader, first=start == 0)
        spoken_when = frame.period_at
        frame = _next_sentence(frame, reading, state, leader, made)
    end_of_paragraph(state, frame, told=bool(told))
    if announced:
        state.section_kind = state.section_period_at = None
    if not heading:
        state.annual_at = _year_of(told, frame)
    if heading:
        companies = {senses["company"] for _, _, senses in said if "company" in senses}
        # A heading that sets companies side by side says of none that the section is its own.
        state.section_entity = spoken_of if len(companies) < 2 else None
    elif frame.entity and state.recent is None and state.subject is None:
        state.recent = frame.entity


def _of_no_year(frame: Frame, reading: Reading) -> bool:
    """A sentence of growth over the quarter before goes on about a quarter, though `全年` was told last."""
    at = frame.period_at
    if at is None or at.period is None or at.period.part not in (None, "FY") or at.start >= reading.start:
        return False
    if at.period.relative is not None or at.period.year is not None or at.period.end_date is not None:
        return False
    if reading.is_latin or any(t.period is not None and not t.period.comparison for t in reading.tokens):
        return False
    return any(t.has("qoq") for t in reading.tokens)


_PRESENT: Final = re.compile(r"如今|眼下|时至今日|到现在|到今天|过去了,")


def _back_at_the_present(frame: Frame, reading: Reading) -> bool:
    """`2023年下半年,…。如今AI业务年化收入130亿`: the past that was told before ends where a sentence says so."""
    at = frame.period_at
    if at is None or at.start >= reading.start or reading.is_latin:
        return False
    return _PRESENT.search(reading.text, reading.start, reading.end) is not None


def _parts_of_the_group(reading: Reading, frame: Frame) -> bool:
    """`五大云厂商资本开支合计7000亿美元。其中亚马逊指引约2000亿美元`: of the metric that was said of them all."""
    if frame.last is not None:
        return False
    tokens = reading.tokens
    if not reading.text.startswith("其中", reading.start):
        # `四大云端业者都上调了资本支出。甲从850亿上调到910亿`
        spent = frame.last_scope.metric if frame.last_scope is not None else None
        if spent is None or spent.get("metric") != "capex" or not (tokens and tokens[0].has("company")):
            return False
    return any(t.has("company") for t in tokens) and not any(t.has("metric", "other") for t in tokens)


def _set_topic(frame: Frame, topic: Token, reading: Reading, state: DocumentState) -> None:
    """What a paragraph is about holds for a sentence that names no part of its own, known or not."""
    for before, token in pairwise(reading.tokens):
        if token.get("metric") == "revenue" and before.has("part_noun") and reading.is_latin:
            if not reading.text[before.end : token.start].strip():
                return
    whose = frame.entity or state.section_entity or state.subject
    if segment_id(topic, whose) is None and segment_id(topic, whose, "product"):
        frame.scope.product, frame.scope.product_clause = topic, -1
    else:
        frame.scope.segment, frame.scope.segment_clause = topic, -1


_OPENING: Final = 8
"""Code points (a number, a quotation mark, an adverb) before the company that opens a paragraph."""


def _leader(frame: Frame, reading: Reading, leader: str | None, *, first: bool) -> str | None:
    """The company that opens a paragraph with figures of its own, until another one is named.

    Accepted: `戴尔FY26Q3:营收270亿美元。…全年营收指引上调至…`. Rejected: a company that the sentence mentions on its way.
    """
    at, told = frame.entity_at, frame.previous
    if at is not None and at.start >= reading.start:
        opens = first and at.has("company") and (
            at.start - reading.start <= _OPENING or _only_when(reading, at)
        )
        if opens and told is not None and told.entity == frame.entity:
            return frame.entity
        if opens and introduces(reading, at):
            return frame.entity
        if turns_to_at_its_end(reading, at):
            return frame.entity
        return leader if frame.entity == leader else None
    return leader


def _only_when(reading: Reading, company: Token) -> bool:
    """`截至5月31日的2025财年四季度,甲骨文营收159亿美元`: nothing but a period stands before the company."""
    before = [t for t in reading.tokens if t.start < company.start]
    if not before or reading.is_latin or not all(t.period is not None or t.mark == "," for t in before):
        return False
    gaps = reading.residue(reading.start, before[0].start) + reading.residue(before[-1].end, company.start)
    return gaps <= 4


def _only_part(reading: Reading, before: Token | None) -> Token | None:
    """The one business that a Chinese paragraph is about so far: `——游戏业务第四季度营收29亿美元。`."""
    named = [t for t in reading.tokens if t.has("segment") and not t.has("suffix")]
    if not named:
        return before
    opening = opening_part(reading)
    return opening if opening is not None and len(named) == 1 else None


def _year_comes_later(frame: Frame, reading: Reading) -> bool:
    """`全年营收4028亿美元。净利润345亿美元,同比增长30%,全年净利1322亿美元`: until the year is said again, the quarter."""
    at = frame.period_at
    if reading.is_latin or at is None or at.period is None or at.start >= reading.start:
        return False
    if at.period.part not in ("FY", "M9", "H1", "H2"):
        return False
    if frame.last is None or frame.last.period_text != (at.start, at.end):
        return False  # `2023财年是低谷。…`: a year that a sentence of its own opens is what is told of.
    told = False
    for number, token in enumerate(reading.tokens):
        if number and reading.tokens[number - 1].has("versus", "from", "beat"):
            continue  # `毛利率22.3%,比2023年提高1.3个百分点`
        if token.period is not None and not token.period.comparison:
            bare = token.period.year is None and token.period.relative is None
            return told and bare and token.period.part == at.period.part
        told = told or token.quantity is not None
    return False


def _year_of(told: list[Draft], frame: Frame) -> Token | None:
    """The year that a paragraph gives a segment's figures of: the next part's paragraph goes on with it.

    Annual results tell of one business a paragraph and say the year only at first.
    """
    at = frame.period_at
    if at is None or at.period is None or at.period.comparison or frame.kind is not None:
        return None
    years = {d.period for d in told if not d.aside}
    whole = all(d.segment is not None and d.kind == "reported" for d in told if not d.aside)
    if len(years) != 1 or not whole:
        return None
    year = years.pop()
    return at if year is not None and year.part == "FY" else None


def _is_settled(state: DocumentState, told: list[Draft]) -> bool:
    """Whether sentences without figures can change nothing more for what follows a paragraph."""
    whose = state.recent is not None or state.subject is not None
    return whose and all(draft.segment is None for draft in told)


def _last_figures(text: str) -> int:
    """Where the last sentence of a paragraph begins that has a figure."""
    for start, end in reversed(list(sentences(text))):
        if next(iter(quantities(text[start:end])), None) is not None:
            return start
    return -1


_ANAPHOR: Final = re.compile(r"[^,。;]{0,16}[,]?(?:该公司|该企业|这家[^,。;]{0,14}(?:公司|企业))")
"""A paragraph that opens with `这家在纳斯达克上市的公司` goes on about somebody named before it."""


def _horizon(frame: Frame) -> Token | None:
    """The period that the paragraph's outlook is for; a year in between does not displace a quarter."""
    now, before = frame.period_at, frame.outlook_at
    if frame.kind != "guidance" or now is None or now.period is None:
        return before
    quarter = (
        before is not None and before.period is not None and before.period.part not in (None, "FY")
    )
    quarter = quarter or (before is None and frame.quarterly)
    return before if quarter and now.period.part in (None, "FY") else now


_YEARS: Final = frozenset({"this_year", "last_year", "next_year", "year_before_last"})


def _lies_ahead(year: Token, entity: str | None, state: DocumentState) -> bool:
    """Whether a period is a year that the document's quarter does not end or follow."""
    if year.period is None or year.period.part not in (None, "FY") or not entity:
        return False
    anchor = anchor_of(entity, state)
    period = resolve_period(year, entity, state, outlook=True, base=None)
    if anchor is None or period is None or period.part != "FY":
        return False
    return period.year > anchor.year or (period.year == anchor.year and anchor.part != "Q4")


_OPENS_WITHIN: Final = 45
"""Code points from a sentence's start within which an English subject is named."""


def _subject_of(reading: Reading, frame: Frame, before: str | None) -> str | None:
    """Who an English sentence is about, which `It` and `The company` of the next one take up again."""
    at = frame.entity_at
    if at is None:
        return before if goes_on_about(reading.text, reading.start) else None
    opens = reading.start <= at.start <= reading.start + _OPENS_WITHIN
    return frame.entity if opens else None


def _has_results(entity: str, state: DocumentState) -> bool:
    """Whether a result of the company's reported quarter was given yet: else the text looks ahead at it."""
    anchor = anchor_of(entity, state)
    return any(d.kind == "reported" and d.entity == entity and d.period == anchor for d in state.drafts)


_AT_THE_HEAD: Final = re.compile(r"(?:In|For|During) (?:the |its )?")


def _opens_with(at: Token, reading: Reading, made: list[Draft]) -> bool:
    """Whether a sentence opens with a period that its figures are of."""
    opens = at.start >= reading.start and _AT_THE_HEAD.fullmatch(reading.text, reading.start, at.start)
    return opens is not None and any(d.period_text == (at.start, at.end) and not d.aside for d in made)


def _opens_with_a_year(at: Token, reading: Reading) -> bool:
    """`Nvidia's fiscal year 2023 was one to forget.`: a sentence about a year, which the next ones are of."""
    year = at.period is not None and at.period.year is not None and at.period.part in (None, "FY")
    return year and reading.start <= at.start <= reading.start + 20 and at.period is not None and bool(at.period.fiscal)


_NOW: Final = re.compile(r"(?:But )?(?:[Nn]ow|[Tt]oday),? (?:it|that|the)\b|(?:But )?(?:[Nn]ow|[Tt]oday) it['’]s\b")
_THOSE_SALES: Final = re.compile(
    r"(?:Those|These|Such) (?:sales|revenues?)\b|(?:That|This) (?:revenue|business|unit|segment)\b"
)


def _take_up(frame: Frame) -> None:
    """Sets the part that the figure before was of, for a sentence that points back to it."""
    scope = frame.last_scope
    if scope is None or frame.last is None or frame.last.metric != "revenue":
        return
    frame.scope.segment, frame.scope.segment_clause = scope.segment, 0
    frame.scope.product, frame.scope.product_clause = scope.product, 0


_FOLLOWED: Final = re.compile(r"(?:That|This|It|The \w+) (?:followed|follows|came after|comes after|compares|compared)\b")
"""`That followed declines of 12% in the second quarter`: what came before is over with the sentence."""


def _holds_on(frame: Frame, reading: Reading, made: list[Draft]) -> bool:
    """Whether the period of an English sentence is that of the next one too.

    One that no figure took does not (`25 times sales over the past twelve months`), nor one that stands
    behind the figure of a part alone (`Instinct generated $5 billion in 2024. Gaming revenue fell …`).
    """
    at = frame.period_at
    if at is not None and reading.is_latin and _FOLLOWED.match(reading.text, reading.start):
        return False
    if at is None or not reading.is_latin or at.start < reading.start:
        return True
    if not reading.has_figures:
        return True
    used = [d for d in made if d.period_text == (at.start, at.end)]
    return any(at.end <= d.start or not (d.segment or d.product) for d in used)


def _year_in_passing(at: Token | None, made: list[Draft], reading: Reading, state: DocumentState) -> bool:
    """`游戏营收25亿,环比下降22%;全年114亿`: a part's year beside its quarter; the next part begins with the quarter."""
    if at is None or at.start < reading.start or at.period is None or at.period.part not in (None, "FY"):
        return False
    return any(
        d.start < at.start and d.segment is not None and not d.aside
        and d.period is not None and d.period.quarter and d.period == state.anchors.get(d.entity)
        and any(year.start > at.start and year.segment == d.segment for year in made)
        for d in made
    )  # fmt: skip


def _next_sentence(
    frame: Frame, reading: Reading, state: DocumentState, leader: str | None,
    made: list[Draft],
) -> Frame:
    """What the next sentence of a paragraph inherits: the company, the period, who speaks."""
    scope = frame.scope
    latin = reading.text[reading.start : reading.end].isascii()
    if any((scope.metric, scope.segment, scope.product)) and frame.last_scope is None:
        frame.last_scope = scope.copy()
    entity = frame.displaced if frame.entity == NOBODY and frame.displaced else frame.entity
    told = frame.previous is not None and frame.previous.entity == entity
    if state.subject is not None and not told:
        # Others that a sentence names without a figure are gone with it; the document's subject stays.
        entity = leader or state.section_entity
        if latin and frame.entity == NOBODY and frame.entity_at is not None:
            if frame.entity_at.start <= reading.start + _OPENS_WITHIN and frame.entity_at.has(
                "stranger"
            ):
                entity = NOBODY  # A paragraph about a company that nobody here knows goes on about it.
    now = frame.period_at
    past = now is not None and now.period is not None and now.period.comparison
    if latin and now is not None and now.period is not None and now.period.relative in _YEARS:
        # `50% of cash flow this year`: such words hold on only where a figure was of that year.
        told_here = frame.previous is not None and frame.previous.sentence == (reading.start, reading.end)
        past = past or not told_here
    whose = entity or state.section_entity or state.subject
    if latin and past and now is not None and whose and not _has_results(whose, state):
        # `In the prior quarter, it reported … . Data center revenue came in at …`, results still to come.
        past = not _opens_with(now, reading, made)
    opens = latin and now is not None and _opens_with_a_year(now, reading)
    carried = frame.kind is None and (reading.has_figures or not latin or opens) and not past
    if carried and frame.outlook_at is not None and now is not None:
        # A year spoken of amid the outlook for a quarter does not hold for the next sentence.
        carried = not _lies_ahead(now, entity or state.section_entity or state.subject, state)
    carried = carried and _holds_on(frame, reading, made) and not _year_in_passing(now, made, reading, state)
    if not latin and now is not None:
        # `将2026财年资本支出上调至200亿美元。云存储营收53亿美元`: a year that was only foretold does not hold on.
        of_it = [d for d in made if d.period_text == (now.start, now.end)]
        foretold = bool(of_it) and all(d.kind == "guidance" for d in of_it)
        carried = carried and not (foretold and all(d.period and d.period.quarter is None for d in of_it))
    if frame.quarterly and now is not None and now.period is not None:
        # A year spoken of amid the outlook for a quarter does not hold for the next sentence.
        carried = carried and now.period.relative not in ("this_year", "next_year")
    return Frame(
        entity=entity, entity_at=None, period_at=now if carried else None,
        speaker=frame.speaker if frame.speaker == "estimate" else None, last=frame.last,
        last_scope=frame.last_scope, segment=frame.segment, quarterly=frame.quarterly,
        outlook_at=_horizon(frame), foretold=frame.foretold, year_of=frame.year_of, resumes_at=frame.resumes_at,
        story=frame.story, spoken=_spoken_of(frame, reading),
        market_told=latin and any(t.has("analysts", "market") for t in reading.tokens),
    )  # fmt: skip


def _spoken_of(frame: Frame, reading: Reading) -> str | None:
    """The company that a sentence was about, or the only one that it named, for an anaphor in the next one."""
    at = frame.entity_at
    companies = [t for t in reading.tokens if t.has("company")]
    named = {t.get("company") for t in companies}
    if companies and reading.text.startswith(("是", "也是", "则是"), companies[0].end):
        if companies[0].start - reading.start <= _OPENING:
            company: str | None = companies[0].get("company")
            return company  # `博通是英伟达的对手。它的AI收入…`
    if at is not None and at.start >= reading.start and frame.entity != NOBODY:
        return frame.entity if len(named) < 2 or companies[0] is at else None
    return named.pop() if len(named) == 1 else None
