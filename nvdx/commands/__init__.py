"""The commands, a module each: plain functions that return an exit code.

0 is done; 1 is findings, or some documents failed; 2 is wrong usage, or nothing could run.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from nvdx.output.terminal import visible_line

if TYPE_CHECKING:
    from nvdx.companies import Company

COMPANIES: Final = "NVDX_COMPANIES"
"""The environment variable that lists folders of company files, as PATH lists folders."""

SUGGESTIONS: Final = 3


def complain(*messages: str) -> int:
    """Tell a person on standard error what is wrong; returns 2, the exit code of most callers."""
    for message in messages:
        print(f"nvdx: {visible_line(message)}", file=sys.stderr)
    return 2


def known_companies(folders: Sequence[Path]) -> Mapping[str, Company]:
    """The built-in companies, on top those of the environment's folders, then of these folders.

    Raises ``nvdx.companies.CompanyFileError`` for files that cannot be used.
    """
    from nvdx.companies import load_companies

    listed = os.environ.get(COMPANIES, "").split(os.pathsep)
    return load_companies([*(Path(folder) for folder in listed if folder), *folders])


def no_such_company(wanted: str, known: Mapping[str, Company]) -> str:
    """A message for an id that no company has, with the ids that may have been meant."""
    close = _alike(wanted.casefold(), known)
    hint = " or ".join(filter(None, (", ".join(close[:-1]), *close[-1:])))
    return f"no company has the id {wanted!r}; " + (
        f"did you mean {hint}?" if close else "`nvdx companies` lists those that are known"
    )


def _alike(wanted: str, known: Mapping[str, Company]) -> list[str]:
    """Ids of the company of that name, or of those whose ids and names look most like it."""
    from difflib import get_close_matches

    owners = {
        name.casefold(): company.id
        for company in known.values()
        for name in (*company.aliases, company.name, company.id)
    }
    if wanted in owners:
        return [owners[wanted]]
    close = get_close_matches(wanted, owners, n=len(owners), cutoff=0.65)
    return list(dict.fromkeys(owners[name] for name in close))[:SUGGESTIONS]
