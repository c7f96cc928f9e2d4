"""Files that spreadsheet programs open: no cell of them is taken for a formula."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def harmless(value: Any) -> str:
    """Return a cell that no spreadsheet program takes for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


def csv_lines(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Yield the lines of a CSV file, the first with a mark by which Excel knows UTF-8."""
    yield "\ufeff" + _line(head)
    for row in rows:
        yield _line(row)


def _line(cells: Sequence[Any]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow([harmless(cell) for cell in cells])
    return line.getvalue()
