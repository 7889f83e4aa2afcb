import { describe, expect, it } from "vitest";
import type { SaidEntry } from "../../protocol/messages.gen";
import { CAUCUS, known, NOW, roomView, seat } from "./fixture";
import { expectedOf, inCourtroomOrder, stageOf, view } from "./view";

const names = (seats: { name: string }[]) => seats.map((one) => one.name);

function said(seq: number, from: string, caucus: string | null, text: string): SaidEntry {
  const data = { line: String(seq), seat: from, scope: caucus ? "caucus" : "all", caucus, text };
  return { seq, at: "2026-11-22T06:40:00Z", actor: from, kind: "room.said", data } as SaidEntry;
}

describe("seats", () => {
  it("stand in courtroom order, whoever came first", () => {
    expect(names(roomView().seats)).toEqual([
      "Wang Fang",
      "Li Ming",
      "Zhao Guoqiang",
      "Zhou Xiaoyan",
    ]);
  });

  it("are ordered by number among equals", () => {
    const seats = [seat("user:10", "party", "claimant"), seat("user:9", "party", "claimant")];
    expect(inCourtroomOrder(seats).map(({ id }) => id)).toEqual(["user:9", "user:10"]);
  });

  it("name parties by their side, and you as you", () => {
    const [, you, respondent] = roomView().seats;
    expect(you).toMatchObject({ role: "Applicant", you: true, colour: 2 });
    expect(respondent).toMatchObject({ role: "Respondent", you: false, colour: 3 });
  });

  it("leave out who was not admitted and who only observes", () => {
    const seats = {
      "user:5": seat("user:5", "witness", "", { place: "waiting" }),
      "user:6": seat("user:6", "observer", ""),
    };
    expect(roomView({ seats }).seats).toHaveLength(4);
  });

  it("count raised hands in the order they went up", () => {
    const room = roomView({ state: { hands: ["user:3", "user:2"] } });
    expect(room.you.hand).toBe(2);
    expect(room.seats[2]?.hand).toBe(1);
    expect(room.seats[0]?.hand).toBe(0);
  });

  it("show a muted person with the microphone off, and never speaking", () => {
    const seats = { "user:3": seat("user:3", "party", "respondent", { muted: true }) };
    expect(roomView({ seats }, ["user:3"]).seats[2]).toMatchObject({
      microphone: false,
      muted: true,
      speaking: false,
    });
  });
});

describe("who hears you", () => {
  it("is everyone in the room, also before the microphone is on", () => {
    const seats = { "user:2": seat("user:2", "party", "claimant", { microphone: false }) };
    expect(names(roomView({ seats }).listeners)).toEqual([
      "Wang Fang",
      "Zhao Guoqiang",
      "Zhou Xiaoyan",
    ]);
  });

  it("counts observers, and not those who lost the line", () => {
    const people = { ...known().people, "user:6": { name: "Sun Wei" } };
    const seats = {
      "user:6": seat("user:6", "observer", ""),
      "user:4": seat("user:4", "representative", "respondent", { connected: false }),
    };
    expect(names(roomView({ seats, people }).listeners)).toEqual([
      "Wang Fang",
      "Zhao Guoqiang",
      "Sun Wei",
    ]);
  });

  it("is only the members inside a private session", () => {
    expect(names(roomView({ state: { caucuses: { c1: CAUCUS } } }).listeners)).toEqual([
      "Wang Fang",
    ]);
  });
});

describe("a private session", () => {
  const state = { caucuses: { c1: CAUCUS } };

  it("shows its members, and says who is outside", () => {
    const room = roomView({ state });
    expect(names(room.seats)).toEqual(["Wang Fang", "Li Ming"]);
    expect(names(room.caucus?.outside ?? [])).toEqual(["Zhao Guoqiang", "Zhou Xiaoyan"]);
    expect(room.elsewhere).toEqual([]);
  });

  it("is only known by its members from outside, and they do not seem to speak", () => {
    const room = roomView({ you: "user:3", state }, ["user:1"]);
    expect(room.caucus).toBeNull();
    expect(room.elsewhere).toEqual([{ id: "c1", opener: "Wang Fang", names: ["Li Ming"] }]);
    expect(room.seats[0]).toMatchObject({ away: true, speaking: false });
    expect(room.seats[3]).toMatchObject({ away: false });
  });

  it("keeps its lines apart from the room's", () => {
    const chat = [said(1, "user:3", null, "outside"), said(2, "user:1", "c1", "inside")];
    const words = (room: ReturnType<typeof roomView>) => room.chat.map((line) => line.words);
    expect(words(roomView({ state, chat }))).toEqual(["inside"]);
    expect(words(roomView({ chat }))).toEqual(["outside"]);
  });

  it("asks with a countdown until it lapses", () => {
    const invited = { "user:2": new Date(NOW + 90_500).toISOString() };
    const asked = { ...CAUCUS, members: ["user:1"], invited };
    const room = roomView({ state: { caucuses: { c1: asked } } });
    expect(room.invitation).toEqual({ caucus: "c1", from: "Wang Fang", seconds: 91 });
    const known2 = known({ state: { caucuses: { c1: asked } } });
    expect(view(known2, new Set(), NOW + 91_000)?.invitation).toBeNull();
  });
});

describe("what the reader may do", () => {
  it("follows the role", () => {
    expect(roomView().may).toEqual({
      admit: false,
      mute: false,
      caucus: false,
      conduct: false,
      minute: false,
      speak: true,
    });
    expect(roomView({ you: "user:1" }).may.conduct).toBe(true);
  });

  it("shows those who wait only to those who may admit them", () => {
    const seats = { "user:3": seat("user:3", "party", "respondent", { place: "waiting" }) };
    expect(roomView({ seats }).waiting).toEqual([]);
    expect(names(roomView({ you: "user:1", seats }).waiting)).toEqual(["Zhao Guoqiang"]);
  });
});

describe("the screen", () => {
  it.each([
    ["joining", "check"],
    ["waiting", "waiting"],
    ["inside", "room"],
    ["gone", "left"],
  ] as const)("for somebody who is %s is %s", (place, stage) => {
    const seats = { "user:2": seat("user:2", "party", "claimant", { place }) };
    expect(stageOf(known({ seats }).state, "user:2")).toBe(stage);
  });

  it("stays when only the line is lost", () => {
    const seats = { "user:2": seat("user:2", "party", "claimant", { connected: false }) };
    expect(stageOf(known({ seats }).state, "user:2")).toBe("room");
  });

  it("is the end once the sitting is closed", () => {
    expect(stageOf(known({ state: { phase: "closed" } }).state, "user:2")).toBe("closed");
  });
});

describe("the waiting room", () => {
  it("names everyone invited, and tells of each only what is known", () => {
    const mine = known();
    const state = { ...mine.state, seats: { "user:2": seat("user:2", "party", "claimant") } };
    const invited = [
      { seat: "user:2", name: "Li Ming", role: "party", side: "claimant" },
      { seat: "user:1", name: "Wang Fang", role: "mediator", side: "" },
    ] as const;
    expect(expectedOf(invited, { ...mine, state })).toMatchObject([
      { name: "Wang Fang", standing: null },
      { name: "Li Ming", standing: "in_hearing", you: true },
    ]);
  });
});

it("counts the seconds since the start, and is nothing without a seat", () => {
  expect(roomView().elapsed).toBe(42 * 60 + 10);
  expect(roomView({ state: { started_at: null } }).elapsed).toBeNull();
  expect(view(known({ you: "user:99" }), new Set(), NOW)).toBeNull();
});
