"""A server that answers like Razorpay's API and checkout, for machines without keys.

It imports nothing of the product, so the product cannot cheat. Paths, ids, limits and errors are
those of Razorpay's documentation (api/orders, api/payments, api/refunds, webhooks, errors).
"""
