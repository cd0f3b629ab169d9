"""Word boundaries of Chinese text, and the silence of the library that knows them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import nvdx
from nvdx.mentions.words import boundaries

RunPython = Callable[[str], tuple[int, str]]


@pytest.mark.parametrize(
    ("text", "offset"),
    [("互联网络", 2), ("计算机", 2), ("游戏机", 1)],
)
def test_within_a_word(text: str, offset: int) -> None:
    assert offset not in boundaries(text)


@pytest.mark.parametrize(
    ("text", "offset"),
    [("公司网络", 2), ("增长的游戏", 3), ("营收与汽车", 3)],
)
def test_between_words(text: str, offset: int) -> None:
    assert offset in boundaries(text)


def test_the_ends_of_a_text_are_boundaries() -> None:
    assert {0, 4} <= boundaries("游戏业务")
    assert boundaries("") <= {0}


def test_part_of_another_word_is_no_segment() -> None:
    found = nvdx.extract_text("移动互联网络收入同比增长30%。", published="2024-08-29")
    assert [fact.segment for fact in found if fact.segment is not None] == []


def test_nothing_is_said_and_nothing_left_in_the_temporary_folder(tmp_path: Path) -> None:
    temporary, work = tmp_path / "temporary", tmp_path / "work"
    temporary.mkdir()
    work.mkdir()
    code = "from nvdx.mentions.words import boundaries; assert 2 not in boundaries('互联网络')"
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"}
    environment |= dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(temporary))
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=work,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert [*temporary.iterdir(), *work.iterdir()] == []


def test_a_text_without_doubtful_words_needs_no_dictionary(run_python: RunPython) -> None:
    code = (
        "import sys, nvdx\n"
        "assert len(list(nvdx.extract_text('数据中心营收263亿美元。', published='2024-08-29'))) == 1\n"
        "assert 'jieba' not in sys.modules\n"
    )
    assert run_python(code) == (0, "")
