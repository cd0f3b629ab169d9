"""`nvdx chart`: facts of a company as a picture."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from nvdx.commands import complain, known_companies
from nvdx.commands.facts import Gathered
from nvdx.commands.table import Wrong, check_entities, fiscal_period, within
from nvdx.companies import CompanyFileError
from nvdx.output.chart import Language, MissingFont, draw, drawable
from nvdx.output.periods import period_views
from nvdx.output.terminal import visible_line

SUFFIXES = (".svg", ".png")
NO_LIBRARY = "charts need matplotlib: `pip install matplotlib`, or install nvdx as `nvdx[chart]`"
NO_FONT = (
    "no font with Chinese characters is installed; install one (Debian: fonts-noto-cjk), "
    "or write an .svg, which is shown with the viewer's fonts"
)


def chart(
    sources: Sequence[str],
    output: Path,
    *,
    entity: str | None = None,
    since: str | None = None,
    until: str | None = None,
    language: Language = "en",
    companies: Sequence[Path] = (),
) -> int:
    """Draw one company's revenue by segment, guidance and margins into ``output``, SVG or PNG.

    Without an ``entity`` the company with most periods is drawn. Returns 0, 1 where some sources
    failed (the rest is drawn), 2 for a wrong argument, a missing library or nothing to draw.
    """
    if output.suffix.lower() not in SUFFIXES:
        return complain(f"{output}: a chart is written as {' or '.join(SUFFIXES)}")
    try:
        known = known_companies(companies)
        first, last = fiscal_period(since), fiscal_period(until)
        check_entities([entity] if entity else [], known)
    except CompanyFileError as error:
        return complain(*map(str, error.problems))
    except Wrong as error:
        return complain(str(error))
    gathered = Gathered(sources, known)
    facts = [fact for fact in gathered if entity in (None, fact.entity)]
    views = list(within(period_views(facts), first, last, known))
    found = list(drawable(views, known))
    if not found:
        return complain("no revenue to draw: nothing of these periods and companies")
    shown, *others = found
    try:
        draw(shown, known[shown.entity], output, language)
    except ImportError:
        return complain(NO_LIBRARY)
    except MissingFont:
        return complain(NO_FONT)
    except OSError as error:
        return complain(f"cannot write {output}: {error.strerror}")
    if others:
        names = ", ".join(one.entity for one in others)
        print(visible_line(f"drawn is {shown.entity}; --entity draws {names}"), file=sys.stderr)
    return 1 if gathered.failed else 0
