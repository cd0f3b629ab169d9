"""How Chinese news words results: who is meant, of which time, and what is no level or growth of one period."""

from __future__ import annotations

import pytest

import nvdx

PUBLISHED = "2025-08-28"  # NVIDIA has reported FY2026Q2, companies of the calendar year FY2025Q2


def read(text: str, *, published: str = PUBLISHED, entity: str = "NVDA", title: str | None = None) -> list[str]:
    """`WHO PERIOD what measure kind value` of each record, `kind` only where it is not reported."""
    found = []
    for fact in nvdx.extract_text(text, published=published, entity=entity, title=title):
        part = fact.segment or fact.product or fact.geography or fact.customer
        value = fact.value if fact.value is not None else f"{fact.low}..{fact.high}"
        words = [
            fact.entity,
            fact.fiscal_period,
            fact.metric + (f"[{part}]" if part else ""),
            None if fact.measure == "level" else fact.measure,
            None if fact.kind == "reported" else fact.kind,
            f"{float(value):.6g}" if fact.value is not None else value,
        ]
        found.append(" ".join(str(word) for word in words if word is not None))
    return found


class TestWhoIsMeant:
    @pytest.mark.parametrize(
        "text",
        [
            "英伟达营收467亿美元。博通也交了卷。该公司当季营收159亿美元。",
            "英伟达营收467亿美元。最后交卷的是博通。7月里，其营收159亿美元。",
            "英伟达营收467亿美元。订单流向了博通。这家芯片公司当季营收159亿美元。",
        ],
    )
    def test_an_anaphor_takes_up_the_company_of_the_sentence_before(self, text: str) -> None:
        assert [line.split()[0] for line in read(text)] == ["NVDA", "AVGO"]

    @pytest.mark.parametrize(
        "text",
        [
            "英伟达的对手不止博通和AMD。该公司当季营收467亿美元。",
            "这家芯片公司当季营收467亿美元。",
        ],
    )
    def test_else_it_is_the_document_s(self, text: str) -> None:
        assert [line.split()[0] for line in read(text, title="英伟达第二季度财报")] == ["NVDA"]

    def test_a_sentence_turns_to_the_company_it_ends_with(self) -> None:
        text = "英伟达营收467亿美元。再看它们的老师台积电。第二季度毛利率58.6%。"
        assert read(text, title="英伟达第二季度财报")[-1] == "TSM FY2025Q2 gross_margin 58.6"

    def test_a_part_of_the_document_s_company_behind_a_name_in_passing(self) -> None:
        text = "财务长透露，微软已部署数万块芯片，Blackwell贡献了近70%的数据中心计算收入；网络业务收入73亿美元。"
        assert read(text, title="英伟达第二季度财报") == [
            "NVDA FY2026Q2 revenue[data_center.compute] share 70",
            "NVDA FY2026Q2 revenue[data_center.networking] 7.3e+09",
        ]

    def test_a_stranger_turned_to_is_not_in_passing(self) -> None:
        assert read("至于格芯，二季度营收16.3亿美元，同比下降12%。", entity="INTC") == []

    def test_an_exchange_in_passing_is_nobody_s_turn(self) -> None:
        assert read("腾讯在港交所公告，第二季度收入1845亿元。", entity="0700.HK") == [
            "0700.HK FY2025Q2 revenue 1.845e+11"
        ]

    def test_companies_together_have_no_figure(self) -> None:
        assert read("微软、谷歌、亚马逊今年的资本开支合计约2800亿美元。") == []
        assert read("微软、谷歌预计今年的资本开支分别约800亿美元和850亿美元。") == [
            "MSFT FY2026 capex guidance 8e+10",
            "GOOGL FY2025 capex guidance 8.5e+10",
        ]


