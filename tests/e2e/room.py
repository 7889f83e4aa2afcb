"""The live room through the eyes of a browser: what is seen, heard and received."""

import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

STATS = """async () => {
  const tracks = {}, bytes = {};
  for (const connection of globalThis.maplebridge?.pcs() ?? [])
    for (const one of (await connection.getStats()).values())
      if (one.type === "inbound-rtp") {
        bytes[one.ssrc] = one.bytesReceived;
        tracks[one.trackIdentifier] = { frames: one.framesDecoded ?? 0, ssrc: one.ssrc };
      }
  const seats = {};
  for (const seat of document.querySelectorAll("[data-seat]")) {
    const track = seat.querySelector("video")?.srcObject?.getVideoTracks()[0];
    if (track && tracks[track.id]) seats[seat.dataset.seat] = tracks[track.id];
  }
  return { seats, bytes };
}"""
DEADLINE = 60.0


def enter(page: Page, case: str) -> None:
    """From the case page through the device check into the waiting room."""
    page.goto(case)
    page.get_by_test_id("enter-room").click()
    check(page)


def check(page: Page) -> None:
    """Tick the rules and go to the waiting room, or to the room for who may skip it."""
    rules = page.locator('[data-testid^="rule-"]')
    expect(rules.first).to_be_visible()
    for rule in rules.all():
        rule.check()
    expect(page.get_by_test_id("enter-waiting")).not_to_have_attribute("aria-busy", "true")
    page.get_by_test_id("enter-waiting").click()


def open_host(page: Page) -> None:
    """Open the host's drawer if it is not open."""
    key = page.get_by_test_id("control-host")
    if key.get_attribute("aria-expanded") != "true":
        key.click()
    expect(page.get_by_test_id("host-drawer")).to_be_visible()


def admit_everyone(host: Page, count: int) -> None:
    """Admit all who wait, once `count` of them do."""
    open_host(host)
    waiting = host.locator('[data-testid^="admit-user"]')
    expect(waiting).to_have_count(count)
    for _ in range(count):
        waiting.first.click()
        count -= 1
        expect(waiting).to_have_count(count)


def stats(page: Page) -> dict[str, Any]:
    """`seats`: seat → frames decoded of its picture; `bytes`: SSRC → media bytes received."""
    found: dict[str, Any] = page.evaluate(STATS)
    return found


def received_since(page: Page, before: dict[str, Any]) -> int:
    """Media bytes that arrived since `before`, over all streams."""
    now = stats(page)["bytes"]
    return sum(max(0, count - before["bytes"].get(ssrc, 0)) for ssrc, count in now.items())


def await_true(
    page: Page, condition: Callable[[], bool], what: str, *, within: float = DEADLINE
) -> None:
    """Poll a browser's condition for `within` seconds; raises AssertionError naming `what`."""
    end = time.monotonic() + within
    while not condition():
        assert time.monotonic() < end, what
        page.evaluate("() => new Promise(requestAnimationFrame)")


def expect_frames_from_everyone(page: Page, others: int) -> None:
    """Frames of each of `others` other people keep being decoded."""
    before: dict[str, Any] = {}

    def all_seen() -> bool:
        before.clear()
        before.update(stats(page)["seats"])
        return len(before) == others and all(one["frames"] > 0 for one in before.values())

    await_true(page, all_seen, f"pictures of {others} others")

    def all_grew() -> bool:
        now = stats(page)["seats"]
        return all(
            seat in now and now[seat]["frames"] >= one["frames"] + 10
            for seat, one in before.items()
        )

    await_true(page, all_grew, "ten more frames of each")


def say(page: Page, words: str) -> None:
    """Write a chat message."""
    if not page.get_by_test_id("chat-words").is_visible():
        page.get_by_test_id("control-chat").click()
    page.get_by_test_id("chat-words").fill(words)
    page.get_by_test_id("chat-send").click()
    expect(page.get_by_test_id("chat-lines")).to_contain_text(words)


def frames_received(page: Page) -> list[str]:
    """A list that grows with every socket message this page receives from now on."""
    heard: list[str] = []
    page.on(
        "websocket",
        lambda socket: socket.on("framereceived", lambda payload: heard.append(str(payload))),
    )
    return heard


def open_agreement(page: Page) -> None:
    """Show the agreement beside the room, or over it on a phone."""
    tab = page.get_by_test_id("tab-agreement")
    (tab if tab.is_visible() else page.get_by_test_id("open-agreement")).click()
    expect(page.get_by_test_id("agreement-panel")).to_be_visible()


def begin_caucus(host: Page, guest: Page, name: str) -> None:
    """The host asks one person into a private session, who accepts."""
    open_host(host)
    host.get_by_test_id("host-caucus").click()
    choice = host.locator('[data-testid^="pick-"]').locator("xpath=..").filter(has_text=name)
    choice.locator("input").check()
    host.get_by_test_id("caucus-open").click()
    guest.get_by_test_id("caucus-accept").click()
