"""Quantities, grouped by what kind of form they are; each group with what must not match."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nvdx.mentions.numerals import numeral
from nvdx.mentions.quantity import Quantity, may_have_quantity, quantities


def one(text: str) -> Quantity:
    (quantity,) = quantities(text)
    return quantity


def raws(text: str) -> list[str]:
    return [text[q.start : q.end] for q in quantities(text)]


# --- amounts ---


@pytest.mark.parametrize(
    ("text", "value", "unit", "decimals"),
    [
        ("300亿美元", "30e9", "USD", -8),
        ("148.81亿美元", "14.881e9", "USD", -6),
        ("816 亿 美元", "81.6e9", "USD", -8),
        ("83 \n亿美元", "8.3e9", "USD", -8),
        ("$26.0 billion", "26e9", "USD", -8),
        ("US$1.2bn", "1.2e9", "USD", -8),
        ("$46.74bn", "46.74e9", "USD", -7),
        ("$35,082", "35082", "USD", 0),
        ("$427 million", "427e6", "USD", -6),
        ("$1.2B", "1.2e9", "USD", -8),
        ("26 billion dollars", "26e9", "USD", -9),
        ("1.5 billion US dollars", "1.5e9", "USD", -8),
        ("USD 2.5 million", "2.5e6", "USD", -5),
        ("0.68美元", "0.68", "USD", 2),
        ("5美分", "0.05", "USD", 2),
        ("25 cents", "0.25", "USD", 2),
        ("2100万美元", "21e6", "USD", -4),
        ("1.4万亿美元", "1.4e12", "USD", -11),
        ("5,000万亿美元", "5e15", "USD", -12),
        ("三百亿美元", "30e9", "USD", -8),
        ("十亿美元", "1e9", "USD", -9),
        ("822.5亿元", "82.25e9", "CNY", -7),
        ("RMB 8.5 billion", "8.5e9", "CNY", -8),
        ("人民币85亿元", "8.5e9", "CNY", -8),
        ("300亿元人民币", "30e9", "CNY", -8),
        ("¥500", "500", "CNY", 0),
        ("￥500", "500", "CNY", 0),
        ("16万9900元", "169900", "CNY", 0),
        ("523亿港元", "52.3e9", "HKD", -8),
        ("港币5亿元", "5e8", "HKD", -8),
        ("HK$5 million", "5e6", "HKD", -6),
        ("NT$1,000億", "1e11", "TWD", -8),
        ("3兆新台幣", "3e12", "TWD", -12),
        ("1000億円", "1e11", "JPY", -8),
        ("2万日元", "2e4", "JPY", -4),
        ("38万亿韩元", "38e12", "KRW", -12),
        ("5 trillion won", "5e12", "KRW", -12),
        ("€3.4bn", "3.4e9", "EUR", -8),
        ("20亿欧元", "2e9", "EUR", -8),
        ("£2m", "2e6", "GBP", -6),
        ("８１６億美元", "81.6e9", "USD", -8),
        ("2.5億美圓", "2.5e8", "USD", -7),
        ("half a billion dollars", "5e8", "USD", -8),
        ("two billion dollars", "2e9", "USD", -9),
    ],
)
def test_amount(text: str, value: str, unit: str, decimals: int) -> None:
    quantity = one(text)
    assert (quantity.form, quantity.value, quantity.unit) == ("amount", Decimal(value), unit)
    assert quantity.decimals == decimals
    assert (quantity.start, quantity.end) == (0, len(text))
    assert quantity.comparator == "="


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("预计410亿", "41e9"),
        ("中位数378亿略小", "37.8e9"),
        ("卖了1,100万,", "11e6"),
        ("一万五千亿", "1.5e12"),
        ("1万5千亿", "1.5e12"),
        ("两千亿", "2e11"),
        ("二十万亿", "20e12"),
        ("revenue of 26 billion, up again", "26e9"),
    ],
)
def test_amount_without_currency(text: str, value: str) -> None:
    assert (one(text).value, one(text).unit) == (Decimal(value), None)


@pytest.mark.parametrize(
    "text",
    [
        "700亿个参数",
        "330亿参数",
        "9亿人次",
        "1.5亿部",
        "60万患者",
        "600万+台",
        "2400名用户",
        "3亿吨",
        "3000万-4000万份",
        "2 million users",
        "70B参数",
        "1.2B",
        "5千瓦",
        "22-million",
        "$5G",
        "千亿级市场",
        "一万",
        "千万不要",
        "亿万",
        "三元锂电池",
        "一元论",
        "10元素",
        "两万五千里",
        "CAD433EE",
        "5 won",
    ],
)
def test_counts_and_words_are_no_amounts(text: str) -> None:
    assert raws(text) == []


def test_spans_in_text() -> None:
    assert raws("本季营收816亿美元,同比+85%/环比+20%。") == ["816亿美元", "+85%", "+20%"]
    assert raws("每股0.25美元") == ["0.25美元"]
    assert raws("EPS0.68美元") == ["0.68美元"]
    assert raws("第二季度(Q2),300亿美元") == ["300亿美元"]
    assert raws("Q2,300亿美元") == ["300亿美元"]


# --- percent, points, multiples ---


@pytest.mark.parametrize(
    ("text", "value", "decimals"),
    [
        ("75%", "75", 0),
        ("75 %", "75", 0),
        ("13％", "13", 0),
        ("100%", "100", 0),
        ("8.1%", "8.1", 1),
        ("90 percent", "90", 0),
        ("62 per cent", "62", 0),
        ("22个PERCENT", "22", 0),
        ("百分之七十五", "75", 0),
        ("百分之75.5", "75.5", 1),
        ("百分百", "100", 0),
        ("千分之五", "0.5", 1),
        ("五成", "50", -1),
        ("8成", "80", -1),
        ("八成五", "85", 0),
        ("八分之一", "12.5", None),
        ("一半", "50", None),
        ("twenty-five percent", "25", 0),
        ("GAAP74.4%", "74.4", 1),
    ],
)
def test_percent(text: str, value: str, decimals: int | None) -> None:
    quantity = one(text)
    assert (quantity.form, quantity.unit) == ("percent", "percent")
    assert (quantity.value, quantity.decimals) == (Decimal(value), decimals)


def test_fractions() -> None:
    assert one("三分之二").value == Decimal("66.6666666667")
    assert one("two-thirds of sales").value == Decimal("66.6666666667")
    assert one("a third of the total").value == Decimal("33.3333333333")
    assert one("近1/3的营收").value == Decimal("33.3333333333")
    assert one("about half of our revenue").comparator == "~"
    assert one("约一半").comparator == "~"
    assert one("占比过半").comparator == ">"


@pytest.mark.parametrize(
    "text",
    [
        "一成不变",
        "两位数增长",
        "十几percent",
        "百分之十几",
        "the first half of 2025",
        "second half",
        "half-year",
        "half of 2024",
        "in the third quarter",
        "过半年",
        "通过半自动",
        "1/3发布",
        "v2.5%",
        "percentage",
        "三成为",
        "数倍",
        "几个百分点",
    ],
)
def test_no_percent(text: str) -> None:
    assert raws(text) == []


@pytest.mark.parametrize(
    ("text", "value", "decimals"),
    [
        ("14.2pcts", "14.2", 1),
        ("-0.1pct", "-0.1", 1),
        ("0.5个百分点", "0.5", 1),
        ("3個百分點", "3", 0),
        ("25 percentage points", "25", 0),
        ("five percentage points", "5", 0),
        ("0.5 pts", "0.5", 1),
        ("50个基点", "0.5", 2),
        ("50 basis points", "0.5", 2),
        ("50 bps", "0.5", 2),
    ],
)
def test_points(text: str, value: str, decimals: int) -> None:
    quantity = one(text)
    assert (quantity.form, quantity.unit) == ("points", "percentage_points")
    assert (quantity.value, quantity.decimals) == (Decimal(value), decimals)


@pytest.mark.parametrize(
    ("text", "form", "value"),
    [
        ("5倍", "multiple", "5"),
        ("两倍", "multiple", "2"),
        ("一点五倍", "multiple", "1.5"),
        ("4 倍", "multiple", "4"),
        ("增长一倍", "multiple", "1"),
        ("3x", "multiple", "3"),
        ("three times as much", "multiple", "3"),
        ("twice the revenue", "multiple", "2"),
        ("a twofold increase", "multiple", "2"),
        ("翻倍", "double", "2"),
        ("翻番", "double", "2"),
        ("翻了一番", "double", "2"),
        ("翻两番", "double", "4"),
        ("revenue doubled", "double", "2"),
        ("nearly tripled", "double", "3"),
        ("quadrupled", "double", "4"),
        ("more than double", "double", "2"),
    ],
)
def test_multiple(text: str, form: str, value: str) -> None:
    quantity = one(text)
    assert (quantity.form, quantity.value, quantity.unit) == (form, Decimal(value), None)


@pytest.mark.parametrize(
    "text",
    [
        "倍数",
        "五倍速",
        "加倍",
        "3x4",
        "1024x768",
        "x86",
        "double-digit growth",
        "doubled down",
        "double quotes",
        "three times a day",
        "logo@2x.png",
        "0x",
    ],
)
def test_no_multiple(text: str) -> None:
    assert raws(text) == []


def test_flat() -> None:
    for text in ("环比持平", "roughly flat", "unchanged from last year"):
        quantity = one(text)
        assert (quantity.form, quantity.value, quantity.comparator) == ("flat", Decimal(0), "~")
    assert raws("a flat panel, a platform, /flat/") == []


# --- ranges and tolerances ---


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("5%-10%", "5", "10", "percent"),
        ("17-19%", "17", "19", "percent"),
        ("7%至 19%", "7", "19", "percent"),
        ("10% 到 15%", "10", "15", "percent"),
        ("40%—50%", "40", "50", "percent"),
        ("50~70%", "50", "70", "percent"),
        ("10 to 15 percent", "10", "15", "percent"),
        ("ten to fifteen percent", "10", "15", "percent"),
        ("-1% to 2%", "-1", "2", "percent"),
        ("三四成", "30", "40", "percent"),
        ("五至六成", "50", "60", "percent"),
        ("5至7个百分点", "5", "7", "percentage_points"),
        ("50-60亿美元", "5e9", "6e9", "USD"),
        ("250亿至300亿美元", "25e9", "30e9", "USD"),
        ("250 亿到 300 亿美元", "25e9", "30e9", "USD"),
        ("250亿美元至300亿美元", "25e9", "30e9", "USD"),
        ("3万亿–4万亿美元", "3e12", "4e12", "USD"),
        ("3-4 万亿美元", "3e12", "4e12", "USD"),
        ("5000万至1亿元", "5e7", "1e8", "CNY"),
        ("$25 billion to $30 billion", "25e9", "30e9", "USD"),
        ("$25-30 billion", "25e9", "30e9", "USD"),
        ("七八百亿美元", "7e10", "8e10", "USD"),
        ("2-3倍", "2", "3", None),
    ],
)
def test_range(text: str, low: str, high: str, unit: str | None) -> None:
    quantity = one(text)
    assert (quantity.value, quantity.low, quantity.high) == (None, Decimal(low), Decimal(high))
    assert quantity.unit == unit
    assert (quantity.start, quantity.end) == (0, len(text))


def test_range_words() -> None:
    assert raws("between $25 and $30 billion") == ["$25 and $30 billion"]
    assert raws("在5%和10%之间") == ["5%和10%"]
    assert raws("65%和67%") == ["65%", "67%"]
    assert one("约50-60亿美元").comparator == "~"


def test_changes_are_no_ranges() -> None:
    assert raws("由83%提升至87%") == ["83%", "87%"]
    assert raws("从5%到10%") == ["5%", "10%"]
    assert raws("raised it from $0.01 to $0.25") == ["$0.01", "$0.25"]
    assert raws("增长8%至1611亿元") == ["8%", "1611亿元"]
    assert raws("up 10% to $5 billion") == ["10%", "$5 billion"]
    assert raws("5亿美元至30亿元") == ["5亿美元", "30亿元"]
    assert raws("10%-5%") == ["10%", "5%"]


def test_ranges_that_only_look_like_changes() -> None:
    assert raws("公司自身指引367亿至382亿美元") == ["367亿至382亿美元"]
    assert raws("区间由原先380亿至420亿美元收敛至400亿至420亿美元") == ["380亿至420亿美元", "400亿至420亿美元"]


def test_list_that_shares_its_unit() -> None:
    text = "三年收入为1237/1642/1846亿美元"
    assert raws(text) == ["1237", "1642", "1846亿美元"]
    found = [(q.value, q.unit, q.decimals) for q in quantities(text)]
    assert found[0] == (Decimal("123.7e9"), "USD", -8)
    assert [q.value for q in quantities("增至10、20、40倍")] == [10, 20, 40]
    assert raws("1、5%的增长") == ["5%"]


@pytest.mark.parametrize(
    ("text", "value", "low", "high"),
    [
        ("910亿美元(±2%)", "91e9", "89.18e9", "92.82e9"),
        ("910亿美元（±2%）", "91e9", "89.18e9", "92.82e9"),
        ("910亿美元,上下浮动2%", "91e9", "89.18e9", "92.82e9"),
        ("910亿美元正负2%", "91e9", "89.18e9", "92.82e9"),
        ("780±2%亿美元", "78e9", "76.44e9", "79.56e9"),
        ("780±2%\n\n亿美元", "78e9", "76.44e9", "79.56e9"),
        ("$28.0 billion, plus or minus 2%", "28e9", "27.44e9", "28.56e9"),
        ("910亿美元±18亿美元", "91e9", "89.2e9", "92.8e9"),
        ("75%(±0.5pct)", "75", "74.5", "75.5"),
        ("74.5%±50个基点", "74.5", "74", "75"),
        ("75%,上下浮动50个基点", "75", "74.5", "75.5"),
        ("75.5%, plus or minus 50 basis points", "75.5", "75", "76"),
        ("17%, plus or minus 1%", "17", "16", "18"),
        ("75±0.5%", "75", "74.5", "75.5"),
    ],
)
def test_tolerance_at_its_figure(text: str, value: str, low: str, high: str) -> None:
    quantity = one(text)
    expected = (Decimal(value), Decimal(low), Decimal(high))
    assert (quantity.value, quantity.low, quantity.high) == expected
    assert (quantity.start, quantity.end) == (0, len(text))
    assert quantity.comparator == "="


def test_tolerance_apart() -> None:
    text = "毛利率为74.9%和75%,均上下浮动50个基点"
    *_, last = quantities(text)
    assert raws(text) == ["74.9%", "75%", "上下浮动50个基点"]
    assert (last.form, last.value, last.unit) == ("tolerance", Decimal("0.5"), "percentage_points")
    # a range has no ± of its own
    assert [q.form for q in quantities("增长5%-10%,上下浮动2%")] == ["percent", "tolerance"]


# --- vague ---


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("数十亿美元", "1e9", "1e10", "USD"),
        ("几十亿美元", "1e9", "1e10", "USD"),
        ("数亿", "1e8", "1e9", None),
        ("數百億美元", "1e10", "1e11", "USD"),
        ("上百亿美元", "1e10", "1e11", "USD"),
        ("十几亿美元", "1e9", "2e9", "USD"),
        ("billions of dollars", "1e9", "1e10", "USD"),
        ("tens of billions of dollars", "1e10", "1e11", "USD"),
        ("several billion dollars", "1e9", "1e10", "USD"),
        ("high single-digit billions", "7e9", "9e9", None),
        ("mid-70s", "74", "76", "percent"),
        ("high-40s", "47", "49", "percent"),
        ("low-60s", "61", "63", "percent"),
        ("mid-70%", "74", "76", "percent"),
        ("low-to-mid 40s", "41", "46", "percent"),
        ("mid-seventies", "74", "76", "percent"),
        ("40% 高位", "47", "49", "percent"),
        ("40%高段", "47", "49", "percent"),
        ("70%中段", "74", "76", "percent"),
    ],
)
def test_vague(text: str, low: str, high: str, unit: str | None) -> None:
    quantity = one(text)
    assert (quantity.value, quantity.low, quantity.high) == (None, Decimal(low), Decimal(high))
    assert (quantity.unit, quantity.comparator) == (unit, "~")
    assert (quantity.start, quantity.end) == (0, len(text))


@pytest.mark.parametrize(
    "text",
    [
        "总数百亿",
        "数百家客户",
        "数百万台",
        "数百万",
        "billions of users",
        "multi-billion dollar",
        "in the 70s",
        "the mid-1980s",
        "double-digit billions",
    ],
)
def test_not_vague(text: str) -> None:
    assert raws(text) == []


def test_bands_need_a_ten() -> None:
    assert one("in the low 40% range").low == 41
    assert one("a record high 80%").value == 80
    assert one("75%高位").value == 75
    assert one("70%中位数").value == 70


# --- comparators and signs ---


@pytest.mark.parametrize(
    ("text", "comparator"),
    [
        ("约300亿美元", "~"),
        ("约为300亿美元", "~"),
        ("接近80%", "~"),
        ("近七成", "~"),
        ("近乎三倍", "~"),
        ("75% 左右", "~"),
        ("300亿美元上下", "~"),
        ("approximately $4 billion", "~"),
        ("roughly a third of the total", "~"),
        ("~5%", "~"),
        ("超2倍", ">"),
        ("超过了50%", ">"),
        ("突破100亿美元", ">"),
        ("高于5%", ">"),
        ("5倍以上", ">"),
        ("100多亿", ">"),
        ("5万余元", ">"),
        ("30多%", ">"),
        ("四成多", ">"),
        ("410亿+,", ">"),
        ("超千亿", ">"),
        ("more than 5x", ">"),
        ("over 25 percentage points", ">"),
        ("$5 billion-plus", ">"),
        ("不足300亿美元", "<"),
        ("增长了不到10个percent", "<"),
        ("低于5%", "<"),
        ("5%以内", "<"),
        ("less than 3%", "<"),
        ("至少5%", ">="),
        ("不低于5%", ">="),
        ("at least $2 billion", ">="),
        ("不超过5%", "<="),
        ("最多5%", "<="),
        ("as much as $30 billion", "<="),
        ("up to 5%", "<="),
        ("高达300亿美元", "="),
        ("up 18%", "="),
        ("最近300亿美元", "="),
        ("签约300亿美元", "="),
        ("30%多于预期", "="),
        ("超过18%的市场预期", "="),
        ("above the $551 million consensus", "="),
        ("<p>50%</p>", "="),
    ],
)
def test_comparator(text: str, comparator: str) -> None:
    assert one(text).comparator == comparator


@pytest.mark.parametrize(
    ("text", "raw", "value", "sign"),
    [
        ("同比+85%", "+85%", 85, 1),
        ("同比-5%", "-5%", -5, -1),
        ("YoY-5%", "-5%", -5, -1),
        ("环比−5%", "−5%", -5, -1),
        ("环比 -\n\n5%", "-\n\n5%", -5, -1),
        ("-$5 million", "-$5 million", -5_000_000, -1),
        ("净利润为-5亿元", "-5亿元", -500_000_000, -1),
        ("营收-816亿美元", "816亿美元", 81_600_000_000, 0),
        ("Q1-5%", "5%", 5, 0),
        ("Top-10%", "10%", 10, 0),
    ],
)
def test_sign(text: str, raw: str, value: int, sign: int) -> None:
    assert raws(text) == [raw]
    assert one(text).value == value
    assert one(text).sign == sign


# --- what is no quantity ---


@pytest.mark.parametrize(
    "text",
    [
        "2025年",
        "2025-2027年",
        "2025/2026/2027 财年",
        "2024-07-28",
        "8/28的财报",
        "12:30",
        "9/30",
        "13800138000",
        "股票代码 600519",
        "H100",
        "A100",
        "B200",
        "GB300",
        "H20",
        "RTX 5060",
        "RTX 40系列",
        "GPT-4o",
        "Llama 3",
        "3nm",
        "5G",
        "i9",
        "CUDA 12.4",
        "第2",
        "第三季度",
        "FY27Q1",
        "4小时",
        "50家",
        "万一",
        "十分重要",
        "一个",
        "三点五十",
        "200",
        "",
    ],
)
def test_nothing(text: str) -> None:
    assert raws(text) == []


def test_prefilter_misses_nothing() -> None:
    texts = [
        "营收翻倍",
        "持平",
        "Half of it",
        "占比过半",
        "五成",
        "億美元 3",
        "三億美元",
        "doubled",
        "billions of dollars",
        "5%",
        "high teens",
        "２％",
    ]
    for text in texts:
        assert may_have_quantity(text) or not raws(text), text
    assert not may_have_quantity("需求依旧强劲,管理层很有信心")
    assert not may_have_quantity("Demand for the latest platform stays strong.")


@given(
    st.text("0123456789一两三十百千万亿兆几数半成倍分之点多约超至到和.,%$±+-~/、() \n元美个xX億%s")
)
def test_spans_are_in_order_and_inside(text: str) -> None:
    end = 0
    for quantity in quantities(text):
        assert end <= quantity.start < quantity.end <= len(text)
        end = quantity.end
        low, high = quantity.low, quantity.high
        assert quantity.value is not None or (low is not None and high is not None)
        assert low is None or high is None or low <= high


@given(st.integers(1, 10**8), st.sampled_from(["", ".5", ".25"]), st.sampled_from(["亿", "万", ""]))
def test_amounts_are_exact(whole: int, fraction: str, scale: str) -> None:
    value = Decimal(f"{whole}{fraction}") * {"亿": 10**8, "万": 10**4, "": 1}[scale]
    assert one(f"{whole}{fraction}{scale}美元").value == value
    assert one(f"{whole:,}{fraction} {scale} 美元").value == value


def test_numerals() -> None:
    assert numeral("1亿5000万").value == 150_000_000
    assert numeral("一百五").value == 150
    assert numeral("1兆5000亿").value == Decimal("1.5e12")
    for text in ("", "亿元", "一二三", "abc"):
        with pytest.raises(ValueError, match="no number"):
            numeral(text)


@pytest.mark.parametrize(
    "unit", ["1", "1,", "1 ", "一", "万亿", "1-", "1/", "5%(±", "low ", "one "]
)
def test_time_is_linear(unit: str) -> None:
    def seconds(length: int) -> float:
        text = unit * (length // len(unit)) + " half"
        start = time.perf_counter()
        for _ in quantities(text):
            pass
        return time.perf_counter() - start

    seconds(1000)
    assert seconds(80_000) < 12 * seconds(20_000) + 0.2


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("持平至增长2%", "0", "2"),
        ("持平到上升3%", "0", "3"),
        ("持平至下降5%", "-5", "0"),
    ],
)
def test_a_range_from_flat(text: str, low: str, high: str) -> None:
    quantity = one(f"环比{text}。")
    assert (quantity.form, quantity.value) == ("percent", None)
    assert (quantity.low, quantity.high) == (Decimal(low), Decimal(high))


def test_flat_beside_another_figure() -> None:
    assert raws("同比持平，环比增长2%") == ["持平", "2%"]


def test_a_tolerance_without_its_unit() -> None:
    quantity = one("67亿美元，上下2亿")
    assert (quantity.low, quantity.high) == (Decimal("6.5e9"), Decimal("6.9e9"))
