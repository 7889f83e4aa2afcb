import { expect, it, vi } from "vitest";
import { Subscriber } from "./mediaSubscriber";

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

it("answers the next offer although a closed connection never took the last", async () => {
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
