"""Where settings get their values: the process environment, then an optional .env file."""

from pathlib import Path

import environ

BASE_DIR = Path(__file__).resolve().parent.parent.parent

env = environ.Env()
if (BASE_DIR / ".env").exists():
    env.read_env(BASE_DIR / ".env")

VAR_DIR = Path(env.str("PEERLEARN_VAR", default=str(BASE_DIR / "var"))).resolve()
