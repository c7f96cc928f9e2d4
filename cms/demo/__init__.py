"""Demo content: people, sessions, money and news that read like a real site. Dev tools only."""
