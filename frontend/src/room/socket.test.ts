import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { ServerMessage } from "../protocol/messages.gen";
import { FakeSocket } from "./fakeSocket";
import { type Ended, Refused, RoomSocket, type Status, type Ticket } from "./socket";

let heard: ServerMessage[];
let statuses: [Status, Ended | null][];
let answer: (givenUp: AbortSignal) => Promise<Ticket>;
let socket: RoomSocket;

beforeEach(() => {
  vi.useFakeTimers();
  FakeSocket.all = [];
  heard = [];
  statuses = [];
  let count = 0;
  answer = async () => {
    count += 1;
    return { ticket: `ticket-${count}` };
  };
  socket = new RoomSocket({
    url: "ws://court/room",
    ticket: (givenUp) => answer(givenUp),
    onMessage: (message) => heard.push(message),
    onStatus: (status, ended) => statuses.push([status, ended]),
    open: FakeSocket.open,
    random: () => 0,
  });
});

afterEach(() => {
  socket.stop();
  vi.useRealTimers();
});

const settle = () => vi.advanceTimersByTimeAsync(0);

async function live(): Promise<FakeSocket> {
  socket.start();
  await settle();
  FakeSocket.last.welcome();
  return FakeSocket.last;
}

test("the ticket goes in the first message, not in the address", async () => {
  const server = await live();
  expect(server.url).toBe("ws://court/room");
  expect(server.sent[0]).toEqual({ type: "hello", protocol: 1, ticket: "ticket-1", after: 0 });
  expect(statuses.at(-1)).toEqual(["live", null]);
});

test("a lost connection comes back with a fresh ticket and after=seq", async () => {
  const server = await live();
  server.say({ type: "entries", seq: 12, entries: [] });
  server.onclose?.({ code: 1006 });
  expect(statuses.at(-1)).toEqual(["reconnecting", null]);
  await vi.advanceTimersByTimeAsync(500);
  FakeSocket.last.onopen?.();
  expect(FakeSocket.last.sent[0]).toEqual({
    type: "hello",
    protocol: 1,
    ticket: "ticket-2",
    after: 12,
  });
});

test("a question for a ticket that a cut swallowed is given up and asked again", async () => {
  const server = await live();
  const asked: AbortSignal[] = [];
  answer = (givenUp) => {
    asked.push(givenUp);
    return asked.length === 1 ? new Promise(() => undefined) : Promise.resolve({ ticket: "again" });
  };
  server.onclose?.({ code: 1006 });
  await vi.advanceTimersByTimeAsync(15_000);
  expect(asked.map((signal) => signal.aborted)).toEqual([true, false]);
  FakeSocket.last.welcome();
  expect(statuses.at(-1)).toEqual(["live", null]);
});

test("a socket that opens into nothing is given up", async () => {
  socket.start();
  await settle();
  const first = FakeSocket.last;
  await vi.advanceTimersByTimeAsync(15_000);
  expect(first.closed).toBe(true);
  FakeSocket.last.welcome();
  expect(statuses.at(-1)).toEqual(["live", null]);
});

test("an act is sent again with the same id until it is acknowledged, and resolves once", async () => {
  const server = await live();
  const done = socket.act({ kind: "raise_hand" });
  const sent = server.sent.at(-1);
  server.onclose?.({ code: 1012 });
  await vi.advanceTimersByTimeAsync(500);
  FakeSocket.last.welcome();
  expect(FakeSocket.last.sent.at(-1)).toEqual(sent);
  if (sent?.type !== "act") throw new Error("no act was sent");
  FakeSocket.last.say({ type: "ack", client_msg_id: sent.client_msg_id, seq: 9 });
  expect(await done).toBe(9);
  FakeSocket.last.onclose?.({ code: 1006 });
  await vi.advanceTimersByTimeAsync(500);
  FakeSocket.last.welcome();
  expect(FakeSocket.last.sent.map((message) => message.type)).toEqual(["hello"]);
});

test("an act before the connection waits for it", async () => {
  socket.start();
  const done = socket.act({ kind: "enter" });
  await settle();
  FakeSocket.last.welcome();
  const sent = FakeSocket.last.sent.at(-1);
  if (sent?.type !== "act") throw new Error("no act was sent");
  FakeSocket.last.say({ type: "ack", client_msg_id: sent.client_msg_id, seq: 1 });
  expect(await done).toBe(1);
});

test("a refusal rejects with its code and words", async () => {
  const server = await live();
  const done = socket.act({ kind: "start" });
  const sent = server.sent.at(-1);
  if (sent?.type !== "act") throw new Error("no act was sent");
  const words = "您不能这样做。";
  server.say({
    type: "error",
    client_msg_id: sent.client_msg_id,
    code: "room.not_allowed",
    words,
    retry: false,
  });
  await expect(done).rejects.toEqual(
    new Refused({ code: "room.not_allowed", words, retry: false }),
  );
});

test("it says that it is alive as often as it is asked to", async () => {
  const server = await live();
  await vi.advanceTimersByTimeAsync(4000);
  expect(server.sent.at(-1)).toEqual({ type: "alive", seq: 7 });
});

test("a server that is silent for 25 s is given up", async () => {
  await live();
  await vi.advanceTimersByTimeAsync(24_000);
  expect(statuses.at(-1)?.[0]).toBe("live");
  await vi.advanceTimersByTimeAsync(1_000);
  expect(statuses.at(-1)?.[0]).toBe("reconnecting");
});

test("retries wait longer and longer while the network is away", async () => {
  await live();
  const tries = vi.fn(async () => {
    throw new TypeError("network");
  });
  answer = tries;
  FakeSocket.last.onclose?.({ code: 1006 });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(tries.mock.calls.length).toBeGreaterThan(5);
  expect(tries.mock.calls.length).toBeLessThan(20);
});

test("the network's return and a page that wakes up are tried at once", async () => {
  const server = await live();
  window.dispatchEvent(new Event("offline"));
  expect(statuses.at(-1)?.[0]).toBe("reconnecting");
  expect(server.closed).toBe(true);
  window.dispatchEvent(new Event("online"));
  await settle();
  FakeSocket.last.welcome();
  expect(statuses.at(-1)?.[0]).toBe("live");
  document.dispatchEvent(new Event("visibilitychange"));
  expect(FakeSocket.last.sent.at(-1)?.type).toBe("alive");
  await vi.advanceTimersByTimeAsync(4_000);
  expect(statuses.at(-1)?.[0]).toBe("reconnecting");
});

test.each([
  [4401, "signed_out"],
  [4403, "not_allowed"],
  [4409, "replaced"],
  [4410, "over"],
  [4426, "outdated"],
] as const)("code %s ends it: %s", async (code, ended) => {
  const server = await live();
  const waiting = socket.act({ kind: "raise_hand" });
  server.onclose?.({ code });
  expect(statuses.at(-1)).toEqual(["ended", ended]);
  await expect(waiting).rejects.toBeInstanceOf(Refused);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(FakeSocket.all).toHaveLength(1);
});

test("the older of two windows ends", async () => {
  const server = await live();
  server.say({ type: "replaced" });
  expect(statuses.at(-1)).toEqual(["ended", "replaced"]);
});

test("no ticket, no connection", async () => {
  answer = async () => ({ ended: "signed_out" });
  socket.start();
  await settle();
  expect(FakeSocket.all).toHaveLength(0);
  expect(statuses.at(-1)).toEqual(["ended", "signed_out"]);
});
