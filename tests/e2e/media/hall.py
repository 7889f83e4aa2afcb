"""Real Chromiums around the embedded engine, without the rest of the house.

Each browser has the built media client and nothing else; what it says goes straight to the engine.
"""

import asyncio
import contextlib
import itertools
import json
import subprocess
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Page, Route, async_playwright

from hearings.media.embedded.client import EmbeddedEngine
from hearings.media.engine import MediaError, MediaEvent, Offer, Reset, Routes
from tests.e2e.conftest import CHROMIUM, FLAGS

FRONTEND = Path(__file__).resolve().parents[3] / "frontend"
ORIGIN = "http://localhost:7070"  # never reached: the pages are served by a route
ROOM = "room"
PATIENCE = 30.0
PAGE = """<!doctype html><title>hall</title><script type="module">
const connections = [];
const Native = window.RTCPeerConnection;
window.RTCPeerConnection = class extends Native {
  constructor(...options) { super(...options); connections.push(this); }
};
window.receivedOctets = async () => {
  let octets = 0;
  for (const connection of connections) {
    const sends = connection.getSenders().some((sender) => sender.track);
    if (connection.signalingState === "closed" || sends) continue;
    for (const entry of (await connection.getStats()).values()) {
      if (entry.type === "transport") octets += entry.bytesReceived;
    }
  }
  return octets;
};
window.shareDrawing = async () => {
  const canvas = document.body.appendChild(document.createElement("canvas"));
  const pen = canvas.getContext("2d");
  setInterval(() => pen.fillRect(Math.random() * 300, Math.random() * 150, 9, 9), 50);
  navigator.mediaDevices.getDisplayMedia = async () => canvas.captureStream(15);
  await window.client.shareScreen();
};
import { MediaClient } from "/media.js";
window.states = [];
window.tracks = {};
window.client = new MediaClient({
  send: (message) => window.toServer(JSON.stringify(message)),
  onTrack(peer, source, kind, track) {
    window.tracks[`${peer}/${source}`] = track;
    const element = document.createElement(kind);
    element.autoplay = element.muted = element.playsInline = true;
    element.id = `${peer}-${source}`;
    element.srcObject = new MediaStream([track]);
    document.body.append(element);
  },
  onTrackEnded(peer, source) {
    delete window.tracks[`${peer}/${source}`];
    document.getElementById(`${peer}-${source}`)?.remove();
  },
  onState: (state) => window.states.push(state),
});
window.enter = async () => window.client.start(await navigator.mediaDevices.getUserMedia(
  { audio: true, video: { width: 320, height: 240, frameRate: 15 } }));
</script>"""


