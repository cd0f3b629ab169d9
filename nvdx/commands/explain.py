"""`nvdx explain`: what was read in a sentence, and why each of its figures is a record or none."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from nvdx.commands import complain, known_companies
from nvdx.companies import CompanyFileError
from nvdx.documents import DocumentError, read_document
from nvdx.output.explanation import Explanation, explanations
from nvdx.output.terminal import visible


def explain(place: str, *, number: int | None = None, companies: Sequence[Path] = ()) -> int:
    """Write what was read at a place, `FILE` or `FILE:LINE`, and what became of it.

    With ``number`` only the sentence and the record that the whole explanation gives this number,
    counted from 1. Returns 0, or 2 where the place cannot be read, a company file is wrong or no
    record has the number.
    """
    path, line = _place(place)
    try:
        known = known_companies(companies)
        document = read_document(path)
    except CompanyFileError as error:
        return complain(*map(str, error.problems))
    except DocumentError as error:
        return complain(f"{error.path}: {error.message}")
    except OSError as error:
        return complain(f"{path}: {error.strerror}")
    lines = document.line_of(len(document.text))
    if line is not None and not 1 <= line <= lines:
        return complain(f"{path} has lines 1 to {lines}, not {line}")
    found = list(explanations(document, known, line))
    if number is not None:
        found = _only(found, number)
        if not found:
            return complain(f"no record has the number {number} there")
    if not found:
        what = f"line {line} of it" if line is not None else "it"
        complain(
            f"{path}: nothing is read in {what} (front matter, furniture of a page, or no figure)"
        )
    _show(path, found)
    return 0


def _place(place: str) -> tuple[str, int | None]:
    """The file and the line of `FILE:LINE`; a file whose name ends so goes first.

    >>> _place("notes/a.md:12"), _place("notes/a.md"), _place("-:3")
    (('notes/a.md', 12), ('notes/a.md', None), ('-', 3))
    """
    path, colon, line = place.rpartition(":")
    if colon and line.isascii() and line.isdigit() and not os.path.exists(place):
        return path, int(line)
    return place, None


def _only(found: Iterable[Explanation], number: int) -> list[Explanation]:
    for explanation in found:
        facts = [fact for fact in explanation.facts if fact.number == number]
        if facts:
            return [explanation.only(facts)]
    return []


def _show(path: str, found: Sequence[Explanation]) -> None:
    """As coloured text on a terminal, else as plain lines."""
    if not sys.stdout.isatty():
        for line in _lines(path, found):
            sys.stdout.write(f"{line}\n")
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)
    at_mark = {"metric": "bold green", "figure": "bold cyan", "period": "bold magenta"}
    for number, explanation in enumerate(found):
        if number:
            console.print()
        console.print(Text(f"{visible(path)}:{explanation.line}", style="bold"))
        text = Text()
        for piece, kind in explanation.pieces():
            text.append(visible(piece), style=at_mark.get(kind, "yellow") if kind else "")
        console.print(text)
        for line in explanation.notes():
            console.print(Text(visible(line), style="dim" if line.startswith("  ") else ""))


def _lines(path: str, found: Sequence[Explanation]) -> Iterator[str]:
    for number, explanation in enumerate(found):
        if number:
            yield ""
        yield visible(f"{path}:{explanation.line}")
        yield visible("".join(piece for piece, _ in explanation.pieces()))
        yield from map(visible, explanation.notes())
