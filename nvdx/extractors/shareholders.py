"""Per-share figures and what goes to shareholders: eps, dividends, repurchases."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from nvdx.extractors.case import Case
from nvdx.extractors.case_periods import local_period
from nvdx.extractors.dates import of_its_quarter
from nvdx.extractors.draft import Draft, Refusal
from nvdx.extractors.english import beats_the_market
from nvdx.extractors.resolution import anchor_of
from nvdx.extractors.revenue import amount, currency_of

__all__ = ["per_share", "returned"]

_PER_SHARE: Final = frozenset({"eps", "dividend_per_share"})
_RETURNS: Final = frozenset(
    {"share_repurchases", "repurchase_authorization", "shareholder_returns"}
)
_DECLARED: Final = re.compile(
    r"\bwill pay\b|\bdeclared\b|\bannounced\b|\bapproved\b", re.IGNORECASE
)
_RETURNED: Final = re.compile(r"\breturn|\bdistribut|\bgave back|\bgiven back", re.IGNORECASE)
_OF_A_SHARE: Final = frozenset({"net_income", "operating_income"})
_OF_ONE_SHARE: Final = re.compile(r" (?:per|a) (?:diluted )?share\b")
_LARGEST_EPS: Final = Decimal(1_000)
_LARGEST_PER_SHARE: Final = Decimal(100_000)


_DOLLARS_AND_CENTS: Final = re.compile(r"~?\$\d{1,3}\.\d\d")


def _is_of_a_share(case: Case) -> bool:
    """`earned 62 cents on that basis`, `models $4.60 in earnings`: no company's income is so small."""
    if not case.reading.is_latin or case.metric != "net_income":
        return False
    return "cent" in case.token.text or _DOLLARS_AND_CENTS.fullmatch(case.token.text) is not None


_SAID_OF_A_LOSS: Final = re.compile(r"(?: of| was)? (?:about |nearly )?")


def _income_of_a_share(case: Case) -> Draft:
    """`net income of $16.6 billion, or 67 cents per share`, `a loss of 12 cents a share` (negative)."""
    share = case.draft(
        "amount.eps", "eps", unit=f"{currency_of(case)}/share", segment=None, product=None
    )
    if share.basis is None and (expected := _eps_expected(case)) is not None:
        share.basis = expected.basis
    told, metric = case.frame.previous, case.scope.metric
    if metric is None or not metric.has("loss") or share.value is None:
        return share
    named = _SAID_OF_A_LOSS.fullmatch(case.reading.text, metric.end, case.token.start) is not None
    lost = told is not None and told.end <= case.token.start and told.value is not None and told.value < 0
    if named or lost:
        share.value = -abs(share.value)
    return share


def per_share(case: Case) -> Draft | Refusal | None:
    """Earnings and dividends of one share.

    Accepted: `每股收益0.68美元`, `每股0.04美元的季度股息`, `股息从0.01上调至0.25美元` (0.25 alone).
    Rejected: `支付了1亿美元股息` (a total).
    """
    metric = case.metric
    if case.reading.is_latin and beats_the_market(case.reading, case.token):
        return Refusal("beat-or-miss")
    if metric in _OF_A_SHARE and (
        _OF_ONE_SHARE.match(case.reading.text, case.token.end) or _is_of_a_share(case)
    ):
        return _income_of_a_share(case)
    before = case.frame.previous
    small = case.quantity.value is not None and abs(case.quantity.value) < _LARGEST_EPS
    again = case.bound in ("last", "none", "earlier") and small and case.reading.is_latin
    if (
        ("cents" in case.token.text or (again and (case.aside or case.kind == "consensus")))
        and before is not None
        and before.metric == "eps"
        and before.sentence == (case.reading.start, case.reading.end)
    ) or _or_per_share(case):
        # `earned 69 cents a share, versus expectations of 68 cents`
        return case.draft(
            "amount.eps", "eps", unit=f"{currency_of(case)}/share", segment=None, product=None
        )
    if metric == "eps" and _SO_MUCH_A_SHARE.search(case.reading.text, case.reading.start, case.token.start):
        dividend = case.draft("amount.dividend_per_share", "dividend_per_share", unit=f"{currency_of(case)}/share")
        dividend.segment = dividend.product = dividend.basis = None
        of_its_quarter(case, dividend)
        return dividend
    if (beside := _beside_the_income(case)) is not None:
        return beside
    if (expected := _eps_expected(case)) is not None:
        of_a_share = case.draft(
            "amount.eps", "eps", unit=f"{currency_of(case)}/share", segment=None, product=None
        )
        of_a_share.basis = of_a_share.basis or expected.basis
        return of_a_share
    if metric not in _PER_SHARE and not _dividend_behind(case):
        return None
    metric = metric if metric in _PER_SHARE else "dividend_per_share"
    largest = case.quantity.value if case.quantity.value is not None else case.quantity.high
    if largest is None or abs(largest) >= _LARGEST_PER_SHARE:
        if metric == "eps" and (income := _income_again(case)) is not None:
            return income
        return (
            Refusal("total-not-per-share")
            if metric == "dividend_per_share"
            else Refusal("too-large-per-share")
        )
    told = case.reading.text[: case.token.start].endswith("每股") or case.find(
        case.left, "to", "each"
    )
    if metric == "dividend_per_share" and case.bound == "earlier" and not told:
        return Refusal("too-far-from-its-metric")
    if metric == "dividend_per_share" and _raised_from(case):
        return Refusal("earlier-value-without-period")
    draft = amount(case) if case.metric == metric else case.draft(f"amount.{metric}", metric)
    if isinstance(draft, Draft):
        if (
            metric == "dividend_per_share"
            and case.kind_at is not None
            and case.kind_at.has("revised")
        ):
            draft.kind = "reported"
        if metric == "dividend_per_share" and case.kind_at is None:
            draft.kind = "reported"  # Below `第二季展望` too what will be paid was decided upon.
        if metric == "dividend_per_share" and _DECLARED.search(
            case.reading.text, case.reading.start, case.token.start
        ):
            draft.kind = "reported"  # The board has decided: what will be paid is no outlook.
        draft.unit = f"{currency_of(case)}/share"
        if metric == "dividend_per_share":
            of_its_quarter(case, draft)
        elif draft.basis is None and before is not None and before.metric == "net_income" and _SO_PER_SHARE.match(
            case.reading.text, before.end
        ):
            draft.basis = before.basis  # `GAAP净利润52.4亿美元,合每股摊薄收益4.60美元`
    return draft


