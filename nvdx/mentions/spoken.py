"""Money as people say it in Chinese: `四块二美金`, `五块五毛九`, `一毛钱`, `四分钱`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from nvdx.mentions.numerals import numeral

__all__ = ["spoken_money"]

_NUMBER: Final = r"[0-9]{1,4}(?:\.[0-9]{1,2})?|[零一二两三四五六七八九十百]{1,6}"
_DIGIT: Final = "[零一二两三四五六七八九0-9]"
_CURRENCIES: Final = {
    "美金": "USD", "美元": "USD", "美刀": "USD", "台币": "TWD", "新台币": "TWD", "港币": "HKD",
    "港元": "HKD", "人民币": "CNY",
}  # fmt: skip
# `一块三明治`, `两毛利`: a digit ends the sum only where no noun goes on with it.
_ENDS: Final = r"(?![\u4e00-\u9fff0-9.%])|(?=[的了吧啦呢嘛啊吗耶左比较跟而但也]|同比|环比|年增|季增|美|台|港)"
_SUM: Final = re.compile(
    rf"(?<![第这那每哪整几{'零一二两三四五六七八九十百'}0-9.])(?:"
    rf"(?P<yuan>{_NUMBER})块(?:(?P<mao>{_DIGIT})(?:[毛角](?P<fen>{_DIGIT})?分?|(?P<cents>{_DIGIT})分?|分)?)?"
    rf"|(?P<only_mao>{_NUMBER})[毛角](?![利病巾])(?P<of_mao>{_DIGIT})?分?"
    rf"|(?P<only_fen>{_NUMBER})分(?=钱)"
    rf")(?P<qian>钱)?(?P<currency>{'|'.join(_CURRENCIES)})?(?:{_ENDS})"
)


# `EPS 5.16`: a bare figure right behind earnings per share is money too.
_PER_SHARE: Final = re.compile(
    r"(?:EPS|每股(?:盈余|收益|盈利|纯益|获利))[ ]?(?:是|为|来到|达到|达|有|:)?[ ]?"
    r"(?P<sum>\d{1,3}\.\d{1,2})(?![\d.%])(?! ?[元块美港台新亿万倍至到~-])"
)


def spoken_money(text: str) -> Iterator[tuple[int, int, Decimal, int, str | None]]:
    """Sums said in 块, 毛 and 分: start, end, value, decimals and the currency where it is said.

    >>> [(str(value), unit) for _, _, value, _, unit in spoken_money("是四块二美金,上季两块七毛,股利一毛钱")]
    [('4.2', 'USD'), ('2.7', None), ('0.1', None)]
    >>> [str(value) for _, _, value, _, _ in spoken_money("六块一毛二,一块零五分,四分钱,1块3")]
    ['6.12', '1.05', '0.04', '1.3']
    >>> [str(value) for _, _, value, _, _ in spoken_money("EPS 5.16,每股盈余为1.30,EPS 1.3美元,EPS增长5.2%")]
    ['5.16', '1.30']
    >>> list(spoken_money("这两块业务,第一块三月份,一块三明治,四毛利率,百分之二,五块"))
    []
    """
    for match in _PER_SHARE.finditer(text):
        written = match["sum"]
        places = len(written.partition(".")[2])
        yield match.start("sum"), match.end("sum"), Decimal(written), places, None
    if "块" not in text and "毛" not in text and "角" not in text and "分钱" not in text:
        return
    for match in _SUM.finditer(text):
        if match["yuan"] and not (match["mao"] or match["qian"] or match["currency"]):
            continue  # `两块` counts things.
        value, decimals = _value(match)
        currency = _CURRENCIES.get(match["currency"] or "")
        yield match.start(), match.end(), value, decimals, currency


def _value(match: re.Match[str]) -> tuple[Decimal, int]:
    if match["only_fen"]:
        return numeral(match["only_fen"]).value / 100, 2
    if match["only_mao"]:
        value = numeral(match["only_mao"]).value / 10
        below = match["of_mao"]
        return (value + numeral(below).value / 100, 2) if below else (value, 1)
    value = numeral(match["yuan"]).value
    if not match["mao"]:
        return value, 0
    mao, below = numeral(match["mao"]).value, match["fen"] or match["cents"]
    if match["mao"] in "零0" and below is None:
        return value, 0
    if below is None:
        return value + mao / 10, 1
    return value + mao / 10 + numeral(below).value / 100, 2
