"""`nvdx companies`, and a user's own company files wherever the command line takes them."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import pytest
from conftest import on_terminal
from typer.testing import CliRunner, Result

from nvdx.cli import app
from nvdx.commands import COMPANIES
from nvdx.commands.companies import companies, fiscal_years
from nvdx.companies import Company, load_companies

ACME = """\
id: ACME
name: 顶点 Industries
aliases: [Acme, 顶点工业]
people: [Wile Coyote]
fiscal_year_end: last Friday of April
extra_week_quarter: 1
currency: EUR
segments:
  - id: anvils
    words: [铁砧, anvil]
    names: [AcmeAnvil]
    generic: [铁]
"""
REPORT = """\
# 顶点工业公布 2025 财年第二季度业绩

顶点工业第二季度营收 30 亿欧元，铁砧营收 12 亿欧元。
"""

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return folder(tmp_path / "own", ACME)


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    (made := tmp_path / "docs").mkdir()
    (made / "a.md").write_text(REPORT, encoding="utf-8")
    return made


@pytest.fixture(autouse=True)
def _no_folders_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(COMPANIES, raising=False)


def folder(path: Path, *texts: str) -> Path:
    path.mkdir()
    for number, text in enumerate(texts):
        (path / f"{number}.yaml").write_text(text, encoding="utf-8")
    return path


def invoke(*args: str | Path) -> Result:
    return CliRunner().invoke(app, [str(arg) for arg in args])


class TestList:
    def test_a_line_for_each_company(self) -> None:
        result = invoke("companies")
        assert (result.exit_code, result.stderr) == (0, "")
        head, *lines = result.stdout.splitlines()
        known = load_companies()
        assert [line.split()[0] for line in lines] == sorted(known, key=str.casefold)
        [nvidia] = [line for line in lines if line.startswith("NVDA ")]
        cells = [nvidia[head.index(name) :].split("  ")[0] for name in ("name", "fiscal", "curr")]
        assert cells == ["NVIDIA", "last Sunday of January", "USD"]
        assert nvidia.split()[-1] == str(len(known["NVDA"].segments))
        [openai] = [line for line in lines if line.startswith("OpenAI ")]
        assert openai[head.index("ticker") :].startswith("- ")

    def test_chinese_characters_take_two_places(self, own: Path) -> None:
        head, *lines = invoke("companies", "--companies", own).stdout.splitlines()
        [acme] = [line for line in lines if line.startswith("ACME ")]
        at = head.index("ticker") - len("顶点")
        assert (acme[at - 1], acme[at]) == (" ", "-")

    def test_as_json(self, own: Path) -> None:
        result = invoke("companies", "--companies", own, "--output-format", "json")
        listed = {company["id"]: company for company in json.loads(result.stdout)}
        assert set(listed) == {*load_companies(), "ACME"}
        assert listed["ACME"] == {
            "id": "ACME",
            "name": "顶点 Industries",
            "ticker": None,
            "fiscal_year_end": "last Friday of April",
            "currency": "EUR",
            "segments": 1,
        }

    def test_a_table_on_a_terminal(self) -> None:
        text = on_terminal("companies", "NVDA")
        assert "─" in text
        first, *_, last = fiscal_years(load_companies()["NVDA"].calendar, date.today())
        assert all(f"FY{year.year} " in text for year in (first, last))
        assert "blackwell_ultra" in text


class TestOne:
    def test_text(self, own: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
        assert companies("ACME", folders=[own], today=date(2025, 6, 1)) == 0
        assert (
            capsysbinary.readouterr().out.decode()
            == """\
id               ACME
name             顶点 Industries
aliases          Acme, 顶点工业
people           Wile Coyote
ticker           -
cik              -
currency         EUR
fiscal year end  last Friday of April; a year bears the name of the calendar year of its end; \
a 53rd week is in Q1

fiscal year  start       Q1 end      Q2 end      Q3 end      year end
FY2023       2022-04-30  2022-07-29  2022-10-28  2023-01-27  2023-04-28
FY2024       2023-04-29  2023-07-28  2023-10-27  2024-01-26  2024-04-26
FY2025       2024-04-27  2024-07-26  2024-10-25  2025-01-24  2025-04-25

