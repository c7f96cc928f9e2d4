"""Floor 6: what visitors and editors see, on Wagtail."""
