"""Which files are the project's own: those git would commit; without git, those not generated."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
GENERATED = {
    ".git", ".venv", "node_modules", "var", "__pycache__", ".pytest_cache", ".mypy_cache",
    ".ruff_cache", ".import_linter_cache", ".hypothesis", "dist",
}  # fmt: skip


@cache
def own_files() -> tuple[Path, ...]:
    """Return the project's files, sorted."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if answer.returncode == 0:
        paths = [ROOT / line for line in answer.stdout.splitlines()]
    else:
        paths = [p for p in ROOT.rglob("*") if not GENERATED.intersection(p.parts)]
    return tuple(sorted(path for path in paths if path.is_file()))


def python_files() -> list[Path]:
    """Return the project's Python files without migrations, which are generated."""
    return [p for p in own_files() if p.suffix == ".py" and "migrations" not in p.parts]


def name(path: Path) -> str:
    """Return `path` as written from the project's folder."""
    return str(path.relative_to(ROOT))
