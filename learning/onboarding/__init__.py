"""The sign-up wizard: a page a step, its data in the session, one account at the end."""