class TestWhen:
    def test_a_dated_figure_in_passing(self) -> None:
        text = "毛利率72.4%，2025财年第四季度为73.0%；净利润264亿美元。"
        assert read(text) == [
            "NVDA FY2026Q2 gross_margin 72.4",
            "NVDA FY2025Q4 gross_margin 73",
            "NVDA FY2026Q2 net_income 2.64e+10",
        ]
        # A later period is no aside: its growth follows.
        text = "2023财年净利润44亿美元，2024财年为298亿美元，同比增长581%。"
        assert read(text)[-1] == "NVDA FY2024 net_income yoy 581"

    @pytest.mark.parametrize(
        ("text", "records"),
        [
            ("2026财年至今，公司营收908亿美元。", ["NVDA FY2026H1 revenue 9.08e+10"]),
            ("今年累计资本开支已达31亿美元。", ["NVDA FY2026H1 capex 3.1e+09"]),
            ("本财年前两个季度，公司向股东返还243亿美元。", ["NVDA FY2026H1 shareholder_returns 2.43e+10"]),
            ("预计2026财年营收2000亿美元。", ["NVDA FY2026 revenue guidance 2e+11"]),
        ],
    )
    def test_a_year_so_far(self, text: str, records: list[str]) -> None:
        assert read(text) == records

    def test_a_year_compared_with(self) -> None:
        text = "2025财年净利润为729亿美元，相比之下2024财年的净利润为298亿美元；每股收益为2.94美元。"
        assert [line.split()[1] for line in read(text)] == ["FY2025", "FY2024", "FY2025"]
        assert read("我们预计全年收入将比去年增长一倍以上。") == ["NVDA FY2026 revenue yoy guidance 100"]

    def test_a_first_quarter_of_its_kind_is_none(self) -> None:
        text = "这是公司上市以来的首次季度亏损。游戏收入43亿美元。下季营收料为540亿美元。"
        assert [line.split()[1] for line in read(text)] == ["FY2026Q2", "FY2026Q3"]

    def test_a_single_quarter_behind_a_longer_period(self) -> None:
        text = "上半财年，公司营收908亿美元，同比增长62%。单季净利润264亿美元，同比增长59%。"
        assert [line.split()[1] for line in read(text)] == ["FY2026H1", "FY2026H1", "FY2026Q2", "FY2026Q2"]

    def test_results_that_are_still_to_come_out(self) -> None:
        text = "AMD将于11月4日公布第三季度业绩，此前预计营收为87亿美元。"
        assert read(text) == ["AMD FY2025Q3 revenue guidance 8.7e+09"]

    def test_the_quarter_before_the_guided_one(self) -> None:
        assert read("公司预计第三季度毛利率73.5%，高于上一季的72.7%。") == [
            "NVDA FY2026Q3 gross_margin guidance 73.5",
            "NVDA FY2026Q2 gross_margin 72.7",
        ]

    def test_the_next_fiscal_year_beside_a_year_s_results(self) -> None:
        text = "微软第四财季营收764亿美元。公司预计，新财年资本支出将超过1000亿美元。"
        assert read(text, published="2025-07-31", entity="MSFT")[-1] == "MSFT FY2026 capex guidance 1e+11"

    def test_results_below_an_outlook(self) -> None:
        text = "第二季度营收467亿美元。\n\n业绩展望：\n\n第三季度营收将达540亿美元。\n\n2026财年上半年，公司营收908亿美元。"
        assert read(text)[-1] == "NVDA FY2026H1 revenue 9.08e+10"

    def test_capex_of_the_outlook_being_given(self) -> None:
        text = "公司预计第三季度营收540亿美元。资本支出预计将达15亿美元到17亿美元。"
        assert read(text)[-1] == "NVDA FY2026Q3 capex guidance 1500000000..1700000000"

    def test_a_period_stands_before_its_figures(self) -> None:
        assert read("二季度净利润同比增长59% 三季度营收指引540亿美元", title=None)[0] == (
            "NVDA FY2026Q2 net_income yoy 59"
        )


