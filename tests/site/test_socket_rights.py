"""Who gets what at every socket: a table, through the real stack with the cookies of browsers."""

import json

import pytest
from channels.auth import AuthMiddlewareStack
from channels.db import database_sync_to_async
from channels.routing import URLRouter

from peerlearn.routing import websocket_urlpatterns
from tests.site.world import EVERYBODY, make_world
from tests.support.sockets import Socket

pytestmark = pytest.mark.django_db(transaction=True)

APP = AuthMiddlewareStack(URLRouter(websocket_urlpatterns))
db = database_sync_to_async
IN = "in"

# By pattern: the address, then the answer to visitor, learner, other learner, mentor, other mentor,
# editor, admin without code, admin: `in`, or the code the socket is closed with.
TABLE = {
    "ws/notices/": ("/ws/notices/", "4401 in in in in in 4401 in"),
    r"^ws/room/(?P<session_id>\d{1,18})/$": (
        "/ws/room/{session}/",
        "4401 in 4401 in 4401 4401 4401 4401",
    ),
    "ws/seats/": ("/ws/seats/", "in in in in in in in in"),
    "": ("/ws/elsewhere/", "4404 4404 4404 4404 4404 4404 4404 4404"),
}


def test_every_socket_has_its_row_and_every_row_its_socket():
    assert [str(route.pattern) for route in websocket_urlpatterns] == list(TABLE)


@pytest.mark.parametrize("who", EVERYBODY)
async def test_everybody_gets_what_the_table_says(who):
    world = await db(make_world)()
    client = await db(world.client)(who)
    found = {}
    for pattern, (path, _) in TABLE.items():
        address = path.format(session=world.session.pk)
        found[pattern] = await answer(client, address, world.session.pk)
    place = EVERYBODY.index(who)
    assert found == {pattern: row.split()[place] for pattern, (_, row) in TABLE.items()}


async def answer(client, path, session_id):
    """Open a socket as a page does; a room's says hello with the ticket the API gave, if any."""
    cookie = client.cookies.output(header="", sep=";").strip()
    socket = Socket(APP, path, headers=[(b"cookie", cookie.encode())])
    assert (await socket.connect())[0]
    if path.startswith("/ws/room/"):
        joined = await db(client.post)(f"/api/sessions/{session_id}/join/")
        token = joined.json().get("room_token", "none")
        await socket.send_json_to({"v": 1, "t": "hello", "token": token})
    if path == "/ws/seats/":
        await socket.send_json_to({"t": "watch", "sessions": [session_id]})
    while True:
        event = await socket.receive_output()
        if event["type"] == "websocket.close":
            return str(event["code"])
        if json.loads(event["text"])["t"] != "error":
            await socket.disconnect()
            return IN
