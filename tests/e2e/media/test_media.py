"""Three real Chromiums and the media process: what is routed is seen, what is not is not sent."""

import asyncio
import contextlib
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from hearings.media.embedded.supervisor import Supervisor
from tests.e2e.media.hall import Hall, build, hall, in_own_loop, until


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("client"))


@contextlib.asynccontextmanager
async def staffed(folder: Path, client: Path) -> AsyncIterator[tuple[Hall, Supervisor]]:
    """A hall, and the media process as `serve` keeps it."""
    path = folder / "media.sock"
    supervisor = Supervisor(socket=str(path), hosts=["127.0.0.1", "::1"])
    supervisor.start()
    try:
        async with hall(path, client) as opened:
            yield opened, supervisor
    finally:
        await asyncio.to_thread(supervisor.stop)


def test_three_people_meet_part_and_meet_again(tmp_path: Path, client: Path) -> None:
    async def walk() -> None:
        async with staffed(tmp_path, client) as (opened, _):
            one, two, three = [await opened.person(name) for name in ("one", "two", "three")]
            for person in (one, two, three):
                await person.join()
            assert await one.received() == {}, "without routes nobody receives anything"
            await opened.let((one, two, three))
            await one.frames_from(two, three)
            await three.frames_from(one, two)

            await opened.let((one, two), (three,))
            await three.is_cut_off()
            before = await three.received_octets(), await opened.sent_to(three)
            await one.frames_from(two, more=30)
            assert (await three.received_octets(), await opened.sent_to(three)) == before
            assert before[0] > 0

            await opened.let((one, two, three))
            await three.frames_from(one, two)
            await one.frames_from(three)

    in_own_loop(walk)


def test_coming_again_shows_the_frames_again(tmp_path: Path, client: Path) -> None:
    async def walk() -> None:
        async with staffed(tmp_path, client) as (opened, _):
            one, two = await opened.person("one"), await opened.person("two")
            await opened.let((one, two))
            await one.join()
            await two.join()
            await one.frames_from(two)
            await two.page.reload()
            await two.page.wait_for_function("window.client !== undefined")
            await two.join()
            await one.frames_from(two)
            await two.frames_from(one)
            lines = await one.page.evaluate("window.client.stats()")
            assert {entry["mid"] for entry in lines["received"]} == {"0", "1"}

    in_own_loop(walk)


def test_a_killed_media_process_is_replaced_and_nobody_presses_anything(
    tmp_path: Path, client: Path
) -> None:
    async def walk() -> None:
        async with staffed(tmp_path, client) as (opened, supervisor):
            one, two = await opened.person("one"), await opened.person("two")
            await opened.let((one, two))
            await one.join()
            await two.join()
            await one.frames_from(two)
            killed = supervisor.pid
            assert killed is not None
            os.kill(killed, signal.SIGKILL)

            async def restarted() -> bool:
                return supervisor.pid not in (None, killed)

            await until(restarted, "another media process")
            await one.frames_from(two)
            await two.frames_from(one)

    in_own_loop(walk)


def test_what_is_switched_off_is_not_sent(tmp_path: Path, client: Path) -> None:
    async def walk() -> None:
        async with staffed(tmp_path, client) as (opened, _):
            one, two = await opened.person("one"), await opened.person("two")
            await opened.let((one, two))
            await one.join()
            await two.join()
            await one.frames_from(two)
            await two.page.evaluate("window.client.setCamera(false)")
            await two.page.evaluate("window.client.setMicrophone(false)")
            sent = await two.sent_octets()
            await two.frames_from(one, more=20)
            assert await two.sent_octets() == sent
            await two.page.evaluate("window.client.setCamera(true)")
            await two.page.evaluate("window.client.setMicrophone(true)")
            await one.frames_from(two)

    in_own_loop(walk)


def test_a_shared_screen_arrives_beside_the_camera(tmp_path: Path, client: Path) -> None:
    async def walk() -> None:
        async with staffed(tmp_path, client) as (opened, _):
            one, two = await opened.person("one"), await opened.person("two")
            await opened.let((one, two))
            await one.join()
            await two.join()
            await one.frames_from(two)
            await two.share_drawing()

            async def shown() -> bool:
                received = await one.received()
                return int(received.get("two/screen", {}).get("frames", 0)) > 0

            await until(shown, "the screen")
            await two.page.evaluate("window.client.stopScreen()")

            async def gone() -> bool:
                return "two/screen" not in await one.received()

            await until(gone, "the end of the screen")
            await one.frames_from(two)

    in_own_loop(walk)