class TestKinds:
    def test_what_others_expect_behind_an_outlook(self) -> None:
        assert read("公司预计第三财季毛利率73%至74%，预估73.4%。") == [
            "NVDA FY2026Q3 gross_margin guidance 73..74",
            "NVDA FY2026Q3 gross_margin consensus 73.4",
        ]

    def test_an_amount_given_or_taken_lies_ahead(self) -> None:
        assert read("AMD给的数是第三季度营收87亿美元，上下3亿美元。") == ["AMD FY2025Q3 revenue guidance 8.7e+09"]

    def test_what_has_come_about_by_now(self) -> None:
        text = "公司预计第三财季营收540亿美元；网络业务营收已接近73亿美元。"
        assert read(text)[-1] == "NVDA FY2026Q2 revenue[data_center.networking] 7.3e+09"

    def test_both_bases_of_a_list_have_its_bounds(self) -> None:
        found = nvdx.extract_text(
            "第三季度毛利率GAAP为73.3%、非GAAP为73.5%，误差正负50个基点。", published=PUBLISHED, entity="NVDA"
        )
        assert [(f.kind, f.basis, str(f.low), str(f.high)) for f in found] == [
            ("guidance", "gaap", "72.8", "73.8"),
            ("guidance", "non_gaap", "73.0", "74.0"),
        ]


    def test_a_former_outlook_ends_with_its_clause(self) -> None:
        text = "营收467亿美元，此前公司给出的指引为450亿美元；GAAP净利润264亿美元，同比增长59%。"
        assert read(text) == [
            "NVDA FY2026Q2 revenue 4.67e+10",
            "NVDA FY2026Q2 revenue guidance 4.5e+10",
            "NVDA FY2026Q2 net_income 2.64e+10",
            "NVDA FY2026Q2 net_income yoy 59",
        ]

    def test_the_company_goes_on_behind_what_analysts_expect(self) -> None:
        text = "英伟达预计第三财季营收540亿美元，分析师预期531亿美元；预计第三财季毛利率为73.5%，分析师预期73.3%。"
        assert [line.split()[3] for line in read(text)] == ["guidance", "consensus", "guidance", "consensus"]

    def test_what_is_over_was_not_expected(self) -> None:
        text = "市场普遍预期，公司2026财年净利润将超过1000亿美元，而2025财年，它赚了729亿美元。"
        assert read(text) == ["NVDA FY2026 net_income consensus 1e+11", "NVDA FY2025 net_income 7.29e+10"]

    def test_a_part_named_in_a_cause(self) -> None:
        text = "财务长警告，由于AI收入占比提升，下季度毛利率将环比下降约100个基点。"
        assert read(text) == ["NVDA FY2026Q3 gross_margin qoq guidance -1"]

    def test_a_year_only_foretold_does_not_hold_on(self) -> None:
        text = "公司将2026财年资本支出上调至70亿美元，此前为60亿美元。游戏收入43亿美元，同比增长49%。"
        assert [line.split()[1] for line in read(text)] == ["FY2026", "FY2026", "FY2026Q2", "FY2026Q2"]

    def test_a_whole_range_behind_its_upper_end(self) -> None:
        text = "营收467亿美元，高于公司此前指引上限（441亿至459亿美元）。"
        assert read(text)[-1] == "NVDA FY2026Q2 revenue guidance 44100000000..45900000000"

    def test_a_year_goes_on_before_a_comparison_with_another(self) -> None:
        text = "2025财年营收1305亿美元，净利润729亿美元。毛利率75%，比2024财年提高2.3个百分点。"
        assert [line.split()[1] for line in read(text)] == ["FY2025"] * 4

    def test_the_quarter_until_the_year_is_said_again(self) -> None:
        text = "第二季度营收467亿美元，全年营收2000亿美元。净利润264亿美元，同比增长59%，全年净利1000亿美元。"
        assert [line.split()[1] for line in read(text)] == [
            "FY2026Q2", "FY2026", "FY2026Q2", "FY2026Q2", "FY2026",
        ]  # fmt: skip


