import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { MediaClient, type MediaOutgoing, type MediaState } from "./media";
import { answerTo, FakeTrack, factory, fakeStream } from "./mediaFakes";
import { WAITS } from "./mediaRecovery";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function client() {
  const { made, connect } = factory();
  const sent: MediaOutgoing[] = [];
  const states: MediaState[] = [];
  const shown: string[] = [];
  const asked: MediaStreamConstraints[] = [];
  const network = new EventTarget();
  const screen = new FakeTrack("video");
  const subject = new MediaClient({
    send: (message) => sent.push(message),
    onTrack: () => {},
    onTrackEnded: () => {},
    onState: (state) => states.push(state),
    onLocalTrack: (source, track) => shown.push(`${track ? "+" : "-"}${source}`),
    createConnection: connect,
    network,
    devices: {
      async getUserMedia(constraints) {
        asked.push(constraints ?? {});
        return fakeStream(new FakeTrack(constraints?.audio ? "audio" : "video"));
      },
      getDisplayMedia: async () => fakeStream(screen),
    },
  });
  return { subject, made, sent, states, shown, asked, network, screen };
}

async function live() {
  const all = client();
  const [mic, camera] = [new FakeTrack("audio"), new FakeTrack("video")];
  await all.subject.start(fakeStream(mic, camera));
  await all.subject.handle({ type: "media_answer", sdp: answerTo(all.sent[0]) });
  all.made[0]?.become("connected");
  await all.subject.handle({ type: "media_offer", sdp: "lines=1", tracks: [] });
  all.made[1]?.become("connected");
  all.sent.length = 0;
  return { ...all, mic, camera };
}

test("goes from idle to live", async () => {
  const { states, shown } = await live();
  expect(states).toEqual(["connecting", "live"]);
  expect(shown).toEqual(["+mic", "+camera"]);
});

test("a muted microphone sends nothing and stays at hand", async () => {
  const { subject, made, mic, sent } = await live();
  await subject.setMicrophone(false);
  expect(made[0]?.transceivers[0]?.sender.track).toBeNull();
  expect(mic.enabled).toBe(false);
  expect(mic.readyState).toBe("live");
  await subject.setMicrophone(true);
  expect(made[0]?.transceivers[0]?.sender.track).toBe(mic);
  expect(mic.enabled).toBe(true);
  expect(sent).toEqual([]);
});

test("a camera that is switched off is let go, and asked for again", async () => {
  const { subject, made, camera, asked, shown } = await live();
  await subject.setCamera(false);
  expect(camera.readyState).toBe("ended");
  expect(made[0]?.transceivers[1]?.sender.track).toBeNull();
  expect(shown.at(-1)).toBe("-camera");
  await subject.setCamera(true);
  expect(asked).toEqual([{ video: true }]);
  expect(made[0]?.transceivers[1]?.sender.track).toBeInstanceOf(FakeTrack);
});

test("choosing another device never switches anything on", async () => {
  const { subject, made, asked, mic } = await live();
  await subject.setCamera(false);
  await subject.replaceDevice("camera", "front");
  expect(asked).toEqual([]);
  expect(made[0]?.transceivers[1]?.sender.track).toBeNull();
  await subject.setCamera(true);
  expect(asked).toEqual([{ video: { deviceId: { exact: "front" } } }]);
  await subject.setMicrophone(false);
  await subject.replaceDevice("mic", "headset");
  expect(mic.readyState).toBe("ended");
  expect(made[0]?.transceivers[0]?.sender.track).toBeNull();
});

test("a shared screen ends when the browser's own bar ends it", async () => {
  const { subject, sent, screen, shown, made } = await live();
  await subject.shareScreen();
  expect(sent.at(-1)).toMatchObject({ sources: { 0: "mic", 1: "camera", 2: "screen" } });
  await subject.handle({ type: "media_answer", sdp: answerTo(sent.at(-1)) });
  screen.onended?.();
  await vi.advanceTimersByTimeAsync(0);
  expect(shown.at(-1)).toBe("-screen");
  expect(made[0]?.transceivers[2]?.stopped).toBe(true);
  expect(sent.at(-1)).toMatchObject({ sources: { 0: "mic", 1: "camera" } });
});

