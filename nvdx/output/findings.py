"""Findings of `check` and `validate`: for a person, for a program, for GitHub's annotations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Literal

from nvdx.golden import Change
from nvdx.output.jsonl import json_text
from nvdx.output.terminal import visible, visible_line

Format = Literal["text", "json", "github"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong at a line of a file (the whole file where the line is ``None``)."""

    file: str
    line: int | None
    kind: str
    message: str
    quote: str | None = None
    changes: tuple[Change, ...] = ()

    def details(self) -> list[str]:
        changes = (
            f"{change.field}: {_shown(change.golden)} → {_shown(change.now)}"
            for change in self.changes
        )
        return [*([self.quote] if self.quote else []), *changes]


def render(findings: Iterable[Finding], form: Format) -> str:
    """All findings as one text that ends with a line feed, empty where ``text`` has nothing to say.

    ``json`` is one array of objects, ``github`` an annotation a line.
    """
    match form:
        case "text":
            return "".join(f"{line}\n" for finding in findings for line in _text(finding))
        case "github":
            return "".join(f"{_annotation(finding)}\n" for finding in findings)
        case "json":
            listed = ",\n ".join(json_text(asdict(finding)) for finding in findings)
            return f"[{listed}]\n"


def _text(finding: Finding) -> list[str]:
    place = finding.file if finding.line is None else f"{finding.file}:{finding.line}"
    head = f"{place}: {finding.kind}: {finding.message}"
    return [visible_line(head), *(f"    {visible(detail)}" for detail in finding.details())]


def _annotation(finding: Finding) -> str:
    """A workflow command: https://docs.github.com/actions/reference/workflow-commands."""
    place = f"file={_property(finding.file)}"
    if finding.line is not None:
        place += f",line={finding.line}"
    body = "\n".join([finding.message, *finding.details()])
    return f"::error {place},title={_property(finding.kind)}::{_escaped(body)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


def _shown(content: object) -> str:
    return content if isinstance(content, str) else json_text(content)
