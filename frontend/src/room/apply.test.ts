import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import type { RoomState } from "../protocol/messages.gen";
import { apply, EMPTY, OutOfStep, type RoomEvent, type Standing, standing } from "./apply";
import { receivers } from "./audience";

/** What Python made of the same stories: `python -m tests.vectors.make`. */
const FOLDER = resolve(import.meta.dirname, "../../../tests/vectors/room");

type Step = RoomEvent & {
  state: RoomState;
  standing: Record<string, Standing>;
  receivers: Record<string, Record<"audio" | "video", string[]>>;
};

const stories = readdirSync(FOLDER).filter((name) => name.endsWith(".json"));

function read(name: string): Step[] {
  return JSON.parse(readFileSync(resolve(FOLDER, name), "utf8")) as Step[];
}

test("there are stories", () => {
  expect(stories.length).toBeGreaterThan(3);
});

describe.each(stories)("%s", (name) => {
  const steps = read(name);

  test("the fold comes to the same room after each event", () => {
    let state = EMPTY;
    for (const step of steps) {
      state = apply(state, step);
      expect(state).toEqual(step.state);
    }
  });

  test("everybody stands the same", () => {
    for (const { state, standing: expected } of steps)
      for (const seat of Object.values(state.seats))
        expect(standing(state, seat)).toBe(expected[seat.id]);
  });

  test("the same people receive the same sound and picture", () => {
    for (const { state, receivers: expected } of steps)
      for (const seat of Object.keys(state.seats))
        for (const kind of ["audio", "video"] as const)
          expect(receivers(state, seat, kind).sort()).toEqual(expected[seat]?.[kind] ?? []);
  });
});

test("the stories hold every kind of event that changes a room", () => {
  const kinds = new Set(stories.flatMap((name) => read(name).map((step) => step.kind)));
  expect([...kinds].filter((kind) => kind.startsWith("room.")).length).toBeGreaterThan(25);
});

test("an event about somebody unknown is out of step", () => {
  expect(() => apply(EMPTY, { kind: "room.admitted", data: { seat: "user:9" } })).toThrow(
    OutOfStep,
  );
  const joined: RoomEvent = { kind: "room.caucus_joined", data: { seat: "a", caucus: "b" } };
  expect(() => apply(EMPTY, joined)).toThrow(OutOfStep);
});