segment  kind     words
anvils   words    铁砧, anvil
anvils   names    AcmeAnvil
anvils   generic  铁
"""
        )

    def test_json_has_the_whole_entry(self) -> None:
        result = invoke("companies", "NVDA", "--output-format", "json")
        entry = json.loads(result.stdout)
        years = entry.pop("fiscal_years")
        assert Company.model_validate(entry) == load_companies()["NVDA"]
        assert len(years) == 3
        for year in years:
            assert date.fromisoformat(year["end"]) <= date.today()
            quarters = year["quarters"]
            assert [quarter["fiscal_period"] for quarter in quarters] == [
                f"{year['fiscal_period']}Q{number}" for number in (1, 2, 3, 4)
            ]
            assert (quarters[0]["start"], quarters[3]["end"]) == (year["start"], year["end"])

    def test_the_years_are_those_that_have_ended(
        self, capsysbinary: pytest.CaptureFixture[bytes]
    ) -> None:
        ends = []
        for today in (date(2025, 1, 25), date(2025, 1, 26)):
            assert companies("NVDA", form="json", today=today) == 0
            ends.append(json.loads(capsysbinary.readouterr().out)["fiscal_years"][-1]["end"])
        assert ends == ["2024-01-28", "2025-01-26"]

    @pytest.mark.parametrize("form", ["text", "json"])
    def test_every_company_can_be_shown(
        self, form: str, capsysbinary: pytest.CaptureFixture[bytes]
    ) -> None:
        for company in load_companies():
            assert companies(company, form="json" if form == "json" else "text") == 0
            assert company in capsysbinary.readouterr().out.decode()

    def test_an_unknown_one_is_wrong_usage(self, own: Path) -> None:
        result = invoke("companies", "acme", "--companies", own)
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr == "nvdx: no company has the id 'acme'; did you mean ACME?\n"


class TestOwnFiles:
    def facts(self, *args: str | Path) -> list[tuple[str, str, str, str | None, str]]:
        result = invoke("extract", *args)
        assert (result.exit_code, result.stderr) == (0, "")
        names = ("entity", "fiscal_period", "period_end", "segment", "raw")
        records = map(json.loads, result.stdout.splitlines())
        return [tuple(record[name] for name in names) for record in records]

    FACTS = (
        ("ACME", "FY2025Q2", "2024-10-25", None, "30 亿欧元"),
        ("ACME", "FY2025Q2", "2024-10-25", "anvils", "12 亿欧元"),
    )

    def test_extract_knows_the_company(self, docs: Path, own: Path) -> None:
        assert self.facts(docs) == []
        assert self.facts(docs, "--companies", own) == list(self.FACTS)
        assert self.facts(docs, "--companies", own, "--entity", "ACME") == list(self.FACTS)
        assert self.facts(docs, "--companies", own, "--entity", "NVDA") == []

    def test_the_environment_lists_folders(
        self, docs: Path, own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        other = folder(tmp_path / "other", ACME.replace("ACME", "BOLT").replace("cme", "olt"))
        (other / "0.yaml").write_text(
            "id: BOLT\nname: Bolt\naliases: [Bolt]\nfiscal_year_end: 30 June\ncurrency: USD\n"
        )
        monkeypatch.setenv(COMPANIES, os.pathsep.join(["", str(other), str(own)]))
        assert self.facts(docs) == list(self.FACTS)
        assert invoke("companies", "BOLT").exit_code == 0

    def test_later_folders_replace_companies_by_id(
        self, docs: Path, own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        moved = ACME.replace("last Friday of April", "31 December")
        later = folder(tmp_path / "later", moved)
        calendar_year = [(*fact[:2], "2025-06-30", *fact[3:]) for fact in self.FACTS]
        assert self.facts(docs, "--companies", own, "--companies", later) == calendar_year
        assert self.facts(docs, "--companies", later, "--companies", own) == list(self.FACTS)
        # What the command line names goes on top of what the environment lists.
        monkeypatch.setenv(COMPANIES, str(own))
        assert self.facts(docs, "--companies", later) == calendar_year

    def test_a_built_in_company_can_be_replaced(self, docs: Path, tmp_path: Path) -> None:
        own = folder(tmp_path / "own", ACME.replace("id: ACME", "id: NVDA"))
        assert [fact[0] for fact in self.facts(docs, "--companies", own)] == ["NVDA", "NVDA"]

    def test_check_knows_the_company(self, docs: Path, own: Path) -> None:
        assert invoke("check", docs, "--companies", own, "--update").exit_code == 0
        golden = (docs / "a.md.jsonl").read_text(encoding="utf-8")
        assert [json.loads(line)["entity"] for line in golden.splitlines()] == ["ACME", "ACME"]
        assert invoke("check", docs, "--companies", own).exit_code == 0
        result = invoke("check", docs)
        assert (result.exit_code, result.stdout.count(": missed: ")) == (1, 2)

    @pytest.mark.parametrize("command", ["extract", "check", "companies"])
    @pytest.mark.parametrize("listed", [False, True])
    def test_a_file_that_is_wrong_is_told(
        self,
        command: str,
        listed: bool,
        docs: Path,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        own = folder(tmp_path / "own", ACME.replace("EUR", "euro"), ACME.replace("words:", "word:"))
        args: list[str | Path] = [command] if command == "companies" else [command, docs]
        if listed:
            monkeypatch.setenv(COMPANIES, str(own))
        else:
            args += ["--companies", own]
        result = invoke(*args)
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.splitlines() == [
            f"nvdx: {own}/0.yaml:7: currency: should be an ISO 4217 code, as USD, not 'euro'",
            f"nvdx: {own}/1.yaml:10: segments.0.word: is not a field; did you mean words?",
        ]
        assert sorted(os.listdir(docs)) == ["a.md"]

    def test_a_folder_that_is_not_there_is_told(self, docs: Path) -> None:
        result = invoke("extract", docs, "--companies", "nowhere")
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.startswith("nvdx: nowhere: cannot be read as a folder")
        assert "Traceback" not in result.stderr
