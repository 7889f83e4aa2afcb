import { fireEvent, render, screen } from "@testing-library/svelte";
import { expect, it } from "vitest";
import { noting, roomView } from "../fixture";
import Minutes from "./Minutes.svelte";

function minutes(more: { write?: boolean; inside?: boolean } = {}) {
  const { deeds, done } = noting();
  render(Minutes, {
    entries: [
      {
        seq: 1,
        speaker: "Li Ming",
        role: "Applicant",
        words: "I paid.",
        at: "2026-11-22T06:40:00Z",
      },
      { seq: 2, speaker: "", role: "", words: "Exhibit 3 is shown.", at: "2026-11-22T06:41:00Z" },
    ],
    draft: { speaker: "Zhao Guoqiang", role: "Respondent", words: "I never" },
    speakers: roomView().seats,
    write: true,
    inside: false,
    deeds,
    ...more,
  });
  return done;
}

it("says who said what, and when", () => {
  minutes();
  const [said, happened] = screen.getByTestId("minutes-entries").children;
  expect(said).toHaveTextContent("Li Ming");
  expect(said).toHaveTextContent("I paid.");
  expect(said?.querySelector("time")).toHaveAttribute("datetime", "2026-11-22T06:40:00Z");
  expect(happened).toHaveTextContent("For the record");
});

it("shows what another is typing", () => {
  minutes();
  expect(screen.getByTestId("minutes-draft")).toHaveTextContent("I never");
});

it("tells the others while one types, and puts the entry down once", async () => {
  const done = minutes();
  await fireEvent.change(screen.getByTestId("minutes-speaker"), { target: { value: "user:2" } });
  const field = screen.getByTestId("minutes-words");
  await fireEvent.input(field, { target: { value: " He agreed. " } });
  await fireEvent.keyDown(field, { key: "Enter" });
  expect(done).toEqual([
    ["typing", "user:2", " He agreed. "],
    ["minute", "user:2", "He agreed."],
    ["typing", null, ""],
  ]);
  expect(field).toHaveValue("");
});

it("does not take the Enter that chooses a Chinese character", async () => {
  const done = minutes();
  const field = screen.getByTestId("minutes-words");
  await fireEvent.input(field, { target: { value: "ni" } });
  await fireEvent.keyDown(field, { key: "Enter", isComposing: true });
  expect(done.filter(([deed]) => deed === "minute")).toEqual([]);
});

it("is only read by those who may not write, and not written in a private session", () => {
  minutes({ write: false });
  expect(screen.queryByTestId("minutes-words")).toBeNull();
});

it("has no field in a private session", () => {
  minutes({ inside: true });
  expect(screen.queryByTestId("minutes-words")).toBeNull();
  expect(screen.getByText(/A private session has no minutes/)).toBeVisible();
});
