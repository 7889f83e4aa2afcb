"""An application that says how long the body was, behind the bound that the site sets."""

from typing import Any

from config.bodies import bound_bodies

bound_bodies()


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    length, more = 0, True
    while more:
        message = await receive()
        length += len(message.get("body", b""))
        more = message.get("more_body", False)
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": str(length).encode()})
