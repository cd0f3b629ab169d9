"""The examples of the README print what it says they print."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
_BLOCK = re.compile(r"```console\n\$ (?P<command>.+?)\n(?P<output>.*?)```", re.DOTALL)
_SETUP = re.compile(r"```sh\n(?P<commands>nvdx extract .+?)```", re.DOTALL)
README = (ROOT / "README.md").read_text(encoding="utf-8")

pytestmark = pytest.mark.skipif(shutil.which("jq") is None, reason="jq is not installed")


def run(command: str, folder: Path) -> str:
    """Standard output of a shell command, with this environment's nvdx first on the path."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        cwd=folder,
        env=os.environ | {"PATH": path},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("readme")
    (folder / "fixtures").symlink_to(ROOT / "fixtures")
    setup = _SETUP.search(README)
    assert setup is not None
    run(setup["commands"], folder)
    return folder


@pytest.mark.parametrize(
    ("command", "shown"),
    [(block["command"], block["output"]) for block in _BLOCK.finditer(README)],
    ids=lambda text: text.split("|")[0].strip()[:40],
)
def test_example_prints_what_is_shown(command: str, shown: str, folder: Path) -> None:
    assert shown
    assert run(command, folder).startswith(shown)
