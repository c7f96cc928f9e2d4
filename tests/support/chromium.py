"""Chromium as the browser tests and benchmarks start it: Debian's, headless, with fake devices."""

from deploy.setup.machine import chromium as path

__all__ = ["ARGUMENTS", "path"]
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Ten pictures a second are as good a camera for a test as twenty, and half the work.
    "--use-fake-device-for-media-stream=fps=10",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
]
