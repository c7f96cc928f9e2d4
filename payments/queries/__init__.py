"""Reading money."""

from .checks import ledger_faults, refunds_of
from .held import still_held

__all__ = ["ledger_faults", "refunds_of", "still_held"]
