"""People and the audit log in the admin."""
