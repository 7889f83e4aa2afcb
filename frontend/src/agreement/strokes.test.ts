import { describe, expect, it } from "vitest";
import { MOST_POINTS, MOST_STROKES, parseStrokes, toPlaces, toStrokes } from "./strokes";

const PAD = { width: 300, height: 120 };

describe("a drawn signature", () => {
  it("does not depend on the pad's size", () => {
    const strokes = toStrokes(
      [
        [
          { x: 30, y: 60 },
          { x: 300, y: 0 },
        ],
      ],
      PAD,
    );
    expect(strokes).toEqual([
      [
        [0.1, 0.5],
        [1, 0],
      ],
    ]);
    expect(toPlaces(strokes, { width: 600, height: 240 })).toEqual([
      [
        { x: 60, y: 120 },
        { x: 600, y: 0 },
      ],
    ]);
  });

  it("stays on the pad", () => {
    expect(toStrokes([[{ x: -5, y: 200 }]], PAD)).toEqual([[[0, 1]]]);
  });

  it("leaves empty lines out", () => {
    expect(toStrokes([[], [{ x: 3, y: 3 }]], PAD)).toHaveLength(1);
  });

  it("stays within what the server takes, and keeps the end of every stroke", () => {
    const line = Array.from({ length: 30_000 }, (_, index) => ({ x: index / 100, y: 60 }));
    const many = toStrokes(
      Array.from({ length: 250 }, () => line),
      PAD,
    );
    expect(many).toHaveLength(MOST_STROKES);
    expect(many.flat().length).toBeLessThanOrEqual(MOST_POINTS);
    expect(many[0]?.at(-1)).toEqual([1, 0.5]);
  });

  it("comes back from a refused form, and nothing else does", () => {
    expect(parseStrokes("[[[0.1,0.5]]]")).toEqual([[[0.1, 0.5]]]);
    for (const broken of ["", "{", "3", "[3]", "[[3]]", '[[["a",1]]]', "[[[1]]]"]) {
      expect(parseStrokes(broken)).toEqual([]);
    }
  });
});
