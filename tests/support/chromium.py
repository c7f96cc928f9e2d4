"""Chromium as the browser tests and benchmarks start it: Debian's, headless, with fake devices."""

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
]


def path() -> str | None:
    """Return the path of Chromium: $CHROMIUM, or the first known name on PATH."""
    names = [os.environ.get("CHROMIUM", ""), *NAMES]
    return next((found for name in names if name and (found := shutil.which(name))), None)
