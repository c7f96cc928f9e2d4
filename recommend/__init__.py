"""Floor 5: what to learn next, and why; knows nothing of rooms."""
