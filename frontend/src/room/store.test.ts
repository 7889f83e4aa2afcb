import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { RoomState, Seat } from "../protocol/messages.gen";
import type { RoomEntry } from "./apply";
import { FakeSocket } from "./fakeSocket";
import { createRoomStore, fetchTicket, type RoomStore } from "./store";

const SIGNAL = new AbortController().signal;

const AT = "2026-11-26T06:30:00Z";

function seat(id: string, changes: Partial<Seat> = {}): Seat {
  return {
    id,
    role: "party",
    side: "claimant",
    protected_from: [],
    place: "inside",
    connected: true,
    ready: true,
    network: "good",
    muted: false,
    microphone: true,
    camera: true,
    screen: false,
    ...changes,
  };
}

const SNAPSHOT: RoomState = {
  phase: "in_session",
  started_at: AT,
  mics_locked: false,
  seats: { "user:1": seat("user:1"), "user:2": seat("user:2", { role: "mediator", side: "" }) },
  hands: [],
  caucuses: {},
};

function said(seq: number, text: string): Extract<RoomEntry, { kind: "room.said" }> {
  const data = { seat: "user:2", line: `l${seq}`, scope: "all" as const, caucus: null, text };
  return { seq, at: AT, actor: "user:2", kind: "room.said", data };
}

describe("the store", () => {
  let store: RoomStore;

  beforeEach(async () => {
    vi.useFakeTimers();
    FakeSocket.all = [];
    store = createRoomStore({
      url: "ws://court/room",
      ticket: async () => ({ ticket: "t" }),
      open: FakeSocket.open,
      random: () => 0,
    });
    store.start();
    await vi.advanceTimersByTimeAsync(0);
    FakeSocket.last.welcome(7, { snapshot: SNAPSHOT, lines: [said(5, "您好")] });
  });

  afterEach(() => {
    store.stop();
    vi.useRealTimers();
  });

  test("tells a subscriber at once, and at every change", () => {
    const seen: string[] = [];
    const end = store.subscribe((room) => seen.push(room.state.phase));
    FakeSocket.last.say({
      type: "entries",
      seq: 8,
      entries: [{ seq: 8, at: AT, actor: "user:2", kind: "room.paused", data: {} }],
    });
    end();
    FakeSocket.last.say({ type: "heartbeat", seq: 8 });
    expect(seen).toEqual(["in_session", "paused"]);
    expect(store.get()).toMatchObject({ status: "live", you: "user:1", seq: 8 });
  });

  test("keeps each line once, in the journal's order, across reconnects", async () => {
    FakeSocket.last.say({ type: "entries", seq: 9, entries: [said(9, "二")] });
    FakeSocket.last.onclose?.({ code: 1006 });
    await vi.advanceTimersByTimeAsync(500);
    FakeSocket.last.welcome(12, { snapshot: SNAPSHOT, lines: [said(9, "二"), said(11, "三")] });
    expect(store.get().chat.map((line) => line.data.text)).toEqual(["您好", "二", "三"]);
  });

  test("learns the names of those who come later", () => {
    const data = {
      seat: "user:3",
      role: "clerk" as const,
      side: "" as const,
      protected_from: [],
      name: "赵琳",
    };
    FakeSocket.last.say({
      type: "entries",
      seq: 8,
      entries: [{ seq: 8, at: AT, actor: "system", kind: "room.seated", data }],
    });
    expect(store.get().people["user:3"]).toEqual({ name: "赵琳" });
    expect(store.get().state.seats["user:3"]?.place).toBe("outside");
  });

  test("shows who types until the line is there, or they stop", () => {
    const typing = {
      type: "typing",
      seat: "user:2",
      scope: "all",
      speaker: null,
      text: "好",
    } as const;
    FakeSocket.last.say(typing);
    expect(store.get().typing["user:2"]?.text).toBe("好");
    FakeSocket.last.say({ type: "entries", seq: 8, entries: [said(8, "好")] });
    expect(store.get().typing).toEqual({});
    FakeSocket.last.say(typing);
    vi.advanceTimersByTime(6_000);
    expect(store.get().typing).toEqual({});
    FakeSocket.last.say(typing);
    FakeSocket.last.say({ ...typing, text: "" });
    expect(store.get().typing).toEqual({});
  });

  test("asks for a new picture when something was missed", async () => {
    FakeSocket.last.say({
      type: "entries",
      seq: 9,
      entries: [
        { seq: 9, at: AT, actor: "user:2", kind: "room.admitted", data: { seat: "user:9" } },
      ],
    });
    expect(store.get().status).toBe("reconnecting");
    await vi.advanceTimersByTimeAsync(500);
    FakeSocket.last.welcome(9, { snapshot: SNAPSHOT });
    expect(store.get().status).toBe("live");
  });

  test("hands on what others listen for", () => {
    const offers: string[] = [];
    const end = store.on("media_offer", (offer) => offers.push(offer.sdp));
    FakeSocket.last.say({ type: "media_offer", sdp: "v=0", tracks: [] });
    end();
    FakeSocket.last.say({ type: "media_offer", sdp: "v=1", tracks: [] });
    expect(offers).toEqual(["v=0"]);
  });

  test("keeps a refusal that answers no act", () => {
    const problem = {
      type: "error",
      client_msg_id: null,
      code: "media.unavailable",
      words: "…",
      retry: true,
    } as const;
    FakeSocket.last.say(problem);
    expect(store.get().problem).toEqual(problem);
  });
});

describe("a ticket", () => {
  afterEach(() => vi.unstubAllGlobals());

  const answers = (status: number, body: unknown = {}, redirected = false) =>
    vi.stubGlobal("fetch", async () => ({
      ok: status === 200,
      status,
      redirected,
      json: async () => body,
    }));

  test.each([
    [409, "over"],
    [404, "not_allowed"],
    [403, "signed_out"],
    [401, "signed_out"],
  ])("%s means: %s", async (status, ended) => {
    answers(status);
    expect(await fetchTicket("/ticket", "csrf", SIGNAL)).toEqual({ ended });
  });

  test("is fetched anew each time", async () => {
    answers(200, { ticket: "t" });
    expect(await fetchTicket("/ticket", "csrf", SIGNAL)).toEqual({ ticket: "t" });
  });

  test("a redirect leads to the sign-in page", async () => {
    answers(200, {}, true);
    expect(await fetchTicket("/ticket", "csrf", SIGNAL)).toEqual({ ended: "signed_out" });
  });

  test("a server in trouble is tried again", async () => {
    answers(502);
    await expect(fetchTicket("/ticket", "csrf", SIGNAL)).rejects.toThrow("502");
  });
});
