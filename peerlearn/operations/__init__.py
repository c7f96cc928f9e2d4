"""Floor 6, beside cms: what runs the platform as a whole. The server, dev tools, health."""
