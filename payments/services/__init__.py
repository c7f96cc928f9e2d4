"""What may be done with money."""
