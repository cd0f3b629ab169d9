"""The command line: one function a command, which calls the module of its name and nothing else.

What a command needs is imported when it runs, so that ``nvdx --help`` answers at once.
"""

from __future__ import annotations

import os
import re
import signal
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal, NoReturn

import typer

from nvdx import __version__

SIGNALLED = 128
"""What shells add to the number of the signal that ended a program."""

app = typer.Typer(
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # loading rich doubles the start-up time
)

SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*(?:([kMGT])(i?))?B?", re.IGNORECASE)


def _size(text: str | int) -> int:
    """A number of bytes, as `20MB` (20,000,000), `1GiB` (1,073,741,824) or `4096`."""
    found = SIZE.fullmatch(str(text).strip())
    if not found:
        raise typer.BadParameter(f"{text!r} is no size such as 500kB, 20MB or 1GiB")
    number, scale, binary = found.groups()
    power = "kmgt".index(scale.lower()) + 1 if scale else 0
    return int(Decimal(number) * (1024 if binary else 1000) ** power)


OutputFormat = Annotated[
    Literal["text", "json", "github"],
    typer.Option(help="Form of the findings: for people, one JSON array, GitHub annotations."),
]

CompanyFolders = Annotated[
    list[Path] | None,
    typer.Option(
        "--companies",
        metavar="DIR",
        help="Company files to add or to replace built-in ones, on top of those in the folders "
        "that NVDX_COMPANIES lists. Repeatable.",
    ),
]


def main() -> None:
    """The entry point of the command ``nvdx``."""
    # Python has None for a stream that the caller closed, as `nvdx … >&-` does.
    sys.stdout = sys.stdout or open(os.devnull, "w")  # noqa: SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w")  # noqa: SIM115
    for number in _ENDING:
        if signal.getsignal(number) is signal.SIG_DFL:  # `nohup` has SIGHUP ignored
            signal.signal(number, _end)
    try:
        app(prog_name="nvdx")
    except KeyboardInterrupt:
        sys.exit(SIGNALLED + signal.SIGINT)
    except _Ended as ended:
        sys.exit(ended.exit_code)


_ENDING = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]


class _Ended(BaseException):
    """A signal asks the program to end: files and processes are tidied up as after Ctrl-C."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.exit_code = SIGNALLED + number


def _end(number: int, frame: object) -> NoReturn:
    raise _Ended(number)


def _finish(command: Callable[[], int]) -> NoReturn:
    """End with a command's exit code, and quietly where the reader has gone or a signal came."""
    try:
        code = command()
        sys.stdout.flush()
    except OSError as error:
        # The interpreter flushes standard output once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
        if not isinstance(error, BrokenPipeError):
            print(f"nvdx: cannot write to standard output: {error.strerror}", file=sys.stderr)
            code = 2
    except KeyboardInterrupt:
        code = SIGNALLED + signal.SIGINT
    except _Ended as ended:
        code = ended.exit_code
    raise typer.Exit(code)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"nvdx {__version__}")
        raise typer.Exit


