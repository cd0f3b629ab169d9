"""What a text says behind the results of a quarter, for tests of the words that refer to them."""

from __future__ import annotations

import nvdx
from nvdx import Fact

RESULTS = "英伟达公布2026财年第二财季财报，营收467亿美元。\n\n"
"""What the texts stand behind; NVIDIA reported FY2026Q2 on 27 August 2025."""
PUBLISHED = "2025-08-28"


def read(text: str) -> list[Fact]:
    """The records of a text behind the results of FY2026Q2, without those of the results themselves."""
    facts = nvdx.extract_text(RESULTS + text, published=PUBLISHED)
    return [fact for fact in facts if fact.source.start >= len(RESULTS)]


def fields(text: str, *names: str) -> list[tuple[object, ...]]:
    """The figure and some fields of each record."""
    return [(fact.raw, *(getattr(fact, name) for name in names)) for fact in read(text)]
