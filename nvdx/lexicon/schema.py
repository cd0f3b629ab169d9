"""The files of words that have a shape of their own, checked."""

from __future__ import annotations

from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from nvdx.lexicon import LexiconError, load_yaml

__all__ = ["Schema", "load"]


class Schema(BaseModel):
    """The shape of a file, or of a part of one: nothing is missing and nothing unknown is there."""

    model_config = ConfigDict(extra="forbid", frozen=True)


_Schema = TypeVar("_Schema", bound=Schema)


def load(name: str, schema: type[_Schema]) -> _Schema:
    """The content of a lexicon file.

    Raises:
        LexiconError: the file does not have the shape.
    """
    try:
        return schema.model_validate(load_yaml(name))
    except ValidationError as error:
        raise LexiconError(f"{name}: {error}") from error
