"""The records of a table: its heads say what a cell is, its caption in which unit.

A table is read as every cell with its row head, its column head and what stands above the table.
Each head gives what it names (a metric, a business, a region, a company, a period, a measure, a
basis, a unit); the two must not contradict each other, and what neither names comes from above.
So rows of metrics with columns of periods, rows of companies with columns of metrics, and the
other way round, are all one reading. A head with a word that nobody knows gives no record.
"""

from __future__ import annotations

from nvdx.extractors.tables.reader import Tell, read_table
from nvdx.extractors.tables.surroundings import Outline, above

__all__ = ["Outline", "Tell", "above", "read_table"]
