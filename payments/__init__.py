"""Floor 3: orders, ledger, refunds, payouts. Does not know what was sold."""
