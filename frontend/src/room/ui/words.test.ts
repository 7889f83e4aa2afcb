import { describe, expect, it } from "vitest";
import { roomView, seat } from "./fixture";
import { beginsWords, clockOf, roleWords, stateLine } from "./words";

function lineOf(more: Parameters<typeof seat>[3], speaking: string[] = []) {
  const room = roomView(
    { seats: { "user:3": seat("user:3", "party", "respondent", more) } },
    speaking,
  );
  return stateLine(room.seats[2] as NonNullable<(typeof room.seats)[2]>);
}

describe("a person's state", () => {
  it("tells the most urgent thing", () => {
    expect(lineOf({}).words).toBe("Microphone on");
    expect(lineOf({ microphone: false }).words).toBe("Microphone off");
    expect(lineOf({ muted: true }).words).toBe("Muted by the host");
    expect(lineOf({ network: "poor" }).words).toBe("Network unsteady");
    expect(lineOf({ network: "poor" }, ["user:3"]).words).toBe("Speaking");
    expect(lineOf({ connected: false }, ["user:3"]).words).toBe("Reconnecting");
  });
});

describe("roles", () => {
  it("are told by side where there are sides", () => {
    expect(roleWords("party", "respondent")).toBe("Respondent");
    expect(roleWords("representative", "claimant")).toBe("Applicant’s representative");
    expect(roleWords("representative", "")).toBe("Representative");
    expect(roleWords("clerk", "")).toBe("Clerk");
  });
});

describe("times", () => {
  it("count hours, minutes and seconds", () => {
    expect(clockOf(2530)).toBe("00:42:10");
    expect(clockOf(36_001)).toBe("10:00:01");
  });

  it("say how long until it begins", () => {
    const at = new Date(2026, 10, 22, 14, 30);
    const told = (minutes: number) =>
      beginsWords(at.toISOString(), at.getTime() - minutes * 60_000);
    expect(told(6)).toBe("The sitting begins at 14:30, in 6 minutes.");
    expect(told(1)).toBe("The sitting begins at 14:30, in 1 minute.");
    expect(told(-3)).toBe("The sitting was to begin at 14:30.");
    expect(told(60 * 24)).toContain("The sitting is on");
  });
});
