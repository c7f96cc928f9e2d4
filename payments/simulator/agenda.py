"""What happens by itself later: late authorisations, expiries, the next state of a payout."""

import threading
from collections.abc import Callable

from .store import Entity, Store

TICK = 0.1

Happen = Callable[[Entity], None]


class Agenda:
    """Plans in the store and the thread that looks at the simulator's clock."""

    def __init__(self, store: Store, happen: Happen) -> None:
        self._store, self._happen = store, happen
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="agenda", daemon=True)
        self._thread.start()

    def plan(self, what: str, ref: str, status: str, *, delay: float) -> None:
        """Let `ref` become `status` after so many seconds of the simulator's clock."""
        self._store.put(
            {
                "id": self._store.new_id("plan"),
                "entity": "plan",
                "at": self._store.moment() + delay,
                "what": what,
                "ref": ref,
                "status": status,
            }
        )

    def run_due(self) -> None:
        """Do what is due; call it with the store locked."""
        for plan in self._store.due_plans():
            self._store.drop(plan["id"])
            self._happen(plan)

    def stop(self) -> None:
        """End the thread."""
        self._stopped.set()
        self._thread.join(1)

    def _run(self) -> None:
        while not self._stopped.wait(TICK):
            with self._store.locked():
                if not self._stopped.is_set():
                    self.run_due()
