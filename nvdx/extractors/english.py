"""How English says things that Chinese puts into one word: what a subject does, who is spoken of again.

Every function looks at the text right before or behind a token and knows nothing of the document.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from nvdx.extractors.reading import Reading
from nvdx.lexicon import load_yaml, words_of
from nvdx.mentions.scan import Token

__all__ = [
    "asides",
    "awaits_results",
    "beats_the_market",
    "cites_the_market",
    "comes_from",
    "compares",
    "compares_again",
    "echoes",
    "epithet",
    "expected_of_it",
    "former_value",
    "goes_on_about",
    "grows_in",
    "introduces_by_code",
    "is_a_difference",
    "is_subject",
    "its_own_forecast",
    "may_guide",
    "moved_by",
    "over_several_periods",
    "priced_at",
    "revenue_of",
    "said_in_a_note",
    "source_behind",
    "supposes",
    "tells_of_the_past",
    "the_market_expected",
    "told_of_a_past_period",
    "turns_to",
    "what_is_excluded",
    "whom_it_knows",
]


@cache
def _verbs() -> str:
    verbs = words_of("dimensions.yaml", "subject_verbs", load_yaml("dimensions.yaml")["subject_verbs"])
    return "|".join(map(re.escape, sorted(verbs, key=len, reverse=True)))


@cache
def _subject() -> re.Pattern[str]:
    verb = _verbs()
    noun = r"(?: (?:alone|itself|chips?|GPUs?|systems?|products?|line|lineup|platform|family|architecture))?"
    apposition = r"(?:, [^,;:.]{3,90},| \([^()]{1,60}\)| [-—–]{1,2} [^;:.—–]{3,90} [-—–]{1,2})?"
    helper = (
        r"(?: (?:has|have|had|having|also|alone|again|now|then|still|already|even|only|just|nearly"
        r"|almost|more than|roughly"
        r"|about|itself|meanwhile|however|could|may|might|will|would|should|can|is expected to"
        r"|was expected to|[a-z]+ly))*"
    )
    return re.compile(rf"{noun}(?:'s)?{apposition},?{helper},? (?:{verb})\b")


def is_subject(text: str, end: int) -> bool:
    """Whether what ends at an offset is the subject of a verb of earning or of growing.

    >>> is_subject("Gaming, once the largest business, contributed $2.9 billion.", 6)
    True
    >>> is_subject("Blackwell has already generated $11 billion in revenue.", 9)
    True
    >>> is_subject("Gaming laptops with the new chips sold out.", 6)
    False
    """
    return bool(_subject().match(text, end))


_REVENUE_OF: Final = re.compile(
    r"\b(?:revenues?|sales)(?:,? (?:generated|driven))? (?:of|from|for|in|by) (?:the |its |their |our "
    r"|Nvidia's |new )?$",
    re.IGNORECASE,
)


def revenue_of(text: str, start: int, word: int) -> bool:
    """`sales of H20 chips`, `revenue from Blackwell`: the word that begins at an offset is what was sold.

    >>> revenue_of("Sales of H20 chips came to $4.6 billion", 0, 9)
    True
    """
    return bool(_REVENUE_OF.search(text, start, word))


_CAME_FROM: Final = re.compile(
    r"\b(?:came|comes|coming|come|derived|generated|stemmed|stems|earned|was|were) (?:from|by) (?:the "
    r"|its |our |their |Nvidia's |sales of )?$"
)
_COMES_FROM: Final = re.compile(
    r"(?: in (?:the|that) (?:division|unit|segment|business|quarter|total))? (?:of (?:that|which|it|this)"
    r"(?: revenue| total| amount| sum| figure)? )?(?:came|comes|coming"
    r"|come|was|were|derived|generated|stemmed"
    r"|stems) (?:mostly |mainly |largely )?(?:from|by) (?:the |its |our |their |Nvidia's |sales of )?"
)


_OF_WHICH: Final = re.compile(r"\bof (?:which|that|it),? (?:about |some |roughly |nearly "
    r"|around )?$", re.IGNORECASE)
_IS_PART: Final = re.compile(r" (?:was|were|is|are|came from|comes from) (?:from |in |for )?(?:the |its )?")


def source_behind(reading: Reading, index: int) -> Token | None:
    """`Of that, $33.8 billion came from compute`: the word behind the verb, which the figure is of."""
    here = reading.tokens[index]
    match = _COMES_FROM.match(reading.text, here.end)
    if match is None and _OF_WHICH.search(reading.text, reading.start, here.start):
        match = _IS_PART.match(reading.text, here.end)
    if match is None:
        return None
    return next((t for t in reading.tokens[index + 1 :] if t.start == match.end()), None)


def comes_from(text: str, start: int, word: int) -> bool:
    """Whether the word at an offset is what revenue came from.

    >>> comes_from("$33.8 billion came from compute, or GPU chips", 0, 24)
    True
    """
    return bool(_CAME_FROM.search(text, start, word))


_MARKET: Final = (
    r"(?:the |its |Wall Street'?s?'? |Street |analysts?'? |market |consensus |average |FactSet |LSEG "
    r"|Bloomberg |company'?s? )*"
    r"(?:consensus|estimates?|expectations?|expected|forecasts?|projections?|guidance|Street|outlook"
    r"|views?|targets?|what)\b"
)
_AHEAD: Final = re.compile(
    r" (?:ahead of|above|below|over|under|more than|less than|better than|worse than|shy of|short of"
    r"|higher than|lower than|north of) "
    + _MARKET,
    re.IGNORECASE,
)
_BEAT_BY: Final = re.compile(
    r"\b(?:beat|beats|beating|miss|misses|missed|missing|exceed|exceeds|exceeded|exceeding|top|tops"
    r"|topped|topping|surpass|surpassed"
    r"|surpassing|surpasses|outperformed)\b[^;:.]{0,70}\bby (?:[a-z]+ ){0,3}$"
    r"|\bby (?:a |about |nearly |roughly |around |over |more than |another |some |as much as |at least )*$",
)
_BEATEN: Final = re.compile(r"\b(?:beat|miss|exceed|top|surpass|outperform|above|below|ahead)", re.IGNORECASE)


def beats_the_market(reading: Reading, token: Token) -> bool:
    """By how much a figure was beaten: `$2 billion ahead of consensus`, `beat estimates by $1 billion`.

    A figure of its own stands behind a verb or a metric (`revenue of $46.7 billion, above estimates`).
    """
    text = reading.text
    if _AHEAD.match(text, token.end):
        if token.quantity is not None and token.quantity.form == "percent":
            return True
        # Only what follows another figure, behind a comma or a dash, can be the distance to it.
        before = text[reading.start : token.start].rstrip()
        before = re.sub(r"(?:about|roughly|nearly|some|almost|over|or)$", "", before).rstrip()
        return before[-1:] in (",", "-", "—", "–", "(", ";") or before.endswith(("came in", "was"))
    match = _BEAT_BY.search(text, reading.start, token.start)
    return match is not None and bool(_BEATEN.search(text, reading.start, token.start))


_PRICED: Final = re.compile(
    r" (?:[a-z0-9'-]+ ){0,4}?(?:earnings|sales|revenues?|profits?|book|cash flow|free cash flow"
    r"|EBITDA)\b", re.IGNORECASE
)


def priced_at(text: str, start: int, end: int) -> bool:
    """`27 times forward earnings`: a valuation, no growth.

    >>> priced_at("fetches 27 times earnings", 8, 16)
    True
    """
    return text[start:end].lower().endswith("times") and bool(_PRICED.match(text, end))


_COMPARES: Final = re.compile(
    r"\b(?:from|than|with|to|versus|vs\.?|over|against|on|above|below|of|by)(?: the| its| a| that of"
    r"| in| in the| for| for the)* ?$",
    re.IGNORECASE,
)


def compares(text: str, start: int, period: int) -> bool:
    """Whether the words before a period set it against another one.

    >>> compares("rose 18% from the prior quarter", 0, 18), compares("rose 18% last quarter", 0, 9)
    (True, False)
    """
    return bool(_COMPARES.search(text, start, period))


_AGAIN: Final = re.compile(
    r"[\"“]?(?:That|This|It|Those|These)(?:'s|’s| is| was| were| are)? (?:also |still |would )?(?:up|down"
    r"|compares?|compared?|versus|more than"
    r"|less than|well above|well below|above|below|ahead of|better than|higher than|lower than)\b"
)


def compares_again(text: str, start: int) -> bool:
    """`That's up from $14.5 billion a year ago`: a sentence that only holds the last figure against others.

    >>> compares_again("That compares with $6 billion a year earlier.", 0)
    True
    """
    return bool(_AGAIN.match(text, start))


_PAST: Final = re.compile(
    r"\b(?:was|were|had|reached|totaled|totalled|came|grew|rose|fell|returned|authorized|approved"
    r"|raised|disclosed|stood"
    r"|earned|reported|posted|increased|declined|generated|delivered|contributed|repurchased|bought"
    r"|ended|jumped|dropped"
    r"|surged|climbed|recorded|achieved|hit|sank|slid|plunged|tumbled|slipped|soared|doubled|tripled|shrank"
    r"|topped|added|brought in|said)\b"
)
_AHEAD_OF: Final = re.compile(r"\b(?:will|expects?|to be|should|guid\w+|sees?|forecasts?|projects?"
    r"|anticipates?)\b")


def tells_of_the_past(text: str, start: int, figure: int) -> bool:
    """Whether the words before a figure report: under a heading `Outlook` prose may do so too.

    >>> tells_of_the_past("The company returned $20 billion", 0, 21)
    True
    >>> tells_of_the_past("Revenue is expected to be $91 billion", 0, 26)
    False
    """
    return bool(_PAST.search(text, start, figure)) and not _AHEAD_OF.search(text, start, figure)


_STREAK: Final = re.compile(
    r" (?:[a-z-]+ ){0,4}(?:for|in|over) (?:the |each of the |all of the |past |last |at least |more than )*"
    r"(?:\w+ ){0,2}(?:straight|consecutive|successive) (?:quarters?|years?|periods?|months?)",
    re.IGNORECASE,
)


def over_several_periods(text: str, end: int) -> bool:
    """`growth exceeded 50% for nine straight quarters`: no figure of one period.

    >>> over_several_periods("has exceeded 50% for nine straight quarters", 16)
    True
    >>> over_several_periods("grew 122%, 262% and 265% in the previous three quarters", 24)
    True
    >>> over_several_periods("grew 12% in the last quarter", 8)
    False
    """
    if _STREAK.match(text, end):
        return True
    behind = _LISTED_PERIODS.match(text, end)
    return behind is not None and bool(behind["more"] or _LISTED.search(text, max(0, end - 24), end))


_LISTED_PERIODS: Final = re.compile(
    r"(?P<more>(?:,? and [\d.]+%|, [\d.]+%)*)(?: growth| gains?)? (?:in|for|over) (?:each of )?(?:the |its )"
    r"(?:previous|past|last|prior|preceding) (?:two|three|four|five|six|few|several|couple of) (?:fiscal )?"
    r"(?:quarters|years|periods)",
    re.IGNORECASE,
)
_LISTED: Final = re.compile(r"%,? and [\d.]+%$")

_GROWS_IN: Final = re.compile(r" in (?:(?:the|its|our|their|total|overall|average|monthly|daily) )*(?=[a-z])")
_A_TIME: Final = re.compile(r"(?:an?|one|two|three|four|five|six|just|only|less|under|more|both|each|all|line|this|that"
    r"|what|which|part|turn|fact|terms)\b")


def grows_in(text: str, end: int) -> int | None:
    """Where the thing begins that an `increase in …` is of, None where none is named.

    >>> grows_in("a 5% increase in ad conversions", 13), grows_in("an increase in two years", 11)
    (17, None)
    """
    match = _GROWS_IN.match(text, end)
    return None if match is None or _A_TIME.match(text, match.end()) else match.end()


_SUPPOSES: Final = re.compile(r"[\"“]?(?:And |But |So |Even )?[Ii]f\b[^;:]*\b(?:would|could|might)\b")


def supposes(text: str, start: int, figure: int) -> bool:
    """`If it won half of that, its revenue would triple`: what is said under a condition is no outlook.

    >>> supposes("If it won half of that, its revenue would triple", 0, 42)
    True
    >>> supposes("That would be growth of 70%", 0, 24)
    False
    """
    return _SUPPOSES.match(text[start:figure]) is not None


_TURNS_TO: Final = re.compile(
    r"(?:Now,? |Next,? |Then,? |But )?(?:[Cc]ompare|[Cc]ontrast|[Ll]ook|[Tt]urn|[Cc]onsider|[Tt]ake)"
    r"(?: (?:that|this|it|these|those|all that))?(?: (?:with|to|at|against))? $"
)


def turns_to(text: str, start: int, company: int) -> bool:
    """`Compare that with AMD.`: a sentence that does nothing but name whom the next one is about.

    >>> turns_to("Compare that with AMD.", 0, 18), turns_to("Sales compare well with AMD.", 0, 24)
    (True, False)
    """
    return _TURNS_TO.fullmatch(text[start:company]) is not None


_LESS: Final = re.compile(
    r" (?:(?:less|more|fewer|lower|higher|extra)\b(?! than \$)|(?:better|worse) than\b)", re.IGNORECASE
)


def is_a_difference(text: str, end: int) -> bool:
    """`$4 billion less in sales`, `$2 billion more than a year ago`: growth as an amount.

    >>> is_a_difference("because of $4 billion less in sales", 21)
    True
    """
    return bool(_LESS.match(text, end))


_RELATIVE: Final = re.compile(
    r", (?:which|who|whose|where|once|long|already|still|formerly|traditionally|home to|including|led by"
    r"|made up of|comprising|comprised of|consisting of|maker of|excluding|an?|the) [^,;:.]*,"
)


@cache
def _listed() -> re.Pattern[str]:
    """`, which now includes workstations, robotics, and automotive, generated`: a list up to the verb."""
    return re.compile(
        rf", (?:which|including|such as|made up of|comprising) [^;:.$%0-9]{{3,140}}, (?=(?:{_verbs()})\b)"
    )


def asides(reading: Reading) -> list[tuple[int, int]]:
    """Spans of relative clauses and appositions between commas that hold no figure of their own.

    `The robotics division, which management calls a growth opportunity, had sales of …`.
    """
    if not reading.is_latin:
        return []
    return [
        match.span()
        for pattern in (_RELATIVE, _listed())
        for match in pattern.finditer(reading.text, reading.start, reading.end)
        if not any(t.quantity and match.start() <= t.start < match.end() for t in reading.tokens)
    ]


_EXCLUDED: Final = re.compile(r", (?:excluding|not counting|net of|before) (?:[^,;:]|,\d)*,(?= )")


def what_is_excluded(reading: Reading) -> list[tuple[int, int]]:
    """Spans such as `, excluding the benefit of a $180 million release,`: no figure in them is of their sentence."""
    if not reading.is_latin or "$" not in reading.text[reading.start : reading.end]:
        return []
    found = _EXCLUDED.finditer(reading.text, reading.start, reading.end)
    return [m.span() for m in found if "$" in m[0]]


def whom_it_knows(reading: Reading, start: int) -> bool:
    """`Lumen, which rents out Nvidia chips, posted …`: who is named in a relative clause is no subject.

    Rejected: an apposition (`the cloud leader, Amazon, said`), which may name the subject itself.
    """
    return reading.text.startswith((", which ", ", who ", ", whose ", ", where "), start)


_THE_MARKET: Final = re.compile(
    r" (?:that |which )?(?:was|were|had been) (?:widely |generally )?(?:expected|forecast|anticipated|projected"
    r"|estimated|predicted)\b(?! to\b)"
    r"| (?:that )?(?:analysts?|Wall Street|the Street|the market|investors|economists)\b[^,;.$]{0,60}?"
    r"\b(?:expect\w*|forecast\w*|project\w*|anticipat\w*|estimat\w*|penciled in|pencilled in"
    r"|looking for|predicted|model(?:l?ed|l?ing)|seeking)\b"
)


def the_market_expected(text: str, end: int) -> bool:
    """`the $49.6 billion analysts tracked by Bloomberg were expecting`: who expected the figure before it.

    >>> the_market_expected("$6.72 Wall Street had forecast", 5)
    True
    >>> the_market_expected("$9 billion that analysts were modeling", 10)
    True
    """
    return bool(_THE_MARKET.match(text, end))


_OF_IT: Final = re.compile(r" to (?:report|post|announce|show|log|unveil|disclose)\b")


def expected_of_it(text: str, end: int) -> bool:
    """`is expected to report revenue of $55 billion`: a company guides, it is others who expect its report.

    >>> expected_of_it("Nvidia is expected to report sales", 18), expected_of_it("it is expected to be", 14)
    (True, False)
    """
    return bool(_OF_IT.match(text, end))


_CITES: Final = re.compile(
    r"\b(?:according to|per|based on|citing|shows?|by) [^.;]{0,60}?\b(?:analysts?|estimates|consensus|LSEG|FactSet"
    r"|Bloomberg|Refinitiv|Visible Alpha|StreetAccount|Zacks|Wall Street|Koyfin|S&P)\b"
)


def cites_the_market(text: str, start: int, end: int) -> bool:
    """`…, according to estimates compiled by Bloomberg`: whose expectation a passive is.

    >>> cites_the_market("is seen at 5%, according to a poll by LSEG", 7, 42)
    True
    """
    return bool(_CITES.search(text, start, end))


_MAY_GUIDE: Final = re.compile(r"\b(?:could|may|might|will|would|should|likely to|likely|to) $")


def may_guide(text: str, guide: int) -> bool:
    """`could guide to $62 billion`, `will guide for`: an outlook that somebody else awaits.

    >>> may_guide("analysts think it could guide to", 24), may_guide("analysts said it guided to", 17)
    (True, False)
    """
    return bool(_MAY_GUIDE.search(text, max(0, guide - 14), guide))


_IN_A_NOTE: Final = re.compile(
    r"[”\"][^.;]{0,120}?\b(?:an? (?:\w+ )?analyst|analysts? at|analyst [A-Z]|analysts? [^.;]{0,40}(?:wrote|said)"
    r"|(?:in an?|in the) (?:\w+ )*(?:note|report)\b|note to clients|wrote\b)"
)


def said_in_a_note(text: str, start: int, end: int) -> bool:
    """`"We expect a beat," she wrote in a note`: the `we` of a quotation that a broker's analyst speaks.

    >>> said_in_a_note('expect $5 billion," he wrote in a note to clients.', 6, 50)
    True
    """
    return bool(_IN_A_NOTE.search(text, start, end))


_ITS_OWN: Final = re.compile(
    r" (?:that |which )?(?:the company|it|management|the chipmaker|the chip maker|executives)(?: itself)?"
    r" had (?:\w+ly )?(?:forecast|guided|expected|projected|predicted|promised|targeted|anticipated|called for)\b"
)


def its_own_forecast(text: str, end: int) -> bool:
    """`above the $30 billion that the company itself had forecast`: a former outlook in passing.

    >>> its_own_forecast("the $30 billion it had projected", 15)
    True
    """
    return bool(_ITS_OWN.match(text, end))


_FORMERLY: Final = re.compile(
    r",? (?:previously|formerly|beforehand|before(?=[,.;)]|$)|it had (?:previously )?(?:forecast"
    r"|expected|guided)|(?:it )?(?:previously|earlier) (?:forecast|expected|guided))\b",
    re.IGNORECASE,
)


def former_value(text: str, end: int) -> bool:
    """`up from $60 billion to $65 billion previously`: an old value whose period nobody states."""
    return bool(_FORMERLY.match(text, end))


_BY: Final = re.compile(r"\bby (?:about |nearly |roughly |around |over |more than |another |some "
    r"|as much as |at least |up to )*$")


def moved_by(text: str, start: int, figure: int) -> bool:
    """`dented net income by $3 billion`: what something moved by is not its level.

    >>> moved_by("dented net income by $3 billion", 0, 21)
    True
    """
    return bool(_BY.search(text, start, figure))


_ANAPHOR: Final = re.compile(
    r"[\"“]?(?:It|Its|They|Their|The (?:[A-Za-z-]+ ){0,3}(?:company|maker|chipmaker|giant|firm|retailer"
    r"|automaker|group|startup|business"
    r"|operator|provider|supplier|manufacturer|lender|bank|developer|foundry))\b"
    r"|[\"“]?(?:That|This|Those|These|Shares|The stock|Revenue|Sales|Net income|Profit|Earnings"
    r"|Adjusted|Excluding|For the|In the|On a)\b"
)


def goes_on_about(text: str, start: int) -> bool:
    """Whether a sentence takes its subject from the one before: `The retailer also cut its outlook`."""
    return bool(_ANAPHOR.match(text, start))


_AWAITS: Final = re.compile(
    r"\b(?:will|is set to|is due to|is scheduled to|is slated to|is expected to|prepares to|is about to|gears up to)"
    r" (?:report|release|announce|post|unveil)\b[^.\n]{0,60}\b(?:earnings|results|financials|numbers)\b"
    r"|\b(?:earnings|results) preview\b|\b(?:reports|reporting) (?:earnings|results|[\w' -]{3,40}(?:earnings|results))"
    r" (?:after the (?:bell|close)|on (?:Mon|Tues|Wednes|Thurs|Fri)day|tomorrow|next week|this week)",
    re.IGNORECASE,
)
_NEWS_BEGINS: Final = 1500
"""Characters of an article in which it says that results are still to come."""


def awaits_results(text: str) -> bool:
    """`Nvidia will report its third quarter earnings after the bell`: a text that looks ahead at results.

    >>> awaits_results("Nvidia will report its third quarter earnings after the bell on Wednesday.")
    True
    >>> awaits_results("Nvidia reported its third quarter earnings on Wednesday.")
    False
    """
    return bool(_AWAITS.search(text[:_NEWS_BEGINS]))


_KINDS: Final = (
    r"(?:bellwether|heavyweight|titan|behemoth|leader|pioneer|giant|chipmaker|company|rival|startup"
    r"|firm|group|supplier|maker|darling|kingpin|juggernaut)\b"
)
"""What a writer calls a company in place of its name."""
_EPITHET: Final = re.compile(rf"The (?:[\w-]+ ){{0,3}}{_KINDS}")
_OF_THAT_KIND: Final = re.compile(rf" (?:chip )?{_KINDS}")
_CODE: Final = re.compile(r" \([A-Z0-9]{2,6}\.[A-Z]{1,2}\)")


def epithet(text: str, start: int) -> bool:
    """Whether a sentence calls its subject by what it is.

    >>> epithet("The AI bellwether last month reported", 0)
    True
    """
    return bool(_EPITHET.match(text, start))


def within_an_epithet(text: str, end: int) -> bool:
    """Whether the word that ends there tells what kind of company is meant: `the AI bellwether's revenue`.

    >>> within_an_epithet("the AI chip giant's revenue", 6), within_an_epithet("AI chip revenue", 2)
    (True, False)
    """
    return bool(_OF_THAT_KIND.match(text, end))


def introduces_by_code(reading: Reading, subject: str | None) -> str | None:
    """The one company besides the document's own that a sentence introduces with its code: `Nvidia (NVDA.O)`."""
    if not reading.is_latin:
        return None
    named = [t for t in reading.tokens if t.has("company") and _CODE.match(reading.text, t.end)]
    others = {t.get("company") for t in named} - {subject}
    if len(others) != 1 or any(t.get("company") == subject for t in named):
        return None
    whole = {t.get("company") for t in reading.tokens if t.has("company")} - {subject}
    return next(iter(others)) if whole == others else None


