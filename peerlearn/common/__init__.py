"""Floor 0: words every app shares. Money, clock, states, errors, zones, http. No table."""
