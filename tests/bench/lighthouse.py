"""Lighthouse on its simulated phone, median of 5, against a running product (`make run`).

    npm install --prefix /tmp/lighthouse lighthouse@13     # no part of the project: 115 packages
    LIGHTHOUSE=/tmp/lighthouse python -m tests.bench.lighthouse http://localhost:8000

Figures depend on what else the machine does: a benchmark index far below that of other runs
tells of the machine, not of the page.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path
from statistics import median

from tests.support import chromium

CLI = Path("node_modules/lighthouse/cli/index.js")
RUNS = 5
CATEGORIES = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
FIGURES = {"largest-contentful-paint": 1600, "cumulative-layout-shift": 0.01}
BLOCKING = "total-blocking-time"
FLAGS = "--headless=new --no-sandbox --disable-gpu --no-first-run"
SECONDS = 180


def first_link(base: str, page: str, pattern: str) -> str:
    """Return the address of the last link on a page that matches, so that it is open a while."""
    with urllib.request.urlopen(base + page, timeout=10) as answer:
        return re.findall(rf'href="({pattern})"', answer.read().decode())[-1]


def run_once(home: Path, url: str) -> dict[str, float]:
    """Return the scores (0-100) and figures (ms) of one run in a fresh browser."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = ["node", str(home / CLI), url, "--quiet", "--output=json"]
        command += [f"--output-path={report}", f"--chrome-flags={FLAGS}"]
        command += [f"--only-categories={','.join(CATEGORIES)}"]
        env = os.environ | {"CHROME_PATH": chromium.path() or ""}
        subprocess.run(command, env=env, check=True, timeout=SECONDS, capture_output=True)
        read = json.loads(report.read_text())
    scores = {name: 100 * read["categories"][name]["score"] for name in CATEGORIES}
    figures = {name: read["audits"][name]["numericValue"] for name in (*FIGURES, BLOCKING)}
    return scores | figures | {"machine": read["environment"]["benchmarkIndex"]}


def main(base: str, home: Path) -> int:
    """Print a line a page; return how many figures missed their target."""
    pages = {
        "landing": "/",
        "catalogue": "/sessions/",
        "detail": first_link(base, "/sessions/", r"/sessions/\d+/[^\"?]+/"),
        "mentor": first_link(base, "/mentors/", r"/mentors/[^\"?/]+/"),
    }
    missed = 0
    for name, path in pages.items():
        runs = [run_once(home, base + path) for _ in range(RUNS)]
        mid = {key: median(run[key] for run in runs) for key in runs[0]}
        low = [key for key, least in CATEGORIES.items() if round(mid[key]) < least]
        high = [key for key, most in FIGURES.items() if mid[key] > most]
        missed += len(low) + len(high)
        verdict = f"MISSED: {', '.join(low + high)}" if low + high else "ok"
        scores = "/".join(str(round(mid[key])) for key in CATEGORIES)
        print(
            f"{name:10} {scores}  LCP {mid['largest-contentful-paint']:.0f} ms, "
            f"CLS {mid['cumulative-layout-shift']:.3f}, blocked {mid[BLOCKING]:.0f} ms, "
            f"machine {mid['machine']:.0f}  {verdict}",
            flush=True,
        )
    return missed


if __name__ == "__main__":
    place = os.environ.get("LIGHTHOUSE", "")
    if not place or not (Path(place) / CLI).exists():
        print("NOT RUN: LIGHTHOUSE names no folder with lighthouse in node_modules")
        sys.exit(0)
    sys.exit(1 if main(sys.argv[1].rstrip("/"), Path(place)) else 0)
