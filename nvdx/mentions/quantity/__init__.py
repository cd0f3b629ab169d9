"""Quantities: money, percentages, points, multiples and ranges, in Chinese and English text.

A text is walked once (`walk`). `Grammar.start` finds where a figure may begin (a digit or a Chinese
numeral with a unit in reach), `figure` reads number and unit there, `context` the words around it,
`ranges` and `tolerances` put figures together. English number words (`doubled`, `half`, `billions of
dollars`) are looked for only around one of their stems (`english`). The words of all this come from
lexicon/units.yaml.
"""

from nvdx.mentions.quantity.glimpse import may_show_figure
from nvdx.mentions.quantity.model import Quantity, Tolerance
from nvdx.mentions.quantity.walk import may_have_quantity, quantities

__all__ = ["Quantity", "Tolerance", "may_have_quantity", "may_show_figure", "quantities"]
