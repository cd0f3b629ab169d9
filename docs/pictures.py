"""Makes the pictures of the README from the fixtures: `make pictures`.

The page needs Debian's chromium and chromium-driver, the chart a font with Chinese characters.
"""

from __future__ import annotations

import io
import os
import pty
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image
from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.text import Text

HERE = Path(__file__).parent
ROOT = HERE.parent
NVDX = [sys.executable, "-m", "nvdx"]
WIDTH = 108


def table(*args: str) -> None:
    """What `nvdx table` shows on a terminal, as SVG."""
    terminal, stdout = pty.openpty()
    env = {**os.environ, "TERM": "xterm-256color", "COLUMNS": str(WIDTH)}
    command = [*NVDX, "table", *args]
    with subprocess.Popen(
        command, stdout=stdout, stderr=subprocess.DEVNULL, env=env, cwd=ROOT
    ) as process:
        os.close(stdout)
        shown = b""
        try:
            while part := os.read(terminal, 65536):
                shown += part
        except OSError:  # how Linux tells that the other side is closed
            pass
        process.wait()
    os.close(terminal)
    console = Console(record=True, width=WIDTH, file=io.StringIO())
    console.print(Text.from_ansi(shown.decode().replace("\r\n", "\n")))
    # The format loads its font from a network, which a picture in a repository must not.
    style = re.sub(r"@font-face \{\{.*?\}\}\s*", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
    console.save_svg(
        str(HERE / "table.svg"), title=" ".join(("nvdx table", *args)), code_format=style,
        unique_id="table",
    )  # fmt: skip


def chart(*args: str) -> None:
    picture = HERE / "chart.png"
    subprocess.run([*NVDX, "chart", *args, "-o", str(picture)], check=True, cwd=ROOT)
    _smaller(Image.open(picture)).save(picture, optimize=True)


def _smaller(shot: Image.Image) -> Image.Image:
    return shot.convert("RGB").quantize(64)


def page(document: str, figure: str) -> None:
    """The review page of the fixtures, at one figure of one document."""
    from selenium.webdriver import Chrome, ChromeOptions, ChromeService

    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if chromium is None or driver is None:
        sys.exit("the page's picture needs chromium and chromedriver")
    options = ChromeOptions()
    options.binary_location = chromium
    for flag in ("headless=new", "no-sandbox", "disable-gpu", "window-size=1240,800"):
        options.add_argument(f"--{flag}")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "page.html"
        subprocess.run([*NVDX, "review", "fixtures", "-o", str(file)], check=True, cwd=ROOT)
        browser = Chrome(options=options, service=ChromeService(driver))
        browser.get(file.as_uri())
        buttons = browser.find_elements("css selector", "#documents button")
        next(button for button in buttons if document in button.text).click()
        marks = browser.find_elements("css selector", "mark")
        next(mark for mark in marks if mark.text == figure).click()
        shot = Image.open(io.BytesIO(browser.get_screenshot_as_png()))
        browser.quit()
    _smaller(shot).save(HERE / "page.png", optimize=True)


def main() -> None:
    fixtures = ("fixtures", "--entity", "NVDA")
    table(*fixtures, "--from", "FY2025Q3")
    chart(*fixtures, "--from", "FY2024Q3")
    page("tech-media-article.md", "450 亿美元")


if __name__ == "__main__":
    main()
