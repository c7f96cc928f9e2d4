"""Searching what can be booked: filters, how many each option would find, pages of 24.

Any parameters give an answer: what is not understood is left out.
"""

from .base import on_offer, starting_within
from .choices import PRICES
from .days import DATES, TIMES, day_range
from .facets import Option
from .finding import CATALOGUE, PER_PAGE, Asked, Found, asked, find, how_many, search
from .near import similar_to
from .wanted import Wanted

__all__ = [
    "CATALOGUE",
    "DATES",
    "PER_PAGE",
    "PRICES",
    "TIMES",
    "Asked",
    "Found",
    "Option",
    "Wanted",
    "asked",
    "day_range",
    "find",
    "how_many",
    "on_offer",
    "search",
    "similar_to",
    "starting_within",
]
