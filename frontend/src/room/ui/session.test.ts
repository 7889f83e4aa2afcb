import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { ClientMessage, Seat, ServerMessage } from "../../protocol/messages.gen";
import { known, NOW, seat } from "./fixture";
import { Session } from "./session.svelte";

/** The server's end of the socket: what the page sent, and a way to answer. */
class Wire {
  static all: Wire[] = [];
  sent: ClientMessage[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;

  constructor() {
    Wire.all.push(this);
    queueMicrotask(() => this.onopen?.());
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text) as ClientMessage);
  }

  close(): void {
    this.onclose?.({ code: 1000 });
  }

  tell(message: ServerMessage): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }

  /** The acts of one kind that were sent. */
  acts(kind: string) {
    return this.sent.flatMap((message) =>
      message.type === "act" && message.act.kind === kind ? [message] : [],
    );
  }
}

class Stream {
  constructor(readonly tracks: MediaStreamTrack[] = []) {}
  addTrack(track: MediaStreamTrack): void {
    this.tracks.push(track);
  }
  getTracks(): MediaStreamTrack[] {
    return this.tracks;
  }
  getAudioTracks(): MediaStreamTrack[] {
    return this.tracks.filter(({ kind }) => kind === "audio");
  }
  getVideoTracks(): MediaStreamTrack[] {
    return this.tracks.filter(({ kind }) => kind === "video");
  }
}

class Connection {
  connectionState = "connected";
  localDescription = { sdp: "o=- 1 1 IN IP4 127.0.0.1" };
  addTransceiver() {
    return { mid: "0", sender: { replaceTrack: async () => undefined } };
  }
  createOffer = async () => this.localDescription;
  createAnswer = async () => this.localDescription;
  setLocalDescription = async () => undefined;
  setRemoteDescription = async () => undefined;
  getTransceivers = () => [];
  close(): void {
    this.connectionState = "closed";
  }
}

function track(kind: string): MediaStreamTrack {
  return { kind, enabled: true, stop: () => undefined } as unknown as MediaStreamTrack;
}

const getUserMedia = vi.fn(
  async ({ audio }: MediaStreamConstraints) => new Stream([track(audio ? "audio" : "video")]),
);

beforeEach(() => {
  Wire.all = [];
  getUserMedia.mockClear();
  vi.stubGlobal("WebSocket", Wire);
  vi.stubGlobal("MediaStream", Stream);
  vi.stubGlobal("RTCPeerConnection", Connection);
  vi.stubGlobal("fetch", async () => Response.json({ ticket: "t" }));
  vi.stubGlobal("navigator", { mediaDevices: { getUserMedia } });
});

afterEach(() => {
  vi.unstubAllGlobals();
});

function welcome(mine: Partial<Seat>): ServerMessage {
  const seats = { "user:2": seat("user:2", "party", "claimant", mine) };
  const { state, people } = known({ seats });
  return {
    type: "welcome",
    seq: 5,
    snapshot: state,
    people,
    lines: [],
    protocol: 1,
    you: "user:2",
    now: new Date(NOW).toISOString(),
    beat_seconds: 4,
    ice_servers: [],
  };
}

const OFFER: ServerMessage = { type: "media_offer", sdp: "o=- 9 1 IN IP4 127.0.0.1", tracks: [] };

function entry(seq: number, kind: "room.admitted" | "room.muted"): ServerMessage {
  const at = new Date(NOW).toISOString();
  const data = { seat: "user:2" };
  return { type: "entries", seq, entries: [{ seq, at, actor: "user:1", kind, data }] };
}

/** A page whose socket was welcomed; the person's seat is `mine`. */
async function arrive(mine: Partial<Seat>) {
  const session = new Session({ socketUrl: "ws://x", ticketUrl: "/t", csrf: "c" });
  session.start();
  await vi.waitFor(() => expect(Wire.all[0]?.sent).toHaveLength(1));
  const wire = Wire.all[0] as Wire;
  wire.tell(welcome(mine));
  return { session, wire };
}

const OUTSIDE: Partial<Seat> = { place: "waiting", microphone: false, camera: false };

/** Acknowledge the last act of this kind. */
async function acknowledge(wire: Wire, kind: string) {
  await vi.waitFor(() => expect(wire.acts(kind)).not.toHaveLength(0));
  const message = wire.acts(kind).at(-1);
  if (message) wire.tell({ type: "ack", client_msg_id: message.client_msg_id, seq: 9 });
  return message?.act;
}

it("opens no device before somebody is admitted", async () => {
  const { session } = await arrive(OUTSIDE);
  expect(session.media.client).toBeNull();
  expect(getUserMedia).not.toHaveBeenCalled();
  session.stop();
});

it("switches on what was checked once the host admits, and says so", async () => {
  const { session, wire } = await arrive(OUTSIDE);
  wire.tell(entry(6, "room.admitted"));
  expect(await acknowledge(wire, "set_devices")).toMatchObject({ microphone: true, camera: true });
  expect(session.own()).toMatchObject({ microphone: "on", camera: true });
  session.stop();
});

it("comes back after a reload with the devices as they were", async () => {
  const { session, wire } = await arrive({ microphone: false, camera: true });
  expect(await acknowledge(wire, "set_devices")).toMatchObject({ microphone: false, camera: true });
  session.stop();
});

it("answers an offer that came before the room said that one is in it", async () => {
  const { session, wire } = await arrive(OUTSIDE);
  wire.tell(OFFER);
  wire.tell(entry(6, "room.admitted"));
  await vi.waitFor(() => expect(wire.sent.map(({ type }) => type)).toContain("media_subscribed"));
  session.stop();
});

it("falls silent when the host mutes, and cannot be unmuted from here", async () => {
  const { session, wire } = await arrive({ microphone: true, camera: false });
  await acknowledge(wire, "set_devices");
  await vi.waitFor(() => expect(session.own().microphone).toBe("on"));
  wire.tell(entry(10, "room.muted"));
  await vi.waitFor(() => expect(session.media.on.microphone).toBe(false));
  expect(session.own().microphone).toBe("locked");
  session.deeds.microphone();
  expect(session.notice?.words).toContain("The host has muted you.");
  expect(wire.acts("set_devices")).toHaveLength(1);
  session.stop();
});

it("asks for sound and picture anew after the line was lost", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const { session, wire } = await arrive({ microphone: true, camera: false });
  await acknowledge(wire, "set_devices");
  wire.close();
  await vi.advanceTimersByTimeAsync(1000);
  const again = Wire.all[1] as Wire;
  again.tell(OFFER);
  again.tell(welcome({ microphone: true, camera: false }));
  await vi.waitFor(() => expect(again.sent.map(({ type }) => type)).toContain("media_restart"));
  expect(again.sent.map(({ type }) => type)).not.toContain("media_subscribed");
  session.stop();
  vi.useRealTimers();
});

it("shows the server's words when an act is refused", async () => {
  const { session, wire } = await arrive({});
  session.deeds.hand(true);
  const [message] = wire.acts("raise_hand");
  wire.tell({
    type: "error",
    client_msg_id: message?.client_msg_id ?? "",
    code: "room.closed",
    words: "The sitting is closed.",
    retry: false,
  });
  await vi.waitFor(() => expect(session.notice?.words).toBe("The sitting is closed."));
  session.stop();
});
