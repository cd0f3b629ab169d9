"""How the YAML files are read."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import yaml

try:  # many times faster, but absent where PyYAML was built without libyaml
    from yaml import CBaseLoader as BaseLoader
except ImportError:
    from yaml import BaseLoader  # type: ignore[assignment]

__all__ = ["Loader"]


class Loader(BaseLoader):
    """Leaves every scalar a string, as all our fields are, and accepts no key twice.

    So no id turns into a bool or a float (`NO`, `0700.10`) and no CIK into an octal number.
    """

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        mapping = super().construct_mapping(node, deep=deep)
        if len(mapping) < len(node.value):
            keys = [key.value for key, _ in node.value]
            twice = next(i for i, key in enumerate(keys) if key in keys[:i])
            problem = f"key {keys[twice]!r} is there twice"
            raise yaml.constructor.ConstructorError(
                problem=problem, problem_mark=node.value[twice][0].start_mark
            )
        return mapping
