"""JSON face of accounts."""