test("a lost connection is restarted twice, then made anew, and is live again", async () => {
  const { made, states, sent, subject } = await live();
  made[0]?.become("failed");
  expect(states.at(-1)).toBe("recovering");
  await vi.advanceTimersByTimeAsync(WAITS[0] * 1.2);
  expect(made[0]?.iceRestarts).toBe(2);
  await vi.advanceTimersByTimeAsync(WAITS[1] * 1.2);
  expect(made[0]?.connectionState).toBe("closed");
  await subject.handle({ type: "media_answer", sdp: answerTo(sent.at(-1)) });
  made[2]?.become("connected");
  expect(states.at(-1)).toBe("live");
});

test("a lost receiving connection asks for a restart", async () => {
  const { made, sent } = await live();
  made[1]?.become("failed");
  expect(sent).toEqual([{ type: "media_restart" }]);
});

test("after the last attempt the state is final until somebody tries again", async () => {
  const { made, states, subject, sent } = await live();
  made[1]?.become("failed");
  const seconds = WAITS.reduce<number>((sum, wait) => sum + wait, 0) / 1000;
  for (let n = 0; n < seconds * 1.3; n += 1) {
    if (sent.splice(0).some(({ type }) => type === "media_restart"))
      await subject.handle({ type: "media_offer", sdp: "lines=1", tracks: [] });
    await vi.advanceTimersByTimeAsync(1000);
  }
  expect(states.at(-1)).toBe("failed");
  await vi.advanceTimersByTimeAsync(600_000);
  expect(sent).toEqual([]);
  await subject.handle({ type: "media_reset" });
  await vi.advanceTimersByTimeAsync(0);
  expect(sent.map(({ type }) => type).sort()).toEqual(["media_publish", "media_restart"]);
  expect(states.at(-1)).toBe("failed");
  subject.restart();
  expect(states.at(-1)).toBe("connecting");
});

test("a server that resets again and again does not keep us from giving up", async () => {
  const { states, subject, sent } = client();
  await subject.start(fakeStream(new FakeTrack("audio")));
  for (let n = 0; n < 20; n += 1) {
    const published = sent.findLast(({ type }) => type === "media_publish");
    await subject.handle({ type: "media_answer", sdp: answerTo(published) });
    await vi.advanceTimersByTimeAsync(15_000);
    await subject.handle({ type: "media_reset" });
    await vi.advanceTimersByTimeAsync(0);
  }
  expect(states.at(-1)).toBe("failed");
});

test("a reset publishes from scratch and asks for what there is to receive", async () => {
  const { subject, made, sent } = await live();
  await subject.handle({ type: "media_reset" });
  await vi.advanceTimersByTimeAsync(0);
  expect(made.map(({ connectionState }) => connectionState)).toEqual(["closed", "closed", "new"]);
  expect(sent.map(({ type }) => type).sort()).toEqual(["media_publish", "media_restart"]);
});

test("a network that came back is used at once", async () => {
  const { network, made, sent } = await live();
  network.dispatchEvent(new Event("online"));
  await vi.advanceTimersByTimeAsync(0);
  expect(made[0]?.iceRestarts).toBe(1);
  expect(sent.map(({ type }) => type).sort()).toEqual(["media_publish", "media_restart"]);
});

test("a short wobble is waited out", async () => {
  const { made, states, sent } = await live();
  made[0]?.become("disconnected");
  await vi.advanceTimersByTimeAsync(2000);
  made[0]?.become("connected");
  await vi.advanceTimersByTimeAsync(60_000);
  expect(sent).toEqual([]);
  expect(states.at(-1)).toBe("live");
});

test("an offer that goes unanswered is made again", async () => {
  const { subject, sent } = client();
  await subject.start(fakeStream(new FakeTrack("audio")));
  await vi.advanceTimersByTimeAsync(15_000);
  expect(sent.length).toBe(2);
});

test("closing lets go of everything and hears nothing more", async () => {
  const { subject, mic, camera, made, states, network, sent } = await live();
  subject.close();
  expect([mic.readyState, camera.readyState]).toEqual(["ended", "ended"]);
  expect(made.every(({ connectionState }) => connectionState === "closed")).toBe(true);
  network.dispatchEvent(new Event("online"));
  await subject.handle({ type: "media_reset" });
  subject.restart();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(sent).toEqual([]);
  expect(states.at(-1)).toBe("closed");
});

test("somebody who only watches publishes nothing", async () => {
  const { subject, sent, states, made } = client();
  await subject.start();
  await subject.handle({ type: "media_offer", sdp: "lines=1", tracks: [] });
  made[0]?.become("connected");
  expect(sent.map(({ type }) => type)).toEqual(["media_subscribed"]);
  expect(states).toEqual(["connecting", "live"]);
});