def in_own_loop(walk: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run `walk` on a loop of its own thread: other browser tests keep one running in this."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        pool.submit(asyncio.run, walk()).result()


def build(folder: Path) -> Path:
    """Bundle the media client as the site's build does; returns the file."""
    options = {
        "root": str(FRONTEND),
        "configFile": False,
        "logLevel": "error",
        "build": {
            "outDir": str(folder),
            "lib": {
                "entry": str(FRONTEND / "src/room/media.ts"),
                "formats": ["es"],
                "fileName": "media",
            },
        },
    }
    script = f"import('vite').then(({{build}}) => build({json.dumps(options)}))"
    subprocess.run(["node", "-e", script], cwd=FRONTEND, check=True)
    return folder / "media.js"


async def until(condition: Callable[[], Awaitable[bool]], what: str) -> None:
    """Poll until the condition holds; raises TimeoutError naming `what`."""
    end = time.monotonic() + PATIENCE
    while not await condition():
        if time.monotonic() > end:
            raise TimeoutError(what)
        await asyncio.sleep(0.1)


class Person:
    """One browser, and the part of the room's server that serves it."""

    def __init__(self, hall: "Hall", name: str, page: Page) -> None:
        self.hall, self.name, self.page = hall, name, page

    async def join(self) -> None:
        """Take the seat and begin to send."""
        await self.hall.engine.join(ROOM, self.name, self.on_event)
        await self.page.evaluate("window.enter()")

    async def on_event(self, event: MediaEvent) -> None:
        if isinstance(event, Offer):
            tracks = [asdict(track) for track in event.tracks]
            await self.tell({"type": "media_offer", "sdp": event.sdp, "tracks": tracks})
        elif isinstance(event, Reset):
            await self.tell({"type": "media_reset"})

    async def tell(self, message: dict[str, Any]) -> None:
        await self.page.evaluate("(message) => { window.client.handle(message); }", message)

    async def said(self, text: str) -> None:
        message, engine = json.loads(text), self.hall.engine
        with contextlib.suppress(MediaError):
            if message["type"] == "media_publish":
                sdp = await engine.publish(ROOM, self.name, message["sdp"], message["sources"])
                await self.tell({"type": "media_answer", "sdp": sdp})
            elif message["type"] == "media_subscribed":
                await engine.subscribed(ROOM, self.name, message["sdp"])
            else:
                await engine.restart(ROOM, self.name)

    async def received(self) -> dict[str, dict[str, Any]]:
        """Statistics of what arrives, by "peer/source"."""
        stats = await self.page.evaluate("window.client.stats()")
        return {f"{entry['peer']}/{entry['source']}": entry for entry in stats["received"]}

    async def frames_from(self, *others: "Person", more: int = 5) -> None:
        """Wait until so many more frames of each have been decoded, and sound has arrived."""
        before = await self.received()

        async def grown() -> bool:
            now = await self.received()
            return all(
                _value(now, f"{o.name}/camera", "frames")
                >= _value(before, f"{o.name}/camera", "frames") + more
                and _value(now, f"{o.name}/mic", "packets")
                > _value(before, f"{o.name}/mic", "packets")
                for o in others
            )

        await until(grown, f"{self.name} sees {[o.name for o in others]}")

    async def received_octets(self) -> int:
        """All that the receiving connection took in, but for its connectivity checks."""
        return int(await self.page.evaluate("window.receivedOctets()"))

    async def sent_octets(self) -> int:
        """All RTP payload that went out."""
        stats = await self.page.evaluate("window.client.stats()")
        return sum(int(entry["bytes"]) for entry in stats["sent"])

    async def is_cut_off(self) -> None:
        """Wait until the browser has taken the offer that names nobody any more."""

        async def empty() -> bool:
            return await self.received() == {}

        await until(empty, f"{self.name} is cut off")

    async def share_drawing(self) -> None:
        """Share a canvas that changes, where a headless browser has no screen."""
        await self.page.evaluate("window.shareDrawing()")


def _value(stats: dict[str, dict[str, Any]], key: str, field: str) -> int:
    return int(stats[key][field]) if key in stats else 0


class Hall:
    """Several people in one room."""

    def __init__(self, browser: Browser, engine: EmbeddedEngine, client: Path) -> None:
        self.engine = engine
        self.people: list[Person] = []
        self._browser, self._client = browser, client
        self._seq = itertools.count(1)

    async def person(self, name: str) -> Person:
        """A new browser with the page open, not yet joined."""
        context = await self._browser.new_context(permissions=["camera", "microphone"])
        page = await context.new_page()
        person = Person(self, name, page)
        await page.route(f"{ORIGIN}/**", self._serve)
        await page.expose_function("toServer", person.said)
        await page.goto(f"{ORIGIN}/")
        await page.wait_for_function("window.client !== undefined")
        self.people.append(person)
        return person

    async def _serve(self, route: Route) -> None:
        if route.request.url.endswith(".js"):
            await route.fulfill(path=self._client, content_type="text/javascript")
        else:
            await route.fulfill(body=PAGE, content_type="text/html")

    async def sent_to(self, person: Person) -> int:
        """How many packets the engine has sent to him, of the tracks that there are now."""
        stats = await self.engine.stats(ROOM)
        tracks = [track for peer in stats.peers.values() for track in peer.tracks]
        return sum(track.sent.get(person.name, 0) for track in tracks)

    async def let(self, *circles: tuple[Person, ...]) -> None:
        """Within each circle all hear and see each other; between circles nobody does."""
        routes: Routes = {
            person.name: {
                kind: frozenset(o.name for o in circle if o is not person)
                for kind in ("audio", "video")
            }
            for circle in circles
            for person in circle
        }
        await self.engine.set_routes(ROOM, next(self._seq), routes)


@contextlib.asynccontextmanager
async def hall(socket: Path, client: Path) -> AsyncIterator[Hall]:
    """A hall whose media process serves `socket`."""
    engine = EmbeddedEngine(str(socket))
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            yield Hall(browser, engine, client)
        finally:
            await engine.close()
            await browser.close()
