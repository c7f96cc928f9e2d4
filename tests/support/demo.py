"""The demo as a product keeps it, loaded once a day for each state of the code.

Playing two months of sessions through the services takes a minute of CPU time. A product that finds
them played copies rows and files and tops up what starts soon.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tests.support import templates

if TYPE_CHECKING:
    from tests.support.product import Product

ROOT, FOLDER = templates.ROOT, templates.FOLDER
CODE = (".py", ".html", ".txt", ".webp")
# Made anew for each product, or shared by all.
OWN = shutil.ignore_patterns("static", "*.log")


def lay(product: Product) -> None:
    """Give a product that does not run yet the demo's rows and files."""
    base, _, name = product.database_url.rpartition("/")
    server = {} if base.startswith("sqlite") else templates.parse_url(base)
    kind = "postgres" if server else "sqlite"
    rows = f"peerlearn_demo_{templates.checkout()}"
    files = FOLDER / f"demo-{kind}-{_state_of_code()}"
    with templates.only_one(f"demo-{kind}"):
        known = files.exists() and (not server or templates.exists(server, rows))
        if known:
            shutil.copytree(files, product.var, dirs_exist_ok=True)
            if server:
                templates.clone(server, rows, name)
        else:
            _load(product)
            if server:
                templates.clone(server, name, rows)
            with _in_place_of(f"demo-{kind}-*", files) as draft:
                shutil.copytree(product.var, draft, ignore=OWN)
    if known:
        product.lay_static()
        product.manage("load_demo")


def _load(product: Product) -> None:
    product.lay_rows()
    # Drawing its pictures in all sizes takes 10 s: done once for each state of them.
    drawn, media = FOLDER / f"media-{_state_of_pictures()}", product.var / "media"
    if drawn.exists():
        shutil.copytree(drawn, media)
    product.manage("load_demo")
    if not drawn.exists():
        with templates.only_one("media"), _in_place_of("media-*", drawn) as draft:
            for sort in ("avatars", "covers"):
                shutil.copytree(media / sort / "demo", draft / sort / "demo")


def _state_of_code() -> str:
    """Return digits that change with the code, its templates and the day."""
    files = (path for app in templates.APPS for path in (ROOT / app).rglob("*"))
    found = (path for path in (*files, *(ROOT / "templates").rglob("*")) if path.suffix in CODE)
    return f"{datetime.now(UTC):%m%d}{_digest(found)}"


def _state_of_pictures() -> str:
    """Return digits that change with what the pictures are drawn from."""
    drawing = ((ROOT / "cms" / "demo").rglob("*"), [ROOT / "peerlearn" / "common" / "pictures.py"])
    return _digest(path for part in drawing for path in part if path.suffix in (".py", ".webp"))


def _digest(paths: Iterable[Path]) -> str:
    total = hashlib.sha256((ROOT / "requirements" / "base.txt").read_bytes())
    for path in sorted(paths):
        total.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return total.hexdigest()[:10]


@contextmanager
def _in_place_of(old: str, target: Path) -> Iterator[Path]:
    """Let a folder be filled that then stands at `target`, and what matched `old` is gone."""
    draft = target.with_name(f"draft-{target.name}")
    shutil.rmtree(draft, ignore_errors=True)
    yield draft
    for path in FOLDER.glob(old):
        shutil.rmtree(path)
    draft.rename(target)
