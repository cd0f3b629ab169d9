"""Word boundaries of Chinese text, asked only where a plain match may mislead.

`网络` in `互联网络` is no segment, and neither is `计算` in `计算机`. jieba's dictionary has such words and
how frequent they are. The words of a text are those that make the likeliest row, as jieba's own
`tokenize(text, HMM=False)` has them; but jieba needs a second to load and this a tenth: most lines
of the dictionary begin with a character that the text has not got, and are never looked at. The file
is read when the first doubtful candidate comes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.util import find_spec
from math import log
from pathlib import Path
from typing import Final

__all__ = ["boundaries"]

_RUN: Final = re.compile("[\u4e00-\u9fd5a-zA-Z0-9+#&._%-]+")
# All lines one after the other that begin with the same character: `word frequency part-of-speech`.
_LINES: Final = re.compile(r"^(.).*(?:\n\1.*)*", re.MULTILINE)
_FREQUENCY: Final = re.compile(r" (\d+)")


class _Dictionary:
    """The words of jieba's dictionary with their frequencies, by first character as asked for."""

    def __init__(self) -> None:
        package = find_spec("jieba")
        assert package is not None and package.origin is not None
        self._text = Path(package.origin).with_name("dict.txt").read_text(encoding="utf-8")
        self._lines: dict[str, list[tuple[int, int]]] = {}
        for match in _LINES.finditer(self._text):
            self._lines.setdefault(match[1], []).append(match.span())
        self._words: dict[str, dict[str, int]] = {}
        self.log_total = log(sum(map(int, _FREQUENCY.findall(self._text))))

    def beginning_with(self, character: str) -> dict[str, int]:
        """The words that begin with a character."""
        if character not in self._words:
            self._words[character] = {
                word: int(frequency)
                for span in self._lines.get(character, ())
                for word, frequency, *_ in map(str.split, self._text[slice(*span)].split("\n"))
            }
        return self._words[character]


@lru_cache(maxsize=1)
def _dictionary() -> _Dictionary:
    return _Dictionary()


def boundaries(text: str) -> frozenset[int]:
    """Offsets at which a word begins or ends.

    >>> 2 in boundaries("互联网络")
    False
    """
    found = {0, len(text)}
    done = 0
    for run in _RUN.finditer(text):
        found.update(range(done, run.start() + 1))
        found.update(run.start() + end for end in _ends(run[0]))
        done = run.end()
    found.update(range(done, len(text)))
    return frozenset(found)


def _ends(run: str) -> Iterator[int]:
    """Where the words end that make the likeliest row; letters of no word stay together."""
    known = _dictionary()
    size = len(run)
    best: list[tuple[float, int]] = [(0.0, size)] * (size + 1)
    for start in range(size - 1, -1, -1):
        words = known.beginning_with(run[start])
        # A character that is no word counts as one that is met once.
        ends = [end for end in range(start + 1, size + 1) if words.get(run[start:end])]
        best[start] = max(
            (log(words.get(run[start:end]) or 1) - known.log_total + best[end][0], end)
            for end in ends or [start + 1]
        )
    start = 0
    while start < size:
        end = best[start][1]
        lone = end - start == 1 and run[start].isascii() and run[start].isalnum()
        goes_on = lone and end < size and best[end][1] == end + 1
        if not (goes_on and run[end].isascii() and run[end].isalnum()):
            yield end
        start = end