class TestDivisions:
    @pytest.mark.parametrize(
        ("text", "parts"),
        [
            ("——游戏业务第四季度营收25亿美元，同比下降11%；全年营收增长9%，至114亿美元。", ["gaming"] * 4),
            ("游戏业务第四季度营收25亿美元。全年营收114亿美元。", ["gaming"] * 2),
            ("游戏业务第四季度营收25亿美元；全年营收114亿美元；净利润729亿美元。", ["gaming", "gaming", None]),
            ("游戏业务第四季度营收25亿美元，汽车业务6亿美元；全年营收1305亿美元。", ["gaming", "automotive", None]),
            ("游戏业务第四季度营收25亿美元；公司全年营收1305亿美元。", ["gaming", None]),
        ],
    )
    def test_the_year_of_a_part(self, text: str, parts: list[str | None]) -> None:
        found = nvdx.extract_text(text, published="2025-02-27", entity="NVDA")
        assert [fact.segment for fact in found] == parts

    def test_its_operating_result_behind_a_semicolon(self) -> None:
        text = (
            "数据中心部门第二季度营收为32亿美元，同比增长14%；"
            "运营利润为1.55亿美元，占营收的5%，上年同期为7.43亿美元，占营收的26%。"
        )
        assert read(text, entity="AMD") == [
            "AMD FY2025Q2 revenue[data_center] 3.2e+09",
            "AMD FY2025Q2 revenue[data_center] yoy 14",
            "AMD FY2025Q2 operating_income[data_center] 1.55e+08",
            "AMD FY2025Q2 operating_margin[data_center] 5",
            "AMD FY2024Q2 operating_income[data_center] 7.43e+08",
            "AMD FY2024Q2 operating_margin[data_center] 26",
        ]

    @pytest.mark.parametrize(
        "text",
        [
            "数据中心收入32亿美元；运营利润1.55亿美元。",
            "客户端部门营收25亿美元，游戏部门营收11亿美元；运营利润1.55亿美元。",
        ],
    )
    def test_else_it_is_the_company_s(self, text: str) -> None:
        assert read(text, entity="AMD")[-1] == "AMD FY2025Q2 operating_income 1.55e+08"

    def test_back_at_the_division_behind_a_part_of_it(self) -> None:
        text = "创新业务分部收入213亿元，其中汽车收入206亿元，分部毛利率26.4%，经营亏损3亿元，上个季度亏损5亿元。"
        found = read(text, entity="1810.HK")
        whole = "smart_ev_ai_and_other_new_initiatives"
        assert found[2:] == [
            f"1810.HK FY2025Q2 gross_margin[{whole}] 26.4",
            f"1810.HK FY2025Q2 operating_income[{whole}] -3e+08",
            f"1810.HK FY2025Q1 operating_income[{whole}] -5e+08",
        ]

    def test_a_parenthesis_says_its_name(self) -> None:
        text = "微软云（Microsoft Cloud）收入467亿美元。"
        assert read(text, entity="MSFT") == ["MSFT FY2025Q4 revenue[microsoft_cloud] 4.67e+10"]

    def test_the_whole_that_a_share_is_of(self) -> None:
        text = "AWS营业利润102亿美元，占到公司营业利润192亿美元的一半。"
        assert read(text, entity="AMZN")[-1] == "AMZN FY2025Q2 operating_income 1.92e+10"


