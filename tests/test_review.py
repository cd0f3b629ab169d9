"""`nvdx review`: the page as a browser shows it."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner, Result

from nvdx.cli import app

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

FIXTURES = Path(__file__).parent.parent / "fixtures"

HOSTILE = """\
---
title: "</title><script>window.hacked = 1</script>"
---

英伟达 2025 财年第二财季营收 300 亿美元。</script><script>window.hacked = 2</script>

<img src=x onerror="window.hacked = 3"> 😀 净利润 166 亿美元，同比增长 168%。\x1b[31m
"""


def review(*args: str | Path) -> Result:
    return CliRunner().invoke(app, ["review", *map(str, args)])


def data_of(page: Path) -> dict[str, Any]:
    text = page.read_text(encoding="utf-8")
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)
    assert found is not None
    data: dict[str, Any] = json.loads(found[1])
    return data


class TestPage:
    def test_it_has_every_record_and_needs_nothing_else(self, tmp_path: Path) -> None:
        result = review(FIXTURES, "-o", tmp_path / "page.html")
        assert (result.exit_code, result.stdout) == (0, "")
        goldens = sum(len(p.read_text(encoding="utf-8").splitlines()) for p in FIXTURES.glob("*.jsonl"))
        assert len(data_of(tmp_path / "page.html")["facts"]) == goldens
        text = (tmp_path / "page.html").read_text(encoding="utf-8")
        without_data = re.sub(r'<script type="application/json".*?</script>', "", text, flags=re.DOTALL)
        assert not re.search(r"https?://|src=|href=|@import|url\(", without_data)
        assert "default-src 'none'" in without_data

    def test_the_same_input_gives_the_same_bytes(self, tmp_path: Path) -> None:
        for name in ("a.html", "b.html"):
            review(FIXTURES / "news-flash.md", "-o", tmp_path / name)
        assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()

    def test_given_facts_are_shown(self, tmp_path: Path) -> None:
        golden = FIXTURES / "news-flash.md.jsonl"
        first = golden.read_text(encoding="utf-8").splitlines()[0]
        (tmp_path / "one.jsonl").write_text(first + "\n", encoding="utf-8")
        page = tmp_path / "page.html"
        assert review(FIXTURES / "news-flash.md", "--facts", tmp_path / "one.jsonl", "-o", page).exit_code == 0
        [fact] = data_of(page)["facts"]
        assert fact["record"]["id"] == json.loads(first)["id"]

    def test_a_record_of_another_text_is_left_out(self, tmp_path: Path) -> None:
        (tmp_path / "news-flash.md").write_text("别的文字", encoding="utf-8")
        result = review(
            tmp_path / "news-flash.md", "--facts", FIXTURES / "news-flash.md.jsonl", "-o", tmp_path / "p.html"
        )  # fmt: skip
        assert result.exit_code == 1
        assert "is not of this text" in result.stderr
        assert data_of(tmp_path / "p.html")["facts"] == []

    def test_differences_to_the_golden(self, tmp_path: Path) -> None:
        shutil.copy(FIXTURES / "news-flash.md", tmp_path)
        lines = (FIXTURES / "news-flash.md.jsonl").read_text(encoding="utf-8").splitlines()
        changed = lines[2].replace('"measure":"yoy"', '"measure":"qoq"')
        missed = lines[1].replace('"start":', '"start":1').replace('"end":', '"end":1')
        (tmp_path / "news-flash.md.jsonl").write_text("\n".join([changed, missed, *lines[3:]]), encoding="utf-8")
        result = review(tmp_path / "news-flash.md", "--golden", "-o", tmp_path / "p.html")
        assert result.exit_code == 0
        found = {fact["record"]["id"]: fact for fact in data_of(tmp_path / "p.html")["facts"]}
        statuses = [fact["status"] for fact in data_of(tmp_path / "p.html")["facts"]]
        assert (statuses.count("changed"), statuses.count("missed"), statuses.count("extra")) == (1, 1, 2)
        assert found[json.loads(lines[2])["id"]]["changes"] == [["measure", '"qoq"', '"yoy"']]

    @pytest.mark.parametrize("path", ["none.md", "."])
    def test_nothing_to_show(self, tmp_path: Path, path: str) -> None:
        result = review(tmp_path / path, "-o", tmp_path / "p.html")
        assert result.exit_code == 2
        assert not (tmp_path / "p.html").exists()

    def test_a_document_that_cannot_be_read_does_not_lose_the_others(self, tmp_path: Path) -> None:
        (tmp_path / "a.md").write_bytes(b"\x00\x01\x02\xff" * 100)
        (tmp_path / "b.md").write_text("英伟达 2025 财年第二财季营收 300 亿美元。", encoding="utf-8")
        result = review(tmp_path, "-o", tmp_path / "p.html")
        assert result.exit_code == 1
        assert "a.md" in result.stderr
        assert len(data_of(tmp_path / "p.html")["facts"]) == 1


@pytest.fixture(scope="module")
def browser() -> Iterator[Chrome]:
    """A headless Chromium that reports what its pages log and request."""
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if chromium is None or driver is None:
        pytest.skip("no chromium and chromedriver here (Debian: chromium, chromium-driver)")
    from selenium.webdriver import Chrome, ChromeOptions, ChromeService

    options = ChromeOptions()
    options.binary_location = chromium
    for flag in (
        "headless=new", "no-sandbox", "disable-gpu", "disable-dev-shm-usage", "no-first-run",
        "disable-background-networking", "disable-component-update", "disable-sync",
        "window-size=1400,900",
    ):  # fmt: skip
        options.add_argument(f"--{flag}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    made = Chrome(options=options, service=ChromeService(driver))
    yield made
    made.quit()


def log(browser: Chrome, kind: str) -> list[dict[str, Any]]:
    """What was logged since it was last asked for."""
    entries: list[dict[str, Any]] = browser.get_log(kind)  # type: ignore[no-untyped-call]
    return entries


def opened(browser: Chrome, page: Path) -> None:
    log(browser, "performance")
    browser.get(page.as_uri())


def assert_quiet(browser: Chrome, page: Path) -> None:
    """No console message, and no request but for the page itself."""
    assert [entry["message"] for entry in log(browser, "browser")] == []
    events = (json.loads(entry["message"])["message"] for entry in log(browser, "performance"))
    asked = {
        event["params"]["request"]["url"]
        for event in events
        if event["method"] == "Network.requestWillBeSent"
    }
    assert asked == {page.as_uri()}


MARKED = """
const found = {};
for (const mark of document.querySelectorAll("mark"))
  for (const number of mark.dataset.facts.split(" "))
    found[number] = (found[number] ?? "") + mark.textContent;
return found;
"""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("review") / "page.html"
    assert review(FIXTURES, "-o", path).exit_code == 0
    return path


class TestInABrowser:
    def test_every_figure_is_marked_as_its_record_says(self, browser: Chrome, page: Path) -> None:
        opened(browser, page)
        facts = data_of(page)["facts"]
        marked: dict[str, str] = {}
        for button in browser.find_elements("css selector", "#documents button"):
            browser.execute_script("arguments[0].click()", button)
            marked |= browser.execute_script(MARKED)
        assert marked == {str(i): fact["record"]["raw"] for i, fact in enumerate(facts)}
        assert_quiet(browser, page)

    def test_keys_go_from_figure_to_figure(self, browser: Chrome, page: Path) -> None:
        from selenium.webdriver import Keys

        opened(browser, page)
        facts = data_of(page)["facts"]
        body = browser.find_element("tag name", "body")
        for number in (0, 1, 2):
            browser.switch_to.active_element.send_keys(Keys.ARROW_RIGHT)
            current = browser.find_element("css selector", "mark.current")
            assert current.text.strip() == facts[number]["record"]["raw"]
            assert browser.switch_to.active_element == current
            record = browser.find_element("id", "record").text
            assert facts[number]["record"]["source"]["quote"].split("\n")[0].strip() in record
            assert facts[number]["record"]["rule"] in record
        browser.switch_to.active_element.send_keys("k")
        assert browser.find_element("id", "place").text.startswith("2 of ")
        browser.switch_to.active_element.send_keys(Keys.ESCAPE)
        assert not browser.find_elements("css selector", "mark.current")
        assert body.is_displayed()

    def test_evidence_is_shown_in_place(self, browser: Chrome, page: Path) -> None:
        opened(browser, page)
        fact = next(f for f in data_of(page)["facts"] if f["doc"] == 0 and "metric" in f["evidence"])
        marks = browser.find_elements("css selector", "mark")
        next(m for m in marks if m.text == fact["record"]["raw"]).click()
        shown = {e.text for e in browser.find_elements("css selector", ".evidence")}
        assert fact["record"]["evidence"]["metric"]["text"] in "".join(shown)

    def test_filters(self, browser: Chrome, page: Path) -> None:
        from selenium.webdriver.support.select import Select

        opened(browser, page)
        facts = data_of(page)["facts"]
        Select(browser.find_element("name", "kind")).select_by_value("guidance")
        Select(browser.find_element("name", "entity")).select_by_value("NVDA")
        wanted = [f for f in facts if (f["record"]["kind"], f["record"]["entity"]) == ("guidance", "NVDA")]
        place = browser.find_element("id", "place")
        assert place.text == f"– of {len(wanted)}"
        browser.find_element("id", "next").click()
        assert browser.find_element("css selector", "mark.current").text == wanted[0]["record"]["raw"]
        browser.find_element("name", "search").send_keys("no such words at all")
        assert place.text == "– of 0"

    def test_figures_without_a_record_are_shown_on_demand(self, browser: Chrome, page: Path) -> None:
        opened(browser, page)
        assert not browser.find_elements("css selector", ".refused")
        browser.find_element("name", "refused").click()
        number, refused = next((i, d["refused"]) for i, d in enumerate(data_of(page)["documents"]) if d["refused"])
        browser.find_elements("css selector", "#documents button")[number].click()
        first = browser.find_element("css selector", ".refused")
        assert refused[0]["reason"] in (first.get_attribute("title") or "")

    def test_a_hostile_document_runs_nothing(self, browser: Chrome, tmp_path: Path) -> None:
        (tmp_path / "hostile.md").write_text(HOSTILE, encoding="utf-8")
        page = tmp_path / "page.html"
        review(tmp_path / "hostile.md", "-o", page)
        opened(browser, page)
        assert browser.execute_script("return window.hacked") is None
        assert not browser.find_elements("css selector", "article img, article script")
        assert "<img src=x onerror=" in browser.find_element("id", "text").text
        facts = data_of(page)["facts"]
        assert {f["record"]["raw"] for f in facts} == {"300 亿美元", "166 亿美元", "168%"}
        assert browser.execute_script(MARKED) == {
            str(i): fact["record"]["raw"] for i, fact in enumerate(facts)
        }
        assert_quiet(browser, page)

    def test_two_hundred_documents_open_and_step(self, browser: Chrome, tmp_path: Path) -> None:
        """Size alone: five thousand figures are on the page, and the last is reached by one key."""
        from selenium.webdriver import Keys

        text = (FIXTURES / "tech-media-article.md").read_text(encoding="utf-8")
        for number in range(200):
            (tmp_path / f"{number:03}.md").write_text(text, encoding="utf-8")
        page = tmp_path / "page.html"
        assert review(tmp_path, "-o", page).exit_code == 0
        opened(browser, page)
        count = len(data_of(page)["facts"])
        assert count >= 5000
        browser.find_element("tag name", "main").send_keys(Keys.ARROW_LEFT)
        assert browser.find_element("id", "place").text.endswith(f"of {count}")
        assert browser.find_elements("css selector", "mark.current")
