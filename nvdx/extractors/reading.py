"""A sentence as tokens, with the questions that every rule asks of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import regex

from nvdx.mentions.scan import Token

__all__ = ["Reading", "explained"]

_HAN: Final = regex.compile(r"\p{Han}")
_LATIN_WORD: Final = re.compile(r"[A-Za-z]{2,}")
# Words that stand between a figure and what it is said of without adding a thing of their own.
_PARTICLES: Final = re.compile(
    r"的|了|为|是|也|仅|只|有|在|于|和|与|及|之|并|又|就|则|已|已经|还|约|近|超|逾|超过|达|达到|实现|录得|取得|获得"
    r"|创|历史|新高|纪录|记录|再|均|左右|以上|以下|大约|大概|接近|突破|高达|其|其中|当期|单季|预计|同期|同时|来到|处于|区间|之间"
    r"|史上最大|史上|最大的|巨额|惊人|用于|令人|达成|完成|季度|年度|表现|强劲|大幅|显著|小幅|进一步|继续|仍|仍然|基本|总额|总|合计|整体|公司|共|共计|累计|一共|产生|报|报告|公布|宣布|宣告|发布"
    r"|\b(?:of|was|were|is|are|a|an|the|at|to|by|in|record|came|total|totaled|totalled|reached|hit|and)\b"
)


def explained(text: str) -> str:
    """What is left of the words between two tokens when the particles are taken out."""
    return _PARTICLES.sub("", text).strip()


class Reading:
    """The tokens of one sentence.

    Attributes:
        text: the block's clean text.
        tokens: its tokens from left to right, offsets into ``text``.
        start, end: the sentence's span in ``text``.
    """

    __slots__ = ("_latin", "end", "has_figures", "start", "text", "tokens")

    def __init__(self, text: str, tokens: list[Token], start: int, end: int) -> None:
        self.text = text
        self.tokens = tokens
        self.start = start
        self.end = end
        self.has_figures = any(token.quantity is not None for token in tokens)
        self._latin: bool | None = None

    @property
    def is_latin(self) -> bool:
        """Whether the sentence has no Han character: English grammar holds."""
        if self._latin is None:
            self._latin = _HAN.search(self.text, self.start, self.end) is None
        return self._latin

    def with_sense(self, sense: str) -> list[int]:
        """Indices of the tokens that have a sense."""
        return [index for index, token in enumerate(self.tokens) if sense in token.senses]

    def gap(self, left: int, right: int) -> str:
        """The characters between two tokens."""
        return self.text[self.tokens[left].end : self.tokens[right].start]

    def before(self, index: int, *, same_clause: bool = True) -> Iterator[int]:
        """Indices of the tokens before one, nearest first, within its clause and parenthesis."""
        here = self.tokens[index]
        for i in range(index - 1, -1, -1):
            token = self.tokens[i]
            if same_clause and (token.clause != here.clause or token.depth < here.depth):
                return
            if token.depth == here.depth:
                yield i

    def left(self, index: int) -> list[int]:
        """Indices between the previous figure of the clause and a token, in order."""
        found: list[int] = []
        for i in self.before(index):
            token = self.tokens[i]
            if token.quantity is not None and token.quantity.form != "tolerance":
                break
            found.append(i)
        return found[::-1]

    def right(self, index: int) -> list[int]:
        """Indices after a token up to the next figure or the end of its clause, in order."""
        here = self.tokens[index]
        found: list[int] = []
        for i in range(index + 1, len(self.tokens)):
            token = self.tokens[i]
            if token.depth > here.depth:
                continue
            if (
                token.clause != here.clause
                or token.depth < here.depth
                or token.quantity is not None
            ):
                break
            if token.mark and token.mark not in '、/"“”「」':
                break
            found.append(i)
        return found

    def row_length(self, index: int) -> int:
        """How many figures stand in a row with one, with only blanks and `Up`, `Down` between them."""
        length = 1
        for step in (-1, 1):
            last, i = self.tokens[index], index + step
            while 0 <= i < len(self.tokens):
                token = self.tokens[i]
                left, right = (token, last) if step < 0 else (last, token)
                if self.text[left.end : right.start].strip(" \t"):
                    break
                if token.quantity is not None:
                    length += 1
                elif not token.has("up", "down"):
                    break
                last, i = token, i + step
        return length

    def residue(self, start: int, end: int) -> int:
        """How much of the text between two offsets no token and no particle explains.

        Han characters count one each, Latin words two.
        """
        if end <= start:
            return 0
        pieces: list[str] = []
        at = start
        for token in self.tokens:
            if token.end <= start:
                continue
            if token.start >= end:
                break
            if token.start > at:
                pieces.append(self.text[at : token.start])
            at = max(at, token.end)
        if at < end:
            pieces.append(self.text[at:end])
        rest = " ".join(_PARTICLES.sub("", piece) for piece in pieces)
        return len(_HAN.findall(rest)) + 2 * len(_LATIN_WORD.findall(rest))