class TestNoLevelOfOnePeriod:
    @pytest.mark.parametrize(
        "text",
        [
            "营收连续四个季度超过300亿美元。",
            "全年资本支出区间上限维持720亿美元不变。",
            "净利润比去年同期多赚了98亿美元。",
            "数据中心收入打开一个2000亿美元的新市场。",
            "营收已扣除出口限制带来的约80亿美元损失。",
            "未来三到五年，数据中心收入年均增长50%以上。",
            "AI收入的年复合增速超过80%。",
            "主权AI收入将达到低两位数的十亿美元。",
            "净利润包含76亿美元一次性收益。",
            "公司预计第三季度每股收益持平。",
            "此举有望让谷歌拿下英伟达年收入的10%，即数十亿美元。",
            "Hopper、InfiniBand与Blackwell合计收入100亿美元。",
        ],
    )
    def test_rejected(self, text: str) -> None:
        assert read(text) == []

    def test_software_for_businesses_is_no_company(self) -> None:
        text = "企业软件方面，软件、服务和支持收入的年化规模已达15亿美元，预计年底将超过20亿美元。"
        assert ["run_rate" in line for line in read(text)] == [True, True]

    def test_growth_of_a_count(self) -> None:
        text = "销售收入22亿美元，同比增长16%；付运晶圆239万片，环比增长4%。"
        assert len(read(text, entity="0981.HK")) == 2

    def test_expectations_of_a_longer_list(self) -> None:
        text = "营收467亿美元；净利润264亿美元，每股收益1.08美元，市场预期分别为461亿美元、1.01美元。"
        assert not any("consensus 4.61e+10" in line and "net_income" in line for line in read(text))

    def test_growth_of_outside_revenue(self) -> None:
        text = "云智能集团收入333.9亿元，同比增长26%；外部客户收入也增长了22%。"
        assert len(read(text, entity="BABA")) == 2


class TestSigns:
    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("自由现金流为净流出21.8亿美元。", "-2.18e+09"),
            ("自由现金流21.8亿美元。", "2.18e+09"),
            ("净利润41亿美元，去年同期亏166亿美元。", "-1.66e+10"),
            ("公司扭亏为盈，净利润41亿美元。", "4.1e+09"),
        ],
    )
    def test_sign(self, text: str, value: str) -> None:
        assert read(text)[-1].split()[-1] == value

    @pytest.mark.parametrize(
        ("text", "records"),
        [
            ("代工业务仍亏着23亿美元。", ["INTC FY2025Q2 operating_income[foundry] -2.3e+09"]),
            ("代工业务净亏损23亿美元。", ["INTC FY2025Q2 net_income[foundry] -2.3e+09"]),
            ("公司亏损29亿美元。", ["INTC FY2025Q2 net_income -2.9e+09"]),
        ],
    )
    def test_what_a_segment_loses_is_its_operating_result(self, text: str, records: list[str]) -> None:
        assert read(text, entity="INTC") == records

    def test_a_year_ago_of_what_is_no_record(self) -> None:
        assert read("集团经调整EBITA为1.62亿元，去年同期亏损29亿元。", entity="BABA") == []


class TestGrowth:
    @pytest.mark.parametrize(
        ("text", "record"),
        [
            ("自由现金流135亿美元，是去年同期45亿美元的三倍。", "NVDA FY2026Q2 free_cash_flow yoy 200"),
            ("网络收入同比增速从上季度的56%跳到了98%。", "NVDA FY2026Q2 revenue[data_center.networking] yoy 98"),
            ("网络收入73亿美元，同比翻倍有余，增长106%。", "NVDA FY2026Q2 revenue[data_center.networking] yoy 106"),
            ("毛利率72.4%，比去年同期的75.1%低了2.7个点。", "NVDA FY2026Q2 gross_margin yoy -2.7"),
            ("运营费用的增长会和收入匹配，预计全年增长38%。", "NVDA FY2026 operating_expenses yoy guidance 38"),
            ("Spectrum-X业务较上年同期增长超过三倍。", "NVDA FY2026Q2 revenue[spectrum_x] yoy 300"),
            ("利润大跌，游戏却增长了49%。", "NVDA FY2026Q2 revenue[gaming] change 49"),
            ("游戏收入43亿美元，同比腰斩，跌幅51%。", "NVDA FY2026Q2 revenue[gaming] yoy -51"),
            ("游戏收入43亿美元，同比、环比分别下滑65%和60%。", "NVDA FY2026Q2 revenue[gaming] qoq -60"),
            ("资本支出31亿美元，是2025财年第二季度10亿美元的三倍。", "NVDA FY2026Q2 capex yoy 200"),
            ("游戏业务按固定汇率计算增长47%。", "NVDA FY2026Q2 revenue[gaming] change 47"),
            ("游戏业务增长49%，按固定汇率计算增长47%。", "NVDA FY2026Q2 revenue[gaming] change 49"),
        ],
    )
    def test_growth(self, text: str, record: str) -> None:
        assert read(text)[-1] == record


