"""docs/features.md names only modules and tests that are there."""

import re

from tests.architecture.tree import ROOT

ROW = re.compile(r"^\| (F\d+[^|]*) \|[^|]*\|[^|]*\|([^|]*)\|([^|]*)\|$")


def rows():
    for line in (ROOT / "docs" / "features.md").read_text().splitlines():
        match = ROW.match(line)
        if match:
            yield [part.strip() for part in match.groups()]


def test_every_row_names_a_module_and_a_test_that_exist():
    found = list(rows())
    assert len(found) > 50
    missing = [
        (row, path)
        for row, modules, test in found
        for path in [*modules.split(", "), test]
        if not (ROOT / path).exists()
    ]
    assert missing == []
