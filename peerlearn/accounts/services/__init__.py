"""What may be done to accounts."""
