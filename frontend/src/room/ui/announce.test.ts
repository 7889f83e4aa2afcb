import { expect, it } from "vitest";
import type { SaidEntry } from "../../protocol/messages.gen";
import { news } from "./announce";
import { CAUCUS, roomView, seat } from "./fixture";

it("says nothing when nothing changed", () => {
  expect(news(roomView(), roomView())).toEqual([]);
});

it("reads out a message of another person, and not one's own", () => {
  const line = (seq: number, from: string) =>
    ({
      seq,
      at: "2026-11-22T06:40:00Z",
      actor: from,
      kind: "room.said",
      data: { line: String(seq), seat: from, scope: "all", caucus: null, text: "hello" },
    }) as SaidEntry;
  const after = roomView({ chat: [line(1, "user:1"), line(2, "user:2")] });
  expect(news(roomView(), after)).toEqual(["Wang Fang writes: hello"]);
});

it("tells of people who come, wait and go", () => {
  const without = roomView({
    you: "user:1",
    seats: { "user:3": seat("user:3", "party", "respondent", { place: "waiting" }) },
  });
  const all = roomView({ you: "user:1" });
  expect(news(without, all)).toEqual(["Zhao Guoqiang came into the room."]);
  expect(news(all, without)).toEqual([
    "Zhao Guoqiang is no longer in the room.",
    "Zhao Guoqiang is in the waiting room.",
  ]);
});

it("tells who is muted that they are", () => {
  const muted = roomView({
    seats: { "user:2": seat("user:2", "party", "claimant", { muted: true }) },
  });
  expect(news(roomView(), muted)).toEqual(["The host has muted you."]);
  expect(news(muted, roomView())).toEqual(["You may switch your microphone on."]);
});

it("names who is inside a private session, and does not call the others gone", () => {
  const inside = roomView({ state: { caucuses: { c1: CAUCUS } } });
  expect(news(roomView(), inside)).toEqual([
    "Private session. Only these people are in it: Wang Fang, Li Ming.",
  ]);
  expect(news(inside, roomView())).toEqual(["The private session is over."]);
});

it("tells those outside with whom it is", () => {
  const outside = roomView({ you: "user:3", state: { caucuses: { c1: CAUCUS } } });
  expect(news(roomView({ you: "user:3" }), outside)).toEqual([
    "Wang Fang is speaking privately with Li Ming.",
  ]);
});
