"""What may be done: one verb a function, the only place where a state changes."""
