"""Calls on networks that break."""
