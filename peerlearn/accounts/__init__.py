"""Floor 1: who somebody is, and what they may do."""
