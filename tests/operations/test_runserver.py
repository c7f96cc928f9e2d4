"""The embedded server as a process."""

import socket

from tests.support import templates
from tests.support.product import STOP_SECONDS, Product


def listens(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_a_terminated_server_takes_its_payment_simulator_along(tmp_path):
    product = Product(tmp_path)
    templates.sqlite_copy(tmp_path / "peerlearn.sqlite3")
    try:
        product.start()
        assert listens(product.simulator_port), "the first sweeps may have money to send back"
        server = product.processes[0]
        server.terminate()
        server.wait(STOP_SECONDS)
        assert not listens(product.simulator_port)
    finally:
        product.stop()