_ECHO: Final = re.compile(
    r"[\"“]?(?:That|This|Those|It|If (?:achieved|realized|met),? (?:that|it|this)|The (?:midpoint"
    r"|mid-point|figure|forecast|outlook|guidance|guide)"
    r"|At (?:the|its) midpoint,? (?:that|this|it|the guidance|the outlook))(?: of [^,;.]{1,30})?,? "
    r"(?:would (?:be|mean|mark|imply|represent|equate to|amount to|translate|still be|have been)"
    r"|implies|imply|suggests|represents|translates|equates|works out|marks)\b"
)


def echoes(text: str, start: int) -> bool:
    """`That would mark a 57% jump`: what the figure just given means, said of the same period.

    >>> echoes("The midpoint represents 30% growth.", 0)
    True
    """
    return bool(_ECHO.match(text, start))


_WHEN: Final = re.compile(r",? when (?:the |it |its )")


def told_of_a_past_period(reading: Reading, index: int) -> Token | None:
    """`from the same period last year, when the company posted $35 billion`: the compared period of a figure."""
    here = reading.tokens[index]
    told = False
    for i in range(index - 1, -1, -1):
        token = reading.tokens[i]
        if token.mark in (".", ";"):
            return None
        if token.mark == "," and told and not reading.text.startswith(" when ", token.end):
            return None
        told = told or token.quantity is not None
        if token.period is not None:
            when = _WHEN.match(reading.text, token.end)
            return token if when and token.period.relative and here.quantity is not None else None
    return None
