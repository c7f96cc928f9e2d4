"""The database itself refuses to change what the ledger says. Used by a migration, so: frozen."""

from peerlearn.common.append_only import AppendOnly

LEDGER = AppendOnly(
    "ledger", ("payments_ledgerentry", "payments_ledgertransaction"), "the ledger is only added to"
)
guard, unguard = LEDGER.guard, LEDGER.unguard
