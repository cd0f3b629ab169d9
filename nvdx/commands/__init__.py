"""The commands, a module each: plain functions that return an exit code.

0 is done; 1 is findings, or some documents failed; 2 is wrong usage, or nothing could run.
"""

from __future__ import annotations

import sys


def complain(*messages: str) -> int:
    """Tell a person on standard error what is wrong; returns 2, the exit code of most callers."""
    for message in messages:
        print(f"nvdx: {message}", file=sys.stderr)
    return 2
