import { expect, test } from "vitest";
import { answerTo, FakeTrack, factory } from "./mediaFakes";
import { originOf, Publisher } from "./mediaPublisher";
import type { MediaOutgoing, Source } from "./mediaTypes";

function publisher() {
  const { made, connect } = factory();
  const sent: MediaOutgoing[] = [];
  const subject = new Publisher({ connect, send: (m) => sent.push(m), onChange: () => {} });
  const set = (source: Source, track: FakeTrack | null) =>
    subject.setTracks(new Map([[source, track?.real ?? null]]));
  return { subject, made, sent, set };
}

test("the origin of a description", () => {
  expect(originOf("v=0\r\no=- 46117 2 IN IP4 127.0.0.1\r\n")).toBe("46117 2");
  expect(originOf("v=0\r\n")).toBe("");
});

test("several tracks make one offer that names each source", async () => {
  const { subject, sent, made } = publisher();
  await subject.setTracks(
    new Map<Source, MediaStreamTrack>([
      ["mic", new FakeTrack("audio").real],
      ["camera", new FakeTrack("video").real],
    ]),
  );
  expect(made.length).toBe(1);
  expect(sent).toMatchObject([{ type: "media_publish", sources: { 0: "mic", 1: "camera" } }]);
});

test("one offer at a time: what comes meanwhile is offered after the answer", async () => {
  const { subject, sent, set } = publisher();
  await set("mic", new FakeTrack("audio"));
  await Promise.all([set("camera", new FakeTrack("video")), set("screen", new FakeTrack("video"))]);
  expect(sent.length).toBe(1);
  await subject.answer(answerTo(sent[0]));
  expect(sent.length).toBe(2);
  expect(sent[1]).toMatchObject({ sources: { 0: "mic", 1: "camera", 2: "screen" } });
  await subject.answer(answerTo(sent[1]));
  expect(sent.length).toBe(2);
  expect(subject.settled).toBe(true);
});

test("muting and unmuting need no new offer", async () => {
  const { subject, sent, made, set } = publisher();
  const track = new FakeTrack("audio");
  await set("mic", track);
  await subject.answer(answerTo(sent[0]));
  await set("mic", null);
  expect(made[0]?.transceivers[0]?.sender.track).toBeNull();
  await set("mic", track);
  expect(made[0]?.transceivers[0]?.sender.track).toBe(track);
  expect(sent.length).toBe(1);
});

test("an answer to an abandoned offer is ignored", async () => {
  const { subject, sent, made, set } = publisher();
  await set("mic", new FakeTrack("audio"));
  await subject.rebuild();
  expect(made.map(({ connectionState }) => connectionState)).toEqual(["closed", "new"]);
  await subject.answer(answerTo(sent[0]));
  expect(subject.settled).toBe(false);
  await subject.answer(answerTo(sent[1]));
  expect(subject.settled).toBe(true);
  await subject.answer(answerTo(sent[1]));
});

test("an ICE restart offers again even if the last offer was never answered", async () => {
  const { subject, sent, made, set } = publisher();
  await set("mic", new FakeTrack("audio"));
  await subject.restartIce();
  expect(made[0]?.iceRestarts).toBe(1);
  expect(sent.length).toBe(2);
  await subject.answer(answerTo(sent[0]));
  expect(subject.settled).toBe(false);
  await subject.answer(answerTo(sent[1]));
  expect(subject.settled).toBe(true);
});

test("what is muted while the connection is rebuilt stays muted", async () => {
  const { subject, sent, set } = publisher();
  await set("mic", new FakeTrack("audio"));
  await set("camera", new FakeTrack("video"));
  await set("camera", null);
  await subject.rebuild();
  expect(sent.at(-1)).toMatchObject({ sources: { 0: "mic" } });
});

test("a source that is given up stops its transceiver and is named no more", async () => {
  const { subject, sent, made, set } = publisher();
  await set("mic", new FakeTrack("audio"));
  await subject.answer(answerTo(sent[0]));
  await set("screen", new FakeTrack("video"));
  await subject.answer(answerTo(sent[1]));
  await subject.remove("screen");
  expect(made[0]?.transceivers[1]?.stopped).toBe(true);
  expect(sent[2]).toMatchObject({ sources: { 0: "mic" } });
});

test("who sends nothing makes no connection", async () => {
  const { subject, made, set } = publisher();
  await set("camera", null);
  await subject.rebuild();
  await subject.restartIce();
  expect(made).toEqual([]);
});
