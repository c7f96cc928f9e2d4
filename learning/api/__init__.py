"""JSON face of learning."""
