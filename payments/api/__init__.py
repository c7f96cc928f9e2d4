"""JSON face of payments."""
