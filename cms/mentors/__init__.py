"""A mentor's page from the mentor's side: what it is made of, drafts, and who read them."""
