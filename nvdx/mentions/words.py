"""Word boundaries of Chinese text, asked only where a plain match may mislead.

`网络` in `互联网络` is no segment, and neither is `计算` in `计算机`. jieba knows such words; it is imported
when the first doubtful candidate comes, keeps silent and writes no cache.
"""

from __future__ import annotations

import logging
from functools import lru_cache
from typing import Any

__all__ = ["boundaries"]


@lru_cache(maxsize=1)
def _tokenizer() -> Any:
    import jieba

    jieba.setLogLevel(logging.ERROR)
    tokenizer = jieba.Tokenizer()
    # jieba's own start-up pickles its dictionary into a shared temporary folder; the dictionary is
    # read here instead, which costs about as much as the pickle check and leaves nothing behind.
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    return tokenizer


def boundaries(text: str) -> frozenset[int]:
    """Offsets at which a word begins or ends.

    >>> 2 in boundaries("互联网络")
    False
    """
    return frozenset(
        offset
        for _, start, end in _tokenizer().tokenize(text, HMM=False)
        for offset in (start, end)
    )