class TestShares:
    @pytest.mark.parametrize(
        ("text", "records"),
        [
            (
                "数据中心收入411亿美元。财务长表示，其中约一半来自云服务商。",
                ["NVDA FY2026Q2 revenue[data_center] 4.11e+10", "NVDA FY2026Q2 revenue[data_center] share 50"],
            ),
            (
                "来自美国的收入234亿美元，占50%；新加坡102亿美元，占22%。",
                [
                    "NVDA FY2026Q2 revenue[US] 2.34e+10",
                    "NVDA FY2026Q2 revenue[US] share 50",
                    "NVDA FY2026Q2 revenue[SG] 1.02e+10",
                    "NVDA FY2026Q2 revenue[SG] share 22",
                ],
            ),
            (
                "美国客户贡献了50%的营收，中国大陆客户为6%。",
                ["NVDA FY2026Q2 revenue[US] share 50", "NVDA FY2026Q2 revenue[CN] share 6"],
            ),
            ("中国台湾市场收入80亿美元。", ["NVDA FY2026Q2 revenue[TW] 8e+09"]),
            ("云服务商占数据中心收入的比重约为一半。", ["NVDA FY2026Q2 revenue[data_center] share 50"]),
            (
                "数据中心、游戏、汽车收入占比分别为88%、9%和1%。按地区看，中国区贡献了6%，美国区50%，美国经济增长2%。",
                [
                    "NVDA FY2026Q2 revenue[data_center] share 88",
                    "NVDA FY2026Q2 revenue[gaming] share 9",
                    "NVDA FY2026Q2 revenue[automotive] share 1",
                    "NVDA FY2026Q2 revenue[CN] share 6",
                    "NVDA FY2026Q2 revenue[US] share 50",
                ],
            ),
        ],
    )
    def test_shares(self, text: str, records: list[str]) -> None:
        assert read(text) == records

    @pytest.mark.parametrize(
        "text",
        ["3纳米出货占第二季度晶圆销售金额的24%。", "3纳米的营收达到第二季度晶圆销售金额的24%。"],
    )
    def test_of_wafer_revenue(self, text: str) -> None:
        assert read(text, entity="TSM") == ["TSM FY2025Q2 revenue[3nm] share 24"]


class TestReturns:
    def test_what_cash_was_used_for(self) -> None:
        text = "自由现金流135亿美元，其中97亿美元用来回购股票，2.44亿美元用来派息。"
        assert read(text)[1:] == ["NVDA FY2026Q2 share_repurchases 9.7e+09"]

    @pytest.mark.parametrize(
        ("text", "record"),
        [
            ("公司回购4300万股，耗资约97亿美元。", "NVDA FY2026Q2 share_repurchases 9.7e+09"),
            ("公司将投入约70亿美元资本支出。", None),
            ("公司2026财年将投入约70亿美元资本支出。", "NVDA FY2026 capex guidance 7e+09"),
            ("董事会授权600亿美元新回购计划。", "NVDA FY2026Q2 repurchase_authorization 6e+10"),
            ("非GAAP净利润258亿美元，同比增长52%，每股1.05美元。", "NVDA FY2026Q2 eps 1.05"),
            ("股价收于180美元，涨幅2%。", None),
        ],
    )
    def test_what_was_paid(self, text: str, record: str | None) -> None:
        assert read(text)[-1:] == ([record] if record else [])

    def test_a_headline_means_what_the_text_says(self) -> None:
        found = nvdx.extract_text("# 回购600亿美元\n\n董事会批准了600亿美元的回购授权。", published=PUBLISHED, entity="NVDA")
        assert [f.metric for f in found] == ["repurchase_authorization"] * 2

    def test_more_to_be_bought_back(self) -> None:
        assert read("回购再加600亿美元。") == ["NVDA FY2026Q2 repurchase_authorization 6e+10"]
