"""Rows of text in columns: as a table on a terminal, as aligned columns in a pipe, as Markdown."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rich.cells import cell_len

from nvdx.output.terminal import visible, write_text

__all__ = ["Grid", "columns", "markdown", "show"]


class Grid(NamedTuple):
    """Rows of as many cells as the head has; a head of empty cells is not shown."""

    head: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    title: str = ""
    right: bool = False
    """Whether all columns but the first hold figures, which stand at the right."""


def show(grids: Iterable[Grid]) -> None:
    """As tables on a terminal, where long cells wrap, else as columns with one line a row."""
    if not sys.stdout.isatty():
        write_text("\n".join(map(columns, grids)))
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    for grid in grids:
        table = Table(
            box=box.SIMPLE, show_header=any(grid.head), title_justify="left", title_style="bold",
            title=Text(visible(grid.title)) if grid.title else None,
        )  # fmt: skip
        for number, name in enumerate(grid.head):
            table.add_column(
                Text(visible(name)), overflow="fold",
                justify="right" if grid.right and number else "left",
            )  # fmt: skip
        for row in grid.rows:
            table.add_row(*(Text(visible(cell)) for cell in row))
        console.print(table)


def columns(grid: Grid) -> str:
    """Rows as aligned columns; a Chinese character takes two places.

    >>> print(columns(Grid(("id", "name"), [("ACME", "顶点"), ("B", "Bolt")])), end="")
    id    name
    ACME  顶点
    B     Bolt
    """
    rows = [grid.head, *grid.rows] if any(grid.head) else list(grid.rows)
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        blanks = [" " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True)]
        cells = [
            f"{blank}{cell}" if grid.right and number else f"{cell}{blank}"
            for number, (cell, blank) in enumerate(zip(row, blanks, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    title = f"{visible(grid.title)}\n" if grid.title else ""
    return title + "".join(f"{visible(line)}\n" for line in lines)


def markdown(grid: Grid) -> str:
    """Rows as a Markdown table.

    >>> print(markdown(Grid(("a", "b"), [("1", "x|y")], title="ACME", right=True)), end="")
    ## ACME
    <BLANKLINE>
    | a | b |
    | --- | ---: |
    | 1 | x\\|y |
    """
    rule = [("---:" if grid.right and number else "---") for number in range(len(grid.head))]
    cells = [grid.head, tuple(rule), *grid.rows]
    title = f"## {_cell(grid.title)}\n\n" if grid.title else ""
    return title + "".join(f"| {' | '.join(map(_cell, row))} |\n" for row in cells)


def _cell(text: str) -> str:
    return visible(text).replace("|", "\\|").replace("\n", "<br>")