_SO_MUCH_A_SHARE: Final = re.compile(r"(?:股息|分红|红利|派息|股利),?(?:即|合|相当于|约合|折合)?每股[^,。;\d]{0,4}$")
"""`派发28亿美元现金股息,即每股0.59美元`: what one share got of the dividend before it."""
_SO_PER_SHARE: Final = re.compile(r"[,(](?:约合|折合|合|相当于|即)(?:摊薄后?|稀释后?)?每股")
_ON_SALES: Final = re.compile(r"(?: (?:per|a) share)?,? on (?:revenues?|sales)\b")


def _eps_expected(case: Case) -> Draft | None:
    """`Analysts had expected $1.87 on sales of …`: dollars and cents that the market expects are of one share."""
    if not case.reading.is_latin or case.kind != "consensus" or case.metric in _PER_SHARE:
        return None
    value = case.quantity.value
    if value is None or abs(value) >= _LARGEST_EPS or case.quantity.unit in (None, "percent"):
        return None
    named = case.find(case.left, "metric")
    if named is not None and named.get("metric") not in ("net_income", "eps"):
        return None
    told = next(
        (
            d for d in reversed(case.state.drafts[-8:])
            if d.metric == "eps" and d.kind in ("reported", "guidance")
        ), None,
    )
    on_sales = _ON_SALES.match(case.reading.text, case.token.end) is not None
    return told if told is not None and (on_sales or case.frame.last is not None) else None


def _or_per_share(case: Case) -> bool:
    """`from $680 million, or 27 cents, a year ago`: the same income said once more for one share."""
    before = case.frame.previous
    return (
        before is not None
        and before.metric == "net_income"
        and before.measure == "level"
        and "cent" in case.token.text
        and case.reading.text[before.end : case.token.start].strip() in (", or", "or", "(")
    )


_BARE_PER_SHARE: Final = re.compile(r"(?:合|折合|相当于|即|约合)?每股(?:摊薄|稀释)?(?:约|为)?[ ]?$")


def _beside_the_income(case: Case) -> Draft | None:
    """`净利润166亿美元(每股67美分)`, `净利润166亿美元,合每股0.67美元`: the income before it, of one share."""
    told = case.frame.previous
    if told is not None and told.metric == "net_income" and told.measure != "level" and not case.reading.is_latin:
        # `净利润309亿美元,同比增23%,每股4.14美元`
        here = [d for d in case.state.drafts[-4:] if d.sentence == told.sentence and d.metric == "net_income"]
        level = next((d for d in reversed(here) if d.measure == "level" and not d.aside), None)
        if level is not None and _BARE_PER_SHARE.fullmatch(case.reading.text[told.end : case.token.start].strip(" (,")):
            return case.draft(
                "amount.eps", "eps", unit=f"{currency_of(case)}/share", segment=None, product=None,
                period=level.period, period_text=level.period_text, kind=level.kind, basis=level.basis,
            )  # fmt: skip
    if told is None or told.metric != "net_income" or told.measure != "level":
        return None
    if told.sentence != (case.reading.start, case.reading.end):
        return None
    between = case.reading.text[told.end : case.token.start].strip(" (,")
    if not _BARE_PER_SHARE.fullmatch(between):
        return None
    return case.draft(
        "amount.eps", "eps", unit=f"{currency_of(case)}/share", segment=None, product=None,
        period=told.period, period_text=told.period_text, kind=told.kind, basis=told.basis, aside=told.aside,
    )  # fmt: skip


