"""What a fan-out is measured against: an ASGI application that sends one frame to all it knows."""

sockets = set()
FRAME = '{"v":1,"t":"seats","data":{"session":1234,"capacity":12,"left":3}}'


async def application(scope, receive, send) -> None:
    """Answer every first message; tell everybody when one says more."""
    if scope["type"] != "websocket":
        return
    await receive()
    await send({"type": "websocket.accept"})
    sockets.add(send)
    known = False
    while (await receive())["type"] == "websocket.receive":
        for one in tuple(sockets) if known else (send,):
            await one({"type": "websocket.send", "text": FRAME})
        known = True
    sockets.discard(send)
