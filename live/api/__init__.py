"""JSON face of live."""
