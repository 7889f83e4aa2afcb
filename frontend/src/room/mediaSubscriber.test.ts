import { expect, test, vi } from "vitest";
import { factory } from "./mediaFakes";
import { Subscriber } from "./mediaSubscriber";
import type { MediaOutgoing, TrackInfo } from "./mediaTypes";

function subscriber() {
  const { made, connect } = factory();
  const sent: MediaOutgoing[] = [];
  const news: string[] = [];
  const subject = new Subscriber({
    connect,
    send: (message) => sent.push(message),
    onChange: () => {},
    onTrack: (peer, source) => news.push(`+${peer}/${source}`),
    onTrackEnded: (peer, source) => news.push(`-${peer}/${source}`),
  });
  return { subject, made, sent, news };
}

function info(mid: string, peer: string, source: TrackInfo["source"] = "camera"): TrackInfo {
  return { mid, peer, source, kind: source === "mic" ? "audio" : "video" };
}

test("offers are taken one after another, each with its answer", async () => {
  const { subject, sent, made } = subscriber();
  await Promise.all([1, 2, 3].map((n) => subject.offer(`lines=${n}`, [])));
  expect(made.length).toBe(1);
  expect(sent.map(({ type }) => type)).toEqual(Array(3).fill("media_subscribed"));
  expect(made[0]?.transceivers.length).toBe(3);
});

test("tracks are announced as they come, go, and pass from one person to another", async () => {
  const { subject, news } = subscriber();
  await subject.offer("lines=2", [info("0", "a", "mic"), info("1", "a")]);
  await subject.offer("lines=2", [info("0", "a", "mic"), info("1", "a")]);
  expect(news.splice(0)).toEqual(["+a/mic", "+a/camera"]);
  await subject.offer("lines=2", [info("0", "a", "mic"), info("1", "b")]);
  expect(news.splice(0)).toEqual(["-a/camera", "+b/camera"]);
  await subject.offer("lines=2", []);
  expect(news.splice(0)).toEqual(["-a/mic", "-b/camera"]);
  expect(subject.trackAt("0")).toBeUndefined();
});

test("an offer that the browser cannot take is reported and blocks no other", async () => {
  const { subject, sent } = subscriber();
  const bad = subject.offer("broken", []);
  const good = subject.offer("lines=1", []);
  await expect(bad).rejects.toThrow("broken");
  await good;
  expect(sent.length).toBe(1);
});

test("rebuilding ends all tracks and asks for an offer", async () => {
  const { subject, sent, news, made } = subscriber();
  await subject.offer("lines=1", [info("0", "a")]);
  subject.rebuild();
  expect(news.at(-1)).toBe("-a/camera");
  expect(made[0]?.connectionState).toBe("closed");
  expect(sent.at(-1)).toEqual({ type: "media_restart" });
  await subject.offer("lines=1", [info("0", "a")]);
  expect(made.length).toBe(2);
  expect(news.at(-1)).toBe("+a/camera");
});

test("an offer that was being taken when the connection was rebuilt is not answered", async () => {
  const { subject, sent, news } = subscriber();
  const taking = subject.offer("lines=1", [info("0", "a")]);
  await Promise.resolve();
  subject.rebuild();
  await taking;
  expect(sent).toEqual([{ type: "media_restart" }]);
  expect(news).toEqual([]);
});

/** A browser's connection, as far as receiving needs it; once closed, what it began never ends. */
function connection(settles: boolean): RTCPeerConnection {
  const act = () => (settles ? Promise.resolve() : new Promise<void>(() => undefined));
  return {
    connectionState: "new",
    localDescription: { sdp: "answer" },
    setRemoteDescription: act,
    setLocalDescription: act,
    createAnswer: async () => ({ type: "answer" }),
    getTransceivers: () => [],
    close: () => undefined,
  } as unknown as RTCPeerConnection;
}

test("answers the next offer although a closed connection never took the last", async () => {
  const connections = [connection(false), connection(true)];
  const send = vi.fn();
  const subscriber = new Subscriber({
    connect: () => connections.shift() as RTCPeerConnection,
    send,
    onChange: () => undefined,
    onTrack: () => undefined,
    onTrackEnded: () => undefined,
  });
  void subscriber.offer("stuck", []);
  await Promise.resolve();
  subscriber.rebuild();
  await subscriber.offer("fresh", []);
  expect(send.mock.calls).toEqual([
    [{ type: "media_restart" }],
    [{ type: "media_subscribed", sdp: "answer" }],
  ]);
  await vi.waitFor(() => expect(subscriber.settled).toBe(true));
});
