"""A shelf of bounded weight."""

from peerlearn.common.shelf import Shelf


def test_a_shelf_lets_go_of_what_nobody_asked_for():
    shelf = Shelf(most=10)
    shelf.put("a", 1, weight=4)
    shelf.put("b", 2, weight=4)
    assert shelf.get("a") == 1
    shelf.put("c", 3, weight=4)
    assert [shelf.get(name) for name in "abc"] == [1, None, 3]
    shelf.put("a", 5, weight=11)
    assert shelf.get("a") is None
    shelf.put("d", 6, weight=6)
    assert [shelf.get(name) for name in "cd"] == [3, 6]
