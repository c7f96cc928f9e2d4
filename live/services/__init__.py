"""Writing rooms: the only place where they, their people and their words change."""
