"""A fuzz target: any bytes are decoded, read and extracted, and the records must hold together.

    make fuzz                   # ten minutes; FUZZ="-max_total_time=60" for other options
    .venv/bin/python fuzz/extract.py fuzz/findings/crash-…      # one input again

Coverage of `nvdx` guides libFuzzer, by way of Atheris. Inputs that bring something new are kept in
`fuzz/corpus/`, which begins with the parts of the documents of `fixtures/` in several encodings;
what fails, in `fuzz/findings/`. An input that begins with `<` is read as a web page.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import atheris

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "fuzz" / "corpus"
FINDINGS = ROOT / "fuzz" / "findings"
WORDS = ROOT / "fuzz" / "words.dict"
sys.path.insert(0, str(ROOT / "tests"))

with atheris.instrument_imports(include=["nvdx"]):
    from invariants import records_of

    import nvdx.documents.html
    import nvdx.extractors  # noqa: F401  (imported here to be instrumented)
    from nvdx.documents import DocumentError
    from nvdx.lexicon import load_yaml

LEXICON = ("metrics.yaml", "cues.yaml", "periods.yaml", "units.yaml")
# Notation that mutation alone would hardly find.
MARKS = (
    "---\n", "title: ", "date: 2025-08-28\n", "&a [*a,*a]", "!!python/object:x", "```", "~~~", "**",
    "[a](http://b.c)", "![](", "<!--", "-->", "<table>", "<tr>", "<td colspan=9 rowspan=9>", "</table>",
    "<pre>", "<article>", "<h2>", "<li>", "<p>", "<script>", "</script>", "<!doctype html>", "<br>",
    "&nbsp;", "&#x200b;", "&#55296;", "|---|---|\n", "| ", "\t\t", "\n\n", "\r", "\r\n", "# ", "- ",
    "> ", "\0", "\x01", "\x06", "\x0e", "\u200b", "\ufeff", "\u202e", "\u2028", "\ufffd", "\U0001d7d1",
    "٣", "３", "²", "亿美元", "万亿", "%", "％", "±", "$", "up ", " to ", "Q2 ", "FY2026", "财年第二季度",
    "同比增长", "环比", "分别为", "截至 2025 年 7 月 27 日", "英伟达", "NVIDIA ", "billion", "-", "–", "—",
    "(", ")", "（", "）", "1e9", "1,000,000", "99999999999999999999", "0.0000001",
)  # fmt: skip


def check(data: bytes) -> None:
    with suppress(DocumentError):  # what is no text may say so
        records_of(data, "a.html" if data[:1] == b"<" else "a.md")


def seeds() -> Iterator[bytes]:
    """The fixtures in parts of some blocks, in the encodings that documents come in."""
    for path in sorted((ROOT / "fixtures").iterdir()):
        if path.suffix not in (".md", ".txt", ".html"):
            continue
        text = path.read_text(encoding="utf-8")
        blocks = re.split(r"(?<=\n)(?=\n)", text)
        for first in range(0, len(blocks), 4):
            part = "".join(blocks[first : first + 4])[:1500]
            encoding = ("utf-8", "utf-8", "gb18030", "utf-16-le", "big5hkscs")[first // 4 % 5]
            yield part.encode(encoding, "replace")
        yield text[:3000].encode()


def prepare() -> None:
    """The folders, the first inputs and the words of the lexicon for libFuzzer."""
    FINDINGS.mkdir(exist_ok=True)
    CORPUS.mkdir(exist_ok=True)
    for seed in seeds():
        CORPUS.joinpath(hashlib.sha256(seed).hexdigest()[:16]).write_bytes(seed)
    words = {*MARKS, *(word for name in LEXICON for word in words_in(load_yaml(name)))}
    lines = ("".join(f"\\x{byte:02x}" for byte in word.encode()) for word in sorted(words))
    WORDS.write_text("".join(f'"{line}"\n' for line in lines))


def words_in(content: object) -> Iterator[str]:
    """All strings in lists of what a file of the lexicon holds."""
    if isinstance(content, dict):
        for part in content.values():
            yield from words_in(part)
    elif isinstance(content, list):
        yield from (word for word in content if isinstance(word, str))


def main() -> None:
    arguments = sys.argv
    if not any(Path(argument).is_file() for argument in arguments[1:]):
        prepare()
        arguments += [
            str(CORPUS), f"-dict={WORDS}", f"-artifact_prefix={FINDINGS}/", "-max_len=3000",
            "-timeout=30", "-rss_limit_mb=2048", "-print_final_stats=1",
        ]  # fmt: skip
    atheris.Setup(arguments, check)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
