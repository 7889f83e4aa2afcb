import { describe, expect, it, vi } from "vitest";
import { cellsFor, loudness, networkGrade, roundTrips, SpeakingGate } from "./levels";

const tone = (amplitude: number) =>
  Float32Array.from({ length: 480 }, (_, i) => amplitude * Math.sin(i / 5));

describe("loudness", () => {
  it("is nothing in silence, everything in a shout, and grows between", () => {
    expect(loudness(tone(0))).toBe(0);
    expect(loudness(tone(1))).toBe(1);
    expect(loudness(tone(0.05))).toBeGreaterThan(loudness(tone(0.01)));
  });

  it("of no samples is nothing", () => {
    expect(loudness(new Float32Array(0))).toBe(0);
  });

  it("lights cells within the meter", () => {
    expect([-1, 0, 0.5, 1, 2].map((level) => cellsFor(level, 16))).toEqual([0, 0, 8, 16, 16]);
  });
});

describe("speaking", () => {
  it("begins at once and outlives a short pause", () => {
    const gate = new SpeakingGate();
    expect(gate.hear(0.1, 0)).toBe(false);
    expect(gate.hear(0.6, 100)).toBe(true);
    expect(gate.hear(0, 700)).toBe(true);
    expect(gate.hear(0, 900)).toBe(false);
  });
});

describe("the network", () => {
  it.each([
    [[40, 60, 900], "good"],
    [[300, 350, 400], "fair"],
    [[700, 800, 900], "poor"],
    [[], "poor"],
  ] as const)("with round trips of %j is %s", (trips, grade) => {
    expect(networkGrade(trips)).toBe(grade);
  });

  it("leaves out trips that never came back", async () => {
    const fetch = vi
      .fn<typeof globalThis.fetch>()
      .mockResolvedValueOnce(new Response("ok"))
      .mockRejectedValueOnce(new TypeError("offline"))
      .mockResolvedValueOnce(new Response("", { status: 500 }));
    vi.stubGlobal("fetch", fetch);
    expect(await roundTrips("/healthz", 3)).toHaveLength(1);
    vi.unstubAllGlobals();
  });
});
