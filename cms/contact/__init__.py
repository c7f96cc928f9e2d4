"""The contact page: a form without a third party, its messages, their end."""