@app.callback()
def _nvdx(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Figures about company earnings, from texts to JSON lines keyed by fiscal period.

    Exit codes: 0 done; 1 findings, or some documents failed (the rest is written); 2 wrong usage,
    or nothing could run.
    """


@app.command()
def extract(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH...", help="Files, folders, - for standard input.")
    ],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write there, whole or not at all."),
    ] = None,
    by: Annotated[
        Literal["fact", "period"],
        typer.Option(help="A line for each figure, or for each company and fiscal period."),
    ] = "fact",
    entity: Annotated[
        str | None,
        typer.Option(metavar="ID,...", help="Only figures of these companies, as NVDA,AMD."),
    ] = None,
    companies: CompanyFolders = None,
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs", "-j", metavar="N", min=1, help="Processes to read with; default: all cores."
        ),
    ] = None,
    max_bytes: Annotated[
        int,
        typer.Option(
            metavar="SIZE", parser=_size, help="Leave out larger files, as 500kB, 1GiB, 20000000."
        ),
    ] = 20_000_000,
    errors: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write a line of JSON for each document that failed."),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Stop at the first document that fails.")
    ] = False,
    resume: Annotated[
        bool,
        typer.Option(
            "--resume", help="With -o: keep a journal beside FILE, and go on from one that is there."
        ),
    ] = False,
) -> None:
    """Write the figures that documents state as JSON lines."""

    def command() -> int:
        from nvdx.commands.extract import extract

        return extract(
            paths,
            output=None if output is None or str(output) == "-" else output,
            by=by,
            entities=[] if entity is None else [name.strip() for name in entity.split(",")],
            companies=companies or (),
            jobs=jobs,
            max_bytes=max_bytes,
            errors=errors,
            strict=strict,
            resume=resume,
        )

    _finish(command)


@app.command()
def check(
    fixtures: Annotated[Path, typer.Argument(help="A folder of documents, goldens beside them.")],
    update: Annotated[
        bool, typer.Option("--update", help="Write the goldens that are missing or differ.")
    ] = False,
    companies: CompanyFolders = None,
    output_format: OutputFormat = "text",
) -> None:
    """Compare what documents give with their golden records.

    The golden records of NAME.md stand beside it in NAME.md.jsonl.
    """

    def command() -> int:
        from nvdx.commands.check import check

        return check(fixtures, update=update, form=output_format, companies=companies or ())

    _finish(command)


@app.command()
def validate(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE...", help="JSON lines, - for standard input.")
    ],
    docs: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Hold the records against the documents in this folder."),
    ] = None,
    output_format: OutputFormat = "text",
) -> None:
    """Check lines of JSON against the schema and the documents."""

    def command() -> int:
        from nvdx.commands.validate import validate

        return validate(files, docs=docs, form=output_format)

    _finish(command)


@app.command()
def explain(
    place: Annotated[
        str, typer.Argument(metavar="FILE[:LINE]", help="A document, or one line of it.")
    ],
    fact: Annotated[
        int | None,
        typer.Option("--fact", metavar="N", min=1, help="Only the record of this number."),
    ] = None,
    folders: CompanyFolders = None,
) -> None:
    """Show what was read in a sentence, and why each figure is a record or none."""

    def command() -> int:
        from nvdx.commands.explain import explain

        return explain(place, number=fact, companies=folders or ())

    _finish(command)


@app.command()
def review(
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="Documents and folders.")],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="The page, as page.html.")
    ],
    facts: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Show these JSON lines instead of extracting."),
    ] = None,
    golden: Annotated[
        bool, typer.Option("--golden", help="Mark what differs from the goldens beside them.")
    ] = False,
    companies: CompanyFolders = None,
) -> None:
    """Write one self-contained page: the texts with their figures marked."""

    def command() -> int:
        from nvdx.commands.review import review

        return review(paths, output, facts=facts, golden=golden, companies=companies or ())

    _finish(command)


Sources = Annotated[
    list[str],
    typer.Argument(
        metavar="FACTS|PATH|-...", help="Files of JSON lines (.jsonl), documents, folders, - for stdin."
    ),
]
Entities = Annotated[
    str | None,
    typer.Option("--entity", metavar="ID,...", help="Only figures of these companies, as NVDA,AMD."),
]
Since = Annotated[
    str | None, typer.Option("--from", metavar="PERIOD", help="First period, as FY2024Q1.")
]
Until = Annotated[str | None, typer.Option("--to", metavar="PERIOD", help="Last period.")]


def _names(text: str | None) -> list[str]:
    return [] if text is None else [name.strip() for name in text.split(",")]


@app.command()
def table(
    sources: Sources,
    by: Annotated[
        Literal["metric", "segment"], typer.Option(help="What stands across the periods.")
    ] = "metric",
    entity: Entities = None,
    metric: Annotated[
        str | None, typer.Option(metavar="NAME,...", help="Only these metrics; all for every one.")
    ] = None,
    since: Since = None,
    until: Until = None,
    form: Annotated[
        Literal["text", "markdown", "csv"] | None,
        typer.Option("--format", help="Text on a terminal, else Markdown, where none is given."),
    ] = None,
    companies: CompanyFolders = None,
) -> None:
    """Show figures by fiscal period, with growth and guidance, sources merged."""

    def command() -> int:
        from nvdx.commands.table import table

        return table(
            sources, by=by, entities=_names(entity), metrics=_names(metric), since=since,
            until=until, form=form, companies=companies or (),
        )  # fmt: skip

    _finish(command)


@app.command()
def chart(
    sources: Sources,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="The picture, .svg or .png.")
    ],
    entity: Annotated[
        str | None, typer.Option(metavar="ID", help="The company; else that with most periods.")
    ] = None,
    since: Since = None,
    until: Until = None,
    language: Annotated[Literal["en", "zh"], typer.Option(help="Of the labels.")] = "en",
    companies: CompanyFolders = None,
) -> None:
    """Draw revenue by segment, with growth, guidance and margins (needs nvdx[chart])."""

    def command() -> int:
        from nvdx.commands.chart import chart

        return chart(
            sources, output, entity=entity, since=since, until=until, language=language,
            companies=companies or (),
        )  # fmt: skip

    _finish(command)


@app.command()
def companies(
    company: Annotated[
        str | None, typer.Argument(metavar="ID", help="The company to show whole, as NVDA.")
    ] = None,
    folders: CompanyFolders = None,
    output_format: Annotated[
        Literal["text", "json"], typer.Option(help="Form: for people, JSON.")
    ] = "text",
) -> None:
    """List the companies known, or show one: names, fiscal calendar, segments and products."""

    def command() -> int:
        from nvdx.commands.companies import companies

        return companies(company, folders=folders or (), form=output_format)

    _finish(command)


@app.command()
def schema(
    thing: Annotated[
        Literal["fact", "period", "company"],
        typer.Argument(metavar="fact|period|company", help="What the schema is of."),
    ] = "fact",
) -> None:
    """Write a JSON Schema (2020-12) to standard output."""

    def command() -> int:
        from nvdx.commands.schema import schema

        return schema(thing)

    _finish(command)