def _income_again(case: Case) -> Draft | None:
    """`净利润62亿美元,合每股2.5美元,上年同期为6.6亿美元`: an amount too large for a share is the income once more."""
    here = (case.reading.start, case.reading.end)
    told = [d for d in case.state.drafts[-3:] if d.sentence == here and d.measure == "level"]
    income = next((d for d in told if d.metric == "net_income"), None)
    if income is None or local_period(case) is None or case.find(case.left, "metric", "other"):
        return None
    return case.draft(
        "amount.net_income", "net_income", unit=currency_of(case), basis=income.basis
    )


def _dividend_behind(case: Case) -> bool:
    """`每股0.04美元的下一笔季度现金股息`: the dividend stands behind its amount."""
    text = case.reading.text
    if not text[: case.token.start].endswith("每股"):
        return False
    for token in case.right:
        if token.get("metric") == "dividend_per_share":
            return case.reading.residue(case.token.end, token.start) <= 4
    return False


def _raised_from(case: Case) -> bool:
    """Whether the figure is the old one of `从0.01美元上调至0.25美元`."""
    if not case.find(case.left, "from"):
        return False
    after = case.reading.tokens[case.index + 1 : case.index + 5]
    return any(t.has("to") for t in after)


def returned(case: Case) -> Draft | Refusal | None:
    """Repurchases done, repurchases authorized, and both with dividends as returned to shareholders.

    Accepted: `宣布500亿美元的股票回购计划` (authorized), `回购了78亿美元股票` (done), `向股东返还200亿美元`.
    Rejected: `回购5000万股` (a count).
    """
    metric = case.metric
    if metric not in _RETURNS:
        return None
    named = case.scope.metric
    if named is not None and named.text.startswith("to ") and case.kind != "guidance":
        if not _RETURNED.search(case.reading.text, case.reading.start, case.reading.end):
            return Refusal("paid-not-returned", (named.start, named.end))
    if metric == "share_repurchases" and case.reading.is_latin:
        if _DIVIDENDS.match(case.reading.text, case.token.end):
            return Refusal("paid-not-returned")  # `bought back $14 billion and paid $244 million in dividends`
    draft = amount(case)
    if isinstance(draft, Draft) and metric == "share_repurchases" and _authorized(case):
        draft.metric = "repurchase_authorization"
        draft.rule = "amount.repurchase_authorization"
    if isinstance(draft, Draft) and draft.metric == "repurchase_authorization":
        draft.kind = "reported"  # What a board has granted is no outlook.
        draft.period, draft.period_text = anchor_of(draft.entity, case.state), None
    return draft


_DIVIDENDS: Final = re.compile(
    r" (?:for|in|on|of|as|via|through|to pay) (?:its |the |cash |quarterly |regular |common |and )*dividends?\b"
)
_APPROVED: Final = re.compile(
    r"\b(?:approv|authori[sz]|green-?lit|sign(?:ed|s) off|unveil|expand(?:ed|s) its)|\bremain(?:ing|ed"
    r"|s)?\b|\bnew \$", re.IGNORECASE
)


def _authorized(case: Case) -> bool:
    """Words of a decision since the last figure, and up to the next one or the clause's end.

    Accepted: `批准回购500亿美元`, `500亿美元的回购授权`. Rejected: `回购97亿美元,新增600亿美元授权` (of the 97).
    """
    before = [t for t in case.reading.tokens[: case.index] if t.quantity is not None]
    after = [t for t in case.reading.tokens[case.index + 1 :] if t.quantity or t.mark in (",", ";")]
    start = before[-1].end if before else case.reading.start
    text = case.reading.text[start : after[0].start if after else case.reading.end]
    if case.reading.is_latin and _APPROVED.search(text):
        return True
    return any(
        word in text
        for word in ("授权", "批准", "额度", "追加", "再加", "新增", "宣布", "抛出", "推出", "启动", "authoriz", "announce")
    )
