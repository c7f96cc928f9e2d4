"""Every static check of the project, one after the other; all of them run even when one fails.

Exit code 1 if any failed.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
BIN = ROOT / ".venv" / "bin"

CHECKS = (
    ("Python style", ["ruff", "check", "."]),
    ("Python format", ["ruff", "format", "--check", "."]),
    ("types", ["mypy"]),
    ("templates: lint", ["djlint", "templates", "--lint", "--quiet"]),
    ("templates: format", ["djlint", "templates", "--check"]),
    ("who may import whom", ["lint-imports"]),
    ("missing migrations", ["python", "manage.py", "makemigrations", "--check", "--dry-run"]),
    ("sizes, hosts, secrets", ["python", "-m", "pytest", "-q", "tests/architecture"]),
)


def main() -> int:
    """Run all checks; return how many failed (as an exit code of 0 or 1)."""
    os.chdir(ROOT)
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "peerlearn.settings.test"}
    failed = []
    for name, command in CHECKS:
        print(f"== {name}: {' '.join(command)}", flush=True)
        began = time.monotonic()
        code = subprocess.run(
            [str(BIN / command[0]), *command[1:]], env=env, check=False
        ).returncode
        print(f"   {'ok' if code == 0 else f'FAILED ({code})'} {time.monotonic() - began:.1f} s")
        if code:
            failed.append(name)
    print("Lint: all clean" if not failed else f"Lint FAILED: {', '.join(failed)}", flush=True)
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
