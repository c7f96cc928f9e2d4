"""The pattern page: every component in all its states, light and dark. Dev-only."""
